// Copyright 2026 the pwlforge authors.
// Licensed under the Apache License, Version 2.0; see LICENSE.
// SPDX-License-Identifier: Apache-2.0
#include "synth/map/storage_map.hpp"

#include <fmt/format.h>

#include <optional>

#include "gen/support/diagnostics.hpp"
#include "synth/liberty/cell_search.hpp"
#include "synth/liberty/storage_cell.hpp"

namespace pwlforge {
namespace {

/// A generic register. Its output is the data of the last active control; under reset it is `value`.
struct Wanted {
  std::string type;          ///< $_DFF_PN0_
  bool control_high = true;  ///< of a latch: open while the enable is 1
  bool has_reset = false;
  bool reset_high = false;
  bool value = false;
};

const std::vector<Wanted>& flip_flops() {
  static const std::vector<Wanted> all = {{"$_DFF_P_", true, false, false, false},
                                          {"$_DFF_PN0_", true, true, false, false},
                                          {"$_DFF_PN1_", true, true, false, true},
                                          {"$_DFF_PP0_", true, true, true, false},
                                          {"$_DFF_PP1_", true, true, true, true}};
  return all;
}

/// A use of a cell for a wanted register: where inverters have to stand.
struct Fit {
  StorageUse use;
  bool invert_data = false, invert_control = false, invert_reset = false, invert_output = false;
  double cost = 0;
};

std::optional<Fit> fit_of(const StorageUse& use, const Wanted& wanted, double inverter) {
  if (use.reset.name.empty() == wanted.has_reset) return std::nullopt;
  Fit fit;
  fit.use = use;
  fit.invert_control = use.control.inverted == wanted.control_high;
  if (wanted.has_reset) {
    fit.invert_reset = use.reset.inverted == wanted.reset_high;
    fit.invert_output = (use.reset_state != use.output.inverted) != wanted.value;
  }
  // Without a reset an inverted cell gets its inverter in front: the paths out of a register are the longer ones.
  fit.invert_data = (use.data.inverted != use.output.inverted) != fit.invert_output;
  fit.cost = use.area + inverter * (int{fit.invert_data} + int{fit.invert_control} + int{fit.invert_reset} +
                                    int{fit.invert_output});
  return fit;
}

std::optional<Fit> cheapest(const std::vector<StorageUse>& uses, const Wanted& wanted, double inverter) {
  std::optional<Fit> best;
  for (const StorageUse& use : uses) {
    const std::optional<Fit> fit = fit_of(use, wanted, inverter);
    if (fit && (!best || fit->cost < best->cost)) best = fit;
  }
  return best;
}

double inverter_area(const Library& library) {
  const auto inverter = smallest_gate(library, 1, 0b01);
  return inverter ? inverter->area : 0;
}

/// "  \$_NOT_ u_data (.A(D), .Y(data));" or "  assign data = D;"
std::string link(const std::string& to, const std::string& from, bool invert) {
  return invert ? fmt::format("  \\$_NOT_ u_{0} (.A({1}), .Y({0}));\n", to, from)
                : fmt::format("  assign {} = {};\n", to, from);
}

/// The cell behind its inverters, from the nets D, `control`, R to Q.
std::string body(const Fit& fit, const std::string& data, const std::string& control, bool with_reset) {
  const StorageUse& use = fit.use;
  std::string text = "  wire data, control, state;\n" + link("data", data, fit.invert_data) +
                     link("control", control, fit.invert_control);
  if (with_reset) text += "  wire reset;\n" + link("reset", "R", fit.invert_reset);
  text += fmt::format("  {} _TECHMAP_REPLACE_ (.{}(data), .{}(control), .{}(state)", use.cell, use.data.name,
                      use.control.name, use.output.name);
  if (with_reset) text += fmt::format(", .{}(reset)", use.reset.name);
  for (const auto& [pin, value] : use.ties) text += fmt::format(", .{}(1'b{})", pin, int{value});
  return text + ");\n" + link("Q", "state", fit.invert_output);
}

std::string module_name(const std::string& type) {
  return "_map" + type.substr(1, type.size() - 2);
}

std::string flip_flop_module(const Wanted& wanted, const Fit& fit) {
  return fmt::format("(* techmap_celltype = \"{}\" *)\nmodule {} (input D, input C, {}output Q);\n{}endmodule\n",
                     wanted.type, module_name(wanted.type), wanted.has_reset ? "input R, " : "",
                     body(fit, "D", "C", wanted.has_reset));
}

/// A register with reset out of one without: data & !reset, or data | reset.
std::string gated_module(const Wanted& wanted, const Fit& plain) {
  return fmt::format(
      "(* techmap_celltype = \"{}\" *)\nmodule {} (input D, input C, input R, output Q);\n  wire active, gated;\n{}"
      "  \\$_{}_ u_gated (.A(D), .B(active), .Y(gated));\n{}endmodule\n",
      wanted.type, module_name(wanted.type), link("active", "R", wanted.reset_high != wanted.value),
      wanted.value ? "OR" : "AND", body(plain, "gated", "C", false));
}

}  // namespace

StorageMap flip_flop_map(const Library& library) {
  const std::vector<StorageUse> uses = storage_uses(library, CellKind::flip_flop);
  const double inverter = inverter_area(library);
  const std::optional<Fit> plain = cheapest(uses, flip_flops().front(), inverter);
  if (!plain) {
    throw CheckFailed(
        fmt::format("library {}: none of its flip-flops is a register of one bit once the other inputs are tied to "
                    "constants (found {} usable with a reset, 0 without); give a library with a plain flip-flop, or "
                    "another --dont-use",
                    library.name, uses.size()));
  }
  StorageMap map;
  map.techmap = "// Flip-flops of library " + library.name + ", understood from their functions.\n";
  for (const Wanted& wanted : flip_flops()) {
    const std::optional<Fit> fit = cheapest(uses, wanted, inverter);
    map.techmap += fit ? flip_flop_module(wanted, *fit) : gated_module(wanted, *plain);
    map.synchronous_reset = map.synchronous_reset || !fit;
  }
  return map;
}

std::string latch_map(const Library& library) {
  const std::vector<StorageUse> uses = storage_uses(library, CellKind::latch);
  const double inverter = inverter_area(library);
  std::string text = "// Latches of library " + library.name + ", understood from their functions.\n";
  for (const Wanted& wanted :
       {Wanted{"$_DLATCH_P_", true, false, false, false}, Wanted{"$_DLATCH_N_", false, false, false, false}}) {
    const std::optional<Fit> fit = cheapest(uses, wanted, inverter);
    if (!fit) continue;
    text += fmt::format("(* techmap_celltype = \"{}\" *)\nmodule {} (input E, input D, output Q);\n{}endmodule\n",
                        wanted.type, module_name(wanted.type), body(*fit, "D", "E", false));
  }
  return text;
}

std::string legalize_command() {
  std::string command = "dfflegalize";
  for (const Wanted& wanted : flip_flops()) command += fmt::format(" -cell {} 01", wanted.type);
  return command;
}

}  // namespace pwlforge
