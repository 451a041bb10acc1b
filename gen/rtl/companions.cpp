// Copyright 2026 the pwlforge authors.
// Licensed under the Apache License, Version 2.0; see LICENSE.
// SPDX-License-Identifier: Apache-2.0
//
// Files beside the Verilog: file list, timing constraints, FuseSoC core, C header.
#include <fmt/format.h>

#include <algorithm>
#include <cctype>

#include "gen/rtl/parts.hpp"
#include "gen/support/version.hpp"
#include "gen/unit/axis.hpp"

namespace pwlforge {
namespace {

std::string upper(std::string name) {
  std::transform(name.begin(), name.end(), name.begin(),
                 [](unsigned char c) { return static_cast<char>(std::toupper(c)); });
  return name;
}

std::string clock_of(const UnitPlan& plan) {
  return plan.ports[0].name;
}
std::string reset_of(const UnitPlan& plan) {
  return plan.ports[1].name;
}

std::string ports_of(const UnitPlan& plan, bool inputs) {
  std::string names;
  for (const Port& port : plan.ports) {
    if (port.is_input != inputs || port.name == clock_of(plan) || port.name == reset_of(plan)) continue;
    names += (names.empty() ? "" : " ") + port.name + (port.width > 1 ? "[*]" : "");
  }
  return names;
}

}  // namespace

std::string file_list_text(const std::vector<std::string>& files) {
  std::string text;
  for (const std::string& file : files) text += file + "\n";
  return text;
}

std::string constraints_text(const UnitPlan& plan) {
  std::string text = licence_header("#") + "#\n";
  text += fmt::format("# Timing constraints of {}. Time unit: that of the library (ns in most).\n", plan.spec.name);
  text +=
      "# Set pwl_period before reading this file to change the clock; a fifth of the period is left to the outside\n"
      "# on either end.\n"
      "if {![info exists pwl_period]} { set pwl_period 2.0 }\n";
  const std::string clock = clock_of(plan);
  text += fmt::format("create_clock -name {0} -period $pwl_period [get_ports {0}]\n", clock);
  text += fmt::format("set_input_delay [expr 0.2 * $pwl_period] -clock {} [get_ports {{{}}}]\n", clock,
                      ports_of(plan, true));
  text += fmt::format("set_output_delay [expr 0.2 * $pwl_period] -clock {} [get_ports {{{}}}]\n", clock,
                      ports_of(plan, false));
  text += fmt::format(
      "# The reset is asserted asynchronously; its release is synchronised outside.\nset_false_path -from "
      "[get_ports {}]\n",
      reset_of(plan));
  if (plan.spec.store == Store::latches) {
    text += fmt::format(
        "# The words are latches, open in the low phase of the cycle of a write: what decodes a write must settle "
        "while\n"
        "# the clock is high. The gates of the latches are checked as clock gates.\n"
        "set_clock_gating_check -setup 0 -hold 0 [get_clocks {}]\n",
        clock);
  }
  if (is_loadable(plan.spec.store) && plan.spec.wrap == Wrap::none) {
    text +=
        "# Read-back is for verification of a table by firmware: the address is held for more than a cycle.\n"
        "set_false_path -from [get_ports cfg_addr_i[*]] -to [get_ports {" +
        std::string(plan.config_data_bits > 1 ? "cfg_rdata_o[*]" : "cfg_rdata_o") + "}]\n";
  }
  return text;
}

std::string core_text(const UnitPlan& plan, const std::vector<std::string>& files) {
  const std::string& name = plan.spec.name;
  std::string text =
      fmt::format("CAPI=2:\n{}\nname: pwlforge:units:{}:{}\ndescription: \"{}\"\n\nfilesets:\n  rtl:\n    files:\n",
                  licence_header("#"), name, kVersion, unit_summary(plan));
  for (const std::string& file : files) text += "      - " + file + "\n";
  text += "    file_type: verilogSource-2005\n  bench:\n    files:\n";
  text += fmt::format("      - {0}_tb.v: {{file_type: verilogSource-2005}}\n", name);
  text += fmt::format("      - {0}_vectors.hex: {{file_type: user, copyto: {0}_vectors.hex}}\n", name);
  text += fmt::format("  constraints:\n    files:\n      - {0}.sdc: {{file_type: SDC}}\n", name);
  text += fmt::format("\ntargets:\n  default: &default\n    filesets: [rtl]\n    toplevel: {0}\n", name);
  text += fmt::format(
      "  sim:\n    default_tool: icarus\n    filesets: [rtl, bench]\n    toplevel: {0}_tb\n    tools:\n      icarus:\n"
      "        iverilog_options: [-g2005]\n",
      name);
  text +=
      "  lint:\n    <<: *default\n    default_tool: verilator\n    tools:\n      verilator:\n        mode: lint-only\n";
  return text;
}

std::string header_text(const UnitPlan& plan) {
  const std::string& name = plan.spec.name;
  const std::string prefix = upper(name);
  std::string text = licence_header("//");
  text += fmt::format("//\n// Constants, address map and tables of {} for firmware, C99 and C++. Written by {}.\n",
                      name, generator_version());
  text += fmt::format("#ifndef {0}_H_\n#define {0}_H_\n\n#include <stdint.h>\n\n", prefix);
  const auto define = [&](const char* what, int value) {
    text += fmt::format("#define {}_{} {}\n", prefix, what, value);
  };
  define("LATENCY", plan.latency);
  define("LANES", plan.spec.lanes);
  define("INPUT_BITS", plan.input_bits);
  define("OUTPUT_BITS", plan.output_bits);
  define("CONTEXTS", static_cast<int>(plan.contexts.size()));
  if (plan.spec.store != Store::truth_table) define("ENTRIES", plan.spec.entries);
  if (!is_loadable(plan.spec.store)) return text + fmt::format("\n#endif  // {}_H_\n", prefix);

  const bool axil = plan.spec.wrap == Wrap::axis;
  const int step = axil ? axil_offset(plan, 1) : 1;
  text +=
      axil ? "\n// Byte offset of a configuration word behind AXI4-Lite.\n" : "\n// Configuration address of a word.\n";
  define("CONFIG_ADDRESS_BITS", axil ? axil_address_bits(plan) : plan.config_address_bits);
  define("CONFIG_DATA_BITS", plan.config_data_bits);
  const auto macro = [&](const char* field, int number) {
    text += fmt::format("#define {}_{}(index) ({}u + {}(uint32_t)(index))\n", prefix, field,
                        (number << plan.index_bits) * step, step > 1 ? fmt::format("{}u * ", step) : "");
  };
  macro("THRESHOLD", 0);
  macro("SLOPE", 1);
  macro("INTERCEPT", 2);
  if (plan.requant_bits > 0)
    text += fmt::format("#define {}_REQUANT_SHIFT {}u\n", prefix, (3 << plan.index_bits) * step);
  if (plan.shift_bits > 0)
    text += fmt::format("#define {}_INTERCEPT_SHIFT {}u\n", prefix, ((3 << plan.index_bits) + 1) * step);
  if (axil) {
    text += fmt::format(
        "\n// Control and status. Write: commit, clear the saturation flag. Read: busy, the flag.\n"
        "#define {0}_CONTROL {1}u\n#define {0}_CONTROL_COMMIT 1u\n"
        "#define {0}_CONTROL_CLEAR_SATURATED 2u\n#define {0}_STATUS_BUSY 1u\n"
        "#define {0}_STATUS_SATURATED 2u\n",
        prefix, axil_control_offset(plan));
  }

  const char* type = plan.config_data_bits > 32 ? "uint64_t" : "uint32_t";
  text += fmt::format(
      "\n// One configuration write. Play an image in order, then commit.\n"
      "typedef struct {{\n  uint32_t address;\n  {} data;\n}} {}_write_t;\n\n",
      type, name);
  define("IMAGE_WRITES", static_cast<int>(plan.config_words.size()));
  const std::string suffix = plan.config_data_bits > 32 ? "ull" : "u";
  for (std::size_t i = 0; i < plan.contexts.size(); ++i) {
    text += "\n" + comment_text(context_line(plan, i));
    text += fmt::format("static const {}_write_t {}_context_{}[{}_IMAGE_WRITES] = {{\n", name, name, i, prefix);
    std::string line = " ";
    for (const ConfigWrite& write : config_image(plan, plan.contexts[i])) {
      const std::string item = fmt::format(" {{{}u, 0x{:x}{}}},", write.address * step, write.data, suffix);
      if (line.size() + item.size() > 100) {
        text += line + "\n";
        line = " ";
      }
      line += item;
    }
    text += line + "\n};\n";
  }
  return text + fmt::format("\n#endif  // {}_H_\n", prefix);
}

}  // namespace pwlforge
