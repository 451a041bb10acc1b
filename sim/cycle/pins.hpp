// Copyright 2026 the pwlforge authors.
// Licensed under the Apache License, Version 2.0; see LICENSE.
// SPDX-License-Identifier: Apache-2.0
//
// The pins of a unit or an operator during one clock cycle, without a simulator: what the bench drives and what it
// sees. Lanes are concatenated as on the ports, lane 0 in the low bits, in 64-bit words, low word first; of an
// operator, in_data and out_data hold the payloads of gen/operator/beats.hpp.
#pragma once

#include <cstddef>
#include <cstdint>
#include <vector>

namespace pwlforge::bench {

using Words = std::vector<std::uint64_t>;

/// Number of words that hold `bits` bits.
inline std::size_t words_for(int bits) {
  return static_cast<std::size_t>((bits + 63) / 64);
}

/// Ones in the low `bits` bits, 0..64.
inline std::uint64_t mask_of(int bits) {
  return bits >= 64 ? ~std::uint64_t{0} : (std::uint64_t{1} << bits) - 1;
}

/// `bits` (1..64) bits of `words` from bit `offset`.
inline std::uint64_t get_bits(const Words& words, std::size_t offset, int bits) {
  const std::size_t word = offset / 64;
  const std::size_t shift = offset % 64;
  std::uint64_t value = words[word] >> shift;
  if (shift + static_cast<std::size_t>(bits) > 64) value |= words[word + 1] << (64 - shift);
  return value & mask_of(bits);
}

/// Adds `value` (`bits` bits, 1..64) at bit `offset` of words that are 0 there.
inline void put_bits(Words& words, std::size_t offset, int bits, std::uint64_t value) {
  const std::size_t word = offset / 64;
  const std::size_t shift = offset % 64;
  words[word] |= (value & mask_of(bits)) << shift;
  if (shift + static_cast<std::size_t>(bits) > 64) words[word + 1] |= (value & mask_of(bits)) >> (64 - shift);
}

struct PinInputs {
  bool rst_n = false;
  bool in_valid = false;
  bool out_ready = false;
  bool saturated_clear = false;
  bool cfg_we = false;
  bool cfg_commit = false;
  std::uint32_t cfg_addr = 0;
  std::uint32_t ctx = 0;
  std::uint64_t cfg_data = 0;
  std::uint64_t in_tag = 0;
  Words in_data;
};

struct PinOutputs {
  bool in_ready = false;
  bool out_valid = false;
  bool saturated = false;
  bool empty = false;     ///< operators: empty_o, of wide units zero_o
  bool overlong = false;  ///< operators
  bool cfg_busy = false;
  std::uint64_t cfg_rdata = 0;
  std::uint64_t out_tag = 0;
  Words out_data;
};

}  // namespace pwlforge::bench
