// Copyright 2026 the pwlforge authors.
// Licensed under the Apache License, Version 2.0; see LICENSE.
// SPDX-License-Identifier: Apache-2.0
#include "sim/workload/cycles.hpp"

#include "sim/cycle/operator_model.hpp"

namespace pwlforge::llama {
namespace {

void load(OperatorModel& model, bench::PinInputs& in, const OperatorPlan& plan) {
  in.rst_n = false;
  model.outputs(in);
  model.clock(in);
  in.rst_n = true;
  const auto accepted = [&] {
    while (model.outputs(in).cfg_busy) model.clock(in);
    model.clock(in);
  };
  if (plan.parts.empty()) return;
  in.cfg_we = true;
  for (const ConfigWrite& write : operator_writes(plan, table_image(plan))) {
    in.cfg_addr = static_cast<std::uint32_t>(write.address);
    in.cfg_data = write.data;
    accepted();
  }
  in.cfg_we = false;
  in.cfg_commit = true;
  accepted();
  in.cfg_commit = false;
}

}  // namespace

PlayedRows play_rows(const OperatorPlan& plan, const std::vector<Stimulus>& rows) {
  PlayedRows played;
  played.rows = rows.size();
  std::vector<Payload> inputs, wanted;
  const OperatorImage image = table_image(plan);
  for (const Stimulus& row : rows) {
    const RowBeats beats = row_beats(plan, image, row);
    inputs.insert(inputs.end(), beats.inputs.begin(), beats.inputs.end());
    wanted.insert(wanted.end(), beats.outputs.begin(), beats.outputs.end());
  }
  played.beats = inputs.size();
  OperatorModel model(plan);
  bench::PinInputs in;
  in.in_data.resize(bench::words_for(payload_bits(input_payload(plan))));
  load(model, in, plan);
  in.out_ready = true;
  // Far longer than any row waits: what has not come by then never comes.
  const std::uint64_t patience = 16 * (static_cast<std::uint64_t>(plan.max_beats) + 1024);
  std::size_t sent = 0, taken = 0;
  for (std::uint64_t idle = 0; taken < wanted.size() && idle < patience; ++played.cycles) {
    in.in_valid = sent < inputs.size();
    if (in.in_valid) in.in_data = inputs[sent];
    const bench::PinOutputs& out = model.outputs(in);
    ++idle;
    if (out.out_valid) {
      if (out.out_data != wanted[taken]) ++played.mismatches;
      ++taken;
      idle = 0;
    }
    if (in.in_valid && out.in_ready) ++sent;
    model.clock(in);
  }
  played.mismatches += wanted.size() - taken;
  return played;
}

}  // namespace pwlforge::llama
