// Copyright 2026 the pwlforge authors.
// Licensed under the Apache License, Version 2.0; see LICENSE.
// SPDX-License-Identifier: Apache-2.0
//
// The AXI4-Lite port of a wrapper: words loaded, read back and committed, flags read, in all copies alike.
#pragma once

#include <cstdint>
#include <functional>
#include <optional>
#include <string>
#include <vector>

#include "gen/unit/axis.hpp"
#include "synth/simulate/gate_simulator.hpp"

namespace pwlforge {

/// Throws CheckFailed for the netlist of that name.
[[noreturn]] void netlist_differs(const std::string& name, const std::string& what);

/// Its functions throw CheckFailed: a refused or unanswered access, a word that reads back differently, a wrong
/// checksum. `image`: for messages.
class BusDriver {
 public:
  /// `name`: of the netlist, for messages; `cycle`: from settled inputs to one past the next rising edge.
  BusDriver(BusPlan bus, GateSimulator& simulator, std::string name, std::function<void()> cycle);

  /// Behind a reset: the constant registers, and that what has no word, is unaligned, strobes single bytes or brings a
  /// wrong checksum is refused, remembered and forgotten again.
  void check_refusals();
  /// Writes words and then reads back those that can be read: so many low bits of each address, 0: none.
  void write_words(const std::string& image, const std::vector<ConfigWrite>& writes,
                   const std::function<int(int)>& readable_bits);
  /// Compares the checksum of everything written since the last commit, and commits.
  void commit(const std::string& image);
  /// Sets a bit of the register control.
  void control(const char* field);
  /// The sticky flags by copy, in the order of the plan; none where there is no such port.
  std::vector<std::uint64_t> flags();

 private:
  /// Whether it was answered by OKAY.
  bool write(std::uint64_t offset, std::uint64_t data, std::uint64_t strobes);
  /// The word, or nothing where it was refused; otherwise as read_word.
  std::optional<std::uint64_t> read(std::uint64_t offset, int differing = -1,
                                    std::vector<std::uint64_t>* copies = nullptr);
  void check_register(const char* name, std::uint64_t expected);
  void write_word(std::uint64_t offset, std::uint64_t data);
  /// The word, the same in all copies but for the bits from `differing` on, whose values go to *copies.
  std::uint64_t read_word(std::uint64_t offset, int differing = -1, std::vector<std::uint64_t>* copies = nullptr);
  std::uint64_t offset_of(const char* name) const;

  BusPlan bus_;
  GateSimulator& simulator_;
  std::string name_;
  std::function<void()> cycle_;
  std::vector<ConfigWrite> written_;  ///< since the last commit
};

}  // namespace pwlforge
