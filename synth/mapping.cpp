// Copyright 2026 the pwlforge authors.
// Licensed under the Apache License, Version 2.0; see LICENSE.
// SPDX-License-Identifier: Apache-2.0
#include "synth/mapping.hpp"

#include <fmt/format.h>

#include <future>

#include "gen/support/diagnostics.hpp"
#include "gen/support/process.hpp"
#include "synth/cell_search.hpp"

namespace pwlforge {
namespace {

namespace fs = std::filesystem;

/// dfflibmap leaves latches alone, and what is not mapped would be counted as free: map them here. A library with one
/// level only gets an inverter in front of the enable pin.
std::string latch_techmap(const Library& library) {
  const std::string high = smallest_latch(library, true);
  const std::string low = smallest_latch(library, false);
  std::string text = "// Latches of library " + library.name + "; yosys maps flip-flops only.\n";
  const auto emit = [&](const char* generic, bool wants_high) {
    const bool own = wants_high ? !high.empty() : !low.empty();
    const std::string& name = own == wants_high ? high : low;
    if (name.empty()) return;
    const LibraryCell& cell = *library.find(name);
    const std::string enable_pin = own == wants_high ? cell.enable : cell.enable.substr(1);
    std::string output;
    for (const auto& [pin, description] : cell.pins) {
      if (description.is_output && description.function == cell.state) output = pin;
    }
    text += fmt::format(
        "(* techmap_celltype = \"{0}\" *)\nmodule _latch_{1} (input E, input D, output Q);\n"
        "  wire enable;\n  {4}\n  {2} u_latch (.{3}(enable), .{5}(D), .{6}(Q));\nendmodule\n",
        generic, wants_high ? "high" : "low", name, enable_pin,
        own ? "assign enable = E;" : "\\$_NOT_ u_enable (.A(E), .Y(enable));", cell.data_in, output);
  };
  emit("$_DLATCH_P_", true);
  emit("$_DLATCH_N_", false);
  return text;
}

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

}  // namespace

const std::map<std::string, std::vector<std::string>>& unit_parts() {
  static const std::map<std::string, std::vector<std::string>> parts = {
      {"parameter_store",
       {"pwl_store_registers", "pwl_shared_bank", "pwl_store_fixed", "pwl_truth_table", "pwl_store_truth_table"}},
      {"comparators", {"pwl_comparator_bank", "pwl_float_comparator_bank"}},
      {"select", {"pwl_select", "pwl_thermometer_index", "pwl_indexed_select"}},
      {"mac", {"pwl_int_mac", "pwl_float_fma_add", "pwl_float_fma_round"}},
  };
  return parts;
}

const std::vector<std::string>& mapping_recipes() {
  static const std::vector<std::string> recipes = {"plain", "enable_gates"};
  return recipes;
}

std::string mapping_script(const DesignSource& source, const std::string& recipe,
                           const std::vector<std::string>& kept_modules, const std::string& result_stem) {
  std::string script;
  for (const std::string& file : source.files) script += fmt::format("read_verilog ../../{}\n", file);
  script += fmt::format("hierarchy -check -top {}\n", source.top);
  for (const std::string& module : kept_modules) {
    script += fmt::format("setattr -mod -set keep_hierarchy 1 {0} $paramod*\\{0} $paramod*\\{0}\\*\n", module);
  }
  script += fmt::format("synth -flatten -top {}\n", source.top);
  script += "techmap -map techmap.v\n";
  if (recipe == "enable_gates") script += "techmap -map enable.v\nopt_merge\n";  // one inverter per data and enable bit
  script += "dfflibmap -liberty library.lib\n";
  script += "abc -liberty library.lib\n";
  script += "opt_clean -purge\n";
  script += fmt::format("write_json {}.json\n", result_stem);
  return script;
}

MappingResult map_design(const DesignSource& source, const Library& library, bool with_parts) {
  TemporaryDirectory folder;
  // The same layout as where the result is kept, so that the kept scripts run again as they are.
  const fs::path run = folder.path() / "synth" / "run";
  for (const auto& [name, content] : source.contents) write_file(folder.path() / name, content);
  MappingResult result;
  result.files["techmap.v"] = latch_techmap(library);
  result.files["enable.v"] = enable_techmap(library);
  std::vector<std::string> recipes = mapping_recipes();
  if (result.files["enable.v"].empty()) recipes.pop_back();
  for (const std::string& recipe : recipes) {
    result.files[recipe + ".ys"] = mapping_script(source, recipe, {}, recipe);
  }
  for (const auto& [name, content] : result.files) write_file(run / name, content);
  write_file(run / "library.lib", library.text);

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
  }
  result.files["netlist.v"] = netlist_verilog(result.netlist);
  if (!with_parts) return result;

  std::vector<std::string> kept;
  for (const auto& [part, modules] : unit_parts()) kept.insert(kept.end(), modules.begin(), modules.end());
  result.files["parts.ys"] = mapping_script(source, result.recipe, kept, "parts");
  write_file(run / "parts.ys", result.files["parts.ys"]);
  run_yosys(run, "parts.ys");
  const std::map<std::string, double> areas =
      area_by_module(parse_json(read_file(run / "parts.json"), "parts.json"), source.top, library);
  double sum = 0;
  for (const auto& [part, modules] : unit_parts()) {
    double& area = result.area_by_part[part];
    for (const std::string& module : modules) {
      const auto found = areas.find(module);
      if (found != areas.end()) area += found->second;
    }
  }
  for (const auto& [module, area] : areas) sum += area;
  double named = 0;
  for (const auto& [part, area] : result.area_by_part) named += area;
  result.area_by_part["rest"] = sum - named;
  result.area_by_part["boundaries"] = result.counts.area - sum;
  return result;
}

}  // namespace pwlforge
