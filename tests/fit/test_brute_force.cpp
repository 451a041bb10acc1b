// Copyright 2026 the pwlforge authors.
// Licensed under the Apache License, Version 2.0; see LICENSE.
// SPDX-License-Identifier: Apache-2.0
//
// Small instances, solved by trying every partition and every slope and intercept in the golden model.
#include <algorithm>
#include <catch2/catch.hpp>
#include <cmath>
#include <functional>
#include <limits>
#include <random>

#include "gen/fit/bounds.hpp"
#include "gen/fit/lattice.hpp"
#include "gen/fit/segment_dp.hpp"
#include "gen/fit/window_search.hpp"
#include "gen/support/diagnostics.hpp"
#include "gen/tables/certificate.hpp"
#include "tests/fit/small_instances.hpp"

using namespace pwlforge;
using namespace pwlforge::testing;

namespace {

constexpr std::uint64_t kSeed = 20260701;

// Every ascending vector of `count` cuts in 1..cells-1 (equal cuts allowed: dead entries).
void each_partition(std::size_t cells, int count, std::vector<std::size_t>& cuts,
                    const std::function<void(const std::vector<std::size_t>&)>& visit) {
  if (static_cast<int>(cuts.size()) == count) {
    visit(cuts);
    return;
  }
  for (std::size_t c = cuts.empty() ? 0 : cuts.back(); c <= cells; ++c) {
    cuts.push_back(c);
    each_partition(cells, count, cuts, visit);
    cuts.pop_back();
  }
}

struct Instance {
  FitRequest request;
  std::unique_ptr<Function> function;
};

// The best over every partition and line of one context, by the golden model.
struct BruteForce {
  CodeErrors codes{std::numeric_limits<std::int64_t>::max(), 0, 0};
  double mse = std::numeric_limits<double>::infinity();
};

BruteForce brute_force(const FitRequest& request, const Table& shape, const TableContext& context) {
  const Function& function = *request.function;
  const Quantization input = input_quantization(shape, context);
  const Quantization output = output_quantization(shape, context);
  const auto [first, last] = valid_codes(function, input);
  const auto cells = static_cast<std::size_t>(last - first + 1);
  const std::vector<std::int64_t> ideal = ideal_table(function, input, output);
  const golden::IntFormat format = int_format(shape);
  const auto k_low = static_cast<std::int64_t>(golden::min_of(format.slope_bits, true));
  const auto b_low = static_cast<std::int64_t>(golden::min_of(format.intercept_bits, true));
  const int limit = golden::accumulator_bits(format);

  BruteForce best;
  const int first_requant = request.format.fraction_bits ? context.requant_shift : 0;
  const int last_requant = request.format.fraction_bits ? context.requant_shift : limit;
  for (int requant = first_requant; requant <= last_requant; ++requant) {
    const int fraction = context.fraction_bits - context.requant_shift + requant;
    if (fraction < 0) continue;
    // errors[first][last]: best over all lines, in the order of objective lsb, one for each bound on the error; and
    // MSE.
    constexpr std::int64_t kMostError = 40;
    std::vector<std::vector<std::vector<CodeErrors>>> codes(
        cells, std::vector<std::vector<CodeErrors>>(cells, std::vector<CodeErrors>(kMostError, {kMostError, 0, 0})));
    std::vector<std::vector<double>> squares(cells,
                                             std::vector<double>(cells, std::numeric_limits<double>::infinity()));
    for (std::int64_t k = k_low; k <= -k_low - 1; ++k) {
      for (std::int64_t b = b_low; b <= -b_low - 1; ++b) {
        const golden::IntParams line{{}, {k}, {b}, context.shift, requant};
        std::vector<CodeErrors> errors;
        std::vector<double> error_squares;
        for (std::size_t i = 0; i < cells; ++i) {
          const std::int64_t q = first + static_cast<std::int64_t>(i);
          const double x = static_cast<double>(q - input.zero_point) * input.scale;
          const double target = (function.value(x) / output.scale) + static_cast<double>(output.zero_point);
          const golden::IntResult result = golden::evaluate(format, line, q);
          errors.push_back(code_error(static_cast<std::int64_t>(result.y), ideal[i], target));
          const double off = (std::ldexp(static_cast<double>(result.acc), -requant) - target) * output.scale;
          error_squares.push_back(off * off);
        }
        for (std::size_t i = 0; i < cells; ++i) {
          CodeErrors sum;
          double sum_squares = 0;
          for (std::size_t j = i; j < cells; ++j) {
            sum += errors[j];
            sum_squares += error_squares[j];
            squares[i][j] = std::min(squares[i][j], sum_squares);
            for (std::int64_t bound = sum.max; bound < kMostError; ++bound) {
              CodeErrors& here = codes[i][j][static_cast<std::size_t>(bound)];
              if (here.max == kMostError || sum.mismatches < here.mismatches ||
                  (sum.mismatches == here.mismatches && sum.squares < here.squares)) {
                here = sum;
              }
            }
          }
        }
      }
    }
    std::vector<std::size_t> cuts;
    each_partition(cells, request.entries - 1, cuts, [&](const std::vector<std::size_t>& chosen) {
      double mse = 0;
      for (std::size_t t = 0; t <= chosen.size(); ++t) {
        const std::size_t from = t == 0 ? 0 : chosen[t - 1];
        const std::size_t to = t == chosen.size() ? cells : chosen[t];
        if (from < to) mse += squares[from][to - 1];
      }
      best.mse = std::min(best.mse, mse / static_cast<double>(cells));
      for (std::int64_t bound = 0; bound < kMostError && bound <= best.codes.max; ++bound) {
        CodeErrors total;
        for (std::size_t t = 0; t <= chosen.size(); ++t) {
          const std::size_t from = t == 0 ? 0 : chosen[t - 1];
          const std::size_t to = t == chosen.size() ? cells : chosen[t];
          if (from < to) total += codes[from][to - 1][static_cast<std::size_t>(bound)];
        }
        if (better(total, best.codes)) best.codes = total;
      }
    });
  }
  return best;
}

FitRequest small_request(const Function& function, std::mt19937_64& random, const char* format) {
  FitRequest request;
  request.function = &function;
  request.entries = 2 + static_cast<int>(random() % 2);
  request.format = parse_format(format);
  request.input_bits = 4;
  request.output_bits = 3 + static_cast<int>(random() % 3);
  request.output_signed = random() % 4 != 0;
  request.scales = {static_cast<int>(random() % 3)};
  request.rounding = static_cast<golden::Rounding>(random() % 3);
  request.threads = 1;
  return request;
}

}  // namespace

TEST_CASE("accumulator intervals invert the golden model, exhaustively") {
  int checked = 0;
  for (const auto rounding : {golden::Rounding::half_up, golden::Rounding::half_even, golden::Rounding::floor}) {
    for (const bool is_signed : {true, false}) {
      for (int requant = 0; requant <= 5; ++requant) {
        for (std::int64_t low = -10; low <= 18; ++low) {
          for (std::int64_t high = low; high <= 18; ++high) {
            const auto interval = fitting::accumulators_for(low, high, requant, rounding, 4, is_signed);
            for (std::int64_t acc = -700; acc <= 700; ++acc) {
              const auto y = static_cast<std::int64_t>(
                  golden::saturate(golden::round_shift(acc, requant, rounding), 4, is_signed));
              const bool inside = acc >= interval.low && acc <= interval.high;
              if (inside != (y >= low && y <= high)) {
                FAIL("rounding " << static_cast<int>(rounding) << " signed " << is_signed << " R " << requant
                                 << " codes " << low << ".." << high << " acc " << acc << " gives " << y);
              }
              ++checked;
            }
          }
        }
      }
    }
  }
  CHECK(checked > 20000000);
}

TEST_CASE("a line is the best of its lattice") {
  std::mt19937_64 random(kSeed);
  for (int n = 0; n < 3000; ++n) {
    fitting::Lattice lattice;
    lattice.slope_unit = std::ldexp(1.0, -static_cast<int>(random() % 5));
    lattice.intercept_unit = std::ldexp(1.0, -static_cast<int>(random() % 5));
    lattice.slope_min = lattice.intercept_min = -16;
    lattice.slope_max = lattice.intercept_max = 15;
    lattice.abscissa_step = 0.25;
    fitting::Moments moments;
    std::vector<std::pair<double, double>> points;
    const int count = 1 + static_cast<int>(random() % 6);
    const double start = static_cast<double>(random() % 16) / 4 - 2;
    for (int i = 0; i < count; ++i) {
      points.emplace_back(start + i * 0.25, static_cast<double>(random() % 1000) / 100 - 5);
      moments.add(points.back().first, points.back().second, 1);
    }
    double least = std::numeric_limits<double>::infinity();
    for (std::int64_t k = -16; k <= 15; ++k) {
      for (std::int64_t b = -16; b <= 15; ++b) {
        double sum = 0;
        for (const auto& [x, y] : points) {
          const double error =
              (static_cast<double>(k) * lattice.slope_unit * x) + (static_cast<double>(b) * lattice.intercept_unit) - y;
          sum += error * error;
        }
        least = std::min(least, sum);
      }
    }
    const fitting::LineFit line = fitting::fit_line(moments, lattice);
    REQUIRE(line.cost == Approx(least).margin(1e-12));
    REQUIRE(fitting::line_cost(moments, lattice, line.slope, line.intercept) == Approx(least).margin(1e-12));
  }
}

TEST_CASE("optimal lsb and q_all equal brute force") {
  std::mt19937_64 random(kSeed);
  int checked = 0;
  int with_errors = 0;
  for (int n = 0; n < 60; ++n) {
    const auto function = random_function(random);
    for (const char* format : {"f2k3b3", "k3b5", "f1k4b4", "k4b4"}) {
      FitRequest request = small_request(*function, random, format);
      Table table;
      try {
        table = fit(request);
      } catch (const InputError&) {
        continue;  // the format cannot hold this function
      }
      const BruteForce best = brute_force(request, table, table.contexts[0]);
      const CodeErrors ours = measure(*function, table, table.contexts[0]);
      INFO("instance " << n << " " << format << " seed " << kSeed);
      CHECK(ours.max == best.codes.max);
      CHECK(ours.mismatches == best.codes.mismatches);
      CHECK(ours.squares == Approx(best.codes.squares).margin(1e-9));
      with_errors += best.codes.max > 1 ? 1 : 0;
      request.objective = Objective::q_all;
      try {
        table = fit(request);
      } catch (const InputError&) {
        continue;
      }
      CHECK(metric_q_all(table, table.contexts[0]) == Approx(best.mse).margin(1e-12));
      ++checked;
    }
  }
  CHECK(checked > 100);
  CHECK(with_errors > 10);
}

TEST_CASE("shared lines equal brute force over both scales") {
  std::mt19937_64 random(kSeed + 1);
  int checked = 0;
  for (int n = 0; n < 25; ++n) {
    const auto function = random_function(random);
    FitRequest request = small_request(*function, random, "f2k4b4");
    request.entries = 2;
    request.sharing = Sharing::shared;
    request.scales = {0, 1};
    request.output_scale = 0.25;
    Table codes;
    Table squares;
    try {
      codes = fit(request);
      request.objective = Objective::q_all;
      squares = fit(request);
    } catch (const InputError&) {
      continue;
    }
    const auto outcome = [&](const Table& table) {
      CodeErrors sum;
      for (const TableContext& context : table.contexts) sum += measure(*function, table, context);
      return sum;
    };
    const auto mean = [&](const Table& table) {
      return (metric_q_all(table, table.contexts[0]) + metric_q_all(table, table.contexts[1])) / 2;
    };
    CodeErrors best{1000, 0, 0};
    double least = 1e9;
    Table trial = codes;
    for (int cut = -16; cut <= 16; ++cut) {
      for (int lines = 0; lines < 1 << 16; ++lines) {
        // Two lines of 4 + 4 bits each; half of the pairs would do no harm, all of them take long: a random quarter.
        if ((lines * 2654435761U >> 28) % 4 != static_cast<unsigned>(n % 4)) continue;
        for (TableContext& context : trial.contexts) {
          context.breakpoints = {cut * 0.5};
          context.thresholds = thresholds_of(context.breakpoints, context.input_scale, 0, trial.threshold, Tie::upper);
          context.slopes = {(lines & 15) - 8, ((lines >> 4) & 15) - 8};
          context.intercepts = {((lines >> 8) & 15) - 8, (lines >> 12) - 8};
        }
        const CodeErrors errors = outcome(trial);
        if (better(errors, best)) best = errors;
        if (cut % 8 == 0 && (lines & 1023) == 0) least = std::min(least, mean(trial));
      }
    }
    INFO("instance " << n);
    CHECK(!better(best, outcome(codes)));
    CHECK(mean(squares) <= least + 1e-12);
    ++checked;
    if (checked == 3) break;
  }
  CHECK(checked == 3);
}

TEST_CASE("window search finds what the table of all segments finds") {
  std::mt19937_64 random(kSeed + 2);
  for (int n = 0; n < 20; ++n) {
    const auto function = random_function(random);
    std::vector<fitting::Moments> prefix(1);
    const std::size_t cells = 300;
    for (std::size_t i = 0; i < cells; ++i) {
      const double x = -8 + 16 * (static_cast<double>(i) + 0.5) / cells;
      prefix.push_back(prefix.back());
      prefix.back().add(x, function->value(x), 1.0 / cells);
    }
    fitting::Lattice lattice;
    lattice.slope_unit = lattice.intercept_unit = 0x1p-6;
    lattice.abscissa_step = 0;
    lattice.slope_min = lattice.intercept_min = -512;
    lattice.slope_max = lattice.intercept_max = 511;
    fitting::SegmentCosts<double> costs(cells);
    for (std::size_t last = 0; last < cells; ++last) {
      for (std::size_t first = 0; first <= last; ++first) {
        costs.at(first, last) = fitting::fit_line(prefix[last + 1] - prefix[first], lattice).cost;
      }
    }
    const int entries = 2 + static_cast<int>(random() % 7);
    double least = 0;
    fitting::best_partition(costs, entries, 1e300, &least);
    const auto found = fitting::search_windows(prefix, lattice, entries, 0.0, 1e300, 1);
    CHECK(found.cost == Approx(least).epsilon(1e-9));
    CHECK(found.lower_bound <= found.cost * (1 + 1e-9));
    CHECK(found.lower_bound <= least * (1 + 1e-9));
  }
}
