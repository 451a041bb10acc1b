// Copyright 2026 the pwlforge authors.
// Licensed under the Apache License, Version 2.0; see LICENSE.
// SPDX-License-Identifier: Apache-2.0
//
// The wrapper with AXI4-Stream and AXI4-Lite ports: connections and padding only.
#include <fmt/format.h>

#include "gen/rtl/parts.hpp"
#include "gen/unit/axis.hpp"

namespace pwlforge {
namespace {

std::string number(int value) {
  return std::to_string(value);
}

std::string core_instance(const UnitPlan& plan, const UnitPlan& core) {
  const bool user = plan.spec.tag_bits > 0;
  const bool loadable = is_loadable(plan.spec.store);
  NamedValues connections{{"clk_i", "aclk"},
                          {"rst_ni", "aresetn"},
                          {"in_valid_i", "s_axis_tvalid"},
                          {"in_ready_o", "s_axis_tready"},
                          {"in_data_i", fmt::format("s_axis_tdata{}", range_text(plan.spec.lanes * plan.input_bits))},
                          {"in_tag_i", user ? "{s_axis_tuser, s_axis_tlast}" : "s_axis_tlast"}};
  if (plan.context_bits > 0) connections.emplace_back("ctx_i", "s_axis_tdest");
  const std::string result = range_text(plan.spec.lanes * plan.output_bits);
  connections.insert(connections.end(), {{"out_valid_o", "m_axis_tvalid"},
                                         {"out_ready_i", "m_axis_tready"},
                                         {"out_data_o", "m_axis_tdata" + result},
                                         {"out_tag_o", user ? "{m_axis_tuser, m_axis_tlast}" : "m_axis_tlast"}});
  if (plan.requant_bits > 0) {
    connections.emplace_back("saturated_o", loadable ? "saturated" : "saturated_o");
    connections.emplace_back("saturated_clear_i", loadable ? "saturated_clear" : "saturated_clear_i");
  }
  if (loadable) {
    connections.insert(connections.end(), {{"cfg_we_i", "cfg_we"},
                                           {"cfg_addr_i", "cfg_addr"},
                                           {"cfg_data_i", "cfg_data"},
                                           {"cfg_rdata_o", "cfg_rdata"},
                                           {"cfg_commit_i", "cfg_commit"},
                                           {"cfg_busy_o", "cfg_busy"}});
  }
  return instance_text(core.spec.name, "u_core", {}, connections);
}

std::string config_instance(const UnitPlan& plan) {
  NamedValues connections{{"clk_i", "aclk"}, {"rst_ni", "aresetn"}};
  for (const Port& port : plan.ports) {
    if (port.name.rfind("s_axil_", 0) == 0) connections.emplace_back(port.name, port.name);
  }
  const bool flag = plan.requant_bits > 0;
  connections.insert(connections.end(), {{"cfg_we_o", "cfg_we"},
                                         {"cfg_addr_o", "cfg_addr"},
                                         {"cfg_data_o", "cfg_data"},
                                         {"cfg_rdata_i", "cfg_rdata"},
                                         {"cfg_commit_o", "cfg_commit"},
                                         {"cfg_busy_i", "cfg_busy"},
                                         {"saturated_i", flag ? "saturated" : "1'b0"},
                                         {"saturated_clear_o", flag ? "saturated_clear" : "unused_clear"}});
  const int data = axil_data_bits(plan);
  return instance_text("pwl_axil_config", "u_config",
                       {{"N", number(plan.spec.entries)},
                        {"IndexBits", number(plan.index_bits)},
                        {"SW", number(plan.shift_bits)},
                        {"RW", number(plan.requant_bits)},
                        {"CfgBits", number(plan.config_data_bits)},
                        {"DataBits", number(data)},
                        {"ByteBits", data == 64 ? "3" : "2"}},
                       connections);
}

/// What is above the values in the streams.
std::string padding(const UnitPlan& plan) {
  std::string text;
  const int in_bits = plan.spec.lanes * plan.input_bits;
  const int out_bits = plan.spec.lanes * plan.output_bits;
  const int in_data = axis_data_bits(in_bits);
  const int out_data = axis_data_bits(out_bits);
  if (in_data > in_bits) {
    text += fmt::format("  wire unused_padding;\n  assign unused_padding = &{{1'b0, s_axis_tdata[{}:{}]}};\n",
                        in_data - 1, in_bits);
  }
  if (out_data > out_bits) {
    text += fmt::format("  assign m_axis_tdata[{}:{}] = {}'d0;\n", out_data - 1, out_bits, out_data - out_bits);
  }
  return text;
}

}  // namespace

std::string axis_top_text(const UnitPlan& plan) {
  const UnitPlan core = core_plan(plan);
  std::string text = licence_header("//") + "//\n" + comment_text(unit_summary(plan)) + "//\n";
  text += comment_text(fmt::format("AXI4-Stream{} around {}. Latency {} cycles, one beat per cycle. Written by {}.",
                                   is_loadable(plan.spec.store) ? " and AXI4-Lite" : "", core.spec.name, plan.latency,
                                   generator_version()));
  text += "`default_nettype none\n\n" + module_text(plan.spec.name, plan.ports) + "\n";
  if (is_loadable(plan.spec.store)) {
    text += wire_text(1, "cfg_we") + wire_text(plan.config_address_bits, "cfg_addr") +
            wire_text(plan.config_data_bits, "cfg_data") + wire_text(plan.config_data_bits, "cfg_rdata") +
            wire_text(1, "cfg_commit") + wire_text(1, "cfg_busy");
    text += plan.requant_bits > 0 ? wire_text(1, "saturated") + wire_text(1, "saturated_clear")
                                  : wire_text(1, "unused_clear");
  }
  text += padding(plan) + "\n" + core_instance(plan, core);
  if (is_loadable(plan.spec.store)) text += "\n" + config_instance(plan);
  return text + "\nendmodule\n\n`default_nettype wire\n";
}

}  // namespace pwlforge
