// Copyright 2026 the pwlforge authors.
// Licensed under the Apache License, Version 2.0; see LICENSE.
// SPDX-License-Identifier: Apache-2.0
//
// Files beside the Verilog: file lists, timing constraints, C header.
#include <fmt/format.h>

#include <algorithm>
#include <cctype>

#include "gen/rtl/parts.hpp"
#include "gen/unit/axis.hpp"

namespace pwlforge {
namespace {

std::string names_of(const std::vector<Port>& ports, bool inputs) {
  std::string names;
  for (std::size_t i = 2; i < ports.size(); ++i) {  // without clock and reset
    if (ports[i].is_input != inputs) continue;
    names += (names.empty() ? "" : " ") + ports[i].name + (ports[i].width > 1 ? "[*]" : "");
  }
  return names;
}

}  // namespace

std::string file_list_text(const std::vector<std::string>& files) {
  std::string text;
  for (const std::string& file : files) text += file + "\n";
  return text;
}

std::string shared_list_text(const std::vector<std::string>& files) {
  std::string text = "-y rtl\n";
  for (const std::string& file : files) {
    if (file.rfind("rtl/", 0) != 0) text += file + "\n";
  }
  return text;
}

std::string constraints_text(const std::string& name, const std::vector<Port>& ports, bool latches) {
  std::string text = licence_header("#") + "#\n";
  text += fmt::format("# Timing constraints of {}. Time unit: that of the library (ns in most).\n", name);
  text +=
      "# Set pwl_period before reading this file to change the clock; a fifth of the period is left to the outside\n"
      "# on either end.\n"
      "if {![info exists pwl_period]} { set pwl_period 2.0 }\n";
  const std::string& clock = ports[0].name;
  text += fmt::format("create_clock -name {0} -period $pwl_period [get_ports {0}]\n", clock);
  text += fmt::format("set_input_delay [expr 0.2 * $pwl_period] -clock {} [get_ports {{{}}}]\n", clock,
                      names_of(ports, true));
  text += fmt::format("set_output_delay [expr 0.2 * $pwl_period] -clock {} [get_ports {{{}}}]\n", clock,
                      names_of(ports, false));
  text += fmt::format(
      "# The reset is asserted asynchronously; its release is synchronised outside.\nset_false_path -from "
      "[get_ports {}]\n",
      ports[1].name);
  if (latches) {
    text += fmt::format(
        "# The words are latches, open in the low phase of the cycle of a write: what decodes a write must settle "
        "while\n"
        "# the clock is high. The gates of the latches are checked as clock gates.\n"
        "set_clock_gating_check -setup 0 -hold 0 [get_clocks {}]\n",
        clock);
  }
  for (const Port& port : ports) {
    if (port.name != "cfg_rdata_o") continue;
    text += fmt::format(
        "# Read-back is for verification of a table by firmware: the address is held for more than a cycle.\n"
        "set_false_path -from [get_ports cfg_addr_i[*]] -to [get_ports {{{}}}]\n",
        port.width > 1 ? "cfg_rdata_o[*]" : "cfg_rdata_o");
  }
  return text;
}

void add_companions(FileSet& set, const std::string& name, const std::string& summary, const std::vector<Port>& ports,
                    bool latches, const std::vector<std::string>& files, const std::string& prefix) {
  set[name + ".f"] = file_list_text(files);
  set[name + "_shared.f"] = shared_list_text(files);
  set[name + ".sdc"] = constraints_text(name, ports, latches);
  set[name + ".core"] = core_text(name, summary, set, files, prefix);
  add_library_cores(set, files, prefix);
}

std::string write_type_text(const std::string& name, int data_bits) {
  return fmt::format(
      "\n// One configuration write. Play an image in order, then commit.\n"
      "typedef struct {{\n  uint32_t address;\n  {} data;\n}} {}_write_t;\n\n",
      data_bits > 32 ? "uint64_t" : "uint32_t", name);
}

std::string image_text(const std::string& name, const std::string& image, const std::vector<ConfigWrite>& writes,
                       int data_bits) {
  std::string text = fmt::format("static const {0}_write_t {0}_{1}[{2}_IMAGE_WRITES] = {{\n", name, image, upper(name));
  std::string line = " ";
  for (const ConfigWrite& write : writes) {
    const std::string item =
        fmt::format(" {{{}u, 0x{:x}{}}},", write.address, write.data, data_bits > 32 ? "ull" : "u");
    if (line.size() + item.size() > 100) {
      text += line + "\n";
      line = " ";
    }
    line += item;
  }
  return text + line + "\n};\n";
}

std::string bus_header_text(const BusPlan& plan) {
  const std::string prefix = upper(plan.name);
  std::string text =
      registers_header_text(register_map(), prefix, axil_register_base(plan), axil_step(plan.config_data_bits));
  for (std::size_t i = 0; i < plan.flags.size(); ++i) {
    text += fmt::format("#define {}_STATUS_{} {}u\n", prefix, upper(plan.flags[i]),
                        1u << (field_bit(register_map(), "status", "flags") + static_cast<int>(i)));
  }
  const auto constant = [&](const char* name, std::uint32_t value) {
    text += fmt::format("#define {}_{}_VALUE 0x{:08x}u\n", prefix, name, value);
  };
  constant("IDENTIFICATION", kBusIdentification);
  constant("VERSION", map_version(register_map()));
  constant("CAPABILITIES", capabilities_word(plan));
  constant("FORMAT", format_word(plan));
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
  const int step = axil ? axil_step(plan.config_data_bits) : 1;
  text +=
      axil ? "\n// Byte offset of a configuration word behind AXI4-Lite.\n" : "\n// Configuration address of a word.\n";
  define("CONFIG_ADDRESS_BITS", axil ? axil_address_bits(bus_plan(plan)) : plan.config_address_bits);
  define("CONFIG_DATA_BITS", plan.config_data_bits);
  const auto macro = [&](const char* field, int number) {
    text += fmt::format("#define {}_{}(index) ({}u + {}(uint32_t)(index))\n", prefix, field,
                        (number << plan.index_bits) * step, step > 1 ? fmt::format("{}u * ", step) : "");
  };
  macro("THRESHOLD", 0);
  macro("SLOPE", 1);
  macro("INTERCEPT", 2);
  if (plan.requant_word_bits > 0)
    text += fmt::format("#define {}_REQUANT_SHIFT {}u\n", prefix, (3 << plan.index_bits) * step);
  if (plan.shift_bits > 0)
    text += fmt::format("#define {}_INTERCEPT_SHIFT {}u\n", prefix, ((3 << plan.index_bits) + 1) * step);
  if (axil) {
    text += "\n// Registers, by byte offset, and their bits.\n" + bus_header_text(bus_plan(plan));
  }

  text += write_type_text(name, plan.config_data_bits);
  define("IMAGE_WRITES", static_cast<int>(plan.config_words.size()));
  for (std::size_t i = 0; i < plan.contexts.size(); ++i) {
    text += "\n" + comment_text(context_line(plan, i));
    std::vector<ConfigWrite> writes = config_image(plan, plan.contexts[i]);
    for (ConfigWrite& write : writes) write.address *= step;
    text += image_text(name, fmt::format("context_{}", i), writes, plan.config_data_bits);
    if (axil) {
      text += fmt::format("#define {}_CONTEXT_{}_CHECKSUM 0x{:08x}u\n", prefix, i, write_signature(writes));
    }
  }
  return text + fmt::format("\n#endif  // {}_H_\n", prefix);
}

}  // namespace pwlforge
