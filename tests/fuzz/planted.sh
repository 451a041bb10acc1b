#!/usr/bin/env bash
# Copyright 2026 the pwlforge authors.
# Licensed under the Apache License, Version 2.0; see LICENSE.
# SPDX-License-Identifier: Apache-2.0
#
# The checkers of the readers are checked: the replay must tell an exception that is no refusal, an unknown reader, and a
# corpus that reaches nothing; a build with sanitizers must also stop at a byte behind the end.
# Usage: planted.sh REPLAY
set -euo pipefail
replay=$1
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
found=0

# expect CODE PATTERN arguments...
expect() {
  local code=$1 pattern=$2 status=0
  shift 2
  "$replay" "$@" >"$work/said" 2>&1 || status=$?
  if [ "$status" -ne "$code" ] || { [ -n "$pattern" ] && ! grep -q -- "$pattern" "$work/said"; }; then
    echo "FAIL: replay $* gave $status (wanted $code)"; cat "$work/said"; exit 1
  fi
  found=$((found + 1))
}

printf 'harmless' >"$work/harmless"
printf 'faultt' >"$work/throws"
printf 'faulto' >"$work/beyond"
expect 0 '' --one planted "$work/harmless"
expect 1 'FAIL: planted: .*throws: planted' --one planted "$work/throws"
expect 2 'no such reader (found "tabel"); choose of table' --one tabel "$work/harmless"

# A kept corpus with a reader that was never reached, and one of a reader that is no more.
cp -r "$PWLFORGE_SOURCE/tests/fuzz/corpus" "$work/corpus"
expect 0 'table .* accepted' "$work/corpus"
mv "$work/corpus/gqa" "$work/corpus/gone"
expect 1 'FAIL: gqa: inputs of both kinds' "$work/corpus"
grep -q 'FAIL: .*gone: no such reader' "$work/said"

if nm "$replay" 2>/dev/null | grep -q __asan_init; then
  status=0
  "$replay" --one planted "$work/beyond" >"$work/said" 2>&1 || status=$?
  { [ "$status" -ne 0 ] && grep -q heap-buffer-overflow "$work/said"; } || { echo "FAIL: no sanitizer"; exit 1; }
  found=$((found + 1))
fi
echo "$found planted faults and uses answered"
