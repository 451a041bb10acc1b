#!/usr/bin/env bash
# Copyright 2026 the pwlforge authors.
# Licensed under the Apache License, Version 2.0; see LICENSE.
# SPDX-License-Identifier: Apache-2.0
#
# Sourced by the tests that are scripts: how one fails, how one is skipped, and how a fault is planted in a text.

fail() {
  echo "FAILED: $*" >&2
  exit 1
}

# skip WHY: ends the test as skipped, by name.
skip() {
  echo "SKIPPED: $*"
  exit 77
}

# need TOOL...: skips the test where one of the tools is not installed.
need() {
  local tool
  for tool in "$@"; do
    command -v "$tool" >/dev/null || skip "$tool is not installed"
  done
}

# need_osu018: skips the test where Debian's 180 nm cells are not installed, and names their Liberty file in $osu018.
need_osu018() {
  osu018=/usr/share/qflow/tech/osu018/osu018_stdcells.lib
  [[ -r $osu018 ]] || skip "package qflow-tech-osu018 is not installed"
}

# replace FILE FROM TO: exactly one occurrence of the text FROM, or the test fails.
replace() {
  local text rest
  text=$(<"$1")
  [[ $text == *"$2"* ]] || fail "fault not planted: '$2' is not in ${1##*/}; adapt the test to the source"
  rest=${text#*"$2"}
  [[ $rest != *"$2"* ]] || fail "fault not planted: '$2' is in ${1##*/} more than once"
  printf '%s\n' "${text%%"$2"*}$3$rest" >"$1"
}
