// Copyright 2026 the pwlforge authors.
// Licensed under the Apache License, Version 2.0; see LICENSE.
// SPDX-License-Identifier: Apache-2.0
#include "synth/map/mapping.hpp"

#include <fmt/format.h>

#include <future>
#include <optional>
#include <regex>

#include "gen/support/diagnostics.hpp"
#include "gen/support/process.hpp"
#include "gen/support/tools.hpp"
#include "synth/liberty/cell_search.hpp"
#include "synth/map/lanes.hpp"
#include "synth/map/script_lines.hpp"
#include "synth/map/storage_map.hpp"
#include "synth/netlist/merge_cells.hpp"

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

/// Verilog to generic gates in `run`/sourced.il, the longest step of all and the same for every library and clock:
/// kept.
void elaborate(const DesignSource& source, const fs::path& run) {
  const std::string script = elaborate_script(source);
  write_file(run / "elaborate.ys", script);
  std::string key = tool_version("yosys") + "\n" + script;
  for (const auto& [name, content] : source.contents) key += fmt::format("\n{}\n{}", name, content);
  const fs::path kept = cache_directory() / "generic" / (content_hash(key) + ".il");
  if (fs::exists(kept)) {
    write_file(run / "sourced.il", read_file(kept));
    return;
  }
  run_yosys(run, "elaborate.ys");
  write_file(kept, read_file(run / "sourced.il"));
}

/// What has to be done with the generic gates of lanes that are mapped once, in `run`/lanes.ys.
void give_lanes_context(const DesignSource& source, const fs::path& run) {
  write_file(run / "lanes_json.ys", "read_rtlil sourced.il\nwrite_json sourced.json\n");
  run_yosys(run, "lanes_json.ys");
  write_file(run / "lanes.ys",
             lane_context_script(parse_yosys_json(read_file(run / "sourced.json"), "sourced.json"), source.top));
}

/// Reads the generic gates.
std::string sourced_steps(const DesignSource& source) {
  return std::string("read_rtlil sourced.il\n") + (source.lanes_once ? "script lanes.ys\n" : "");
}

/// `registers`: script that sees the design while what its registers are called is still known.
std::string cell_steps(const MappingRecipe& recipe, const std::string& registers) {
  std::string script;
  if (recipe.enable_gates) script += "techmap -map enable.v\nopt_merge\n";  // one inverter per data and enable bit
  script += legalize_command() + "\ntechmap -map flip_flops.v\n" + registers;
  return script + fmt::format("abc -liberty library.lib{} -script +{}\nopt_clean -purge\n",
                              recipe.timed ? " -constr drive.constr" : "", recipe.abc);
}

/// Every part becomes a module of its own and is mapped alone. A gate belongs to the part whose Verilog file its source
/// attribute names, whatever prefix that has. Gates that optimisation made anew have none, and those of compressed sums
/// name only yosys's own techmap, by its whole path: they go with the gates that they feed, in as many rounds as sums
/// of 32 bits are deep. Nets are split into bits, because submod loses a net of which one part drives some bits and
/// another part the others.
std::string parts_script(const DesignSource& source, const MappingRecipe& recipe) {
  constexpr int kRounds = 24;
  std::string script = "select -set sourced a:src=* a:src=/* %d\n";
  std::string taken;
  std::string marks;
  for (const UnitPart& part : parts_of(source)) {
    script += "select -set " + part.name;
    for (const std::string& module : part.modules) script += fmt::format(" a:src=*{}.v:*", module);
    script += "\n";
    for (int round = 0; round < kRounds; ++round) {
      script += fmt::format("select -set {0} @{0} @{0} %ci2 @sourced %d %u\n", part.name);
    }
    script += fmt::format("select -set {0} @{0}{1}\n", part.name, taken);
    taken += fmt::format(" @{} %d", part.name);
    marks += fmt::format("setattr -set submod \"part_{0}\" @{0}\n", part.name);
  }
  return "# The parts of the unit, each mapped alone.\n" + sourced_steps(source) +
         checked_once(script + marks + "splitnets\nsubmod\n") + "abc -fast\nopt -fast\ntechmap -map latches.v\n" +
         cell_steps(recipe, "") + "write_json parts.json\n";
}

}  // namespace

const std::vector<UnitPart>& unit_parts() {
  static const std::vector<UnitPart> parts = {
      {"mac",
       {"pwl_int_mac", "pwl_term_sum", "pwl_float_fma_add", "pwl_float_fma_round", "pwl_booth_digits", "pwl_booth_rows",
        "pwl_compress", "pwl_prefix_add", "pwl_int_rows", "pwl_float_align", "pwl_float_fma_rows", "pwl_float_fma_sum",
        "pwl_float_count", "pwl_leading_zeros", "pwl_shift_out"}},
      {"select", {"pwl_select", "pwl_indexed_select"}},
      {"comparators", {"pwl_comparator_bank", "pwl_threshold_search"}},
      {"parameter_store", {"pwl_store_registers", "pwl_bank", "pwl_store_fixed", "pwl_truth_table"}},
  };
  return parts;
}

const std::vector<MappingRecipe>& area_recipes() {
  // The passes are those of yosys; instead of `map`, which first makes the shortest path and then saves area beside it,
  // `amap` covers for area alone.
  static const std::string area = "strash;ifraig;scorr;dc2;dretime;strash;amap";
  // restructured: what the shortest path's cover, of structural choices, leaves to amap suits some libraries better.
  static const std::vector<MappingRecipe> recipes = {
      {"plain", false, area, false},
      {"restructured", false, "strash;ifraig;scorr;dc2;strash;dch;map,-B,0.9;topo;amap", false},
      {"enable_gates", true, area, false}};
  return recipes;
}

std::vector<MappingRecipe> timed_recipes(bool enable_gates, double target_ps) {
  const std::string clean = "strash;ifraig;scorr;dc2;dretime;strash;";
  const std::string target = fmt::format("{:.0f}", target_ps);
  const std::string sizes = fmt::format(";topo;buffer,-c;topo;upsize,-D,{0};dnsize,-D,{0}", target);
  // covered: for area; balanced: by structural choices; choices: the shortest cover of choices; levelled: balanced,
  // with chains of gates (carries, comparisons) shortened first; flattened: they become trees, which costs area.
  return {
      {"covered", enable_gates, clean + "amap" + sizes, true},
      {"balanced", enable_gates, clean + "&get,-n;&dch,-f;&nf,-D," + target + ";&put" + sizes, true},
      {"choices", enable_gates, clean + "dch,-f;map,-B,0.9,-D," + target + sizes, true},
      {"levelled", enable_gates, clean + "if,-g,-K,6;strash;&get,-n;&dch,-f;&nf,-D," + target + ";&put" + sizes, true},
      {"flattened", enable_gates, clean + "if,-g,-K,6;strash;if,-g,-K,6;strash;dch,-f;map,-B,0.9,-D," + target + sizes,
       true}};
}

const std::vector<UnitPart>& parts_of(const DesignSource& source) {
  return source.parts.empty() ? unit_parts() : source.parts;
}

std::string boundary_script(const DesignSource& source) {
  if (source.external.empty()) return "";
  return fmt::format("proc\nblackbox *{0}*\nflatten\nexpose -evert -sep __ {1}/t:*{0}*\n", source.external, source.top);
}

std::string elaborate_script(const DesignSource& source) {
  std::string script = "# Verilog to generic gates.\n";
  for (const std::string& file : source.files) script += fmt::format("read_verilog -defer ../../{}\n", file);
  script += fmt::format("hierarchy -check -top {}\n", source.top);
  if (source.lanes_once) script += keep_lanes_script();
  script += boundary_script(source);
  // The steps of `synth`. Words of gates become single gates first: `opt -full` splits words one slice a round, which
  // takes longer than all other steps. abc, with which synth ends, forgets where a gate comes from; parts.ys has to
  // know.
  script += fmt::format("synth -flatten -noabc -top {} -run begin:fine\n", source.top);
  script += "simplemap t:$and t:$or t:$xor t:$not t:$mux\n";
  script += "opt -fast -full\nmemory_map\nopt -full\ntechmap\nopt -fast\nwrite_rtlil sourced.il\n";
  return script;
}

std::string generic_script(const DesignSource& source) {
  return "# Generic gates without redundancy, and latches of the library.\n" + sourced_steps(source) +
         "abc -fast\nopt -fast\ntechmap -map latches.v\nwrite_rtlil generic.il\n";
}

std::string mapping_script(const DesignSource& source, const MappingRecipe& recipe) {
  std::string registers = fmt::format("write_json {}_registers.json\n", recipe.name);
  std::string whole;
  if (source.lanes_once) {
    whole = dissolve_lanes_script();
    registers = "design -push-copy\n" + whole + registers + "design -pop\n";
    whole += "opt_clean -purge\n";
  }
  return "# Generic gates to cells of the library.\nread_rtlil generic.il\n" + cell_steps(recipe, registers) + whole +
         fmt::format("write_json {}.json\n", recipe.name);
}

DesignMapper::DesignMapper(const DesignSource& source, const Library& library) : source_(source), library_(library) {
  for (const auto& [name, content] : source.contents) write_file(folder_.path() / name, content);
  const StorageMap flip_flops = flip_flop_map(library);
  flip_flops_ = flip_flops.techmap;
  latches_ = latch_map(library);
  enable_ = enable_techmap(library);
  if (const auto inverter = smallest_gate(library, 1, 0b01)) {
    constraint_ = fmt::format("set_driving_cell {}\nset_load 1\n", inverter->cell);
  }
  const fs::path run = run_folder();
  write_file(run / "flip_flops.v", flip_flops_);
  write_file(run / "latches.v", latches_);
  write_file(run / "enable.v", enable_);
  write_file(run / "drive.constr", constraint_);
  write_file(run / "generic.ys", generic_script(source));
  write_file(run / "library.lib", library.text);
  elaborate(source, run);
  if (source.lanes_once) give_lanes_context(source, run);
  run_yosys(run, "generic.ys");
  // $_DFF_PN0_, $_DFFE_PN0P_
  static const std::regex with_reset(R"(\$_DFFE?_[PN][PN][01][PN]?_)");
  synchronous_reset_ = flip_flops.synchronous_reset && std::regex_search(read_file(run / "generic.il"), with_reset);
}

fs::path DesignMapper::run_folder() const {
  // The same layout as where the result is kept, so that the kept scripts run again as they are.
  return folder_.path() / "synth" / "run";
}

MappedCells DesignMapper::map(const MappingRecipe& recipe) const {
  const fs::path run = run_folder();
  write_file(run / (recipe.name + ".ys"), mapping_script(source_, recipe));
  run_yosys(run, recipe.name + ".ys");
  MappedCells cells;
  cells.netlist = read_netlist(parse_yosys_json(read_file(run / (recipe.name + ".json")), recipe.name + ".json"),
                               source_.top, library_);
  if (source_.lanes_once) merge_equal_cells(cells.netlist);
  cells.counts = count(cells.netlist);
  cells.registers = read_file(run / (recipe.name + "_registers.json"));
  return cells;
}

std::map<std::string, double> DesignMapper::area_by_part(const MappingRecipe& recipe) const {
  const fs::path run = run_folder();
  write_file(run / "parts.ys", parts_script(source_, recipe));
  run_yosys(run, "parts.ys");
  const std::map<std::string, double> areas =
      area_by_module(parse_yosys_json(read_file(run / "parts.json"), "parts.json"), source_.top, library_);
  std::map<std::string, double> parts;
  for (const UnitPart& part : parts_of(source_)) parts[part.name] = 0;
  // A part of the top, or of a lane that is mapped once, is a module that is named after both.
  for (const auto& [module, area] : areas) {
    const std::size_t at = module.rfind("_part_");
    parts[at == std::string::npos ? "rest" : module.substr(at + 6)] += area;
  }
  return parts;
}

FileSet DesignMapper::files(const MappingRecipe& recipe, bool with_parts) const {
  FileSet files{{"flip_flops.v", flip_flops_},
                {"latches.v", latches_},
                {"enable.v", enable_},
                {"elaborate.ys", elaborate_script(source_)},
                {"generic.ys", generic_script(source_)},
                {recipe.name + ".ys", mapping_script(source_, recipe)}};
  if (source_.lanes_once) files["lanes.ys"] = read_file(run_folder() / "lanes.ys");
  if (recipe.timed) files["drive.constr"] = constraint_;
  if (with_parts) files["parts.ys"] = parts_script(source_, recipe);
  return files;
}

void adopt_cells(const DesignMapper& mapper, const MappingRecipe& recipe, MappedCells cells, bool with_parts,
                 MappingResult& result) {
  result.recipe = recipe.name;
  result.netlist = std::move(cells.netlist);
  result.counts = cells.counts;
  result.registers = std::move(cells.registers);
  result.synchronous_reset = mapper.synchronous_reset();
  for (const auto& [name, content] : mapper.files(recipe, with_parts)) result.files[name] = content;
  result.files["netlist.v"] = netlist_verilog(result.netlist);
  if (!with_parts) return;
  double sum = 0;
  result.area_by_part = mapper.area_by_part(recipe);
  for (const auto& [part, area] : result.area_by_part) sum += area;
  result.area_by_part["boundaries"] = result.counts.area - sum;
}

std::optional<MappedCells> try_recipe(const DesignMapper& mapper, const MappingRecipe& recipe) {
  const bool needed = recipe.name == area_recipes().front().name;
  try {
    return mapper.map(recipe);
  } catch (const CheckFailed&) {
    // abc stops on some small libraries where it looks for structural choices.
    if (needed) throw;
    return std::nullopt;
  }
}

MappingResult map_design(const DesignSource& source, const Library& library, bool with_parts) {
  const DesignMapper mapper(source, library);
  std::vector<MappingRecipe> recipes = area_recipes();
  if (!mapper.has_enable_gates()) recipes.pop_back();  // the last one
  std::vector<std::future<std::optional<MappedCells>>> runs;
  for (const MappingRecipe& recipe : recipes) {
    runs.push_back(std::async(std::launch::async, [&mapper, &recipe] { return try_recipe(mapper, recipe); }));
  }
  MappingResult result;
  std::vector<std::optional<MappedCells>> mapped;
  mapped.reserve(runs.size());
  for (auto& run : runs) mapped.push_back(run.get());
  std::size_t best = 0;
  for (std::size_t i = 0; i < recipes.size(); ++i) {
    if (!mapped[i]) continue;
    result.recipe_areas[recipes[i].name] = mapped[i]->counts.area;
    result.files[recipes[i].name + ".ys"] = mapping_script(source, recipes[i]);
    if (mapped[i]->counts.area < mapped[best]->counts.area) best = i;
  }
  adopt_cells(mapper, recipes[best], *std::move(mapped[best]), with_parts, result);
  return result;
}

}  // namespace pwlforge
