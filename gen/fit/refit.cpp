// Copyright 2026 the pwlforge authors.
// Licensed under the Apache License, Version 2.0; see LICENSE.
// SPDX-License-Identifier: Apache-2.0
#include "gen/fit/refit.hpp"

#include <fmt/format.h>

#include <cmath>
#include <limits>
#include <tuple>

#include "gen/fit/context.hpp"
#include "gen/support/diagnostics.hpp"

namespace pwlforge {
namespace {

using fitting::FitContext;
using fitting::Lattice;
using fitting::LineFit;
using fitting::Moments;

/// The terms in which fitters speak of one context.
FitContext context_of(const Table& table, const TableContext& context, const Function& function) {
  FitContext result;
  result.input = input_quantization(table, context);
  result.output = output_quantization(table, context);
  std::tie(result.first, result.last) = valid_codes(function, result.input);
  result.s = scale_exponent(context.input_scale);
  result.m = scale_exponent(context.output_scale);
  return result;
}

struct Lines {
  double cost = std::numeric_limits<double>::infinity();
  int requant_shift = 0;
  std::vector<LineFit> lines;
};

/// `old`: what segments without a point keep.
Lines best_lines(const std::vector<Moments>& prefix, const Lattice& lattice, const TableContext& old, int input_shift) {
  Lines result;
  result.cost = 0;
  for (std::size_t i = 0; i < old.slopes.size(); ++i) {
    const Moments moments = prefix[i + 1] - prefix[i];
    if (moments.n > 0) {
      result.lines.push_back(fit_line(moments, lattice));
      result.cost += result.lines.back().cost;
      continue;
    }
    const double slope = std::ldexp(static_cast<double>(old.slopes[i]), -old.fraction_bits) / lattice.slope_unit;
    const double intercept =
        std::ldexp(static_cast<double>(old.intercepts[i]), -old.fraction_bits - input_shift) / lattice.intercept_unit;
    if (std::fabs(slope) > static_cast<double>(lattice.slope_max) ||
        std::fabs(intercept) > static_cast<double>(lattice.intercept_max)) {
      result.cost = std::numeric_limits<double>::infinity();
    }
    result.lines.push_back({std::llround(slope), std::llround(intercept), 0});
  }
  return result;
}

}  // namespace

Table refit(const Table& table) {
  FitRequest request;
  request.function = &find_function(table.function);
  request.entries = table.entries;
  request.format = table.format;
  request.objective = Objective::q_all;
  request.input_bits = table.input_bits;
  request.output_bits = table.output_bits;
  request.output_signed = table.output_signed;
  request.rounding = table.rounding;
  const bool integer = !table.format.floating && table.intercept == golden::InterceptForm::direct;
  Table result = table;
  for (TableContext& context : result.contexts) {
    const bool plain = integer && table.sharing == Sharing::per_scale && is_power_of_two(context.input_scale) &&
                       is_power_of_two(context.output_scale) && context.input_zero == 0 && context.output_zero == 0;
    if (!plain) {
      throw InputError(fmt::format("refit: a table of direct intercepts for each scale 2^-s is needed (found {} at {})",
                                   format_name(table.format), context.input_scale));
    }
    const FitContext terms = context_of(table, context, *request.function);
    std::vector<double> ends;
    for (const std::int64_t threshold : context.thresholds) ends.push_back(breakpoint_at(terms, threshold));
    const std::vector<Moments> prefix = fitting::prefix_moments(request, {terms}, ends);
    Lines best;
    for (const int requant : fitting::requant_candidates(request, terms)) {
      Lines found = best_lines(prefix, make_lattice(request, terms, requant), context, terms.s);
      found.requant_shift = requant;
      if (found.cost < best.cost) best = std::move(found);
    }
    if (best.lines.empty()) {
      throw InputError(
          fmt::format("refit: {} holds no line of a segment without codes at scale {}; use more slope bits",
                      format_name(table.format), context.input_scale));
    }
    context.requant_shift = best.requant_shift;
    context.fraction_bits = terms.fraction_bits(best.requant_shift);
    for (std::size_t i = 0; i < best.lines.size(); ++i) {
      context.slopes[i] = best.lines[i].slope;
      context.intercepts[i] = best.lines[i].intercept;
    }
  }
  result.provenance.objective = objective_name(request.objective);
  result.provenance.note = "real breakpoints; slopes and intercepts refitted";
  check_table(result, table.function);
  return result;
}

}  // namespace pwlforge
