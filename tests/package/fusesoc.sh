#!/usr/bin/env bash
# Copyright 2026 the pwlforge authors.
# Licensed under the Apache License, Version 2.0; see LICENSE.
# SPDX-License-Identifier: Apache-2.0
#
# The cores in FuseSoC: the sim target in Icarus and Verilator, lint, constraints in the project of a synthesis tool,
# three units in one design, a wrong unit told by the exit code, and two texts of one module refused.
# Usage: fusesoc.sh    PWLFORGE names the program, PWLFORGE_SOURCE the sources
set -euo pipefail
source "$PWLFORGE_SOURCE/tests/package/several.sh"
need iverilog vvp verilator fusesoc
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
cd "$work"
export HOME=$work
export MAKEFLAGS='OPT_FAST=-O0 OPT_SLOW=-O0 OPT_GLOBAL=-O0'
make_units
make_top
cat >several.core <<'EOC'
CAPI=2:
name: pwlforge:tests:several:1
filesets:
  units:
    depend: [pwlforge:units:gelu, pwlforge:units:silu, pwlforge:units:softmax]
  bench:
    files:
      - gelu/gelu_tb.v
      - silu/silu_tb.v
      - softmax/softmax_tb.v
      - several.v
    file_type: verilogSource-2005
  vectors:
    files:
      - gelu/gelu_vectors.hex: {file_type: user, copyto: gelu_vectors.hex}
      - silu/silu_vectors.hex: {file_type: user, copyto: silu_vectors.hex}
      - softmax/softmax_vectors.hex: {file_type: user, copyto: softmax_vectors.hex}
targets:
  default: &default
    default_tool: icarus
    filesets: [units, bench, vectors]
    toplevel: several
    tools:
      icarus: {iverilog_options: [-g2005]}
EOC

run() { fusesoc --cores-root . run --build-root "$work/build" "$@" >log 2>&1 </dev/null; }
run pwlforge:tests:several || fail "three units in Icarus: $(tail -20 log)"
grep -q 'PASS several' log || fail "three units in Icarus do not pass: $(tail -5 log)"

# One unit, its own bench, every target.
rm -rf gelu silu softmax several.core build
"$PWLFORGE" gen --unit int8 --table silu.json --store latches --wrap axis --name silu -o silu >log
for tool in icarus verilator; do
  run --target sim --tool $tool pwlforge:units:silu || fail "sim in $tool: $(tail -20 log)"
  grep -q 'PASS silu' log || fail "sim in $tool does not pass: $(tail -5 log)"
done
run --target lint pwlforge:units:silu || fail "lint: $(tail -20 log)"
for tool in vivado quartus; do
  flags=()
  [[ $tool == vivado ]] || flags=(--family Cyclone --device any)
  run --setup --target synth --tool $tool pwlforge:units:silu "${flags[@]}" || fail "synth for $tool: $(tail -20 log)"
  grep -rqE 'silu\.sdc' build/*/synth-$tool/*.tcl || fail "the project of $tool has no constraints"
done

# The exit code of a wrong unit, and a module of another text.
sed -i "s/ge = 1'b1/ge = 1'b0/" silu/rtl/pwl_int_compare.v
for tool in icarus verilator; do
  ! run --target sim --tool $tool pwlforge:units:silu || fail "$tool passes a wrong comparator"
  grep -q 'FAIL silu' log || fail "$tool fails for another reason: $(tail -5 log)"
done
cp -r silu other
mv other/silu.core other/other.core
sed -i 's/pwlforge:units:silu/pwlforge:units:other/' other/other.core
sed -i 's/-r[0-9]*$/-r1/' other/rtl/pwl_stage.core
sed -i 's/\(lib:pwl_stage:.*-r\)[0-9]*/\11/' other/other.core
printf 'CAPI=2:\nname: pwlforge:tests:both:1\nfilesets:\n  units:\n    depend: [pwlforge:units:silu, pwlforge:units:other]\ntargets:\n  default: {filesets: [units], toplevel: silu, default_tool: icarus}\n' >both.core
! run --setup pwlforge:tests:both || fail "two texts of one module are taken"
grep -q 'Conflicting requirements' log || fail "two texts of one module are refused for another reason: $(tail -5 log)"
echo "FuseSoC: three units in one design, one unit in every target, faults told by exit codes"
