// Copyright 2026 the pwlforge authors.
// Licensed under the Apache License, Version 2.0; see LICENSE.
// SPDX-License-Identifier: Apache-2.0
//
// Refitting keeps breakpoints, and every line is the best of the lattice: no neighbour has a smaller squared error.
#include <catch2/catch.hpp>

#include <cmath>

#include "gen/fit/refit.hpp"
#include "gen/functions/function.hpp"
#include "gen/support/files.hpp"
#include "gen/tables/certificate.hpp"
#include "gen/tables/pwl.hpp"

using namespace pwlforge;

namespace {

Table imported(const std::string& format) {
  write_file("refit.csv",
             "breakpoint,slope,intercept\n,0,0\n-2.5,-0.1,-0.3\n-0.77,0.25,-0.01\n0.01,0.8,0\n1.6,1.1,-0.1\n3,1,0\n");
  PwlImportOptions options;
  options.function = "gelu";
  options.format = parse_format(format);
  return import_pwl("refit.csv", options);
}

/// Squared error of segment i's line against gelu over its codes, from the definition.
double squared_error(const TableContext& context, std::size_t i, std::int64_t slope, std::int64_t intercept) {
  const Function& gelu = find_function("gelu");
  const double input = context.input_scale;
  double sum = 0;
  for (std::int64_t q = -128; q <= 127; ++q) {
    if (i > 0 && q < context.thresholds[i - 1]) continue;
    if (i < context.thresholds.size() && q >= context.thresholds[i]) continue;
    const double x = static_cast<double>(q) * input;
    const double line = std::ldexp(static_cast<double>(slope), -context.fraction_bits) * x +
                        std::ldexp(static_cast<double>(intercept), -context.fraction_bits) * input;
    sum += (line - gelu.value(x)) * (line - gelu.value(x));
  }
  return sum;
}

double total_error(const TableContext& context) {
  double sum = 0;
  for (std::size_t i = 0; i < context.slopes.size(); ++i) {
    sum += squared_error(context, i, context.slopes[i], context.intercepts[i]);
  }
  return sum;
}

/// How many lines have a neighbour on the lattice that is better.
int improvable(const TableContext& context) {
  int count = 0;
  for (std::size_t i = 0; i < context.slopes.size(); ++i) {
    const double own = squared_error(context, i, context.slopes[i], context.intercepts[i]);
    bool better = false;
    for (std::int64_t k = -2; k <= 2; ++k) {
      for (std::int64_t b = -40; b <= 40; ++b) {
        const std::int64_t slope = context.slopes[i] + k;
        if (slope < -128 || slope > 127) continue;
        better = better || squared_error(context, i, slope, context.intercepts[i] + b) < own - 1e-12;
      }
    }
    count += better ? 1 : 0;
  }
  return count;
}

}  // namespace

TEST_CASE("refitted lines are the best of the lattice for the breakpoints that are there") {
  const Table before = imported("k8b16");
  const Table after = refit(before);
  REQUIRE(after.contexts.size() == before.contexts.size());
  double cost_before = 0, cost_after = 0;
  for (std::size_t c = 0; c < after.contexts.size(); ++c) {
    INFO("context " << c);
    CHECK(after.contexts[c].breakpoints == before.contexts[c].breakpoints);
    CHECK(after.contexts[c].thresholds == before.contexts[c].thresholds);
    CHECK(improvable(after.contexts[c]) == 0);
    CHECK(total_error(after.contexts[c]) < total_error(before.contexts[c]));
    cost_before += metric_q_all(before, before.contexts[c]);
    cost_after += metric_q_all(after, after.contexts[c]);
  }
  CHECK(cost_after < cost_before / 2);
  // The check sees a line that is not the best.
  TableContext planted = after.contexts[4];
  planted.intercepts[3] += 3;
  CHECK(improvable(planted) == 1);
  CHECK(improvable(before.contexts[4]) > 0);
}

TEST_CASE("what cannot be refitted is refused") {
  Table table = imported("k8b16");
  table.contexts[0].input_scale = 0.3;
  CHECK_THROWS_WITH(refit(table), Catch::Contains("for each scale 2^-s"));
}
