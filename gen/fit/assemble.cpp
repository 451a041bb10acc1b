// Copyright 2026 the pwlforge authors.
// Licensed under the Apache License, Version 2.0; see LICENSE.
// SPDX-License-Identifier: Apache-2.0
#include "gen/fit/assemble.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <cmath>
#include <limits>

#include "gen/support/diagnostics.hpp"
#include "gen/support/version.hpp"

namespace pwlforge::fitting {

namespace {

int bits_for(double value) {
  const auto rounded = static_cast<golden::Wide>(std::nearbyint(std::clamp(value, -0x1p62, 0x1p62)));
  return golden::signed_width(rounded, rounded);
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
  const double unused =
      std::max(breakpoint_at(context, context.last + 1),
               result.breakpoints.empty() ? -std::numeric_limits<double>::infinity() : result.breakpoints.back());
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
  int slope_bits = 0;
  int intercept_bits = 0;
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
      slope_bits = std::max(slope_bits, needed.slope_bits);
      intercept_bits = std::max(intercept_bits, needed.intercept_bits);
      continue;
    }
    solution.lines = needed.lines;
    result.push_back(make_context(request, context, solution, 0));
  }
  if (slope_bits > 0) {
    ParamFormat nearest = request.format;
    nearest.slope_bits = std::max(nearest.slope_bits, slope_bits);
    nearest.intercept_bits = std::max(nearest.intercept_bits, intercept_bits);
    throw InputError(
        fmt::format("--format: {} cannot hold the {} table of {} (slopes need {} bits, intercepts {}); use {}",
                    format_name(request.format), method_name(request.method), request.function->name(), slope_bits,
                    intercept_bits, format_name(nearest)));
  }
  return result;
}

}  // namespace pwlforge::fitting
