// Copyright 2026 the pwlforge authors.
// Licensed under the Apache License, Version 2.0; see LICENSE.
// SPDX-License-Identifier: Apache-2.0
#include <fmt/format.h>

#include <algorithm>
#include <cmath>

#include "gen/support/process.hpp"
#include "synth/compare/compare.hpp"

namespace pwlforge {

std::string bar_plot(const std::string& axis, const std::vector<std::string>& series, const std::vector<BarRow>& rows) {
  // Colours that stay apart in greyscale print and for colour-blind readers.
  static const std::vector<std::string> colours = {"#1f4e79", "#d98324", "#5aa469", "#8c5fa8", "#b7b7b7"};
  const auto count = static_cast<int>(rows.size());
  double longest = 0;
  for (const BarRow& row : rows) {
    double sum = 0;
    for (const double value : row.values) sum += std::max(0.0, value);
    longest = std::max(longest, sum);
  }
  std::string script;
  // Narrow, so that letters keep a legible size when a phone shrinks the drawing to its width.
  script += fmt::format("set terminal svg size 520,{} dynamic enhanced font 'sans-serif,14' background '#ffffff'\n",
                        110 + 30 * count);
  script +=
      fmt::format("set xlabel '{}'\nset format x '%.7g'\nset xtics nomirror\nset grid xtics lc rgb '#dddddd'\n", axis);
  script += fmt::format("set yrange [{}.6:-0.6]\nset xrange [0:{}]\nset border 3\nset lmargin 15\nset rmargin 3\n",
                        count - 1, longest > 0 ? longest * 1.22 : 1);
  std::string ticks;
  for (int i = 0; i < count; ++i) {
    const BarRow& row = rows[static_cast<std::size_t>(i)];
    ticks += fmt::format("{}'{}' {}", i == 0 ? "" : ", ", row.label, i);
    double sum = 0;
    for (const double value : row.values) sum += std::max(0.0, value);
    script += fmt::format("set label '{}' at {:.9g},{} left offset 0.5,0 noenhanced font ',12'\n", row.note, sum, i);
  }
  // Four or five labels on the axis, at round numbers, so that they do not run into each other.
  const double decade = longest > 0 ? std::pow(10.0, std::floor(std::log10(longest))) : 1;
  const double lead = longest / decade;
  script += fmt::format("set xtics {:.9g}\n", decade * (lead > 5 ? 2.5 : lead > 2 ? 1 : 0.5));
  script += "set ytics noenhanced (" + ticks + ")\nset ytics scale 0\n";
  script += series.size() > 1 ? "set key outside top left horizontal Left reverse samplen 1 width 1 font ',12'\n"
                              : "unset key\n";
  std::string plot, data;
  for (std::size_t s = 0; s < series.size(); ++s) {
    plot += fmt::format("{}'-' using 1:2:3:4:5:6 with boxxyerror fs solid 1.0 noborder lc rgb '{}' title '{}'",
                        s == 0 ? "plot " : ", ", colours[s % colours.size()], series[s]);
    for (int i = 0; i < count; ++i) {
      const BarRow& row = rows[static_cast<std::size_t>(i)];
      double low = 0;
      for (std::size_t before = 0; before < s; ++before) low += std::max(0.0, row.values[before]);
      const double high = low + std::max(0.0, row.values[s]);
      data += fmt::format("{:.9g} {} {:.9g} {:.9g} {:.2f} {:.2f}\n", low, i, low, high, i - 0.36, i + 0.36);
    }
    data += "e\n";
  }
  const ProcessResult result = run_checked({"gnuplot"}, {{}, {}, script + plot + "\n" + data});
  const std::size_t begin = result.output.find("<svg");
  if (begin == std::string::npos) throw CheckFailed("gnuplot: no drawing came out (found " + result.errors + ")");
  return result.output.substr(begin);
}

}  // namespace pwlforge
