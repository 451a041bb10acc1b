// Copyright 2026 the pwlforge authors.
// Licensed under the Apache License, Version 2.0; see LICENSE.
// SPDX-License-Identifier: Apache-2.0
//
// How far an operator is from the real function of its dequantized rows, by row length and distribution; and how far a
// wide unit is from 1/v or 1/sqrt(v) over its whole range.
#pragma once

#include <cstdint>
#include <functional>
#include <string>
#include <vector>

#include "gen/operator/beats.hpp"

namespace pwlforge {

/// Rows of one length and distribution.
struct RowErrors {
  int length = 0;            ///< 0: rows of a file, of any length
  std::string distribution;  ///< uniform, normal, peaked, or recorded
  std::uint64_t rows = 0;
  std::uint64_t elements = 0;
  double max_lsb = 0;         ///< largest |code - real value| in output LSB
  double mean_lsb = 0;        ///< mean of it, over kept elements
  double ideal_mean_lsb = 0;  ///< the same for the correctly rounded outputs: what no operator can go below
  double max_sum_error = 0;   ///< softmax: largest |sum of the outputs - 1|
};

struct OperatorCertificate {
  std::string function;
  std::uint64_t seed = 1;
  std::string source;  ///< "model" or "verilog"
  std::vector<RowErrors> rows;
};

/// Output codes of rows, from wherever they come. The words of the operator are those of `image`.
using RowSource = std::function<std::vector<std::vector<std::int64_t>>(const OperatorImage& image,
                                                                       const std::vector<Stimulus>& rows)>;
/// The golden model.
RowSource model_rows(const OperatorPlan& plan);

/// Lengths 1, 2, 3, 4, 6, 8, ... up to the longest row (gated units: 64), each with the three distributions; with
/// recorded rows, those as well. Norms get a gain for each length. Deterministic in the seed.
OperatorCertificate certify_operator(const OperatorPlan& plan, std::uint64_t seed,
                                     const std::vector<Stimulus>& recorded, const RowSource& source,
                                     const std::string& source_name);

/// Largest relative error of a wide unit with its own tables over every v from 1 to 2^V - 1. Complete for every V: all
/// v of one octave that round to the same mantissa code have one output, and the error is greatest at the first or the
/// last of them.
struct OctaveError {
  int octave = 0;  ///< floor(log2 v)
  double max_relative = 0;
  std::uint64_t worst = 0;  ///< the v
};
struct WideCertificate {
  std::string function;
  int input_bits = 0;
  int core_bits = 0;
  std::uint64_t evaluated = 0;  ///< ends of intervals
  std::vector<OctaveError> octaves;
  OctaveError worst;
};
WideCertificate certify_wide(const OperatorPlan& plan);

Json operator_certificate_to_json(const OperatorCertificate& certificate);
Json wide_certificate_to_json(const WideCertificate& certificate);

}  // namespace pwlforge
