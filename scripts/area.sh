#!/usr/bin/env bash
# Copyright 2026 the pwlforge authors.
# Licensed under the Apache License, Version 2.0; see LICENSE.
# SPDX-License-Identifier: Apache-2.0
#
# Sourced by fma-area and mac-area: areas of combinational modules of the Verilog library, with the yosys commands of
# `pwlforge synth` and without a timing constraint.

area_options="  Without a file: OSU 180 nm of Debian's package qflow-tech-osu018.
  --dont-use REGEX    cells to keep out, whole names (extended regular expression), for all files after it; default:
                      the list that is always wanted, where the library is known (NanGate 45 nm, SKY130 HD)"
area_work=$(mktemp -d)
trap 'rm -rf "$area_work"' EXIT
cp "$(cd "$(dirname "${BASH_SOURCE[0]}")/.." && pwd)"/rtl_templates/lib/*/*.v "$area_work"
area_dont_use=''

# Same lists as synth/liberty/library_catalog.cpp.
known_list() {
  case $1 in
    NangateOpenCellLibrary*) echo '(TAPCELL|FILLCELL|ANTENNA|SDFF|CLKGATE|TBUF|TINV|TLAT).*|(AOI|OAI)211_X1' ;;
    sky130_fd_sc_hd*)
      echo '.*__(lpflow_|probe|sdf|edf|sedf|dlc|sdlc|ebuf|einv|dly|clkdly|conb|tap|decap|diode|fill|macro).*' ;;
  esac
}

# use_library FILE: a copy in which the unwanted cells carry dont_use, the only way to tell abc and dfflibmap.
use_library() {
  local name regex
  name=$(grep -om1 -E '^[ \t]*library *\( *"?[A-Za-z0-9_]+' "$1" | sed 's/.*[( "]//')
  regex=${area_dont_use:-$(known_list "$name")}
  awk -v regex="^(${regex:-no cell})\$" '{ print }
    match($0, /^[ \t]*cell[ \t]*\([ \t]*"?[A-Za-z0-9_]+/) {
      name = substr($0, RSTART, RLENGTH); sub(/.*[( \t"]/, "", name)
      if (name ~ regex) { print "dont_use : true;"; marked++ }
    }
    END { print marked + 0 > "/dev/stderr" }' "$1" >"$area_work/library.lib" 2>"$area_work/marked"
  area_library=$(basename "$1")
  echo "$area_library: library $name, $(<"$area_work/marked") cells not used${regex:+: $regex}"
}

# measure TOP "P=1 Q=2" [FILE]: sets $area. Modules come from the library folder, TOP from FILE if it is given. The first
# call prints the commands.
measure() {
  local sets='' setting script
  for setting in $2; do sets+=" -set ${setting%%=*} ${setting#*=}"; done
  script="read_verilog ${3:-$1.v}
chparam$sets $1
hierarchy -check -libdir . -top $1
synth -flatten -top $1
dfflibmap -liberty library.lib
abc -liberty library.lib
opt_clean -purge
stat -liberty library.lib"
  if [ -z "${area_shown:-}" ]; then
    printf 'yosys commands:\n%s\n' "$script" | sed '2,$s/^/  /'
    area_shown=1
  fi
  (cd "$area_work" && yosys -p "$script") >"$area_work/log" || { tail -3 "$area_work/log" >&2; exit 1; }
  area=$(awk '/Chip area/ { area = $NF } END { print area }' "$area_work/log")
  [ -n "$area" ] || { echo "yosys: no area reported for $1" >&2; exit 1; }
  if grep -q 'Area for cell type .* is unknown' "$area_work/log"; then
    echo "$area_library: a cell is not in the library" >&2
    exit 1
  fi
}

# for_libraries FUNCTION ARGUMENT...: FUNCTION once for every Liberty file of the command line.
for_libraries() {
  local function=$1 files=0
  shift
  while [ $# -gt 0 ]; do
    case $1 in
      --dont-use) area_dont_use=${2:?--dont-use needs an expression}; shift 2 ;;
      -*) echo "unknown option $1; see --help" >&2; exit 2 ;;
      *) [ -r "$1" ] || { echo "$1: cannot read; give a Liberty file" >&2; exit 3; }
         use_library "$1"; "$function"; files=$((files + 1)); shift ;;
    esac
  done
  if [ "$files" = 0 ]; then use_library /usr/share/qflow/tech/osu018/osu018_stdcells.lib; "$function"; fi
}
