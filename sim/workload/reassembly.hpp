// Copyright 2026 the pwlforge authors.
// Licensed under the Apache License, Version 2.0; see LICENSE.
// SPDX-License-Identifier: Apache-2.0
//
// Channel reassembly in front of a linear layer in integers (QLLM, arXiv 2310.08041, section 4.1): a channel whose
// numbers are far larger than the others' makes the step of the whole row coarse. It is split into T equal parts, whose
// weights are its own (disassembly), and for each channel that this adds, two that are alike become one, their mean
// times the sum of their weights (assembly), so that the layer keeps its size.
//
//     x_j = T * (x_j / T)                          exact but for the rounding of x_j / T
//     x_i w_i + x_j w_j ~ (x_i + x_j) / 2 * (w_i + w_j),   wrong by (x_i - x_j)(w_i - w_j) / 2
//
// What the paper leaves open, and what is done here: the bound above which channels are split is the one, of those that
// lie four an octave down to 1/64 of the largest number, with the least squared error of the layer's outputs in the
// very integers in which it will run, and none of them where the layer as it is has less. Pairs are chosen one by one,
// the least wrong first.
#pragma once

#include <cstdint>
#include <vector>

#include "sim/workload/arithmetic.hpp"

namespace pwlforge::llama {

/// (x_first + x_second) / divisor; second < 0: x_first / divisor.
struct Channel {
  int first = 0;
  int second = -1;
  int divisor = 1;
};

struct Reassembly {
  std::vector<Channel> channels;  ///< empty: the inputs as they are
  int split = 0;                  ///< channels that are several now
  int merged = 0;                 ///< pairs that are one now
  bool identity() const { return channels.empty(); }
};

/// Inputs of a layer as its channels; divisions round half up.
std::vector<std::int32_t> reassembled(const Reassembly& reassembly, const std::int32_t* x);
std::vector<float> reassembled(const Reassembly& reassembly, const float* x);
/// Columns of the weights that belong to them.
Matrix reassembled(const Reassembly& reassembly, const Matrix& matrix);

/// Splits channels above `bound`, merges as many pairs. `rows`: whole rows of `inputs` numbers each, at least one; all
/// of `layers` take these inputs. Identity where nothing is above it, or more than a quarter of the channels would be
/// added.
Reassembly split_above(double bound, const std::vector<float>& rows, const std::vector<Matrix>& layers);

/// Squared error of the outputs of all layers in `arithmetic`, against real arithmetic, over all rows.
double output_error(const Reassembly& reassembly, const FixedArithmetic& arithmetic, const std::vector<float>& rows,
                    const std::vector<Matrix>& layers);

/// The one of least error over (at most 256, evenly spaced) rows.
Reassembly choose_reassembly(const FixedArithmetic& arithmetic, const std::vector<float>& rows,
                             const std::vector<Matrix>& layers);

}  // namespace pwlforge::llama
