// Copyright 2026 the pwlforge authors.
// Licensed under the Apache License, Version 2.0; see LICENSE.
// SPDX-License-Identifier: Apache-2.0
//
// Area and power of loadable units in one library, estimated from units that were synthesized in it.
#pragma once

#include <string>
#include <vector>

#include "gen/fit/word_search.hpp"
#include "gen/support/words.hpp"
#include "gen/unit/unit.hpp"
#include "synth/explore/unit_cost.hpp"
#include "synth/flow/synth.hpp"

namespace pwlforge {

/// The family that is searched: slopes of at most the input's bits, intercepts of those of input and output together.
int widest_slope(const fitting::WordProblem& problem);
int widest_intercept(const fitting::WordProblem& problem);

/// What the units of a search have in common.
struct UnitStyle {
  Store store = Store::latches;
  bool compact = true;
  int pipeline = 2;
};
std::string style_name(const UnitStyle& style);
/// The unit of these tables with its words trimmed to them (loadable stores), or with all of them constant.
UnitSpec styled_unit(const UnitStyle& style, const std::string& name, const std::vector<Table>& tables);
/// What of a trimmed unit the cost depends on.
UnitShape shape_of(const UnitSpec& spec);

/// A unit that was synthesized.
struct CostSample {
  std::string name;
  std::vector<double> features;
  double area = 0;
  double power = 0;  ///< mW
};

/// The figures of a trimmed unit from its synth object.
CostSample cost_sample(const std::string& name, const UnitSpec& spec, const Json& synth);

struct Calibration {
  LinearCost area, power;
  std::vector<CostSample> fitted;                    ///< units that the weights were fitted to
  std::vector<CostSample> held_out;                  ///< units that took no part in it
  double mean_area_error = 0, worst_area_error = 0;  ///< relative, of the units held out
  double mean_power_error = 0, worst_power_error = 0;
};

/// Before any unit is synthesized: one for each stored bit, more for what makes the multiplier and the shifter wide.
LinearCost uncalibrated_cost();

/// Synthesizes units of four functions at bounds of 0 to 2 LSB, of uniform and of trimmed words, fits the weights to
/// them, and measures the error on units of two other functions. Results of the flow are cached: the second calibration
/// in a library takes no time. `threads` units at once.
Calibration calibrate(const UnitStyle& style, const Library& library, const SynthOptions& options, int input_bits,
                      int output_bits, int threads);
/// Takes more units into the fit: those that a search chose, because it chooses where the weights are too low.
void add_samples(Calibration& calibration, const std::vector<CostSample>& samples);
/// Synthesizes, into the cache, a part of the units of a calibration.
void calibrate_slice(const UnitStyle& style, const Library& library, const SynthOptions& options, int input_bits,
                     int output_bits, int threads, const Slice& slice);

}  // namespace pwlforge
