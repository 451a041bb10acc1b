#!/usr/bin/env bash
# Copyright 2026 the pwlforge authors.
# Licensed under the Apache License, Version 2.0; see LICENSE.
# SPDX-License-Identifier: Apache-2.0
#
# The files beside the Verilog of a unit directory agree with its manifest: NAME.h compiles as C11 and C++17 without a
# warning and loads every table at the addresses of the manifest, NAME.core and NAME.f list exactly the files of rtl/, and
# NAME_cocotb.py has every port of the streams.
# Usage: unit_companions.sh    PWLFORGE names the program, PWLFORGE_SOURCE the sources
set -euo pipefail
here=$(cd "$(dirname "$0")" && pwd)
source "$PWLFORGE_SOURCE/tests/library.sh"
need cc g++
python3 -c 'import yaml' 2>/dev/null || skip "python3-yaml is not installed"
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
cd "$work"
table() { "$PWLFORGE" fit "${@:2}" --method uniform -o "$1" >log 2>&1 || fail "fit ${*:2}: $(<log)"; }
unit() { "$PWLFORGE" gen "${@:2}" --name "${1#npu_}" -o "$1" >log 2>&1 || fail "gen ${*:2}: $(<log)"; }

table shared.json gelu --entries 8 --format f6k8b8 --sharing shared
table exp.json exp --entries 6 --scales 2,5
table long.json silu --entries 5 --format k12b40 --input-bits 12 --output-bits 12 --scales 6
table bf16.json tanh --entries 7 --format bf16
unit shifted --unit int8 --table shared.json
unit direct --unit int8 --table exp.json --banks 2 --entries 16
unit raw --unit int8 --table exp.json --output raw --pipeline 0
unit long_words --unit int:12 --table long.json
unit floating --unit bf16 --table bf16.json --entries 8
unit tableless --unit int16 --entries 9 --format f14k16b16
unit axil --unit int8 --table shared.json --wrap axis --tag 2
unit axil_long --unit int:12 --table long.json --wrap axis --banks 2
unit npu_renamed --unit int8 --table exp.json --store latches --prefix npu_
unit constants --unit int8 --table exp.json --store fixed
unit rows --unit int8 --table exp.json --store truth_table --lanes 2
units="shifted direct raw long_words floating tableless axil axil_long npu_renamed constants rows"
for name in $units; do python3 "$here/unit_companions.py" "$name" || fail "$name: see above"; done

# planted NAME FILE FROM TO: the check must notice it.
faults=0
planted() {
  rm -rf planted && mkdir planted && cp -r shifted planted/shifted
  grep -qE -- "$3" "planted/shifted/$2" || fail "the fault could not be planted: $1"
  sed -Ei "0,/$3/s//$4/" "planted/shifted/$2"
  ! python3 "$here/unit_companions.py" planted/shifted >log 2>&1 || fail "not noticed: $1"
  faults=$((faults + 1))
}
planted "a slope that differs" shifted.h '\{9u, 0x[0-9a-f]+u\}' '{9u, 0x55u}'
planted "an address that differs" shifted.h '\(16u \+' '(17u +'
planted "a constant that differs" shifted.h 'SHIFTED_LATENCY 3' 'SHIFTED_LATENCY 2'
planted "a warning of the compiler" shifted.h 'typedef struct' 'static int unused_number; typedef struct'
planted "a module that the core forgets" shifted.core '^      - "=pwlforge:lib:pwl_stage:.*$' ''
planted "another version of a module" rtl/pwl_stage.core '-r[0-9]+$' '-r1'
planted "a module that its core forgets" rtl/pwl_stage.core 'pwl_stage.v' 'pwl_stages.v'
planted "a top that the shared list forgets" shifted_shared.f '^shifted.v$' ''
planted "a core that is not YAML" shifted.core 'filesets:' 'filesets: ['
planted "a file that the list forgets" shifted.f '^rtl.pwl_stage.v$' 'shifted.v'
planted "a port of another width" shifted_cocotb.py '"in_data_i", 1, 8, 8' '"in_data_i", 1, 8, 9'
planted "a beat too few" shifted_cocotb.py 'BEATS = ([0-9]+), ' 'BEATS = 1\1, '
planted "a list that names no file" shifted.f '^rtl.pwl_stage.v$' 'rtl\/pwl_stages.v'
echo "$(wc -w <<<"$units") unit directories agree with their manifests, $faults planted faults noticed"
