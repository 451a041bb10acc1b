// Copyright 2026 the pwlforge authors.
// Licensed under the Apache License, Version 2.0; see LICENSE.
// SPDX-License-Identifier: Apache-2.0
#include "synth/liberty/liberty_power.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <charconv>
#include <sstream>

#include "gen/support/diagnostics.hpp"

namespace pwlforge {
namespace {

constexpr const char* kOwnLoad = "total_output_net_capacitance";

bool is_load(const std::string& variable) {
  return variable == kOwnLoad || variable == "equal_or_opposite_output_net_capacitance";
}

/// Index of the last point at or below `value`, and how far `value` is to the next one, both within the axis.
struct Place {
  std::size_t index = 0;
  double fraction = 0;
};

Place place_on(const std::vector<double>& axis, double value) {
  if (axis.size() < 2 || value <= axis.front()) return {};
  if (value >= axis.back()) return {axis.size() - 2, 1};
  const auto above = std::upper_bound(axis.begin(), axis.end(), value);
  const auto index = static_cast<std::size_t>(above - axis.begin()) - 1;
  return {index, (value - axis[index]) / (axis[index + 1] - axis[index])};
}

std::string text_of(const LibertyGroup& group, std::string_view name) {
  const LibertyAttribute* found = group.attribute(name);
  return found == nullptr ? std::string() : std::string(found->value);
}

}  // namespace

double EnergyTable::at(double slew_ns, double load_pf) const {
  if (empty()) return 0;
  const Place slew = place_on(slews_ns, slew_ns);
  const Place load = place_on(loads_pf, load_pf);
  const std::size_t columns = std::max<std::size_t>(1, loads_pf.size());
  const auto along_row = [&](std::size_t row) {
    const double low = energies_pj[row * columns + load.index];
    return load.fraction == 0 ? low : low + load.fraction * (energies_pj[row * columns + load.index + 1] - low);
  };
  const double low = along_row(slew.index);
  return slew.fraction == 0 ? low : low + slew.fraction * (along_row(slew.index + 1) - low);
}

std::vector<double> liberty_numbers(const LibertyAttribute& attribute, const std::string& place) {
  std::vector<double> numbers;
  std::vector<std::string_view> pieces = attribute.arguments;
  if (pieces.empty()) pieces.push_back(attribute.value);
  for (const std::string_view piece : pieces) {
    const char* at = piece.data();
    const char* end = piece.data() + piece.size();
    while (at != end) {
      if (*at == ' ' || *at == ',' || *at == '\t' || *at == '\n' || *at == '\r' || *at == '\\' || *at == '"') {
        ++at;
        continue;
      }
      if (*at == '+') ++at;
      double value = 0;
      const auto [next, error] = std::from_chars(at, end, value);
      if (error != std::errc{}) {
        throw InputError(fmt::format("{}: {} holds something that is not a number (found \"{}\"); mend the library",
                                     place, attribute.name, piece.substr(0, 60)));
      }
      numbers.push_back(value);
      at = next;
    }
  }
  return numbers;
}

EnergyTemplates::EnergyTemplates(const LibertyGroup& library, const EnergyUnits& units) : units_(units) {
  for (const LibertyGroup& group : library.groups) {
    if (group.kind != "power_lut_template") continue;
    Template& one = templates_[std::string(group.name())];
    for (const char* number : {"1", "2", "3"}) {
      const std::string variable = text_of(group, std::string("variable_") + number);
      if (variable.empty()) continue;
      one.variables.push_back(variable);
      const LibertyAttribute* axis = group.attribute(std::string("index_") + number);
      one.axes.push_back(axis == nullptr ? std::vector<double>{} : liberty_numbers(*axis, "power_lut_template"));
    }
  }
}

EnergyTable EnergyTemplates::table(const LibertyGroup& group, const std::string& place) const {
  // A table without a declared template has slews first.
  Template shape{{"input_transition_time", "total_output_net_capacitance"}, {{}, {}}};
  const auto known = templates_.find(std::string(group.name()));
  if (known != templates_.end()) shape = known->second;
  if (group.name() == "scalar") shape = {};
  for (std::size_t i = 0; i < shape.variables.size(); ++i) {
    if (const LibertyAttribute* own = group.attribute(fmt::format("index_{}", i + 1)))
      shape.axes[i] = liberty_numbers(*own, place);
  }
  const LibertyAttribute* values = group.attribute("values");
  if (values == nullptr) return {};
  const std::vector<double> energies = liberty_numbers(*values, place);
  // How far apart neighbours along each axis are; the last axis is the fastest.
  std::size_t expected = 1;
  std::size_t slew_step = 0, load_step = 0;
  EnergyTable table;
  for (std::size_t i = shape.variables.size(); i-- > 0;) {
    if (shape.axes[i].empty()) continue;
    const bool load = is_load(shape.variables[i]);
    // A table of three axes has the load of the cell's other output, too: it is read where that is smallest.
    const bool own = !load || table.loads_pf.empty() || shape.variables[i] == kOwnLoad;
    if (own) {
      std::vector<double>& axis = load ? table.loads_pf : table.slews_ns;
      axis = shape.axes[i];
      for (double& point : axis) point *= load ? units_.capacitance_pf : units_.time_ns;
      (load ? load_step : slew_step) = expected;
    }
    expected *= shape.axes[i].size();
  }
  if (energies.size() != expected) {
    throw InputError(fmt::format("{}: an energy table has {} values where its axes need {}; mend the library", place,
                                 energies.size(), expected));
  }
  for (std::size_t slew = 0; slew < std::max<std::size_t>(1, table.slews_ns.size()); ++slew) {
    for (std::size_t load = 0; load < std::max<std::size_t>(1, table.loads_pf.size()); ++load) {
      table.energies_pj.push_back(energies[slew * slew_step + load * load_step] * units_.energy_pj);
    }
  }
  return table;
}

std::vector<InternalEnergy> EnergyTemplates::read(const LibertyGroup& pin, const std::string& place) const {
  std::vector<InternalEnergy> result;
  for (const LibertyGroup& group : pin.groups) {
    if (group.kind != "internal_power") continue;
    InternalEnergy one;
    std::istringstream related(text_of(group, "related_pin"));
    for (std::string name; related >> name;) one.related_pins.push_back(name);
    one.when = text_of(group, "when");
    one.rail = text_of(group, "related_pg_pin") + text_of(group, "power_level");
    for (const LibertyGroup& inner : group.groups) {
      if (inner.kind == "rise_power" || inner.kind == "power") one.rise = table(inner, place);
      if (inner.kind == "fall_power" || inner.kind == "power") one.fall = table(inner, place);
    }
    if (!one.rise.empty() || !one.fall.empty()) result.push_back(std::move(one));
  }
  return result;
}

}  // namespace pwlforge
