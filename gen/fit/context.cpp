// Copyright 2026 the pwlforge authors.
// Licensed under the Apache License, Version 2.0; see LICENSE.
// SPDX-License-Identifier: Apache-2.0
#include "gen/fit/context.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <cmath>
#include <tuple>

#include "gen/support/diagnostics.hpp"
#include "gen/tables/certificate.hpp"

namespace pwlforge::fitting {

namespace {

// Inputs wider than this are represented by a regular sample of their codes.
constexpr std::int64_t kMaxSummedCodes = std::int64_t{1} << 16;

constexpr int kExhaustiveInput = 16;

std::int64_t stride_of(const FitContext& context) {
  std::int64_t stride = 1;
  while (context.codes() / stride > kMaxSummedCodes) stride *= 2;
  return stride;
}

void set_output(const FitRequest& request, FitContext& context, Problems& problems) {
  context.output = {request.output_bits, request.output_signed, 1.0, request.output_zero};
  context.output.scale = request.output_scale ? *request.output_scale
                                              : default_output_scale(*request.function, context.input, context.output);
  context.plain = is_power_of_two(context.input.scale) && is_power_of_two(context.output.scale) &&
                  request.input_zero == 0 && request.output_zero == 0;
  if (context.plain) {
    context.s = scale_exponent(context.input.scale);
    context.m = scale_exponent(context.output.scale);
  }
  if (!request.format.fraction_bits) return;
  const int fraction = *request.format.fraction_bits;
  const std::string name = format_name(request.format);
  if (!context.plain) {
    problems.add(
        "--format",
        fmt::format("{} has the shifted intercept form, which needs power-of-two scales and zero points of 0", name),
        fmt::format("use k{}b{}", request.format.slope_bits, std::max(16, request.format.intercept_bits)));
    return;
  }
  if (context.s < 0 || context.s > request.input_bits - 2) {
    problems.add(
        "--scales",
        fmt::format("the shifted intercept form holds s in 0..{} (found {})", request.input_bits - 2, context.s),
        "use a format without f, or another scale");
    return;
  }
  if (context.requant_shift(fraction) >= 0) return;
  if (request.output_scale) {
    problems.add(
        "--scale-out",
        fmt::format("{} has too few fraction bits for output scale 2^-{} at input scale 2^-{} (R = {} is negative)",
                    name, context.m, context.s, context.requant_shift(fraction)),
        fmt::format("use f{}k{}b{} or a scale of at least 2^-{}", context.m - context.s,
                    request.format.slope_bits + context.m - context.s - fraction,
                    request.format.intercept_bits + context.m - context.s - fraction, fraction + context.s));
    return;
  }
  context.note =
      fmt::format("output scale 2^-{} at 2^-{}: {} has no finer accumulator", fraction + context.s, context.s, name);
  context.m = fraction + context.s;
  context.output.scale = std::ldexp(1.0, -context.m);
}

void check_widths(const FitRequest& request, Problems& problems) {
  if (request.function == nullptr) problems.add("function", "none is given", "name one");
  if (request.entries < 2 || request.entries > 64) {
    problems.add("--entries", fmt::format("2..64 are possible (found {})", request.entries),
                 "choose a number in that range");
  }
  if (request.input_bits < 4 || request.input_bits > 32) {
    problems.add("--input-bits", fmt::format("4..32 are possible (found {})", request.input_bits),
                 "choose a width in that range");
  }
  if (request.output_bits < 2 || request.output_bits > 32) {
    problems.add("--output-bits", fmt::format("2..32 are possible (found {})", request.output_bits),
                 "choose a width in that range");
  }
  const auto positive = [&](const char* flag, const std::optional<double>& scale) {
    if (scale && !(std::isfinite(*scale) && *scale > 0)) {
      problems.add(flag, fmt::format("a scale is a positive real number (found {})", *scale), "give a positive number");
    }
  };
  positive("--scale-in", request.input_scale);
  positive("--scale-out", request.output_scale);
  if (request.range && !(request.range->low < request.range->high)) {
    problems.add("--range", fmt::format("the range is empty (found {},{})", request.range->low, request.range->high),
                 "give LO below HI");
  }
  if (request.sharing == Sharing::shared && !request.format.fraction_bits && !request.format.floating) {
    problems.add(
        "--sharing",
        fmt::format("direct intercepts ({}) belong to one scale and cannot be shared", format_name(request.format)),
        "use --sharing per-scale, or a format with f such as f6k8b8");
  }
  if (request.objective == Objective::relative &&
      (request.method != Method::optimal || request.format.floating || request.input_bits > kExhaustiveInput)) {
    problems.add(
        "--objective",
        fmt::format("relative belongs to --method optimal, integer formats and inputs of up to {} bits "
                    "(found {}, {}, {})",
                    kExhaustiveInput, method_name(request.method), format_name(request.format), request.input_bits),
        "use --objective lsb or q_all");
  }
  if (request.threshold == ThresholdRule::round &&
      (request.input_zero != 0 || (request.input_scale && !is_power_of_two(*request.input_scale)))) {
    problems.add("--threshold", "round is defined for power-of-two scales and zero points of 0",
                 "use --threshold ceil");
  }
}

/// A relative error needs a function that is nowhere zero, in all that rounds to the codes.
void check_sign(const FitRequest& request, const FitContext& context, Problems& problems) {
  const auto value = [&](std::int64_t code, double part) {
    return request.function->value(context.real(code) + (part * context.input.scale));
  };
  const bool negative = value(context.first, 0) < 0;
  for (std::int64_t q = context.first; q <= context.last; ++q) {
    for (const double part : {-0.5, 0.5}) {
      const double y = value(q, part);
      if (std::isfinite(y) && y != 0 && (y < 0) == negative) continue;
      problems.add("--objective",
                   fmt::format("relative, but {} is zero, without a value or of another sign near {} (scale {})",
                               request.function->name(), context.real(q), context.input.scale),
                   "use --objective lsb");
      return;
    }
  }
}

}  // namespace

void check_request(const FitRequest& request) {
  Problems problems;
  check_widths(request, problems);
  problems.throw_if_any();
}

std::vector<FitContext> make_contexts(const FitRequest& request) {
  check_request(request);
  Problems problems;
  std::vector<double> scales;
  if (request.input_scale) {
    scales.push_back(*request.input_scale);
  } else {
    std::vector<int> exponents = request.scales;
    if (exponents.empty()) {
      for (const int s : request.function->default_scales()) exponents.push_back(s + request.input_bits - 8);
    }
    for (const int s : exponents) scales.push_back(std::ldexp(1.0, -s));
  }
  std::vector<FitContext> contexts;
  std::int64_t most = 0;
  for (const double scale : scales) {
    FitContext context;
    context.input = {request.input_bits, true, scale, request.input_zero};
    std::tie(context.first, context.last) = valid_codes(*request.function, context.input);
    set_output(request, context, problems);
    most = std::max(most, context.codes());
    contexts.push_back(context);
  }
  if (request.objective == Objective::relative) {
    for (const FitContext& context : contexts) check_sign(request, context, problems);
  }
  if (most < request.entries) {
    problems.add("--entries",
                 fmt::format("{} has {} valid codes at these scales, fewer than entries (found {})",
                             request.function->name(), most, request.entries),
                 fmt::format("use at most {} entries", most));
  }
  problems.throw_if_any();
  return contexts;
}

Range fit_range(const FitRequest& request) {
  return request.range ? *request.range : request.function->fit_range();
}

std::vector<double> midpoints(const Range& range, int count) {
  std::vector<double> points;
  const double width = (range.high - range.low) / count;
  for (int i = 0; i < count; ++i) points.push_back(range.low + (width * (i + 0.5)));
  return points;
}

golden::IntFormat unit_format(const FitRequest& request) {
  golden::IntFormat format;
  format.input_bits = request.input_bits;
  format.slope_bits = request.format.slope_bits;
  format.intercept_bits = request.format.intercept_bits;
  format.intercept = default_intercept(request.format);
  format.rounding = request.rounding;
  format.output_bits = request.output_bits;
  format.output_signed = request.output_signed;
  return format;
}

double steepest(const FitRequest& request, const FitContext& context) {
  const std::int64_t stride = stride_of(context);
  double most = 0;
  double before = request.function->value(context.real(context.first));
  for (std::int64_t q = context.first + stride; q <= context.last; q += stride) {
    const double value = request.function->value(context.real(q));
    most = std::max(most, std::abs(value - before) / static_cast<double>(stride));
    before = value;
  }
  return most / context.output.scale;
}

std::vector<int> requant_candidates(const FitRequest& request, const FitContext& context) {
  const int limit = golden::accumulator_bits(unit_format(request));
  if (request.format.fraction_bits) {
    const int requant = context.requant_shift(*request.format.fraction_bits);
    if (requant > limit) {
      throw InputError(fmt::format(
          "--format: {} needs R = {} at scale {}, more than its accumulator of {} bits; use fewer fraction bits",
          format_name(request.format), requant, context.input.scale, limit));
    }
    return {requant};
  }
  // Narrow slopes and inputs: every shift is tried, also those that cut slopes off, so that the optimum is one over F
  // too.
  constexpr int kNarrowBits = 10;
  const bool wide = request.format.slope_bits > kNarrowBits || request.input_bits > kNarrowBits;
  constexpr int kClippedBits = 2;
  const double steep = wide ? steepest(request, context) : 0.0;
  const double greatest = static_cast<double>(golden::max_of(request.format.slope_bits, true));
  std::vector<int> candidates;
  for (int requant = 0; requant <= limit; ++requant) {
    if (context.fraction_bits(requant) < 0 || context.fraction_bits(requant) > 62) continue;
    if (wide && !candidates.empty() && std::ldexp(steep, requant - kClippedBits) > greatest) break;
    candidates.push_back(requant);
  }
  // Lattices are nested: one more fraction bit holds everything that one less does, until slopes are cut off.
  constexpr std::ptrdiff_t kWideCandidates = 4;
  if (request.format.slope_bits > kNarrowBits && candidates.size() > kWideCandidates) {
    candidates.erase(candidates.begin(), candidates.end() - kWideCandidates);
  }
  return candidates;
}

double abscissa(const FitContext& context, double x) {
  return context.plain ? x : (x / context.input.scale) + static_cast<double>(context.input.zero_point);
}

double ordinate(const FitContext& context, double y) {
  return context.plain ? y : (y / context.output.scale) + static_cast<double>(context.output.zero_point);
}

double ordinate_weight(const FitContext& context) {
  return context.plain ? 1.0 : context.output.scale * context.output.scale;
}

Lattice make_lattice(const FitRequest& request, const FitContext& context, int requant_shift) {
  Lattice lattice;
  lattice.slope_unit = std::ldexp(1.0, -context.fraction_bits(requant_shift));
  const bool shifted = default_intercept(request.format) == golden::InterceptForm::shifted;
  lattice.intercept_unit = shifted || !context.plain
                               ? lattice.slope_unit
                               : std::ldexp(1.0, -context.fraction_bits(requant_shift) - context.s);
  lattice.abscissa_step = context.plain ? context.input.scale : 1.0;
  lattice.slope_min = static_cast<std::int64_t>(golden::min_of(request.format.slope_bits, true));
  lattice.slope_max = static_cast<std::int64_t>(golden::max_of(request.format.slope_bits, true));
  lattice.intercept_min = static_cast<std::int64_t>(golden::min_of(request.format.intercept_bits, true));
  lattice.intercept_max = static_cast<std::int64_t>(golden::max_of(request.format.intercept_bits, true));
  return lattice;
}

double breakpoint_at(const FitContext& context, std::int64_t code) {
  if (is_power_of_two(context.input.scale)) return context.real(code);
  // code * S is not exact: half a code below is on the safe side whichever way it is rounded.
  return (static_cast<double>(code - context.input.zero_point) - 0.5) * context.input.scale;
}

std::vector<double> candidate_breakpoints(const FitRequest& request, const std::vector<FitContext>& contexts,
                                          bool rounded) {
  std::vector<double> result;
  const Range range = fit_range(request);
  const bool sampled = request.objective == Objective::a;
  if (contexts.size() == 1 || !rounded) {
    for (const FitContext& context : contexts) {
      // The points of metric A may lie outside the codes: then so may the breakpoints.
      const bool real_points = sampled && context.plain;
      const std::int64_t first =
          real_points ? std::llround(std::floor(range.low / context.input.scale)) : context.first;
      const std::int64_t last = real_points ? std::llround(std::ceil(range.high / context.input.scale)) : context.last;
      const std::int64_t stride = stride_of(context);
      for (std::int64_t q = first + stride; q <= last; q += stride) result.push_back(breakpoint_at(context, q));
    }
  } else {
    // Between two neighbouring rounding boundaries of any scale all roundings are constant; the boundaries are the odd
    // multiples of half a step, hence multiples of half the finest step.
    double low = contexts.front().real(contexts.front().first);
    double high = contexts.front().real(contexts.front().last);
    double step = contexts.front().input.scale;
    for (const FitContext& context : contexts) {
      low = std::min(low, context.real(context.first));
      high = std::max(high, context.real(context.last));
      step = std::min(step, context.input.scale);
    }
    if (sampled) {
      low = range.low;
      high = range.high;
    }
    step /= 2;
    const auto points = static_cast<std::int64_t>(std::ceil(((high - low) / step) - 0.5));
    for (std::int64_t i = 0; i < points; ++i) result.push_back(low + ((static_cast<double>(i) + 0.5) * step));
  }
  std::sort(result.begin(), result.end());
  result.erase(std::unique(result.begin(), result.end()), result.end());
  return result;
}

std::vector<Moments> prefix_moments(const FitRequest& request, const std::vector<FitContext>& contexts,
                                    const std::vector<double>& breakpoints) {
  std::vector<Moments> prefix(breakpoints.size() + 2);
  const Range range = fit_range(request);
  for (const FitContext& context : contexts) {
    std::vector<double> points;
    std::vector<std::size_t> below(breakpoints.size());  // points in front of each breakpoint
    if (request.objective == Objective::a) {
      points = metric_a_grid(range);
      for (std::size_t c = 0; c < breakpoints.size(); ++c) {
        const double p =
            context.plain ? std::nearbyint(breakpoints[c] / context.input.scale) * context.input.scale : breakpoints[c];
        below[c] = static_cast<std::size_t>(std::lower_bound(points.begin(), points.end(), p) - points.begin());
      }
    } else {
      const std::int64_t stride = stride_of(context);
      for (std::int64_t q = context.first; q <= context.last; q += stride) points.push_back(context.real(q));
      const std::vector<std::int64_t> thresholds =
          thresholds_of(breakpoints, context.input.scale, context.input.zero_point, request.threshold, Tie::upper);
      for (std::size_t c = 0; c < breakpoints.size(); ++c) {
        const std::int64_t codes = std::clamp<std::int64_t>(thresholds[c] - context.first, 0, context.codes());
        below[c] = static_cast<std::size_t>((codes + stride - 1) / stride);
      }
    }
    const auto counts = [&](double x) {
      return request.objective != Objective::q_in || (x >= range.low && x <= range.high);
    };
    const auto weighted = static_cast<double>(std::count_if(points.begin(), points.end(), counts));
    if (weighted == 0) continue;
    const double weight = ordinate_weight(context) / (weighted * static_cast<double>(contexts.size()));
    Moments sum;
    std::size_t done = 0;
    const auto advance = [&](std::size_t end) {
      for (; done < end; ++done) {
        if (!counts(points[done])) continue;
        sum.add(abscissa(context, points[done]), ordinate(context, request.function->value(points[done])), weight);
      }
    };
    for (std::size_t c = 0; c < breakpoints.size(); ++c) {
      advance(below[c]);
      prefix[c + 1] += sum;
    }
    advance(points.size());
    prefix.back() += sum;
  }
  return prefix;
}

}  // namespace pwlforge::fitting
