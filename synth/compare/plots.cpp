// Copyright 2026 the pwlforge authors.
// Licensed under the Apache License, Version 2.0; see LICENSE.
// SPDX-License-Identifier: Apache-2.0
#include <fmt/format.h>

#include <algorithm>
#include <cmath>
#include <set>

#include "gen/support/diagnostics.hpp"
#include "gen/support/process.hpp"
#include "synth/compare/compare.hpp"

namespace pwlforge {
namespace {

// Colours that stay apart in greyscale print and for colour-blind readers.
const std::vector<std::string> kColours = {"#1f4e79", "#d98324", "#5aa469", "#8c5fa8", "#b7b7b7"};

constexpr double kHeadroom = 1.27;  ///< length of the axis over that of the longest bar, for the number behind it

/// The drawing that gnuplot makes of the script, under a key that is text of the page, so that it wraps where the page
/// is narrow.
std::string drawn(const std::string& script, const std::vector<std::string>& series) {
  const ProcessResult result = run_checked({"gnuplot"}, {{}, {}, script});
  const std::size_t begin = result.output.find("<svg");
  if (begin == std::string::npos) throw CheckFailed("gnuplot: no drawing came out (found " + result.errors + ")");
  std::string key = "<p class=\"key\">";
  for (std::size_t s = 0; s < series.size(); ++s) {
    key += fmt::format("<span><svg viewBox=\"0 0 9 9\"><rect width=\"9\" height=\"9\" fill=\"{}\"/></svg> {}</span> ",
                       kColours[s % kColours.size()], series[s]);
  }
  return key + "</p>\n" + result.output.substr(begin);
}

/// `setup`: of the x axis; `style`: of every line. y is logarithmic.
std::string lines(const std::string& setup, const std::string& style, const std::string& x_axis,
                  const std::string& y_axis, const std::vector<LineSeries>& series) {
  std::string script =
      "set encoding utf8\nset terminal svg size 440,320 dynamic enhanced font 'sans-serif,14' background '#ffffff'\n";
  script +=
      fmt::format("set xlabel '{}'\nset ylabel '{}'\nset logscale y\nset grid lc rgb '#dddddd'\n", x_axis, y_axis);
  script += "set ytics nomirror\nset format y '%g'\nset border 3\nunset key\n" + setup;
  std::string plot, data;
  std::vector<std::string> labels;
  for (const LineSeries& one : series) {
    if (one.points.empty()) continue;
    // Five colours, then the same ones dashed.
    plot += fmt::format("{}'-' using 1:2 with {} dt {} lc rgb '{}'", labels.empty() ? "plot " : ", ", style,
                        1 + labels.size() / kColours.size(), kColours[labels.size() % kColours.size()]);
    for (const auto& [x, y] : one.points) {
      if (y > 0) data += fmt::format("{:.9g} {:.9g}\n", x, y);
    }
    data += "e\n";
    labels.push_back(one.label + (labels.size() >= kColours.size() ? " (dashed)" : ""));
  }
  return labels.empty() ? "" : drawn(script + plot + "\n" + data, labels);
}

}  // namespace

std::string bar_plot(const std::string& axis, const std::vector<std::string>& series, const std::vector<BarRow>& rows) {
  const auto count = static_cast<int>(rows.size());
  double longest = 0;
  for (const BarRow& row : rows) {
    double sum = 0;
    for (const double value : row.values) sum += std::max(0.0, value);
    longest = std::max(longest, sum);
  }
  std::string script;
  // Narrow, so that letters keep a legible size when a phone shrinks the drawing to its width.
  script += fmt::format(
      "set encoding utf8\nset terminal svg size 440,{} dynamic enhanced font 'sans-serif,14' background '#ffffff'\n",
      60 + 30 * count);
  script +=
      fmt::format("set xlabel '{}'\nset format x '%.7g'\nset xtics nomirror\nset grid xtics lc rgb '#dddddd'\n", axis);
  script += fmt::format("set yrange [{}.6:-0.6]\nset xrange [0:{}]\nset border 3\nset lmargin 15\nset rmargin 3\n",
                        count - 1, longest > 0 ? longest * kHeadroom : 1);
  std::string ticks;
  for (int i = 0; i < count; ++i) {
    const BarRow& row = rows[static_cast<std::size_t>(i)];
    ticks += fmt::format("{}'{}' {}", i == 0 ? "" : ", ", row.label, i);
    double sum = 0;
    for (const double value : row.values) sum += std::max(0.0, value);
    script += fmt::format("set label '{}' at {:.9g},{} left offset 0.5,0 noenhanced font ',13'\n", row.note, sum, i);
  }
  // At most five labels on the axis, at round numbers, so that they do not run into each other.
  double step = longest > 0 ? std::pow(10.0, std::floor(std::log10(longest))) / 2 : 1;
  for (const double factor : {2.0, 2.0, 2.5}) {
    if (longest * kHeadroom > 4.5 * step) step *= factor;
  }
  script += fmt::format("set xtics {:.9g} font ',13'\n", step);
  script += "set ytics noenhanced (" + ticks + ")\nset ytics scale 0\n";
  script += "unset key\n";
  std::string plot, data;
  for (std::size_t s = 0; s < series.size(); ++s) {
    plot += fmt::format("{}'-' using 1:2:3:4:5:6 with boxxyerror fs solid 1.0 noborder lc rgb '{}'",
                        s == 0 ? "plot " : ", ", kColours[s % kColours.size()]);
    for (int i = 0; i < count; ++i) {
      const BarRow& row = rows[static_cast<std::size_t>(i)];
      double low = 0;
      for (std::size_t before = 0; before < s; ++before) low += std::max(0.0, row.values[before]);
      const double high = low + std::max(0.0, row.values[s]);
      data += fmt::format("{:.9g} {} {:.9g} {:.9g} {:.2f} {:.2f}\n", low, i, low, high, i - 0.36, i + 0.36);
    }
    data += "e\n";
  }
  return drawn(script + plot + "\n" + data, series);
}

std::string line_plot(const std::string& x_axis, const std::string& y_axis, const std::vector<LineSeries>& series) {
  std::set<double> ticks;
  for (const LineSeries& one : series) {
    for (const auto& point : one.points) ticks.insert(point.first);
  }
  if (ticks.empty()) return "";
  return lines(fmt::format("set logscale x\nset xrange [{:.6g}:{:.6g}]\nset xtics nomirror ({:.4g})\nunset mxtics\n",
                           0.9 * *ticks.begin(), 1.1 * *ticks.rbegin(), fmt::join(ticks, ", ")),
               "linespoints pt 7 ps 0.5 lw 2", x_axis, y_axis, series);
}

std::string error_plot(const std::string& x_axis, const std::string& y_axis, const std::vector<LineSeries>& series) {
  return lines("set xtics nomirror\n", "lines lw 1.5", x_axis, y_axis, series);
}

}  // namespace pwlforge
