#!/usr/bin/env bash
# Copyright 2026 the pwlforge authors.
# Licensed under the Apache License, Version 2.0; see LICENSE.
# SPDX-License-Identifier: Apache-2.0
#
# The units that stand beside every exploration take far longer than those of a small one: they are synthesized here, in
# an exploration of a function that the other tests do not touch, into the folder whose copies those tests start from.
# Usage: explore_beside.sh CACHE    PWLFORGE names the program, PWLFORGE_SOURCE the sources
set -euo pipefail
source "$PWLFORGE_SOURCE/tests/library.sh"
need yosys sta
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
mkdir -p "$1"
PWLFORGE_CACHE=$(realpath "$1") "$PWLFORGE" explore hswish --scales 4 --max-lsb 1 --store truth_table -o "$work/hswish"
