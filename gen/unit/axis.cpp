// Copyright 2026 the pwlforge authors.
// Licensed under the Apache License, Version 2.0; see LICENSE.
// SPDX-License-Identifier: Apache-2.0
#include "gen/unit/axis.hpp"

#include <fmt/format.h>

namespace pwlforge {

UnitPlan core_plan(const UnitPlan& wrapped) {
  UnitSpec spec = wrapped.spec;
  spec.wrap = Wrap::none;
  spec.name += "_core";
  spec.tag_bits += 1;
  return plan_unit(spec);
}

Manifest core_manifest(const Manifest& manifest) {
  if (manifest.plan.spec.wrap == Wrap::none) return manifest;
  return {core_plan(manifest.plan), manifest.files, manifest.directory};
}

int axis_data_bits(int bits) {
  return (bits + 7) / 8 * 8;
}

int axil_data_bits(const UnitPlan& plan) {
  return plan.config_data_bits > 32 ? 64 : 32;
}

int axil_address_bits(const UnitPlan& plan) {
  return plan.config_address_bits + 1 + (axil_data_bits(plan) == 64 ? 3 : 2);
}

int axil_offset(const UnitPlan& plan, int address) {
  return address * (axil_data_bits(plan) / 8);
}

int axil_control_offset(const UnitPlan& plan) {
  return axil_offset(plan, 1 << plan.config_address_bits);
}

std::vector<Port> axis_ports(const UnitPlan& plan) {
  std::vector<Port> ports;
  const auto port = [&](const char* name, bool is_input, int width, std::string meaning) {
    ports.push_back({name, is_input, width, std::move(meaning)});
  };
  const UnitSpec& spec = plan.spec;
  const std::string lanes = spec.lanes > 1 ? fmt::format(", {} lanes, lane 0 in the low bits", spec.lanes) : "";
  const bool loadable = is_loadable(spec.store);
  port("aclk", true, 1, "clock, rising edge");
  port("aresetn", true, 1, "reset, active low; released synchronously to aclk");
  port("s_axis_tvalid", true, 1, "s_axis_tdata holds a beat");
  port("s_axis_tready", false, 1, "the beat is taken at the next rising edge");
  port("s_axis_tdata", true, axis_data_bits(spec.lanes * plan.input_bits),
       fmt::format("x: {} per lane{}", spec.floating ? "float bit pattern" : "signed code", lanes));
  port("s_axis_tlast", true, 1, "travels with the beat");
  if (spec.tag_bits > 0) port("s_axis_tuser", true, spec.tag_bits, "travels with the beat");
  if (plan.context_bits > 0) port("s_axis_tdest", true, plan.context_bits, "context of the beat");
  port("m_axis_tvalid", false, 1, "m_axis_tdata holds a result");
  port("m_axis_tready", true, 1, "the result is taken at the next rising edge");
  port("m_axis_tdata", false, axis_data_bits(spec.lanes * plan.output_bits), "y" + lanes + "; 0 above");
  port("m_axis_tlast", false, 1, "tlast of the beat");
  if (spec.tag_bits > 0) port("m_axis_tuser", false, spec.tag_bits, "tuser of the beat");
  if (plan.requant_bits > 0 && !loadable) {
    port("saturated_o", false, 1, "sticky: some delivered output saturated");
    port("saturated_clear_i", true, 1, "clears saturated_o; setting wins");
  }
  if (!loadable) return ports;
  const int data = axil_data_bits(plan);
  const int address = axil_address_bits(plan);
  port("s_axil_awaddr", true, address, "byte offset of a word");
  port("s_axil_awvalid", true, 1, "the address is there");
  port("s_axil_awready", false, 1, "the address is taken");
  port("s_axil_wdata", true, data, "word, in the low bits");
  port("s_axil_wstrb", true, data / 8, "all bytes, or SLVERR");
  port("s_axil_wvalid", true, 1, "the word is there");
  port("s_axil_wready", false, 1, "the word is taken, with the address");
  port("s_axil_bresp", false, 2, "0 OKAY, 2 SLVERR: no such word");
  port("s_axil_bvalid", false, 1, "the write has its answer");
  port("s_axil_bready", true, 1, "the answer is taken");
  port("s_axil_araddr", true, address, "byte offset of a word");
  port("s_axil_arvalid", true, 1, "the address is there");
  port("s_axil_arready", false, 1, "the address is taken");
  port("s_axil_rdata", false, data, "word, zero extended");
  port("s_axil_rresp", false, 2, "0 OKAY, 2 SLVERR: no such word");
  port("s_axil_rvalid", false, 1, "the word is there");
  port("s_axil_rready", true, 1, "the word is taken");
  return ports;
}

}  // namespace pwlforge
