// Copyright 2026 the pwlforge authors.
// Licensed under the Apache License, Version 2.0; see LICENSE.
// SPDX-License-Identifier: Apache-2.0
//
// Where an operator's handshakes and payloads are among the nets of its netlist, wrapped or not.
#pragma once

#include <cstdint>
#include <string>
#include <utility>
#include <vector>

#include "gen/operator/operator.hpp"
#include "synth/netlist/netlist.hpp"

namespace pwlforge {

struct OperatorPorts {
  std::string clock, reset, in_valid, in_ready, out_valid, out_ready;
  std::vector<std::uint32_t> inputs, outputs;  ///< payloads, bit 0 first, as beats.hpp has them
  std::vector<std::uint32_t> zeros;            ///< of a wrapper's output: what is above the values
  /// ... keep bits of a lane's further bytes, and that of its lowest one
  std::vector<std::pair<std::uint32_t, std::uint32_t>> copies;
};

/// The nets of a port. Throws CheckFailed when the netlist has no such port.
const std::vector<std::uint32_t>& nets_of(const Netlist& netlist, const std::string& port);
/// `core`: the operator inside the wrapper `plan`, or the same.
OperatorPorts operator_ports(const OperatorPlan& plan, const OperatorPlan& core, const Netlist& netlist);

}  // namespace pwlforge
