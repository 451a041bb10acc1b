#!/usr/bin/env bash
# Copyright 2026 the pwlforge authors.
# Licensed under the Apache License, Version 2.0; see LICENSE.
# SPDX-License-Identifier: Apache-2.0
#
# A few mutants of a few modules, without outcomes of earlier runs.
#   few.sh MUTANTS [ARGUMENT]...
set -euo pipefail
source "$PWLFORGE_SOURCE/tests/library.sh"
need yosys yosys-abc
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
"$1" "${@:2}" --source "$PWLFORGE_SOURCE" --results "$work"
