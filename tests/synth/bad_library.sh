#!/usr/bin/env bash
# Copyright 2026 the pwlforge authors.
# Licensed under the Apache License, Version 2.0; see LICENSE.
# SPDX-License-Identifier: Apache-2.0
#
# Liberty files, clocks and workloads that cannot be used: exit code, message, and no file left behind, by synth and by compare.
# Usage: bad_library.sh    PWLFORGE names the program, PWLFORGE_SOURCE the sources
set -euo pipefail
source "$PWLFORGE_SOURCE/tests/library.sh"
need yosys sta
need_osu018
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
cd "$work"
export PWLFORGE_CACHE="$work/cache"
failures=0
checked=0

"$PWLFORGE" gen --unit int:5 --entries 2 --format k5b5 --store registers --name small -o small >/dev/null
: >empty.lib
head -c 20000 "$osu018" >truncated.lib
gzip -c "$osu018" | head -c 4000 >packed.lib
sed -E 's/^( *)ff \(/\1fff (/' "$osu018" >no_registers.lib
sed -E 's/^area : .*/area : 0;/' "$osu018" >no_area.lib
printf '%s\n' 'not a library' >other.lib
"$PWLFORGE" gen --operator softmax --max-row 16 --lanes 2 -o rows >/dev/null
printf '1 2\n3 four\n' >words.csv
seq -s ' ' 17 >long.csv
: >nothing.csv
mkdir nothing_inside
mkdir cache
touch inputs.stamp
sleep 0.01

# expect CODE PATTERN arguments...
expect() {
  local code=$1 pattern=$2 status=0
  shift 2
  "$PWLFORGE" "$@" >output.txt 2>message.txt || status=$?
  checked=$((checked + 1))
  if [ "$status" -ne "$code" ] || ! grep -qE -- "$pattern" message.txt; then
    echo "FAIL: $* gave $status (wanted $code), message:"; cat message.txt; failures=$((failures + 1))
  fi
  if [ -s output.txt ]; then echo "FAIL: $* printed results"; failures=$((failures + 1)); fi
  rm -f output.txt message.txt
  if [ -n "$(find . -newer inputs.stamp -not -name . -print -quit)" ]; then
    echo "FAIL: $* left:"; find . -newer inputs.stamp; failures=$((failures + 1))
  fi
}

for verb in "synth small" "compare --configs truth-table-1 -o report"; do
  expect 2 'empty.lib.*empty \(0 bytes\)' $verb --liberty empty.lib
  expect 2 'truncated.lib.*truncated' $verb --liberty truncated.lib
  expect 2 'packed.lib.*gzip file is damaged' $verb --liberty packed.lib
  expect 2 'no_registers.lib.*no usable flip-flop' $verb --liberty no_registers.lib
  expect 2 'no_area.lib.*no area' $verb --liberty no_area.lib
  expect 2 'other.lib.*not a Liberty file' $verb --liberty other.lib
  expect 2 'nothing_inside.*holds no .lib file' $verb --liberty nothing_inside
  expect 2 'no such library or file \(found "osu019"\); use osu018' $verb --liberty osu019
  expect 2 'empty.lib' $verb --liberty osu018 --liberty empty.lib
  expect 2 '--clock: not a positive number of ns \(found 0\)' $verb --clock 0
  expect 2 '--clock: not a positive number of ns \(found -3\)' $verb --clock=-3
  expect 2 '--dont-use: not a regular expression' $verb --dont-use '(('
  expect 2 'no usable flip-flop' $verb --dont-use 'DFF.*'
  expect 2 '--workload: no such workload' $verb --workload gaussian
  expect 3 'activations.csv' $verb --workload file:activations.csv
done
for design in small rows; do
  expect 2 'words.csv:2: not a finite number \(found "(3 )?four"\)' synth $design --workload file:words.csv
  expect 2 'nothing.csv: no (values|rows)' synth $design --workload file:nothing.csv
done
expect 2 'long.csv:1: the row is too long \(found 17 elements\); the operator takes 16' synth rows --workload file:long.csv
expect 2 '--fpga: no such family' synth small --fpga stratix
expect 2 '--configs: no such configuration' compare --configs paper-int9-8 -o report

echo "$checked bad inputs"
[ "$checked" -ge 37 ] && [ "$failures" -eq 0 ]
