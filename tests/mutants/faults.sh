#!/usr/bin/env bash
# Copyright 2026 the pwlforge authors.
# Licensed under the Apache License, Version 2.0; see LICENSE.
# SPDX-License-Identifier: Apache-2.0
#
# The judge of mutants itself: with a harness that no longer looks at the sum, mutants of the adder survive and are
# listed with their place; with the whole harness none does.
#   faults.sh MUTANTS
set -euo pipefail
source "$PWLFORGE_SOURCE/tests/library.sh"
need yosys yosys-abc
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
mkdir -p "$work/source/tests" "$work/source/rtl_templates"
cp -r "$PWLFORGE_SOURCE/rtl_templates/lib" "$work/source/rtl_templates"
cp -r "$PWLFORGE_SOURCE/tests/formal" "$work/source/tests"
judge() { "$1" pwl_prefix_add --count 16 --seed 5 --source "$work/source" --results "$work/results" >"$work/said" 2>&1; }

judge "$1" || fail "the whole harness: $(<"$work/said")"
replace "$work/source/tests/formal/prefix_add_proof.v" "always @* assert (sum == expected);" ""
status=0
judge "$1" || status=$?
[[ $status == 1 ]] || fail "exit code $status with half a harness: $(<"$work/said")"
survivors=$(grep -c '^survives: pwl_prefix_add.v:[0-9]' "$work/said" || true)
[[ $survivors -gt 0 ]] || fail "no survivor is listed: $(<"$work/said")"
echo "half a harness: $survivors of 16 mutants survive and are listed"
