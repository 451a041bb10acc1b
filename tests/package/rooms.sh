#!/usr/bin/env bash
# Copyright 2026 the pwlforge authors.
# Licensed under the Apache License, Version 2.0; see LICENSE.
# SPDX-License-Identifier: Apache-2.0
#
# The arrows between the rooms: a folder may include only itself and what lies below it, and gen nothing outside gen but
# sim/golden.
# Usage: rooms.sh SOURCE_DIRECTORY
set -euo pipefail

# From the ground up.
order=(sim/golden gen/support gen/functions gen/tables gen/fit gen/unit gen/operator gen/model gen/rtl sim/cycle sim/bench sim/workload
       synth/liberty synth/netlist synth/map synth/simulate synth/proof synth/timing synth/power synth/flow synth/operators synth/compare synth/explore
       cli python)

rank_of() {
  local i
  for i in "${!order[@]}"; do
    case "$1" in "${order[$i]}"/*) echo "$i"; return ;; esac
  done
  echo -1
}

# check DIRECTORY: prints every arrow that must not be, and fails when there is one or when it read nothing
check() {
  local arrows=0 wrong=0 file target
  while IFS=: read -r file target; do
    arrows=$((arrows + 1))
    case "$file:$target" in
      gen/*:gen/* | gen/*:sim/golden/*) ;;
      gen/*) echo "$file includes $target, which gen may not use"; wrong=$((wrong + 1)); continue ;;
    esac
    if [ "$(rank_of "$target")" -gt "$(rank_of "$file")" ]; then
      echo "$file includes $target, which lies above it"
      wrong=$((wrong + 1))
    fi
  done < <(cd "$1" && grep -rEo --include='*.?pp' '^#include "(gen|sim|synth|cli|python)/[^"]+' gen sim synth cli python | sed 's/#include "//')
  echo "$arrows arrows, $wrong of them wrong"
  [ "$arrows" -gt 0 ] && [ "$wrong" -eq 0 ]
}

check "$1"

# The check itself: each planted arrow must be found, alone and for its own reason.
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
planted=0
plant() {  # plant FILE TARGET REASON
  rm -rf "${work:?}"/*
  mkdir -p "$work"/{gen,sim,synth,cli,python} "$work/$(dirname "$1")"
  echo "#include \"$2\"" >"$work/$1"
  if check "$work" >"$work/said"; then
    echo "a planted arrow was not found: $1 includes $2"
    exit 1
  fi
  grep -q "$1 includes $2, which $3" "$work/said" || { echo "$1 includes $2: found for another reason"; exit 1; }
  planted=$((planted + 1))
}
plant gen/tables/planted.cpp gen/rtl/rtl.hpp "lies above it"
plant sim/golden/planted.cpp gen/support/json.hpp "lies above it"
plant synth/compare/planted.cpp cli/verbs.hpp "lies above it"
plant synth/netlist/planted.hpp synth/map/mapping.hpp "lies above it"
plant synth/flow/planted.cpp synth/compare/compare.hpp "lies above it"
plant synth/planted.cpp synth/liberty/liberty.hpp "lies above it"
plant gen/rtl/planted.cpp sim/cycle/cycle.hpp "gen may not use"
plant sim/bench/planted.cpp python/src/bindings.hpp "lies above it"
plant gen/fit/planted.hpp cli/verbs.hpp "gen may not use"
plant gen/unit/planted.cpp synth/flow/synth.hpp "gen may not use"
plant gen/planted/planted.cpp sim/bench/bench.hpp "gen may not use"
echo "$planted planted arrows found"
