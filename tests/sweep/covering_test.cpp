// Copyright 2026 the pwlforge authors.
// Licensed under the Apache License, Version 2.0; see LICENSE.
// SPDX-License-Identifier: Apache-2.0
//
// The generator of covering arrays: checked by counting, and the counting by rows that are left out.
#include <catch2/catch.hpp>

#include <algorithm>

#include "tests/sweep/space.hpp"

using namespace pwlforge::sweep;

namespace {

/// Rows of which the values of the first two axes are not both 0 and the third is no larger than the fourth.
Constraint example() {
  const auto violations = [](const Row& row) {
    return static_cast<std::size_t>(row[0] == 0 && row[1] == 0) + static_cast<std::size_t>(row[2] > row[3]);
  };
  return {violations, [=](const Row& row) { return violations(row) == 0 && row[4] + row[0] != 3; }};
}

const std::vector<std::size_t> kSizes = {3, 2, 4, 4, 3, 2, 2};

/// All rows, by counting.
std::vector<Row> all_rows(const Constraint& constraint) {
  std::vector<Row> rows;
  Row row(kSizes.size(), 0);
  for (bool more = true; more;) {
    if (constraint.violations(row) == 0 && constraint.exists(row)) rows.push_back(row);
    more = false;
    for (std::size_t axis = 0; axis < row.size() && !more; ++axis) {
      row[axis] = (row[axis] + 1) % kSizes[axis];
      more = row[axis] != 0;
    }
  }
  return rows;
}

std::vector<std::vector<std::size_t>> sorted(const std::vector<Combination>& list) {
  std::vector<std::vector<std::size_t>> result;
  for (const Combination& one : list) {
    std::vector<std::size_t> words = one.axes;
    words.insert(words.end(), one.values.begin(), one.values.end());
    result.push_back(words);
  }
  std::sort(result.begin(), result.end());
  return result;
}

}  // namespace

TEST_CASE("a covering array holds what can be, and tells what cannot") {
  const Constraint constraint = example();
  const std::vector<Row> all = all_rows(constraint);
  for (const std::size_t strength : {std::size_t{1}, std::size_t{2}, std::size_t{3}}) {
    const Covering covering = cover(kSizes, strength, constraint, 5);
    for (const Row& row : covering.rows) CHECK(constraint.exists(row));
    const auto impossible = sorted(missing(kSizes, strength, all));
    CHECK(sorted(covering.impossible) == impossible);
    CHECK(sorted(missing(kSizes, strength, covering.rows)) == impossible);
    CHECK(covering.rows.size() < all.size() / 4);
    if (strength < 2) continue;
    CHECK(!impossible.empty());
    // The counting itself: without any one of its last rows, which were added for something, something is missing.
    std::vector<Row> fewer(covering.rows.begin(), covering.rows.end() - 1);
    CHECK(missing(kSizes, strength, fewer).size() > impossible.size());
  }
}

TEST_CASE("the same seed gives the same array, another one another") {
  const Constraint constraint = example();
  CHECK(cover(kSizes, 2, constraint, 5).rows == cover(kSizes, 2, constraint, 5).rows);
  CHECK(cover(kSizes, 2, constraint, 5).rows != cover(kSizes, 2, constraint, 6).rows);
}

TEST_CASE("a line names its configuration") {
  for (const auto& space : {unit_space(), operator_space()}) {
    Row row(space->axes().size(), 0);
    row[0] = 1;
    row.back() = 1;
    CHECK(row_of(*space, row_text(*space, row)) == row);
    CHECK_THROWS(row_of(*space, "colour=red"));
    CHECK_THROWS(row_of(*space, "stall=maybe"));
    CHECK_THROWS(row_of(*space, "stall=yes"));
  }
}
