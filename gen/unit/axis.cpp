// Copyright 2026 the pwlforge authors.
// Licensed under the Apache License, Version 2.0; see LICENSE.
// SPDX-License-Identifier: Apache-2.0
#include "gen/unit/axis.hpp"

#include <fmt/format.h>

#include <algorithm>

#include "gen/support/json.hpp"
#include "gen/unit/unit_design.hpp"

namespace pwlforge {

std::string core_name(const std::string& name) {
  return name + "_core";
}

UnitPlan core_plan(const UnitPlan& wrapped) {
  UnitSpec spec = wrapped.spec;
  spec.wrap = Wrap::none;
  spec.inner = true;
  spec.name = core_name(spec.name);
  spec.tag_bits += spec.lanes + 1;
  return plan_unit(spec);
}

Manifest core_manifest(const Manifest& manifest) {
  if (manifest.plan.spec.wrap == Wrap::none) return manifest;
  return {core_plan(manifest.plan), manifest.files, manifest.directory};
}

int lane_bytes(int bits) {
  return (bits + 7) / 8;
}

int axil_data_bits(int config_data_bits) {
  return config_data_bits > 32 ? 64 : 32;
}

int axil_step(int config_data_bits) {
  return axil_data_bits(config_data_bits) / 8;
}

int axil_address_bits(const BusPlan& plan) {
  return plan.config_address_bits + 1 + ceil_log2(axil_step(plan.config_data_bits));
}

int axil_register_base(const BusPlan& plan) {
  return (1 << plan.config_address_bits) * axil_step(plan.config_data_bits);
}

Json axil_json(const BusPlan& plan) {
  const int step = axil_step(plan.config_data_bits);
  Json registers = Json::object();
  for (const BusRegister& one : register_map()) {
    registers[one.name] = axil_register_base(plan) + one.number * step;
  }
  return {{"address_bits", axil_address_bits(plan)},
          {"data_bits", 8 * step},
          {"bytes_per_address", step},
          {"registers", registers}};
}

std::uint32_t capabilities_word(const BusPlan& plan) {
  return packed_fields(register_map(), "capabilities",
                       {{"lanes", plan.lanes},
                        {"banks", plan.banks},
                        {"kind", plan.kind},
                        {"flags", static_cast<int>(plan.flags.size())}});
}

std::uint32_t format_word(const BusPlan& plan) {
  return packed_fields(register_map(), "format",
                       {{"input_bits", plan.input_bits},
                        {"output_bits", plan.output_bits},
                        {"entries", plan.entries},
                        {"word_bits", plan.config_data_bits}});
}

std::uint32_t write_signature(const std::vector<ConfigWrite>& writes) {
  constexpr std::uint32_t kPolynomial = 0x04c11db7;
  std::uint32_t signature = 0;
  for (const ConfigWrite& write : writes) {
    const std::uint32_t carry = (signature >> 31) != 0 ? kPolynomial : 0;
    signature = (signature << 1) ^ carry ^ static_cast<std::uint32_t>(write.data ^ (write.data >> 32));
  }
  return signature;
}

std::vector<AddressRange> address_ranges(std::vector<int> addresses, bool readable) {
  std::sort(addresses.begin(), addresses.end());
  std::vector<AddressRange> ranges;
  for (const int address : addresses) {
    if (!ranges.empty() && ranges.back().last + 1 == address) {
      ranges.back().last = address;
    } else {
      ranges.push_back({address, address, readable});
    }
  }
  return ranges;
}

BusPlan bus_plan(const UnitPlan& wrapped) {
  const UnitSpec& spec = wrapped.spec;
  BusPlan plan;
  plan.name = spec.name;
  plan.core = core_name(spec.name);
  plan.summary = unit_summary(wrapped);
  plan.input_meaning = fmt::format("x: {} per lane", spec.floating ? "float bit pattern" : "signed code");
  plan.output_meaning = "y";
  plan.lanes = spec.lanes;
  plan.input_bits = wrapped.input_bits;
  plan.output_bits = wrapped.output_bits;
  plan.user_bits = spec.tag_bits;
  plan.context_bits = wrapped.context_bits;
  plan.latency_text = fmt::format("Latency {} cycles, one beat per cycle.", wrapped.latency);
  if (wrapped.requant_bits > 0) {
    plan.flags = {"saturated"};
    plan.flags_clear = "saturated_clear";
  }
  plan.entries = spec.entries;
  if (!is_loadable(spec.store)) return plan;
  plan.banks = spec.banks;
  plan.shared_read = shares_select(spec);
  plan.config_address_bits = plan.core_address_bits = wrapped.config_address_bits;
  plan.config_data_bits = wrapped.config_data_bits;
  std::vector<int> addresses;
  for (const ConfigWord& word : wrapped.config_words) addresses.push_back(word.address);
  plan.words = address_ranges(addresses, true);
  return plan;
}

std::vector<Port> bus_ports(const BusPlan& plan) {
  std::vector<Port> ports;
  const auto port = [&](const char* name, bool is_input, int width, std::string meaning) {
    ports.push_back({name, is_input, width, std::move(meaning)});
  };
  const int operands = plan.gate ? 2 : 1;
  const int in_bytes = operands * plan.lanes * lane_bytes(plan.input_bits);
  const int out_bytes = plan.lanes * lane_bytes(plan.output_bits);
  const std::string lanes =
      plan.lanes > 1 ? fmt::format(", {} lanes of whole bytes, lane 0 in the low ones", plan.lanes) : "";
  const char* last = plan.rows ? "last beat of a row" : "travels with the beat";
  port("aclk", true, 1, "clock, rising edge");
  port("aresetn", true, 1, "reset, active low; released synchronously to aclk");
  port("s_axis_tvalid", true, 1, "s_axis_tdata holds a beat");
  port("s_axis_tready", false, 1, "the beat is taken at the next rising edge; a register");
  port("s_axis_tdata", true, 8 * in_bytes,
       plan.input_meaning + lanes + (plan.gate ? ", the other operand in the upper half" : ""));
  port("s_axis_tkeep", true, in_bytes,
       fmt::format("that of a lane's lowest byte {}", plan.rows ? "says whether it counts" : "travels with it"));
  port("s_axis_tlast", true, 1, last);
  if (plan.user_bits > 0) port("s_axis_tuser", true, plan.user_bits, "travels with the beat");
  if (plan.context_bits > 0) port("s_axis_tdest", true, plan.context_bits, "context of the beat");
  port("m_axis_tvalid", false, 1, "m_axis_tdata holds a result; a register");
  port("m_axis_tready", true, 1, "the result is taken at the next rising edge");
  port("m_axis_tdata", false, 8 * out_bytes, plan.output_meaning + lanes + "; 0 above");
  port("m_axis_tkeep", false, out_bytes, "keep of the lane, for each of its bytes");
  port("m_axis_tlast", false, 1, plan.rows ? last : "tlast of the beat");
  if (plan.user_bits > 0) port("m_axis_tuser", false, plan.user_bits, "tuser of the beat");
  if (plan.config_address_bits == 0) {
    for (const std::string& flag : plan.flags) {
      port((flag + "_o").c_str(), false, 1, "sticky flag of the unit inside");
    }
    if (!plan.flags.empty()) port((plan.flags_clear + "_i").c_str(), true, 1, "clears sticky flags; setting wins");
    return ports;
  }
  const int data = axil_data_bits(plan.config_data_bits);
  const int address = axil_address_bits(plan);
  port("s_axil_awaddr", true, address, "byte offset of a word or register");
  port("s_axil_awvalid", true, 1, "the address is there");
  port("s_axil_awready", false, 1, "the address is taken");
  port("s_axil_wdata", true, data, "word, in the low bits");
  port("s_axil_wstrb", true, data / 8, "all bytes, or SLVERR");
  port("s_axil_wvalid", true, 1, "the word is there");
  port("s_axil_wready", false, 1, "the word is taken, with the address");
  port("s_axil_bresp", false, 2, "0 OKAY, 2 SLVERR: see the register errors");
  port("s_axil_bvalid", false, 1, "the write has its answer");
  port("s_axil_bready", true, 1, "the answer is taken");
  port("s_axil_araddr", true, address, "byte offset of a word or register");
  port("s_axil_arvalid", true, 1, "the address is there");
  port("s_axil_arready", false, 1, "the address is taken");
  port("s_axil_rdata", false, data, "word, zero extended");
  port("s_axil_rresp", false, 2, "0 OKAY, 2 SLVERR: see the register errors");
  port("s_axil_rvalid", false, 1, "the word is there");
  port("s_axil_rready", true, 1, "the word is taken");
  return ports;
}

std::vector<std::string> bus_modules(const BusPlan& plan) {
  std::vector<std::string> modules{"pwl_skid", "pwl_valid_stage", "pwl_stream_stage", "pwl_stream_slice"};
  const int bytes = lane_bytes(plan.output_bits);
  if (plan.output_bits != 8 * bytes || bytes > 1) modules.emplace_back("pwl_lane_bytes");
  if (plan.config_address_bits > 0) {
    for (const char* module :
         {"pwl_bus_gate", "pwl_address_map", "pwl_signature", "pwl_axil_slave", "pwl_bus_registers"})
      modules.emplace_back(module);
  }
  return modules;
}

}  // namespace pwlforge
