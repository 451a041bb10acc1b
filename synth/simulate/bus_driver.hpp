// Copyright 2026 the pwlforge authors.
// Licensed under the Apache License, Version 2.0; see LICENSE.
// SPDX-License-Identifier: Apache-2.0
//
// The AXI4-Lite port of a wrapped unit: its table loaded, read back and committed, its flags read, in all copies alike.
#pragma once

#include <cstdint>
#include <functional>
#include <optional>
#include <string>

#include "synth/simulate/gate_simulator.hpp"
#include "synth/simulate/unit_image.hpp"

namespace pwlforge {

/// Throws CheckFailed for the netlist of that name.
[[noreturn]] void netlist_differs(const std::string& name, const std::string& what);

class BusDriver {
 public:
  /// `name`: of the netlist, for messages; `cycle`: from settled inputs to one past the next rising edge.
  BusDriver(const UnitPlan& plan, GateSimulator& simulator, std::string name, std::function<void()> cycle);

  /// Throws CheckFailed: a refused or unanswered access, a word that reads back differently, a wrong checksum.
  void load(const UnitImage& image);
  /// The sticky flag by copy; nothing where the unit has none behind its bus.
  std::optional<std::uint64_t> flags();

 private:
  void write_word(std::uint64_t offset, std::uint64_t data);
  /// The word, the same in all copies but for `differing`, whose values go to *copies.
  std::uint64_t read_word(std::uint64_t offset, int differing = -1, std::uint64_t* copies = nullptr);

  const UnitPlan& plan_;
  GateSimulator& simulator_;
  std::string name_;
  std::function<void()> cycle_;
};

}  // namespace pwlforge
