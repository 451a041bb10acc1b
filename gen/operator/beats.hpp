// Copyright 2026 the pwlforge authors.
// Licensed under the Apache License, Version 2.0; see LICENSE.
// SPDX-License-Identifier: Apache-2.0
//
// Rows as beats on the ports of an operator: what benches drive and what they must see. A payload is the concatenation
// of the ports that travel with a beat, in the order of payload_ports from the low end, in 64-bit words. Of a wrapper:
// on those of its core.
#pragma once

#include <cstdint>
#include <vector>

#include "gen/operator/operator.hpp"

namespace pwlforge {

using Payload = std::vector<std::uint64_t>;

/// in_data_i, in_gate_i, in_keep_i, in_last_i; out_data_o, out_exponent_o, out_zero_o, out_keep_o, out_last_o: those
/// that the operator has.
std::vector<Port> input_payload(const OperatorPlan& plan);
std::vector<Port> output_payload(const OperatorPlan& plan);
int payload_bits(const std::vector<Port>& ports);
/// Of a lane's result: of a wide unit all that it shows of a value.
int result_bits(const OperatorPlan& plan);

/// One row to play: any number of elements, at least one.
struct Stimulus {
  golden::Row row;
  std::vector<std::int64_t> gates;  ///< gated units
};

struct RowBeats {
  std::vector<Payload> inputs;
  std::vector<Payload> outputs;  ///< not more than the longest row has
  std::vector<bool> clamped;     ///< of each output: whether it raises saturated_o
  bool saturated = false;        ///< flags that the row raises
  bool empty = false;
  bool overlong = false;
};

/// Beats of a row and what must come out. The last beat is filled up with dropped elements; what is beyond the longest
/// row is dropped by the operator.
RowBeats row_beats(const OperatorPlan& plan, const OperatorImage& image, const Stimulus& stimulus);

/// A random row: length elements, of a kind chosen by the generator among uniform, near-equal, one large, extremes, all
/// equal; with masks, about one row in two has dropped elements, and one in 32 nothing else.
Stimulus random_stimulus(const OperatorPlan& plan, std::uint64_t seed, int length, bool masks);
/// all equal, one hot, all masked, smallest and largest codes alternating, all smallest, all largest, zero.
std::vector<Stimulus> extreme_stimuli(const OperatorPlan& plan, int length);

}  // namespace pwlforge
