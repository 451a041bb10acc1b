// Copyright 2026 the pwlforge authors.
// Licensed under the Apache License, Version 2.0; see LICENSE.
// SPDX-License-Identifier: Apache-2.0
//
// The largest relative error of wide div and rsqrt, over every v there is.
//
// Up to 24 bits every v is evaluated. Above that the argument is complete without it: at a given octave the v that get
// one mantissa code are an interval without gaps (checked at both of its ends, and that the next one begins where it
// ends), y is the same over all of it, and y * v - 1 (div) or y * sqrt(v) - 1 (rsqrt) is monotone in v. So the largest
// error is at an end of an interval, and all ends of all codes at all octaves are evaluated.
#include <catch2/catch.hpp>

#include <fmt/format.h>

#include <algorithm>
#include <cmath>

#include "gen/operator/operator.hpp"
#include "gen/operator/operator_certificate.hpp"
#include "gen/operator/operator_request.hpp"
#include "gen/support/json.hpp"
#include "sim/golden/wide.hpp"

using namespace pwlforge;
using namespace pwlforge::golden;

namespace {

struct Subject {
  WideFormat format;
  std::vector<IntParams> params;
};

Subject subject(WideFunction function, int input_bits, int width, int entries) {
  WideSpec spec = wide_unit(function, input_bits, width, entries, Store::registers, {});
  spec.name = "dut";
  const WidePlan plan = plan_wide(spec);
  return {wide_format(plan), wide_params(plan)};
}

long double error_at(const Subject& s, Wide v) {
  const WideResult result = evaluate_wide(s.format, s.params, v);
  const auto y = std::ldexp(static_cast<long double>(result.mantissa), -s.format.core.output_bits - result.exponent);
  const auto x = static_cast<long double>(v);
  return std::fabs(y * (s.format.function == WideFunction::div ? x : std::sqrt(x)) - 1.0L);
}

struct Largest {
  long double error = 0;
  Wide at = 0;
  std::uint64_t evaluated = 0;
  void take(const Subject& s, Wide v) {
    const long double e = error_at(s, v);
    ++evaluated;
    if (e > error) {
      error = e;
      at = v;
    }
  }
};

Largest every(const Subject& s) {
  Largest largest;
  for (Wide v = 1; v <= max_of(s.format.input_bits, false); ++v) largest.take(s, v);
  return largest;
}

/// The ends of every interval of equal mantissa code; v up to 2^(W+1) one by one.
Largest every_interval(const Subject& s, std::uint64_t& misplaced) {
  Largest largest;
  const int width = s.format.core.input_bits;
  const Wide codes = Wide{1} << width;
  Wide next = Wide{1} << (width + 1);
  for (Wide v = 1; v < next; ++v) largest.take(s, v);
  for (int octave = width + 1; octave < s.format.input_bits; ++octave) {
    const Wide half = Wide{1} << (octave - width - 1);  // half a code
    for (Wide code = 0; code <= codes; ++code) {
      // Code 0 begins with the octave; what rounds up past the last one is the first of the next octave.
      const Wide low = (Wide{1} << octave) + (code == 0 ? Wide{0} : (2 * code - 1) * half);
      const Wide high = (Wide{1} << octave) + (code == codes ? 2 * codes * half : (2 * code + 1) * half) - 1;
      misplaced += low != next ? 1 : 0;
      next = high + 1;
      for (const Wide v : {low, high}) {
        const WideArgument argument = normalize(s.format, v);
        const int log = octave + (code == codes ? 1 : 0);
        const bool root = s.format.function == WideFunction::rsqrt;
        misplaced += argument.code != static_cast<std::int64_t>(code % codes - codes / 2) ||
                             argument.exponent != (root ? log / 2 : log) || argument.context != (root ? log % 2 : 0)
                         ? 1
                         : 0;
        largest.take(s, v);
      }
    }
  }
  misplaced += next != max_of(s.format.input_bits, false) + 1 ? 1 : 0;
  return largest;
}

void report(const Subject& s, const char* how, const Largest& largest) {
  fmt::print("{} V {} W {}: largest relative error {:.4e} at v = {} ({}: {} v)\n",
             s.format.function == WideFunction::div ? "div" : "rsqrt", s.format.input_bits, s.format.core.input_bits,
             static_cast<double>(largest.error), static_cast<double>(largest.at), how, largest.evaluated);
}

void measure(WideFunction function, int width, int entries, long double limit) {
  std::uint64_t misplaced = 0;
  const Subject narrow = subject(function, 24, width, entries);
  const Largest all = every(narrow);
  report(narrow, "every v", all);
  CHECK(all.error <= limit);
  // The argument itself, where every v can be seen.
  CHECK(every_interval(narrow, misplaced).error == all.error);
  for (const int bits : {32, 64}) {
    Subject wide = narrow;
    wide.format.input_bits = bits;
    const Largest ends = every_interval(wide, misplaced);
    report(wide, "ends of every interval", ends);
    CHECK(ends.error <= limit);
    CHECK(ends.error >= all.error);
  }
  CHECK(misplaced == 0);
}

}  // namespace

TEST_CASE("div, INT8, 16 entries: at most 0.8 percent") {
  measure(WideFunction::div, 8, 16, 0.008L);
}

TEST_CASE("rsqrt, INT8, 16 entries: at most 0.6 percent") {
  measure(WideFunction::rsqrt, 8, 16, 0.006L);
}

TEST_CASE("div, INT16, 32 entries: at most 1e-4") {
  measure(WideFunction::div, 16, 32, 1e-4L);
}

TEST_CASE("rsqrt, INT16, 32 entries: at most 1e-4") {
  measure(WideFunction::rsqrt, 16, 32, 1e-4L);
}

TEST_CASE("what certify tells of every octave is the largest error of all its numbers") {
  for (const char* function : {"div", "rsqrt"}) {
    OperatorRequest request;
    request.wide = 14;
    request.unit = "int8";
    request.function = function;
    const OperatorPlan plan = plan_operator(operator_spec(request));
    const Subject s{wide_format(plan.wide), wide_params(plan.wide)};
    const WideCertificate certificate = certify_wide(plan);
    INFO(function);
    REQUIRE(certificate.octaves.size() == 14);
    long double worst = 0;
    for (const OctaveError& told : certificate.octaves) {
      Largest largest;
      for (Wide v = Wide{1} << told.octave; v < Wide{2} << told.octave; ++v) largest.take(s, v);
      INFO("octave " << told.octave);
      CHECK(told.max_relative == Approx(static_cast<double>(largest.error)));
      CHECK(error_at(s, told.worst) == largest.error);
      worst = std::max(worst, largest.error);
    }
    const Json json = wide_certificate_to_json(certificate);
    CHECK(json.at("max_relative_error").get<double>() == Approx(static_cast<double>(worst)));
    CHECK(json.at("octaves").size() == 14);
    CHECK(json.at("evaluated").get<std::uint64_t>() < (1 << 14));
  }
}

TEST_CASE("a table that is off by one step breaks the limit") {
  Subject s = subject(WideFunction::div, 16, 8, 16);
  for (std::int64_t& intercept : s.params[0].intercepts) intercept += std::int64_t{2} << s.params[0].requant_shift;
  CHECK(every(s).error > 0.008L);
}
