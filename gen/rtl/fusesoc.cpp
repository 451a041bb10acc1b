// Copyright 2026 the pwlforge authors.
// Licensed under the Apache License, Version 2.0; see LICENSE.
// SPDX-License-Identifier: Apache-2.0
//
// FuseSoC core files. Every library module is a core of its own, with a version that its text decides: directories that
// bring the same module bring the same core, of which a design takes one; a different text under the same name is a
// conflict that FuseSoC reports.
#include <fmt/format.h>

#include "gen/rtl/parts.hpp"
#include "gen/support/files.hpp"
#include "gen/support/version.hpp"

namespace pwlforge {
namespace {

/// "rtl/pwl_stage.v" -> "pwl_stage"; empty for what is not of the library.
std::string library_module(const std::string& file) {
  constexpr std::size_t kFolder = 4;  // rtl/
  if (file.rfind("rtl/", 0) != 0) return {};
  return file.substr(kFolder, file.rfind('.') - kFolder);
}

std::string library_core(const std::string& module, const std::string& text, const std::string& prefix) {
  return fmt::format("pwlforge:lib:{}{}:{}-r{}", prefix, module, kVersion, crc32_of(prefix + text));
}

}  // namespace

std::string core_text(const std::string& name, const std::string& summary, const FileSet& set,
                      const std::vector<std::string>& files, const std::string& prefix) {
  std::string text =
      fmt::format("CAPI=2:\n{}\nname: pwlforge:units:{}:{}\ndescription: \"{}\"\n\nfilesets:\n  rtl:\n    depend:\n",
                  licence_header("#"), name, kVersion, summary);
  std::string tops;
  for (const std::string& file : files) {
    const std::string module = library_module(file);
    if (module.empty()) {
      tops += "      - " + file + "\n";
    } else {
      text += fmt::format("      - \"={}\"\n", library_core(module, set.at(file), prefix));
    }
  }
  text += "    files:\n" + tops + "    file_type: verilogSource-2005\n  bench:\n    files:\n";
  text += fmt::format("      - {0}_tb.v: {{file_type: verilogSource-2005}}\n", name);
  text += fmt::format("      - {0}_vectors.hex: {{file_type: user, copyto: {0}_vectors.hex}}\n", name);
  text += fmt::format("  constraints:\n    files:\n      - {0}.sdc: {{file_type: SDC}}\n", name);
  text += fmt::format("\ntargets:\n  default: &default\n    filesets: [rtl]\n    toplevel: {0}\n", name);
  text += fmt::format(
      "  sim:\n    default_tool: icarus\n    filesets: [rtl, bench]\n    toplevel: {0}_tb\n    tools:\n      icarus:\n"
      "        iverilog_options: [-g2005]\n      verilator:\n        mode: binary\n"
      "        verilator_options: [--timing, --x-initial, unique]\n",
      name);
  text +=
      "  lint:\n    <<: *default\n    default_tool: verilator\n    tools:\n      verilator:\n        mode: lint-only\n";
  text += "  synth:\n    <<: *default\n    filesets: [rtl, constraints]\n    default_tool: vivado\n";
  return text;
}

void add_library_cores(FileSet& set, const std::vector<std::string>& files, const std::string& prefix) {
  for (const std::string& file : files) {
    const std::string module = library_module(file);
    if (module.empty()) continue;
    const bool latch = module == "pwl_latch";
    set["rtl/" + module + ".core"] = fmt::format(
        "CAPI=2:\n{}\nname: {}\n\nfilesets:\n  rtl:\n    files:\n      - {}.v: {{file_type: "
        "verilogSource-2005}}\n{}\ntargets:\n  default:\n    filesets: [rtl]\n",
        licence_header("#"), library_core(module, set.at(file), prefix), module,
        latch ? "      - waivers.vlt: {file_type: vlt}\n" : "");
  }
}

}  // namespace pwlforge
