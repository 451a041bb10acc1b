// Copyright 2026 the pwlforge authors.
// Licensed under the Apache License, Version 2.0; see LICENSE.
// SPDX-License-Identifier: Apache-2.0
//
// Wide div and rsqrt as plain data (docs/operators.md section 1): an integer unit of W bits, the core, behind a
// normalising shifter. Its tables are ordinary ones whose input zero point makes a code the mantissa:
//
//     m = (q + 2^(W-1) + 2^W) * S     S = 2^-W: m in [1, 2);  rsqrt at odd octaves S = 2^(1-W): m in [2, 4)
#pragma once

#include <string>
#include <vector>

#include "gen/unit/unit.hpp"
#include "sim/golden/wide.hpp"

namespace pwlforge {

struct WideSpec {
  std::string name;
  golden::WideFunction function = golden::WideFunction::div;
  int input_bits = 24;  ///< V
  /// The core: an integer unit with unsigned output, one table of one context (div) or of two (rsqrt).
  UnitSpec core;
  int tag_bits = 0;
  bool framed = false;        ///< keep and last of a stream travel with a value, on ports of their own, as its tag
  bool integer_form = false;  ///< one number instead of mantissa and exponent
  int fraction_bits = 16;     ///< F of the integer form
  int output_bits = 16;       ///< of the integer form
};

struct WidePlan {
  WideSpec spec;
  UnitPlan core;     ///< NAME_core: its tag is {tag, exponent, zero}
  int log_bits = 0;  ///< that count to V
  int exponent_bits = 0;
  int largest = 0;              ///< exponent of v = 2^V - 1
  int integer_accumulator = 0;  ///< A of the integer form's requantizer
  int latency = 0;
  std::vector<Port> ports;
};

/// Throws InputError for rules that the specification breaks.
WidePlan plan_wide(const WideSpec& spec);
golden::WideFormat wide_format(const WidePlan& plan);
/// Parameters with which the golden unit computes what a context of the plan does; a truth table becomes steps: a
/// segment of slope 0 for each run of equal outputs.
golden::IntParams golden_params(const UnitPlan& plan, std::size_t context);
/// Those of the core, one for each context.
std::vector<golden::IntParams> wide_params(const WidePlan& plan);

const std::vector<std::string>& wide_function_names();  ///< div, rsqrt: in the order of golden::WideFunction
std::string wide_function_name(golden::WideFunction function);
/// Zero point of the tables of a W-bit core, and scale of a context's.
std::int64_t mantissa_zero(int width);
double mantissa_scale(int width, int context);

}  // namespace pwlforge
