#!/usr/bin/env bash
# Copyright 2026 the pwlforge authors.
# Licensed under the Apache License, Version 2.0; see LICENSE.
# SPDX-License-Identifier: Apache-2.0
#
# The fuzz program finds planted faults of each kind on its own, and scripts/fuzz tells them: an exception, a byte behind
# the end, a loop without end. A reader without a fault passes. Skipped by name without clang and its libFuzzer.
set -euo pipefail
cd "$PWLFORGE_SOURCE"
command -v clang++-14 >/dev/null || { echo "SKIPPED: clang is not installed (scripts/setup --fuzz)"; exit 77; }
ls /usr/lib/llvm-14/lib/clang/*/lib/linux/libclang_rt.fuzzer-x86_64.a >/dev/null 2>&1 ||
  { echo "SKIPPED: libclang-rt-14-dev is not installed (scripts/setup --fuzz)"; exit 77; }
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT

status=0
scripts/fuzz planted --seconds 60 --findings "$work/findings" >"$work/said" 2>&1 || status=$?
[ "$status" -eq 1 ] || { echo "FAIL: planted faults gave $status"; cat "$work/said"; exit 1; }
grep -Eq '^planted +.* 1 findings?$' "$work/said" || { echo "FAIL: the finding is not told"; cat "$work/said"; exit 1; }
finding=$(find "$work/findings/planted" -type f | head -1)
[ "$(head -c 5 "$finding")" = fault ] || { echo "FAIL: $finding is not the planted fault"; exit 1; }

status=0
scripts/fuzz samples --seconds 5 --findings "$work/none" >"$work/said" 2>&1 || status=$?
[ "$status" -eq 0 ] || { echo "FAIL: a reader without fault gave $status"; cat "$work/said"; exit 1; }
grep -Eq '^samples +.* 0 findings$' "$work/said" || { echo "FAIL: $(cat "$work/said")"; exit 1; }
echo "the planted fault was found: $(head -c 6 "$finding")"
