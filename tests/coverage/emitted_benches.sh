#!/usr/bin/env bash
# Copyright 2026 the pwlforge authors.
# Licensed under the Apache License, Version 2.0; see LICENSE.
# SPDX-License-Identifier: Apache-2.0
#
# Counts lines and toggles of what the sweep does not simulate, FP32 operators and bus wrappers, by their emitted benches
# under Verilator: a file DIRECTORY/NAME.dat for each. PWLFORGE names the program.
#   emitted_benches.sh DIRECTORY [NAME...]
set -euo pipefail
main=$(cd "$(dirname "$0")" && pwd)/emitted_main.cpp
mkdir -p "$1"
counts=$(cd "$1" && pwd)
shift

# Name, and the flags of gen.
designs="softmax_float --operator softmax --float --lanes 3 --max-row 18 --entries 4
rmsnorm_float --operator rmsnorm --float --lanes 1 --max-row 16 --entries 4
layernorm_float --operator layernorm --float --lanes 2 --max-row 16 --entries 4
axis --unit int8 --entries 8 --format k8b16 --lanes 3 --banks 2 --wrap axis
axis_tagged --unit int16 --entries 4 --format k16b32 --lanes 2 --tag 3 --wrap axis
axis_rows --operator rmsnorm --width 16 --lanes 3 --max-row 12 --affine --entries 4 --wrap axis"

while read -r name flags; do
  [ $# -eq 0 ] || [[ " $* " == *" $name "* ]] || continue
  work=$(mktemp -d)
  # shellcheck disable=SC2086
  "$PWLFORGE" gen $flags --name "$name" -o "$work/design" >/dev/null
  cd "$work/design"
  mapfile -t files <"$name.f"
  verilator --cc --exe --build --timing --coverage-line --coverage-toggle -Wno-fatal -Wno-lint -Wno-style \
    --prefix Vbench --Mdir made -MAKEFLAGS "OPT_FAST=-O1 OPT_SLOW=-O0" --top-module "${name}_tb" \
    "${files[@]}" "${name}_tb.v" "$main" >made.log 2>&1 || { tail -20 made.log >&2; exit 3; }
  said=$(./made/Vbench 2>&1) || true
  grep -q "^PASS $name" <<<"$said" || { echo "$name: the emitted bench does not pass: ${said:0:600}" >&2; exit 1; }
  grep "^PASS" <<<"$said"
  mv coverage.dat "$counts/$name.dat"
  cd /
  rm -rf "$work"
done <<<"$designs"
