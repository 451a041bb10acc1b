#!/usr/bin/env bash
# Copyright 2026 the pwlforge authors.
# Licensed under the Apache License, Version 2.0; see LICENSE.
# SPDX-License-Identifier: Apache-2.0
#
# libpwlforge from C: every code of a unit is the vector of its bench, rows are those of docs/operators.md, and what is
# wrong is said. It exports its C functions and nothing else.
# Usage: c.sh LIBRARY_DIRECTORY    PWLFORGE names the program, PWLFORGE_SOURCE the sources
set -euo pipefail
source "$PWLFORGE_SOURCE/tests/library.sh"
need cc python3 nm
library=$1
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
cd "$work"
cc -std=c99 -Wall -Wextra -Wpedantic -Werror -I"$PWLFORGE_SOURCE/gen/model" "$PWLFORGE_SOURCE/tests/model/user.c" \
  -L"$library" -lpwlforge -Wl,-rpath,"$library" -o user

"$PWLFORGE" fit gelu --entries 8 --scales 2,5 --method uniform -o gelu.json >log 2>&1 || fail "fit: $(<log)"
"$PWLFORGE" gen --unit int8 --table gelu.json --lanes 3 --name dut -o unit >log 2>&1 || fail "gen: $(<log)"
"$PWLFORGE" gen --operator softmax --width 8 --max-row 32 -o softmax >log 2>&1 || fail "gen: $(<log)"

# compare VALUES: against the vectors of the bench, {kind, saturated, {x of all lanes, y of all lanes}}.
compare() {
  python3 - unit "$1" <<'PY'
import json, sys
manifest = json.load(open(f"{sys.argv[1]}/manifest.json"))
widths, lanes = manifest["widths"], manifest["specification"]["lanes"]
configuration = manifest["configuration"]
x, y = widths["input"], widths["output"]
payload = max(lanes * (x + y), configuration["address_bits"] + configuration["data_bits"])
wanted, context = {}, -1
for line in open(f"{sys.argv[1]}/dut_vectors.hex"):
    vector = int(line, 16)
    kind = vector >> (payload + 1)
    context += kind == 2
    for lane in range(lanes if kind == 3 else 0):
        code = vector >> (lanes * y + lane * x) & ((1 << x) - 1)
        wanted[context, code] = vector >> (lane * y) & ((1 << y) - 1)
found = {(c, code): value for c, code, value in (map(int, line.split()) for line in open(sys.argv[2]))}
assert len(wanted) == 512, len(wanted)
wrong = [key for key in wanted if found.get(key) != wanted[key]]
print(f"{len(found)} values, {len(wrong)} wrong")
sys.exit(bool(wrong) or len(found) != len(wanted))
PY
}
./user values unit >values || fail "values: see above"
compare values || fail "the values are not those of the bench"
awk '{ if (NR == 100) $3 = ($3 + 1) % 256; print }' values >changed
! compare changed || fail "a wrong value is not told"
./user softmax softmax || fail "softmax is not that of docs/operators.md"
./user failures unit softmax || fail "a failure is not told"

nm -D --defined-only "$library/libpwlforge.so" | awk '$2 == "T" { print $3 }' | sort >exported
grep -oE '\bpwlforge_[a-z_]+\(' "$PWLFORGE_SOURCE/gen/model/pwlforge.h" | tr -d '(' | sort -u | grep -v '^pwlforge_dpi$' >declared
diff declared exported || fail "the library does not export what the header declares"
echo "C ABI: $(wc -l <declared) functions"
