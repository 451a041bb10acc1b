// Copyright 2026 the pwlforge authors.
// Licensed under the Apache License, Version 2.0; see LICENSE.
// SPDX-License-Identifier: Apache-2.0
#include "cli/arguments.hpp"

#include <fmt/format.h>

#include <regex>
#include <sstream>

#include "gen/support/diagnostics.hpp"

namespace pwlforge::cli {

std::vector<int> parse_list(const std::string& flag, const std::string& text, int low, int high) {
  static const std::regex shape("(-?[0-9]{1,6})(?:\\.\\.(-?[0-9]{1,6}))?");
  std::vector<int> result;
  std::istringstream parts(text);
  for (std::string part; std::getline(parts, part, ',');) {
    std::smatch match;
    const bool good = std::regex_match(part, match, shape);
    const int first = good ? std::stoi(match[1]) : low;
    const int last = good && match[2].matched ? std::stoi(match[2]) : first;
    if (!good || first < low || last > high || last < first) {
      throw InputError(fmt::format("{}: not a list of numbers in {}..{} (found \"{}\"); write 0..6, 3 or 0,2,4", flag,
                                   low, high, text));
    }
    for (int i = first; i <= last; ++i) result.push_back(i);
  }
  if (result.empty()) throw InputError(fmt::format("{}: the list is empty; write 0..6, 3 or 0,2,4", flag));
  return result;
}

ClockFlags add_clock_flags(CLI::App& verb, const std::string& all, const std::string& mapped, double& clock_ns,
                           bool& timed) {
  ClockFlags flags;
  flags.clock = verb.add_option("--clock", clock_ns,
                                fmt::format("clock period in ns, the same for every {}; the default suits 180 nm, try "
                                            "15 for 45 nm",
                                            all))
                    ->capture_default_str();
  flags.target = verb.add_option_function<double>(
      "--target-clock",
      [&clock_ns, &timed](double given_ns) {
        clock_ns = given_ns;
        timed = true;
      },
      mapped);
  flags.target->excludes(flags.clock);
  return flags;
}

}  // namespace pwlforge::cli
