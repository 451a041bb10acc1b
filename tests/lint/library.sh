#!/usr/bin/env bash
# Copyright 2026 the pwlforge authors.
# Licensed under the Apache License, Version 2.0; see LICENSE.
# SPDX-License-Identifier: Apache-2.0
#
# Sourced by the tests of this folder: the three front ends, each silent or it has failed.

source "$PWLFORGE_SOURCE/tests/library.sh"

library=$PWLFORGE_SOURCE/rtl_templates/lib
waivers=$PWLFORGE_SOURCE/rtl_templates/waivers.vlt
front_ends="verilator icarus yosys"

# copy_library DIR: the modules of all rooms side by side in an empty DIR, as front ends look for them.
copy_library() {
  rm -rf "$1"
  mkdir -p "$1"
  cp "$library"/*/*.v "$1"
}

# front_end NAME LIBDIR TOP FLAGS FILE...: what the tool says, with its exit code as the last line.
# FLAGS are parameters of the top as "A=1 B=2", or empty. Modules that are not in a FILE come from LIBDIR.
front_end() {
  local tool=$1 libdir=$2 top=$3 parameters=$4 status=0 option=() setting
  shift 4
  case $tool in
    verilator)
      for setting in $parameters; do option+=("-G$setting"); done
      [[ -e $waivers ]] && option+=("$waivers")
      verilator --lint-only -Wall --language 1364-2005 "${option[@]}" -y "$libdir" --top-module "$top" "$@" 2>&1 ||
        status=$?
      ;;
    icarus)
      for setting in $parameters; do option+=("-P$top.$setting"); done
      iverilog -g2005 -Wall -t null "${option[@]}" -y "$libdir" -s "$top" "$@" 2>&1 || status=$?
      ;;
    yosys)
      local sets=""
      for setting in $parameters; do sets+=" -chparam ${setting%%=*} ${setting#*=}"; done
      yosys -q -p "read_verilog $*; hierarchy -check -libdir $libdir$sets -top $top; proc; check -assert" 2>&1 ||
        status=$?
      ;;
  esac
  echo "exit $status"
}

# clean LIBDIR TOP PARAMETERS FILE...: every front end accepts it without a word.
clean() {
  local tool said
  for tool in $front_ends; do
    said=$(front_end "$tool" "$@")
    [[ $said == "exit 0" ]] || fail "$tool does not accept $2 ${3:-} in silence:
$said"
  done
}

# unit_front_end NAME DIR TOP: what the tool says of a unit directory, with its exit code as the last line.
unit_front_end() {
  local tool=$1 top=$3 status=0 option=()
  [[ -e $waivers ]] && option+=("$waivers")
  pushd "$2" >/dev/null
  case $tool in
    verilator)
      verilator --lint-only -Wall --language 1364-2005 "${option[@]}" --top-module "$top" -f "$top.f" 2>&1 || status=$?
      ;;
    verilator-bench)
      verilator --lint-only --timing -Wall --language 1364-2005 "${option[@]}" --top-module "${top}_tb" -f "$top.f" \
        "${top}_tb.v" 2>&1 || status=$?
      ;;
    icarus) iverilog -g2005 -Wall -t null -s "$top" -c "$top.f" 2>&1 || status=$? ;;
    icarus-bench) iverilog -g2005 -Wall -t null -s "${top}_tb" -c "$top.f" "${top}_tb.v" 2>&1 || status=$? ;;
    yosys)
      yosys -q -p "read_verilog $(tr '\n' ' ' <"$top.f"); hierarchy -check -top $top; proc; check -assert;
                script $PWLFORGE_SOURCE/tests/lint/one_clock.ys" 2>&1 || status=$?
      ;;
  esac
  popd >/dev/null
  echo "exit $status"
}
checks="verilator verilator-bench icarus icarus-bench yosys"

# check_directory FLAGS: what `gen FLAGS` writes into the folder `unit` is read in silence, and its tops follow the text
# rules.
designs=0
files=0
check_directory() {
  local flags tool said top
  rm -rf unit
  read -ra flags <<<"$1"
  "$PWLFORGE" gen "${flags[@]}" --name dut -o unit >log 2>&1 || fail "gen $1: $(<log)"
  for tool in $checks; do
    said=$(unit_front_end "$tool" unit dut)
    [[ $said == "exit 0" ]] || fail "$tool does not accept gen $1 in silence:
$said"
  done
  for top in unit/dut*.v; do
    [[ $top == *_tb.v ]] || "$PWLFORGE_SOURCE/tests/lint/text_rules.sh" "$top" >log 2>&1 || fail "gen $1: $(<log)"
  done
  designs=$((designs + 1))
  files=$((files + 1 + $(wc -l <unit/dut.f)))
}

# planted NAME CHECKS FILE FROM TO: every check that can see the fault must refuse it in a copy of the folder `sound`.
faults=0
planted() {
  local tool said
  rm -rf unit
  cp -r sound unit
  replace "unit/$3" "$4" "$5"
  for tool in $2; do
    said=$(unit_front_end "$tool" unit dut)
    [[ $said != "exit 0" ]] || fail "$tool does not see the fault $1"
  done
  faults=$((faults + 1))
}
