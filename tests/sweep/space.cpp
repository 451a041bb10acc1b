// Copyright 2026 the pwlforge authors.
// Licensed under the Apache License, Version 2.0; see LICENSE.
// SPDX-License-Identifier: Apache-2.0
#include "tests/sweep/space.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <sstream>

#include "gen/support/diagnostics.hpp"

namespace pwlforge::sweep {

std::string row_text(const Space& space, const Row& row) {
  std::string text;
  for (std::size_t axis = 0; axis < row.size(); ++axis) {
    text += fmt::format("{}{}={}", axis == 0 ? "" : " ", space.axes()[axis].name, space.value(row, axis));
  }
  return text;
}

std::string combination_text(const Space& space, const Combination& combination) {
  std::string text;
  for (std::size_t i = 0; i < combination.axes.size(); ++i) {
    const Axis& axis = space.axes()[combination.axes[i]];
    text += fmt::format("{}{}={}", i == 0 ? "" : " ", axis.name, axis.values[combination.values[i]]);
  }
  return text;
}

Row row_of(const Space& space, const std::string& text) {
  const std::vector<Axis>& axes = space.axes();
  Row row(axes.size());
  std::vector<bool> given(axes.size(), false);
  std::istringstream words(text);
  for (std::string word; words >> word;) {
    const std::size_t equals = std::min(word.find('='), word.size());
    const auto axis =
        std::find_if(axes.begin(), axes.end(), [&](const Axis& one) { return one.name == word.substr(0, equals); });
    if (axis == axes.end()) throw InputError(fmt::format("--only: no such axis (found {}); see --list", word));
    const auto value =
        std::find(axis->values.begin(), axis->values.end(), word.substr(std::min(equals + 1, word.size())));
    if (value == axis->values.end()) {
      throw InputError(
          fmt::format("--only: no such value (found {}); use one of {}", word, fmt::join(axis->values, " ")));
    }
    const auto index = static_cast<std::size_t>(axis - axes.begin());
    row[index] = static_cast<std::size_t>(value - axis->values.begin());
    given[index] = true;
  }
  for (std::size_t axis = 0; axis < axes.size(); ++axis) {
    if (!given[axis]) throw InputError(fmt::format("--only: {} is not given; copy a whole line", axes[axis].name));
  }
  return row;
}

std::vector<std::size_t> sizes_of(const Space& space) {
  std::vector<std::size_t> sizes;
  for (const Axis& axis : space.axes()) sizes.push_back(axis.values.size());
  return sizes;
}

Constraint constraint_of(const Space& space) {
  return {[&](const Row& row) { return space.violations(row); }, [&](const Row& row) { return space.exists(row); }};
}

}  // namespace pwlforge::sweep
