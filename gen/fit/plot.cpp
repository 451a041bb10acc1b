// Copyright 2026 the pwlforge authors.
// Licensed under the Apache License, Version 2.0; see LICENSE.
// SPDX-License-Identifier: Apache-2.0
#include "gen/fit/plot.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <cmath>

#include "gen/support/process.hpp"
#include "gen/tables/certificate.hpp"

namespace pwlforge {

namespace {

constexpr std::size_t kMostPoints = 2048;  // more codes than that share a point; the worst one is shown
constexpr int kRowHeight = 280;
constexpr int kWidth = 1000;

struct Point {
  double x, f, y, error;
};

std::vector<Point> integer_points(const Table& table, const TableContext& context, const Function& function) {
  std::vector<Point> points;
  for (const CodePair& pair : model_pairs(table, context, certificate_codes(table, context, 1))) {
    const std::int64_t steps = pair.code - context.input_zero;
    const double x = static_cast<double>(steps) * context.input_scale;
    const auto ideal = static_cast<std::int64_t>(
        golden::saturate(function.ideal(steps, context.input_scale, context.output_scale) + context.output_zero,
                         table.output_bits, table.output_signed));
    points.push_back({x, function.value(x), static_cast<double>(pair.y - context.output_zero) * context.output_scale,
                      static_cast<double>(pair.y - ideal)});
  }
  return points;
}

std::vector<Point> float_points(const Table& table, const TableContext& context, const Function& function) {
  std::vector<Point> points;
  const golden::FloatFormat& format = table.format.float_format;
  const golden::FloatParams params = float_params(context);
  for (std::size_t i = 0; i < kMostPoints; ++i) {
    const double wanted = table.range.low + (table.range.high - table.range.low) * (static_cast<double>(i) + 0.5) /
                                                static_cast<double>(kMostPoints);
    const std::uint64_t code = golden::from_double(format, wanted);
    const double x = golden::to_double(format, code);
    const double y = golden::to_double(format, golden::evaluate(format, {}, params, code));
    points.push_back({x, function.value(x), y, y - function.value(x)});
  }
  return points;
}

std::vector<Point> thinned(const std::vector<Point>& points) {
  const std::size_t group = (points.size() + kMostPoints - 1) / kMostPoints;
  if (group <= 1) return points;
  std::vector<Point> result;
  for (std::size_t i = 0; i < points.size(); i += group) {
    const auto end = points.begin() + static_cast<std::ptrdiff_t>(std::min(points.size(), i + group));
    result.push_back(
        *std::max_element(points.begin() + static_cast<std::ptrdiff_t>(i), end,
                          [](const Point& a, const Point& b) { return std::abs(a.error) < std::abs(b.error); }));
  }
  return result;
}

std::string row(const Table& table, const TableContext& context, const Function& function, std::size_t number) {
  const bool floating = table.format.floating;
  const std::vector<Point> points =
      thinned(floating ? float_points(table, context, function) : integer_points(table, context, function));
  std::string script = fmt::format("$data{} << EOD\n", number);
  double worst = 0;
  for (const Point& p : points) {
    script += fmt::format("{:.9g} {:.9g} {:.9g} {:.9g}\n", p.x, p.f, p.y, p.error);
    worst = std::max(worst, std::abs(p.error));
  }
  script += "EOD\n";
  const double low = points.front().x;
  const double high = points.back().x;
  const std::string where = floating ? format_name(table.format) : fmt::format("scale {:.9g}", context.input_scale);
  script += fmt::format("set title \"{}, {} entries, {}\" noenhanced\n", table.function, table.entries, where);
  script += fmt::format("set xrange [{:.9g}:{:.9g}]\nunset yrange\nunset arrow\n", low, high);
  for (const double p : context.breakpoints) {
    if (p <= low || p > high) continue;
    script += fmt::format("set arrow from {:.9g}, graph 0 to {:.9g}, graph 1 nohead lc rgb \"gray60\" dt 3\n", p, p);
  }
  script += "set ylabel \"y\"\nset key top left\n";
  script += fmt::format(
      "plot $data{0} using 1:2 with lines lc rgb \"gray50\" lw 3 title \"f\", "
      "$data{0} using 1:3 with steps lc rgb \"black\" lw 1 title \"unit\"\n",
      number);
  // An axis that shows that nothing is there when nothing is there.
  const double reach = worst > 0 ? 1.15 * worst : 1.0;
  script +=
      fmt::format("set title \"error, at most {:.4g}{}\"\nset yrange [{:.9g}:{:.9g}]\nset ylabel \"{}\"\nunset key\n",
                  worst, floating ? "" : " LSB", -reach, reach, floating ? "error" : "error in LSB");
  script += fmt::format("plot $data{} using 1:4 with impulses lc rgb \"black\" lw 1, 0 lc rgb \"black\"\n", number);
  return script;
}

}  // namespace

std::string plot_table(const Table& table) {
  const auto function = function_of(table);
  std::string script = fmt::format("set terminal svg size {},{} background rgb \"white\" font \"sans,11\"\n", kWidth,
                                   kRowHeight * table.contexts.size());
  script += "set grid lc rgb \"gray85\"\nset xlabel \"x\"\nset border 3\nset tics nomirror\n";
  script += fmt::format("set multiplot layout {},2\n", table.contexts.size());
  for (std::size_t c = 0; c < table.contexts.size(); ++c) script += row(table, table.contexts[c], *function, c);
  script += "unset multiplot\n";
  ProcessOptions options;
  options.input = script;
  return run_checked({"gnuplot"}, options).output;
}

}  // namespace pwlforge
