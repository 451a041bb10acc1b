// Copyright 2026 the pwlforge authors.
// Licensed under the Apache License, Version 2.0; see LICENSE.
// SPDX-License-Identifier: Apache-2.0
#include "synth/power/workload.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <cmath>
#include <filesystem>
#include <random>
#include <sstream>

#include "gen/support/diagnostics.hpp"
#include "gen/support/files.hpp"

namespace pwlforge {
namespace {

constexpr std::uint64_t kSeed = 2024;

/// 53 random bits as a number in (0, 1); the library's distributions are not the same everywhere.
double unit_interval(std::mt19937_64& random) {
  return (static_cast<double>(random() >> 11) + 0.5) * 0x1p-53;
}

std::vector<float> read_values(const std::string& path) {
  std::vector<float> values;
  std::istringstream lines(read_file(path));
  std::string line;
  int number = 0;
  while (std::getline(lines, line)) {
    ++number;
    const std::string field = line.substr(0, line.find_first_of(",;\t"));
    if (field.find_first_not_of(" \r") == std::string::npos) continue;
    std::istringstream in(field);
    double value = 0;
    std::string rest;
    if (in >> value && !(in >> rest) && std::isfinite(value)) {
      values.push_back(static_cast<float>(value));
    } else if (number != 1) {
      throw InputError(
          fmt::format("{}:{}: not a finite number (found \"{}\"); write one number per line", path, number, field));
    }
  }
  if (values.empty()) throw InputError(fmt::format("{}: no values; write one number per line", path));
  return values;
}

}  // namespace

Workload make_workload(const std::string& spec, Range range) {
  Workload workload;
  workload.name = spec;
  std::mt19937_64 random(kSeed);
  if (spec == "zero") {
    workload.description = fmt::format("{} zeros", kWorkloadValues);
    workload.values.assign(kWorkloadValues, 0.0F);
  } else if (spec == "uniform") {
    workload.description =
        fmt::format("{} values, uniform over [{}, {}], seed {}", kWorkloadValues, range.low, range.high, kSeed);
    for (std::size_t i = 0; i < kWorkloadValues; ++i) {
      workload.values.push_back(static_cast<float>(range.low + (range.high - range.low) * unit_interval(random)));
    }
  } else if (spec == "normal") {
    const double mean = (range.low + range.high) / 2;
    const double deviation = (range.high - range.low) / 8;
    workload.description =
        fmt::format("{} values, normal with mean {} and standard deviation {}, clipped to [{}, {}], seed {}",
                    kWorkloadValues, mean, deviation, range.low, range.high, kSeed);
    for (std::size_t i = 0; i < kWorkloadValues; ++i) {
      const double radius = std::sqrt(-2 * std::log(unit_interval(random)));
      const double value = mean + deviation * radius * std::cos(2 * 3.14159265358979323846 * unit_interval(random));
      workload.values.push_back(static_cast<float>(std::clamp(value, range.low, range.high)));
    }
  } else if (spec.compare(0, 5, "file:") == 0 && spec.size() > 5) {
    const std::string path = spec.substr(5);
    workload.values = read_values(path);
    workload.name = "file:" + std::filesystem::path(path).filename().string();
    workload.description =
        fmt::format("{} recorded values, checksum {:08x}", workload.values.size(), crc32_of(read_file(path)));
  } else {
    throw InputError(
        fmt::format("--workload: no such workload (found \"{}\"); use zero, uniform, normal or file:PATH", spec));
  }
  return workload;
}

std::uint64_t quantize(const UnitPlan& plan, const Quantization& input, float value) {
  if (plan.spec.floating) return golden::from_double(plan.spec.float_format, static_cast<double>(value));
  const double code = std::nearbyint(static_cast<double>(value) / input.scale) + static_cast<double>(input.zero_point);
  const double low = -std::ldexp(1.0, plan.input_bits - 1);
  const double high = std::ldexp(1.0, plan.input_bits - 1) - 1;
  const auto clamped = static_cast<std::int64_t>(std::clamp(code, low, high));
  return static_cast<std::uint64_t>(clamped) & ((std::uint64_t{1} << plan.input_bits) - 1);
}

std::size_t context_for_range(const UnitPlan& plan, Range range) {
  std::size_t best = 0;
  double best_scale = 0;
  bool best_reaches = false;
  for (std::size_t i = 0; i < plan.contexts.size(); ++i) {
    const Table& table = plan.spec.tables[static_cast<std::size_t>(plan.contexts[i].table)];
    const TableContext& context = table.contexts[static_cast<std::size_t>(plan.contexts[i].scale)];
    const double half = std::ldexp(context.input_scale, plan.input_bits - 1);
    const double zero = static_cast<double>(context.input_zero) * context.input_scale;
    const bool reaches = -half - zero <= range.low && half - zero >= range.high;
    const bool better =
        i == 0 || (reaches && !best_reaches) ||
        (reaches == best_reaches && (reaches ? context.input_scale < best_scale : context.input_scale > best_scale));
    if (!better) continue;
    best = i;
    best_scale = context.input_scale;
    best_reaches = reaches;
  }
  return best;
}

}  // namespace pwlforge
