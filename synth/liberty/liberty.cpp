// Copyright 2026 the pwlforge authors.
// Licensed under the Apache License, Version 2.0; see LICENSE.
// SPDX-License-Identifier: Apache-2.0
#include "synth/liberty/liberty.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <cctype>
#include <charconv>
#include <cmath>
#include <filesystem>
#include <memory>
#include <optional>
#include <regex>
#include <set>
#include <sstream>

#include "gen/support/diagnostics.hpp"
#include "gen/support/files.hpp"
#include "synth/liberty/liberty_parser.hpp"
#include "synth/liberty/library_catalog.hpp"

namespace pwlforge {
namespace {

namespace fs = std::filesystem;

/// A source file with its parse; the views point into `text`, so the object never moves.
struct Part {
  std::string place;  ///< file name without folders: messages and records do not depend on where the file lies
  fs::path path;
  std::string text;
  LibertyGroup library;
};

/// Text replaced when the library is written out again.
struct Edit {
  std::size_t begin, end;
  std::string text;
};

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

double number_or(const LibertyGroup& group, std::string_view name, double fallback) {
  const LibertyAttribute* found = group.attribute(name);
  return found == nullptr ? fallback : number(found->value).value_or(fallback);
}

std::string text_or_empty(const LibertyGroup& group, std::string_view name) {
  const LibertyAttribute* found = group.attribute(name);
  return found == nullptr ? std::string() : str(found->value);
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

/// Without the declaration the Liberty standard's default holds (1ns, 1pF, 1V); leakage has none.
LibraryUnits read_units(const Part& part) {
  LibraryUnits units;
  const LibertyGroup& library = part.library;
  if (const auto* time = library.attribute("time_unit")) {
    units.time_ns = si_value(part.place, "time_unit", time->value, 's') * 1e9;
  }
  if (const auto* voltage = library.attribute("voltage_unit")) {
    units.voltage_v = si_value(part.place, "voltage_unit", voltage->value, 'V');
  }
  if (const auto* leakage = library.attribute("leakage_power_unit")) {
    units.leakage_nw = si_value(part.place, "leakage_power_unit", leakage->value, 'W') * 1e9;
  }
  if (const auto* capacitance = library.attribute("capacitive_load_unit")) {
    if (capacitance->arguments.size() != 2) {
      throw InputError(fmt::format("{}: capacitive_load_unit has {} arguments; write (1,pf) or the like", part.place,
                                   capacitance->arguments.size()));
    }
    const std::string joined = str(capacitance->arguments[0]) + str(capacitance->arguments[1]);
    units.capacitance_pf = si_value(part.place, "capacitive_load_unit", joined, 'f') * 1e12;
  }
  return units;
}

std::set<std::string_view> expression_attributes() {
  return {"function", "clear",  "preset",      "next_state", "clocked_on",    "clocked_on_also",
          "data_in",  "enable", "three_state", "when",       "state_function"};
}

/// A Boolean expression without quotes, which yosys and OpenSTA refuse, gets its quotes.
void mend_quotes(const LibertyGroup& group, std::vector<Edit>& edits, std::vector<std::string>& mended,
                 const std::string& cell) {
  static const std::set<std::string_view> expressions = expression_attributes();
  for (const LibertyAttribute& one : group.attributes) {
    if (one.quoted || !one.arguments.empty() || expressions.count(one.name) == 0) continue;
    const bool plain = std::all_of(one.value.begin(), one.value.end(),
                                   [](char c) { return std::isalnum(static_cast<unsigned char>(c)) != 0 || c == '_'; });
    if (plain) continue;
    edits.push_back({one.value_begin, one.value_end, fmt::format("\"{}\"", one.value)});
    mended.push_back(fmt::format("{}: quotes around {} : {}", cell, one.name, one.value));
  }
  for (const LibertyGroup& inner : group.groups) mend_quotes(inner, edits, mended, cell);
}

EnergyUnits energy_units(const LibraryUnits& units) {
  return {units.time_ns, units.capacitance_pf, units.capacitance_pf * units.voltage_v * units.voltage_v};
}

double largest_load(const LibertyGroup& pin, const std::vector<InternalEnergy>& energies, double unit_pf) {
  const double declared = number_or(pin, "max_capacitance", 0) * unit_pf;
  if (declared > 0) return declared;
  double largest = 0;
  for (const InternalEnergy& one : energies) {
    if (!one.rise.loads_pf.empty()) largest = std::max(largest, one.rise.loads_pf.back());
  }
  return largest;
}

LibraryCell read_cell(const LibertyGroup& group, const LibraryUnits& units, const EnergyTemplates& templates,
                      const std::string& place) {
  LibraryCell cell;
  cell.area = number_or(group, "area", 0);
  cell.leakage_nw = number_or(group, "cell_leakage_power", 0) * units.leakage_nw;
  cell.dont_use = text_or_empty(group, "dont_use") == "true";
  cell.clock_gate = text_or_empty(group, "clock_gating_integrated_cell");
  bool has_function = false;
  bool other_state = group.attribute("statetable") != nullptr;
  for (const LibertyGroup& inner : group.groups) {
    if (inner.kind == "pin") {
      for (const std::string_view name : inner.arguments) {
        LibraryPin pin;
        const std::string direction = text_or_empty(inner, "direction");
        pin.is_input = direction == "input";
        pin.is_output = direction == "output";
        pin.function = text_or_empty(inner, "function");
        pin.three_state = text_or_empty(inner, "three_state");
        pin.capacitance_pf = number_or(inner, "capacitance", 0) * units.capacitance_pf;
        pin.energies = templates.read(inner, place);
        if (pin.is_output) pin.max_load_pf = largest_load(inner, pin.energies, units.capacitance_pf);
        has_function = has_function || (pin.is_output && !pin.function.empty());
        cell.pins[str(name)] = pin;
      }
    } else if (inner.kind == "leakage_power") {
      cell.leakages.push_back({text_or_empty(inner, "when"), number_or(inner, "value", 0) * units.leakage_nw});
    } else if (inner.kind == "ff" || inner.kind == "latch") {
      cell.kind = inner.kind == "ff" ? CellKind::flip_flop : CellKind::latch;
      cell.state = str(inner.name());
      if (inner.arguments.size() > 1) cell.inverted_state = str(inner.arguments[1]);
      cell.next_state = text_or_empty(inner, "next_state");
      cell.clocked_on = text_or_empty(inner, "clocked_on");
      cell.data_in = text_or_empty(inner, "data_in");
      cell.enable = text_or_empty(inner, "enable");
      cell.clear = text_or_empty(inner, "clear");
      cell.preset = text_or_empty(inner, "preset");
    } else if (inner.kind == "statetable" || inner.kind == "ff_bank" || inner.kind == "latch_bank") {
      other_state = true;
    }
  }
  if (cell.kind == CellKind::other && has_function && !other_state && cell.clock_gate.empty()) {
    cell.kind = CellKind::combinational;
  }
  return cell;
}

/// MACRO sizes of a LEF file: name -> area in um2.
std::map<std::string, double> lef_areas(const fs::path& path) {
  std::map<std::string, double> areas;
  std::istringstream lines(read_file(path));
  std::string line, macro;
  while (std::getline(lines, line)) {
    std::istringstream words(line);
    std::string first, by;
    words >> first;
    if (first == "MACRO") words >> macro;
    double width = 0, height = 0;
    if (first == "SIZE" && words >> width >> by >> height) areas[macro] = width * height;
  }
  return areas;
}

std::vector<fs::path> files_of(const std::string& source) {
  for (const BuiltinLibrary& one : builtin_libraries()) {
    if (one.name != source) continue;
    if (!fs::exists(one.path)) {
      throw IoError(fmt::format("{}: the library is not installed ({} is missing); install Debian's package {}", source,
                                one.path, one.package));
    }
    return {one.path};
  }
  std::vector<fs::path> files;
  std::istringstream names(source);
  std::string name;
  while (std::getline(names, name, ',')) {
    if (name.empty()) continue;
    if (fs::is_directory(name)) {
      std::vector<fs::path> parts;
      for (const auto& entry : fs::directory_iterator(name)) {
        if (entry.path().extension() == ".lib") parts.push_back(entry.path());
      }
      std::sort(parts.begin(), parts.end());
      if (parts.empty()) {
        throw InputError(
            fmt::format("{}: the directory holds no .lib file; give the folder of the Liberty parts", name));
      }
      files.insert(files.end(), parts.begin(), parts.end());
    } else if (fs::exists(name)) {
      files.push_back(name);
    } else {
      throw InputError(
          fmt::format("--liberty: no such library or file (found \"{}\"); use {} or the path of a Liberty file", name,
                      fmt::join(library_names(), ", ")));
    }
  }
  if (files.empty()) {
    throw InputError(fmt::format("--liberty: nothing given (found \"{}\"); use {} or the path of a Liberty file",
                                 source, fmt::join(library_names(), ", ")));
  }
  return files;
}

/// Decides which cells are kept out of mapping.
class DontUseRule {
 public:
  DontUseRule(const std::string& rule, const std::string& library_name) {
    if (rule.empty()) {
      list_ = recognise(library_name);
    } else if (rule != "none") {
      for (const DontUseList& one : dont_use_lists()) {
        if (one.name == rule) list_ = &one;
      }
      if (list_ == nullptr) {
        try {
          expression_.assign(rule);
          is_expression_ = true;
        } catch (const std::regex_error& error) {
          throw InputError(
              fmt::format("--dont-use: not a regular expression (found \"{}\": {}); quote it for the shell, "
                          "as in --dont-use 'SDFF.*|TBUF.*'",
                          rule, error.what()));
        }
      }
    }
    if (is_expression_) {
      description_ = "regex: " + rule;
    } else if (list_ != nullptr && !list_->patterns.empty()) {
      description_ = "built-in: " + list_->name;
    } else {
      description_ = "none";
    }
  }
  bool operator()(const std::string& cell) const {
    if (is_expression_) return std::regex_match(cell, expression_);
    return list_ != nullptr && std::any_of(list_->patterns.begin(), list_->patterns.end(),
                                           [&](const std::string& pattern) { return glob_match(pattern, cell); });
  }
  const std::string& description() const { return description_; }

 private:
  const DontUseList* list_ = nullptr;
  std::regex expression_;
  bool is_expression_ = false;
  std::string description_;
};

std::string apply(const std::string& text, std::size_t begin, std::size_t end, std::vector<Edit> edits) {
  std::stable_sort(edits.begin(), edits.end(), [](const Edit& a, const Edit& b) { return a.begin < b.begin; });
  std::string result;
  std::size_t at = begin;
  for (const Edit& edit : edits) {
    result.append(text, at, edit.begin - at);
    result += edit.text;
    at = edit.end;
  }
  result.append(text, at, end - at);
  return result;
}

}  // namespace

const LibraryCell* Library::find(const std::string& cell) const {
  const auto found = cells.find(cell);
  return found == cells.end() ? nullptr : &found->second;
}

std::vector<std::string> library_names() {
  std::vector<std::string> names;
  for (const BuiltinLibrary& one : builtin_libraries()) names.push_back(one.name);
  return names;
}

Library load_library(const std::string& source, const std::string& dont_use) {
  std::vector<std::unique_ptr<Part>> parts;
  for (const fs::path& path : files_of(source)) {
    auto part = std::make_unique<Part>();
    part->place = path.filename().string();
    part->path = path;
    part->text = read_file(path);
    part->library = parse_liberty(part->text, part->place);
    parts.push_back(std::move(part));
  }

  Library result;
  result.label = parts.front()->path.stem().string();
  result.name = str(parts.front()->library.name());
  result.units = read_units(*parts.front());
  const DontUseList* known = recognise(result.name);
  result.units.area = known != nullptr ? known->area_unit : "library units";
  if (known != nullptr) result.label = known->name;
  result.voltage = number_or(parts.front()->library, "nom_voltage", 0) * result.units.voltage_v;
  const DontUseRule rule(dont_use, result.name);
  result.dont_use_rule = rule.description();

  std::set<std::string> shared_groups;  // templates and the like, by kind and name: parts repeat them
  for (const auto& part : parts) {
    const LibraryUnits units = read_units(*part);
    if (units.time_ns != result.units.time_ns || units.capacitance_pf != result.units.capacitance_pf ||
        units.leakage_nw != result.units.leakage_nw) {
      throw InputError(
          fmt::format("{}: other units than {} (time {} ns, capacitance {} pF, leakage {} nW); give parts of "
                      "one library",
                      part->place, parts.front()->place, units.time_ns, units.capacitance_pf, units.leakage_nw));
    }
    const fs::path lef = fs::path(part->path).replace_extension(".lef");
    const std::map<std::string, double> sizes = fs::exists(lef) ? lef_areas(lef) : std::map<std::string, double>{};

    const EnergyTemplates templates(part->library, energy_units(units));
    std::vector<Edit> edits;
    for (const LibertyGroup& group : part->library.groups) {
      const std::string key = str(group.kind) + " " + str(group.name());
      if (group.kind != "cell") {
        if (!shared_groups.insert(key).second && part != parts.front()) edits.push_back({group.begin, group.end, ""});
        continue;
      }
      const std::string name = str(group.name());
      LibraryCell cell = read_cell(group, units, templates, part->place + ": cell " + name);
      std::string inserted;
      if (!cell.dont_use && rule(name)) {
        cell.dont_use = true;
        inserted += " dont_use : true;";
      }
      if (cell.dont_use) result.dont_use.push_back(name);
      const auto size = sizes.find(name);
      if (cell.area <= 0 && size != sizes.end() && cell.kind != CellKind::other) {
        // A storage cell without area would make every design that uses it look free.
        cell.area = size->second;
        result.areas_from_lef.push_back(name);
        if (const LibertyAttribute* area = group.attribute("area")) {
          edits.push_back({area->value_begin, area->value_end, fmt::format("{}", cell.area)});
        } else {
          inserted += fmt::format(" area : {};", cell.area);
        }
      }
      if (!inserted.empty()) edits.push_back({group.body_begin, group.body_begin, inserted});
      mend_quotes(group, edits, result.mended, name);
      if (!result.cells.emplace(name, std::move(cell)).second) {
        throw InputError(fmt::format("{}: cell {} is defined twice (also in an earlier part); give each part once",
                                     part->place, name));
      }
    }
    // The first part gives the header; the closing brace comes once, after the last part.
    const bool first = part == parts.front();
    const std::size_t begin = first ? 0 : part->library.body_begin;
    if (!first) {
      for (const LibertyAttribute& one : part->library.attributes) {
        const auto line = static_cast<std::size_t>(one.name.data() - part->text.data());
        std::size_t end = one.value_end;
        if (end < part->text.size() && part->text[end] == ';') ++end;
        edits.push_back({line, end, ""});
      }
    }
    result.text += apply(part->text, begin, part->library.end - 1, std::move(edits));
  }
  result.text += "}\n";
  if (parts.size() > 1) result.mended.push_back(fmt::format("{} parts merged", parts.size()));

  const bool has_register = std::any_of(result.cells.begin(), result.cells.end(), [](const auto& entry) {
    return entry.second.kind == CellKind::flip_flop && !entry.second.dont_use;
  });
  if (!has_register) {
    throw InputError(
        fmt::format("{}: the library has no usable flip-flop (found {} cells, {} of them marked dont_use); a "
                    "clocked unit cannot be mapped, give a complete library or another --dont-use",
                    parts.front()->place, result.cells.size(), result.dont_use.size()));
  }
  const bool has_area =
      std::any_of(result.cells.begin(), result.cells.end(), [](const auto& entry) { return entry.second.area > 0; });
  if (!has_area) {
    throw InputError(
        fmt::format("{}: the library gives its cells no area (found 0 for all of {} cells); give one with areas, or "
                    "put the LEF file of the same name beside it",
                    parts.front()->place, result.cells.size()));
  }
  std::sort(result.dont_use.begin(), result.dont_use.end());
  result.hash = content_hash(result.text);
  return result;
}

std::string smallest_latch(const Library& library, bool active_high) {
  std::string best;
  double best_area = 0;
  for (const auto& [name, cell] : library.cells) {
    if (cell.kind != CellKind::latch || cell.dont_use || cell.area <= 0) continue;
    if (!cell.clear.empty() || !cell.preset.empty() || !cell.clock_gate.empty()) continue;
    const bool simple_data = cell.pins.count(cell.data_in) != 0;
    const std::string enable_pin = active_high ? cell.enable : (cell.enable.empty() ? "" : cell.enable.substr(1));
    const bool right_level = active_high
                                 ? cell.pins.count(cell.enable) != 0
                                 : cell.enable.size() > 1 && cell.enable[0] == '!' && cell.pins.count(enable_pin) != 0;
    if (!simple_data || !right_level) continue;
    if (best.empty() || cell.area < best_area) {
      best = name;
      best_area = cell.area;
    }
  }
  return best;
}

}  // namespace pwlforge
