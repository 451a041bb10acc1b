#!/usr/bin/env bash
# Copyright 2026 the pwlforge authors.
# Licensed under the Apache License, Version 2.0; see LICENSE.
# SPDX-License-Identifier: Apache-2.0
#
# The SystemC platform of examples/platform, made by its own Makefile: a unit switched between gelu and exp by its C
# driver while it streams, and a softmax, against the golden model. It tells wrong tables, a flipped bit of one, and a
# gate that lets a table change inside a packet.
# Usage: platform.sh LIBRARY_DIRECTORY    PWLFORGE names the program, PWLFORGE_SOURCE the sources
set -euo pipefail
source "$PWLFORGE_SOURCE/tests/library.sh"
need verilator g++ make
[[ -r /usr/include/systemc ]] || skip "package libsystemc-dev is not installed"
library=$1
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
cd "$work"
export MAKEFLAGS='OPT_FAST=-O0 OPT_SLOW=-O0 OPT_GLOBAL=-O0' SYSTEMC_DISABLE_COPYRIGHT_MESSAGE=1

# platform: makes it and runs it; what it says in `log`.
platform() {
  make -f "$PWLFORGE_SOURCE/examples/platform/Makefile" PWLFORGE="$PWLFORGE" OPTIMIZE=-O0 \
    MODEL_HEADER="$PWLFORGE_SOURCE/gen/model" MODEL_LIBRARY="$library" >log 2>&1 || fail "make: $(tail -20 log)"
  timeout 100 made/platform made/unit made/softmax >log 2>&1
}
platform || fail "$(tail -5 log)"
grep -Eq '^PASS: [0-9]+ packets through 20 switches of gelu and exp, [0-9]+ rows' log || fail "$(tail -5 log)"
cat log

faults=0
# told WHAT REASON: the platform as it is now must fail for that reason.
told() {
  ! platform || fail "not noticed: $1"
  grep -q "^FAIL.*$2" log || fail "noticed for another reason: $1: $(tail -5 log)"
  faults=$((faults + 1))
}
header=made/unit/act_unit.h
cp "$header" right.h
# The tables change places, with their checksums.
sed -i 's/_context_0\[/_context_x[/; s/_context_1\[/_context_0[/; s/_context_x\[/_context_1[/
  s/CONTEXT_0_CHECKSUM/CONTEXT_X_CHECKSUM/; s/CONTEXT_1_CHECKSUM/CONTEXT_0_CHECKSUM/; s/CONTEXT_X_/CONTEXT_1_/' "$header"
told "another table" "was not ordered"
# The last word of the table of exp differs in one bit.
cp right.h "$header"
python3 - "$header" <<'PY'
import re, sys
text = open(sys.argv[1]).read()
begin = text.index("act_unit_context_1[")
last = list(re.finditer(r"0x([0-9a-f]+)u\}", text[begin:text.index("};", begin)]))[-1]
at = begin + last.start(1)
text = text[:at] + f"{int(last[1], 16) ^ 1:x}" + text[at + len(last[1]):]
open(sys.argv[1], "w").write(text)
PY
told "a flipped bit" "refuses a table"
cp right.h "$header"
replace made/unit/rtl/act_pwl_bus_gate.v "(!packet_q || (Banks == 1 && Rows == 0))" "1'b1"
touch made/unit/manifest.json
told "a table that changes inside a packet" "neither table"
echo "$faults planted faults told"
