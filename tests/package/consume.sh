#!/usr/bin/env bash
# Copyright 2026 the pwlforge authors.
# Licensed under the Apache License, Version 2.0; see LICENSE.
# SPDX-License-Identifier: Apache-2.0
#
# Builds the projects of a user against an installed pwlforge and runs them: C++ with the rooms, C with libpwlforge.
# Leaves gelu.json and the unit directory `unit` in WORK.
# Usage: consume.sh CONSUMER_SOURCES WORK PREFIX
set -euo pipefail
source=$1 work=$2 prefix=$3
cmake -S "$source" -B "$work/consumer" -DCMAKE_PREFIX_PATH="$prefix" >/dev/null
cmake --build "$work/consumer" >/dev/null
"$work/consumer/consumer"
cd "$work"
"$prefix/bin/pwlforge" fit gelu --entries 8 --scales 4 -o gelu.json
"$prefix/bin/pwlforge" gen --unit int8 --table gelu.json --store fixed -o unit
consumer/consumer_c unit
