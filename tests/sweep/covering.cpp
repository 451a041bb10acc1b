// Copyright 2026 the pwlforge authors.
// Licensed under the Apache License, Version 2.0; see LICENSE.
// SPDX-License-Identifier: Apache-2.0
#include "tests/sweep/covering.hpp"

#include <algorithm>
#include <numeric>
#include <optional>

#include "sim/bench/testbench/random.hpp"

namespace pwlforge::sweep {
namespace {

constexpr int kRestarts = 60;    // of the search for a row around one combination
constexpr int kHopeless = 8;     // of them without a row that breaks no rule: there is none
constexpr int kRepairs = 200;    // changes of one axis in each
constexpr int kCandidates = 10;  // rows of which the one that covers most is taken

/// Numbers all combinations of `strength` axes; which of them are covered.
class Table {
 public:
  Table(const std::vector<std::size_t>& sizes, std::size_t strength) : sizes_(sizes) {
    std::vector<std::size_t> axes;
    collect(axes, strength);
    covered_.resize(total_, false);
  }

  std::size_t size() const { return covered_.size(); }
  bool covered(std::size_t number) const { return covered_[number]; }

  Combination combination(std::size_t number) const {
    const auto set = std::prev(std::upper_bound(sets_.begin(), sets_.end(), number,
                                                [](std::size_t n, const Set& one) { return n < one.first; }));
    Combination result{set->axes, std::vector<std::size_t>(set->axes.size())};
    std::size_t rest = number - set->first;
    for (std::size_t i = set->axes.size(); i-- > 0;) {
      result.values[i] = rest % sizes_[set->axes[i]];
      rest /= sizes_[set->axes[i]];
    }
    return result;
  }

  /// How many combinations of the row are not covered yet; `cover` makes them so.
  std::size_t fresh(const Row& row) const {
    std::size_t count = 0;
    for (const Set& set : sets_) count += covered_[number_of(set, row)] ? 0U : 1U;
    return count;
  }
  void cover(const Row& row) {
    for (const Set& set : sets_) covered_[number_of(set, row)] = true;
  }

 private:
  struct Set {
    std::vector<std::size_t> axes;
    std::size_t first = 0;  ///< number of its first combination
  };

  void collect(std::vector<std::size_t>& axes, std::size_t strength) {
    if (axes.size() == strength) {
      sets_.push_back({axes, total_});
      total_ += std::accumulate(axes.begin(), axes.end(), std::size_t{1},
                                [&](std::size_t product, std::size_t axis) { return product * sizes_[axis]; });
      return;
    }
    for (std::size_t axis = axes.empty() ? 0 : axes.back() + 1; axis < sizes_.size(); ++axis) {
      axes.push_back(axis);
      collect(axes, strength);
      axes.pop_back();
    }
  }
  std::size_t number_of(const Set& set, const Row& row) const {
    std::size_t number = 0;
    for (const std::size_t axis : set.axes) number = number * sizes_[axis] + row[axis];
    return set.first + number;
  }

  std::vector<std::size_t> sizes_;
  std::vector<Set> sets_;
  std::size_t total_ = 0;
  std::vector<bool> covered_;
};

class Search {
 public:
  Search(const std::vector<std::size_t>& sizes, const Constraint& constraint, std::uint64_t seed)
      : sizes_(sizes), constraint_(constraint), random_(seed) {}

  /// A row with the combination that breaks no rule and covers what it can.
  std::optional<Row> around(const Combination& wanted, const Table& table) {
    std::vector<bool> fixed(sizes_.size(), false);
    for (const std::size_t axis : wanted.axes) fixed[axis] = true;
    std::vector<std::size_t> open;
    for (std::size_t axis = 0; axis < sizes_.size(); ++axis) {
      if (!fixed[axis]) open.push_back(axis);
    }
    std::vector<std::pair<std::size_t, Row>> found;
    for (int restart = 0; restart < kRestarts && found.size() < kCandidates; ++restart) {
      Row row(sizes_.size());
      for (std::size_t axis = 0; axis < row.size(); ++axis) row[axis] = random_.below(sizes_[axis]);
      for (std::size_t i = 0; i < wanted.axes.size(); ++i) row[wanted.axes[i]] = wanted.values[i];
      if (!repair(row, open)) {
        if (found.empty() && restart >= kHopeless) return std::nullopt;
        continue;
      }
      improve(row, open, table);
      found.emplace_back(table.fresh(row), row);
    }
    std::stable_sort(found.begin(), found.end(), [](const auto& a, const auto& b) { return a.first > b.first; });
    for (const auto& [count, row] : found) {
      if (constraint_.exists(row)) return row;
    }
    // What covers most may be what does not exist: any row will do.
    for (int restart = 0; restart < kCandidates && !found.empty(); ++restart) {
      Row row = found.front().second;
      for (const std::size_t axis : open) row[axis] = random_.below(sizes_[axis]);
      if (repair(row, open) && constraint_.exists(row)) return row;
    }
    return std::nullopt;
  }

  template <typename T>
  void shuffle(std::vector<T>& list) {
    for (std::size_t i = list.size(); i > 1; --i) std::swap(list[i - 1], list[random_.below(i)]);
  }

 private:
  /// Changes open axes until no rule is broken.
  bool repair(Row& row, const std::vector<std::size_t>& open) {
    std::size_t broken = constraint_.violations(row);
    for (int i = 0; i < kRepairs && broken > 0 && !open.empty(); ++i) {
      const std::size_t axis = open[random_.below(open.size())];
      const std::size_t before = row[axis];
      row[axis] = random_.below(sizes_[axis]);
      const std::size_t now = constraint_.violations(row);
      if (now <= broken) {
        broken = now;
      } else {
        row[axis] = before;
      }
    }
    return broken == 0;
  }

  /// Takes, axis by axis, the value with which the row covers most.
  void improve(Row& row, std::vector<std::size_t> open, const Table& table) {
    shuffle(open);
    for (const std::size_t axis : open) {
      std::size_t best = row[axis];
      std::size_t most = table.fresh(row);
      for (std::size_t value = 0; value < sizes_[axis]; ++value) {
        row[axis] = value;
        const std::size_t count = table.fresh(row);
        if (count > most && constraint_.violations(row) == 0) {
          most = count;
          best = value;
        }
      }
      row[axis] = best;
    }
  }

  const std::vector<std::size_t>& sizes_;
  const Constraint& constraint_;
  bench::Random random_;
};

}  // namespace

Covering cover(const std::vector<std::size_t>& sizes, std::size_t strength, const Constraint& constraint,
               std::uint64_t seed) {
  Table table(sizes, strength);
  Search search(sizes, constraint, seed);
  std::vector<std::size_t> order(table.size());
  std::iota(order.begin(), order.end(), std::size_t{0});
  search.shuffle(order);
  Covering result;
  std::vector<std::size_t> hopeless;
  for (const std::size_t number : order) {
    if (table.covered(number)) continue;
    const std::optional<Row> row = search.around(table.combination(number), table);
    if (!row) {
      hopeless.push_back(number);
      continue;
    }
    table.cover(*row);
    result.rows.push_back(*row);
  }
  std::sort(hopeless.begin(), hopeless.end());
  for (const std::size_t number : hopeless) {
    // A later row may hold it all the same.
    if (!table.covered(number)) result.impossible.push_back(table.combination(number));
  }
  result.combinations = table.size() - result.impossible.size();
  return result;
}

std::vector<Combination> missing(const std::vector<std::size_t>& sizes, std::size_t strength,
                                 const std::vector<Row>& rows) {
  Table table(sizes, strength);
  for (const Row& row : rows) table.cover(row);
  std::vector<Combination> result;
  for (std::size_t number = 0; number < table.size(); ++number) {
    if (!table.covered(number)) result.push_back(table.combination(number));
  }
  return result;
}

}  // namespace pwlforge::sweep
