// Copyright 2026 the pwlforge authors.
// Licensed under the Apache License, Version 2.0; see LICENSE.
// SPDX-License-Identifier: Apache-2.0
#include "synth/liberty/cell_variants.hpp"

#include <fmt/format.h>

#include <algorithm>

namespace pwlforge {
namespace {

/// The same for cells that can stand in for each other pin by pin.
std::string signature(const LibraryCell& cell) {
  std::string text = fmt::format("{}|{}|{}|{}|{}|{}|{}|{}|{}", static_cast<int>(cell.kind), cell.clock_gate, cell.state,
                                 cell.next_state, cell.clocked_on, cell.data_in, cell.enable, cell.clear, cell.preset);
  for (const auto& [pin, description] : cell.pins) {
    text += fmt::format("|{}{}{}:{}:{}", pin, description.is_input ? "i" : "", description.is_output ? "o" : "",
                        description.function, description.three_state);
  }
  return text;
}

}  // namespace

CellVariants::CellVariants(const Library& library) {
  for (const auto& [name, cell] : library.cells) {
    if (!cell.dont_use && cell.area > 0 && cell.kind != CellKind::other) groups_[signature(cell)].push_back(name);
  }
  for (auto& group : groups_) {
    std::stable_sort(group.second.begin(), group.second.end(), [&](const std::string& a, const std::string& b) {
      return library.cells.at(a).area < library.cells.at(b).area;
    });
  }
}

const std::vector<std::string>& CellVariants::of(const LibraryCell& cell) const {
  static const std::vector<std::string> none;
  const auto found = groups_.find(signature(cell));
  return found == groups_.end() ? none : found->second;
}

}  // namespace pwlforge
