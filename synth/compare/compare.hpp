// Copyright 2026 the pwlforge authors.
// Licensed under the Apache License, Version 2.0; see LICENSE.
// SPDX-License-Identifier: Apache-2.0
//
// The comparison: named configurations in one or more libraries, with the same table, clock, workload and flow, beside
// the paper's own rows and a truth table of the same function.
//
//     const Json report = compare({});            every configuration, OSU 180 nm
//     fmt::print("{}", comparison_table(report));
#pragma once

#include <set>
#include <string>
#include <vector>

#include "gen/support/files.hpp"
#include "gen/support/json_fwd.hpp"
#include "synth/flow/synth.hpp"

namespace pwlforge {

struct CompareOptions {
  std::vector<std::string> configs;  ///< names; empty: all units and the truth tables; "operators": those of one lane
  std::vector<std::string> liberty{"osu018"};
  std::string dont_use;
  double clock_ns = SynthOptions{}.clock_ns;
  bool timed = false;  ///< --target-clock: every unit is mapped for clock_ns, with the fewest stages that meet it
  bool curve = false;  ///< area and power of every unit over curve_clocks(clock_ns)
  std::string workload = "uniform";
};

/// {"rows":[synth object + config, entries, purpose, accuracy, area_saving_percent, power_saving_percent,
/// power_glitch_saving_percent],
/// "operators":[...], "curves":[{config, liberty, points:[{clock_ns, area, power_mw, latency, critical_path_ns,
/// meets_clock}]}], "failed":[{config, liberty, failed: why the library cannot build it}], "paper":[...],
/// "liberty":[...]}. Every step is cached by content: a run that was killed goes on
/// where it was, and gives the same document byte for byte. Savings are null when the baseline of the same library,
/// architecture and number of entries is not a row. Throws InputError for an unknown name before anything runs.
Json compare(const CompareOptions& options);

/// report.json and report.html.
FileSet comparison_report(const Json& report);

/// For a terminal.
std::string comparison_table(const Json& report);

/// One file, no network: tables, and plots as SVG within.
std::string comparison_html(const Json& report);

/// The unit of `format` (fp32, int32) that a row's savings are against: of the same library, architecture and number of
/// entries, 8 for truth tables and 16 for 24. Null when it is not among the rows.
const Json* baseline_of(const Json& rows, const Json& row, const std::string& format);

/// By how much `part` is less than `whole`, in percent of it and in four digits.
double percent_saved(double part, double whole);

/// What a library's powers lack in the report, each once.
std::set<std::string> missing_power(const Json& report, const std::string& label);

/// Stacked horizontal bars by gnuplot, as a key and an <svg> element. `rows` from top to bottom; the values of a row
/// belong to the `series`. Negative values are drawn as none.
struct BarRow {
  std::string label;
  std::vector<double> values;
  std::string note;  ///< written behind the bar
};
std::string bar_plot(const std::string& axis, const std::vector<std::string>& series, const std::vector<BarRow>& rows);

struct LineSeries {
  std::string label;
  std::vector<std::pair<double, double>> points;
};
/// Lines over logarithmic axes by gnuplot, the points marked, as a key and an <svg> element.
std::string line_plot(const std::string& x_axis, const std::string& y_axis, const std::vector<LineSeries>& series);

/// Lines over a linear x axis, y logarithmic; points of y = 0 are left out.
std::string error_plot(const std::string& x_axis, const std::string& y_axis, const std::vector<LineSeries>& series);

/// The hardware table of the GQA-LUT paper (28 nm, 500 MHz, 8 entries).
Json paper_rows();

}  // namespace pwlforge
