#!/usr/bin/env bash
# Copyright 2026 the pwlforge authors.
# Licensed under the Apache License, Version 2.0; see LICENSE.
# SPDX-License-Identifier: Apache-2.0
#
# The verb on a small random model: streams that it records are played through the cycle model of the operators that it
# writes (and of one of each kind through Verilated Verilog) without a mismatch, a touched stream is noticed, and what is
# wrong is told.
#   verb_workload.sh WRITE_SMALL_MODEL
set -euo pipefail
source "$PWLFORGE_SOURCE/tests/library.sh"
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
cd "$work"
"$1" .
workload=("$PWLFORGE" workload llama2 model.bin --tokenizer tokenizer.bin --text text.txt --calibrate 3)

"${workload[@]}" --linear w8a8 --trace streams --trace-stories 2 --json >result.json
python3 - <<'PY'
import json
result = json.load(open("result.json"))
trace = json.load(open("streams/trace.json"))
assert [site["name"] for site in result["sites"]] == [site["site"] for site in trace["sites"]]
assert len(trace["sites"]) == 9 and all(site["rows"] > 0 for site in trace["sites"])
assert result["tokens"] > 0 and abs(result["change_percent"]) < 10, result
for site in result["sites"]:
    for key in ("scale_in", "scale_out"):  # powers of two; the output of a gate is a product of them
        assert float.hex(site[key]).startswith("0x1.0000000000000p"), site
PY
for site in layer0_attention_norm layer0_softmax layer1_gate final_norm; do
  "$PWLFORGE" sim streams/$site --vectors file:streams/$site.rows --engine cycle --json >said.json ||
    fail "$site: $(cat said.json)"
  grep -q '"mismatches": 0' said.json || fail "$site: $(cat said.json)"
  "$PWLFORGE" certify streams/$site --rows streams/$site.rows --json | grep -q '"recorded"' || fail "$site: no certificate"
done
if command -v verilator >/dev/null; then
  for site in layer1_ffn_norm layer1_softmax layer0_gate; do
    "$PWLFORGE" sim streams/$site --vectors file:streams/$site.rows >said.txt || fail "$site: $(cat said.txt)"
  done
fi
"${workload[@]}" --linear w8a8 --engine cycle --lanes 3 --json >result.json
python3 - <<'PY'
import json
result = json.load(open("result.json"))
assert result["mismatches"] == 0 and result["lanes"] == 3, result
assert all(0 < site["utilisation"] < 1 and site["cycles"] > site["beats"] for site in result["sites"]), result
tokens = sum(site["cycles"] for site in result["sites"]) / result["cycles_per_token"]
assert abs(tokens - round(tokens)) < 1e-6 and 0 < round(tokens) < result["tokens"], result
PY
# What is printed for people holds the same numbers.
"${workload[@]}" --linear w8a8 --engine cycle --lanes 3 >told.txt
python3 - <<'PY'
import json, re
result, told = json.load(open("result.json")), open("told.txt").read()
assert all(re.search(rf"^{re.escape(site['name'])} +{site['function']} .* {site['values']}$", told, re.M) for site in result["sites"]), told
for number in f"perplexity {result['perplexity']:.4f}, in FP32 {result['fp32_perplexity']:.4f}", f"{result['cycles_per_token']:.1f} cycles a token, 0 mismatches":
    assert number in told, (number, told)
PY
# The operators of others, through their own streams.
for peer in illm ibert; do
  "${workload[@]}" --nonlinear $peer --trace $peer --json >result.json
  for site in layer0_attention_norm layer0_softmax layer1_gate; do
    "$PWLFORGE" sim $peer/$site --vectors file:$peer/$site.rows --engine cycle --json >said.json ||
      fail "$peer $site: $(cat said.json)"
    grep -q '"mismatches": 0' said.json || fail "$peer $site: $(cat said.json)"
  done
done
# The values behind a gate's codes are pairs, and synthesis reads them: a pair that is none must be told, by line.
sed -i '3s/:/;/' streams/layer0_gate.values
if "$PWLFORGE" synth streams/layer0_gate --workload file:streams/layer0_gate.values >/dev/null 2>said.txt; then
  fail "a broken pair was not noticed"
fi
grep -q 'layer0_gate.values:3: some elements are pairs' said.txt || fail "$(cat said.txt)"

# told CODE PATTERN command...
told() {
  local code=$1 pattern=$2 status=0
  shift 2
  "$@" >/dev/null 2>said.txt || status=$?
  [[ $status -eq $code ]] && grep -qE -- "$pattern" said.txt || fail "$* gave $status (wanted $code): $(cat said.txt)"
}
head -c 5000 model.bin >short.bin
told 2 'short.bin: truncated' "$PWLFORGE" workload llama2 short.bin --tokenizer tokenizer.bin --text text.txt
told 2 'model.bin: token 1: .*makes no sense' "$PWLFORGE" workload llama2 model.bin --tokenizer model.bin --text text.txt
told 3 'absent.bin: cannot read' "$PWLFORGE" workload llama2 absent.bin --tokenizer tokenizer.bin --text text.txt
told 2 'linear' "${workload[@]}" --linear w3a3
told 2 'reassemble.*add --linear' "${workload[@]}" --reassemble
told 2 'trace' "${workload[@]}" --trace-stories 2
mkdir mine && echo thesis >mine/thesis.txt
told 2 'mine.*name a new directory' "${workload[@]}" --trace mine
[[ $(ls mine) == thesis.txt ]] || fail "something was written into a stranger's directory"
echo "streams of 9 sites recorded and played"
