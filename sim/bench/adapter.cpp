// Copyright 2026 the pwlforge authors.
// Licensed under the Apache License, Version 2.0; see LICENSE.
// SPDX-License-Identifier: Apache-2.0
#include <fmt/format.h>

#include "gen/operator/beats.hpp"
#include "sim/bench/verilated.hpp"

namespace pwlforge {

namespace {

/// Pieces of the adapter, grown port by port.
struct PortCode {
  std::string bind, drive, read, signals;
  void connect(const Port& port) {
    bind += fmt::format("    top_.{0}({0}_);\n", port.name);
    signals += fmt::format("  SignalOf<decltype(Vunit::{0})> {0}_{{\"{0}\"}};\n", port.name);
  }
};

std::string adapter_source(const PortCode& code, bool has_latches, bool trace) {
  const std::string trace_code =
      trace ? "    top_.trace(&file_, 99);\n    file_.open(path.c_str());\n" : "    static_cast<void>(path);\n";
  return fmt::format(
      R"(// Written by pwlforge: the ports of one design.
#include "Vunit.h"
{}
#include "sim/bench/testbench/unit.hpp"

namespace pwlforge::bench {{
namespace {{

class VerilatedUnit final : public Unit {{
 public:
  explicit VerilatedUnit(sc_core::sc_clock& clock) {{
    top_.clk_i(clock);
{}  }}
  ~VerilatedUnit() override {{
{}    top_.final();
  }}
  bool has_latches() const override {{ return {}; }}
  void drive(const PinInputs& pins) override {{
{}  }}
  void read(PinOutputs& pins) const override {{
{}  }}
  void trace(const std::string& path) override {{
{}  }}

 private:
  Vunit top_{{"unit"}};
{}{}}};

}}  // namespace

std::unique_ptr<Unit> make_unit(sc_core::sc_clock& clock) {{ return std::make_unique<VerilatedUnit>(clock); }}

}}  // namespace pwlforge::bench
)",
      trace ? "#include \"verilated_fst_sc.h\"" : "", code.bind, trace ? "    file_.close();\n" : "", has_latches,
      code.drive, code.read, trace_code, code.signals, trace ? "  VerilatedFstSc file_;\n" : "");
}

}  // namespace

std::string adapter_text(const UnitPlan& plan, bool trace) {
  // Port -> member of PinInputs or PinOutputs.
  static const std::map<std::string, std::string> members{{"in_valid_i", "in_valid"},
                                                          {"in_ready_o", "in_ready"},
                                                          {"in_data_i", "in_data"},
                                                          {"in_tag_i", "in_tag"},
                                                          {"ctx_i", "ctx"},
                                                          {"out_valid_o", "out_valid"},
                                                          {"out_ready_i", "out_ready"},
                                                          {"out_data_o", "out_data"},
                                                          {"out_tag_o", "out_tag"},
                                                          {"saturated_o", "saturated"},
                                                          {"saturated_clear_i", "saturated_clear"},
                                                          {"cfg_we_i", "cfg_we"},
                                                          {"cfg_addr_i", "cfg_addr"},
                                                          {"cfg_data_i", "cfg_data"},
                                                          {"cfg_rdata_o", "cfg_rdata"},
                                                          {"cfg_commit_i", "cfg_commit"},
                                                          {"cfg_busy_o", "cfg_busy"},
                                                          {"rst_ni", "rst_n"}};
  PortCode code;
  for (const Port& port : plan.ports) {
    if (port.name == "clk_i") continue;
    const auto member = members.find(port.name);
    if (member == members.end()) throw InputError(fmt::format("{}: a port that the bench does not know", port.name));
    code.connect(port);
    const bool wide = member->second == "in_data" || member->second == "out_data";
    if (port.is_input) {
      code.drive += fmt::format("    put({}_, pins.{});\n", port.name, member->second);
    } else if (wide) {
      code.read += fmt::format("    get({}_, pins.{});\n", port.name, member->second);
    } else {
      code.read +=
          fmt::format("    pins.{1} = {2}get({0}_){3};\n", port.name, member->second, "",
                      port.width == 1 && member->second != "out_tag" && member->second != "cfg_rdata" ? " != 0" : "");
    }
  }
  return adapter_source(code, plan.spec.store == Store::latches || plan.spec.clock_gate, trace);
}

std::string operator_adapter_text(const OperatorPlan& plan, bool trace) {
  // Ports beside the payloads -> member of PinInputs or PinOutputs.
  static const std::map<std::string, std::string> members{
      {"in_valid_i", "in_valid"},   {"in_ready_o", "in_ready"},     {"out_valid_o", "out_valid"},
      {"out_ready_i", "out_ready"}, {"saturated_o", "saturated"},   {"empty_o", "empty"},
      {"zero_o", "empty"},          {"overlong_o", "overlong"},     {"flags_clear_i", "saturated_clear"},
      {"cfg_we_i", "cfg_we"},       {"cfg_addr_i", "cfg_addr"},     {"cfg_data_i", "cfg_data"},
      {"cfg_rdata_o", "cfg_rdata"}, {"cfg_commit_i", "cfg_commit"}, {"cfg_busy_o", "cfg_busy"},
      {"rst_ni", "rst_n"}};
  PortCode code;
  code.signals = "  mutable Words slice_;\n";
  code.read = "    for (auto& word : pins.out_data) word = 0;\n";
  std::map<std::string, int> offsets;
  for (const std::vector<Port>& payload : {input_payload(plan), output_payload(plan)}) {
    int offset = 0;
    for (const Port& port : payload) {
      offsets[port.name] = offset;
      offset += port.width;
    }
  }
  for (const Port& port : plan.ports) {
    if (port.name == "clk_i") continue;
    code.connect(port);
    const auto offset = offsets.find(port.name);
    const auto member = members.find(port.name);
    if (offset != offsets.end() && port.is_input) {
      code.drive +=
          fmt::format("    put({}_, slice(pins.in_data, {}, {}, slice_));\n", port.name, offset->second, port.width);
    } else if (offset != offsets.end()) {
      code.read += fmt::format(
          "    slice_.assign({0}, 0);\n    get({1}_, slice_);\n    place(slice_, {2}, {3}, pins.out_data);\n",
          (port.width + 63) / 64, port.name, offset->second, port.width);
    } else if (member == members.end()) {
      throw InputError(fmt::format("{}: a port that the bench does not know", port.name));
    } else if (port.is_input) {
      code.drive += fmt::format("    put({}_, pins.{});\n", port.name, member->second);
    } else {
      const bool flag = member->second != "cfg_rdata";
      code.read += fmt::format("    pins.{} = get({}_){};\n", member->second, port.name, flag ? " != 0" : "");
    }
  }
  return adapter_source(code, plan.spec.store == Store::latches, trace);
}

}  // namespace pwlforge
