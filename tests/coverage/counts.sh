#!/usr/bin/env bash
# Copyright 2026 the pwlforge authors.
# Licensed under the Apache License, Version 2.0; see LICENSE.
# SPDX-License-Identifier: Apache-2.0
#
# `sim --coverage` counts lines and toggles, adds to what is there, and the tracefile says what no vector reached.
set -euo pipefail
source "$PWLFORGE_SOURCE/tests/library.sh"
need verilator python3
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
cd "$work"
convert() { python3 "$PWLFORGE_SOURCE/tests/coverage/verilog_to_lcov.py" "$PWLFORGE_SOURCE/rtl_templates/lib" "$@"; }
toggled() { sed -nE 's/.*toggles ([0-9]+) of.*/\1/p' "$1"; }

"$PWLFORGE" fit gelu --entries 4 --scales 3 -o gelu.json >/dev/null
"$PWLFORGE" gen --unit int8 --store fixed --skid --table gelu.json --name dut -o unit >/dev/null
printf '0\n0\n' >zeros
"$PWLFORGE" sim unit --vectors file:zeros --stall none --coverage few.dat >/dev/null
"$PWLFORGE" sim unit --coverage all.dat >/dev/null
convert few.info few.dat >few
convert all.info all.dat >all
[[ $(toggled few) -gt 0 && $(toggled few) -lt $(toggled all) ]] || fail "a skid stage changes as much without stalls"
# The mapping of points to lines: a fresh register of the library runs in the line of its `if`, and a module that the unit
# does not have was not simulated.
register=rtl_templates/lib/stream/pwl_valid_stage.v
line=$(grep -n 'if (!rst_ni)' "$PWLFORGE_SOURCE/$register" | cut -d: -f1)
awk -v file="/$register" -v line="$line" '/^SF:/ { here = index($0, file) } here && $0 ~ "^DA:" line ",[1-9]" { found = 1 }
  END { exit !found }' all.info || fail "no count for line $line of $register"
grep -q '^pwl_memory: lines never run: ' all || fail "pwl_memory was not simulated, and nobody says so"
! grep -q '^pwl_valid_stage: lines never run' all || fail "lines of pwl_valid_stage never ran?"

# Counts are added.
cp few.dat both.dat
"$PWLFORGE" sim unit --coverage both.dat >/dev/null
convert both.info both.dat >both
[[ $(toggled both) == $(toggled all) ]] || fail "counts are not added to those in the file"

told() {  # told CODE REGEX command...
  local code=0
  "${@:3}" >said 2>&1 || code=$?
  [[ $code == "$1" ]] || fail "exit code $code instead of $1: ${*:3}"
  grep -qE "$2" said || fail "said '$(head -1 said)' instead of $2"
}
told 2 'coverage.*cycle engine' "$PWLFORGE" sim unit --engine cycle --coverage none.dat
told 3 'gelu.json' "$PWLFORGE" sim unit --coverage gelu.json/none.dat
[[ ! -e none.dat ]] || fail "a refused run wrote its file"
: >empty.dat
told 1 'no point' convert empty.info empty.dat
tail -n 1 all
