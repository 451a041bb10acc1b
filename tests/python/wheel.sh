#!/usr/bin/env bash
# Copyright 2026 the pwlforge authors.
# Licensed under the Apache License, Version 2.0; see LICENSE.
# SPDX-License-Identifier: Apache-2.0
#
# pip install of the repository into an environment of its own, and the package from there, without the build's files.
# Usage: wheel.sh BUILD_DIRECTORY
set -euo pipefail
source "$PWLFORGE_SOURCE/tests/python/library.sh"
need_python "$1"
unset PYTHONPATH

work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
"$python" -m pip wheel --quiet --no-deps --no-build-isolation --wheel-dir "$work" "$PWLFORGE_SOURCE" \
  --config-settings=build-dir="$work/build"
"$python" -m venv "$work/env"
"$work/env/bin/python3" -m pip install --quiet "$work"/pwlforge-*.whl || skip "PyPI is out of reach"
cd "$work"
"$work/env/bin/python3" - <<'PYTHON'
import numpy as np
import pwlforge

unit = pwlforge.generate("unit", pwlforge.fit("gelu", entries=8, scales=[4]), unit="int8")
assert unit(np.array([0, 127, -128])).tolist() == [0, 127, 0]
assert pwlforge.simulate("unit", engine="cycle")["mismatches"] == 0
print("pwlforge", pwlforge.__version__, "from", pwlforge.__file__)
PYTHON
