// Copyright 2026 the pwlforge authors.
// Licensed under the Apache License, Version 2.0; see LICENSE.
// SPDX-License-Identifier: Apache-2.0
#include "gen/fit/samples.hpp"

#include <fmt/format.h>

#include <cmath>
#include <cstdlib>
#include <sstream>

#include "gen/support/diagnostics.hpp"
#include "gen/support/files.hpp"

namespace pwlforge {

namespace {

// The number at *text; moves behind it and the separator that follows.
bool take_number(const char*& text, double& value) {
  char* end = nullptr;
  value = std::strtod(text, &end);
  if (end == text) return false;
  text = end;
  while (*text == ' ' || *text == '\t' || *text == ',' || *text == ';' || *text == '\r') ++text;
  return true;
}

}  // namespace

std::vector<std::pair<double, double>> read_samples(const std::string& path) {
  std::istringstream file(read_file(path));
  std::vector<std::pair<double, double>> samples;
  Problems problems;
  std::string line;
  for (int number = 1; std::getline(file, line); ++number) {
    const std::size_t begin = line.find_first_not_of(" \t\r");
    if (begin == std::string::npos || line[begin] == '#') continue;
    const char* text = line.c_str() + begin;
    double x = 0;
    double y = 0;
    const bool complete = take_number(text, x) && take_number(text, y) && *text == '\0';
    if (complete && std::isfinite(x) && std::isfinite(y)) {
      samples.emplace_back(x, y);
    } else if (complete || !samples.empty() || number > 1) {
      problems.add(fmt::format("{}:{}", path, number), fmt::format("not a pair of finite numbers (found \"{}\")", line),
                   "write x,y");
    }
  }
  problems.throw_if_any();
  return samples;
}

}  // namespace pwlforge
