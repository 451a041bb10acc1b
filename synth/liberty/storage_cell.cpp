// Copyright 2026 the pwlforge authors.
// Licensed under the Apache License, Version 2.0; see LICENSE.
// SPDX-License-Identifier: Apache-2.0
#include "synth/liberty/storage_cell.hpp"

#include <algorithm>
#include <cstdint>
#include <optional>
#include <set>

#include "synth/liberty/boolean_function.hpp"

namespace pwlforge {
namespace {

constexpr std::size_t kMostInputs = 10;

/// The functions of a storage cell as truth rows: bit i of a row is input i, the next bit is the state.
class CellFunctions {
 public:
  CellFunctions(const std::string& name, const LibraryCell& cell) {
    for (const auto& [pin, description] : cell.pins) {
      if (description.is_input) inputs.push_back(pin);
    }
    if (inputs.empty() || inputs.size() > kMostInputs) return;
    const bool latch = cell.kind == CellKind::latch;
    usable = read(name, cell, latch ? cell.enable : cell.clocked_on, control) &&
             read(name, cell, latch ? cell.data_in : cell.next_state, data) && read(name, cell, cell.clear, clear) &&
             read(name, cell, cell.preset, preset);
    for (const auto& [pin, description] : cell.pins) {
      std::vector<bool> rows;
      if (!description.is_output || description.function.empty() || !description.three_state.empty()) continue;
      if (read(name, cell, description.function, rows)) outputs[pin] = rows;
    }
    if (control.empty() || data.empty()) usable = false;
  }

  std::size_t rows() const { return std::size_t{2} << inputs.size(); }
  std::size_t state_bit() const { return std::size_t{1} << inputs.size(); }
  /// Whether the function changes with input `i` somewhere.
  bool depends(const std::vector<bool>& function, std::size_t i) const {
    for (std::size_t row = 0; row < function.size(); ++row) {
      if (function[row] != function[row ^ (std::size_t{1} << i)]) return true;
    }
    return false;
  }

  std::vector<std::string> inputs;
  std::vector<bool> control, data, clear, preset;  ///< empty: the cell has none
  std::map<std::string, std::vector<bool>> outputs;
  bool usable = false;

 private:
  bool read(const std::string& name, const LibraryCell& cell, const std::string& expression, std::vector<bool>& into) {
    if (expression.empty()) return true;
    std::vector<std::string> names = inputs;
    names.push_back(cell.state);
    names.push_back(cell.inverted_state);
    const std::optional<std::vector<bool>> all = truth_rows(expression, name, names);
    if (!all) return false;
    // Of the two state names one is always the inverse of the other.
    const std::size_t inverted = state_bit() << 1;
    for (std::size_t row = 0; row < rows(); ++row) {
      into.push_back((*all)[(row & state_bit()) != 0 ? row : row | inverted]);
    }
    return true;
  }
};

/// Whether `function` is `bit` or its inverse over `rows`; the latter in `inverted`.
bool follows(const std::vector<bool>& function, const std::vector<std::size_t>& rows, std::size_t bit, bool& inverted) {
  inverted = function[rows.front()] != ((rows.front() & bit) != 0);
  return std::all_of(rows.begin(), rows.end(),
                     [&](std::size_t row) { return function[row] == (((row & bit) != 0) != inverted); });
}

bool never(const std::vector<bool>& function, const std::vector<std::size_t>& rows) {
  return function.empty() || std::none_of(rows.begin(), rows.end(), [&](std::size_t row) { return function[row]; });
}

constexpr std::size_t kNone = SIZE_MAX;

/// The first constants of the other inputs with which the cell is a plain register with these pins.
std::optional<StorageUse> use_with(const CellFunctions& f, std::size_t control, std::size_t data, std::size_t reset) {
  std::vector<std::size_t> free = {f.state_bit(), std::size_t{1} << control, std::size_t{1} << data};
  if (reset != kNone) free.push_back(std::size_t{1} << reset);
  std::vector<std::size_t> others;
  for (std::size_t i = 0; i < f.inputs.size(); ++i) {
    if (i != control && i != data && i != reset) others.push_back(i);
  }
  for (std::size_t ties = 0; ties < std::size_t{1} << others.size(); ++ties) {
    std::vector<std::size_t> rows = {0};
    for (std::size_t i = 0; i < others.size(); ++i) rows.front() |= ((ties >> i) & 1) << others[i];
    for (const std::size_t bit : free) {
      const std::size_t before = rows.size();
      for (std::size_t i = 0; i < before; ++i) rows.push_back(rows[i] | bit);
    }
    StorageUse use;
    if (!follows(f.control, rows, std::size_t{1} << control, use.control.inverted)) continue;
    if (!follows(f.data, rows, std::size_t{1} << data, use.data.inverted)) continue;
    if (reset == kNone) {
      if (!never(f.clear, rows) || !never(f.preset, rows)) continue;
    } else {
      const bool clears = never(f.preset, rows);
      const std::vector<bool>& active = clears ? f.clear : f.preset;
      if (active.empty() || (!clears && !never(f.clear, rows))) continue;
      if (!follows(active, rows, std::size_t{1} << reset, use.reset.inverted)) continue;
      use.reset.name = f.inputs[reset];
      use.reset_state = !clears;
    }
    use.control.name = f.inputs[control];
    use.data.name = f.inputs[data];
    for (std::size_t i = 0; i < others.size(); ++i) use.ties[f.inputs[others[i]]] = ((ties >> i) & 1) != 0;
    return use;
  }
  return std::nullopt;
}

void add_uses(const std::string& name, const LibraryCell& cell, std::vector<StorageUse>& uses) {
  const CellFunctions f(name, cell);
  if (!f.usable) return;
  std::vector<std::size_t> every_row(f.rows());
  for (std::size_t row = 0; row < f.rows(); ++row) every_row[row] = row;
  std::set<std::string> seen;  // one use for each polarity of the output, with each reset
  const auto inputs = [&](const std::vector<bool>& function) {
    std::vector<std::size_t> found;
    for (std::size_t i = 0; i < f.inputs.size(); ++i) {
      if (!function.empty() && f.depends(function, i)) found.push_back(i);
    }
    return found;
  };
  std::vector<std::size_t> resets = inputs(f.clear);
  for (const std::size_t one : inputs(f.preset)) resets.push_back(one);
  resets.push_back(kNone);
  for (const std::size_t control : inputs(f.control)) {
    for (const std::size_t data : inputs(f.data)) {
      for (const std::size_t reset : resets) {
        if (data == control || reset == control || reset == data) continue;
        std::optional<StorageUse> use = use_with(f, control, data, reset);
        if (!use) continue;
        use->cell = name;
        use->area = cell.area;
        for (const auto& [pin, function] : f.outputs) {
          if (!follows(function, every_row, f.state_bit(), use->output.inverted)) continue;
          const std::string key = use->reset.name + (use->output.inverted ? " inverted" : " true");
          if (!seen.insert(key).second) continue;
          use->output.name = pin;
          uses.push_back(*use);
        }
      }
    }
  }
}

}  // namespace

std::vector<StorageUse> storage_uses(const Library& library, CellKind kind) {
  std::vector<StorageUse> uses;
  for (const auto& [name, cell] : library.cells) {
    if (cell.kind != kind || cell.area <= 0 || !cell.clock_gate.empty()) continue;
    if (cell.dont_use) continue;
    add_uses(name, cell, uses);
  }
  return uses;
}

}  // namespace pwlforge
