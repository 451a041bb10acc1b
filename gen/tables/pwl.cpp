// Copyright 2026 the pwlforge authors.
// Licensed under the Apache License, Version 2.0; see LICENSE.
// SPDX-License-Identifier: Apache-2.0
#include "gen/tables/pwl.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <cmath>
#include <sstream>

#include "gen/support/files.hpp"
#include "gen/support/json.hpp"
#include "gen/support/version.hpp"

namespace pwlforge {
namespace {

struct RealEntries {
  std::string function;
  std::vector<double> breakpoints, slopes, intercepts;
};

RealEntries read_json(const std::string& path, Problems& problems) {
  const Json json = parse_json(read_file(path), path);
  JsonReader document(json, path, problems);
  RealEntries entries;
  if (document.has("function")) entries.function = document.text("function");
  entries.breakpoints = document.reals("breakpoints");
  entries.slopes = document.reals("slopes");
  entries.intercepts = document.reals("intercepts");
  document.no_unknown_keys();
  return entries;
}

RealEntries read_csv(const std::string& path, Problems& problems) {
  RealEntries entries;
  std::istringstream text(read_file(path));
  std::string line;
  for (int number = 1; std::getline(text, line); ++number) {
    if (!line.empty() && line.back() == '\r') line.pop_back();
    if (line.empty() || line[0] == '#' || (number == 1 && line == "breakpoint,slope,intercept")) continue;
    const std::string place = fmt::format("{}:{}", path, number);
    std::vector<std::string> cells;
    std::istringstream row(line + ",");
    for (std::string cell; std::getline(row, cell, ',');) cells.push_back(cell);
    if (cells.size() != 3) {
      problems.add(place, fmt::format("three cells are needed (found {})", cells.size()),
                   "write breakpoint,slope,intercept");
      continue;
    }
    const auto real = [&](std::size_t column, const char* name) {
      char* end = nullptr;
      const double value = std::strtod(cells[column].c_str(), &end);
      if (cells[column].empty() || *end != '\0' || !std::isfinite(value)) {
        problems.add(place, fmt::format("{} is not a number (found \"{}\")", name, cells[column]),
                     "write a real number");
      }
      return value;
    };
    const bool first = entries.slopes.empty();
    if (first && !cells[0].empty()) {
      problems.add(place, fmt::format("the first entry has no breakpoint below it (found {})", cells[0]),
                   "leave the cell empty");
    }
    if (!first) entries.breakpoints.push_back(real(0, "breakpoint"));
    entries.slopes.push_back(real(1, "slope"));
    entries.intercepts.push_back(real(2, "intercept"));
  }
  return entries;
}

void check_entries(const RealEntries& entries, const std::string& path, Problems& problems) {
  const std::size_t n = entries.slopes.size();
  if (entries.intercepts.size() != n || entries.breakpoints.size() + 1 != n) {
    problems.add(path,
                 fmt::format("N slopes need N intercepts and N - 1 breakpoints (found {}, {}, {})", n,
                             entries.intercepts.size(), entries.breakpoints.size()),
                 "give every entry its parameters");
  } else if (n < 2 || n > 64) {
    problems.add(path, fmt::format("2 to 64 entries are possible (found {})", n), "use a table of such a size");
  }
  const auto unsorted = std::is_sorted_until(entries.breakpoints.begin(), entries.breakpoints.end());
  if (unsorted != entries.breakpoints.end()) {
    problems.add(fmt::format("{}:/breakpoints/{}", path, unsorted - entries.breakpoints.begin()),
                 fmt::format("breakpoints must not decrease (found {})", *unsorted), "sort the entries");
  }
}

std::vector<std::int64_t> rounded(const std::vector<double>& values, int fraction_bits) {
  std::vector<std::int64_t> words;
  for (const double value : values) {
    words.push_back(static_cast<std::int64_t>(std::floor(std::ldexp(value, fraction_bits) + 0.5)));
  }
  return words;
}

bool all_fit(const std::vector<double>& values, int fraction_bits, int bits) {
  return std::all_of(values.begin(), values.end(), [&](double value) {
    const double word = std::floor(std::ldexp(value, fraction_bits) + 0.5);
    return std::abs(word) < 0x1p62 && golden::fits(static_cast<std::int64_t>(word), bits, true);
  });
}

/// The file's entries, with the function that they are for. Throws InputError.
RealEntries read_entries(const std::string& path, const std::string& function) {
  Problems problems;
  const bool csv = path.size() > 4 && path.substr(path.size() - 4) == ".csv";
  RealEntries entries = csv ? read_csv(path, problems) : read_json(path, problems);
  problems.throw_if_any();
  check_entries(entries, path, problems);
  if (entries.function.empty() && function.empty()) {
    problems.add(path, "the file does not say which function it approximates", "give --function");
  } else if (!function.empty() && !entries.function.empty() && entries.function != function) {
    problems.add(path + ":/function", fmt::format("not the function of --function (found {})", entries.function),
                 "drop --function");
  }
  problems.throw_if_any();
  if (entries.function.empty()) entries.function = function;
  return entries;
}

/// The entries at the scale 2^-s, with the most fraction bits that the format holds. Where it holds too few, that is a
/// problem of `path`.
TableContext quantized(const RealEntries& entries, const Table& table, const Function& function, int s,
                       const std::string& path, Problems& problems) {
  TableContext context;
  context.input_scale = std::ldexp(1.0, -s);
  context.breakpoints = entries.breakpoints;
  context.thresholds = thresholds_of(context.breakpoints, context.input_scale, 0, ThresholdRule::ceil, table.tie);
  context.output_scale =
      default_output_scale(function, input_quantization(table, context), output_quantization(table, context));
  const int m = scale_exponent(context.output_scale);
  const int least = std::max(0, m - s);  // R = F + s - m is not negative
  int fraction = table.format.slope_bits + 16;
  while (fraction >= least && !(all_fit(entries.slopes, fraction, table.format.slope_bits) &&
                                all_fit(entries.intercepts, fraction + s, table.format.intercept_bits))) {
    --fraction;
  }
  if (fraction < least) {
    problems.add(fmt::format("{}, scale 2^-{}", path, s),
                 fmt::format("slopes and intercepts do not fit {} with the fraction bits that an output scale of 2^-{} "
                             "needs",
                             format_name(table.format), m),
                 "use a wider --format, such as k16b32");
    return context;
  }
  context.fraction_bits = fraction;
  context.requant_shift = fraction + s - m;
  context.slopes = rounded(entries.slopes, fraction);
  context.intercepts = rounded(entries.intercepts, fraction + s);
  return context;
}

/// R reaches at most A: fewer fraction bits then say the same.
void limit_shifts(const RealEntries& entries, Table& table) {
  const int most = golden::accumulator_bits(int_format(table));
  for (TableContext& context : table.contexts) {
    const int excess = context.requant_shift - most;
    if (excess <= 0) continue;
    const int s = scale_exponent(context.input_scale);
    context.fraction_bits -= excess;
    context.requant_shift -= excess;
    context.slopes = rounded(entries.slopes, context.fraction_bits);
    context.intercepts = rounded(entries.intercepts, context.fraction_bits + s);
  }
}

}  // namespace

Table import_pwl(const std::string& path, const PwlImportOptions& options) {
  const RealEntries entries = read_entries(path, options.function);
  Table table;
  table.function = entries.function;
  const Function& function = find_function(table.function);
  table.range = function.fit_range();
  table.input_bits = options.input_bits;
  table.output_bits = options.output_bits;
  table.entries = static_cast<int>(entries.slopes.size());
  table.format = options.format;
  table.sharing = Sharing::per_scale;
  table.intercept = golden::InterceptForm::direct;
  table.tie = options.tie;
  std::vector<int> scales = options.scales;
  if (scales.empty()) {
    for (const int s : function.default_scales()) scales.push_back(s + options.input_bits - 8);
  }
  Problems problems;
  for (const int s : scales) table.contexts.push_back(quantized(entries, table, function, s, path, problems));
  problems.throw_if_any();
  limit_shifts(entries, table);
  table.provenance.method = "import";
  table.provenance.tool = kToolName;
  table.provenance.note = "real parameters, rounded";
  check_table(table, path);
  return table;
}

}  // namespace pwlforge
