#!/usr/bin/env bash
# Copyright 2026 the pwlforge authors.
# Licensed under the Apache License, Version 2.0; see LICENSE.
# SPDX-License-Identifier: Apache-2.0
#
# The pairs of options that no unit has are those of the list beside this script, which was read: a rule too many would
# else take configurations out of the sweep in silence.
# Usage: impossible.sh SWEEP
set -euo pipefail
export LC_ALL=C
list=$PWLFORGE_SOURCE/tests/sweep/impossible_units.txt
if ! diff <(grep -v '^#' "$list") <("$1" units --impossible | sort); then
  echo "FAIL: lines with < are possible now, those with > are not any more; read them and change the list"
  exit 1
fi
# Planted: a pair too few.
! diff -q <(grep -v '^#' "$list" | sed 1d) <("$1" units --impossible | sort) >/dev/null || { echo "FAIL: a pair too few passes"; exit 1; }
echo "$(grep -cv '^#' "$list") pairs are impossible, as they are listed"
