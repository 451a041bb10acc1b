// Copyright 2026 the pwlforge authors.
// Licensed under the Apache License, Version 2.0; see LICENSE.
// SPDX-License-Identifier: Apache-2.0
//
// Connections that several designs share.
#pragma once

#include <algorithm>
#include <string>

#include "gen/unit/design.hpp"

namespace pwlforge {

inline bool has_port(const UnitPlan& plan, const std::string& name) {
  return std::any_of(plan.ports.begin(), plan.ports.end(), [&](const Port& port) { return port.name == name; });
}

/// The configuration port of a unit: its words at the low end of cfg_addr_i and cfg_data_i. Nothing for constant
/// stores.
inline void connect_configuration(Part& part, const UnitPlan& unit, int rdata_bits, const Signal& write,
                                  const std::string& commit, const std::string& rdata, const std::string& busy) {
  if (!is_loadable(unit.spec.store)) return;
  part.in("cfg_we_i", write)
      .in("cfg_addr_i", bits("cfg_addr_i", unit.config_address_bits - 1, 0))
      .in("cfg_data_i", bits("cfg_data_i", unit.config_data_bits - 1, 0))
      .out("cfg_rdata_o", rdata, rdata_bits)
      .in("cfg_commit_i", commit)
      .out("cfg_busy_o", busy);
}
inline void connect_configuration(Part& part, const UnitPlan& unit, int rdata_bits, const std::string& write,
                                  const std::string& commit, const std::string& rdata, const std::string& busy) {
  connect_configuration(part, unit, rdata_bits, whole(write), commit, rdata, busy);
}

/// A sticky flag of delivered output beats.
inline void sticky(Design& design, const std::string& instance, const std::string& event, const std::string& clear,
                   const std::string& flag) {
  design.part("pwl_sticky", instance)
      .clocked()
      .in("valid_i", "out_valid_o")
      .in("ready_i", "out_ready_i")
      .in("event_i", event)
      .in("clear_i", clear)
      .out("flag_o", flag);
}

}  // namespace pwlforge
