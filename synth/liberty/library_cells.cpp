// Copyright 2026 the pwlforge authors.
// Licensed under the Apache License, Version 2.0; see LICENSE.
// SPDX-License-Identifier: Apache-2.0
#include "synth/liberty/library_cells.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <cctype>
#include <cmath>
#include <optional>
#include <set>
#include <sstream>

#include "gen/support/diagnostics.hpp"
#include "synth/liberty/boolean_function.hpp"

namespace pwlforge {
namespace {

std::string str(std::string_view view) {
  return std::string(view);
}

std::optional<double> number(std::string_view text) {
  const std::string copy(text);
  try {
    std::size_t used = 0;
    const double value = std::stod(copy, &used);
    if (used != copy.size() || !std::isfinite(value)) return std::nullopt;
    return value;
  } catch (const std::exception&) {
    return std::nullopt;
  }
}

/// "10ps" as a multiple of the unit that `base` names ("s", "W", "V", "f"): 1e-11.
double si_value(const std::string& place, const std::string& attribute, std::string_view text, char base) {
  std::size_t digits = 0;
  while (digits < text.size() && (std::isdigit(static_cast<unsigned char>(text[digits])) != 0 || text[digits] == '.' ||
                                  text[digits] == 'e' || text[digits] == '+' || text[digits] == '-')) {
    ++digits;
  }
  const double value = digits == 0 ? 1.0 : number(text.substr(0, digits)).value_or(0.0);
  std::string unit(text.substr(digits));
  unit.erase(std::remove(unit.begin(), unit.end(), ' '), unit.end());
  static const std::map<char, double> prefixes = {{'a', 1e-18}, {'f', 1e-15}, {'p', 1e-12}, {'n', 1e-9},
                                                  {'u', 1e-6},  {'m', 1e-3},  {'k', 1e3}};
  const auto same = [&](char c) { return std::tolower(static_cast<unsigned char>(c)) == std::tolower(base); };
  if (value > 0 && unit.size() == 1 && same(unit[0])) return value;
  if (value > 0 && unit.size() == 2 && same(unit[1])) {
    const auto prefix = prefixes.find(static_cast<char>(std::tolower(static_cast<unsigned char>(unit[0]))));
    if (prefix != prefixes.end()) return value * prefix->second;
  }
  throw InputError(fmt::format("{}: {} is not a unit (found \"{}\"); write it as 1n{}, 10p{} or the like", place,
                               attribute, text, base, base));
}

bool is_true(std::string text) {
  std::transform(text.begin(), text.end(), text.begin(), [](unsigned char c) { return std::tolower(c); });
  return text == "true" || text == "1";
}

/// In plain spelling: a pin's own name is then recognised by comparison.
std::string expression(const LibertyGroup& group, std::string_view name, const std::string& place) {
  const std::string text = text_or_empty(group, name);
  return text.empty() ? text : plain_expression(text, place);
}

double largest_load(double declared, const std::vector<InternalEnergy>& energies) {
  if (declared > 0) return declared;
  double largest = 0;
  for (const InternalEnergy& one : energies) {
    if (!one.rise.loads_pf.empty()) largest = std::max(largest, one.rise.loads_pf.back());
  }
  return largest;
}

EnergyUnits energy_units(const LibraryUnits& units) {
  return {units.time_ns, units.capacitance_pf, units.capacitance_pf * units.voltage_v * units.voltage_v};
}

}  // namespace

double number_or(const LibertyGroup& group, std::string_view name, double fallback) {
  const LibertyAttribute* found = group.attribute(name);
  return found == nullptr ? fallback : number(found->value).value_or(fallback);
}

std::string text_or_empty(const LibertyGroup& group, std::string_view name) {
  const LibertyAttribute* found = group.attribute(name);
  return found == nullptr ? std::string() : str(found->value);
}

LibraryUnits read_units(const LibertyGroup& library, const std::string& place) {
  LibraryUnits units;
  if (const auto* time = library.attribute("time_unit")) {
    units.time_ns = si_value(place, "time_unit", time->value, 's') * 1e9;
  }
  if (const auto* voltage = library.attribute("voltage_unit")) {
    units.voltage_v = si_value(place, "voltage_unit", voltage->value, 'V');
  }
  if (const auto* leakage = library.attribute("leakage_power_unit")) {
    units.leakage_nw = si_value(place, "leakage_power_unit", leakage->value, 'W') * 1e9;
  }
  if (const auto* capacitance = library.attribute("capacitive_load_unit")) {
    if (capacitance->arguments.size() != 2) {
      throw InputError(fmt::format("{}: capacitive_load_unit has {} arguments; write (1,pf) or the like", place,
                                   capacitance->arguments.size()));
    }
    const std::string joined = str(capacitance->arguments[0]) + str(capacitance->arguments[1]);
    units.capacitance_pf = si_value(place, "capacitive_load_unit", joined, 'f') * 1e12;
  }
  return units;
}

double read_voltage(const LibertyGroup& library, const LibraryUnits& units) {
  const double nominal = number_or(library, "nom_voltage", 0);
  if (nominal > 0) return nominal * units.voltage_v;
  const std::string wanted = text_or_empty(library, "default_operating_conditions");
  double found = 0;
  int conditions = 0;
  for (const LibertyGroup& group : library.groups) {
    if (group.kind != "operating_conditions") continue;
    if (!wanted.empty() && group.name() != wanted) continue;
    ++conditions;
    found = number_or(group, "voltage", 0);
  }
  if (conditions == 1 && found > 0) return found * units.voltage_v;
  for (const LibertyAttribute& one : library.attributes) {
    if (one.name == "voltage_map" && one.arguments.size() == 2) {
      found = std::max(found, number(one.arguments[1]).value_or(0));
    }
  }
  return conditions > 1 ? 0 : found * units.voltage_v;
}

CellReader::CellReader(const LibertyGroup& library, const LibraryUnits& units, std::string place)
    : units_(units),
      place_(std::move(place)),
      templates_(library, energy_units(units)),
      default_leakage_(number_or(library, "default_cell_leakage_power", -1)),
      default_input_(number_or(library, "default_input_pin_cap", 0)),
      default_output_(number_or(library, "default_output_pin_cap", 0)),
      default_max_(number_or(library, "default_max_capacitance", 0)) {}

LibraryPin CellReader::read_pin(const LibertyGroup& group, const std::string& place) const {
  LibraryPin pin;
  const std::string direction = text_or_empty(group, "direction");
  pin.is_input = direction == "input";
  pin.is_output = direction == "output";
  pin.function = expression(group, "function", place);
  pin.three_state = text_or_empty(group, "three_state");
  // Newer files may give the two edges only.
  const double edges = (number_or(group, "rise_capacitance", 0) + number_or(group, "fall_capacitance", 0)) / 2;
  const double fallback = edges > 0 ? edges : pin.is_input ? default_input_ : pin.is_output ? default_output_ : 0;
  pin.capacitance_pf = number_or(group, "capacitance", fallback) * units_.capacitance_pf;
  pin.energies = templates_.read(group, place);
  if (pin.is_output) {
    pin.max_load_pf =
        largest_load(number_or(group, "max_capacitance", default_max_) * units_.capacitance_pf, pin.energies);
  }
  return pin;
}

void CellReader::read_storage(const LibertyGroup& group, LibraryCell& cell, const std::string& place) const {
  cell.kind = group.kind == "ff" ? CellKind::flip_flop : CellKind::latch;
  cell.state = str(group.name());
  if (group.arguments.size() > 1) cell.inverted_state = str(group.arguments[1]);
  cell.next_state = expression(group, "next_state", place);
  cell.clocked_on = expression(group, "clocked_on", place);
  cell.data_in = expression(group, "data_in", place);
  cell.enable = expression(group, "enable", place);
  cell.clear = expression(group, "clear", place);
  cell.preset = expression(group, "preset", place);
}

LibraryCell CellReader::read(const LibertyGroup& group) const {
  const std::string place = fmt::format("{}: cell {}", place_, group.name());
  LibraryCell cell;
  cell.area = number_or(group, "area", 0);
  const double leakage = number_or(group, "cell_leakage_power", default_leakage_);
  cell.has_leakage = leakage >= 0;
  cell.leakage_nw = std::max(leakage, 0.0) * units_.leakage_nw;
  cell.dont_use = is_true(text_or_empty(group, "dont_use"));
  cell.clock_gate = text_or_empty(group, "clock_gating_integrated_cell");
  bool has_function = false;
  bool other_state = group.attribute("statetable") != nullptr;
  for (const LibertyGroup& inner : group.groups) {
    if (inner.kind == "pin") {
      const LibraryPin pin = read_pin(inner, place);
      has_function = has_function || (pin.is_output && !pin.function.empty());
      for (const std::string_view name : inner.arguments) cell.pins[str(name)] = pin;
    } else if (inner.kind == "leakage_power") {
      const std::string rail = text_or_empty(inner, "related_pg_pin") + text_or_empty(inner, "power_level");
      cell.leakages.push_back(
          {expression(inner, "when", place), rail, number_or(inner, "value", 0) * units_.leakage_nw});
      cell.has_leakage = true;
    } else if (inner.kind == "ff" || inner.kind == "latch") {
      read_storage(inner, cell, place);
    } else if (inner.kind == "statetable" || inner.kind == "ff_bank" || inner.kind == "latch_bank") {
      other_state = true;
    }
  }
  if (cell.kind == CellKind::other && has_function && !other_state && cell.clock_gate.empty()) {
    cell.kind = CellKind::combinational;
  }
  return cell;
}

TimingGap timing_gap(const LibertyGroup& group, const LibraryCell& cell) {
  TimingGap gap;
  if (cell.kind == CellKind::other) return gap;
  std::vector<std::string> inputs;
  for (const auto& [name, pin] : cell.pins) {
    if (pin.is_input) inputs.push_back(name);
  }
  for (const LibertyGroup& pin : group.groups) {
    if (pin.kind != "pin" || text_or_empty(pin, "direction") != "output") continue;
    std::set<std::string> related;
    bool nameless = false;
    for (const LibertyGroup& timing : pin.groups) {
      if (timing.kind != "timing") continue;
      std::istringstream names(text_or_empty(timing, "related_pin"));
      bool any = false;
      for (std::string name; names >> name; any = true) related.insert(name);
      nameless = nameless || !any;
    }
    // The arcs that a path through the cell needs.
    std::vector<std::string> needed;
    if (cell.kind == CellKind::combinational) {
      const std::string function = text_or_empty(pin, "function");
      if (!function.empty()) needed = names_in(function, "cell function");
    } else {
      const std::string& control = cell.kind == CellKind::latch ? cell.enable : cell.clocked_on;
      if (!control.empty()) needed = names_in(control, "cell function");
    }
    for (const std::string& from : needed) {
      if (related.count(from) != 0) continue;
      if (nameless && inputs.size() == 1) {
        gap.related_pin = inputs.front();
        continue;
      }
      gap.complete = false;
      gap.missing = fmt::format("no arc from {} to {}", from, pin.name());
    }
  }
  return gap;
}

}  // namespace pwlforge
