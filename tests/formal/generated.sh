#!/usr/bin/env bash
# Copyright 2026 the pwlforge authors.
# Licensed under the Apache License, Version 2.0; see LICENSE.
# SPDX-License-Identifier: Apache-2.0
#
# Whether generated.txt has every set of parameters with which the named configurations instantiate the modules that it
# is about. Prints the rows that are missing.
#   generated.sh PATTERN      configurations whose names match, an extended regular expression
set -euo pipefail
source "$PWLFORGE_SOURCE/tests/library.sh"
need yosys
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT

# The program tells all names when it is asked for one that does not exist.
said=$("$PWLFORGE" compare --configs none -o "$work/report" 2>&1 || true)
[[ $said == *'; use '* ]] || fail "no list of configurations: $said"
mapfile -t names < <(sed -n 's/.*; use //p' <<<"$said" | tr -d ',' | tr ' ' '\n' | grep -E "$1")
[[ ${#names[@]} -gt 0 ]] || fail "no configuration matches $1"

# rows RTLIL: "MODULE A=1 B=2" of every elaborated module, in the order of its declaration.
rows() {
  awk '/^module / { name = $2; sub(/.*\\pwl_/, "pwl_", name); sub(/\\.*/, "", name); set = "" }
    /^  parameter / { sub(/.*\\/, ""); set = set " " $1 "=" $2 }
    /^end$/ { print name set }' "$1"
}

for name in "${names[@]}"; do
  # Truth tables have none of the modules, and are no directories of `gen --config`.
  [[ $name != truth-table-* ]] || continue
  "$PWLFORGE" gen --config "$name" --name dut -o "$work/$name" >"$work/log" 2>&1 || fail "$name: $(<"$work/log")"
  (cd "$work/$name" && yosys -q -p "read_verilog $(grep -v '^-y' dut.f | tr '\n' ' '); hierarchy -check -top dut
    write_rtlil all.il" >log 2>&1) || fail "$name: $(<"$work/$name/log")"
  rows "$work/$name/all.il" | sort -u
done | sort -u >"$work/found"
grep -q . "$work/found" || fail "nothing was read"

# What each module is proved by; the width of a buffered beat and sharing do not matter to the proofs.
sed -nE -e 's/^pwl_comparator_bank (.*)/segment_wide_proof \1/p' \
  -e 's/^pwl_threshold_search (.*) IndexBits=.*/segment_wide_proof \1/p' \
  -e 's/^pwl_requantize (.*)/requantize_proof \1/p' \
  -e 's/^pwl_row_reduce (.*)/reduce_proof \1/p' \
  -e 's/^pwl_row_buffer D=[0-9]+ (.*)/row_buffer_deep_proof \1/p' "$work/found" | sort -u >"$work/wanted"
grep -q . "$work/wanted" || fail "none of the modules was found"
grep -v '^#' "$PWLFORGE_SOURCE/tests/formal/generated.txt" | sed -E 's/^([a-z_]+) [a-z0-9-]+ /\1 /' | sort -u >"$work/listed"
missing=$(comm -23 "$work/wanted" "$work/listed")
[[ -z $missing ]] || fail "generated.txt does not have:
$missing"
echo "${#names[@]} configurations, $(wc -l <"$work/wanted") sets of parameters, all in generated.txt"
