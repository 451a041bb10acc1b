// Copyright 2026 the pwlforge authors.
// Licensed under the Apache License, Version 2.0; see LICENSE.
// SPDX-License-Identifier: Apache-2.0
#include <fmt/format.h>

#include "sim/bench/verilated.hpp"

namespace pwlforge {

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
  std::string bind;
  std::string drive;
  std::string read;
  std::string signals;
  for (const Port& port : plan.ports) {
    if (port.name == "clk_i") continue;
    const auto member = members.find(port.name);
    if (member == members.end()) throw InputError(fmt::format("{}: a port that the bench does not know", port.name));
    bind += fmt::format("    top_.{0}({0}_);\n", port.name);
    signals += fmt::format("  SignalOf<decltype(Vunit::{0})> {0}_{{\"{0}\"}};\n", port.name);
    const bool wide = member->second == "in_data" || member->second == "out_data";
    if (port.is_input) {
      drive += fmt::format("    put({}_, pins.{});\n", port.name, member->second);
    } else if (wide) {
      read += fmt::format("    get({}_, pins.{});\n", port.name, member->second);
    } else {
      read +=
          fmt::format("    pins.{1} = {2}get({0}_){3};\n", port.name, member->second, "",
                      port.width == 1 && member->second != "out_tag" && member->second != "cfg_rdata" ? " != 0" : "");
    }
  }
  const std::string trace_code =
      trace ? "    top_.trace(&file_, 99);\n    file_.open(path.c_str());\n" : "    static_cast<void>(path);\n";
  return fmt::format(
      R"(// Written by pwlforge: the ports of one unit.
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
      trace ? "#include \"verilated_fst_sc.h\"" : "", bind, trace ? "    file_.close();\n" : "", drive, read,
      trace_code, signals, trace ? "  VerilatedFstSc file_;\n" : "");
}

}  // namespace pwlforge
