// Copyright 2026 the pwlforge authors.
// Licensed under the Apache License, Version 2.0; see LICENSE.
// SPDX-License-Identifier: Apache-2.0
#include "gen/fit/lsb_refine.hpp"

#include <algorithm>
#include <map>

#include "gen/fit/lsb_narrow.hpp"
#include "gen/support/parallel.hpp"
#include "sim/golden/integer_unit.hpp"

namespace pwlforge::fitting {

namespace {

constexpr int kHalvings = 10;        // choices towards either end of a cut's range
constexpr std::size_t kEven = 12;    // choices spread evenly over it
constexpr std::ptrdiff_t kNear = 2;  // choices on each side while refining

class Refinement {
 public:
  Refinement(const FitRequest& request, const LsbSolver& solver, const LsbCells& cells, int requant_shift,
             std::int64_t bound, int threads)
      : solver_(solver),
        cells_(cells),
        bound_(bound),
        cuts_(static_cast<std::size_t>(request.entries) - 1),
        threads_(threads),
        format_(unit_format(request)) {
    params_.requant_shift = requant_shift;
    params_.shift = cells.items.front().shift;
  }

  std::vector<std::size_t> run(const std::vector<std::size_t>& starts) {
    find_ranges();
    std::vector<std::size_t> cuts(starts.begin() + 1, starts.end());
    cuts.resize(cuts_, cells_.cells());
    std::vector<std::vector<std::size_t>> choices;
    std::vector<std::size_t> steps;
    for (std::size_t t = 0; t < cuts_; ++t) {
      choices.push_back(spread(low_[t], high_[t], cuts[t]));
      steps.push_back(std::max<std::size_t>(1, (high_[t] - low_[t]) / (3 * kEven)));
    }
    CodeCost best = choose(choices, cuts);
    for (bool finest = false; !finest;) {
      for (std::size_t t = 0; t < cuts_; ++t) choices[t] = near(t, cuts[t], steps[t]);
      const CodeCost cost = choose(choices, cuts);
      if (cost < best) {
        best = cost;
        continue;
      }
      finest = true;
      for (std::size_t& step : steps) {
        finest = finest && step == 1;
        step = std::max<std::size_t>(1, step / 2);
      }
    }
    std::vector<std::size_t> result{0};
    for (const std::size_t cut : cuts) {
      if (cut > result.back() && cut < cells_.cells()) result.push_back(cut);
    }
    return result;
  }

 private:
  std::size_t end_of(std::size_t first) const { return static_cast<std::size_t>(solver_.extend(first, bound_) + 1); }

  // Least and greatest place of each cut in any feasible partition.
  void find_ranges() {
    std::size_t reach = 0;
    for (std::size_t t = 0; t < cuts_; ++t) {
      if (reach < cells_.cells()) reach = end_of(reach);
      high_.push_back(reach);
    }
    low_.assign(cuts_, 0);
    std::size_t needed = cells_.cells();
    for (std::size_t t = cuts_; t > 0 && needed > 0; --t) {
      std::size_t low = 0;
      std::size_t high = std::min(needed, high_[t - 1]);
      while (low < high) {
        const std::size_t middle = low + ((high - low) / 2);
        if (end_of(middle) >= needed) {
          high = middle;
        } else {
          low = middle + 1;
        }
      }
      low_[t - 1] = needed = low;
    }
  }

  static void settle(std::vector<std::size_t>& choices) {
    std::sort(choices.begin(), choices.end());
    choices.erase(std::unique(choices.begin(), choices.end()), choices.end());
  }

  static std::vector<std::size_t> spread(std::size_t low, std::size_t high, std::size_t present) {
    std::vector<std::size_t> choices{low, high, std::clamp(present, low, high)};
    const std::size_t width = high - low;
    for (int k = 1; k <= kHalvings; ++k) {
      choices.push_back(low + (width >> k));
      choices.push_back(high - (width >> k));
    }
    for (std::size_t i = 1; i < kEven; ++i) choices.push_back(low + (width * i / kEven));
    settle(choices);
    return choices;
  }

  std::vector<std::size_t> near(std::size_t t, std::size_t cut, std::size_t step) const {
    std::vector<std::size_t> choices;
    for (std::ptrdiff_t d = -kNear; d <= kNear; ++d) {
      const auto place = static_cast<std::ptrdiff_t>(cut) + (d * static_cast<std::ptrdiff_t>(step));
      choices.push_back(static_cast<std::size_t>(
          std::clamp(place, static_cast<std::ptrdiff_t>(low_[t]), static_cast<std::ptrdiff_t>(high_[t]))));
    }
    settle(choices);
    return choices;
  }

  // What the unit makes of the segment's best line.
  CodeCost measure(std::size_t first, std::size_t end) const {
    if (first == end) return {};
    const std::optional<Line> line = solver_.line(first, end - 1, bound_);
    if (!line) return kInfeasible;
    golden::IntParams params = params_;
    params.slopes = {line->slope};
    params.intercepts = {line->intercept};
    CodeCost cost;
    for (std::size_t i = cells_.begin[first]; i < cells_.begin[end]; ++i) {
      const LsbItem& item = cells_.items[i];
      const auto y = static_cast<std::int64_t>(golden::evaluate(format_, params, item.code).y);
      const double error = static_cast<double>(y) - item.target;
      cost = cost + CodeCost{y != item.ideal ? 1 : 0, error * error};
    }
    return cost;
  }

  // Moves all cuts at once to the best combination of choices.
  CodeCost choose(const std::vector<std::vector<std::size_t>>& choices, std::vector<std::size_t>& cuts) {
    std::vector<std::pair<std::size_t, std::size_t>> wanted;
    const auto pairs = [&](const auto& visit) {
      for (std::size_t t = 0; t <= cuts_; ++t) {
        const std::vector<std::size_t> begins = t == 0 ? std::vector<std::size_t>{0} : choices[t - 1];
        const std::vector<std::size_t> ends = t == cuts_ ? std::vector<std::size_t>{cells_.cells()} : choices[t];
        for (std::size_t e = 0; e < ends.size(); ++e) {
          for (std::size_t b = 0; b < begins.size() && begins[b] <= ends[e]; ++b) visit(t, b, begins[b], e, ends[e]);
        }
      }
    };
    pairs([&](std::size_t, std::size_t, std::size_t begin, std::size_t, std::size_t end) {
      if (known_.emplace(std::make_pair(begin, end), kInfeasible).second) wanted.emplace_back(begin, end);
    });
    std::vector<CodeCost> costs(wanted.size());
    parallel_for(wanted.size(), threads_,
                 [&](std::size_t i) { costs[i] = measure(wanted[i].first, wanted[i].second); });
    for (std::size_t i = 0; i < wanted.size(); ++i) known_[wanted[i]] = costs[i];

    std::vector<std::vector<CodeCost>> reach(cuts_ + 1);
    std::vector<std::vector<std::size_t>> from(cuts_ + 1);
    for (std::size_t t = 0; t <= cuts_; ++t) {
      const std::size_t ends = t == cuts_ ? 1 : choices[t].size();
      reach[t].assign(ends, kInfeasible);
      from[t].assign(ends, 0);
    }
    pairs([&](std::size_t t, std::size_t b, std::size_t begin, std::size_t e, std::size_t end) {
      const CodeCost& segment = known_.at({begin, end});
      const CodeCost before = t == 0 ? CodeCost{} : reach[t - 1][b];
      if (!(segment < kInfeasible) || !(before < kInfeasible)) return;
      const CodeCost sum = before + segment;
      if (!(sum < reach[t][e])) return;
      reach[t][e] = sum;
      from[t][e] = b;
    });
    const CodeCost best = reach[cuts_][0];
    if (!(best < kInfeasible)) return best;
    std::size_t chosen = 0;
    for (std::size_t t = cuts_; t > 0; --t) {
      chosen = from[t][chosen];
      cuts[t - 1] = choices[t - 1][chosen];
    }
    return best;
  }

  const LsbSolver& solver_;
  const LsbCells& cells_;
  std::int64_t bound_;
  std::size_t cuts_;
  int threads_;
  golden::IntFormat format_;
  golden::IntParams params_;
  std::vector<std::size_t> low_, high_;  ///< range of each cut
  std::map<std::pair<std::size_t, std::size_t>, CodeCost> known_;
};

}  // namespace

std::vector<std::size_t> refine_partition(const FitRequest& request, const LsbSolver& solver, const LsbCells& cells,
                                          int requant_shift, std::int64_t bound, std::vector<std::size_t> starts,
                                          int threads) {
  if (starts.empty() || request.entries < 2) return starts;
  return Refinement(request, solver, cells, requant_shift, bound, threads).run(starts);
}

}  // namespace pwlforge::fitting
