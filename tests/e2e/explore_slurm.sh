#!/usr/bin/env bash
# Copyright 2026 the pwlforge authors.
# Licensed under the Apache License, Version 2.0; see LICENSE.
# SPDX-License-Identifier: Apache-2.0
#
# An exploration shared by the tasks of a Slurm of one node gives the same folder byte for byte as one alone, and its
# last step synthesizes nothing.
# Usage: explore_slurm.sh STORES CACHE    CACHE has the units that stand beside the found ones; PWLFORGE names the program, PWLFORGE_SOURCE the sources
set -euo pipefail
cache=$(realpath "$2")
cd "$PWLFORGE_SOURCE"
source tests/slurm_node.sh
source tests/library.sh
need yosys sta

search=(gelu --scales 2,4 --max-lsb 1 --orders 4 --store "$1")
cp -r "$cache" "$work/alone"
cp -r "$cache" "$work/shared"
PWLFORGE_CACHE=$work/alone "$PWLFORGE" explore "${search[@]}" -o "$work/one" >/dev/null
scripts/explore-slurm --tasks 3 --cache "$work/shared" -- "${search[@]}" -o "$work/many" >"$work/said" 2>&1 ||
  { cat "$work/said" "$work"/shared/log/*.log; exit 1; }
[ "$(grep -c '3 of 3 tasks left a log' "$work/said")" -eq 2 ] || { cat "$work/said"; exit 1; }
diff -r "$work/one" "$work/many"
echo "$(find "$work/many" -type f | wc -l) files from 3 tasks, the same as from one run"

# Planted: another result in the shared cache must show.
python3 - "$work/shared" <<'PY'
import pathlib, re, sys
changed = 0
for path in pathlib.Path(sys.argv[1]).rglob("*.json"):
    text = path.read_text()
    new = re.sub(r'"area": ?(\d)', r'"area": 9\1', text)
    changed += new != text
    path.write_text(new)
assert changed, "no result in the cache has an area"
PY
PWLFORGE_CACHE=$work/shared "$PWLFORGE" explore "${search[@]}" -o "$work/planted" >/dev/null
if diff -rq "$work/one" "$work/planted" >/dev/null; then
  echo "FAIL: a result that was changed in the cache does not show"
  exit 1
fi
echo "planted result shows"
