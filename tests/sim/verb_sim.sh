#!/usr/bin/env bash
# Copyright 2026 the pwlforge authors.
# Licensed under the Apache License, Version 2.0; see LICENSE.
# SPDX-License-Identifier: Apache-2.0
#
# The verb sim as a user sees it: exit codes, JSON keys, trace, cache.
set -euo pipefail
source "$PWLFORGE_SOURCE/tests/library.sh"
need verilator
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
expect() {  # expect CODE command...
  local want=$1 got=0
  shift
  "$@" >"$work/out" 2>"$work/err" || got=$?
  [[ $got == "$want" ]] || fail "exit code $got instead of $want: $* ($(tail -3 "$work/err"))"
}

expect 0 "$PWLFORGE" gen --unit int8 --entries 4 --format f6k8b8 --tag 2 --name dut -o "$work/unit"
expect 0 "$PWLFORGE" sim "$work/unit" --engine both --json
for key in unit engine vectors mismatches exhaustive cycles latency seed contexts first_mismatches; do
  grep -q "^  \"$key\":" "$work/out" || fail "no key $key in the JSON"
done
grep -q '"vectors": 1024,' "$work/out" || fail "not all codes of the four random tables"
grep -q '"exhaustive": true' "$work/out" || fail "not exhaustive"

# The second run finds its program: no compiler is needed.
cp "$work/out" "$work/first"
start=$(date +%s%N)
expect 0 "$PWLFORGE" sim "$work/unit" --engine both --json
elapsed=$((($(date +%s%N) - start) / 1000000))
echo "second run: $elapsed ms"
cmp -s "$work/out" "$work/first" || fail "two runs with one seed differ"

# What a killed build left goes: not what is young, nor what belongs to a process that lives.
cache=${PWLFORGE_CACHE:-${XDG_CACHE_HOME:-$HOME/.cache}/pwlforge}
key=$(printf '%032x' $$)
dead=$cache/.$key.999999999 young=$cache/.$key.999999998 alive=$cache/.$key.$$
mkdir "$dead" "$young" "$alive"
touch -d '1 hour ago' "$dead" "$alive"
expect 0 "$PWLFORGE" sim "$work/unit" --engine both
[[ ! -e $dead ]] || fail "the folder of a killed build is still in the cache"
[[ -d $young && -d $alive ]] || fail "a folder that may be in use is gone"
rmdir "$young" "$alive"

expect 0 "$PWLFORGE" sim "$work/unit" --trace "$work/t.fst" --stall none --vectors random:100
[[ -s $work/t.fst ]] || fail "no trace was written"
expect 2 "$PWLFORGE" sim "$work/unit" --vectors sometimes
expect 2 "$PWLFORGE" sim "$work/unit" --vectors random:0
expect 2 "$PWLFORGE" sim "$work/unit" --context 0
grep -q -- '--context 0: the unit has 0 contexts.*random tables are simulated' "$work/err" || fail "$(<"$work/err")"
expect 3 "$PWLFORGE" sim "$work/nothing"
expect 3 "$PWLFORGE" sim "$work/unit" --vectors "file:$work/nothing"

# A bar on a terminal once two seconds have passed, and not a byte of it on a pipe.
long="$PWLFORGE sim $work/unit --engine cycle --vectors random:4000000"
if script -qec true /dev/null >/dev/null 2>&1; then
  script -qec "$long" "$work/terminal" >/dev/null
  grep -aqE '(sim|vectors) \[[#.]{30}\] +[0-9]+% [0-9]+ s' "$work/terminal" || fail "no progress bar on a terminal"
else
  echo "SKIPPED: the bar on a terminal, because this system has no pseudo-terminals"
fi
expect 0 $long
[[ ! -s $work/err ]] || fail "standard error is not empty on a pipe: $(head -c 200 "$work/err")"
! grep -q $'\r' "$work/out" || fail "a progress bar in the output"

# Accumulators have no ideal code.
expect 0 "$PWLFORGE" fit gelu --entries 4 --scales 3 -o "$work/gelu.json"
expect 0 "$PWLFORGE" gen --unit int8 --output raw --table "$work/gelu.json" --name dut -o "$work/raw"
expect 2 "$PWLFORGE" certify "$work/raw"
grep -q 'raw output' "$work/err" || fail "no reason"

# Of a wrapped unit the unit inside is simulated; the emitted bench drives the wrapper.
expect 0 "$PWLFORGE" gen --unit int8 --entries 4 --format f6k8b8 --wrap axis --name wrapped -o "$work/wrapped"
expect 0 "$PWLFORGE" sim "$work/wrapped" --engine cycle
grep -q '^wrapped_core: 1024 vectors' "$work/out" || fail "the unit inside a wrapper is not simulated"
expect 0 "$PWLFORGE" gen --operator swiglu --entries 4 --wrap axis --name rows -o "$work/rows"
expect 0 "$PWLFORGE" sim "$work/rows" --engine cycle --vectors random:50
grep -q '^rows_core: ' "$work/out" || fail "the operator inside a wrapper is not simulated: $(head -3 "$work/out")"

# A wrong unit is exit 1 with its first mismatches.
sed -i "s/ge = 1'b1;/ge = 1'b0;/" "$work/unit/rtl/pwl_int_compare.v"
expect 1 "$PWLFORGE" sim "$work/unit"
grep -q '^mismatch: context 0, code ' "$work/out" || fail "no mismatch is listed"

expect 0 "$PWLFORGE" gen --unit int32 --entries 4 --format f30k32b32 --name dut -o "$work/wide"
expect 2 "$PWLFORGE" sim "$work/wide" --vectors exhaustive
grep -q 'random:N' "$work/err" || fail "no remedy"
echo "ok"
