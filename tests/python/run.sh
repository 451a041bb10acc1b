#!/usr/bin/env bash
# Copyright 2026 the pwlforge authors.
# Licensed under the Apache License, Version 2.0; see LICENSE.
# SPDX-License-Identifier: Apache-2.0
#
# One file of tests under pytest, in the environment that scripts/python-env makes, against the module of the build.
# Usage: run.sh BUILD_DIRECTORY FILE.py
set -euo pipefail
source "$PWLFORGE_SOURCE/tests/python/library.sh"
need_python "$1"

said=$(mktemp)
trap 'rm -f "$said"' EXIT
"$python" -m pytest -q -rs -p no:cacheprovider --rootdir "$PWLFORGE_SOURCE/tests/python" \
  "$PWLFORGE_SOURCE/tests/python/$2" 2>&1 | tee "$said"
grep -qE '[0-9]+ passed' "$said" || skip "nothing ran; see above"
