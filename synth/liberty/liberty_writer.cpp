// Copyright 2026 the pwlforge authors.
// Licensed under the Apache License, Version 2.0; see LICENSE.
// SPDX-License-Identifier: Apache-2.0
#include "synth/liberty/liberty_writer.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <cctype>
#include <set>

#include "gen/support/diagnostics.hpp"
#include "synth/liberty/boolean_function.hpp"

namespace pwlforge {
namespace {

bool is_word(std::string_view text) {
  return !text.empty() && std::all_of(text.begin(), text.end(), [](char c) {
    return std::isalnum(static_cast<unsigned char>(c)) != 0 || c == '_' || c == '.' || c == '-' || c == '+';
  });
}

/// Continued lines joined, blanks single.
std::string one_line(std::string_view text) {
  std::string line;
  for (const char c : text) {
    const bool blank = std::isspace(static_cast<unsigned char>(c)) != 0 || c == '\\';
    if (!blank) line += c;
    if (blank && !line.empty() && line.back() != ' ') line += ' ';
  }
  if (!line.empty() && line.back() == ' ') line.pop_back();
  return line;
}

std::string quoted(const std::string& text) {
  return '"' + text + '"';
}

bool is_expression(std::string_view name) {
  static const std::set<std::string_view> names = {
      "function",           "clear",  "preset",      "next_state", "clocked_on",  "clocked_on_also", "data_in",
      "data_in_also",       "enable", "enable_also", "when",       "three_state", "x_function",      "state_function",
      "power_down_function"};
  return names.count(name) != 0;
}

/// Values of tables stay in quotes even where there is only one.
bool is_number_list(std::string_view name) {
  return name == "values" || name.substr(0, 6) == "index_";
}

/// "1NS" as "1ns": the tools compare letters.
std::string plain_unit(std::string_view value, const std::string& base) {
  std::string text = one_line(value);
  text.erase(std::remove(text.begin(), text.end(), ' '), text.end());
  std::string lower = text;
  std::transform(lower.begin(), lower.end(), lower.begin(), [](unsigned char c) { return std::tolower(c); });
  if (lower.empty() || lower.back() != static_cast<char>(std::tolower(static_cast<unsigned char>(base[0]))))
    return text;
  lower.back() = base[0];
  return lower;
}

/// Nothing that maps or times reads these, and their values are expressions that yosys does not parse.
bool is_skipped(std::string_view kind) {
  return kind == "input_voltage" || kind == "output_voltage";
}

}  // namespace

void LibertyWriter::indent(int depth) {
  text_.append(2 * static_cast<std::size_t>(depth), ' ');
}

void LibertyWriter::attribute(const LibertyAttribute& one, const std::string& owner, int depth) {
  indent(depth);
  text_ += one.name;
  if (!one.is_simple) {
    text_ += " (";
    for (std::size_t i = 0; i < one.arguments.size(); ++i) {
      const std::string argument = one_line(one.arguments[i]);
      text_ += (i == 0 ? "" : ", ") + (is_word(argument) && !is_number_list(one.name) ? argument : quoted(argument));
    }
    text_ += ") ;\n";
    return;
  }
  std::string value = one_line(one.value);
  const bool word = is_word(value);
  if (is_expression(one.name)) {
    if (!one.quoted && !word) mended_.push_back(fmt::format("{}: quotes around {} : {}", owner, one.name, value));
    // An expression that we cannot read belongs to something that we do not use; it stays as it is.
    try {
      if (!value.empty()) value = plain_expression(value, place_);
    } catch (const InputError&) {
    }
    value = quoted(value);
  } else if (one.quoted || !word) {
    if (!one.quoted) mended_.push_back(fmt::format("{}: quotes around {} : {}", owner, one.name, value));
    value = quoted(value);
  }
  text_ += " : " + value + " ;\n";
}

void LibertyWriter::open(const LibertyGroup& group, const std::string& first_argument, int depth) {
  indent(depth);
  text_ += std::string(group.kind) + " (";
  for (std::size_t i = 0; i < group.arguments.size(); ++i) {
    const std::string argument = i == 0 ? first_argument : one_line(group.arguments[i]);
    text_ += (i == 0 ? "" : ", ") + (is_word(argument) ? argument : quoted(argument));
  }
  text_ += ") {\n";
}

void LibertyWriter::body(const LibertyGroup& group, const std::string& owner, int depth, const CellChanges& changes) {
  for (const LibertyAttribute& one : group.attributes) attribute(one, owner, depth + 1);
  inner_groups(group, owner, depth, changes);
}

/// The groups within, and the closing brace.
void LibertyWriter::inner_groups(const LibertyGroup& group, const std::string& owner, int depth,
                                 const CellChanges& changes) {
  for (const LibertyGroup& inner : group.groups) {
    std::string name = one_line(inner.name());
    if (group.kind == "timing" || group.kind == "internal_power") {
      const auto renamed = changes.templates.find(name);
      if (renamed != changes.templates.end()) name = renamed->second;
    }
    open(inner, name, depth + 1);
    if (inner.kind == "timing" && !changes.related_pin.empty() && inner.attribute("related_pin") == nullptr) {
      text_ += fmt::format("{:{}}related_pin : \"{}\" ;\n", "", 2 * depth + 4, changes.related_pin);
    }
    body(inner, owner, depth + 1, changes);
  }
  indent(depth);
  text_ += "}\n";
}

void LibertyWriter::head(const LibertyGroup& library) {
  open(library, one_line(library.name()), 0);
  static const std::map<std::string_view, std::string> bases = {
      {"time_unit", "s"}, {"voltage_unit", "V"}, {"current_unit", "A"}, {"leakage_power_unit", "W"}};
  for (const LibertyAttribute& one : library.attributes) {
    const auto base = bases.find(one.name);
    if (base != bases.end()) {
      text_ += fmt::format("  {} : \"{}\" ;\n", one.name, plain_unit(one.value, base->second));
    } else if (one.name == "capacitive_load_unit" && one.arguments.size() == 2) {
      text_ += fmt::format("  capacitive_load_unit ({},{}) ;\n", one_line(one.arguments[0]),
                           plain_unit(one.arguments[1], "f"));
    } else if (one.name == "default_operating_conditions" || one.name.substr(0, 17) == "default_wire_load") {
      // OpenSTA looks the group up where it reads the name.
      const std::size_t begin = text_.size();
      attribute(one, "library", 1);
      tail_ += text_.substr(begin);
      text_.resize(begin);
    } else {
      attribute(one, "library", 1);
    }
  }
}

void LibertyWriter::cell(const LibertyGroup& cell, const CellChanges& changes) {
  const std::string name = one_line(cell.name());
  // yosys takes the mere presence of dont_use for true.
  if (const LibertyAttribute* own = cell.attribute("dont_use"); own != nullptr && !changes.dont_use) {
    mended_.push_back(fmt::format("{}: dont_use : {} left out", name, own->value));
  }
  open(cell, name, 1);
  if (changes.dont_use) text_ += "    dont_use : true ;\n";
  if (changes.area) text_ += fmt::format("    area : {} ;\n", *changes.area);
  for (const LibertyAttribute& one : cell.attributes) {
    const bool replaced = one.name == "dont_use" || (one.name == "area" && changes.area.has_value());
    if (!replaced) attribute(one, name, 2);
  }
  inner_groups(cell, name, 1, changes);
}

void LibertyWriter::group(const LibertyGroup& group, const std::string& name) {
  if (is_skipped(group.kind)) return;
  open(group, name, 1);
  body(group, std::string(group.kind) + " " + name, 1, {});
}

std::string plain_group(const LibertyGroup& group) {
  std::vector<std::string> ignored;
  LibertyWriter writer("", ignored);
  writer.group(group, "");
  return writer.text();
}

}  // namespace pwlforge
