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
