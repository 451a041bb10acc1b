// Copyright 2026 the pwlforge authors.
// Licensed under the Apache License, Version 2.0; see LICENSE.
// SPDX-License-Identifier: Apache-2.0
#include "gen/fit/assemble.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <cmath>

#include "gen/support/diagnostics.hpp"
#include "gen/support/version.hpp"

namespace pwlforge::fitting {

namespace {

int bits_for(double value) {
  const auto rounded = static_cast<golden::Wide>(std::nearbyint(std::clamp(value, -0x1p62, 0x1p62)));
  return golden::signed_width(rounded, rounded);
}

std::string nearest_format(const FitRequest& request, int slope_bits, int intercept_bits) {
  ParamFormat format = request.format;
  format.slope_bits = std::max(format.slope_bits, slope_bits);
  format.intercept_bits = std::max(format.intercept_bits, intercept_bits);
  return format_name(format);
}

// Lines on the lattice of one requantization shift, and the widths that they need.
struct Quantized {
  std::vector<Line> lines;
  int slope_bits = 0;
  int intercept_bits = 0;
};

Quantized quantize_lines(const FitRequest& request, const FitContext& context, const RealPwl& pwl, int requant) {
  const Lattice lattice = make_lattice(request, context, requant);
  Quantized result;
  for (std::size_t i = 0; i < pwl.slopes.size(); ++i) {
    double slope = pwl.slopes[i];
    double intercept = pwl.intercepts[i];
    if (!context.plain) {
      // The same line through codes instead of real values.
      const double code_slope = slope * context.input.scale / context.output.scale;
      intercept = (intercept / context.output.scale) + static_cast<double>(context.output.zero_point) -
                  (code_slope * static_cast<double>(context.input.zero_point));
      slope = code_slope;
    }
    const double k = slope / lattice.slope_unit;
    const double b = intercept / lattice.intercept_unit;
    result.slope_bits = std::max(result.slope_bits, bits_for(k));
    result.intercept_bits = std::max(result.intercept_bits, bits_for(b));
    result.lines.push_back({static_cast<std::int64_t>(std::nearbyint(std::clamp(k, -0x1p62, 0x1p62))),
                            static_cast<std::int64_t>(std::nearbyint(std::clamp(b, -0x1p62, 0x1p62)))});
  }
  return result;
}

}  // namespace

Table empty_table(const FitRequest& request) {
  Table table;
  table.function = request.function->name();
  table.samples = request.function->samples();
  table.range = fit_range(request);
  table.input_bits = request.input_bits;
  table.output_bits = request.output_bits;
  table.output_signed = request.output_signed;
  table.entries = request.entries;
  table.format = request.format;
  table.intercept = default_intercept(request.format);
  table.sharing = request.sharing;
  table.threshold = request.threshold;
  table.tie = Tie::upper;
  table.rounding = request.rounding;
  table.provenance.method = method_name(request.method);
  table.provenance.objective = objective_name(request.objective);
  table.provenance.seed = request.seed;
  table.provenance.tool = kToolName;
  return table;
}

TableContext make_context(const FitRequest& request, const FitContext& context, const Solution& solution,
                          std::size_t index) {
  TableContext result;
  result.input_scale = context.input.scale;
  result.input_zero = context.input.zero_point;
  result.output_scale = context.output.scale;
  result.output_zero = context.output.zero_point;
  result.requant_shift = solution.requant_shifts[index];
  result.fraction_bits = context.fraction_bits(result.requant_shift);
  result.shift = default_intercept(request.format) == golden::InterceptForm::shifted ? context.s : 0;
  result.breakpoints = solution.breakpoints;
  std::vector<Line> lines = solution.lines;
  const double unused = std::max(breakpoint_at(context, context.last + 1),
                                 result.breakpoints.empty() ? -HUGE_VAL : result.breakpoints.back());
  while (lines.size() < static_cast<std::size_t>(request.entries)) {
    result.breakpoints.push_back(unused);
    lines.push_back(lines.back());
  }
  for (const Line& line : lines) {
    result.slopes.push_back(line.slope);
    result.intercepts.push_back(line.intercept);
  }
  result.thresholds =
      thresholds_of(result.breakpoints, result.input_scale, result.input_zero, request.threshold, Tie::upper);
  return result;
}

std::vector<TableContext> quantize(const FitRequest& request, const std::vector<FitContext>& contexts,
                                   const RealPwl& pwl) {
  std::vector<TableContext> result;
  Problems problems;
  for (const FitContext& context : contexts) {
    Solution solution;
    solution.breakpoints = pwl.breakpoints;
    Quantized needed;
    bool found = false;
    const std::vector<int> candidates = requant_candidates(request, context);
    for (auto requant = candidates.rbegin(); requant != candidates.rend() && !found; ++requant) {
      needed = quantize_lines(request, context, pwl, *requant);
      found = needed.slope_bits <= request.format.slope_bits && needed.intercept_bits <= request.format.intercept_bits;
      solution.requant_shifts = {*requant};
    }
    if (!found) {
      problems.add("--format",
                   fmt::format("{} cannot hold the {} table of {} at scale {} (slopes need {} bits, intercepts {})",
                               format_name(request.format), method_name(request.method), request.function->name(),
                               context.input.scale, needed.slope_bits, needed.intercept_bits),
                   "use " + nearest_format(request, needed.slope_bits, needed.intercept_bits));
      continue;
    }
    solution.lines = needed.lines;
    result.push_back(make_context(request, context, solution, 0));
  }
  problems.throw_if_any();
  return result;
}

void check_limits(const FitRequest& request, const std::vector<FitContext>& contexts, const Solution& solution) {
  const FitContext& context = contexts.front();
  const Lattice lattice = make_lattice(request, context, solution.requant_shifts.front());
  FitRequest sums = request;
  if (request.objective == Objective::lsb) sums.objective = Objective::q_all;
  const std::vector<Moments> prefix = prefix_moments(sums, contexts, solution.breakpoints);
  int slope_bits = 0;
  int intercept_bits = 0;
  for (std::size_t i = 0; i < solution.lines.size(); ++i) {
    const Line& line = solution.lines[i];
    const bool slope_low = line.slope == lattice.slope_min;
    const bool slope_high = line.slope == lattice.slope_max;
    const bool intercept_low = line.intercept == lattice.intercept_min;
    const bool intercept_high = line.intercept == lattice.intercept_max;
    if (!slope_low && !slope_high && !intercept_low && !intercept_high) continue;
    const Moments moments = prefix[i + 1] - prefix[i];
    if (!(moments.n > 0)) continue;
    const double slope = real_slope(moments);
    const double k = slope / lattice.slope_unit;
    const double b = static_cast<double>((moments.y - (slope * moments.x)) / moments.n) / lattice.intercept_unit;
    // One step beyond the limit is rounding; more is the format's fault.
    const bool slope_cut = (slope_low && k < static_cast<double>(lattice.slope_min) - 1) ||
                           (slope_high && k > static_cast<double>(lattice.slope_max) + 1);
    const bool intercept_cut = (intercept_low && b < static_cast<double>(lattice.intercept_min) - 1) ||
                               (intercept_high && b > static_cast<double>(lattice.intercept_max) + 1);
    if (!slope_cut && !intercept_cut) continue;
    slope_bits = std::max(slope_bits, bits_for(k));
    intercept_bits = std::max(intercept_bits, bits_for(b));
  }
  if (slope_bits <= request.format.slope_bits && intercept_bits <= request.format.intercept_bits) return;
  throw InputError(fmt::format(
      "--format: {} cannot hold {} with {} entries at scale {} (slopes need {} bits, intercepts {}); use {}",
      format_name(request.format), request.function->name(), request.entries, context.input.scale,
      std::max(slope_bits, request.format.slope_bits), std::max(intercept_bits, request.format.intercept_bits),
      nearest_format(request, slope_bits, intercept_bits)));
}

}  // namespace pwlforge::fitting
