#!/usr/bin/env bash
# Copyright 2026 the pwlforge authors.
# Licensed under the Apache License, Version 2.0; see LICENSE.
# SPDX-License-Identifier: Apache-2.0
#
# Perplexity of a real model on a real text: the known value in FP32, and how little the operators may change.
set -euo pipefail
source "$PWLFORGE_SOURCE/tests/library.sh"
data=${PWLFORGE_SHARED:-$PWLFORGE_SOURCE/../shared}/data
[[ -r $data/llama260k/stories260K.bin && -r $data/text/tinystories_val_20k.txt ]] || skip "no measuring data in $data"
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT

# limit FLAGS PERCENT: the change against FP32 is smaller, and FP32 is what it must be.
limit() {
  # shellcheck disable=SC2086
  "$PWLFORGE" workload llama2 "$data/llama260k/stories260K.bin" --tokenizer "$data/llama260k/tok512.bin" \
    --text "$data/text/tinystories_val_20k.txt" $1 --json >"$work/result.json"
  python3 - "$1" "$2" "$work/result.json" <<'PY'
import json, sys
flags, limit, result = sys.argv[1], float(sys.argv[2]), json.load(open(sys.argv[3]))
print(f"{flags}: {result['perplexity']:.4f}, {result['change_percent']:+.3f} % (limit {limit} %)")
assert result["tokens"] == 9145 and round(result["fp32_perplexity"], 4) == 3.5507, result
assert result["change_percent"] <= limit
assert result["change_percent"] != 0
PY
}
limit "--nonlinear int8" 0.5
limit "--nonlinear fp32 --softmax int8" 0.05
limit "--nonlinear int8 --linear w8a8" 0.8
# What others compute in the place of our softmax loses more, as published.
limit "--nonlinear fp32 --softmax illm" 0.6
limit "--nonlinear fp32 --softmax ibert" 0.6
if limit "--nonlinear fp32 --softmax illm" 0.05 2>/dev/null; then fail "DI-ClippedSoftmax is as good as ours"; fi
if limit "--nonlinear fp32 --linear w6a6" 0.8 2>/dev/null; then fail "six bits pass a limit that they must not"; fi
