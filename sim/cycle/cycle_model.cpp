// Copyright 2026 the pwlforge authors.
// Licensed under the Apache License, Version 2.0; see LICENSE.
// SPDX-License-Identifier: Apache-2.0
#include "sim/cycle/cycle_model.hpp"

#include <algorithm>

namespace pwlforge {

using bench::PinInputs;
using bench::PinOutputs;

CycleModel::CycleModel(const UnitPlan& plan)
    : plan_(plan), loadable_(is_loadable(plan.spec.store)), stages_(static_cast<std::size_t>(plan.latency)) {
  if (loadable_) {
    words_.resize(std::size_t{1} << plan.config_address_bits, nullptr);
    for (const ConfigWord& word : plan_.config_words) words_[static_cast<std::size_t>(word.address)] = &word;
    for (Bank& bank : banks_) bank.words.resize(words_.size());
  } else {
    for (std::size_t i = 0; i < plan.contexts.size(); ++i) contexts_.push_back(lane_parameters(plan, i));
  }
  outputs_.out_data.resize(bench::words_for(plan.spec.lanes * plan.output_bits));
}

void CycleModel::refresh(Bank& bank) const {
  bank.stale = false;
  bank.parameters = {};
  bank.parameters.integer.requant_shift = plan_.requant_first;
  for (const ConfigWord& word : plan_.config_words) {
    const std::uint64_t pattern = bank.words[static_cast<std::size_t>(word.address)].value_or(0);
    const std::int64_t number = code_of(word.bits, pattern);
    golden::IntParams& integer = bank.parameters.integer;
    golden::FloatParams& floating = bank.parameters.floating;
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
}

const LaneParameters& CycleModel::parameters(const PinInputs& in) {
  if (!loadable_) return contexts_[std::min<std::size_t>(in.ctx, contexts_.size() - 1)];
  Bank& bank = banks_[active_];
  if (bank.stale) refresh(bank);
  return bank.parameters;
}

CycleModel::Beat CycleModel::compute(const PinInputs& in) {
  const auto lanes = static_cast<std::size_t>(plan_.spec.lanes);
  Beat beat;
  beat.tag = in.in_tag;
  beat.bank = active_;
  beat.data.resize(bench::words_for(plan_.spec.lanes * plan_.output_bits));
  const LaneParameters& table = parameters(in);
  const int bits = plan_.output_bits;
  for (std::size_t lane = 0; lane < lanes; ++lane) {
    const std::uint64_t x =
        bench::get_bits(in.in_data, lane * static_cast<std::size_t>(plan_.input_bits), plan_.input_bits);
    const LaneResult result = evaluate_lane(plan_, table, x);
    const std::size_t offset = lane * static_cast<std::size_t>(bits);
    bench::put_bits(beat.data, offset, std::min(bits, 64), result.low);
    if (bits > 64) bench::put_bits(beat.data, offset + 64, bits - 64, result.high);
    beat.saturated = beat.saturated || result.saturated;
  }
  return beat;
}

CycleModel::Wires CycleModel::wires(const PinInputs& in) {
  Wires wires;
  wires.open = !loadable_ || offered_ || (running_ && (plan_.spec.banks == 2 || !(in.cfg_we || in.cfg_commit)));
  if (stages_.empty()) {
    if (in.in_valid && wires.open) {
      passing_ = compute(in);
      wires.tail = &passing_;
    }
  } else if (stages_.back().has_value()) {
    wires.tail = &*stages_.back();
  }
  const bool pipe_ready = plan_.spec.skid ? !spare_.has_value() : in.out_ready;
  wires.advance = pipe_ready || (!stages_.empty() && wires.tail == nullptr);
  wires.in_ready = wires.open && wires.advance;
  wires.out = spare_.has_value() ? &*spare_ : wires.tail;
  wires.out_valid = wires.out != nullptr;
  const auto blocks = [&](const std::optional<Beat>& beat) {
    return beat.has_value() && (plan_.spec.banks == 1 || beat->bank != active_);
  };
  const bool offered = stages_.empty() && (offered_ || (wires.tail != nullptr && !wires.advance));
  // On its way through networks that the configuration shares: seen as stored only where a stage stores it.
  const bool passing = shares_select(plan_.spec) && stages_.size() < 3 && in.in_valid && wires.open;
  wires.busy = offered || passing || blocks(spare_) || std::any_of(stages_.begin(), stages_.end(), blocks);
  return wires;
}

void CycleModel::reset() {
  for (std::optional<Beat>& stage : stages_) stage.reset();
  spare_.reset();
  flag_ = written_ = running_ = offered_ = false;
  active_ = 0;
}

bool CycleModel::readable(const PinInputs& in) const {
  if (shares_select(plan_.spec) && outputs_.cfg_busy) return false;
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
  outputs_.cfg_busy = loadable_ && now.busy;
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
  std::optional<Beat> entering;
  if (in.in_valid && now.open && now.advance && !stages_.empty()) entering = compute(in);
  // The spare register keeps what the receiver did not take.
  std::optional<Beat> kept;
  if (plan_.spec.skid && now.out_valid && !in.out_ready) kept = *now.out;
  if (now.advance && !stages_.empty()) {
    for (std::size_t i = stages_.size() - 1; i > 0; --i) stages_[i] = std::move(stages_[i - 1]);
    stages_[0] = std::move(entering);
  }
  spare_ = std::move(kept);
  if (!loadable_ || now.busy) return;
  if (in.cfg_we) {
    Bank& bank = banks_[plan_.spec.banks == 2 ? 1 - active_ : 0];
    const ConfigWord* word = words_[in.cfg_addr];
    if (word != nullptr) bank.words[in.cfg_addr] = kept_data(*word, in.cfg_data);
    bank.stale = true;
    written_ = true;
    if (plan_.spec.banks == 1) running_ = false;
  }
  if (in.cfg_commit && written_) {
    running_ = true;
    if (plan_.spec.banks == 2) active_ = 1 - active_;
  }
}

}  // namespace pwlforge
