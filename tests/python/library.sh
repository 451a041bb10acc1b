# Copyright 2026 the pwlforge authors.
# Licensed under the Apache License, Version 2.0; see LICENSE.
# SPDX-License-Identifier: Apache-2.0
#
# Sourced by the tests of the Python package: its environment, or a skip by name.
source "$PWLFORGE_SOURCE/tests/library.sh"

# need_python BUILD_DIRECTORY: names the interpreter in $python and lets it find the module of the build.
need_python() {
  python=$1/python-env/bin/python3
  [[ -f $1/python-env/installed ]] || skip "no Python environment; scripts/python-env makes it, with network"
  compgen -G "$1/python/pwlforge/_core*.so" >/dev/null || skip "the Python module is not built: configure with PWLFORGE_PYTHON"
  export PYTHONPATH=$1/python PYTHONDONTWRITEBYTECODE=1 MPLBACKEND=Agg
}
