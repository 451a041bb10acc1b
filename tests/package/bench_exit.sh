#!/usr/bin/env bash
# Copyright 2026 the pwlforge authors.
# Licensed under the Apache License, Version 2.0; see LICENSE.
# SPDX-License-Identifier: Apache-2.0
#
# A bench tells its verdict by its exit code, however it is called: `vvp`, `vvp -n` (which FuseSoC uses), `vvp -N`, and as
# a program made by Verilator.
# Usage: bench_exit.sh    PWLFORGE names the program, PWLFORGE_SOURCE the sources
set -euo pipefail
source "$PWLFORGE_SOURCE/tests/library.sh"
need iverilog vvp verilator
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
cd "$work"
export MAKEFLAGS='OPT_FAST=-O0 OPT_SLOW=-O0'
"$PWLFORGE" fit silu --entries 4 --scales 4 --method uniform -o silu.json >log 2>&1 || fail "fit: $(<log)"
"$PWLFORGE" gen --unit int8 --table silu.json --name unit -o unit >log 2>&1 || fail "gen: $(<log)"
"$PWLFORGE" gen --operator swiglu --entries 4 --name rows -o rows >log 2>&1 || fail "gen: $(<log)"
"$PWLFORGE" gen --operator swiglu --entries 4 --wrap axis --name stream -o stream >log 2>&1 || fail "gen: $(<log)"

verdicts=0
# verdict WANTED COMMAND...: wanted is "pass" or "fail".
verdict() {
  local status=0
  "${@:2}" >log 2>&1 </dev/null || status=$?
  if [[ $1 == pass ]]; then
    [[ $status == 0 ]] && grep -q '^PASS' log || fail "${*:2} gave $status: $(tail -3 log)"
  else
    [[ $status != 0 ]] && grep -q '^FAIL' log || fail "${*:2} gave $status although the unit is wrong: $(tail -3 log)"
  fi
  verdicts=$((verdicts + 1))
}
for wanted in pass fail; do
  for top in unit rows stream; do
    cd "$work/$top"
    if [[ $wanted == fail ]]; then
      grep -q "ge = 1'b1" rtl/pwl_int_compare.v || fail "the fault could not be planted"
      sed -i "s/ge = 1'b1/ge = 1'b0/" rtl/pwl_int_compare.v
    fi
    iverilog -g2005 -o bench.vvp -s ${top}_tb -c $top.f ${top}_tb.v
    for flag in "" -n -N; do verdict $wanted vvp $flag bench.vvp; done
    if [[ $top != rows ]]; then
      verilator --binary --timing -Wno-fatal -O0 --Mdir made --top-module ${top}_tb -f $top.f ${top}_tb.v >log 2>&1 ||
        fail "verilator: $(tail -5 log)"
      verdict $wanted made/V${top}_tb
    fi
  done
done
echo "$verdicts verdicts told by exit codes"
