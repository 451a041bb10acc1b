// Copyright 2026 the pwlforge authors.
// Licensed under the Apache License, Version 2.0; see LICENSE.
// SPDX-License-Identifier: Apache-2.0
//
// `--wrap axis`: a unit NAME_core inside a wrapper NAME with AXI4-Stream ports and, for loadable stores, an AXI4-Lite
// slave.
#pragma once

#include <vector>

#include "gen/unit/unit.hpp"

namespace pwlforge {

/// The unit inside the wrapper: NAME_core, with one tag bit more, for tlast.
UnitPlan core_plan(const UnitPlan& wrapped);
/// What simulation drives: the unit inside the wrapper, with the files of the directory; an unwrapped unit as it is.
Manifest core_manifest(const Manifest& manifest);

/// Ports of the wrapper, by the widths in `plan`.
std::vector<Port> axis_ports(const UnitPlan& plan);
/// A stream carries whole bytes.
int axis_data_bits(int bits);
/// AXI4-Lite data bus: 32, or 64 for words that are wider than that.
int axil_data_bits(const UnitPlan& plan);
int axil_address_bits(const UnitPlan& plan);
/// Byte offset of a configuration word, and of the control and status word.
int axil_offset(const UnitPlan& plan, int address);
int axil_control_offset(const UnitPlan& plan);

}  // namespace pwlforge
