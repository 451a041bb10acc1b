// Copyright 2026 the pwlforge authors.
// Licensed under the Apache License, Version 2.0; see LICENSE.
// SPDX-License-Identifier: Apache-2.0
#include "gen/fit/plot.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <cmath>

#include "gen/support/diagnostics.hpp"
#include "gen/support/process.hpp"

namespace pwlforge {

namespace {

constexpr std::size_t kMostPoints = 2048;  // more codes than that share a point: the worst is shown
constexpr int kRowHeight = 280;
constexpr int kWidth = 1000;

struct Point {
  double x, f, y, error;
};

Point integer_point(const Table& table, const TableContext& context, const Function& function, const CodePair& pair) {
  const std::int64_t steps = pair.code - context.input_zero;
  const double x = static_cast<double>(steps) * context.input_scale;
  const auto ideal = static_cast<std::int64_t>(
      golden::saturate(function.ideal(steps, context.input_scale, context.output_scale) + context.output_zero,
                       table.output_bits, table.output_signed));
  return {x, function.value(x), static_cast<double>(pair.y - context.output_zero) * context.output_scale,
          static_cast<double>(pair.y - ideal)};
}

Point float_point(const Table& table, const Function& function, const CodePair& pair) {
  const golden::FloatFormat& format = table.format.float_format;
  const double x = golden::to_double(format, static_cast<std::uint64_t>(pair.code));
  const double y = golden::to_double(format, static_cast<std::uint64_t>(pair.y));
  return {x, function.value(x), y, y - function.value(x)};
}

Point point_of(const Table& table, const TableContext& context, const Function& function, const CodePair& pair) {
  return table.format.floating ? float_point(table, function, pair) : integer_point(table, context, function, pair);
}

// The worst point of every stretch of the axis, in order. Floats reach far: only their fit range is shown.
std::vector<Point> points_of(const Table& table, const TableContext& context, const Function& function,
                             const std::vector<CodePair>& pairs) {
  const bool floating = table.format.floating;
  std::vector<Point> points;
  for (const CodePair& pair : pairs) {
    const Point p = point_of(table, context, function, pair);
    if (!floating || (p.x >= table.range.low && p.x <= table.range.high)) points.push_back(p);
  }
  if (points.size() <= kMostPoints) return points;
  const double low = points.front().x;
  const double width = (points.back().x - low) / static_cast<double>(kMostPoints);
  std::vector<Point> result;
  double end = low;  // of the stretch of the last result
  for (const Point& p : points) {
    if (result.empty() || p.x >= end) {
      result.push_back(p);
      end = low + (width * (std::floor((p.x - low) / width) + 1));
    } else if (std::abs(p.error) > std::abs(result.back().error)) {
      result.back() = p;
    }
  }
  return result;
}

std::vector<double> segment_ends(const Table& table, const TableContext& context) {
  std::vector<double> ends = context.breakpoints;
  if (!ends.empty()) return ends;
  for (const std::int64_t threshold : context.thresholds) {
    ends.push_back(table.format.floating
                       ? golden::to_double(table.format.float_format, static_cast<std::uint64_t>(threshold))
                       : static_cast<double>(threshold - context.input_zero) * context.input_scale);
  }
  return ends;
}

std::string row(const Table& table, const TableContext& context, const Function& function,
                const std::vector<CodePair>& pairs, std::size_t number) {
  const bool floating = table.format.floating;
  const std::vector<Point> points = points_of(table, context, function, pairs);
  if (points.empty()) throw CheckFailed(table.function + ": no outputs to draw; give codes of the fit range");
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
  for (const double p : segment_ends(table, context)) {
    if (p <= low || p > high) continue;
    script += fmt::format("set arrow from {:.9g}, graph 0 to {:.9g}, graph 1 nohead lc rgb \"gray60\" dt 3\n", p, p);
  }
  // Where the curve is not.
  const char* corner = points.front().f > points.back().f ? "right" : "left";
  script += fmt::format("set ylabel \"y\"\nset key top {}\n", corner);
  script += fmt::format(
      "plot $data{0} using 1:2 with lines lc rgb \"gray50\" lw 3 title \"f\", "
      "$data{0} using 1:3 with histeps lc rgb \"black\" lw 1 title \"unit\", "
      "NaN with lines lc rgb \"gray60\" dt 3 title \"segment ends\"\n",
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

std::string plot_outputs(const std::vector<Table>& tables, const std::vector<std::vector<CodePair>>& outputs) {
  std::string rows;
  std::size_t number = 0;
  for (const Table& table : tables) {
    const auto function = function_of(table);
    for (const TableContext& context : table.contexts) {
      rows += row(table, context, *function, outputs.at(number), number);
      ++number;
    }
  }
  std::string script = fmt::format("set terminal svg size {},{} background rgb \"white\" font \"sans,11\"\n", kWidth,
                                   kRowHeight * number);
  script += "set grid lc rgb \"gray85\"\nset xlabel \"x\"\nset border 3\nset tics nomirror\n";
  script += fmt::format("set multiplot layout {},2\n", number);
  script += rows;
  script += "unset multiplot\n";
  ProcessOptions options;
  options.input = script;
  return run_checked({"gnuplot"}, options).output;
}

std::string plot_table(const Table& table) {
  std::vector<std::vector<CodePair>> outputs;
  for (const TableContext& context : table.contexts) {
    outputs.push_back(model_pairs(table, context, certificate_codes(table, context, 1)));
  }
  return plot_outputs({table}, outputs);
}

std::vector<std::pair<double, double>> error_curve(const Table& table, const TableContext& context,
                                                   const std::vector<CodePair>& outputs, std::size_t stretches) {
  const auto function = function_of(table);
  const auto [low, high] = table.range;
  std::vector<std::pair<double, double>> worst(stretches, {0, -1});
  for (const CodePair& pair : outputs) {
    const Point p = point_of(table, context, *function, pair);
    if (p.x < low || p.x > high) continue;
    const double part = (p.x - low) / (high - low) * static_cast<double>(stretches);
    auto& place = worst[std::min(stretches - 1, static_cast<std::size_t>(part))];
    if (std::abs(p.y - p.f) > place.second) place = {p.x, std::abs(p.y - p.f)};
  }
  worst.erase(std::remove_if(worst.begin(), worst.end(), [](const auto& one) { return one.second < 0; }), worst.end());
  return worst;
}

}  // namespace pwlforge
