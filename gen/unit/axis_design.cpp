// Copyright 2026 the pwlforge authors.
// Licensed under the Apache License, Version 2.0; see LICENSE.
// SPDX-License-Identifier: Apache-2.0
//
// The wrapper with AXI4-Stream and AXI4-Lite ports: connections and padding only.
#include <fmt/format.h>

#include "gen/unit/axis.hpp"
#include "gen/unit/unit_design.hpp"

namespace pwlforge {
namespace {

/// The nets of a configuration that AXI4-Lite serves; the unit's own ports where it has none.
void connect_core(Design& design, const UnitPlan& plan, const UnitPlan& core) {
  const bool user = plan.spec.tag_bits > 0;
  const bool loadable = is_loadable(plan.spec.store);
  const int in_bits = plan.spec.lanes * plan.input_bits;
  const int out_bits = plan.spec.lanes * plan.output_bits;
  const bool padded = axis_data_bits(out_bits) > out_bits;
  Part& part = design.part(core.spec.name, "u_core");
  part.in("clk_i", "aclk").in("rst_ni", "aresetn");
  part.in("in_valid_i", "s_axis_tvalid").out("in_ready_o", "s_axis_tready");
  part.in("in_data_i", bits("s_axis_tdata", in_bits - 1, 0));
  part.in("in_tag_i", user ? join({whole("s_axis_tuser"), whole("s_axis_tlast")}) : whole("s_axis_tlast"));
  if (plan.context_bits > 0) part.in("ctx_i", "s_axis_tdest");
  part.out("out_valid_o", "m_axis_tvalid").in("out_ready_i", "m_axis_tready");
  part.out("out_data_o", padded ? "result" : "m_axis_tdata", out_bits);
  if (user) {
    part.split("out_tag_o", {{"m_axis_tuser", plan.spec.tag_bits}, {"m_axis_tlast", 1}});
  } else {
    part.out("out_tag_o", "m_axis_tlast");
  }
  if (plan.requant_bits > 0) {
    part.out("saturated_o", loadable ? "saturated" : "saturated_o");
    part.in("saturated_clear_i", loadable ? "saturated_clear" : "saturated_clear_i");
  }
  if (loadable) {
    part.in("cfg_we_i", "cfg_we")
        .in("cfg_addr_i", "cfg_addr")
        .in("cfg_data_i", "cfg_data")
        .out("cfg_rdata_o", "cfg_rdata", plan.config_data_bits)
        .in("cfg_commit_i", "cfg_commit")
        .out("cfg_busy_o", "cfg_busy");
  }
  // A stream carries whole bytes.
  if (!padded) return;
  design.part("pwl_zero_extend", "u_padding")
      .parameter("D", out_bits)
      .parameter("DataBits", axis_data_bits(out_bits))
      .in("data_i", "result")
      .out("data_o", "m_axis_tdata", axis_data_bits(out_bits));
}

void connect_configuration(Design& design, const UnitPlan& plan) {
  const int data = axil_data_bits(plan);
  Part& part = design.part("pwl_axil_config", "u_config")
                   .parameter("N", plan.spec.entries)
                   .parameter("IndexBits", plan.index_bits)
                   .parameter("SW", plan.shift_bits)
                   .parameter("RW", plan.requant_bits)
                   .parameter("CfgBits", plan.config_data_bits)
                   .parameter("DataBits", data)
                   .parameter("ByteBits", data == 64 ? 3 : 2)
                   .in("clk_i", "aclk")
                   .in("rst_ni", "aresetn");
  for (const Port& port : plan.ports) {
    if (port.name.rfind("s_axil_", 0) != 0) continue;
    if (port.is_input) {
      part.in(port.name, port.name);
    } else {
      part.out(port.name, port.name, port.width);
    }
  }
  part.out("cfg_we_o", "cfg_we")
      .out("cfg_addr_o", "cfg_addr", plan.config_address_bits)
      .out("cfg_data_o", "cfg_data", plan.config_data_bits)
      .in("cfg_rdata_i", "cfg_rdata")
      .out("cfg_commit_o", "cfg_commit")
      .in("cfg_busy_i", "cfg_busy")
      .in("saturated_i", plan.requant_bits > 0 ? whole("saturated") : literal(1, 0))
      .out("saturated_clear_o", "saturated_clear");
}

}  // namespace

Design axis_design(const UnitPlan& plan) {
  const UnitPlan core = core_plan(plan);
  const bool loadable = is_loadable(plan.spec.store);
  Design design;
  design.name = plan.spec.name;
  design.comments = {unit_summary(plan), "",
                     fmt::format("AXI4-Stream{} around {}. Latency {} cycles, one beat per cycle. Written by {}.",
                                 loadable ? " and AXI4-Lite" : "", core.spec.name, plan.latency, generator_version())};
  design.ports = plan.ports;
  connect_core(design, plan, core);
  if (loadable) connect_configuration(design, plan);
  design.check();
  return design;
}

}  // namespace pwlforge
