// Copyright 2026 the pwlforge authors.
// Licensed under the Apache License, Version 2.0; see LICENSE.
// SPDX-License-Identifier: Apache-2.0
//
// Widths of single words of a loadable store. A store that holds a few known tables keeps of every threshold, slope and
// intercept the bits that one of these tables needs, and leaves out the others: widths per parameter, as HGQ (Sun et
// al., 2024) has them for the weights of networks.
//
//     const KeptWords kept = needed_words(stored);   // stored: what a store holds for each of the tables
#pragma once

#include <cstdint>
#include <optional>
#include <vector>

#include "sim/golden/integer_unit.hpp"

namespace pwlforge::golden {

/// Numbers k * 2^low with k a signed number of `bits` bits; bits = 0: the number 0 alone.
struct KeptBits {
  int low = 0;
  int bits = 0;
  friend bool operator==(const KeptBits& a, const KeptBits& b) { return a.low == b.low && a.bits == b.bits; }
};

/// The narrowest that hold all these numbers, and the number that a word makes of another one.
KeptBits needed_bits(const std::vector<std::int64_t>& numbers);
std::int64_t kept_number(const KeptBits& kept, std::int64_t number);
/// The largest number that is kept as it is and at most `most`; empty when there is none.
std::optional<std::int64_t> largest_kept(const KeptBits& kept, std::int64_t most);

struct KeptWords {
  std::vector<KeptBits> thresholds;  ///< entries - 1
  std::vector<KeptBits> slopes;      ///< entries
  std::vector<KeptBits> intercepts;  ///< entries
  /// R is requant_first plus a stored number of requant_bits bits; requant_first is a multiple of 2^requant_bits.
  int requant_first = 0;
  int requant_bits = 0;
  friend bool operator==(const KeptWords& a, const KeptWords& b) {
    return a.thresholds == b.thresholds && a.slopes == b.slopes && a.intercepts == b.intercepts &&
           a.requant_first == b.requant_first && a.requant_bits == b.requant_bits;
  }
};

/// The narrowest words that hold every one of these stores' contents, all of one number of entries (at least one).
KeptWords needed_words(const std::vector<IntParams>& stored);
/// Whether the words hold these parameters as they are.
bool holds(const KeptWords& kept, const IntParams& stored);
/// Parameters near the given ones that the words hold, thresholds ascending. `known`: parameters that they hold, whose
/// thresholds are taken where the given ones have no neighbours in order.
IntParams nearest_held(const KeptWords& kept, IntParams params, const IntParams& known);

}  // namespace pwlforge::golden
