// Copyright 2026 the pwlforge authors.
// Licensed under the Apache License, Version 2.0; see LICENSE.
// SPDX-License-Identifier: Apache-2.0
//
// A unit clock cycle by clock cycle, without Verilog: handshake, pipeline under one global stall, skid register, banks,
// configuration, tag and sticky flag as docs/numerics.md section 7 says; the arithmetic is the golden model's.
//
//   CycleModel model(plan);
//   PinOutputs out = model.outputs(in);   // combinational
//   model.clock(in);                      // rising edge
#pragma once

#include <array>
#include <optional>
#include <vector>

#include "gen/unit/unit.hpp"
#include "sim/cycle/lane.hpp"
#include "sim/cycle/pins.hpp"

namespace pwlforge {

class CycleModel {
 public:
  /// The plan must outlive the model.
  explicit CycleModel(const UnitPlan& plan);

  /// Outputs of the current cycle. out_data and out_tag count only with out_valid; cfg_rdata only when readable().
  const bench::PinOutputs& outputs(const bench::PinInputs& in);
  /// The rising edge that ends the cycle (asynchronous reset included).
  void clock(const bench::PinInputs& in);
  /// Whether cfg_rdata has a known value: the word at cfg_addr was written since power-up or has no register, and no
  /// beat uses the network that it is read through (shares_select). A latch that is being written shows either word.
  bool readable(const bench::PinInputs& in) const;

 private:
  struct Beat {
    bench::Words data;
    std::uint64_t tag = 0;
    std::size_t bank = 0;
    bool saturated = false;
    bool valid = false;
  };
  /// One bank of a loadable store: its words by address, and the table that follows from them.
  struct Bank {
    std::vector<std::optional<std::uint64_t>> words;
    std::optional<LaneTable> table;  ///< none: the words have changed since
  };
  struct Wires {
    bool open = false, advance = false, in_ready = false, out_valid = false, busy = false;
    const Beat* tail = nullptr;  ///< what the pipeline shows at its end, or none
    const Beat* out = nullptr;
  };

  Wires wires(const bench::PinInputs& in);
  void compute(const bench::PinInputs& in, Beat& beat);
  LaneTable& table(const bench::PinInputs& in);
  LaneParameters parameters(const Bank& bank) const;
  const Beat& last() const { return stages_[front_ == 0 ? stages_.size() - 1 : front_ - 1]; }
  void reset();

  const UnitPlan& plan_;
  bool loadable_, shares_select_;
  std::vector<LaneTable> contexts_;
  std::vector<const ConfigWord*> words_;  ///< by address; null: no word there
  std::array<Bank, 2> banks_;
  std::size_t active_ = 0;
  bool written_ = false;
  bool running_ = false;
  bool offered_ = false;      ///< without stages: a result was shown in the last cycle and not taken
  std::vector<Beat> stages_;  ///< a ring: beats enter at front_, which moves back by one
  std::size_t front_ = 0;
  Beat spare_;
  Beat passing_;  ///< of a unit without stages
  bool flag_ = false;
  bench::PinOutputs outputs_;
};

}  // namespace pwlforge
