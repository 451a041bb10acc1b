// Copyright 2026 the pwlforge authors.
// Licensed under the Apache License, Version 2.0; see LICENSE.
// SPDX-License-Identifier: Apache-2.0
//
// Units that are worth synthesizing for one bound on the error.
#pragma once

#include <string>
#include <vector>

#include "gen/fit/word_search.hpp"
#include "synth/explore/calibration.hpp"

namespace pwlforge {

struct Choice {
  std::string name;   ///< of the unit, and of its folder
  std::string words;  ///< uniform, per entry, constant, rows
  int max_lsb = 0;    ///< the bound that it was searched for
  UnitStyle style;
  UnitSpec spec;
  int stored_bits = 0;       ///< loadable stores
  double area_estimate = 0;  ///< the same; 0: none
  double power_estimate = 0;
  std::string claim;  ///< what is proved about it, and what is not
};

/// What a search may spend and returns.
struct SearchBudget {
  int orders = 64;    ///< in which bits are taken away, for each of the best numbers of entries and shifts
  int finalists = 2;  ///< trimmed units that are synthesized, for each bound and style
};

/// Loadable units: the one of uniform words that costs least, proved over every number of entries, slope, intercept and
/// shift width; and, for inputs of at most 12 bits, the best found of words per entry. None when no unit of up
/// to 40 entries, 64 for wider inputs, meets the bound.
std::vector<Choice> loadable_choices(const fitting::WordSearch& search, const fitting::WordProblem& problem,
                                     const UnitStyle& style, const LinearCost& area, const LinearCost& power,
                                     const SearchBudget& budget);

/// Units of constants: piecewise-linear ones by bisection and with a comparator bank, of as few entries as can be and
/// with two (powers of two alone: four) more; their words trimmed or not, their slopes multiplied or sums of
/// one or two signed powers of two. For inputs of more than 12 bits words keep one width, slopes the narrowest one that
/// does, and sums may have three terms.
std::vector<Choice> constant_choices(const fitting::WordProblem& problem);

/// The truth table whose outputs are within the bound, for inputs of at most 12 bits; none above.
std::vector<Choice> row_choices(const fitting::WordProblem& problem);

}  // namespace pwlforge
