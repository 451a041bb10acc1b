#!/usr/bin/env bash
# Copyright 2026 the pwlforge authors.
# Licensed under the Apache License, Version 2.0; see LICENSE.
# SPDX-License-Identifier: Apache-2.0
#
# Emitted units through the three front ends, each in silence, and their tops through the text rules.
#   units.sh integer|constant|float|long
# Every line of a list must generate: a configuration that `gen` refuses is a failure.
set -euo pipefail
source "$PWLFORGE_SOURCE/tests/lint/library.sh"
need verilator iverilog yosys
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT

case $1 in
  integer) configurations='
--unit int8 --entries 8 --format k8b16
--unit int8 --entries 8 --format f6k8b8 --pipeline 0
--unit int8 --entries 7 --format f6k8b8 --pipeline 1 --banks 2
--unit int8 --entries 16 --format k8b16 --pipeline 2 --banks 2 --skid --tag 5
--unit int8 --entries 16 --format k8b16 --pipeline 4 --lanes 3 --rounding half_even
--unit int8 --entries 8 --format k8b16 --output raw --tag 1
--unit int8 --entries 8 --format k8b16 --output 6 --output-unsigned --rounding floor --skid
--unit int16 --entries 16 --format f14k16b16 --pipeline 4 --banks 2
--unit int32 --entries 8 --format f30k32b32
--unit int:4 --entries 2 --format k4b8
--config exact-int8-24' ;;
  long) configurations='
--unit int8 --entries 64 --format k8b16 --banks 2 --lanes 4 --skid
--unit int16 --entries 64 --format k16b32 --pipeline 0
--unit int32 --entries 16 --format k32b64 --banks 2 --pipeline 4
--unit int:32 --entries 2 --format k2b2 --pipeline 1
--unit int:5 --entries 3 --format f3k5b6 --pipeline 4 --skid --tag 64 --lanes 8
--unit fp32 --entries 16 --banks 2 --pipeline 4 --tag 3 --skid
--unit fp32 --entries 8 --ftz --inf ieee --pipeline 0' ;;
  constant) configurations='
--unit int8 --table direct.json --store fixed
--unit int8 --table direct.json --table other.json --store fixed --pipeline 0 --skid --tag 2
--unit int8 --table direct.json --store fixed --pipeline 4 --lanes 2 --output raw
--unit int8 --table direct.json --store truth_table --pipeline 1
--unit int8 --table direct.json --table other.json --store truth_table --pipeline 4 --lanes 2 --tag 1
--unit int8 --table direct.json --store registers --banks 2' ;;
  float) configurations='
--unit fp32 --entries 8
--unit bf16 --entries 16 --pipeline 2 --banks 2 --skid --tag 4
--unit fp16 --entries 7 --pipeline 4 --lanes 2 --ftz
--unit bf16 --entries 8 --pipeline 0 --inf ieee
--unit fp16 --entries 8 --pipeline 1' ;;
  *) fail "no such list: $1" ;;
esac

if [[ $1 == constant ]]; then
  "$PWLFORGE" fit gelu --entries 8 --format k8b16 --method uniform -o "$work/direct.json" >"$work/log"
  "$PWLFORGE" fit exp --entries 6 --format k8b16 --method uniform -o "$work/other.json" >"$work/log"
fi

cd "$work"
units=0
files=0
while read -r configuration; do
  [[ -n $configuration ]] || continue
  rm -rf unit
  read -ra flags <<<"$configuration"
  "$PWLFORGE" gen "${flags[@]}" --name dut -o unit >log 2>&1 || fail "gen $configuration: $(<log)"
  mapfile -t sources < <(find unit/rtl -name '*.v' | sort)
  clean unit/rtl dut "" unit/dut.v "${sources[@]}"
  "$PWLFORGE_SOURCE/tests/lint/text_rules.sh" unit/dut.v >log 2>&1 || fail "gen $configuration: $(<log)"
  said=$(iverilog -g2005 -Wall -t null -s dut_tb unit/dut_tb.v unit/dut.v "${sources[@]}" 2>&1) && [[ -z $said ]] ||
    fail "icarus does not accept the bench of $configuration in silence: $said"
  units=$((units + 1))
  files=$((files + 1 + ${#sources[@]}))
done <<<"$configurations"
echo "$units units of the list '$1' ($files files) silent in 3 front ends"
