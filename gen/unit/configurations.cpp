// Copyright 2026 the pwlforge authors.
// Licensed under the Apache License, Version 2.0; see LICENSE.
// SPDX-License-Identifier: Apache-2.0
#include "gen/unit/configurations.hpp"

#include <algorithm>

namespace pwlforge {
namespace {

std::string module_name(std::string name) {
  std::replace(name.begin(), name.end(), '-', '_');
  return name;
}

Configuration make(const std::string& name, const std::string& purpose, const std::string& unit, int entries,
                   const std::string& format) {
  Configuration configuration{name, purpose, "gelu", format, {}};
  UnitSpec& spec = configuration.spec;
  spec.name = module_name(name);
  set_unit(spec, unit);
  spec.entries = entries;
  spec.pipeline = 3;
  const ParamFormat parameters = parse_format(format);
  if (!parameters.floating) {
    // At the clock that the 32-bit units reach, narrow paths have time to spare: their stages go where they cost least.
    spec.compact = spec.integer.input_bits <= 16;
    spec.integer.slope_bits = parameters.slope_bits;
    spec.integer.intercept_bits = parameters.intercept_bits;
    spec.integer.intercept = default_intercept(parameters);
  }
  return configuration;
}

std::vector<Configuration> make_all() {
  std::vector<Configuration> all;
  const struct {
    const char* unit;
    const char* format;
    const char* purpose;
  } paper[] = {{"int8", "f6k8b8", "the paper's INT8 unit"},
               {"int16", "f14k16b16", "the paper's INT16 unit"},
               {"int32", "f30k32b32", "the paper's INT32 unit"},
               {"fp32", "fp32", "the paper's FP32 unit, full IEEE"}};
  for (const auto& row : paper) {
    for (const int entries : {8, 16}) {
      all.push_back(make("paper-" + std::string(row.unit) + "-" + std::to_string(entries), row.purpose, row.unit,
                         entries, row.format));
    }
  }
  all.push_back(
      make("exact-int8-16", "no approximation error for gelu, hswish, silu, exp, div and rsqrt", "int8", 16, "k8b16"));
  all.push_back(make("exact-int8-24", "no approximation error for all eight functions", "int8", 24, "k8b16"));
  // The narrowest slopes and intercepts with which eight entries stay within 1 LSB for tanh, the hardest of the eight.
  Configuration small = make("small-int8-8", "programmable, within 1 LSB for all eight functions", "int8", 8, "k7b11");
  small.spec.store = Store::latches;
  small.spec.pipeline = 2;
  small.spec.operand_isolation = true;
  all.push_back(small);
  return all;
}

}  // namespace

const std::vector<Configuration>& configurations() {
  static const std::vector<Configuration> all = make_all();
  return all;
}

const Configuration& find_configuration(const std::string& name) {
  std::string known;
  for (const Configuration& configuration : configurations()) {
    if (configuration.name == name) return configuration;
    known += (known.empty() ? "" : ", ") + configuration.name;
  }
  throw InputError("configuration: no such one (found " + name + "); use one of " + known);
}

}  // namespace pwlforge
