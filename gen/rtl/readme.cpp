// Copyright 2026 the pwlforge authors.
// Licensed under the Apache License, Version 2.0; see LICENSE.
// SPDX-License-Identifier: Apache-2.0
//
// README.md of a unit directory.
#include <fmt/format.h>

#include <algorithm>

#include "gen/rtl/parts.hpp"
#include "gen/unit/axis.hpp"

namespace pwlforge {
namespace {

std::string function_text(const UnitPlan& plan) {
  if (plan.spec.store == Store::truth_table) {
    const int tolerance = plan.spec.tolerance;
    return fmt::format("    y = table[x]        {}the correctly rounded value of the function, one row per code\n",
                       tolerance > 0 ? fmt::format("at most {} from ", tolerance) : "");
  }
  std::string text = "    i = number of thresholds T with x >= T\n";
  if (plan.spec.floating) {
    text += "    y = fma(K[i], x, B[i])        one rounding, to nearest even\n";
    if (plan.spec.float_options.ftz) text += "    subnormal inputs and results become zero of their sign\n";
    text += plan.spec.float_options.inf_ieee ? "    an infinite x is used as it is\n"
                                             : "    an infinite x counts as the largest finite number of its sign\n";
    return text;
  }
  const bool shifted = plan.spec.integer.intercept == golden::InterceptForm::shifted;
  text += fmt::format("    acc = K[i] * x + {}        exact, {} bits\n", shifted ? "(B[i] << s)" : "B[i]",
                      plan.accumulator_bits);
  if (plan.spec.integer.raw) return text + "    y = acc\n";
  return text + fmt::format("    y = saturate( round( acc * 2^-R ) )        rounding {}, {} output of {} bits\n",
                            rounding_names()[static_cast<std::size_t>(plan.spec.integer.rounding)],
                            plan.spec.integer.output_signed ? "signed" : "unsigned", plan.output_bits);
}

/// Two beats back to back, the second one stalled for a cycle at the output.
std::string timing_text(const UnitPlan& plan) {
  constexpr int kCell = 4;
  const int p = plan.latency;
  const int cycles = p + 5;
  std::string text;
  const auto row = [&](const std::string& name, const std::vector<std::string>& cells) {
    text += fmt::format("    {:<14}", name);
    for (const std::string& cell : cells) text += fmt::format("{:<{}}", cell, kCell);
    while (text.back() == ' ') text.pop_back();
    text += "\n";
  };
  const auto size = static_cast<std::size_t>(cycles);
  const auto at = static_cast<std::size_t>(p);
  std::vector<std::string> number, in_valid(size, "0"), in_data(size, "."), out_valid(size, "0"), out_data(size, "."),
      out_ready(size, "1");
  for (int c = 0; c < cycles; ++c) number.push_back(std::to_string(c));
  in_valid[1] = in_valid[2] = "1";
  in_data[1] = "x0";
  in_data[2] = "x1";
  out_valid[at + 1] = out_valid[at + 2] = out_valid[at + 3] = "1";
  out_data[at + 1] = "y0";
  out_data[at + 2] = out_data[at + 3] = "y1";
  out_ready[at + 2] = "0";
  if (p == 0 && !plan.spec.skid) {  // ready passes through: the source holds its second beat
    in_valid[3] = "1";
    in_data[3] = "x1";
  }
  row("cycle", number);
  const bool axis = plan.spec.wrap == Wrap::axis;
  row(axis ? "s_axis_tvalid" : "in_valid_i", in_valid);
  row(axis ? "s_axis_tdata" : "in_data_i", in_data);
  row(axis ? "m_axis_tvalid" : "out_valid_o", out_valid);
  row(axis ? "m_axis_tdata" : "out_data_o", out_data);
  row(axis ? "m_axis_tready" : "out_ready_i", out_ready);
  return text;
}

}  // namespace

std::string bus_protocol_text(const BusPlan& plan) {
  const int step = axil_step(plan.config_data_bits);
  return fmt::format(
             "AXI4-Lite, one transaction at a time. A write of a word answers when the unit has accepted it, after the "
             "{} {}\nBefore the first commit "
             "no result comes out; a commit before any write is ignored. {}What is refused answers SLVERR, changes no "
             "word and\nsets a bit of `errors`.\n\nTo load a table without doubt: write `restart`, the words, the "
             "checksum of the header, then `commit` or `commit_at_last`.\nRegister n is at byte offset {} + {}n.\n\n",
             plan.rows ? "row\nthat has begun has come to its end and every row has left: give the rest of it and keep "
                         "`m_axis_tready` coming."
                       : "beats in\nflight that use the bank have left: keep `m_axis_tready` coming.",
             plan.banks == 1 ? "After a write the input stays blocked until a commit."
                             : "Writes go to the bank that is not working; a commit swaps the banks.",
             plan.shared_read
                 ? fmt::format("Reading a word stops the input until no {} is inside. ", plan.rows ? "row" : "beat")
                 : "",
             axil_register_base(plan), step) +
         registers_document(register_map()) + "\n";
}

namespace {

/// What a write does, on the ports of the unit or behind AXI4-Lite.
std::string protocol_text(const UnitPlan& plan) {
  if (plan.spec.wrap == Wrap::axis) {
    return bus_protocol_text(bus_plan(plan));
  }
  std::string text =
      plan.spec.banks == 1
          ? "One bank. A write or commit blocks the input in the same cycle and is accepted in a cycle with "
            "`cfg_busy_o` 0,\nwhen no beat is in flight; hold it until then. After a write the input stays blocked "
            "until a commit is accepted.\n"
          : "Two banks. Writes go to the bank that is not working; an accepted commit swaps the banks. Writes and "
            "commits are\naccepted in a cycle with `cfg_busy_o` 0, when no beat in flight uses the bank that is "
            "written; hold them until then.\n";
  return text +
         "Before the first commit `in_ready_o` is 0; a commit before any write is ignored. `cfg_rdata_o` shows the "
         "word "
         "at\n`cfg_addr_i` in the same cycle, of the bank that is written. Other addresses read 0 and ignore "
         "writes.\n" +
         (shares_select(plan.spec)
              ? "It is read through the networks that find the segments of beats, so it counts only while\n"
                "`cfg_busy_o` is 0.\n\n"
              : "\n") +
         (plan.spec.store == Store::latches
              ? "The words are latches, open in the low phase of the clock in the cycle of a write: the configuration "
                "inputs\nand what decodes them must settle in its high phase.\n\n"
              : "");
}

/// Which bits of the words of a trimmed store there are.
std::string kept_text(const UnitPlan& plan) {
  const KeptWords& kept = *plan.spec.kept;
  const auto range = [](const KeptBits& word) {
    return word.bits == 0 ? std::string("-") : fmt::format("{}..{}", word.low + word.bits - 1, word.low);
  };
  std::string text =
      "\nThe words are trimmed to the tables below: of each only these bits are kept (`-`: it is always 0), those "
      "below "
      "read\n0 and those above the highest one are copies of it. Another table can be loaded when its numbers fit.\n\n"
      "| entry | threshold | slope | intercept |\n|---|---|---|---|\n";
  for (std::size_t i = 0; i < kept.slopes.size(); ++i) {
    text += fmt::format("| {} | {} | {} | {} |\n", i, i < kept.thresholds.size() ? range(kept.thresholds[i]) : "",
                        range(kept.slopes[i]), range(kept.intercepts[i]));
  }
  if (plan.requant_word_bits == 0 && plan.requant_bits > 0) {
    text += fmt::format("\nThe requantize shift R is {}.\n", plan.requant_first);
  }
  return text;
}

std::string configuration_text(const UnitPlan& plan) {
  if (!is_loadable(plan.spec.store)) return {};
  const int step = plan.spec.wrap == Wrap::axis ? axil_step(plan.config_data_bits) : 1;
  std::string text = "\n## Configuration\n\n" + protocol_text(plan);
  text += step > 1 ? "| word | byte offset | bits |\n|---|---|---|\n" : "| word | address | bits |\n|---|---|---|\n";
  const auto range = [&](const char* name, int field, int count, int bits) {
    const int base = field << plan.index_bits;
    text += fmt::format("| {} 0..{} | {}..{} | {} |\n", name, count - 1, base * step, (base + count - 1) * step, bits);
  };
  range("threshold", 0, plan.spec.entries - 1, plan.threshold_bits);
  range("slope", 1, plan.spec.entries, plan.slope_bits);
  range("intercept", 2, plan.spec.entries, plan.intercept_bits);
  if (plan.requant_word_bits > 0) {
    const int most = plan.spec.kept ? plan.requant_first + (1 << plan.requant_word_bits) - 1 : plan.accumulator_bits;
    text += fmt::format("| requantize shift R, {}..{} | {} | {} |\n", plan.requant_first, most,
                        (3 << plan.index_bits) * step, plan.requant_word_bits);
  }
  if (plan.shift_bits > 0) {
    text += fmt::format("| intercept shift s, 0..{} | {} | {} |\n", plan.input_bits - 2,
                        ((3 << plan.index_bits) + 1) * step, plan.shift_bits);
  }
  if (plan.spec.kept) text += kept_text(plan);
  if (!plan.contexts.empty()) {
    text +=
        fmt::format("\n`{}.h` holds the writes of every context in the order in which to play them.\n", plan.spec.name);
  }
  return text;
}

}  // namespace

std::string commands_text(const std::string& name, bool latches) {
  return fmt::format(
      "\n## Simulate\n\n"
      "The bench prints one line, PASS with the number of vectors, or FAIL; the exit code says the same.\n\n"
      "Icarus Verilog:\n\n"
      "    iverilog -g2005 -Wall -o {0}.vvp -s {0}_tb -c {0}.f {0}_tb.v\n"
      "    vvp -N {0}.vvp\n\n"
      "Verilator 5:\n\n"
      "    verilator --binary --timing --x-initial unique --Mdir obj_dir --top-module {0}_tb {1}-f {0}.f {0}_tb.v\n"
      "    obj_dir/V{0}_tb\n\n"
      "Python, by cocotb 2 (`pip install 'cocotb>=2'`) in Icarus:\n\n"
      "    python3 {0}_cocotb.py\n\n"
      "It plays the same vectors with gaps and stalls from a seed; a number behind the name is another seed.\n"
      "\n## Synthesize\n\n"
      "    yosys -p \"read_verilog $(tr '\\n' ' ' < {0}.f); synth -flatten -top {0}; stat\"\n\n"
      "`{0}.sdc` holds the timing constraints, `{0}.core` describes the unit to FuseSoC, `manifest.json` to "
      "programs.\n"
      "\n## Several of them in one design\n\n"
      "Modules of the same name in `rtl` of directories of one generator are the same, and a design must have each of "
      "them\nonce. `{0}_shared.f` names only the files that are this directory's own and the folder in which to look "
      "for library\nmodules. Beside the folder of another unit, `other`, and a `top.v` that has both:\n\n"
      "    iverilog -g2005 -y {0}/rtl -y other/rtl {0}/{0}*.v other/other*.v top.v\n"
      "    verilator --lint-only {1}-F {0}/{0}_shared.f -F other/other_shared.f top.v\n"
      "    yosys -p \"read_verilog {0}/{0}*.v other/other*.v top.v; hierarchy -libdir {0}/rtl -libdir other/rtl -top "
      "top\"\n\n"
      "leaving out the benches `*_tb.v`. In FuseSoC every library module is a core, on which `{0}.core` depends. "
      "Directories\nof different generators do not mix: `gen --prefix` gives one of them names of its own.\n",
      name, latches ? "rtl/waivers.vlt " : "");
}

std::string readme_text(const UnitPlan& plan, const std::vector<std::string>& files) {
  std::string text = fmt::format("# {}\n\n{}\n\n{}\n", plan.spec.name, unit_summary(plan), function_text(plan));
  text += fmt::format("Latency {} cycles, one beat per cycle{}. Written by {}.\n", plan.latency,
                      plan.spec.lanes > 1 ? fmt::format(" of {} values", plan.spec.lanes) : "", generator_version());
  if (!plan.contexts.empty()) {
    text += "\n## Contexts\n\n";
    for (std::size_t i = 0; i < plan.contexts.size(); ++i) text += "- " + context_line(plan, i) + "\n";
  }
  text += "\n## Ports\n\n| port | direction | bits | meaning |\n|---|---|---|---|\n";
  for (const Port& port : plan.ports) {
    text += fmt::format("| `{}` | {} | {} | {} |\n", port.name, port.is_input ? "in" : "out", port.width, port.meaning);
  }
  text += "\n## Timing\n\nTwo beats back to back; the receiver is not ready for one cycle.\n\n" + timing_text(plan);
  const bool axis = plan.spec.wrap == Wrap::axis;
  text += axis ? "\nNo ready and no valid of the wrapper depends on an input in the same cycle (register slices).\n"
          : plan.spec.skid ? "\n`in_ready_o` does not depend on `out_ready_i` in the same cycle (skid stage).\n"
                           : "\n`in_ready_o` follows `out_ready_i` in the same cycle while a result is waiting.\n";
  text += configuration_text(plan);
  const bool latches = std::find(plan.modules.begin(), plan.modules.end(), "pwl_latch") != plan.modules.end();
  text += commands_text(plan.spec.name, latches);
  text += "\n## Files\n\n";
  for (const std::string& file : files) text += "- `" + file + "`\n";
  return text;
}

}  // namespace pwlforge
