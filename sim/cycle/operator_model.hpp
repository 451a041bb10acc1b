// Copyright 2026 the pwlforge authors.
// Licensed under the Apache License, Version 2.0; see LICENSE.
// SPDX-License-Identifier: Apache-2.0
//
// An operator clock cycle by clock cycle, without Verilog: the parts of operator_parts.hpp connected as operator_design
// connects the modules; values are the golden model's for the row and the image with which it entered.
//
//   OperatorModel model(plan);
//   PinOutputs out = model.outputs(in);   // combinational
//   model.clock(in);                      // rising edge
#pragma once

#include "sim/cycle/operator_parts.hpp"
#include "sim/cycle/operator_words.hpp"
#include "sim/cycle/pins.hpp"

namespace pwlforge {

class OperatorModel {
 public:
  /// The plan must outlive the model.
  explicit OperatorModel(const OperatorPlan& plan);

  /// Outputs of the current cycle. out_data counts only with out_valid; cfg_rdata only when readable().
  const bench::PinOutputs& outputs(const bench::PinInputs& in);
  /// The rising edge that ends the cycle (asynchronous reset included).
  void clock(const bench::PinInputs& in);
  /// Whether cfg_rdata has a known value: the word was written since power-up, nothing is inside that uses the networks
  /// that read it, and no latch is being written.
  bool readable(const bench::PinInputs& in) const;

 private:
  /// Who may move in this cycle, from the output back to the input.
  struct Wires {
    bool tail = false, wide = false, argument = false, unit = false;  ///< that pipeline advances
    bool sum = false, first = false;                                  ///< that engine takes a beat
    bool sum_scalar = false, first_scalar = false;                    ///< that engine takes a scalar
    bool pass_ready = false, open = false, in_ready = false, busy = false;
  };
  Wires wires(const bench::PinInputs& in) const;
  const cycle::Slot& shown() const { return integer_ || !alone_ ? tail_.out() : wide_.out(); }
  bool in_last(const bench::PinInputs& in) const;
  cycle::Slot enter(const bench::PinInputs& in, bool last);
  void gather(const bench::PinInputs& in);
  void evaluate(cycle::RowValues& values, bool last);
  bool zero_clamps();
  void reset();

  const OperatorPlan& plan_;
  bool rows_, softmax_, gated_, alone_, integer_, loadable_;
  bool factored_;   ///< a peer's gated unit: its factor is a stage in front of the product
  bool direct_;     ///< the scalar of the second engine is its reduction
  bool iterative_;  ///< the scalar function takes one row at a time
  int in_bits_, out_bits_;
  cycle::OperatorWords words_;
  cycle::ConfigControl config_;
  cycle::RowGate gate_;
  cycle::RowEngine first_;    ///< largest, or moments
  cycle::RowEngine sum_;      ///< softmax
  cycle::Pipeline unit_;      ///< exp, silu, gelu
  cycle::Pipeline argument_;  ///< of norms, or the factor of a
  cycle::Pipeline wide_;
  cycle::Iteration root_;  ///< instead of it
  cycle::Pipeline tail_;   ///< last stages
  cycle::Sticky saturated_, empty_, overlong_;
  std::shared_ptr<cycle::RowValues> row_;  ///< that is coming in
  Stimulus stimulus_;                      ///< what of it has come
  bench::PinOutputs outputs_;
};

}  // namespace pwlforge
