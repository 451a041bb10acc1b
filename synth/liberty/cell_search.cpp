// Copyright 2026 the pwlforge authors.
// Licensed under the Apache License, Version 2.0; see LICENSE.
// SPDX-License-Identifier: Apache-2.0
#include "synth/liberty/cell_search.hpp"

#include <fmt/format.h>

#include <algorithm>

#include "synth/liberty/boolean_function.hpp"

namespace pwlforge {
namespace {

/// Bit p is the output for the pattern p of the inputs; null when the function needs more than them.
std::optional<std::uint64_t> evaluate(const std::string& function, const std::vector<std::string>& inputs) {
  const auto rows = truth_rows(function, "cell function", inputs);
  if (!rows) return std::nullopt;
  std::uint64_t bits = 0;
  for (std::size_t row = 0; row < rows->size(); ++row) bits |= std::uint64_t{(*rows)[row]} << row;
  return bits;
}

}  // namespace

std::optional<GateMatch> smallest_gate(const Library& library, int inputs, std::uint64_t truth) {
  const std::uint64_t mask = (std::uint64_t{1} << (1 << inputs)) - 1;
  std::optional<GateMatch> best;
  for (const auto& [name, cell] : library.cells) {
    if (cell.kind != CellKind::combinational || cell.dont_use || cell.area <= 0) continue;
    if (best && cell.area >= best->area) continue;
    GateMatch match{name, {}, "", cell.area};
    int outputs = 0;
    for (const auto& [pin, description] : cell.pins) {
      if (description.is_input) match.inputs.push_back(pin);
      if (!description.is_output) continue;
      ++outputs;
      if (description.three_state.empty()) match.output = pin;
    }
    if (outputs != 1 || match.output.empty() || match.inputs.size() != static_cast<std::size_t>(inputs)) continue;
    const std::string& function = cell.pins.at(match.output).function;
    if (function.empty()) continue;
    std::sort(match.inputs.begin(), match.inputs.end());
    do {
      if (evaluate(function, match.inputs) == (truth & mask)) {
        best = match;
        break;
      }
    } while (std::next_permutation(match.inputs.begin(), match.inputs.end()));
  }
  return best;
}

std::string enable_techmap(const Library& library) {
  const auto nand2 = smallest_gate(library, 2, 0b0111);
  const auto nor2 = smallest_gate(library, 2, 0b0001);
  const auto oai21 = smallest_gate(library, 3, 0b00011111);  // !((in0 | in1) & in2)
  const auto aoi21 = smallest_gate(library, 3, 0b00000111);  // !((in0 & in1) | in2)
  const bool can_oai = nand2 && oai21;
  const bool can_aoi = nor2 && aoi21;
  if (!can_oai && !can_aoi) return {};
  const bool use_oai = can_oai && (!can_aoi || nand2->area + oai21->area <= nor2->area + aoi21->area);
  const GateMatch& hold = use_oai ? *nand2 : *nor2;
  const GateMatch& next = use_oai ? *oai21 : *aoi21;
  std::string text = "// Flip-flops with enable out of two gates of library " + library.name + ".\n";
  for (const bool active_high : {true, false}) {
    // The first pair wants the enable inverted, the second as it is.
    const bool invert = active_high == use_oai;
    text += fmt::format(
        "(* techmap_celltype = \"$_DFFE_P{}_\" *)\n"
        "module _enable_{} (input D, input C, input E, output Q);\n"
        "  wire enable, inverted, hold, next;\n"
        "  {}\n"
        "  \\$_NOT_ u_inverted (.A(D), .Y(inverted));\n"
        "  {} u_hold (.{}(Q), .{}(enable), .{}(hold));\n"
        "  {} u_next (.{}(inverted), .{}(enable), .{}(hold), .{}(next));\n"
        "  \\$_DFF_P_ u_state (.D(next), .C(C), .Q(Q));\n"
        "endmodule\n",
        active_high ? 'P' : 'N', active_high ? "high" : "low",
        invert ? "\\$_NOT_ u_enable (.A(E), .Y(enable));" : "assign enable = E;", hold.cell, hold.inputs[0],
        hold.inputs[1], hold.output, next.cell, next.inputs[0], next.inputs[1], next.inputs[2], next.output);
  }
  return text;
}

}  // namespace pwlforge
