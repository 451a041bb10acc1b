// Copyright 2026 the pwlforge authors.
// Licensed under the Apache License, Version 2.0; see LICENSE.
// SPDX-License-Identifier: Apache-2.0
//
// `--wrap axis`: a unit or row operator NAME_core inside a wrapper NAME with AXI4-Stream ports and, for loadable
// stores, an AXI4-Lite slave. Every lane takes whole bytes of a stream, and one keep bit of them travels with it.
#pragma once

#include <string>
#include <vector>

#include "gen/unit/design.hpp"
#include "gen/unit/register_map.hpp"
#include "gen/unit/unit.hpp"

namespace pwlforge {

/// Configuration addresses first..last that hold words.
struct AddressRange {
  int first = 0;
  int last = 0;
  bool readable = true;
};

/// What a wrapper needs to know of what it wraps.
struct BusPlan {
  std::string name;
  std::string core;     ///< module inside
  std::string summary;  ///< of what it does
  std::string input_meaning, output_meaning;
  int lanes = 1;
  int input_bits = 8;   ///< of a lane
  int output_bits = 8;  ///< of a lane
  /// Ports of the core, without out_ and _o, that make up the result of its only lane, from the high end; empty: data.
  std::vector<std::pair<std::string, int>> results;
  bool rows = false;               ///< keep and last are ports of the core; else they travel in its tag
  bool gate = false;               ///< rows: a second operand, in the upper half of s_axis_tdata
  int user_bits = 0;               ///< units: tuser
  int context_bits = 0;            ///< units: tdest selects the context
  std::string latency_text;        ///< a sentence, of the wrapper
  std::vector<std::string> flags;  ///< sticky flags: ports of the core without _o
  std::string flags_clear;         ///< port of the core without _i
  int banks = 1;
  bool shared_read = false;     ///< words are read back only while nothing is inside
  int config_address_bits = 0;  ///< 0: nothing to load, no AXI4-Lite port; else at least those of the registers
  int core_address_bits = 0;    ///< of the core's configuration port: at most as many
  int config_data_bits = 0;
  std::vector<AddressRange> words;
  int kind = 0;  ///< field of the capabilities
  int entries = 0;
};

/// The module inside the wrapper NAME.
std::string core_name(const std::string& name);

BusPlan bus_plan(const UnitPlan& wrapped);
std::vector<Port> bus_ports(const BusPlan& plan);
/// The wrapper: a register slice on either side of the core, and what configures it.
Design bus_design(const BusPlan& plan);
/// Library modules that the wrapper adds to those of its core.
std::vector<std::string> bus_modules(const BusPlan& plan);

/// Runs of addresses in what is not sorted.
std::vector<AddressRange> address_ranges(std::vector<int> addresses, bool readable);

/// The unit inside the wrapper: NAME_core, with a longer tag, for tkeep and tlast.
UnitPlan core_plan(const UnitPlan& wrapped);
/// What simulation drives: the unit inside the wrapper, with the files of the directory; an unwrapped unit as it is.
Manifest core_manifest(const Manifest& manifest);
/// Cycles that the wrapper adds.
inline constexpr int kSliceLatency = 2;

/// Bytes that a lane of so many bits takes in a stream.
int lane_bytes(int bits);
/// AXI4-Lite data bus: 32, or 64 for words that are wider than that.
int axil_data_bits(int config_data_bits);
int axil_address_bits(const BusPlan& plan);
/// Bytes of a word, and byte offset of register 0.
int axil_step(int config_data_bits);
int axil_register_base(const BusPlan& plan);
/// The port in a manifest: widths, bytes of a word, offsets of the registers.
Json axil_json(const BusPlan& plan);
/// Values of the constant registers.
std::uint32_t capabilities_word(const BusPlan& plan);
std::uint32_t format_word(const BusPlan& plan);
/// What the checksum register holds after these writes.
std::uint32_t write_signature(const std::vector<ConfigWrite>& writes);

}  // namespace pwlforge
