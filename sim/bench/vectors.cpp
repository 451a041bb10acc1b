// Copyright 2026 the pwlforge authors.
// Licensed under the Apache License, Version 2.0; see LICENSE.
// SPDX-License-Identifier: Apache-2.0
#include "sim/bench/vectors.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <cmath>
#include <sstream>

#include "gen/support/diagnostics.hpp"
#include "gen/support/files.hpp"
#include "sim/cycle/pins.hpp"

namespace pwlforge {

using bench::mask_of;
using bench::Random;

namespace {

/// Uniform in [low, high].
std::int64_t between(Random& random, std::int64_t low, std::int64_t high) {
  const auto span = static_cast<std::uint64_t>(high) - static_cast<std::uint64_t>(low);
  if (span == ~std::uint64_t{0}) return static_cast<std::int64_t>(random.next());
  return static_cast<std::int64_t>(static_cast<std::uint64_t>(low) + random.below(span + 1));
}

/// A signed number of `bits` bits: uniform, or at the ends of its range, or small.
std::int64_t any_number(Random& random, int bits) {
  const auto low = static_cast<std::int64_t>(golden::min_of(bits, true));
  const auto high = static_cast<std::int64_t>(golden::max_of(bits, true));
  switch (random.below(8)) {
    case 0: return random.chance(1, 2) ? low : high;
    case 1: return between(random, std::max<std::int64_t>(low, -4), std::min<std::int64_t>(high, 3));
    default: return between(random, low, high);
  }
}

/// Bit patterns that stand out whatever the table: as patterns, so that integers and floats share the list.
std::vector<std::uint64_t> landmarks(const UnitPlan& plan, const LaneParameters& table) {
  const int bits = plan.input_bits;
  std::vector<std::uint64_t> list;
  const auto around = [&](std::uint64_t pattern) {
    for (std::uint64_t d = 0; d < 5; ++d) list.push_back((pattern + d - 2) & mask_of(bits));
  };
  around(0);
  around(std::uint64_t{1} << (bits - 1));
  for (int i = 0; i < bits; ++i) {
    around(std::uint64_t{1} << i);
    around(~(std::uint64_t{1} << i) + 1);
  }
  if (plan.spec.floating) {
    const golden::FloatFormat& format = plan.spec.float_format;
    const std::uint64_t sign = std::uint64_t{1} << (bits - 1);
    const std::uint64_t infinity = mask_of(format.exponent_bits) << format.mantissa_bits;
    for (const std::uint64_t special : {std::uint64_t{1} << format.mantissa_bits, infinity,
                                        golden::from_double(format, 1.0), golden::quiet_nan(format)}) {
      around(special);
      around(special | sign);
    }
    for (const std::uint64_t threshold : table.floating.thresholds) {
      around(threshold);
      around(threshold ^ sign);
    }
  } else {
    for (const std::int64_t threshold : table.integer.thresholds) {
      around(static_cast<std::uint64_t>(std::clamp(threshold, static_cast<std::int64_t>(golden::min_of(bits, true)),
                                                   static_cast<std::int64_t>(golden::max_of(bits, true)))));
    }
  }
  return list;
}

std::uint64_t random_vector(const UnitPlan& plan, const std::vector<std::uint64_t>& near, Random& random) {
  const int bits = plan.input_bits;
  const std::uint64_t uniform = random.next() & mask_of(bits);
  switch (random.below(8)) {
    case 0:
    case 1: {
      // A landmark, off by a distance of random magnitude.
      const std::uint64_t distance =
          random.next() & mask_of(static_cast<int>(random.below(static_cast<std::uint64_t>(bits))));
      const std::uint64_t mark = near[random.below(near.size())];
      return (random.chance(1, 2) ? mark + distance : mark - distance) & mask_of(bits);
    }
    case 2: {
      // Uniform magnitude: small codes get their share.
      const std::uint64_t small =
          uniform & mask_of(1 + static_cast<int>(random.below(static_cast<std::uint64_t>(bits))));
      return (random.chance(1, 2) ? small : ~small + 1) & mask_of(bits);
    }
    case 3:
    case 4:
      if (plan.spec.floating) {
        const double magnitude = std::ldexp(static_cast<double>(uniform | 1) / static_cast<double>(mask_of(bits)),
                                            static_cast<int>(random.below(8)) - 2);
        return golden::from_double(plan.spec.float_format, random.chance(1, 2) ? magnitude : -magnitude);
      }
      return uniform;
    default: return uniform;
  }
}

std::uint64_t random_float(const golden::FloatFormat& format, Random& random) {
  const int bias = (1 << (format.exponent_bits - 1)) - 1;
  const int reach = std::min(bias - 1, random.chance(1, 8) ? bias - 1 : 6);
  const int exponent = bias + static_cast<int>(between(random, -reach, reach));
  const std::uint64_t mantissa = random.next() & mask_of(format.mantissa_bits);
  const std::uint64_t sign = random.below(2) << (format.exponent_bits + format.mantissa_bits);
  return sign | (static_cast<std::uint64_t>(exponent) << format.mantissa_bits) | mantissa;
}

}  // namespace

std::vector<std::uint64_t> exhaustive_vectors(const UnitPlan& plan) {
  std::vector<std::uint64_t> vectors(std::size_t{1} << plan.input_bits);
  for (std::size_t i = 0; i < vectors.size(); ++i) vectors[i] = i;
  return vectors;
}

std::vector<std::uint64_t> stratified_vectors(const UnitPlan& plan, const LaneParameters& table, std::uint64_t count,
                                              Random& random) {
  const std::vector<std::uint64_t> near = landmarks(plan, table);
  std::vector<std::uint64_t> vectors(
      near.begin(), near.begin() + static_cast<std::ptrdiff_t>(std::min<std::uint64_t>(near.size(), count)));
  vectors.reserve(count);
  while (vectors.size() < count) vectors.push_back(random_vector(plan, near, random));
  return vectors;
}

std::vector<std::uint64_t> read_vectors(const UnitPlan& plan, const std::filesystem::path& file) {
  std::istringstream text(read_file(file));
  Problems problems;
  std::vector<std::uint64_t> vectors;
  std::size_t number = 0;
  for (std::string line; std::getline(text, line);) {
    ++number;
    std::istringstream words(line.substr(0, line.find('#')));
    std::string word;
    std::string rest;
    if (!(words >> word)) continue;
    const std::string place = fmt::format("{}:{}", file.string(), number);
    const bool hexadecimal = word.rfind("0x", 0) == 0;
    std::size_t used = 0;
    std::int64_t value = 0;
    try {
      value = std::stoll(word, &used, hexadecimal ? 16 : 10);
    } catch (const std::exception&) {
      used = 0;
    }
    if (used != word.size() || words >> rest) {
      problems.add(place, fmt::format("not one code (found \"{}\")", line), "write one decimal or 0x number per line");
      continue;
    }
    const int bits = plan.input_bits;
    const std::int64_t low = hexadecimal ? 0 : -(std::int64_t{1} << (bits - 1));
    const std::int64_t high = (std::int64_t{1} << (hexadecimal ? bits : bits - 1)) - 1;
    if (value < low || value > high) {
      problems.add(place, fmt::format("outside the {}-bit input (found {})", bits, word),
                   fmt::format("use {}..{}", low, high));
      continue;
    }
    vectors.push_back(static_cast<std::uint64_t>(value) & mask_of(bits));
  }
  if (vectors.empty() && problems.empty()) {
    problems.add(file.string(), "no vectors", "write one decimal or 0x number per line");
  }
  problems.throw_if_any();
  return vectors;
}

LaneParameters random_table(const UnitPlan& plan, Random& random) {
  LaneParameters table;
  const auto entries = static_cast<std::size_t>(plan.spec.entries);
  if (plan.spec.floating) {
    const golden::FloatFormat& format = plan.spec.float_format;
    golden::FloatParams& params = table.floating;
    for (std::size_t i = 0; i < entries; ++i) {
      if (i > 0) params.thresholds.push_back(random_float(format, random));
      params.slopes.push_back(random_float(format, random));
      params.intercepts.push_back(random_float(format, random));
    }
    std::sort(params.thresholds.begin(), params.thresholds.end(), [&](std::uint64_t a, std::uint64_t b) {
      return golden::to_double(format, a) < golden::to_double(format, b);
    });
    return table;
  }
  const golden::IntFormat& format = plan.spec.integer;
  golden::IntParams& params = table.integer;
  const auto low = static_cast<std::int64_t>(golden::min_of(format.input_bits, true));
  const auto high = static_cast<std::int64_t>(golden::max_of(format.input_bits, true));
  // Of some tables even the lowest bits reach the output: numbers small enough for it, and hardly a shift.
  const bool small = !format.raw && random.chance(1, 4);
  const int slope_bits = small ? std::min(format.slope_bits, 2) : format.slope_bits;
  const int intercept_bits = small ? std::min(format.intercept_bits, format.output_bits) : format.intercept_bits;
  for (std::size_t i = 0; i < entries; ++i) {
    if (i > 0) {
      const bool repeat = i > 1 && random.chance(1, 8);
      params.thresholds.push_back(repeat ? params.thresholds.back() : between(random, low, high));
    }
    params.slopes.push_back(any_number(random, slope_bits));
    params.intercepts.push_back(any_number(random, intercept_bits));
  }
  std::sort(params.thresholds.begin(), params.thresholds.end());
  if (format.intercept == golden::InterceptForm::shifted) {
    params.shift = small ? 0 : static_cast<int>(random.below(static_cast<std::uint64_t>(format.input_bits - 1)));
  }
  if (small) {
    params.requant_shift = static_cast<int>(random.below(2));
  } else if (!format.raw) {
    // Mostly shifts that leave outputs inside and outside the range; sometimes any.
    const int full = plan.accumulator_bits;
    const int useful = std::clamp(full - format.output_bits - 1, 0, full);
    params.requant_shift = static_cast<int>(
        random.chance(1, 4) ? random.below(static_cast<std::uint64_t>(full) + 1)
                            : static_cast<std::uint64_t>(between(random, std::max(0, useful - 4), useful)));
  }
  params = nearest_held(plan, params);
  return table;
}

std::vector<ConfigWrite> table_image(const UnitPlan& plan, const LaneParameters& table) {
  return plan.spec.floating ? config_image(plan, table.floating) : config_image(plan, table.integer);
}

}  // namespace pwlforge
