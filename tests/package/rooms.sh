#!/usr/bin/env bash
# Copyright 2026 the pwlforge authors.
# Licensed under the Apache License, Version 2.0; see LICENSE.
# SPDX-License-Identifier: Apache-2.0
#
# The arrows between the rooms: a folder may include only itself and what lies below it.
# Usage: rooms.sh SOURCE_DIRECTORY
set -euo pipefail

# From the ground up.
order=(sim/golden gen/support gen/functions gen/tables gen/fit gen/unit gen/rtl sim/cycle sim/bench synth gen/cli)

rank_of() {
  local i
  for i in "${!order[@]}"; do
    case "$1" in "${order[$i]}"/*) echo "$i"; return ;; esac
  done
  echo -1
}

# check DIRECTORY: prints every arrow that points upwards, and fails when there is one or when it read nothing
check() {
  local arrows=0 wrong=0 file target
  while IFS=: read -r file target; do
    file=${file#"$1"/}
    arrows=$((arrows + 1))
    if [ "$(rank_of "$target")" -gt "$(rank_of "$file")" ]; then
      echo "$file includes $target, which lies above it"
      wrong=$((wrong + 1))
    fi
  done < <(grep -rEo --include='*.?pp' '^#include "(gen|sim|synth)/[^"]+' "$1/gen" "$1/sim" "$1/synth" | sed 's/#include "//')
  echo "$arrows arrows, $wrong of them upwards"
  [ "$arrows" -gt 0 ] && [ "$wrong" -eq 0 ]
}

check "$1"

# The check itself: one planted arrow must be found.
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
mkdir -p "$work/gen/tables" "$work/sim" "$work/synth"
echo '#include "gen/rtl/rtl.hpp"' >"$work/gen/tables/planted.cpp"
if check "$work" >/dev/null; then
  echo "a planted arrow was not found"
  exit 1
fi
