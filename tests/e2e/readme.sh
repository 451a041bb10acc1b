#!/usr/bin/env bash
# Copyright 2026 the pwlforge authors.
# Licensed under the Apache License, Version 2.0; see LICENSE.
# SPDX-License-Identifier: Apache-2.0
#
# The commands of the README's "One unit, step by step", exactly as printed there.
# Usage: readme.sh    PWLFORGE names the program, PWLFORGE_SOURCE the repository
set -euo pipefail
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
cd "$work"
mkdir bin && ln -s "$PWLFORGE" bin/pwlforge && PATH=$work/bin:$PATH

awk '/^One unit, step by step/ {found = 1} found && /^```$/ {exit} block {print} found && /^```sh$/ {block = 1}' \
  "$PWLFORGE_SOURCE/README.md" >commands.sh
count=$(grep -c '^pwlforge ' commands.sh) || { echo "no commands found in the README"; exit 1; }
bash -euxo pipefail commands.sh
echo "$count commands of the README ran"
