// Copyright 2026 the pwlforge authors.
// Licensed under the Apache License, Version 2.0; see LICENSE.
// SPDX-License-Identifier: Apache-2.0
#include "gen/unit/configurations.hpp"
#include "gen/support/diagnostics.hpp"

#include <fmt/format.h>

#include <algorithm>

namespace pwlforge {
namespace {

std::string module_name(std::string name) {
  std::replace(name.begin(), name.end(), '-', '_');
  return name;
}

/// The formats that are compared with each other: the paper's.
struct Format {
  const char* unit;
  const char* parameters;
};
constexpr Format kFormats[] = {{"int8", "f6k8b8"}, {"int16", "f14k16b16"}, {"int32", "f30k32b32"}, {"fp32", "fp32"}};

Configuration make(const std::string& architecture, const std::string& purpose, const Format& format, int entries) {
  Configuration configuration;
  configuration.name = fmt::format("{}-{}-{}", architecture, format.unit, entries);
  configuration.purpose = purpose;
  configuration.architecture = architecture;
  configuration.function = "gelu";
  configuration.format = format.parameters;
  UnitSpec& spec = configuration.spec;
  spec.name = module_name(configuration.name);
  set_unit(spec, format.unit);
  spec.entries = entries;
  spec.pipeline = 3;
  spec.compact = architecture != "plain";
  const ParamFormat parameters = parse_format(format.parameters);
  if (!parameters.floating) {
    spec.integer.slope_bits = parameters.slope_bits;
    spec.integer.intercept_bits = parameters.intercept_bits;
    spec.integer.intercept = default_intercept(parameters);
  }
  return configuration;
}

/// Latches, two stages, operands held while nothing passes.
Configuration small(const std::string& purpose, const Format& format) {
  Configuration one = make("small", purpose, format, 8);
  one.spec.store = Store::latches;
  one.spec.pipeline = 2;
  one.spec.operand_isolation = true;
  return one;
}

std::vector<Configuration> make_all() {
  std::vector<Configuration> all;
  const auto add = [&](Configuration one, bool is_default) {
    one.is_default = is_default;
    all.push_back(std::move(one));
  };
  for (const Format& format : kFormats) {
    for (const int entries : {8, 16}) {
      add(make("paper", fmt::format("the paper's {} unit: registers, three stages, compact", format.unit), format,
               entries),
          true);
    }
  }
  Configuration exact =
      make("exact", "no approximation error for gelu, hswish, silu, exp, div and rsqrt", {"int8", "k8b16"}, 16);
  exact.architecture = "paper";
  add(exact, true);
  exact = make("exact", "no approximation error for all eight functions", {"int8", "k8b16"}, 24);
  exact.architecture = "paper";
  add(exact, true);
  for (const Format& format : kFormats) {
    for (const int entries : {8, 16}) {
      const bool wanted = entries == 8 && std::string(format.unit) != "int16";
      add(make("plain", fmt::format("the {} unit with a comparator for every threshold", format.unit), format, entries),
          wanted);
    }
  }
  // What paper- units are, under the name that says it.
  for (const Format& format : kFormats) {
    for (const int entries : {8, 16}) {
      add(make("compact", fmt::format("the {} unit by bisection, as paper-{}", format.unit, format.unit), format,
               entries),
          false);
    }
  }
  // The narrowest slopes and intercepts with which eight entries stay within 1 LSB for tanh, the hardest of the eight.
  add(small("programmable, within 1 LSB for all eight functions", {"int8", "k7b11"}), true);
  for (const Format& format : kFormats) {
    const std::string unit = format.unit;
    if (unit == "int8") continue;
    add(small(fmt::format("the {} unit in latches, two stages", unit), format), unit != "int16");
  }
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
