#!/usr/bin/env bash
# Copyright 2026 the pwlforge authors.
# Licensed under the Apache License, Version 2.0; see LICENSE.
# SPDX-License-Identifier: Apache-2.0
#
# The certificates of the shipped k8b16 tables a second time, from simulated Verilog: every number equals the model's,
# 16 entries have no mismatch in six functions, 8 entries are at most 1 LSB off in all eight.
# Usage: certificates.sh    PWLFORGE names the program, PWLFORGE_SOURCE the repository
set -euo pipefail
source "$PWLFORGE_SOURCE/tests/library.sh"
need verilator
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
cd "$work"
functions=(gelu hswish silu sigmoid tanh exp div rsqrt)

# compare ENTRIES: verilog.json against the model's certificates, and against the promised limits.
compare() {
  python3 - "$1" "${functions[@]}" <<'PY'
import json, sys
entries, functions = int(sys.argv[1]), sys.argv[2:]
exact = ("gelu", "hswish", "silu", "exp", "div", "rsqrt") if entries == 16 else ()
verilog = json.load(open("verilog.json"))["certificates"]
assert [c["function"] for c in verilog] == functions, "not every function is certified"
codes = 0
for ours in verilog:
    name = ours["function"]
    model = json.load(open(f"{name}-{entries}.json"))
    assert (ours.pop("source"), model.pop("source")) == ("verilog", "model"), f"{name}: sources"
    assert ours == model, f"{name}: the certificate from Verilog is not the model's"
    worst = ours["worst"]
    if entries == 8:
        assert worst["max_error_lsb"] <= 1, f"{name}: {worst['max_error_lsb']} LSB with 8 entries"
    if name in exact:
        assert worst["mismatches"] == 0, f"{name}: {worst['mismatches']} mismatches with 16 entries"
    assert all(c["exhaustive"] for c in ours["contexts"])
    codes += sum(c["codes"] for c in ours["contexts"])
    scales = " ".join(f"{c['mismatches']}/{c['codes']}" for c in ours["contexts"])
    print(f"{name}-{entries} from Verilog: at most {worst['max_error_lsb']:g} LSB off; mismatches by scale: {scales}")
print(f"{entries} entries: {codes} codes, every number equals the model's")
PY
}

for entries in 8 16; do
  tables=()
  for function in "${functions[@]}"; do
    table=$PWLFORGE_SOURCE/examples/tables/$function-$entries-k8b16.json
    tables+=(--table "$table")
    "$PWLFORGE" certify "$table" --json >"$function-$entries.json"
  done
  "$PWLFORGE" gen --unit int8 "${tables[@]}" --name dut -o "unit-$entries" >/dev/null
  "$PWLFORGE" certify "unit-$entries" --json >verilog.json
  compare "$entries"
done

# A wrong comparator must not be certified.
sed -i "s/ge = 1'b1;/ge = 1'b0;/" unit-16/rtl/pwl_int_compare.v
grep -q "ge = 1'b0;" unit-16/rtl/pwl_int_compare.v || { echo "fault not planted; adapt the test"; exit 1; }
status=0
"$PWLFORGE" certify unit-16 --json >verilog.json 2>message || status=$?
if [ "$status" -eq 0 ] && compare 16 >/dev/null 2>>message; then
  echo "the planted fault was certified"
  exit 1
fi
echo "planted fault caught (exit code $status): $(tail -1 message)"
