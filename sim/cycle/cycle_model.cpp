// Copyright 2026 the pwlforge authors.
// Licensed under the Apache License, Version 2.0; see LICENSE.
// SPDX-License-Identifier: Apache-2.0
#include "sim/cycle/cycle_model.hpp"

#include <algorithm>

namespace pwlforge {

using bench::PinInputs;
using bench::PinOutputs;

CycleModel::CycleModel(const UnitPlan& plan)
    : plan_(plan),
      loadable_(is_loadable(plan.spec.store)),
      shares_select_(shares_select(plan.spec)),
      stages_(static_cast<std::size_t>(plan.latency)) {
  if (loadable_) {
    words_.resize(std::size_t{1} << plan.config_address_bits, nullptr);
    for (const ConfigWord& word : plan_.config_words) words_[static_cast<std::size_t>(word.address)] = &word;
    for (Bank& bank : banks_) bank.words.resize(words_.size());
  } else {
    for (std::size_t i = 0; i < plan.contexts.size(); ++i) contexts_.emplace_back(plan, lane_parameters(plan, i));
  }
  const std::size_t words = bench::words_for(plan.spec.lanes * plan.output_bits);
  for (Beat& stage : stages_) stage.data.resize(words);
  spare_.data.resize(words);
  passing_.data.resize(words);
  outputs_.out_data.resize(words);
}

LaneParameters CycleModel::parameters(const Bank& bank) const {
  LaneParameters parameters;
  golden::IntParams& integer = parameters.integer;
  golden::FloatParams& floating = parameters.floating;
  integer.requant_shift = plan_.requant_first;
  for (const ConfigWord& word : plan_.config_words) {
    const std::uint64_t pattern = bank.words[static_cast<std::size_t>(word.address)].value_or(0);
    const std::int64_t number = code_of(word.bits, pattern);
    if (word.field == "threshold") {
      integer.thresholds.push_back(number);
      floating.thresholds.push_back(pattern);
    } else if (word.field == "slope") {
      integer.slopes.push_back(number);
      floating.slopes.push_back(pattern);
    } else if (word.field == "intercept") {
      integer.intercepts.push_back(number);
      floating.intercepts.push_back(pattern);
    } else if (word.field == "requant_shift") {
      integer.requant_shift = plan_.requant_first + static_cast<int>(pattern);
    } else if (word.field == "intercept_shift") {
      integer.shift = static_cast<int>(pattern);
    }
  }
  return parameters;
}

LaneTable& CycleModel::table(const PinInputs& in) {
  if (!loadable_) return contexts_[std::min<std::size_t>(in.ctx, contexts_.size() - 1)];
  Bank& bank = banks_[active_];
  if (!bank.table.has_value()) bank.table.emplace(plan_, parameters(bank));
  return *bank.table;
}

/// A valid beat of the inputs, in place: its words keep their memory.
void CycleModel::compute(const PinInputs& in, Beat& beat) {
  const auto lanes = static_cast<std::size_t>(plan_.spec.lanes);
  const auto in_bits = static_cast<std::size_t>(plan_.input_bits);
  const auto out_bits = static_cast<std::size_t>(plan_.output_bits);
  const int low_bits = std::min(plan_.output_bits, 64);
  LaneTable& evaluate = table(in);
  beat.valid = true;
  beat.tag = in.in_tag;
  beat.bank = active_;
  beat.saturated = false;
  std::fill(beat.data.begin(), beat.data.end(), 0);
  for (std::size_t lane = 0; lane < lanes; ++lane) {
    const LaneResult& result = evaluate(bench::get_bits(in.in_data, lane * in_bits, plan_.input_bits));
    const std::size_t offset = lane * out_bits;
    bench::put_bits(beat.data, offset, low_bits, result.low);
    if (plan_.output_bits > 64) bench::put_bits(beat.data, offset + 64, plan_.output_bits - 64, result.high);
    beat.saturated = beat.saturated || result.saturated;
  }
}

CycleModel::Wires CycleModel::wires(const PinInputs& in) {
  Wires wires;
  wires.open = !loadable_ || offered_ || (running_ && (plan_.spec.banks == 2 || !(in.cfg_we || in.cfg_commit)));
  if (stages_.empty()) {
    if (in.in_valid && wires.open) {
      compute(in, passing_);
      wires.tail = &passing_;
    }
  } else if (last().valid) {
    wires.tail = &last();
  }
  const bool pipe_ready = plan_.spec.skid ? !spare_.valid : in.out_ready;
  wires.advance = pipe_ready || (!stages_.empty() && wires.tail == nullptr);
  wires.in_ready = wires.open && wires.advance;
  wires.out = spare_.valid ? &spare_ : wires.tail;
  wires.out_valid = wires.out != nullptr;
  if (!loadable_) return wires;
  const auto blocks = [&](const Beat& beat) { return beat.valid && (plan_.spec.banks == 1 || beat.bank != active_); };
  const bool offered = stages_.empty() && (offered_ || (wires.tail != nullptr && !wires.advance));
  // On its way through networks that the configuration shares: seen as stored only where a stage stores it.
  const bool passing = shares_select_ && stages_.size() < 3 && in.in_valid && wires.open;
  wires.busy = offered || passing || blocks(spare_) || std::any_of(stages_.begin(), stages_.end(), blocks);
  return wires;
}

void CycleModel::reset() {
  for (Beat& stage : stages_) stage.valid = false;
  spare_.valid = flag_ = written_ = running_ = offered_ = false;
  active_ = 0;
}

bool CycleModel::readable(const PinInputs& in) const {
  if (shares_select_ && outputs_.cfg_busy) return false;
  // Latches open in the second half of the cycle that takes the write: the word turns within the cycle.
  if (plan_.spec.store == Store::latches && in.cfg_we && !outputs_.cfg_busy) return false;
  const std::size_t shadow = plan_.spec.banks == 2 ? 1 - active_ : 0;
  return words_[in.cfg_addr] == nullptr || banks_[shadow].words[in.cfg_addr].has_value();
}

const PinOutputs& CycleModel::outputs(const PinInputs& in) {
  if (!in.rst_n) reset();
  const Wires now = wires(in);
  outputs_.in_ready = now.in_ready;
  outputs_.out_valid = now.out_valid;
  outputs_.saturated = flag_;
  outputs_.cfg_busy = now.busy;
  if (now.out_valid) {
    outputs_.out_data = now.out->data;
    outputs_.out_tag = now.out->tag;
  }
  if (loadable_) {
    const std::size_t shadow = plan_.spec.banks == 2 ? 1 - active_ : 0;
    outputs_.cfg_rdata = banks_[shadow].words[in.cfg_addr].value_or(0);
  }
  return outputs_;
}

void CycleModel::clock(const PinInputs& in) {
  if (!in.rst_n) {
    reset();
    return;
  }
  const Wires now = wires(in);
  flag_ = (now.out_valid && in.out_ready && now.out->saturated) || (flag_ && !in.saturated_clear);
  offered_ = stages_.empty() && now.tail != nullptr && !now.advance;
  // The spare register keeps what the receiver did not take.
  const bool kept = plan_.spec.skid && now.out_valid && !in.out_ready;
  if (kept && now.out != &spare_) spare_ = *now.out;
  spare_.valid = kept;
  if (now.advance && !stages_.empty()) {
    front_ = (front_ == 0 ? stages_.size() : front_) - 1;
    Beat& entering = stages_[front_];
    entering.valid = false;
    if (in.in_valid && now.open) compute(in, entering);
  }
  if (!loadable_ || now.busy) return;
  if (in.cfg_we) {
    Bank& bank = banks_[plan_.spec.banks == 2 ? 1 - active_ : 0];
    const ConfigWord* word = words_[in.cfg_addr];
    if (word != nullptr) bank.words[in.cfg_addr] = kept_data(*word, in.cfg_data);
    bank.table.reset();
    written_ = true;
    if (plan_.spec.banks == 1) running_ = false;
  }
  if (in.cfg_commit && written_) {
    running_ = true;
    if (plan_.spec.banks == 2) active_ = 1 - active_;
  }
}

}  // namespace pwlforge
