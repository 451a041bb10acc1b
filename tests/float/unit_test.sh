#!/usr/bin/env bash
# Copyright 2026 the pwlforge authors.
# Licensed under the Apache License, Version 2.0; see LICENSE.
# SPDX-License-Identifier: Apache-2.0
#
# Fits the eight functions in a float format, generates one unit for all of them and simulates it with random stalls.
#   unit_test.sh WORKDIR fp32|bf16|fp16 ENTRIES exhaustive|random:N [GEN_OPTION]...
set -euo pipefail
source "$PWLFORGE_SOURCE/tests/float/library.sh"
need verilator
work=$1 unit=$2 entries=$3 vectors=$4
shift 4

rm -rf "$work"
mkdir -p "$work"
tables=()
for function in gelu hswish silu sigmoid tanh exp div rsqrt; do
  table=$work/$function.json
  "$PWLFORGE" fit "$function" --entries "$entries" --format "$unit" --method uniform -o "$table" >/dev/null
  tables+=(--table "$table")
done
"$PWLFORGE" gen --unit "$unit" "${tables[@]}" "$@" --name float_unit -o "$work/unit" >/dev/null
"$PWLFORGE" sim "$work/unit" --vectors "$vectors" --stall random --seed 5 --json >"$work/sim.json" ||
  fail "simulation failed: $(head -c 600 "$work/sim.json")"

numbers() { grep -o "\"$1\": *[0-9]*" "$work/sim.json" | grep -o '[0-9]*$'; }
mapfile -t counts < <(numbers vectors)
mapfile -t mismatches < <(numbers mismatches)
[[ ${#counts[@]} == 9 && ${#mismatches[@]} == 9 ]] ||
  fail "expected the counts of 8 contexts and their total (found ${#counts[@]})"
least=1
if [[ $vectors == exhaustive ]]; then
  grep -q '"exhaustive": *true' "$work/sim.json" || fail "the simulation was not exhaustive"
  least=65536
fi
total=0
for i in "${!counts[@]}"; do
  [[ ${counts[i]} -ge $least ]] || fail "only ${counts[i]} vectors in a context"
  [[ ${mismatches[i]} == 0 ]] || fail "${mismatches[i]} mismatches in ${counts[i]} vectors"
  if ((counts[i] > total)); then total=${counts[i]}; fi
done
echo "$unit, $entries entries $*: 8 functions, $total vectors with stalls, seed 5, no mismatch"
