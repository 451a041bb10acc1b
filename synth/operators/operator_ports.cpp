// Copyright 2026 the pwlforge authors.
// Licensed under the Apache License, Version 2.0; see LICENSE.
// SPDX-License-Identifier: Apache-2.0
#include "synth/operators/operator_ports.hpp"

#include <fmt/format.h>

#include "gen/operator/beats.hpp"
#include "gen/support/diagnostics.hpp"
#include "gen/unit/axis.hpp"

namespace pwlforge {
namespace {

/// A stream with lanes of whole bytes.
class Stream {
 public:
  Stream(const Netlist& netlist, const std::string& prefix, int lanes, int bits)
      : data_(nets_of(netlist, prefix + "_tdata")),
        keep_(nets_of(netlist, prefix + "_tkeep")),
        last_(nets_of(netlist, prefix + "_tlast").front()),
        lanes_(static_cast<std::size_t>(lanes)),
        bits_(static_cast<std::size_t>(bits)),
        bytes_(static_cast<std::size_t>(lane_bytes(bits))) {}

  /// Values, keep and last; two operands before these where `gate`.
  std::vector<std::uint32_t> payload(bool gate) const {
    std::vector<std::uint32_t> nets;
    for (std::size_t lane = 0; lane < (gate ? 2 : 1) * lanes_; ++lane) {
      for (std::size_t i = 0; i < bits_; ++i) nets.push_back(data_.at(8 * bytes_ * lane + i));
    }
    for (std::size_t lane = 0; lane < lanes_; ++lane) nets.push_back(keep_.at(bytes_ * lane));
    nets.push_back(last_);
    return nets;
  }
  std::vector<std::uint32_t> padding() const {
    std::vector<std::uint32_t> nets;
    for (std::size_t lane = 0; lane < lanes_; ++lane) {
      for (std::size_t i = bits_; i < 8 * bytes_; ++i) nets.push_back(data_.at(8 * bytes_ * lane + i));
    }
    return nets;
  }
  std::vector<std::pair<std::uint32_t, std::uint32_t>> keep_copies() const {
    std::vector<std::pair<std::uint32_t, std::uint32_t>> nets;
    for (std::size_t i = 0; i < keep_.size(); ++i) {
      if (i % bytes_ != 0) nets.emplace_back(keep_[i], keep_[i - i % bytes_]);
    }
    return nets;
  }

 private:
  const std::vector<std::uint32_t>& data_;
  const std::vector<std::uint32_t>& keep_;
  std::uint32_t last_;
  std::size_t lanes_, bits_, bytes_;
};

}  // namespace

const std::vector<std::uint32_t>& nets_of(const Netlist& netlist, const std::string& port) {
  const NetlistPort* found = netlist.port(port);
  if (found == nullptr) throw CheckFailed(fmt::format("{}: the netlist has no port {}", netlist.top, port));
  return found->nets;
}

OperatorPorts operator_ports(const OperatorPlan& plan, const OperatorPlan& core, const Netlist& netlist) {
  const OperatorSpec& spec = plan.spec;
  if (spec.wrap == Wrap::axis) {
    OperatorPorts ports{"aclk", "aresetn", "s_axis_tvalid", "s_axis_tready", "m_axis_tvalid", "m_axis_tready", {}, {},
                        {},     {}};
    const Stream in(netlist, "s_axis", spec.lanes, spec.element_bits);
    const Stream out(netlist, "m_axis", spec.lanes, result_bits(plan));
    ports.inputs = in.payload(is_gated(spec.kind));
    ports.outputs = out.payload(false);
    ports.zeros = out.padding();
    ports.copies = out.keep_copies();
    return ports;
  }
  OperatorPorts ports{"clk_i", "rst_ni", "in_valid_i", "in_ready_o", "out_valid_o", "out_ready_i", {}, {}, {}, {}};
  const auto all = [&](const std::vector<Port>& payload, std::vector<std::uint32_t>& nets) {
    for (const Port& port : payload) {
      const std::vector<std::uint32_t>& more = nets_of(netlist, port.name);
      nets.insert(nets.end(), more.begin(), more.end());
    }
  };
  all(input_payload(core), ports.inputs);
  all(output_payload(core), ports.outputs);
  return ports;
}

}  // namespace pwlforge
