#!/usr/bin/env bash
# Copyright 2026 the pwlforge authors.
# Licensed under the Apache License, Version 2.0; see LICENSE.
# SPDX-License-Identifier: Apache-2.0
#
# One script of examples, run in a folder of its own; what it writes goes into out.
# Usage: example.sh BUILD_DIRECTORY SCRIPT [flags]
set -euo pipefail
source "$PWLFORGE_SOURCE/tests/python/library.sh"
need_python "$1"
script=$2
shift 2

work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
cd "$work"
status=0
said=$("$python" "$PWLFORGE_SOURCE/examples/$script" "$@" -o out 2>&1) || status=$?
echo "$said"
# What is not installed is told in one line that begins so.
[[ $said != *$'\nno '*': '* && $said != 'no '*': '* ]] || skip "${said##*$'\n'}"
[[ $status -eq 0 ]] || fail "$script ended with $status"
[[ -n $(ls out) ]] || fail "$script wrote nothing"
