#!/usr/bin/env bash
# Copyright 2026 the pwlforge authors.
# Licensed under the Apache License, Version 2.0; see LICENSE.
# SPDX-License-Identifier: Apache-2.0
#
# Every bad input: its exit code, a message that names place and remedy, and no file left behind.
# Usage: bad_input.sh    PWLFORGE names the program
set -euo pipefail
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
cd "$work"
failures=0
checked=0

# expect CODE PATTERN command...: also that nothing but the inputs is there afterwards
expect() {
  local code=$1 pattern=$2 status=0
  shift 2
  "$@" >output.txt 2>message.txt || status=$?
  checked=$((checked + 1))
  if [ "$status" -ne "$code" ] || ! grep -qE -- "$pattern" message.txt; then
    echo "FAIL: $* gave $status (wanted $code), message:"; cat message.txt; failures=$((failures + 1))
  fi
  rm -f output.txt message.txt
  if [ -n "$(find . -newer inputs.stamp -not -name . -print -quit)" ]; then
    echo "FAIL: $* left:"; find . -newer inputs.stamp; failures=$((failures + 1))
    find . -newer inputs.stamp -not -name . -delete
  fi
}

"$PWLFORGE" fit gelu --entries 4 --scales 3 -o good.json >/dev/null
"$PWLFORGE" fit gelu --entries 4 --scales 3 --format f6k8b8 --sharing shared -o shared.json >/dev/null
"$PWLFORGE" fit gelu --entries 2 --scales 6 -o coarse.json >/dev/null
"$PWLFORGE" fit gelu --entries 4 --format bf16 -o float.json >/dev/null
head -c 700 good.json >truncated.json
endless=$(printf 'a%.0s' {1..300})
printf 'library (l) { include_file (%s); }\n' "$endless" >endless.lib
printf 'breakpoint,slope,intercept\n,1,0\nx,2\n0.5,two,1\n' >cells.csv
printf ',1,0\n1,2,0\n0.5,1,1\n' >order.csv
printf '{"slopes": [1, 2], "intercepts": [0], "breakpoints": [0], "colour": 1}' >few.json
printf '{"slopes": [1, 2], "intercepts": [0], "breakpoints": [0]}' >fewer.json
printf '{"slopes": [1, 2000], "intercepts": [0, 1], "breakpoints": [0]}' >steep.json
sed 's#pwlforge.table/1#pwlforge.table/7#' good.json >schema.json
python3 - <<'PY'
import json
def variant(name, change):
    table = json.load(open("good.json"))
    change(table)
    json.dump(table, open(name, "w"))
variant("terms.json", lambda t: t["contexts"][0]["slopes"].__setitem__(2, 3))
variant("unsorted.json", lambda t: t["contexts"][0].update(thresholds=list(reversed(t["contexts"][0]["thresholds"]))))
variant("range.json", lambda t: t["contexts"][0]["slopes"].__setitem__(2, 128))
variant("one.json", lambda t: t.update(entries=1))
variant("many.json", lambda t: t.update(entries=65))
variant("unknown.json", lambda t: t.update(colour="red"))
json.dump({"gelu": {"3": {"breakpoints": [2, 1], "slopes": [0, 0.1, 1], "intercepts": [0, 0, 0]}}}, open("gqa.json", "w"))
open("nan.csv", "w").write("0,1\n1,nan\n2,3\n")
PY
echo 1e9 >far.csv
mkdir occupied && echo mine >occupied/thesis.txt
touch plain
sleep 0.02; touch inputs.stamp; sleep 0.02

expect 2 'truncated.json:[0-9]+: not JSON.*ends too early' "$PWLFORGE" certify truncated.json
expect 3 "^pwlforge: $endless: cannot read .File name too long.; check" "$PWLFORGE" certify "$endless"
expect 3 "^pwlforge: $endless/manifest.json: cannot read .File name too long.; check" "$PWLFORGE" sim "$endless"
expect 3 "^pwlforge: $endless: cannot write .File name too long." "$PWLFORGE" gen --unit int8 --entries 4 --format k8b16 -o "$endless"
expect 2 "^pwlforge: --liberty: no such library or file .found .$endless.*; use osu018" "$PWLFORGE" compare --configs truth-table-1 --liberty "$endless" -o found
expect 2 "endless.lib: include_file .$endless.: no such file beside it; put it into" "$PWLFORGE" compare --configs truth-table-1 --liberty endless.lib -o found
expect 2 'FUNCTION: .*gelu2.*;' "$PWLFORGE" explore gelu2 --max-lsb 1 -o found
expect 2 '--max-lsb: no bound .*;' "$PWLFORGE" explore gelu -o found
expect 2 '--max-lsb: out of range .*-1.*;' "$PWLFORGE" explore gelu --max-lsb -1 -o found
expect 2 '--mse: not a positive number.*;' "$PWLFORGE" explore gelu --mse 0 -o found
expect 2 '--input-bits: .*found 17.*;' "$PWLFORGE" explore gelu --max-lsb 1 --input-bits 17 -o found
expect 2 '--slice: .*3/2.*;' "$PWLFORGE" explore gelu --max-lsb 1 --slice 3/2 -o found
expect 2 '--store: .*ram.*;' "$PWLFORGE" explore gelu --max-lsb 1 --store ram -o found
expect 2 'FUNCTION: one is named twice; name each once' "$PWLFORGE" explore gelu gelu --max-lsb 1 -o found
expect 2 '--output-bits: .*found 1.; choose 2..16' "$PWLFORGE" explore gelu --max-lsb 1 --output-bits 1 -o found
expect 2 '--max-lsb: half the range of 4-bit outputs .found 8.; choose less than 8' "$PWLFORGE" explore gelu --max-lsb 8 --output-bits 4 -o found
expect 2 '--orders: .*found 0.; give 1 or more' "$PWLFORGE" explore gelu --max-lsb 1 --orders 0 -o found
expect 2 '--calibrate-only: .*; give --slice' "$PWLFORGE" explore gelu --max-lsb 1 --calibrate-only -o found
expect 2 '--slice: .*nothing to share; drop --no-synth' "$PWLFORGE" explore gelu --max-lsb 1 --slice 0/2 --no-synth -o found
expect 2 'gelu: no unit .*other stores than truth_table' "$PWLFORGE" explore gelu --mse 1e-30 --input-bits 5 --store truth_table --no-synth -o found
expect 2 'occupied' "$PWLFORGE" explore gelu --max-lsb 1 --no-synth -o occupied
expect 3 'missing.csv' "$PWLFORGE" explore gelu --recorded missing.csv --no-synth -o found
expect 2 '--recorded: .*gelu.*;' "$PWLFORGE" explore gelu --scales 5 --recorded far.csv --no-synth -o found
expect 2 '--trim: .*fixed.*;' "$PWLFORGE" gen --unit int8 --table good.json --store fixed --trim -o unit
expect 2 '--trim: no table.*;' "$PWLFORGE" gen --unit int8 --entries 4 --format k8b16 --trim -o unit
expect 2 '--tolerance: .*registers.*;' "$PWLFORGE" gen --unit int8 --table good.json --tolerance 1 -o unit
expect 2 '--slope-terms: .*; use --store fixed' "$PWLFORGE" gen --unit int8 --table good.json --slope-terms 2 -o unit
expect 2 '--slope-terms: out of range .found 4' "$PWLFORGE" gen --unit int8 --table good.json --store fixed --slope-terms 4 -o unit
expect 2 '/contexts/0/slopes/[0-3]: .* is a sum of [23] signed powers of two, not of 1' "$PWLFORGE" gen --unit int8 --table terms.json --store fixed --slope-terms 1 -o unit
expect 2 'schema.json:/schema: .*pwlforge.table/7.*;' "$PWLFORGE" certify schema.json
expect 2 'unsorted.json:/contexts/0/thresholds/1: .*must not decrease' "$PWLFORGE" gen --unit int8 --table unsorted.json -o unit
expect 2 'range.json:/contexts/0/slopes/2: .*found 128' "$PWLFORGE" gen --unit int8 --table range.json -o unit
expect 2 'one.json:/entries: .*2..64.*found 1' "$PWLFORGE" certify one.json
expect 2 'many.json:/entries: .*2..64.*found 65' "$PWLFORGE" certify many.json
expect 2 'unknown.json:/colour: unknown member' "$PWLFORGE" certify unknown.json
expect 2 'entries.*2.*64' "$PWLFORGE" fit gelu --entries 1 -o x.json
expect 2 'entries.*2.*64' "$PWLFORGE" fit gelu --entries 65 -o x.json
expect 2 'unknown name.*relu.*use one of gelu' "$PWLFORGE" fit relu --entries 8 -o x.json
expect 2 'f6k8b8' "$PWLFORGE" fit gelu --entries 8 --format k99 -o x.json
expect 2 '4 valid codes.*use at most 4' "$PWLFORGE" fit rsqrt --entries 8 --scales 0 -o x.json
expect 2 'div: no code of 8 bits.*domain' "$PWLFORGE" fit div --entries 2 --scales=-4 -o x.json
expect 2 'f6k8b8 cannot hold div.*use f6k9b9' "$PWLFORGE" fit div --entries 8 --format f6k8b8 -o x.json
expect 2 'cells.csv:3: three cells are needed .found 2.' "$PWLFORGE" import pwl cells.csv --function gelu -o x.json
expect 2 'cells.csv:4: slope is not a number .found "two".' "$PWLFORGE" import pwl cells.csv --function gelu -o x.json
expect 2 'order.csv:/breakpoints/1: breakpoints must not decrease' "$PWLFORGE" import pwl order.csv --function gelu -o x.json
expect 2 'does not say which function' "$PWLFORGE" import pwl order.csv -o x.json
expect 2 'few.json:/colour: unknown member' "$PWLFORGE" import pwl few.json --function gelu -o x.json
expect 2 'N slopes need N intercepts .*found 2, 1, 1' "$PWLFORGE" import pwl fewer.json --function gelu -o x.json
expect 2 'do not fit k8b16' "$PWLFORGE" import pwl steep.json --function gelu --scales 2 -o x.json
expect 2 'not a list of numbers' "$PWLFORGE" fit gelu --entries 8 --scales=-40..2 -o x.json
expect 2 'nan.csv.*2' "$PWLFORGE" fit mine --samples nan.csv --entries 2 -o x.json
expect 2 'gqa.json:/gelu/3.*multiple of 2\^-6' "$PWLFORGE" import gqa gqa.json --scales 3 -o x.json
expect 2 'not a list of numbers' "$PWLFORGE" import gqa gqa.json --scales 6..3 -o x.json
expect 2 '--format: .*free are needed .found f6k8b8.; use one such as k8b16' "$PWLFORGE" import pwl order.csv --function gelu --format f6k8b8 -o x.json
expect 2 'good.json:/: .*exactly one member' "$PWLFORGE" import gqa good.json --scales 3 -o x.json
expect 2 '--range: the range is empty' "$PWLFORGE" fit gelu --entries 4 --range 1,1 -o x.json
expect 2 '--scale-in: .*found 0.; give a positive number' "$PWLFORGE" fit gelu --entries 4 --scale-in 0 -o x.json
expect 2 '--input-bits: 4..32 are possible .found 40.' "$PWLFORGE" fit gelu --entries 4 --input-bits 40 -o x.json
expect 2 '--output-bits: 2..32 are possible .found 40.' "$PWLFORGE" fit gelu --entries 4 --output-bits 40 -o x.json
expect 2 'float.json: --least-entries works on integer tables .*found bf16' "$PWLFORGE" certify float.json --least-entries
expect 2 'direct' "$PWLFORGE" gen --unit int8 --table shared.json --intercept direct -o unit
expect 2 '--unit: not given; say which unit' "$PWLFORGE" gen -o unit
for unit in int:99 int:x int8x; do
  expect 2 "--unit: no such unit .found $unit.; use int8" "$PWLFORGE" gen --unit $unit --entries 4 --format k8b8 -o unit
done
expect 2 'configuration: no such one .found nothing.' "$PWLFORGE" gen --config nothing -o unit
expect 2 '--entries: without --table .*; give --entries' "$PWLFORGE" gen --unit int8 --format k8b16 -o unit
expect 2 '--format: without --table .*; give --format' "$PWLFORGE" gen --unit int8 --entries 4 -o unit
expect 2 '--format: not a format of unit int8 .found fp32.' "$PWLFORGE" gen --unit int8 --table good.json --format fp32 -o unit
expect 2 '--intercept: float units have one' "$PWLFORGE" gen --unit fp32 --entries 4 --intercept direct -o unit
expect 2 '--output: a float unit has no raw accumulator' "$PWLFORGE" gen --unit fp32 --entries 4 --output raw -o unit
for choice in '--store ram' '--rounding up' '--intercept odd' '--inf big' '--wrap axi'; do
  expect 2 "${choice% *}: no such choice .found ${choice#* }.; use " "$PWLFORGE" gen --unit int8 --entries 4 --format k8b16 $choice -o unit
done
expect 2 '--output: neither raw nor a number of bits .found 8x.' "$PWLFORGE" gen --unit int8 --entries 4 --format k8b16 --output 8x -o unit
for name in module 8bits; do
  expect 2 "--name: not a usable module name .found .$name" "$PWLFORGE" gen --unit int8 --entries 4 --format k8b16 --name $name -o unit
done
expect 2 'truth_table.*12 input bits' "$PWLFORGE" gen --unit int16 --entries 8 --format k16b32 --store truth_table -o unit
expect 2 'entries' "$PWLFORGE" gen --unit int8 --entries 1 --format k8b16 -o unit
expect 2 'mac-stages: out of range .found 5.; choose 1..4' "$PWLFORGE" gen --config plain-int8-8 --mac-stages 5 -o unit
expect 2 'mac-stages: .*--pipeline 2 does not have.*use --pipeline 3' "$PWLFORGE" gen --unit int8 --table good.json --pipeline 2 --mac-stages 2 -o unit
expect 2 'mac-stages: .*use --pipeline 4' "$PWLFORGE" gen --config paper-int8-8 --mac-stages 2 -o unit
expect 2 'mac-stages: .*raw output.*choose 1..3' "$PWLFORGE" gen --unit int8 --table good.json --output raw --mac-stages 4 -o unit
expect 2 'mac-stages: .*truth_table.*drop it' "$PWLFORGE" gen --unit int8 --table good.json --store truth_table --mac-stages 2 -o unit
expect 2 'mac-stages: .*inside operators' "$PWLFORGE" gen --config softmax-int8 --mac-stages 2 -o unit
expect 2 'entries' "$PWLFORGE" gen --unit int8 --entries 65 --format k8b16 -o unit
expect 2 'tag.*0..63' "$PWLFORGE" gen --unit int8 --table good.json --wrap axis --tag 64 -o unit
expect 2 'occupied.*name a new directory' "$PWLFORGE" gen --unit int8 --table good.json -o occupied
expect 3 'plain' "$PWLFORGE" gen --unit int8 --table good.json -o plain/below
expect 3 'plain' "$PWLFORGE" fit gelu --entries 4 --scales 3 -o plain/below.json
expect 3 'plain' "$PWLFORGE" compare -o plain/below
expect 2 'occupied.*name a new directory' "$PWLFORGE" compare -o occupied
expect 3 'absent.json: cannot read' "$PWLFORGE" certify absent.json
expect 1 'off by' "$PWLFORGE" certify coarse.json --max-lsb 0.5
expect 2 '' "$PWLFORGE" frobnicate
[ "$(cat occupied/thesis.txt)" = mine ]

# Row operators and wide units.
expect 2 'max-row: out of range .found 0.; choose 2..65536' "$PWLFORGE" gen --operator softmax --max-row 0 -o unit
expect 2 'max-row: out of range .found 1.; choose 2..65536' "$PWLFORGE" gen --operator softmax --max-row 1 -o unit
expect 2 'max-row: out of range .found 65537.' "$PWLFORGE" gen --operator layernorm --max-row 65537 -o unit
expect 2 'max-row: .*64 elements.*3 lanes; use 66' "$PWLFORGE" gen --operator rmsnorm --lanes 3 --max-row 64 -o unit
expect 2 'max-row: .*single beat.*at least 16' "$PWLFORGE" gen --operator rmsnorm --lanes 8 --max-row 8 -o unit
expect 2 'lanes: out of range .found 0.; choose 1..64' "$PWLFORGE" gen --operator softmax --lanes 0 -o unit
expect 2 'lanes: out of range .found 65.; choose 1..64' "$PWLFORGE" gen --operator swiglu --lanes 65 -o unit
expect 2 'table: .*gelu has no place in softmax; give tables of exp and div' "$PWLFORGE" gen --operator softmax --table good.json -o unit
expect 2 'table: .*gelu has no place in swiglu; give tables of silu' "$PWLFORGE" gen --operator swiglu --table good.json -o unit
expect 2 'width: no such element width .found 12.; use 8 or 16' "$PWLFORGE" gen --operator softmax --width 12 -o unit
expect 2 'operator: no such choice .found relu.; use softmax' "$PWLFORGE" gen --operator relu -o unit
expect 2 'output: .*found raw' "$PWLFORGE" gen --operator softmax --output raw -o unit
expect 2 'wrap: no such choice .found axi.; use none' "$PWLFORGE" gen --operator softmax --wrap axi -o unit
expect 2 'wrap: no such choice .found axi.' "$PWLFORGE" gen --config softmax-int8 --wrap axi -o unit
expect 2 'wrap: .*found wishbone' "$PWLFORGE" gen --unit int8 --wide 24 --wrap wishbone -o unit
expect 2 'max-row: .*64 elements.*3 lanes; use 66' "$PWLFORGE" gen --operator rmsnorm --lanes 3 --max-row 64 --wrap axis -o unit
expect 2 'peer: illm has no geglu; use ibert for geglu' "$PWLFORGE" gen --operator geglu --peer illm -o unit
expect 2 'peer' "$PWLFORGE" gen --operator softmax --peer ibet -o unit
expect 2 'peer' "$PWLFORGE" gen --operator softmax --peer ibert --store latches -o unit
expect 2 'scale-in: exp halves within one step, or never .found 0.001.' "$PWLFORGE" gen --operator softmax --peer illm --scale-in 0.001 -o unit
expect 2 'affine: only norms' "$PWLFORGE" gen --operator swiglu --affine -o unit
expect 2 'length: .*found 5000.; choose 1..4096' "$PWLFORGE" gen --operator rmsnorm --length 5000 -o unit
expect 2 'scale-in: not a positive number' "$PWLFORGE" gen --operator rmsnorm --scale-in 0 -o unit
expect 2 'epsilon: negative' "$PWLFORGE" gen --operator rmsnorm --epsilon=-1 -o unit
expect 2 'config excludes --operator|operator excludes --config' "$PWLFORGE" gen --operator softmax --config paper-int8-8 -o unit
expect 2 'unit excludes --operator|operator excludes --unit' "$PWLFORGE" gen --operator softmax --unit int8 -o unit
expect 2 'max-row requires --operator' "$PWLFORGE" gen --unit int8 --entries 8 --format k8b16 --max-row 64 -o unit
expect 2 'fraction-bits requires --wide' "$PWLFORGE" gen --operator softmax --fraction-bits 3 -o unit
for bits in 0 7 65; do
  expect 2 "wide: out of range .found $bits.; choose 8..64" "$PWLFORGE" gen --unit int8 --wide $bits -o unit
done
expect 2 'unit: a wide unit has an integer core .found fp32.; use int8' "$PWLFORGE" gen --unit fp32 --wide 24 -o unit
expect 2 'unit: not given; .*--unit int8' "$PWLFORGE" gen --wide 24 -o unit
expect 2 'lanes: a wide unit takes one value' "$PWLFORGE" gen --unit int8 --wide 24 --lanes 4 -o unit
expect 2 'table: a wide unit is div or rsqrt .found a table of gelu.' "$PWLFORGE" gen --unit int8 --wide 24 --table good.json -o unit
expect 2 'fraction-bits: out of range .found 70.' "$PWLFORGE" gen --unit int8 --wide 24 --fraction-bits 70 -o unit

# An operator directory whose manifest somebody touched, for every verb that reads it.
mkdir -p operators
"$PWLFORGE" gen --operator softmax --max-row 16 --lanes 2 -o operators/sound >/dev/null
"$PWLFORGE" gen --operator swiglu --entries 4 --wrap axis -o operators/wrapped >/dev/null
"$PWLFORGE" gen --unit int8 --wide 28 -o operators/wide >/dev/null
printf '1 2\n3 300\n' >far.rows
printf '1 2\n' >single.rows
# touched NAME FROM TO [OF]: a copy with another manifest
touched() {
  local of=${4:-sound}
  cp -r "operators/$of" "operators/$1"
  sed -i "s/$2/$3/" "operators/$1/manifest.json"
  ! cmp -s "operators/$of/manifest.json" "operators/$1/manifest.json" || { echo "FAIL: $1 was not edited"; exit 1; }
}
touched lanes '"lanes": 2' '"lanes": 4'
touched latency '"cycles": [0-9]*' '"cycles": 1'
touched width '"width": 8,' '"width": 12,'
touched schema 'pwlforge.operator.1' 'pwlforge.operator\/9'
touched unknown '"lanes": 2' '"lanes": 2, "colour": 1'
touched lines '"lanes": 2' '"lanes": 3'
touched unwrapped '"wrap": "axis"' '"wrap": "none"' wrapped
touched stream '"wrap": "axis"' '"wrap": "wishbone"' wrapped
touched offset '"status": [0-9]*' '"status": 1' wrapped
touched slave '"bytes_per_address": 4' '"bytes_per_address": 8' wrapped
touched hidden '"width": 8,' '"wrap": "axis", "width": 8,'
cp -r operators/sound operators/short
head -c 900 operators/sound/manifest.json >operators/short/manifest.json
sleep 0.02; touch inputs.stamp; sleep 0.02
expect 2 'short/manifest.json:[0-9]+: not JSON.*ends too early' "$PWLFORGE" certify operators/short
expect 2 'lanes/manifest.json:/[a-z]+: does not agree with the specification; generate' "$PWLFORGE" certify operators/lanes
expect 2 'latency/manifest.json:/latency: does not agree' "$PWLFORGE" certify operators/latency
expect 2 'unknown/manifest.json:/specification/colour: unknown member' "$PWLFORGE" certify operators/unknown
expect 2 'lines/manifest.json:/specification: --max-row: .*3 lanes' "$PWLFORGE" certify operators/lines
expect 2 'width/manifest.json:/' "$PWLFORGE" certify operators/width
for verb in certify sim synth; do
  expect 2 'unwrapped/manifest.json:/[a-z]+: does not agree' "$PWLFORGE" $verb operators/unwrapped
done
expect 2 'stream/manifest.json:/specification/wrap: .*wishbone' "$PWLFORGE" certify operators/stream
expect 2 'offset/manifest.json:/configuration: does not agree' "$PWLFORGE" certify operators/offset
expect 2 'slave/manifest.json:/configuration: does not agree' "$PWLFORGE" certify operators/slave
expect 2 'hidden/manifest.json:/[a-z]+: does not agree' "$PWLFORGE" certify operators/hidden
expect 2 'schema/manifest.json:/' "$PWLFORGE" certify operators/schema
expect 2 'short/manifest.json:[0-9]+: not JSON.*ends too early' "$PWLFORGE" sim operators/short
expect 2 'short/manifest.json:[0-9]+: not JSON.*ends too early' "$PWLFORGE" synth operators/short
expect 1 'operators/sound: .*off by .*more than --max-lsb 0.01' "$PWLFORGE" certify operators/sound --max-lsb 0.01
expect 2 '--max-lsb: a wide unit.s error is a relative one' "$PWLFORGE" certify operators/wide --max-lsb 1
expect 2 'far.rows:2: "300" is no code of 8 bits' "$PWLFORGE" certify operators/sound --rows far.rows
expect 2 'single.rows:1: "1" is not a pair a:b' "$PWLFORGE" sim operators/wrapped --vectors file:single.rows
expect 2 '--context: operators have no contexts' "$PWLFORGE" sim operators/sound --context 0
expect 2 '--vectors exhaustive: an operator works on rows' "$PWLFORGE" sim operators/sound --vectors exhaustive
expect 2 '--vectors exhaustive: the input has 28 bits' "$PWLFORGE" sim operators/wide --vectors exhaustive
expect 2 '--vectors random:0: nothing would be checked' "$PWLFORGE" sim operators/sound --vectors random:0
expect 2 '--fpga: operators are mapped to cell libraries only .found ice40' "$PWLFORGE" synth operators/sound --fpga ice40

mkdir -p unit-parent
"$PWLFORGE" gen --unit int8 --table good.json -o unit-parent/unit >/dev/null
"$PWLFORGE" gen --unit int8 --table good.json --output raw -o unit-parent/raw >/dev/null
"$PWLFORGE" gen --unit int:20 --entries 2 --format k8b16 -o unit-parent/bare >/dev/null
sleep 0.02; touch inputs.stamp; sleep 0.02
expect 3 'yosys.*apt-get install yosys' env PATH=/nonexistent "$PWLFORGE" synth unit-parent/unit
expect 3 'apt-get install' env PATH=/nonexistent "$PWLFORGE" sim unit-parent/unit
# Before anything is fitted, which takes half a minute: the cache would count as a file left behind.
for late in "compare" "explore gelu --max-lsb 1"; do
  expect 3 'yosys.*apt-get install yosys' env PATH=/nonexistent PWLFORGE_CACHE=unused "$PWLFORGE" $late -o report
done
expect 3 'plain' "$PWLFORGE" sim unit-parent/unit --trace plain/below.fst
for vectors in sometimes random: file:; do
  expect 2 "--vectors: not a kind of vectors .found .$vectors" "$PWLFORGE" sim unit-parent/unit --vectors $vectors
done
expect 2 '--vectors exhaustive: the input has 20 bits' "$PWLFORGE" sim unit-parent/bare --vectors exhaustive
for context in 7 x; do
  expect 2 "--context: not a list of numbers in 0..0 .found .$context" "$PWLFORGE" sim unit-parent/unit --context $context
done
expect 2 '--trace: the cycle engine has no signals' "$PWLFORGE" sim unit-parent/unit --engine cycle --trace x.fst
expect 2 'the unit delivers accumulators' "$PWLFORGE" certify unit-parent/raw
expect 2 'holds no table' "$PWLFORGE" certify unit-parent/bare
expect 3 'manifest.json: cannot read' "$PWLFORGE" sim occupied
expect 3 'manifest.json: cannot read' "$PWLFORGE" synth occupied

# The harness itself: a wrong exit code and a file left behind must both count.
before=$failures
expect 0 'x' "$PWLFORGE" certify absent.json >/dev/null
expect 0 '' touch left.txt >/dev/null
[ $((failures - before)) -ge 2 ] || { echo "FAIL: the harness does not notice faults"; exit 1; }
failures=$before

echo "bad input: $((checked - 2)) cases, $failures failures"
[ "$failures" -eq 0 ]
