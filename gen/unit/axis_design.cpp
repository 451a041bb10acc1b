// Copyright 2026 the pwlforge authors.
// Licensed under the Apache License, Version 2.0; see LICENSE.
// SPDX-License-Identifier: Apache-2.0
//
// The wrapper with AXI4-Stream and AXI4-Lite ports: connections only.
#include <fmt/format.h>

#include "gen/unit/axis.hpp"

namespace pwlforge {
namespace {

using Nets = std::vector<std::pair<std::string, int>>;

/// Connects one wrapper; the nets between its parts have these names: gated_* behind the gate, in_* behind the input
/// slice, core_* at the core's output, out_* behind the output slice where ports need padding.
class BusDesign {
 public:
  explicit BusDesign(const BusPlan& plan) : plan_(plan), loadable_(plan.config_address_bits > 0) {}

  Design design() {
    design_.name = plan_.name;
    design_.comments = {plan_.summary, "",
                        fmt::format("AXI4-Stream{} around {}. {} Written by {}.", loadable_ ? " and AXI4-Lite" : "",
                                    plan_.core, plan_.latency_text, generator_version())};
    design_.ports = bus_ports(plan_);
    if (loadable_) gate();
    input();
    core();
    output();
    if (loadable_) configuration();
    design_.check();
    return design_;
  }

 private:
  Part& slice(const std::string& instance, int width) {
    return design_.part("pwl_stream_slice", instance).parameter("D", width).in("clk_i", "aclk").in("rst_ni", "aresetn");
  }

  Nets results() const {
    return plan_.results.empty() ? Nets{{"data", plan_.lanes * plan_.output_bits}} : plan_.results;
  }

  static int width_of(const Nets& nets) {
    int width = 0;
    for (const auto& net : nets) width += net.second;
    return width;
  }

  void input() {
    const int lanes = plan_.lanes;
    const int bytes = lane_bytes(plan_.input_bits);
    const bool whole_bytes = plan_.input_bits == 8 * bytes;
    const int width = 8 * lanes * bytes;
    const auto operand = [&](int number) {
      if (whole_bytes) return bits("s_axis_tdata", (number + 1) * width - 1, number * width);
      Signal signal;
      for (int lane = lanes - 1; lane >= 0; --lane) {
        const int low = (number * lanes + lane) * bytes * 8;
        signal.push_back(bits("s_axis_tdata", low + plan_.input_bits - 1, low).front());
      }
      return signal;
    };
    Signal keep;
    if (bytes == 1) keep = bits("s_axis_tkeep", lanes - 1, 0);
    for (int lane = lanes - 1; lane >= 0 && bytes > 1; --lane)
      keep.push_back(bit("s_axis_tkeep", lane * bytes).front());
    Signal beat = join({keep, whole("s_axis_tlast"), operand(0)});
    Nets nets{{"in_keep", lanes}, {"in_last", 1}, {"in_data", lanes * plan_.input_bits}};
    const auto add = [&](const Signal& signal, const char* net, int bits_of_net) {
      if (bits_of_net == 0) return;
      beat = join({signal, beat});
      nets.insert(nets.begin(), {net, bits_of_net});
    };
    add(whole("s_axis_tuser"), "in_user", plan_.user_bits);
    add(whole("s_axis_tdest"), "in_dest", plan_.context_bits);
    if (plan_.gate) add(operand(1), "in_gate", lanes * plan_.input_bits);
    slice("u_input", width_of(nets))
        .in("in_valid_i", loadable_ ? "gated_valid" : "s_axis_tvalid")
        .out("in_ready_o", loadable_ ? "gated_ready" : "s_axis_tready")
        .in("in_data_i", beat)
        .source("out", "in")
        .split("out_data_o", nets);
  }

  void gate() {
    design_.part("pwl_bus_gate", "u_gate")
        .parameter("Banks", plan_.banks)
        .parameter("Rows", plan_.rows ? 1 : 0)
        .in("clk_i", "aclk")
        .in("rst_ni", "aresetn")
        .in("in_valid_i", "s_axis_tvalid")
        .out("in_ready_o", "s_axis_tready")
        .in("in_last_i", "s_axis_tlast")
        .source("out", "gated")
        .in("behind_i", "in_valid")
        .in("running_i", "cfg_running")
        .in("request_i", "cfg_request")
        .in("pending_i", "cfg_pending")
        .in("busy_i", "cfg_busy")
        .out("released_o", "cfg_released")
        .in("commit_i", "cfg_now")
        .out("commit_o", "cfg_commit")
        .out("done_o", "cfg_done");
  }

  void core() {
    const int lanes = plan_.lanes;
    Part& part = design_.part(plan_.core, "u_core").in("clk_i", "aclk").in("rst_ni", "aresetn");
    part.sink("in", "in").in("in_data_i", "in_data");
    if (plan_.gate) part.in("in_gate_i", "in_gate");
    if (plan_.rows) {
      part.in("in_keep_i", "in_keep").in("in_last_i", "in_last");
    } else {
      Signal tag = join({whole("in_keep"), whole("in_last")});
      if (plan_.user_bits > 0) tag = join({whole("in_user"), tag});
      part.in("in_tag_i", tag);
    }
    if (plan_.context_bits > 0) part.in("ctx_i", "in_dest");
    part.source("out", "core");
    for (const auto& [port, width] : results()) part.out("out_" + port + "_o", "core_" + port, width);
    if (plan_.rows) {
      part.out("out_keep_o", "core_keep", lanes).out("out_last_o", "core_last");
    } else {
      Nets tag{{"core_keep", lanes}, {"core_last", 1}};
      if (plan_.user_bits > 0) tag.insert(tag.begin(), {"core_user", plan_.user_bits});
      part.split("out_tag_o", tag);
    }
    for (const std::string& flag : plan_.flags) part.out(flag + "_o", loadable_ ? flag : flag + "_o");
    if (!plan_.flags.empty()) {
      part.in(plan_.flags_clear + "_i", loadable_ ? "cfg_flags_clear" : plan_.flags_clear + "_i");
    }
    if (!loadable_) return;
    const bool narrow = plan_.core_address_bits < plan_.config_address_bits;
    part.in("cfg_we_i", "cfg_we")
        .in("cfg_addr_i", narrow ? bits("cfg_addr", plan_.core_address_bits - 1, 0) : whole("cfg_addr"))
        .in("cfg_data_i", "cfg_data")
        .out("cfg_rdata_o", "cfg_rdata", plan_.config_data_bits)
        .in("cfg_commit_i", "cfg_commit")
        .out("cfg_busy_o", "cfg_busy");
  }

  void output() {
    const int lanes = plan_.lanes;
    const int bytes = lane_bytes(plan_.output_bits);
    const bool padded = bytes > 1 || plan_.output_bits != 8 * bytes;
    Signal beat = join({whole("core_keep"), whole("core_last")});
    for (const auto& result : results()) beat = join({beat, whole("core_" + result.first)});
    Nets nets{{padded ? "out_keep" : "m_axis_tkeep", lanes},
              {"m_axis_tlast", 1},
              {padded ? "out_data" : "m_axis_tdata", lanes * plan_.output_bits}};
    if (plan_.user_bits > 0) {
      beat = join({whole("core_user"), beat});
      nets.insert(nets.begin(), {"m_axis_tuser", plan_.user_bits});
    }
    slice("u_output", width_of(nets))
        .sink("in", "core")
        .in("in_data_i", beat)
        .out("out_valid_o", "m_axis_tvalid")
        .in("out_ready_i", "m_axis_tready")
        .split("out_data_o", nets);
    if (!padded) return;
    design_.part("pwl_lane_bytes", "u_bytes")
        .parameter("Lanes", lanes)
        .parameter("D", plan_.output_bits)
        .parameter("Bytes", bytes)
        .in("data_i", "out_data")
        .in("keep_i", "out_keep")
        .out("data_o", "m_axis_tdata", 8 * lanes * bytes)
        .out("keep_o", "m_axis_tkeep", lanes * bytes);
  }

  /// First or last addresses of all ranges, as a constant of this name.
  std::string addresses(const std::string& name, int AddressRange::*end) {
    std::vector<std::uint64_t> all;
    for (const AddressRange& range : plan_.words) all.push_back(static_cast<std::uint64_t>(range.*end));
    design_.constants.push_back({name,
                                 "Addresses that hold words, " + name.substr(5) + " of each run",
                                 plan_.config_address_bits,
                                 true,
                                 {all}});
    return name;
  }

  void configuration() {
    const int data = axil_data_bits(plan_.config_data_bits);
    const int word_bits = plan_.config_address_bits + 1;
    Part& slave = design_.part("pwl_axil_slave", "u_slave")
                      .parameter("WordBits", word_bits)
                      .parameter("DataBits", data)
                      .parameter("ByteBits", ceil_log2(data / 8))
                      .in("clk_i", "aclk")
                      .in("rst_ni", "aresetn");
    for (const Port& port : design_.ports) {
      if (port.name.rfind("s_axil_", 0) != 0) continue;
      if (port.is_input) {
        slave.in(port.name, port.name);
      } else {
        slave.out(port.name, port.name, port.width);
      }
    }
    slave.out("access_o", "bus_access")
        .out("write_o", "bus_write")
        .out("word_o", "bus_word", word_bits)
        .out("aligned_o", "bus_aligned")
        .out("full_o", "bus_full")
        .out("wdata_o", "bus_wdata", data)
        .in("wait_i", "bus_wait")
        .in("error_i", "bus_error")
        .in("rdata_i", "bus_rdata");
    registers(data);
  }

  void registers(int data) {
    const auto ranges = static_cast<int>(plan_.words.size());
    std::string readable;
    for (const AddressRange& range : plan_.words) readable.insert(readable.begin(), range.readable ? '1' : '0');
    Signal flags;
    for (std::size_t i = plan_.flags.size(); i-- > 0;) flags.push_back(whole(plan_.flags[i]).front());
    if (flags.empty()) flags = literal(1, 0);
    Part& part = design_.part("pwl_bus_registers", "u_registers")
                     .parameter("AddrBits", plan_.config_address_bits)
                     .parameter("CfgBits", plan_.config_data_bits)
                     .parameter("DataBits", data)
                     .parameter("Flags", static_cast<int>(flags.size()))
                     .parameter("Ranges", ranges)
                     .parameter("First", addresses("WordsFirst", &AddressRange::first))
                     .parameter("Last", addresses("WordsLast", &AddressRange::last))
                     .parameter("Readable", fmt::format("{}'b{}", ranges, readable))
                     .parameter("SharedRead", plan_.shared_read ? 1 : 0)
                     .parameter("Banks", plan_.banks)
                     .parameter("Identification", fmt::format("32'h{:08x}", kBusIdentification))
                     .parameter("Version", fmt::format("32'h{:08x}", map_version(register_map())))
                     .parameter("Capabilities", fmt::format("32'h{:08x}", capabilities_word(plan_)))
                     .parameter("Format", fmt::format("32'h{:08x}", format_word(plan_)));
    for (const auto& [name, value] : register_parameters(register_map())) part.parameter(name, value);
    part.in("clk_i", "aclk")
        .in("rst_ni", "aresetn")
        .in("access_i", "bus_access")
        .in("write_i", "bus_write")
        .in("word_i", "bus_word")
        .in("aligned_i", "bus_aligned")
        .in("full_i", "bus_full")
        .in("wdata_i", "bus_wdata")
        .out("wait_o", "bus_wait")
        .out("error_o", "bus_error")
        .out("rdata_o", "bus_rdata", data)
        .out("cfg_we_o", "cfg_we")
        .out("cfg_addr_o", "cfg_addr", plan_.config_address_bits)
        .out("cfg_data_o", "cfg_data", plan_.config_data_bits)
        .in("cfg_rdata_i", "cfg_rdata")
        .in("busy_i", "cfg_busy")
        .out("request_o", "cfg_request")
        .in("released_i", "cfg_released")
        .out("running_o", "cfg_running")
        .out("commit_o", "cfg_now")
        .out("pending_o", "cfg_pending")
        .in("done_i", "cfg_done")
        .in("flags_i", flags)
        .out("flags_clear_o", "cfg_flags_clear");
  }

  const BusPlan& plan_;
  bool loadable_;
  Design design_;
};

}  // namespace

Design bus_design(const BusPlan& plan) {
  return BusDesign(plan).design();
}

}  // namespace pwlforge
