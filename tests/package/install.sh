#!/usr/bin/env bash
# Copyright 2026 the pwlforge authors.
# Licensed under the Apache License, Version 2.0; see LICENSE.
# SPDX-License-Identifier: Apache-2.0
#
# Installs into a fresh prefix; a project outside builds against it, and the installed program works by itself.
# Usage: install.sh BUILD_DIRECTORY
set -euo pipefail
build=$1
here=$(cd "$(dirname "$0")" && pwd)
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT

cmake --install "$build" --prefix "$work/prefix" >/dev/null
cmake -S "$here/consumer" -B "$work/consumer" -G Ninja -DCMAKE_PREFIX_PATH="$work/prefix" >/dev/null
cmake --build "$work/consumer" >/dev/null
"$work/consumer/consumer"

cd "$work"
prefix/bin/pwlforge fit gelu --entries 8 --scales 4 -o gelu.json
prefix/bin/pwlforge gen --unit int8 --table gelu.json --store fixed -o unit
top=$(basename unit/*_tb.v _tb.v)
(cd unit && iverilog -g2005 -Wall -o bench.vvp -s "${top}_tb" -c "$top.f" "${top}_tb.v" && vvp -N bench.vvp) | tee bench.txt
grep -q PASS bench.txt
