#!/usr/bin/env bash
# Copyright 2026 the pwlforge authors.
# Licensed under the Apache License, Version 2.0; see LICENSE.
# SPDX-License-Identifier: Apache-2.0
#
# Areas of the arithmetic modules: the FP32 fused multiply-add against what it has been and the best public one measured in
# the same flow, the integer multiply-accumulate against the plain expression. Libraries in PWLFORGE_SHARED are measured where present.
# Usage: areas.sh fma|mac    PWLFORGE_SOURCE names the repository
set -euo pipefail
source "$PWLFORGE_SOURCE/tests/library.sh"
need yosys
need_osu018
data=${PWLFORGE_SHARED:-$PWLFORGE_SOURCE/../shared}/data/liberty
log=$(mktemp)
trap 'rm -f "$log"' EXIT

# above AREA LIMIT: the check itself, tried on both sides first.
above() { awk "BEGIN { exit !($1 > $2) }"; }
above 2.5 2 && ! above 2 2.5 || { echo "the comparison of areas is wrong"; exit 1; }

case $1 in
  fma)
    while read -r library limit public; do
      [ -r "$library" ] || { echo "not here: $library"; continue; }
      "$PWLFORGE_SOURCE/scripts/area" fma "$library" | tee "$log"
      area=$(awk '/Ftz 0/ { print $NF }' "$log")
      if above "$area" "$limit"; then echo "$library: $area is above $limit"; exit 1; fi
      echo "$area of at most $limit, the best public one $public"
    done <<LIBRARIES
$osu018 147391 243358
$data/nangate45/nangate45_typ.lib 4643 7714
$data/sky130hd/sky130hd_tt.lib 27444 38954
LIBRARIES
    ;;
  mac)
    libraries=("$osu018")
    if [ -r "$data/nangate45/nangate45_typ.lib" ]; then libraries+=("$data/nangate45/nangate45_typ.lib"); fi
    "$PWLFORGE_SOURCE/scripts/area" mac "${libraries[@]}" | tee "$log"
    [ "$(grep -c 'plain expression' "$log")" = $((3 * ${#libraries[@]})) ] || { echo "rows are missing"; exit 1; }
    ;;
  *) echo "usage: areas.sh fma|mac"; exit 2 ;;
esac
