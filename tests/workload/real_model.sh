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

# limit FLAGS PERCENT [MODEL]: the change against FP32 is smaller, and FP32 is what it must be.
limit() {
  # shellcheck disable=SC2086
  "$PWLFORGE" workload llama2 "${3:-$data/llama260k/stories260K.bin}" --tokenizer "$data/llama260k/tok512.bin" \
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

# Two channels of every w2 64 times as large and their weights as much smaller: the same function, with the outliers of
# larger models, which six bits do not survive but by reassembly.
python3 - "$data/llama260k/stories260K.bin" "$work/outliers.bin" <<'PY'
import array, struct, sys
raw = open(sys.argv[1], "rb").read()
dim, hidden, layers, heads, kv_heads, vocabulary, _ = struct.unpack("7i", raw[:28])
weights = array.array("f", raw[28:])
kv = dim // heads * kv_heads
w1 = abs(vocabulary) * dim + layers * (2 * dim + 2 * dim * dim + 2 * kv * dim)
w2 = w1 + layers * hidden * dim
w3 = w2 + layers * dim * hidden
for layer in range(layers):
    for channel in (5, 40):
        for i in range(dim):
            weights[w3 + (layer * hidden + channel) * dim + i] *= 64
            weights[w2 + (layer * dim + i) * hidden + channel] /= 64
open(sys.argv[2], "wb").write(raw[:28] + weights.tobytes())
PY
limit "--nonlinear fp32 --linear w8a6 --reassemble" 30 "$work/outliers.bin"
if limit "--nonlinear fp32 --linear w8a6" 100 "$work/outliers.bin" 2>/dev/null; then fail "the outliers cost nothing"; fi
