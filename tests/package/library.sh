#!/usr/bin/env bash
# Copyright 2026 the pwlforge authors.
# Licensed under the Apache License, Version 2.0; see LICENSE.
# SPDX-License-Identifier: Apache-2.0
#
# Sourced by the tests of this folder that play the commands of a generated README.

source "$PWLFORGE_SOURCE/tests/library.sh"

# commands README HEADING [TOOL]: the code block below a heading, of one tool where the section has several.
commands() {
  awk -v heading="## $2" -v tool="${3:-}" '
    /^## / { inside = $0 == heading; mine = tool == "" }
    inside && /^[A-Z].*:$/ { mine = index($0, tool) == 1 }
    inside && mine && /^    / { sub(/^    /, ""); print }' "$1"
}

# play DIR HEADING [TOOL]: the exit code of the commands, run one after another in the directory; output in `log`.
play() {
  local script status=0
  script=$(commands "$1/README.md" "$2" "${3:-}")
  [[ -n $script ]] || fail "the README of $1 has no commands for ${3:-$2}"
  (cd "$1" && env -u PWLFORGE -u PWLFORGE_SOURCE bash -euo pipefail -c "$script") >log 2>&1 || status=$?
  return $status
}

# build_copy NAME TOOLS PASSED FLAGS...: generates a directory, moves it to elsewhere/copy and plays the commands of its
# README for these tools; a simulation must say what matches PASSED.
build_copy() {
  local name=$1 tools=$2 passed=$3 tool
  shift 3
  "$PWLFORGE" gen "$@" --name "$name" -o made >log 2>&1 || fail "gen $*: $(<log)"
  rm -rf elsewhere && mkdir elsewhere
  mv made elsewhere/copy
  for tool in $tools; do
    if [[ $tool == yosys ]]; then
      play elsewhere/copy Synthesize || fail "$name: the README's synthesis: $(tail -5 log)"
      grep -q 'Number of cells' log || fail "$name: nothing was synthesized"
    else
      play elsewhere/copy Simulate "$tool" || fail "$name: the README's commands for $tool: $(tail -5 log)"
      grep -Eq "$passed" log || fail "$name: $tool does not say PASS: $(tail -5 log)"
      echo "$name, $tool: $(grep ^PASS log)"
    fi
  done
}
