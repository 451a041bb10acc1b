// Copyright 2026 the pwlforge authors.
// Licensed under the Apache License, Version 2.0; see LICENSE.
// SPDX-License-Identifier: Apache-2.0
//
// Units for the simulation tests: described in a line, written to a temporary directory, changed by hand where a test
// plants a fault.
#pragma once

#include <string>
#include <vector>

#include "gen/fit/fit.hpp"
#include "gen/rtl/rtl.hpp"
#include "gen/tables/format.hpp"
#include "gen/unit/unit.hpp"
#include "sim/bench/simulate.hpp"
#include "tests/sim/directory.hpp"

namespace pwlforge::test {

inline UnitSpec unit_of(const std::string& unit, int entries, const std::string& format, int pipeline = 3) {
  UnitSpec spec;
  spec.name = "dut";
  set_unit(spec, unit);
  spec.entries = entries;
  spec.pipeline = pipeline;
  const ParamFormat parameters = parse_format(format);
  if (!parameters.floating) {
    spec.integer.slope_bits = parameters.slope_bits;
    spec.integer.intercept_bits = parameters.intercept_bits;
    spec.integer.intercept = default_intercept(parameters);
  }
  return spec;
}

/// Adds a table that fits the unit: equally spaced segments, at the given scales.
inline void add_table(UnitSpec& spec, const std::string& function, const std::string& format,
                      const std::vector<int>& scales, int entries = 0) {
  FitRequest request;
  request.function = &find_function(function);
  request.entries = entries > 0 ? entries : spec.entries;
  request.format = parse_format(format);
  request.method = Method::uniform;
  request.objective = Objective::q_all;
  request.scales = scales;
  if (!spec.floating) {
    request.input_bits = spec.integer.input_bits;
    request.output_bits = spec.integer.output_bits;
    request.output_signed = spec.integer.output_signed;
    request.rounding = spec.integer.rounding;
  }
  spec.tables.push_back(fit(request));
}

/// A unit directory that lives as long as the object.
class UnitDirectory : public TouchableDirectory {
 public:
  explicit UnitDirectory(const UnitSpec& spec) : TouchableDirectory("unit") { write_unit(plan_unit(spec), path()); }

  Manifest manifest() const { return read_manifest(path()); }
};

}  // namespace pwlforge::test
