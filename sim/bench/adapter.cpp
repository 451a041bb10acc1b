// Copyright 2026 the pwlforge authors.
// Licensed under the Apache License, Version 2.0; see LICENSE.
// SPDX-License-Identifier: Apache-2.0
#include <fmt/format.h>

#include "gen/operator/beats.hpp"
#include "gen/support/diagnostics.hpp"
#include "sim/bench/verilated.hpp"

namespace pwlforge {

namespace {

/// Pieces of the adapter and of the shell, grown port by port.
struct PortCode {
  std::string drive, read, members;           ///< of the adapter
  std::string ports, registers, takes, pins;  ///< of the shell

  void add(const Port& port) {
    const std::string range = port.width > 1 ? fmt::format("[{}:0] ", port.width - 1) : "";
    ports += fmt::format(",\n  {} {}{}", port.is_input ? "input" : "output", range, port.name);
    // Reset is asynchronous: no register.
    const bool direct = !port.is_input || port.name == "rst_ni";
    if (!direct) {
      registers += fmt::format("  reg {}{}_q;\n", range, port.name);
      takes += fmt::format("    {0}_q <= {0};\n", port.name);
    }
    const char* inverted = port.name == "out_ready_i" ? " ^ invert_ready_i" : "";
    pins += fmt::format(",\n    .{0}({0}{1}{2})", port.name, direct ? "" : "_q", inverted);
  }
};

std::string shell_text(const std::string& module, const PortCode& code) {
  return fmt::format(R"(// Written by pwlforge: {0} with registers at its inputs.
module {1} (
  input clk_i,
  input invert_ready_i{2}
);
{3}
  always @(posedge clk_i) begin
{4}  end
  {0} u_{0} (
    .clk_i(clk_i){5}
  );
endmodule
)",
                     module, kShellModule, code.ports, code.registers, code.takes, code.pins);
}

std::string adapter_source(const PortCode& code, const Probes& probes) {
  const bool trace = probes.trace;
  const std::string trace_code =
      trace ? "    top_.trace(&file_, 99);\n    file_.open(path.c_str());\n" : "    static_cast<void>(path);\n";
  const char* const coverage_code = probes.coverage
                                        ? "    Verilated::threadContextp()->coveragep()->write(path.c_str());\n"
                                        : "    static_cast<void>(path);\n";
  return fmt::format(
      R"(// Written by pwlforge: the ports of one design.
#include "Vunit.h"
{}#include "sim/bench/testbench/ports.hpp"
#include "sim/bench/testbench/unit.hpp"

namespace pwlforge::bench {{
namespace {{

class VerilatedUnit final : public Unit {{
 public:
  VerilatedUnit() = default;
  ~VerilatedUnit() override {{
{}    top_.final();
  }}
  VerilatedUnit(const VerilatedUnit&) = delete;
  VerilatedUnit& operator=(const VerilatedUnit&) = delete;

  // The registers of the shell take the pins with an edge of their own.
  void power_up(const PinInputs& pins) override {{
    top_.rst_ni = 1;
    top_.eval();
    rise(pins);
    fall(false);
    fall(pins.rst_n);
  }}
  void rise(const PinInputs& pins) override {{
    top_.clk_i = 1;
{}    evaluate();
  }}
  void invert_ready() override {{
    top_.invert_ready_i = 1;
    top_.eval();
  }}
  void fall(bool rst_n) override {{
    top_.clk_i = 0;
    top_.invert_ready_i = 0;
    top_.rst_ni = rst_n ? 1 : 0;
    evaluate();
  }}
  void read(PinOutputs& pins) const override {{
{}  }}
  void trace(const std::string& path) override {{
{}  }}
  void write_coverage(const std::string& path) const override {{
{}  }}

 private:
  void evaluate() {{
    top_.eval();
{}  }}

  Vunit top_{{"unit"}};
{}{}}};

}}  // namespace

std::unique_ptr<Unit> make_unit(std::uint64_t seed) {{
  Verilated::randReset(2);
  Verilated::randSeed(static_cast<int>((seed & 0x7fffffff) | 1));
{}  return std::make_unique<VerilatedUnit>();
}}

}}  // namespace pwlforge::bench
)",
      (trace ? "#include \"verilated_fst_c.h\"\n" : "") +
          std::string(probes.coverage ? "#include \"verilated_cov.h\"\n" : ""),
      trace ? "    file_.close();\n" : "", code.drive, code.read, trace_code, coverage_code,
      trace ? "    file_.dump(time_);\n    time_ += kHalfPeriod;\n" : "", code.members,
      trace ? "  VerilatedFstC file_;\n  std::uint64_t time_ = 0;\n" : "",
      trace ? "  Verilated::traceEverOn(true);\n" : "");
}

}  // namespace

BenchSources bench_sources(const UnitPlan& plan, const Probes& probes) {
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
    code.add(port);
    if (port.name == "rst_ni") continue;
    if (port.is_input) {
      code.drive += fmt::format("    put(top_.{}, pins.{});\n", port.name, member->second);
    } else {
      code.read += fmt::format("    get(top_.{}, pins.{});\n", port.name, member->second);
    }
  }
  return {adapter_source(code, probes), shell_text(plan.spec.name, code)};
}

BenchSources bench_sources(const OperatorPlan& plan, const Probes& probes) {
  // Ports beside the payloads -> member of PinInputs or PinOutputs.
  static const std::map<std::string, std::string> members{
      {"in_valid_i", "in_valid"},   {"in_ready_o", "in_ready"},     {"out_valid_o", "out_valid"},
      {"out_ready_i", "out_ready"}, {"saturated_o", "saturated"},   {"empty_o", "empty"},
      {"zero_o", "empty"},          {"overlong_o", "overlong"},     {"flags_clear_i", "saturated_clear"},
      {"cfg_we_i", "cfg_we"},       {"cfg_addr_i", "cfg_addr"},     {"cfg_data_i", "cfg_data"},
      {"cfg_rdata_o", "cfg_rdata"}, {"cfg_commit_i", "cfg_commit"}, {"cfg_busy_o", "cfg_busy"},
      {"rst_ni", "rst_n"}};
  PortCode code;
  code.members = "  mutable Words slice_;\n";
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
    code.add(port);
    const auto offset = offsets.find(port.name);
    const auto member = members.find(port.name);
    if (offset != offsets.end() && port.is_input) {
      code.drive += fmt::format("    put(top_.{}, slice(pins.in_data, {}, {}, slice_));\n", port.name, offset->second,
                                port.width);
    } else if (offset != offsets.end()) {
      code.read += fmt::format(
          "    slice_.assign({0}, 0);\n    get(top_.{1}, slice_);\n    place(slice_, {2}, {3}, pins.out_data);\n",
          (port.width + 63) / 64, port.name, offset->second, port.width);
    } else if (member == members.end()) {
      throw InputError(fmt::format("{}: a port that the bench does not know", port.name));
    } else if (port.is_input) {
      if (port.name != "rst_ni") code.drive += fmt::format("    put(top_.{}, pins.{});\n", port.name, member->second);
    } else {
      code.read += fmt::format("    get(top_.{}, pins.{});\n", port.name, member->second);
    }
  }
  return {adapter_source(code, probes), shell_text(plan.spec.name, code)};
}

}  // namespace pwlforge
