// Copyright 2026 the pwlforge authors.
// Licensed under the Apache License, Version 2.0; see LICENSE.
// SPDX-License-Identifier: Apache-2.0
#include "gen/fit/word_search.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <cmath>
#include <map>
#include <memory>
#include <stdexcept>

#include "gen/fit/assemble.hpp"
#include "gen/fit/random.hpp"
#include "gen/support/diagnostics.hpp"

namespace pwlforge::fitting {

namespace {

/// Words that no table of the search needs more of.
constexpr int kWidestSlope = 32;
constexpr int kWidestIntercept = 40;
/// Above, of ends that are as good as one another only one is followed: a table is found as surely, if not the same
/// one.
constexpr std::size_t kManyCodes = 4096;

}  // namespace

struct WordSearch::Context {
  std::size_t function = 0;
  FitContext fit;
  std::vector<CodeInterval> allowed;  ///< output codes, by code
  std::vector<double> values;         ///< the function in output codes
  std::vector<double> weights;
  std::vector<int> requants;  ///< worth trying
  mutable std::map<int, std::unique_ptr<SegmentReach>> reaches;
  mutable int last_requant = 0;  ///< which one did last time
};

struct WordSearch::Placed {
  int requant = 0;
  std::vector<std::int64_t> thresholds;
};

KeptWords whole_words(int entries, int threshold_bits, int slope_bits, int intercept_bits, int requant_bits) {
  const auto n = static_cast<std::size_t>(entries);
  KeptWords words;
  words.thresholds.assign(n - 1, {0, threshold_bits});
  words.slopes.assign(n, {0, slope_bits});
  words.intercepts.assign(n, {0, intercept_bits});
  words.requant_bits = requant_bits;
  return words;
}

int stored_bits(const KeptWords& words) {
  int bits = words.requant_bits;
  for (const auto* column : {&words.thresholds, &words.slopes, &words.intercepts}) {
    for (const KeptBits& word : *column) bits += word.bits;
  }
  return bits;
}

std::vector<double> code_weights(const std::vector<double>& recorded, const Quantization& input, std::int64_t first,
                                 std::int64_t last) {
  std::vector<double> weights(static_cast<std::size_t>(last - first + 1), recorded.empty() ? 1.0 : 0.0);
  for (const double x : recorded) {
    const double code = std::nearbyint(x / input.scale);
    if (code < static_cast<double>(first) || code > static_cast<double>(last)) continue;
    weights[static_cast<std::size_t>(static_cast<std::int64_t>(code) - first)] += 1;
  }
  return weights;
}

WordSearch::WordSearch(const WordProblem& problem) : problem_(problem) {
  for (std::size_t f = 0; f < problem_.functions.size(); ++f) {
    const WordFunction& wanted = problem_.functions[f];
    FitRequest request;
    request.function = wanted.function;
    request.entries = 2;
    request.scales = wanted.scales;
    request.input_bits = problem_.input_bits;
    request.output_bits = problem_.output_bits;
    request.rounding = problem_.rounding;
    request.format.slope_bits = kWidestSlope;
    request.format.intercept_bits = kWidestIntercept;
    requests_.push_back(request);
    for (const FitContext& fit : make_contexts(request)) {
      Context context;
      context.function = f;
      context.fit = fit;
      const std::vector<std::int64_t> ideal = ideal_table(*wanted.function, fit.input, fit.output);
      context.weights = code_weights(wanted.recorded, fit.input, fit.first, fit.last);
      if (std::all_of(context.weights.begin(), context.weights.end(), [](double weight) { return weight == 0; })) {
        throw InputError(
            fmt::format("--recorded: no value is a valid input of {} at scale {}; record the inputs of "
                        "that function",
                        wanted.function->name(), fit.input.scale));
      }
      for (std::size_t i = 0; i < ideal.size(); ++i) {
        context.allowed.push_back({ideal[i] - problem_.max_lsb, ideal[i] + problem_.max_lsb});
        const double x = fit.real(fit.first + static_cast<std::int64_t>(i));
        context.values.push_back(wanted.function->value(x) / fit.output.scale);
      }
      // Slopes that are finer than a bound of half an LSB over all codes can tell are not needed.
      const double steep = steepest(request, fit);
      const int fine = problem_.input_bits + 2;
      for (int requant = 0; requant <= fine + problem_.input_bits; ++requant) {
        if (fit.fraction_bits(requant) < 0) continue;
        context.requants.push_back(requant);
        if (std::ldexp(std::max(steep, 0x1p-8), requant) > std::ldexp(1.0, fine)) break;
      }
      context.last_requant = context.requants.back();
      contexts_.push_back(std::move(context));
    }
  }
}

WordSearch::~WordSearch() = default;

int WordSearch::requant_bits() const {
  int most = 0;
  for (const Context& context : contexts_) most = std::max(most, context.requants.back());
  int bits = 0;
  while ((most >> bits) > 0) ++bits;
  return bits;
}

const SegmentReach& WordSearch::reach(const Context& context, int requant) const {
  std::unique_ptr<SegmentReach>& found = context.reaches[requant];
  if (!found) {
    CodeWindows windows;
    windows.first = context.fit.first;
    for (std::size_t i = 0; i < context.allowed.size(); ++i) {
      const CodeInterval& codes = context.allowed[i];
      windows.allowed.push_back(context.weights[i] > 0 ? accumulators_for(codes.low, codes.high, requant,
                                                                          problem_.rounding, problem_.output_bits, true)
                                                       : AccumulatorInterval{});
      windows.targets.push_back(std::ldexp(context.values[i], requant));
    }
    windows.weights = context.weights;
    windows.slope_terms = problem_.slope_terms;
    found = std::make_unique<SegmentReach>(std::move(windows));
  }
  return *found;
}

// From the last entry to the first: the codes that are left end at one of a set of codes, one for each threshold that
// the entry behind can have. Where all codes are used up, the entries that are left are dead: their thresholds lie at
// or below the first code, as high as they can.
std::optional<std::vector<std::int64_t>> WordSearch::partition(const Context& context, int requant,
                                                               const KeptWords& words) const {
  const SegmentReach& lines = reach(context, requant);
  const std::int64_t first = lines.first();
  const auto codes = static_cast<std::size_t>(lines.last() - first + 1);
  const std::size_t entries = words.slopes.size();
  struct Step {
    std::vector<std::int32_t> parent;  ///< by codes left: codes left before this entry; -1: cannot be
    std::optional<std::int64_t> dead;  ///< threshold with which no code is left
    std::int32_t dead_parent = -1;     ///< codes left before; -1: none were
  };
  std::vector<Step> steps(entries);
  // Below this entry any threshold is a word. There the least end is as good as any: with thresholds above it taken
  // down to it, every entry has a part of the codes that it had.
  std::size_t whole_below = 0;
  const KeptBits whole{0, problem_.input_bits};
  while (whole_below < entries - 1 && words.thresholds[whole_below] == whole) ++whole_below;
  std::vector<std::int32_t> ends{static_cast<std::int32_t>(codes)};
  std::optional<std::int64_t> dead;  // threshold above which everything is covered
  for (std::size_t i = entries - 1; i > 0; --i) {
    Step& step = steps[i];
    step.parent.assign(codes + 1, -1);
    const KeptBits& kind = words.thresholds[i - 1];
    const auto try_dead = [&](std::int64_t most, std::int32_t parent) {
      const std::optional<std::int64_t> held = golden::largest_kept(kind, most);
      if (!held || (step.dead && *step.dead >= *held)) return;
      step.dead = held;
      step.dead_parent = parent;
    };
    if (dead) try_dead(*dead, -1);
    for (const std::int32_t left : ends) {  // ascending
      const std::int64_t last = first + left - 1;
      const std::int64_t low = lines.from(words.slopes[i], words.intercepts[i], last);
      if (low <= first) try_dead(first, left);
      for (std::optional<std::int64_t> at = golden::largest_kept(kind, last + 1); at && *at >= std::max(low, first + 1);
           at = golden::largest_kept(kind, *at - 1)) {
        std::int32_t& parent = step.parent[static_cast<std::size_t>(*at - first)];
        if (parent >= 0) break;  // a lower end has been here, and reaches at least as far down
        parent = left;
      }
    }
    dead = step.dead;
    ends.clear();
    for (std::size_t left = 1; left <= codes; ++left) {
      if (step.parent[left] < 0) continue;
      ends.push_back(static_cast<std::int32_t>(left));
      if (codes > kManyCodes && i - 1 <= whole_below) break;
    }
    if (ends.empty() && !dead) return std::nullopt;
  }
  // The first entry takes what is left.
  std::int32_t left = 0;
  bool none_left = dead.has_value();
  if (!none_left) {
    for (const std::int32_t end : ends) {
      if (lines.from(words.slopes[0], words.intercepts[0], first + end - 1) <= first) left = end;
    }
    if (left == 0) return std::nullopt;
  }
  std::vector<std::int64_t> thresholds(entries - 1);
  for (std::size_t i = 1; i < entries; ++i) {
    const Step& step = steps[i];
    if (none_left) {
      thresholds[i - 1] = *step.dead;
      if (step.dead_parent >= 0) {
        none_left = false;
        left = step.dead_parent;
      }
    } else {
      thresholds[i - 1] = first + left;
      left = step.parent[static_cast<std::size_t>(left)];
    }
  }
  return thresholds;
}

std::optional<WordSearch::Placed> WordSearch::placed(const Context& context, const KeptWords& words) const {
  const auto attempt = [&](int requant) -> std::optional<Placed> {
    if ((requant >> words.requant_bits) != (words.requant_first >> words.requant_bits)) return std::nullopt;
    std::optional<std::vector<std::int64_t>> thresholds = partition(context, requant, words);
    if (!thresholds) return std::nullopt;
    context.last_requant = requant;
    return Placed{requant, std::move(*thresholds)};
  };
  const int remembered = context.last_requant;
  if (std::optional<Placed> found = attempt(remembered)) return found;
  for (auto requant = context.requants.rbegin(); requant != context.requants.rend(); ++requant) {
    if (*requant == remembered) continue;
    if (std::optional<Placed> found = attempt(*requant)) return found;
  }
  return std::nullopt;
}

bool WordSearch::feasible(const KeptWords& words) const {
  return std::all_of(contexts_.begin(), contexts_.end(),
                     [&](const Context& context) { return placed(context, words).has_value(); });
}

std::optional<int> WordSearch::least_entries(int slope_bits, int intercept_bits, int requant_first, int requant_bits,
                                             int most) const {
  int low = 2;
  int high = most + 1;
  while (low < high) {
    const int middle = (low + high) / 2;
    KeptWords words = whole_words(middle, problem_.input_bits, slope_bits, intercept_bits, requant_bits);
    words.requant_first = requant_first;
    if (feasible(words)) {
      high = middle;
    } else {
      low = middle + 1;
    }
  }
  return low <= most ? std::optional<int>(low) : std::nullopt;
}

namespace {

/// A word that can lose its highest bit, or its lowest.
struct Move {
  std::vector<KeptBits> KeptWords::*column = nullptr;
  std::size_t index = 0;
  bool from_below = false;
  double order = 0;
};

KeptWords moved(KeptWords words, const Move& move) {
  KeptBits& word = (words.*move.column)[move.index];
  --word.bits;
  if (move.from_below) ++word.low;
  if (word.bits == 0) word.low = 0;
  return words;
}

}  // namespace

KeptWords WordSearch::narrowed(KeptWords words, const WordPrice& price, std::uint64_t seed) const {
  Random random(seed);
  std::vector<Move> moves;
  for (auto column : {&KeptWords::slopes, &KeptWords::intercepts, &KeptWords::thresholds}) {
    for (std::size_t i = 0; i < (words.*column).size(); ++i) {
      for (const bool from_below : {false, true}) moves.push_back({column, i, from_below, 0});
    }
  }
  // What saves most goes first; drawn orders let the price count less and less.
  double now = price(words);
  const double spread = seed == 0 ? 0.0 : static_cast<double>(1 + (seed % 4));
  while (!moves.empty()) {
    moves.erase(std::remove_if(moves.begin(), moves.end(),
                               [&](const Move& move) { return (words.*move.column)[move.index].bits == 0; }),
                moves.end());
    if (moves.empty()) break;
    for (Move& move : moves) {
      const double saved = now - price(moved(words, move));
      move.order = saved * (1.0 + (spread * random.unit()));
    }
    const auto best =
        std::max_element(moves.begin(), moves.end(), [](const Move& a, const Move& b) { return a.order < b.order; });
    const Move move = *best;
    KeptWords candidate = moved(words, move);
    if (feasible(candidate)) {
      words = std::move(candidate);
      now = price(words);
    } else {
      moves.erase(best);
    }
  }
  return words;
}

std::vector<Table> WordSearch::tables(const KeptWords& words) const {
  // Widths of the format: what the widest words need, at least 2.
  const auto widest = [](const std::vector<KeptBits>& column) {
    int bits = 2;
    for (const KeptBits& word : column) bits = std::max(bits, word.low + word.bits);
    return bits;
  };
  ParamFormat format;
  format.slope_bits = widest(words.slopes);
  format.intercept_bits = widest(words.intercepts);
  const std::size_t entries = words.slopes.size();
  std::vector<Table> tables;
  for (const FitRequest& request : requests_) {
    FitRequest described = request;
    described.entries = static_cast<int>(entries);
    described.format = format;
    tables.push_back(empty_table(described));
    tables.back().provenance.method = "words";
    tables.back().provenance.objective_value = problem_.max_lsb;
    tables.back().provenance.note = fmt::format("at most {} LSB in words of single widths", problem_.max_lsb);
  }
  for (const Context& context : contexts_) {
    const std::optional<Placed> found = placed(context, words);
    if (!found) throw std::logic_error("tables: the words hold no table");
    const SegmentReach& lines = reach(context, found->requant);
    TableContext table;
    table.input_scale = context.fit.input.scale;
    table.output_scale = context.fit.output.scale;
    table.requant_shift = found->requant;
    table.fraction_bits = context.fit.fraction_bits(found->requant);
    table.thresholds = found->thresholds;
    for (std::size_t i = 0; i < entries; ++i) {
      const std::int64_t begin = i == 0 ? lines.first() : std::max(lines.first(), table.thresholds[i - 1]);
      const std::int64_t end = i + 1 < entries ? std::min(lines.last(), table.thresholds[i] - 1) : lines.last();
      Line line;
      if (begin <= end) {
        const std::optional<Line> best = lines.line(words.slopes[i], words.intercepts[i], begin, end);
        if (!best) throw std::logic_error("tables: a segment without a line");
        line = *best;
      }
      table.slopes.push_back(line.slope);
      table.intercepts.push_back(line.intercept);
    }
    for (const std::int64_t threshold : table.thresholds) {
      table.breakpoints.push_back(breakpoint_at(context.fit, threshold));
    }
    tables[context.function].contexts.push_back(std::move(table));
  }
  return tables;
}

}  // namespace pwlforge::fitting
