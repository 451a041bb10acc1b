// Copyright 2026 the pwlforge authors.
// Licensed under the Apache License, Version 2.0; see LICENSE.
// SPDX-License-Identifier: Apache-2.0
//
// Tables of given word widths under a bound on the error, and the narrowest words for which there are any.
//
//     WordProblem problem;
//     problem.functions = {{&find_function("gelu"), {}}};
//     problem.max_lsb = 1;
//     WordSearch search(problem);
//     KeptWords words = whole_words(8, 8, 8, 16, search.requant_limit());
//     words = search.narrowed(words, price, 1);        // no single bit can go
//     const std::vector<Table> tables = search.tables(words);
#pragma once

#include <functional>
#include <optional>
#include <vector>

#include "gen/fit/context.hpp"
#include "gen/fit/segment_reach.hpp"
#include "gen/functions/function.hpp"
#include "gen/tables/table.hpp"

namespace pwlforge::fitting {

using golden::KeptWords;

/// One function and what of it counts.
struct WordFunction {
  const Function* function = nullptr;
  std::vector<int> scales;         ///< exponents s of 2^-s; empty: the function's defaults, shifted by input_bits - 8
  std::vector<double> recorded{};  ///< real inputs; only codes that one of them rounds to count. Empty: all valid codes
};

struct WordProblem {
  std::vector<WordFunction> functions;
  int max_lsb = 0;  ///< bound on |y - Y*| at every code that counts
  int input_bits = 8;
  int output_bits = 8;
  golden::Rounding rounding = golden::Rounding::half_up;
  int slope_terms = 0;  ///< slopes are sums of at most so many signed powers of two; 0: any
};

/// How often each valid code first..last of a scale is recorded: the nearest one to every value, ties to even, and none
/// for values outside. 1 for each where nothing is recorded.
std::vector<double> code_weights(const std::vector<double>& recorded, const Quantization& input, std::int64_t first,
                                 std::int64_t last);

/// What a narrower choice of words is worth: anything that falls when a word loses a bit.
using WordPrice = std::function<double(const KeptWords&)>;

/// All words whole: thresholds of `threshold_bits`, R in 0..2^requant_bits - 1.
KeptWords whole_words(int entries, int threshold_bits, int slope_bits, int intercept_bits, int requant_bits);
/// Bits that are stored in all.
int stored_bits(const KeptWords& words);

class WordSearch {
 public:
  /// Throws InputError: a scale without valid codes, recorded values of which none is valid.
  explicit WordSearch(const WordProblem& problem);
  ~WordSearch();

  /// Bits that hold every requantization shift that is worth trying.
  int requant_bits() const;

  /// Whether every context has a table in these words. Exact: every partition, slope, intercept and R is considered.
  bool feasible(const KeptWords& words) const;
  /// The least number of entries of uniform words with which it is; empty when none up to `most` does.
  std::optional<int> least_entries(int slope_bits, int intercept_bits, int requant_first, int requant_bits,
                                   int most) const;

  /// Words from which no end of any single word can lose a bit, nor R: reached by taking bits away in an order that
  /// follows the price (seed 0) or is drawn (other seeds). A bit that cannot go now never can, so one pass is complete.
  KeptWords narrowed(KeptWords words, const WordPrice& price, std::uint64_t seed) const;

  /// Tables in these words, one document for each function, of least squared error for the partition that was found.
  /// Throws std::logic_error when there is none.
  std::vector<Table> tables(const KeptWords& words) const;

 private:
  struct Context;
  struct Placed;
  /// Thresholds of one context at one R; empty when there are none.
  std::optional<std::vector<std::int64_t>> partition(const Context& context, int requant, const KeptWords& words) const;
  std::optional<Placed> placed(const Context& context, const KeptWords& words) const;
  const SegmentReach& reach(const Context& context, int requant) const;

  WordProblem problem_;
  std::vector<FitRequest> requests_;  ///< by function
  std::vector<Context> contexts_;
};

}  // namespace pwlforge::fitting
