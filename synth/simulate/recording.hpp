// Copyright 2026 the pwlforge authors.
// Licensed under the Apache License, Version 2.0; see LICENSE.
// SPDX-License-Identifier: Apache-2.0
//
// What every net and register of a netlist held at the end of each phase of a zero-delay simulation.
#pragma once

#include <cstddef>
#include <cstdint>
#include <vector>

namespace pwlforge {

/// Copies of the circuit that are recorded: the first ones of the simulator.
inline constexpr int kRecordedCopies = 16;

struct Recording {
  std::size_t nets = 0;
  std::vector<std::uint32_t> storage_cells;  ///< registers and latches, by cell of the netlist
  /// Frame after frame: a word for each net, then one for each of storage_cells; bit n is copy n. Frame 0 is in front
  /// of the first counted phase.
  std::vector<std::uint16_t> words;

  std::size_t frame_size() const { return nets + storage_cells.size(); }
  std::size_t frames() const { return words.empty() ? 0 : words.size() / frame_size(); }
  const std::uint16_t* frame(std::size_t number) const { return words.data() + number * frame_size(); }
};

}  // namespace pwlforge
