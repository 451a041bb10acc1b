// Copyright 2026 the pwlforge authors.
// Licensed under the Apache License, Version 2.0; see LICENSE.
// SPDX-License-Identifier: Apache-2.0
#include "sim/golden/kept_words.hpp"

#include <algorithm>
#include <limits>

namespace pwlforge::golden {
namespace {

/// Width of the words of one kind, entry by entry.
std::vector<KeptBits> needed_column(const std::vector<IntParams>& stored,
                                    std::vector<std::int64_t> IntParams::*column) {
  std::vector<KeptBits> kept;
  for (std::size_t i = 0; i < (stored.front().*column).size(); ++i) {
    std::vector<std::int64_t> numbers;
    numbers.reserve(stored.size());
    for (const IntParams& params : stored) numbers.push_back((params.*column)[i]);
    kept.push_back(needed_bits(numbers));
  }
  return kept;
}

bool holds_column(const std::vector<KeptBits>& kept, const std::vector<std::int64_t>& numbers) {
  for (std::size_t i = 0; i < numbers.size(); ++i) {
    if (kept_number(kept[i], numbers[i]) != numbers[i]) return false;
  }
  return kept.size() == numbers.size();
}

}  // namespace

KeptBits needed_bits(const std::vector<std::int64_t>& numbers) {
  std::uint64_t any = 0;
  for (const std::int64_t number : numbers) any |= static_cast<std::uint64_t>(number);
  if (any == 0) return {0, 0};
  KeptBits kept{0, 1};
  while ((any >> kept.low) % 2 == 0) ++kept.low;
  for (const std::int64_t number : numbers) {
    while (!fits(number >> kept.low, kept.bits, true)) ++kept.bits;
  }
  return kept;
}

std::int64_t kept_number(const KeptBits& kept, std::int64_t number) {
  if (kept.bits == 0) return 0;
  const std::uint64_t sign = std::uint64_t{1} << (kept.bits - 1);
  const std::uint64_t mask = (sign << 1) - 1;
  const std::uint64_t pattern = static_cast<std::uint64_t>(number >> kept.low) & mask;
  return static_cast<std::int64_t>((pattern ^ sign) - sign) * (std::int64_t{1} << kept.low);
}

std::optional<std::int64_t> largest_kept(const KeptBits& kept, std::int64_t most) {
  if (kept.bits == 0) return most >= 0 ? std::optional<std::int64_t>(0) : std::nullopt;
  const auto high = static_cast<std::int64_t>(max_of(kept.bits, true));
  const std::int64_t step = std::min(high, most >> kept.low);
  if (step < static_cast<std::int64_t>(min_of(kept.bits, true))) return std::nullopt;
  return step * (std::int64_t{1} << kept.low);
}

KeptWords needed_words(const std::vector<IntParams>& stored) {
  KeptWords kept;
  kept.thresholds = needed_column(stored, &IntParams::thresholds);
  kept.slopes = needed_column(stored, &IntParams::slopes);
  kept.intercepts = needed_column(stored, &IntParams::intercepts);
  int least = std::numeric_limits<int>::max();
  int most = 0;
  for (const IntParams& params : stored) {
    least = std::min(least, params.requant_shift);
    most = std::max(most, params.requant_shift);
  }
  while ((least >> kept.requant_bits) != (most >> kept.requant_bits)) ++kept.requant_bits;
  kept.requant_first = (least >> kept.requant_bits) << kept.requant_bits;
  return kept;
}

bool holds(const KeptWords& kept, const IntParams& stored) {
  return holds_column(kept.thresholds, stored.thresholds) && holds_column(kept.slopes, stored.slopes) &&
         holds_column(kept.intercepts, stored.intercepts) &&
         (stored.requant_shift >> kept.requant_bits) == (kept.requant_first >> kept.requant_bits);
}

IntParams nearest_held(const KeptWords& kept, IntParams params, const IntParams& known) {
  std::int64_t most = std::numeric_limits<std::int64_t>::max();
  for (std::size_t i = params.thresholds.size(); i-- > 0;) {
    const std::optional<std::int64_t> held = largest_kept(kept.thresholds[i], std::min(most, params.thresholds[i]));
    if (!held) {
      params.thresholds = known.thresholds;
      break;
    }
    most = params.thresholds[i] = *held;
  }
  for (std::size_t i = 0; i < params.slopes.size(); ++i) {
    params.slopes[i] = kept_number(kept.slopes[i], params.slopes[i]);
    params.intercepts[i] = kept_number(kept.intercepts[i], params.intercepts[i]);
  }
  const int mask = (1 << kept.requant_bits) - 1;
  params.requant_shift = kept.requant_first + (params.requant_shift & mask);
  return params;
}

}  // namespace pwlforge::golden
