// Copyright 2026 the pwlforge authors.
// Licensed under the Apache License, Version 2.0; see LICENSE.
// SPDX-License-Identifier: Apache-2.0
//
// Prints our optimum, and the genetic search over 20 seeds, beside every reference result; fails when one is not
// reached.
//
//     reference_results tests/fit/reference_results.json
#include <fmt/format.h>

#include <algorithm>
#include <cmath>
#include <cstdio>
#include <exception>

#include "gen/fit/context.hpp"
#include "gen/fit/fit.hpp"
#include "gen/fit/segment_dp.hpp"
#include "gen/support/files.hpp"
#include "gen/support/json.hpp"
#include "gen/tables/certificate.hpp"

namespace {

using namespace pwlforge;

// The reference rounds to three digits.
constexpr double kRounding = 1.005;

class Report {
 public:
  // One cell; returns its text. `theirs` NaN: nothing to compare with.
  std::string cell(double ours, double theirs) {
    ++cells_;
    const bool worse = ours > theirs * kRounding;
    if (worse || !(ours >= 0)) ++worse_;
    return fmt::format("{:>9.3g} {:>8.3g}{}", ours, theirs, worse ? " !" : "  ");
  }
  std::string count(std::optional<int> ours, int theirs) {
    ++cells_;
    const bool worse = !ours || *ours > theirs;
    if (worse) ++worse_;
    return fmt::format("{:>3}/{:<3}{}", ours.value_or(0), theirs, worse ? "!" : " ");
  }
  int finish() const {
    fmt::print("\n{} cells, {} worse than the reference\n", cells_, worse_);
    return worse_ == 0 && cells_ > 0 ? 0 : 1;
  }

 private:
  int cells_ = 0, worse_ = 0;
};

double metric(const Table& table, Objective objective) {
  double sum = 0;
  for (const TableContext& context : table.contexts) {
    sum += objective == Objective::a      ? metric_a(table, context)
           : objective == Objective::q_in ? metric_q_in(table, context)
                                          : metric_q_all(table, context);
  }
  return sum / static_cast<double>(table.contexts.size());
}

FitRequest request_for(const Json& row, const char* format, Objective objective, Sharing sharing) {
  FitRequest request;
  request.function = &find_function(row["function"].get<std::string>());
  request.entries = row["entries"].get<int>();
  request.format = parse_format(format);
  request.objective = objective;
  request.sharing = sharing;
  return request;
}

// Slopes and intercepts of div and rsqrt are any multiple of the step in the reference.
const char* format_for(const Json& row, const char* format, const char* wide) {
  const auto name = row["function"].get<std::string>();
  return name == "div" || name == "rsqrt" ? wide : format;
}

void print_metrics(const Json& rows, Report& report) {
  fmt::print("f6k8b8 (div, rsqrt: f6k16b16), each cell ours, reference\n{:<11}", "");
  for (const char* name : {"A", "Q-in", "Q-all"})
    fmt::print(" {:>8} {:<9} {:>21} {:>21}", name, "published", "shared", "per-scale");
  fmt::print("\n");
  for (const Json& row : rows) {
    fmt::print("{:<8}{:>3}", row["function"].get<std::string>(), row["entries"].get<int>());
    for (const Objective objective : {Objective::a, Objective::q_in, Objective::q_all}) {
      const Json& theirs = row[objective_name(objective)];
      fmt::print(" {:>18}", theirs[0].is_null() ? "-" : fmt::format("{:.3g}", theirs[0].get<double>()));
      for (const Sharing sharing : {Sharing::shared, Sharing::per_scale}) {
        const Table table = fit(request_for(row, format_for(row, "f6k8b8", "f6k16b16"), objective, sharing));
        fmt::print(" {}",
                   report.cell(metric(table, objective), theirs[sharing == Sharing::shared ? 1 : 2].get<double>()));
      }
    }
    fmt::print("\n");
  }
}

void print_coarse(const Json& rows, Report& report) {
  fmt::print("\nf5k8b8 (div: f5k16b16), Q-in, per-scale\n");
  for (const Json& row : rows) {
    const Table table =
        fit(request_for(row, format_for(row, "f5k8b8", "f5k16b16"), Objective::q_in, Sharing::per_scale));
    fmt::print("{:<8}{:>3} {}\n", row["function"].get<std::string>(), row["entries"].get<int>(),
               report.cell(metric(table, Objective::q_in), row["q_in"].get<double>()));
  }
}

// A lattice that no unit has: the parts of the optimum without the document around them.
double fine_intercepts(const FitRequest& request) {
  double sum = 0;
  const auto contexts = fitting::make_contexts(request);
  for (const fitting::FitContext& context : contexts) {
    const std::vector<fitting::FitContext> one{context};
    const auto breakpoints = fitting::candidate_breakpoints(request, one, false);
    const auto prefix = fitting::prefix_moments(request, one, breakpoints);
    fitting::Lattice lattice;
    lattice.slope_unit = 0x1p-6;
    lattice.intercept_unit = 0x1p-12;
    lattice.abscissa_step = context.input.scale;
    lattice.slope_min = -128;
    lattice.slope_max = 127;
    lattice.intercept_min = -32768;
    lattice.intercept_max = 32767;
    fitting::SegmentCosts<double> costs(prefix.size() - 1, HUGE_VAL);
    for (std::size_t last = 0; last < costs.cells(); ++last) {
      for (std::size_t first = 0; first <= last; ++first) {
        costs.at(first, last) = fitting::fit_line(prefix[last + 1] - prefix[first], lattice).cost;
      }
    }
    double cost = 0;
    fitting::best_partition(costs, request.entries, HUGE_VAL, &cost);
    sum += cost;
  }
  return sum / static_cast<double>(contexts.size());
}

void print_fine(const Json& rows, Report& report) {
  fmt::print("\nK int8 with 6, B int16 with 12 fraction bits at every scale, Q-in, per-scale\n");
  for (const Json& row : rows) {
    const FitRequest request = request_for(row, "f6k8b16", Objective::q_in, Sharing::per_scale);
    fmt::print("{:<8}{:>3} {}\n", row["function"].get<std::string>(), row["entries"].get<int>(),
               report.cell(fine_intercepts(request), row["q_in"].get<double>()));
  }
}

void print_least(const Json& rows, Report& report) {
  for (const bool exact : {true, false}) {
    fmt::print("\nk8b16, least entries for {}, by scale 2^0, 2^-1, ...: ours/reference\n",
               exact ? "zero mismatches" : "1 LSB");
    for (const Json& row : rows) {
      const Function& function = find_function(row["function"].get<std::string>());
      const Json& theirs = row[exact ? "exact" : "within_one"];
      fmt::print("{:<8}", function.name());
      const std::vector<int> scales = function.default_scales();
      for (std::size_t i = 0; i < scales.size(); ++i) {
        const Quantization input{8, true, std::ldexp(1.0, -scales[i]), 0};
        Quantization output;
        output.scale = default_output_scale(function, input, output);
        const LeastEntries least =
            least_entries(function, input, output, parse_format("k8b16"), golden::Rounding::half_up);
        fmt::print(" {}", report.count(exact ? least.exact : least.within_one, theirs[i].get<int>()));
      }
      fmt::print("\n");
    }
  }
}

// GQA-LUT's own search: metric A of the table as its operator runs it, over the seeds 1 to 20.
void print_genetic(const Json& rows, Report& report) {
  constexpr std::uint64_t kSeeds = 20;
  fmt::print("\ngenetic, f6k8b8 (div, rsqrt: f6k9b10), A over seeds 1..{}; in brackets a faithful re-implementation\n",
             kSeeds);
  fmt::print("{:<11} {:>9} {:>8} {:>13} {:>22} {:>10}\n", "", "best", "published", "(best)", "median", "worst");
  const auto bracketed = [](const Json& theirs) {
    return fmt::format("({})", theirs.is_null() ? "-" : fmt::format("{:.3g}", theirs.get<double>()));
  };
  for (const Json& row : rows) {
    FitRequest request = request_for(row, format_for(row, "f6k8b8", "f6k9b10"), Objective::a, Sharing::shared);
    request.method = Method::genetic;
    request.threshold = ThresholdRule::round;
    std::vector<double> metrics;
    for (request.seed = 1; request.seed <= kSeeds; ++request.seed) {
      metrics.push_back(metric(fit(request), Objective::a));
    }
    std::sort(metrics.begin(), metrics.end());
    const double median = (metrics[(kSeeds / 2) - 1] + metrics[kSeeds / 2]) / 2;
    fmt::print("{:<8}{:>3} {} {:>12} {:>10.3g} {:>11} {:>10.3g}\n", row["function"].get<std::string>(),
               row["entries"].get<int>(), report.cell(metrics.front(), row["published"].get<double>()),
               bracketed(row["best"]), median, bracketed(row["median"]), metrics.back());
  }
}

int run(const char* path) {
  const Json document = parse_json(read_file(path), path);
  Report report;
  print_metrics(document["f6k8b8"], report);
  print_coarse(document["f5k8b8"], report);
  print_fine(document["k8 with 6, b16 with 12 fraction bits"], report);
  print_least(document["k8b16 least entries"], report);
  print_genetic(document["genetic"], report);
  return report.finish();
}

}  // namespace

int main(int argc, char** argv) {
  if (argc != 2) {
    fmt::print(stderr, "usage: {} reference_results.json\n", argv[0]);
    return 2;
  }
  try {
    return run(argv[1]);
  } catch (const std::exception& error) {
    fmt::print(stderr, "{}\n", error.what());
    return 2;
  }
}
