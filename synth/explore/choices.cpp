// Copyright 2026 the pwlforge authors.
// Licensed under the Apache License, Version 2.0; see LICENSE.
// SPDX-License-Identifier: Apache-2.0
#include "synth/explore/choices.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <iterator>
#include <limits>
#include <optional>

namespace pwlforge {
namespace {

using fitting::WordProblem;
using fitting::WordSearch;
using golden::KeptWords;

constexpr int kRowInputLimit = 12;   ///< of truth_table stores
constexpr int kTrimInputLimit = 12;  ///< above, every code at which a trimmed entry may end would take hours

/// Words of wide inputs keep one width.
bool is_trimmed(const WordProblem& problem) {
  return problem.input_bits <= kTrimInputLimit;
}

/// Up to 12 bits 40 are many; above, as many as a unit can have.
int most_entries(const WordProblem& problem) {
  return is_trimmed(problem) ? 40 : 64;
}

/// Requantization shifts first .. first + 2^bits - 1.
struct ShiftRange {
  int first = 0;
  int bits = 0;
};

std::vector<ShiftRange> shift_ranges(int widest) {
  std::vector<ShiftRange> ranges;
  for (int bits = 0; bits <= widest; ++bits) {
    for (int first = 0; first < (1 << widest); first += 1 << bits) ranges.push_back({first, bits});
  }
  return ranges;
}

/// One way to spend entries and shifts on whole words, and the least that it can cost once trimmed.
struct Start {
  KeptWords words;
  double trimmed = 0;
};

class LoadableSearch {
 public:
  LoadableSearch(const WordSearch& search, const WordProblem& problem, const LinearCost& area,
                 const SearchBudget& budget)
      : search_(search), problem_(problem), area_(area), budget_(budget) {
    for (const ShiftRange& range : shift_ranges(search.requant_bits())) {
      const std::optional<int> least = search.least_entries(widest_slope(problem), widest_intercept(problem),
                                                            range.first, range.bits, most_entries(problem));
      if (least) ranges_.push_back({range, *least});
    }
  }

  bool empty() const { return ranges_.empty(); }
  double cost(const KeptWords& words) const {
    return area_.at(cost_features({problem_.input_bits, problem_.output_bits, words}));
  }

  /// Exact for the cost model: what is not tried costs at least as much with fewer entries than it needs.
  KeptWords uniform() const {
    std::optional<KeptWords> best;
    double least = std::numeric_limits<double>::max();
    for (const auto& [range, entries] : ranges_) {
      for (int slope = widest_slope(problem_); slope >= 2; --slope) {
        for (int intercept = widest_intercept(problem_); intercept >= 2; --intercept) {
          if (cost(whole(entries, slope, intercept, range)) >= least) continue;
          const std::optional<int> needed =
              search_.least_entries(slope, intercept, range.first, range.bits, most_entries(problem_));
          if (!needed) break;  // nor with a narrower intercept
          KeptWords words = whole(*needed, slope, intercept, range);
          const double price = cost(words);
          if (price >= least) continue;
          least = price;
          best = std::move(words);
        }
      }
    }
    return *best;
  }

  /// The best of every range with as few entries as can be and up to two more; then of drawn orders from the best ones.
  std::vector<KeptWords> trimmed() const {
    const auto price = [this](const KeptWords& words) { return cost(words); };
    std::vector<Start> starts;
    for (const auto& [range, entries] : ranges_) {
      for (int spare = 0; spare <= 2 && entries + spare <= most_entries(problem_); ++spare) {
        Start start{whole(entries + spare, widest_slope(problem_), widest_intercept(problem_), range), 0};
        if (!search_.feasible(start.words)) continue;
        start.trimmed = cost(search_.narrowed(start.words, price, 0));
        starts.push_back(std::move(start));
      }
    }
    const auto cheaper = [](const Start& a, const Start& b) { return a.trimmed < b.trimmed; };
    std::stable_sort(starts.begin(), starts.end(), cheaper);
    constexpr std::size_t kKept = 4;
    if (starts.size() > kKept) starts.resize(kKept);
    std::vector<Start> found;
    for (const Start& start : starts) {
      for (int seed = 0; seed < budget_.orders; ++seed) {
        Start one;
        one.words = search_.narrowed(start.words, price, static_cast<std::uint64_t>(seed));
        one.trimmed = cost(one.words);
        found.push_back(std::move(one));
      }
    }
    std::stable_sort(found.begin(), found.end(), cheaper);
    std::vector<KeptWords> best;
    double last = -1;
    for (const Start& one : found) {
      if (best.size() == static_cast<std::size_t>(budget_.finalists)) break;
      if (one.trimmed == last) continue;
      last = one.trimmed;
      best.push_back(one.words);
    }
    return best;
  }

 private:
  KeptWords whole(int entries, int slope, int intercept, const ShiftRange& range) const {
    KeptWords words = fitting::whole_words(entries, problem_.input_bits, slope, intercept, range.bits);
    words.requant_first = range.first;
    return words;
  }

  const WordSearch& search_;
  const WordProblem& problem_;
  const LinearCost& area_;
  const SearchBudget& budget_;
  std::vector<std::pair<ShiftRange, int>> ranges_;  ///< with the least entries of whole words
};

std::string choice_name(const UnitStyle& style, int max_lsb, const std::string& what) {
  return fmt::format("{}_{}lsb_{}", store_name(style.store), max_lsb, what);
}

}  // namespace

std::vector<Choice> loadable_choices(const WordSearch& search, const WordProblem& problem, const UnitStyle& style,
                                     const LinearCost& area, const LinearCost& power, const SearchBudget& budget) {
  const LoadableSearch loadable(search, problem, area, budget);
  if (loadable.empty()) return {};
  std::vector<Choice> choices;
  const auto add = [&](const std::string& what, const std::string& words, const std::string& claim,
                       const KeptWords& kept, bool whole) {
    Choice choice;
    choice.name = choice_name(style, problem.max_lsb, what);
    choice.words = words;
    choice.max_lsb = problem.max_lsb;
    choice.style = style;
    choice.spec = styled_unit(style, choice.name, search.tables(kept));
    if (whole) choice.spec.kept = needed_shifts(choice.spec);
    const std::vector<double> features = cost_features(shape_of(choice.spec));
    choice.stored_bits = fitting::stored_bits(*choice.spec.kept);
    choice.area_estimate = area.at(features);
    choice.power_estimate = power.at(features);
    choice.claim = claim;
    choices.push_back(std::move(choice));
  };
  add("uniform", "uniform",
      "no unit of this style with one width for all slopes, one for all intercepts and whole thresholds costs less by "
      "the model: every number of entries, both widths and every range of shifts were tried or cost more",
      loadable.uniform(), true);
  if (!is_trimmed(problem)) return choices;
  int number = 0;
  for (const KeptWords& words : loadable.trimmed()) {
    add(fmt::format("trimmed_{}", ++number), "per entry",
        fmt::format("no word can lose another bit at either end; the best of {} orders for each of the best numbers of "
                    "entries and shifts, not proved to be the least",
                    budget.orders),
        words, false);
  }
  return choices;
}

namespace {

/// Whole words of so many entries; where they are not trimmed later, multiplied slopes of the fewest bits that do.
/// Empty when none do.
std::optional<KeptWords> words_to_start(const WordSearch& search, const WordProblem& problem, int entries) {
  const auto with_slopes = [&](int bits) {
    return fitting::whole_words(entries, problem.input_bits, bits, widest_intercept(problem), search.requant_bits());
  };
  KeptWords words = with_slopes(widest_slope(problem));
  if (!search.feasible(words)) return std::nullopt;
  if (is_trimmed(problem) || problem.slope_terms > 0) return words;
  for (int bits = widest_slope(problem) - 1; bits >= 2; --bits) {
    KeptWords narrower = with_slopes(bits);
    if (!search.feasible(narrower)) break;
    words = std::move(narrower);
  }
  return words;
}

/// Those of one way to multiply: problem.slope_terms as UnitSpec has it.
std::vector<Choice> constant_choices_of(const WordProblem& problem) {
  const WordSearch search(problem);
  const std::optional<int> least = search.least_entries(widest_slope(problem), widest_intercept(problem), 0,
                                                        search.requant_bits(), most_entries(problem));
  if (!least) return {};
  const LinearCost cost = uncalibrated_cost();
  const auto price = [&](const KeptWords& words) {
    return cost.at(cost_features({problem.input_bits, problem.output_bits, words}));
  };
  const bool multiplied = problem.slope_terms == 0;
  std::vector<Choice> choices;
  // Powers of two alone fit badly: what entries cost, their slopes save. So they do where slopes lose bits together.
  const bool more = problem.slope_terms == 1 || (multiplied && !is_trimmed(problem));
  for (const int spare : more ? std::vector<int>{0, 2, 4} : std::vector<int>{0, 2}) {
    if (*least + spare > most_entries(problem)) continue;
    const std::optional<KeptWords> words = words_to_start(search, problem, *least + spare);
    if (!words) continue;
    for (const bool trim : {true, false}) {
      // Wide words cost a multiplier columns, which more entries do not bring back; terms stay as few as they are.
      const bool worth = trim || (spare == 0 && multiplied);
      if (is_trimmed(problem) ? !worth : trim) continue;
      const std::vector<Table> tables = search.tables(trim ? search.narrowed(*words, price, 0) : *words);
      for (const bool compact : {true, false}) {
        Choice choice;
        choice.style = {Store::fixed, compact, 1};
        choice.max_lsb = problem.max_lsb;
        choice.name = choice_name(
            choice.style, problem.max_lsb,
            fmt::format("{}_{}{}{}", *least + spare, trim ? "trimmed_" : "",
                        multiplied ? "" : fmt::format("{}terms_", problem.slope_terms), compact ? "search" : "bank"));
        choice.words = multiplied ? "constant" : "constant, terms";
        choice.spec = styled_unit(choice.style, choice.name, tables);
        choice.spec.slope_terms = problem.slope_terms;
        choice.claim = spare == 0 ? "no unit of fewer entries meets the bound; not proved to be the least in area"
                                  : "not proved to be the least in area";
        if (spare == 0 && !multiplied) {
          choice.claim = fmt::format(
              "no unit of fewer entries whose slopes are sums of at most {} signed powers of two "
              "meets the bound; not proved to be the least in area",
              problem.slope_terms);
        }
        choices.push_back(std::move(choice));
      }
    }
  }
  return choices;
}

}  // namespace

std::vector<Choice> constant_choices(const WordProblem& problem) {
  std::vector<Choice> choices;
  for (const int terms : is_trimmed(problem) ? std::vector<int>{0, 1, 2} : std::vector<int>{0, 1, 2, 3}) {
    WordProblem one = problem;
    one.slope_terms = terms;
    std::vector<Choice> some = constant_choices_of(one);
    std::move(some.begin(), some.end(), std::back_inserter(choices));
  }
  return choices;
}

std::vector<Choice> row_choices(const WordProblem& problem) {
  if (problem.input_bits > kRowInputLimit) return {};
  // Any tables name functions and scales; the rows follow from these.
  std::vector<Table> tables;
  for (const fitting::WordFunction& wanted : problem.functions) {
    FitRequest request;
    request.function = wanted.function;
    request.scales = wanted.scales;
    request.input_bits = problem.input_bits;
    request.output_bits = problem.output_bits;
    request.rounding = problem.rounding;
    request.entries = 2;
    request.method = Method::uniform;
    request.format = {false, {}, {}, widest_slope(problem), widest_intercept(problem)};
    tables.push_back(fit(request));
  }
  Choice choice;
  choice.style = {Store::truth_table, false, 1};
  choice.max_lsb = problem.max_lsb;
  choice.name = choice_name(choice.style, problem.max_lsb, "rows");
  choice.words = "rows";
  choice.spec = styled_unit(choice.style, choice.name, tables);
  choice.spec.tolerance = problem.max_lsb;
  choice.claim = problem.max_lsb == 0 ? "the outputs are the only ones within the bound"
                                      : "runs of multiples of a power of two within the bound; not proved to be the "
                                        "least in area";
  return {choice};
}

}  // namespace pwlforge
