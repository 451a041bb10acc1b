// Copyright 2026 the pwlforge authors.
// Licensed under the Apache License, Version 2.0; see LICENSE.
// SPDX-License-Identifier: Apache-2.0
#include "synth/timing/sizing.hpp"

#include <fmt/format.h>

#include <map>
#include <sstream>

#include "gen/support/diagnostics.hpp"
#include "gen/support/files.hpp"
#include "gen/support/process.hpp"
#include "gen/support/words.hpp"
#include "synth/liberty/cell_variants.hpp"
#include "synth/timing/sta.hpp"

namespace pwlforge {
namespace {

/// Slack of the longest path that counts, and the path itself. Late latches come first: they count like other ends.
constexpr const char* kWorstWithLatches =
    "proc worst_path {} {\n"
    "  set path [lindex [find_timing_paths -path_delay max] 0]\n"
    "  if {[get_property $path slack] < 0} { return $path }\n"
    "  return [lindex [find_timing_paths -path_delay max -to $::ends] 0]\n"
    "}\n"
    "proc worst {} { return [get_property [worst_path] slack] }\n";
constexpr const char* kWorst =
    "proc worst_path {} { return [lindex [find_timing_paths -path_delay max] 0] }\n"
    "proc worst {} { return [worst_slack] }\n";

/// Along the longest path every cell is tried in all its strengths; one stays if the path's end gains and no other path
/// becomes longer than the longest was. Ends when a path finds no such cell, or gains have become small.
constexpr const char* kStrengthen = R"(
proc type_of {cell} { return [get_property [get_cells $cell] ref_name] }
proc become {cell type} { replace_cell $cell [get_lib_cells $::library/$type] }
proc slack_of {pin} {
  set rise [get_property $pin max_rise_slack]
  set fall [get_property $pin max_fall_slack]
  return [expr {$rise < $fall ? $rise : $fall}]
}
set now [worst]
set gain [expr {1e-5 * $clock}]
set rounds 0
set before $now
while {$now < 0} {
  if {[incr rounds] % 8 == 0} {
    if {$now - $before < 5e-3 * $clock} { break }
    set before $now
  }
  set path [worst_path]
  set points [get_property $path points]
  set end [get_property [lindex $points end] pin]
  set seen {}
  set moved 0
  foreach point $points {
    set names [split [get_property [get_property $point pin] full_name] /]
    set cell [lindex $names 0]
    if {[llength $names] < 2 || [lsearch -exact $seen $cell] >= 0} { continue }
    lappend seen $cell
    set own [type_of $cell]
    if {![info exists variants($own)]} { continue }
    set best $own
    set most [slack_of $end]
    foreach other $variants($own) {
      if {$other eq $own} { continue }
      become $cell $other
      set slack [slack_of $end]
      if {$slack > $most + $gain && [worst] >= $now - 1e-7} {
        set best $other
        set most $slack
      }
    }
    become $cell $best
    if {$best ne $own} { set sized($cell) $best; incr moved }
  }
  set now [worst]
  if {!$moved} { break }
}
)";

}  // namespace

Sizing size_cells(Netlist& netlist, const Library& library, double clock_ns) {
  const CellVariants variants(library);
  std::map<std::string, const std::vector<std::string>*> types;
  for (const NetlistCell& cell : netlist.cells) {
    const std::vector<std::string>& same = variants.of(*cell.cell);
    if (same.size() > 1) {
      for (const std::string& type : same) types[type] = &same;
    }
  }
  Sizing result;
  result.script =
      sta_constraints(netlist, clock_ns) + fmt::format("set library {{{}}}\nset clock {}\n", library.name, clock_ns);
  for (const auto& [type, same] : types) {
    result.script += fmt::format("set variants({}) {{{}}}\n", type, fmt::join(*same, " "));
  }
  result.script += has_latches(netlist) ? kWorstWithLatches : kWorst;
  result.script += kStrengthen;
  result.script +=
      "foreach cell [lsort [array names sized]] { puts \"sized $cell $sized($cell)\" }\nputs \"sizing ended\"\n";

  TemporaryDirectory folder;
  write_file(folder.path() / "sizing.tcl", result.script);
  write_file(folder.path() / "netlist.v", netlist_verilog(netlist));
  write_file(folder.path() / "library.lib", library.text);
  const ProcessResult run = run_process({"sta", "-no_splash", "-exit", "sizing.tcl"}, {folder.path(), {}, ""});
  const std::string log = run.output + run.errors;
  if (run.exit_code != 0 || log.find("sizing ended") == std::string::npos || log.find("Error:") != std::string::npos) {
    throw CheckFailed(fmt::format("OpenSTA: sizing of {} stops (found {}); look at the library's timing", netlist.top,
                                  log.size() > 1500 ? log.substr(log.size() - 1500) : log));
  }
  std::istringstream lines(log);
  std::string line;
  while (std::getline(lines, line)) {
    std::istringstream in(line);
    std::string word, instance, type;
    std::size_t number = 0;
    if (!(in >> word >> instance >> type) || word != "sized") continue;
    if (!read_number(std::string_view(instance).substr(1), number) || number >= netlist.cells.size()) {
      throw CheckFailed(fmt::format("OpenSTA: {} has no such cell (found {}); look at the log", netlist.top, instance));
    }
    NetlistCell& cell = netlist.cells[number];
    if (cell.type == type) continue;
    cell.type = type;
    cell.cell = library.find(type);
    ++result.resized;
  }
  return result;
}

}  // namespace pwlforge
