// Copyright 2026 the pwlforge authors.
// Licensed under the Apache License, Version 2.0; see LICENSE.
// SPDX-License-Identifier: Apache-2.0
#include "gen/fit/window_search.hpp"

#include <algorithm>
#include <utility>

#include "gen/fit/segment_dp.hpp"
#include "gen/support/parallel.hpp"

namespace pwlforge::fitting {

namespace {

constexpr std::size_t kGridCells = 400;     // first grid: cells of about equal error
constexpr std::size_t kMostWindows = 6000;  // per cut; beyond this the gap is reported instead of closed
constexpr std::ptrdiff_t kNearCuts = 6;     // cuts tried on each side while improving a partition

// Cuts low..high, and bounds on what a partition with a cut in here costs in front of it and behind it.
struct Window {
  std::size_t low = 0, high = 0;
  double front = 0, back = 0;
};

// Least value + segment cost over `count` windows of the neighbouring cut, numbered from the nearest to the farthest:
// with the distance the segment between grows, and so does its cost; what lies beyond costs less and less, but for
// windows that were dropped. A descent to a good one, then halves of the range until their bounds exclude them.
//   value(j): bound on what lies beyond window j; above `most` it is not worth a look
//   floor(j): no value of windows 0..j is below
//   segment_cost(j, limit): of the segment to window j; above the limit it need not be exact
template <class Value, class Floor, class SegmentCost>
double least_sum(std::size_t count, double most, const Value& value, const Floor& floor,
                 const SegmentCost& segment_cost) {
  double least = kInfinity;
  std::size_t best = 0;
  const auto look = [&](std::size_t j) {
    const double beyond = value(j);
    if (beyond > most || !(beyond < least)) return;
    const double sum = beyond + segment_cost(j, least - beyond);
    if (!(sum < least)) return;
    least = sum;
    best = j;
  };
  for (std::size_t step = count / 2; step > 0; step /= 2) {
    if (best >= step) look(best - step);
    if (best + step < count) look(best + step);
  }
  // Ranges [near, far) still to be looked at.
  std::vector<std::pair<std::size_t, std::size_t>> ranges;
  if (count > 0) ranges.emplace_back(0, count);
  while (!ranges.empty()) {
    const auto [near, far] = ranges.back();
    ranges.pop_back();
    const double lowest = floor(far - 1);
    if (lowest > most || !(lowest < least)) continue;
    if (far - near == 1) {
      look(near);
      continue;
    }
    if (!(lowest + segment_cost(near, least - lowest) < least)) continue;
    const std::size_t middle = near + ((far - near) / 2);
    ranges.emplace_back(near, middle);
    ranges.emplace_back(middle, far);
  }
  return least;
}

class WindowSearch {
 public:
  WindowSearch(const std::vector<Moments>& prefix, const Lattice& lattice, int entries, int threads)
      : prefix_(prefix), lattice_(lattice), entries_(static_cast<std::size_t>(entries)), threads_(threads) {}

  WindowResult run(double gap, double limit) {
    const std::vector<std::size_t> grid = make_grid();
    cuts_ = grid_partition(grid);
    improve(grid);
    std::vector<std::vector<Window>> layers(entries_ - 1);
    for (std::vector<Window>& layer : layers) {
      for (std::size_t i = 0; i + 1 < grid.size(); ++i) layer.push_back({i == 0 ? 0 : grid[i] + 1, grid[i + 1], 0, 0});
    }
    WindowResult result;
    while (true) {
      result.lower_bound = std::min(bound(layers), best_);
      if (result.lower_bound >= std::min((1 - gap) * best_, limit)) break;
      if (!split(layers)) break;
    }
    result.cost = best_;
    result.starts.push_back(0);
    for (const std::size_t cut : cuts_) {
      if (cut > result.starts.back() && cut < cells()) result.starts.push_back(cut);
    }
    return result;
  }

 private:
  std::size_t cells() const { return prefix_.size() - 1; }
  double cost(std::size_t first, std::size_t end, double limit = kInfinity) const {
    if (first >= end) return 0;
    return fit_line(prefix_[end] - prefix_[first], lattice_, limit).cost;
  }

  // Ends of cells whose error is at most `most` each, found by doubling and halving.
  std::vector<std::size_t> grid_for(double most) const {
    std::vector<std::size_t> grid{0};
    while (grid.back() < cells()) {
      const std::size_t first = grid.back();
      std::size_t good = first + 1;
      std::size_t step = 1;
      while (good < cells() && cost(first, std::min(cells(), good + step)) <= most) {
        good = std::min(cells(), good + step);
        step *= 2;
      }
      std::size_t bad = std::min(cells(), good + step) + 1;
      while (bad - good > 1) {
        const std::size_t middle = good + ((bad - good) / 2);
        if (middle <= cells() && cost(first, middle) <= most) {
          good = middle;
        } else {
          bad = middle;
        }
      }
      grid.push_back(std::min(good, cells()));
    }
    return grid;
  }

  std::vector<std::size_t> make_grid() const {
    double most = cost(0, cells());
    std::vector<std::size_t> grid{0, cells()};
    for (int halvings = 0; halvings < 60 && grid.size() < kGridCells && most > 0; ++halvings) {
      most /= 4;
      grid = grid_for(most);
    }
    // A coarse cell in a flat part would leave its cut without alternatives.
    std::vector<std::size_t> result;
    const std::size_t widest = std::max<std::size_t>(1, cells() / 64);
    for (std::size_t i = 0; i + 1 < grid.size(); ++i) {
      for (std::size_t p = grid[i]; p < grid[i + 1]; p += widest) result.push_back(p);
    }
    result.push_back(cells());
    return result;
  }

  std::vector<std::size_t> grid_partition(const std::vector<std::size_t>& grid) {
    SegmentCosts<double> costs(grid.size() - 1, kInfinity);
    parallel_for(grid.size() - 1, threads_, [&](std::size_t last) {
      for (std::size_t first = 0; first <= last; ++first) costs.at(first, last) = cost(grid[first], grid[last + 1]);
    });
    const std::vector<std::size_t> starts = best_partition(costs, static_cast<int>(entries_), kInfinity, &best_);
    std::vector<std::size_t> cuts;
    for (std::size_t t = 1; t < starts.size(); ++t) cuts.push_back(grid[starts[t]]);
    cuts.resize(entries_ - 1, cells());
    return cuts;
  }

  // Moves all cuts at once to the best combination of neighbours, on ever finer steps.
  void improve(const std::vector<std::size_t>& grid) {
    std::vector<std::size_t> steps;
    for (const std::size_t cut : cuts_) {
      const auto above = std::upper_bound(grid.begin(), grid.end(), cut);
      const std::size_t width = above == grid.end() ? 1 : *above - cut;
      steps.push_back(std::max<std::size_t>(1, width / 3));
    }
    while (true) {
      std::vector<std::vector<std::size_t>> choices;
      for (std::size_t t = 0; t < cuts_.size(); ++t) {
        choices.emplace_back();
        for (std::ptrdiff_t d = -kNearCuts; d <= kNearCuts; ++d) {
          const auto position = static_cast<std::ptrdiff_t>(cuts_[t]) + (d * static_cast<std::ptrdiff_t>(steps[t]));
          if (position >= 0 && position <= static_cast<std::ptrdiff_t>(cells())) {
            choices.back().push_back(static_cast<std::size_t>(position));
          }
        }
      }
      double total = 0;
      const std::vector<std::size_t> moved = best_choice(choices, total);
      if (total < best_ * (1 - 1e-12)) {
        best_ = total;
        cuts_ = moved;
        continue;
      }
      bool finest = true;
      for (std::size_t& step : steps) {
        finest = finest && step == 1;
        step = std::max<std::size_t>(1, step / 2);
      }
      if (finest) return;
    }
  }

  // The best partition with cut t among choices[t].
  std::vector<std::size_t> best_choice(const std::vector<std::vector<std::size_t>>& choices, double& total) const {
    std::vector<double> reach{0.0};
    std::vector<std::size_t> positions{0};
    std::vector<std::vector<std::size_t>> from;
    for (std::size_t t = 0; t <= choices.size(); ++t) {
      const std::vector<std::size_t> ends = t < choices.size() ? choices[t] : std::vector<std::size_t>{cells()};
      std::vector<double> next(ends.size(), kInfinity);
      from.emplace_back(ends.size(), 0);
      for (std::size_t e = 0; e < ends.size(); ++e) {
        for (std::size_t p = 0; p < positions.size(); ++p) {
          if (positions[p] > ends[e] || !(reach[p] < next[e])) continue;
          const double sum = reach[p] + cost(positions[p], ends[e], next[e] - reach[p]);
          if (sum < next[e]) {
            next[e] = sum;
            from[t][e] = p;
          }
        }
      }
      reach.swap(next);
      positions = ends;
    }
    total = reach[0];
    std::vector<std::size_t> cuts(choices.size());
    std::size_t chosen = 0;
    for (std::size_t t = choices.size(); t > 0; --t) {
      chosen = from[t][chosen];
      cuts[t - 1] = choices[t - 1][chosen];
    }
    return cuts;
  }

  // Lower bound over all partitions with cut t in some window of layers[t]; drops windows that cannot hold an optimum.
  double bound(std::vector<std::vector<Window>>& layers) {
    const double limit = best_ * (1 + 1e-9);
    std::vector<Window> before{{0, 0, 0, 0}};
    for (std::vector<Window>& layer : layers) {
      // The nearest window is the last one that does not begin behind this one; farther ones come in front of it.
      std::vector<double> floors(before.size());
      for (std::size_t i = before.size(); i > 0; --i) {
        floors[i - 1] = std::min(before[i - 1].front, i < before.size() ? floors[i] : kInfinity);
      }
      parallel_for(layer.size(), threads_, [&](std::size_t i) {
        Window& window = layer[i];
        const auto reachable = std::upper_bound(before.begin(), before.end(), window.high,
                                                [](std::size_t high, const Window& left) { return high < left.low; });
        const auto count = static_cast<std::size_t>(reachable - before.begin());
        const double least = least_sum(
            count, limit - window.back, [&](std::size_t j) { return before[count - 1 - j].front; },
            [&](std::size_t j) { return floors[count - 1 - j]; },
            [&](std::size_t j, double most) { return cost(before[count - 1 - j].high, window.low, most); });
        window.front = std::max(window.front, least);
      });
      before = layer;
    }
    double total = kInfinity;
    for (const Window& left : before) total = std::min(total, left.front + cost(left.high, cells()));
    std::vector<Window> after{{cells(), cells(), 0, 0}};
    for (std::size_t t = layers.size(); t > 0; --t) {
      std::vector<Window>& layer = layers[t - 1];
      std::vector<double> floors(after.size());
      for (std::size_t i = 0; i < after.size(); ++i) {
        floors[i] = std::min(after[i].back, i > 0 ? floors[i - 1] : kInfinity);
      }
      parallel_for(layer.size(), threads_, [&](std::size_t i) {
        Window& window = layer[i];
        const auto reachable = std::lower_bound(after.begin(), after.end(), window.low,
                                                [](const Window& right, std::size_t low) { return right.high < low; });
        const auto first = static_cast<std::size_t>(reachable - after.begin());
        const double least = least_sum(
            after.size() - first, limit - window.front, [&](std::size_t j) { return after[first + j].back; },
            [&](std::size_t j) { return floors[first + j]; },
            [&](std::size_t j, double most) { return cost(window.high, after[first + j].low, most); });
        window.back = std::max(window.back, least);
      });
      layer.erase(std::remove_if(layer.begin(), layer.end(),
                                 [&](const Window& window) { return window.front + window.back > limit; }),
                  layer.end());
      after = layer;
    }
    return total;
  }

  // Halves every window; false when nothing can be halved or it would be too much. All single: then the best is exact.
  bool split(std::vector<std::vector<Window>>& layers) {
    bool any = false;
    std::vector<std::vector<Window>> finer(layers.size());
    for (std::size_t t = 0; t < layers.size(); ++t) {
      for (const Window& window : layers[t]) {
        if (window.low == window.high) {
          finer[t].push_back(window);
          continue;
        }
        any = true;
        const std::size_t middle = window.low + ((window.high - window.low) / 2);
        finer[t].push_back({window.low, middle, window.front, window.back});
        finer[t].push_back({middle + 1, window.high, window.front, window.back});
      }
      if (finer[t].size() > kMostWindows) return false;
    }
    if (!any) {
      std::vector<std::vector<std::size_t>> choices;
      for (const std::vector<Window>& layer : layers) {
        choices.emplace_back();
        for (const Window& window : layer) choices.back().push_back(window.low);
      }
      double total = 0;
      const std::vector<std::size_t> cuts = best_choice(choices, total);
      if (total < best_) {
        best_ = total;
        cuts_ = cuts;
      }
      return false;
    }
    layers.swap(finer);
    return true;
  }

  const std::vector<Moments>& prefix_;
  const Lattice& lattice_;
  std::size_t entries_;
  int threads_;
  std::vector<std::size_t> cuts_;
  double best_ = kInfinity;
};

}  // namespace

WindowResult search_windows(const std::vector<Moments>& prefix, const Lattice& lattice, int entries, double gap,
                            double limit, int threads) {
  return WindowSearch(prefix, lattice, entries, threads).run(gap, limit);
}

}  // namespace pwlforge::fitting
