// Copyright 2026 the pwlforge authors.
// Licensed under the Apache License, Version 2.0; see LICENSE.
// SPDX-License-Identifier: Apache-2.0
#include "sim/cycle/operator_model.hpp"

#include <algorithm>

#include "sim/cycle/lane.hpp"

namespace pwlforge {

using bench::PinInputs;
using bench::PinOutputs;
using cycle::RowValues;
using cycle::Slot;
using cycle::Token;

namespace {

/// A pipeline that the operator does not have is one that nothing enters.
int stages_of(int stages) {
  return std::max(1, stages);
}

}  // namespace

OperatorModel::OperatorModel(const OperatorPlan& plan)
    : plan_(plan),
      rows_(has_rows(plan.spec.kind)),
      softmax_(plan.spec.kind == OperatorKind::softmax),
      gated_(is_gated(plan.spec.kind)),
      alone_(plan.spec.kind == OperatorKind::wide),
      integer_(alone_ && plan.wide.spec.integer_form),
      loadable_(!plan.parts.empty()),
      factored_(gated_ && plan.spec.peer != Peer::none),
      direct_(softmax_ && plan.scalar_stages == 0),
      iterative_(plan.interval > 1),
      in_bits_(payload_bits(input_payload(plan))),
      out_bits_(payload_bits(output_payload(plan))),
      words_(plan),
      gate_(plan.max_beats),
      first_(plan.depth),
      sum_(plan.depth),
      unit_(stages_of(plan.unit_stages)),
      argument_(1),
      wide_(stages_of(plan.scalar_stages)),
      root_(plan.scalar_stages - 1),
      tail_(plan.tail_stages) {
  outputs_.out_data.resize(bench::words_for(out_bits_));
}

bool OperatorModel::in_last(const PinInputs& in) const {
  if (alone_) return true;
  return bench::get_bits(in.in_data, static_cast<std::size_t>(in_bits_ - 1), 1) != 0;
}

OperatorModel::Wires OperatorModel::wires(const PinInputs& in) const {
  Wires w;
  w.tail = tail_.advances(in.out_ready);
  if (softmax_) {
    w.sum_scalar = sum_.scalar_ready(w.tail);
    w.wide = direct_ ? w.sum_scalar : wide_.advances(w.sum_scalar);
    w.sum = sum_.ready(w.wide);
    w.unit = unit_.advances(w.sum);
    w.first_scalar = first_.scalar_ready(w.unit);
    w.first = w.pass_ready = first_.ready(w.first_scalar);
  } else if (rows_) {
    w.first_scalar = first_.scalar_ready(w.tail);
    w.wide = iterative_ ? root_.ready() : wide_.advances(w.first_scalar);
    w.argument = argument_.advances(w.wide);
    w.first = w.pass_ready = first_.ready(w.argument);
  } else if (gated_) {
    w.unit = unit_.advances(w.tail);
    w.argument = w.pass_ready = factored_ ? argument_.advances(w.unit) : w.unit;
  } else {
    w.wide = w.pass_ready = wide_.advances(integer_ ? w.tail : in.out_ready);
  }
  w.open = !loadable_ || config_.open(in.cfg_we, in.cfg_commit);
  if (alone_) {
    w.in_ready = w.open && w.pass_ready;
    w.busy = loadable_ && wide_.busy();
  } else {
    w.in_ready = gate_.excess() || (w.pass_ready && gate_.door(w.open));
    w.busy = loadable_ && (gate_.started() || gate_.inside());
  }
  return w;
}

bool OperatorModel::readable(const PinInputs& in) const {
  if (outputs_.cfg_busy || !words_.read(in.cfg_addr).has_value()) return false;
  // Latches open in the second half of the cycle that takes the write: the word turns within the cycle.
  return plan_.spec.store != Store::latches || !in.cfg_we;
}

const PinOutputs& OperatorModel::outputs(const PinInputs& in) {
  if (!in.rst_n) reset();
  const Wires w = wires(in);
  outputs_.in_ready = w.in_ready;
  outputs_.cfg_busy = w.busy;
  const Slot& out = shown();
  outputs_.out_valid = out.has_value();
  if (out.has_value()) outputs_.out_data = out->row->outputs[out->beat];
  outputs_.saturated = saturated_.value();
  outputs_.empty = empty_.value();
  outputs_.overlong = overlong_.value();
  if (loadable_) outputs_.cfg_rdata = words_.read(in.cfg_addr).value_or(0);
  return outputs_;
}

/// The elements of a beat join those of its row.
void OperatorModel::gather(const PinInputs& in) {
  const OperatorSpec& spec = plan_.spec;
  const auto bits = static_cast<std::size_t>(spec.element_bits);
  const auto lanes = static_cast<std::size_t>(spec.lanes);
  const std::size_t keep = lanes * bits * (gated_ ? 2 : 1);
  for (std::size_t lane = 0; lane < lanes; ++lane) {
    const std::uint64_t raw = bench::get_bits(in.in_data, lane * bits, spec.element_bits);
    stimulus_.row.codes.push_back(alone_ ? static_cast<std::int64_t>(raw) : code_of(spec.element_bits, raw));
    stimulus_.row.keep.push_back(alone_ || bench::get_bits(in.in_data, keep + lane, 1) != 0);
    if (!gated_) continue;
    stimulus_.gates.push_back(
        code_of(spec.element_bits, bench::get_bits(in.in_data, (lanes + lane) * bits, spec.element_bits)));
  }
}

/// Whether the core of a wide unit clamps what it sees when v = 0: the lowest code, and for rsqrt the table of the
/// octave V. The result is not used, but the core's flag does not know that.
bool OperatorModel::zero_clamps() {
  const golden::WideFormat format = wide_format(plan_.wide);
  const bool root = format.function == golden::WideFunction::rsqrt;
  const auto context = static_cast<std::size_t>(root ? format.input_bits & 1 : 0);
  const auto lowest = static_cast<std::int64_t>(golden::min_of(format.core.input_bits, true));
  return golden::evaluate(format.core, words_.image().wide[context], lowest).saturated;
}

void OperatorModel::evaluate(RowValues& values, bool last) {
  RowBeats beats = row_beats(plan_, words_.image(), stimulus_);
  values.outputs = std::move(beats.outputs);
  values.clamped = std::move(beats.clamped);
  values.empty = beats.empty;
  if (alone_ && beats.empty) values.clamped.front() = zero_clamps();
  if (!last && !alone_) {
    // A beat of a gated unit was evaluated as a row of its own.
    const auto top = static_cast<std::size_t>(out_bits_ - 1);
    values.outputs.back()[top / 64] &= ~(std::uint64_t{1} << (top % 64));
  }
  stimulus_ = {};
}

Slot OperatorModel::enter(const PinInputs& in, bool last) {
  if (!rows_ || !row_) row_ = std::make_shared<RowValues>();
  gather(in);
  Token token{row_, rows_ ? gate_.beat() : 0, last};
  if (last || !rows_) {
    evaluate(*row_, last);
    row_.reset();
  }
  return token;
}

void OperatorModel::clock(const PinInputs& in) {
  if (!in.rst_n) {
    reset();
    return;
  }
  const Wires w = wires(in);
  const Slot out = shown();
  const bool delivered = out.has_value() && in.out_ready;
  const bool last = alone_ || gate_.last(in_last(in));
  const bool pass = in.in_valid && w.in_ready && (alone_ || !gate_.excess());
  const bool dropped = in.in_valid && !alone_ && gate_.excess();
  // The core of a wide unit raises its flag with what leaves the core.
  const Slot core = integer_ ? (w.tail ? wide_.out() : Slot{}) : (delivered ? out : Slot{});
  saturated_.clock(core.has_value() && core->row->clamped[core->beat], in.saturated_clear);
  empty_.clock(delivered && out->row->empty, in.saturated_clear);
  overlong_.clock(dropped, in.saturated_clear);
  const Slot entering = pass ? enter(in, last) : Slot{};

  if (softmax_) {
    const Slot leaving = sum_.valid() ? sum_.out() : Slot{};
    const Slot exp = unit_.out();
    const Slot reduced = sum_.reduced();
    const bool root = direct_ ? reduced.has_value() : wide_.out().has_value();
    tail_.clock(w.tail, leaving);
    sum_.clock(w.sum ? exp : Slot{}, w.wide, root, w.tail);
    wide_.clock(w.wide, reduced);
    const bool largest = first_.reduced().has_value();
    unit_.clock(w.unit, first_.valid() ? first_.out() : Slot{});
    first_.clock(entering, w.first_scalar, largest, w.unit);
  } else if (rows_) {
    const bool root = iterative_ ? root_.out().has_value() : wide_.out().has_value();
    tail_.clock(w.tail, first_.valid() ? first_.out() : Slot{});
    if (iterative_) {
      root_.clock(w.wide ? argument_.out() : Slot{}, w.first_scalar);
    } else {
      wide_.clock(w.wide, argument_.out());
    }
    argument_.clock(w.argument, first_.reduced());
    first_.clock(entering, w.argument, root, w.tail);
  } else if (gated_) {
    tail_.clock(w.tail, unit_.out());
    unit_.clock(w.unit, factored_ ? argument_.out() : entering);
    argument_.clock(w.argument, entering);
  } else {
    if (integer_) tail_.clock(w.tail, wide_.out());
    wide_.clock(w.wide, entering);
  }
  if (!alone_) gate_.clock(pass, dropped, in_last(in), delivered && out->last);
  if (!loadable_) return;
  if (in.cfg_we && !w.busy) words_.write(in.cfg_addr, in.cfg_data);
  config_.clock(in.cfg_we, in.cfg_commit, w.busy);
}

void OperatorModel::reset() {
  config_.reset();
  gate_.reset();
  first_.reset();
  sum_.reset();
  unit_.reset();
  argument_.reset();
  wide_.reset();
  root_.reset();
  tail_.reset();
  saturated_.reset();
  empty_.reset();
  overlong_.reset();
  row_.reset();
  stimulus_ = {};
}

}  // namespace pwlforge
