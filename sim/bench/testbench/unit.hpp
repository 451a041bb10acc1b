// Copyright 2026 the pwlforge authors.
// Licensed under the Apache License, Version 2.0; see LICENSE.
// SPDX-License-Identifier: Apache-2.0
//
// What stands between the SystemC testbench and one Verilated unit: the generated port adapter implements Unit, and
// make_unit names it. Signals have the exact width of their port.
#pragma once

#include <algorithm>
#include <memory>
#include <string>
#include <systemc>
#include <type_traits>

#include "sim/cycle/pins.hpp"

namespace pwlforge::bench {

class Unit {
 public:
  virtual ~Unit() = default;
  /// Latches or clock gates are open for half a period: inputs must not move as they close.
  virtual bool has_latches() const = 0;
  virtual void drive(const PinInputs& pins) = 0;
  virtual void read(PinOutputs& pins) const = 0;
  /// Writes an FST trace from now on; only in units that were built for tracing.
  virtual void trace(const std::string& path) = 0;
};

/// The adapter of the unit that is linked in.
std::unique_ptr<Unit> make_unit(sc_core::sc_clock& clock);

/// Signal of the type of a port member.
template <typename Port>
using SignalOf = sc_core::sc_signal<typename std::remove_reference_t<Port>::data_type>;

inline void put(sc_core::sc_signal<bool>& signal, std::uint64_t value) {
  signal.write((value & 1) != 0);
}
template <int Bits>
void put(sc_core::sc_signal<sc_dt::sc_uint<Bits>>& signal, std::uint64_t value) {
  signal.write(value);
}
template <typename Signal>
void put(Signal& signal, const Words& words) {
  using Value = std::decay_t<decltype(signal.read())>;
  if constexpr (std::is_same_v<Value, bool>) {
    signal.write((words[0] & 1) != 0);
  } else if constexpr (std::is_convertible_v<std::uint64_t, Value> && std::is_base_of_v<sc_dt::sc_uint_base, Value>) {
    signal.write(words[0]);
  } else {
    Value value;
    for (int bit = 0; bit < value.length(); bit += 64) {
      const int last = std::min(bit + 63, value.length() - 1);
      value.range(last, bit) = sc_dt::sc_uint<64>(words[static_cast<std::size_t>(bit / 64)]);
    }
    signal.write(value);
  }
}

inline std::uint64_t get(const sc_core::sc_signal<bool>& signal) {
  return signal.read() ? 1 : 0;
}
template <int Bits>
std::uint64_t get(const sc_core::sc_signal<sc_dt::sc_uint<Bits>>& signal) {
  return signal.read().to_uint64();
}
template <typename Signal>
void get(const Signal& signal, Words& words) {
  using Value = std::decay_t<decltype(signal.read())>;
  if constexpr (std::is_same_v<Value, bool>) {
    words[0] = signal.read() ? 1 : 0;
  } else if constexpr (std::is_base_of_v<sc_dt::sc_uint_base, Value>) {
    words[0] = signal.read().to_uint64();
  } else {
    const Value& value = signal.read();
    for (int bit = 0; bit < value.length(); bit += 64) {
      const int last = std::min(bit + 63, value.length() - 1);
      words[static_cast<std::size_t>(bit / 64)] = value.range(last, bit).to_uint64();
    }
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
