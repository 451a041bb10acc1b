#!/usr/bin/env bash
# Copyright 2026 the pwlforge authors.
# Licensed under the Apache License, Version 2.0; see LICENSE.
# SPDX-License-Identifier: Apache-2.0
#
# Installs into a fresh prefix; projects outside, in C++ and in C, build against it, and the installed program works by
# itself.
# Usage: install.sh BUILD_DIRECTORY
set -euo pipefail
build=$1
here=$(cd "$(dirname "$0")" && pwd)
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT

cmake --install "$build" --prefix "$work/prefix" >/dev/null
"$here/consume.sh" "$here/consumer" "$work" "$work/prefix"

cd "$work"
top=$(basename unit/*_tb.v _tb.v)
(cd unit && iverilog -g2005 -Wall -o bench.vvp -s "${top}_tb" -c "$top.f" "${top}_tb.v" && vvp -N bench.vvp) | tee bench.txt
grep -q PASS bench.txt
