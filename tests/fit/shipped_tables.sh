#!/usr/bin/env bash
# Copyright 2026 the pwlforge authors.
# Licensed under the Apache License, Version 2.0; see LICENSE.
# SPDX-License-Identifier: Apache-2.0
#
# Fitting the shipped tables again gives the same bytes, and a changed byte is noticed.
set -euo pipefail
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT

"$PWLFORGE_SOURCE/scripts/make-tables" "$folder/tables"
count=$(find "$folder/tables" -name '*.json' | wc -l)
[ "$count" -ge 50 ] || { echo "only $count documents were written"; exit 1; }
diff -r -x README.md "$PWLFORGE_SOURCE/examples/tables" "$folder/tables"

# The comparison itself, with a planted fault.
sed -i '0,/"entries": 8/s//"entries": 9/' "$folder/tables/gelu-8-k8b16.json"
if diff -r -q -x README.md "$PWLFORGE_SOURCE/examples/tables" "$folder/tables" >/dev/null; then
  echo "a changed table was not noticed"
  exit 1
fi
echo "$count documents are the same"
