// Copyright 2026 the pwlforge authors.
// Licensed under the Apache License, Version 2.0; see LICENSE.
// SPDX-License-Identifier: Apache-2.0
#include "synth/liberty/liberty.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <filesystem>
#include <regex>
#include <sstream>

#include "gen/support/diagnostics.hpp"
#include "gen/support/files.hpp"
#include "synth/liberty/liberty_writer.hpp"
#include "synth/liberty/library_catalog.hpp"
#include "synth/liberty/library_cells.hpp"
#include "synth/liberty/library_source.hpp"

namespace pwlforge {
namespace {

namespace fs = std::filesystem;

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

bool has_timing(const LibertyGroup& cell) {
  return std::any_of(cell.groups.begin(), cell.groups.end(), [](const LibertyGroup& pin) {
    return std::any_of(pin.groups.begin(), pin.groups.end(),
                       [](const LibertyGroup& inner) { return inner.kind == "timing"; });
  });
}

bool is_template(const LibertyGroup& group) {
  return group.kind == "lu_table_template" || group.kind == "power_lut_template";
}

/// Puts the parts of a library together.
class Merger {
 public:
  Merger(const std::vector<LibraryPart>& parts, const DontUseRule& rule, Library& result)
      : parts_(parts), rule_(rule), result_(result), writer_(parts.front().place, result.mended) {
    timed_ = std::any_of(parts.begin(), parts.end(), [](const LibraryPart& part) {
      return std::any_of(part.library.groups.begin(), part.library.groups.end(),
                         [](const LibertyGroup& group) { return group.kind == "cell" && has_timing(group); });
    });
  }

  std::string run() {
    writer_.head(parts_.front().library);
    for (const LibraryPart& part : parts_) add(part);
    writer_.end();
    return writer_.text();
  }

 private:
  void add(const LibraryPart& part) {
    const LibraryUnits units = read_units(part.library, part.place);
    if (units.time_ns != result_.units.time_ns || units.capacitance_pf != result_.units.capacitance_pf ||
        units.leakage_nw != result_.units.leakage_nw) {
      throw InputError(
          fmt::format("{}: other units than {} (time {} ns, capacitance {} pF, leakage {} nW); give parts of "
                      "one library",
                      part.place, parts_.front().place, units.time_ns, units.capacitance_pf, units.leakage_nw));
    }
    const fs::path lef = fs::path(part.path).replace_extension(".lef");
    sizes_ = is_file(lef) ? lef_areas(lef) : std::map<std::string, double>{};
    const CellReader reader(part.library, units, part.place);
    templates_.clear();
    for (const LibertyGroup& group : part.library.groups) {
      if (group.kind != "cell") shared(group);
    }
    for (const LibertyGroup& group : part.library.groups) {
      if (group.kind == "cell") cell(group, reader.read(group), part.place);
    }
  }

  /// Parts repeat templates and the like; a template that says something else under the same name gets another one.
  void shared(const LibertyGroup& group) {
    const std::string name(group.name());
    const std::string text = plain_group(group);
    const auto inserted = shared_.emplace(std::string(group.kind) + " " + name, text);
    if (inserted.second) {
      writer_.group(group, name);
    } else if (inserted.first->second != text && is_template(group)) {
      for (int number = 2; templates_.count(name) == 0; ++number) {
        const std::string other = fmt::format("{}_{}", name, number);
        const auto again = shared_.emplace(std::string(group.kind) + " " + other, text);
        if (again.second) writer_.group(group, other);
        if (again.first->second == text) templates_[name] = other;
      }
    }
  }

  void cell(const LibertyGroup& group, LibraryCell cell, const std::string& place) {
    const std::string name(group.name());
    CellChanges changes;
    changes.templates = templates_;
    if (!cell.dont_use && rule_(name)) cell.dont_use = true;
    const TimingGap gap = timed_ && !cell.dont_use ? timing_gap(group, cell) : TimingGap{};
    changes.related_pin = gap.related_pin;
    if (!gap.related_pin.empty()) {
      result_.mended.push_back(fmt::format("{}: related_pin : {} for an arc without one", name, gap.related_pin));
    }
    if (!gap.complete) {
      // Its paths would be missing from the longest one.
      cell.dont_use = true;
      result_.mended.push_back(fmt::format("{}: not used, its timing has {}", name, gap.missing));
    }
    changes.dont_use = cell.dont_use;
    if (cell.dont_use) result_.dont_use.push_back(name);
    const auto size = sizes_.find(name);
    if (cell.area <= 0 && size != sizes_.end() && cell.kind != CellKind::other) {
      // A storage cell without area would make every design that uses it look free.
      changes.area = cell.area = size->second;
      result_.areas_from_lef.push_back(name);
    }
    writer_.cell(group, changes);
    if (!result_.cells.emplace(name, std::move(cell)).second) {
      throw InputError(
          fmt::format("{}: cell {} is defined twice (also in an earlier part); give each part once", place, name));
    }
  }

  const std::vector<LibraryPart>& parts_;
  const DontUseRule& rule_;
  Library& result_;
  LibertyWriter writer_;
  bool timed_ = false;
  std::map<std::string, double> sizes_;           ///< of the part's LEF file
  std::map<std::string, std::string> shared_;     ///< "kind name" -> what it says
  std::map<std::string, std::string> templates_;  ///< the part's names -> ours
};

}  // namespace

const LibraryCell* Library::find(const std::string& cell) const {
  const auto found = cells.find(cell);
  return found == cells.end() ? nullptr : &found->second;
}

Library load_library(const std::string& source, const std::string& dont_use) {
  Library result;
  const std::vector<LibraryPart> parts = read_library_parts(source, result.mended);
  const LibertyGroup& first = parts.front().library;
  result.label = parts.front().path.stem().string();
  if (result.label.size() > 4 && result.label.substr(result.label.size() - 4) == ".lib") {
    result.label.resize(result.label.size() - 4);  // x.lib.gz
  }
  result.name = std::string(first.name());
  result.units = read_units(first, parts.front().place);
  const DontUseList* known = recognise(result.name);
  result.units.area = known != nullptr ? known->area_unit : "library units";
  if (known != nullptr) result.label = known->name;
  result.voltage = read_voltage(first, result.units);
  const DontUseRule rule(dont_use, result.name);
  result.dont_use_rule = rule.description();
  result.text = Merger(parts, rule, result).run();

  const bool has_register = std::any_of(result.cells.begin(), result.cells.end(), [](const auto& entry) {
    return entry.second.kind == CellKind::flip_flop && !entry.second.dont_use;
  });
  if (!has_register) {
    throw InputError(
        fmt::format("{}: the library has no usable flip-flop (found {} cells, {} of them marked dont_use); a "
                    "clocked unit cannot be mapped, give a complete library or another --dont-use",
                    parts.front().place, result.cells.size(), result.dont_use.size()));
  }
  const bool has_area =
      std::any_of(result.cells.begin(), result.cells.end(), [](const auto& entry) { return entry.second.area > 0; });
  if (!has_area) {
    throw InputError(
        fmt::format("{}: the library gives its cells no area (found 0 for all of {} cells); give one with areas, or "
                    "put the LEF file of the same name beside it",
                    parts.front().place, result.cells.size()));
  }
  std::sort(result.dont_use.begin(), result.dont_use.end());
  result.hash = content_hash(result.text);
  return result;
}

}  // namespace pwlforge
