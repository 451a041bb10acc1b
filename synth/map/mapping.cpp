// Copyright 2026 the pwlforge authors.
// Licensed under the Apache License, Version 2.0; see LICENSE.
// SPDX-License-Identifier: Apache-2.0
#include "synth/map/mapping.hpp"

#include <fmt/format.h>

#include <future>
#include <regex>

#include "gen/support/diagnostics.hpp"
#include "gen/support/process.hpp"
#include "synth/liberty/cell_search.hpp"
#include "synth/map/storage_map.hpp"

namespace pwlforge {
namespace {

namespace fs = std::filesystem;

std::string run_yosys(const fs::path& folder, const std::string& script) {
  const ProcessResult result = run_process({"yosys", "-q", "-s", script}, {folder, {}, ""});
  if (result.exit_code != 0) {
    const std::string text = result.errors.empty() ? result.output : result.errors;
    throw CheckFailed(fmt::format("yosys: {} stopped with exit code {} (found {}); mend the design or the library",
                                  script, result.exit_code,
                                  text.size() > 2000 ? text.substr(text.size() - 2000) : text));
  }
  return result.output;
}

/// `registers`: script that sees the design while what its registers are called is still known.
std::string cell_steps(const std::string& recipe, const std::string& registers) {
  std::string script;
  if (recipe == "enable_gates") script += "techmap -map enable.v\nopt_merge\n";  // one inverter per data and enable bit
  script += legalize_command() + "\ntechmap -map flip_flops.v\n" + registers;
  // The passes are those of yosys; instead of `map`, which first makes the shortest path and then saves area beside it,
  // `amap` covers for area alone.
  return script + "abc -liberty library.lib -script +strash;ifraig;scorr;dc2;dretime;strash;amap\nopt_clean -purge\n";
}

/// Every part becomes a module of its own and is mapped alone. A gate belongs to the part whose Verilog file its source
/// attribute names, whatever prefix that has. Gates that optimisation made anew have none: they go with the gates that
/// they feed, and a few rounds reach those that feed such gates only.
std::string parts_script(const DesignSource& source, const std::string& recipe) {
  constexpr int kRounds = 4;
  std::string script =
      "# The parts of the unit, each mapped alone.\nread_rtlil sourced.il\nselect -set sourced a:src=*\n";
  std::string taken;
  std::string moves;
  for (const UnitPart& part : parts_of(source)) {
    script += "select -set " + part.name;
    for (const std::string& module : part.modules) script += fmt::format(" a:src=*{}.v:*", module);
    script += "\n";
    for (int round = 0; round < kRounds; ++round) {
      script += fmt::format("select -set {0} @{0} @{0} %ci2 @sourced %d %u\n", part.name);
    }
    script += fmt::format("select -set {0} @{0}{1}\n", part.name, taken);
    taken += fmt::format(" @{} %d", part.name);
    moves += fmt::format("submod -name part_{0} @{0}\n", part.name);
  }
  script += moves;
  return script + "abc -fast\nopt -fast\ntechmap -map latches.v\n" + cell_steps(recipe, "") + "write_json parts.json\n";
}

}  // namespace

const std::vector<UnitPart>& unit_parts() {
  static const std::vector<UnitPart> parts = {
      {"mac", {"pwl_int_mac", "pwl_float_fma_add", "pwl_float_fma_round"}},
      {"select", {"pwl_select", "pwl_indexed_select"}},
      {"comparators", {"pwl_comparator_bank", "pwl_threshold_search"}},
      {"parameter_store", {"pwl_store_registers", "pwl_shared_bank", "pwl_store_fixed", "pwl_truth_table"}},
  };
  return parts;
}

const std::vector<std::string>& mapping_recipes() {
  static const std::vector<std::string> recipes = {"plain", "enable_gates"};
  return recipes;
}

const std::vector<UnitPart>& parts_of(const DesignSource& source) {
  return source.parts.empty() ? unit_parts() : source.parts;
}

std::string boundary_script(const DesignSource& source) {
  if (source.external.empty()) return "";
  return fmt::format("proc\nblackbox *{0}*\nflatten\nexpose -evert -sep __ {1}/t:*{0}*\n", source.external, source.top);
}

std::string generic_script(const DesignSource& source) {
  std::string script = "# Verilog to generic gates.\n";
  for (const std::string& file : source.files) script += fmt::format("read_verilog ../../{}\n", file);
  script += fmt::format("hierarchy -check -top {}\n", source.top);
  script += boundary_script(source);
  // abc, the last step of synth, forgets where a gate comes from; parts.ys has to know.
  script += fmt::format("synth -flatten -noabc -top {}\nwrite_rtlil sourced.il\n", source.top);
  script += "abc -fast\nopt -fast\ntechmap -map latches.v\nwrite_rtlil generic.il\n";
  return script;
}

std::string mapping_script(const std::string& recipe) {
  return "# Generic gates to cells of the library.\nread_rtlil generic.il\n" +
         cell_steps(recipe, fmt::format("write_json {}_registers.json\n", recipe)) +
         fmt::format("write_json {}.json\n", recipe);
}

MappingResult map_design(const DesignSource& source, const Library& library, bool with_parts) {
  TemporaryDirectory folder;
  // The same layout as where the result is kept, so that the kept scripts run again as they are.
  const fs::path run = folder.path() / "synth" / "run";
  for (const auto& [name, content] : source.contents) write_file(folder.path() / name, content);
  MappingResult result;
  const StorageMap flip_flops = flip_flop_map(library);
  result.files["flip_flops.v"] = flip_flops.techmap;
  result.files["latches.v"] = latch_map(library);
  result.files["enable.v"] = enable_techmap(library);
  std::vector<std::string> recipes = mapping_recipes();
  if (result.files["enable.v"].empty()) recipes.pop_back();
  result.files["generic.ys"] = generic_script(source);
  for (const std::string& recipe : recipes) result.files[recipe + ".ys"] = mapping_script(recipe);
  for (const auto& [name, content] : result.files) write_file(run / name, content);
  write_file(run / "library.lib", library.text);

  run_yosys(run, "generic.ys");
  // $_DFF_PN0_, $_DFFE_PN0P_
  static const std::regex with_reset(R"(\$_DFFE?_[PN][PN][01][PN]?_)");
  result.synchronous_reset =
      flip_flops.synchronous_reset && std::regex_search(read_file(run / "generic.il"), with_reset);
  std::vector<std::future<void>> runs;
  for (const std::string& recipe : recipes) {
    runs.push_back(std::async(std::launch::async, [&run, recipe] { run_yosys(run, recipe + ".ys"); }));
  }
  for (std::future<void>& mapped : runs) mapped.get();
  for (const std::string& recipe : recipes) {
    Netlist netlist =
        read_netlist(parse_json(read_file(run / (recipe + ".json")), recipe + ".json"), source.top, library);
    const NetlistCounts counts = count(netlist);
    result.recipe_areas[recipe] = counts.area;
    if (!result.recipe.empty() && counts.area >= result.counts.area) continue;
    result.recipe = recipe;
    result.netlist = std::move(netlist);
    result.counts = counts;
    result.registers = read_file(run / (recipe + "_registers.json"));
  }
  result.files["netlist.v"] = netlist_verilog(result.netlist);
  if (!with_parts) return result;

  result.files["parts.ys"] = parts_script(source, result.recipe);
  write_file(run / "parts.ys", result.files["parts.ys"]);
  run_yosys(run, "parts.ys");
  const std::map<std::string, double> areas =
      area_by_module(parse_json(read_file(run / "parts.json"), "parts.json"), source.top, library);
  double sum = 0;
  for (const auto& [module, area] : areas) sum += area;
  for (const UnitPart& part : parts_of(source)) {
    const auto found = areas.find("part_" + part.name);
    result.area_by_part[part.name] = found == areas.end() ? 0 : found->second;
  }
  result.area_by_part["rest"] = areas.at(source.top);
  result.area_by_part["boundaries"] = result.counts.area - sum;
  return result;
}

}  // namespace pwlforge
