// Copyright 2026 the pwlforge authors.
// Licensed under the Apache License, Version 2.0; see LICENSE.
// SPDX-License-Identifier: Apache-2.0
//
// Values of pins to and from the ports of a Verilated design, which are unsigned integers of up to 64 bits or arrays of
// 32-bit words. Values have no bits beyond the width of their port: Verilator takes that for granted.
#pragma once

#include <verilated.h>

#include <algorithm>

#include "sim/cycle/pins.hpp"

namespace pwlforge::bench {

template <typename Port>
void put(Port& port, std::uint64_t value) {
  port = static_cast<Port>(value);
}
template <std::size_t Parts>
void put(VlWide<Parts>& port, const Words& words) {
  for (std::size_t i = 0; i < Parts; ++i) {
    const std::uint64_t word = i / 2 < words.size() ? words[i / 2] : 0;
    port[i] = static_cast<EData>(word >> (32 * (i % 2)));
  }
}
template <std::size_t Parts>
void put(VlWide<Parts>& port, std::uint64_t value) {
  for (std::size_t i = 0; i < Parts; ++i) port[i] = i < 2 ? static_cast<EData>(value >> (32 * i)) : 0;
}
template <typename Port>
void put(Port& port, const Words& words) {
  port = static_cast<Port>(words[0]);
}

inline void get(CData port, bool& value) {
  value = port != 0;
}
template <typename Port>
void get(const Port& port, std::uint64_t& value) {
  value = port;
}
template <std::size_t Parts>
void get(const VlWide<Parts>& port, std::uint64_t& value) {
  value = port[0] | (static_cast<std::uint64_t>(port[1]) << 32);
}
template <typename Port>
void get(const Port& port, Words& words) {
  words[0] = port;
}
template <std::size_t Parts>
void get(const VlWide<Parts>& port, Words& words) {
  for (std::size_t i = 0; i < Parts; i += 2) {
    const std::uint64_t high = i + 1 < Parts ? port[i + 1] : 0;
    words[i / 2] = port[i] | (high << 32);
  }
}

/// `bits` bits of `words` from bit `offset`, as words of their own.
inline const Words& slice(const Words& words, std::size_t offset, int bits, Words& into) {
  into.resize(words_for(bits));
  for (std::size_t i = 0; i < into.size(); ++i) {
    const std::size_t at = i * 64;
    into[i] = get_bits(words, offset + at, std::min(bits - static_cast<int>(at), 64));
  }
  return into;
}
/// The other way round; the bits must be 0.
inline void place(const Words& from, std::size_t offset, int bits, Words& words) {
  for (std::size_t i = 0; i < from.size(); ++i) {
    const std::size_t at = i * 64;
    put_bits(words, offset + at, std::min(bits - static_cast<int>(at), 64), from[i]);
  }
}

}  // namespace pwlforge::bench
