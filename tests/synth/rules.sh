#!/usr/bin/env bash
# Copyright 2026 the pwlforge authors.
# Licensed under the Apache License, Version 2.0; see LICENSE.
# SPDX-License-Identifier: Apache-2.0
#
# No configuration is larger, deeper or hungrier than synth/rules.json allows; and a rule that is broken is told.
# Usage: rules.sh all|NAME,...    PWLFORGE names the program, PWLFORGE_SOURCE the sources
set -euo pipefail
source "$PWLFORGE_SOURCE/tests/library.sh"
need yosys sta gnuplot
need_osu018
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
export PWLFORGE_CACHE="$work/cache"
rules="$PWLFORGE_SOURCE/synth/rules.json"
[ -f "$rules" ] || skip "there is no synth/rules.json; scripts/update-rules writes it"
configs=()
[ "$1" = all ] || configs=(--configs "$1")
"$PWLFORGE" compare "${configs[@]}" -o "$work/report" --rules "$rules"

# The same results against rules that ask for 5 % less area of one configuration.
python3 - "$rules" "$work/stricter.json" "$work/report/report.json" <<'PY'
import json, sys
rules = json.load(open(sys.argv[1]))
name = json.load(open(sys.argv[3]))["rows"][0]["config"]
rules["configs"][name]["area"] *= 0.95
json.dump(rules, open(sys.argv[2], "w"))
PY
status=0
"$PWLFORGE" compare "${configs[@]}" -o "$work/report" --rules "$work/stricter.json" >/dev/null 2>"$work/message.txt" || status=$?
if [ "$status" -ne 1 ] || ! grep -q 'area: worse than the rule' "$work/message.txt"; then
  echo "FAIL: a broken rule gave $status:"; cat "$work/message.txt"; exit 1
fi
