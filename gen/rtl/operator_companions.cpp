// Copyright 2026 the pwlforge authors.
// Licensed under the Apache License, Version 2.0; see LICENSE.
// SPDX-License-Identifier: Apache-2.0
//
// C header and README.md of an operator directory.
#include <fmt/format.h>

#include <algorithm>
#include <cctype>
#include <functional>

#include "gen/operator/beats.hpp"
#include "gen/operator/operator_axis.hpp"
#include "gen/rtl/operator_parts.hpp"
#include "gen/rtl/parts.hpp"

namespace pwlforge {
namespace {

int part_base(const OperatorPlan& plan, std::size_t part) {
  return static_cast<int>(part) << (plan.config_address_bits - plan.part_bits);
}

/// What stands where in the result of a wide unit.
std::string wide_fields(const OperatorPlan& plan) {
  const int o = plan.spec.output_bits;
  if (plan.wide.spec.integer_form) return fmt::format("f(v) in bits 0..{}, v was 0 in bit {}", o - 1, o);
  const int end = o + plan.wide.exponent_bits;
  return fmt::format("y in bits 0..{}, k in bits {}..{}, v was 0 in bit {}", o - 1, o, end - 1, end);
}

/// Where the lanes are in the streams of a wrapper.
std::string stream_layout(const OperatorPlan& plan) {
  const int lanes = plan.spec.lanes;
  const int in = lane_bytes(plan.spec.element_bits);
  const int out = lane_bytes(result_bits(plan));
  const auto place = [&](int first, int step) {
    return fmt::format("{0} l + {1}..{0} l{2}", step, first + step - 1, first > 0 ? fmt::format(" + {}", first) : "");
  };
  const auto keep = [&](int bytes) { return bytes > 1 ? fmt::format("{} l", bytes) : std::string("l"); };
  std::string text = fmt::format(
      "\n## Streams\n\nLanes l = 0..{} take whole bytes; element i of a row is in beat floor(i / {}), lane i mod "
      "{}.\n\n"
      "| port | bits | what |\n|---|---|---|\n",
      lanes - 1, lanes, lanes);
  const auto line = [&](const char* port, const std::string& bits, const std::string& what) {
    text += fmt::format("| `{}` | {} | {} |\n", port, bits, what);
  };
  const auto value = [&](int bits, int bytes) {
    return 8 * bytes > bits ? fmt::format(" in the low {} bits", bits) : std::string();
  };
  const std::string ignored = in * 8 > plan.spec.element_bits ? "; what is above is not looked at" : "";
  line("s_axis_tdata", place(0, 8 * in), "element" + value(plan.spec.element_bits, in) + ignored);
  if (is_gated(plan.spec.kind)) {
    line("s_axis_tdata", place(8 * in * lanes, 8 * in), "the other operand b, in the same way");
  }
  const bool wide = plan.spec.kind == OperatorKind::wide;
  line("s_axis_tkeep", keep(in),
       wide ? "bit 0 travels with the value; other bits are not looked at"
            : "the element counts; other bits are not looked at");
  line("m_axis_tdata", place(0, 8 * out),
       "result" + value(result_bits(plan), out) + (8 * out > result_bits(plan) ? ", 0 above" : "") +
           (wide ? ": " + wide_fields(plan) : ""));
  line("m_axis_tkeep", out > 1 ? fmt::format("{0} l + {1}..{0} l", out, out - 1) : "l", "keep of the element");
  return text;
}

/// The beats of a row on the streams of a wrapper.
std::string stream_beats(const OperatorPlan& plan, const Stimulus& row, const golden::RowResult& result) {
  const auto lanes = static_cast<std::size_t>(plan.spec.lanes);
  std::string text = "\nOn the streams:\n\n";
  const auto hex = [&](const std::vector<std::int64_t>& values, std::size_t beat, int bits) {
    std::string digits;
    for (std::size_t lane = 0; lane < lanes; ++lane) {
      const std::size_t at = beat * lanes + lane;
      const auto value = static_cast<std::uint64_t>(at < values.size() ? values[at] : 0);
      const std::uint64_t mask = ~std::uint64_t{0} >> (64 - bits);
      digits.insert(0, fmt::format("{:0{}x}", value & mask, 2 * lane_bytes(bits)));
    }
    return digits;
  };
  const auto keep = [&](std::size_t beat, int bytes) {
    std::string digits;
    for (std::size_t lane = 0; lane < lanes; ++lane) {
      const std::size_t at = beat * lanes + lane;
      digits.insert(
          0, std::string(static_cast<std::size_t>(bytes), at < row.row.keep.size() && row.row.keep[at] ? '1' : '0'));
    }
    return digits;
  };
  const int w = plan.spec.element_bits;
  const std::size_t beats = (row.row.codes.size() + lanes - 1) / lanes;
  const std::size_t operands = is_gated(plan.spec.kind) ? 2 : 1;
  for (std::size_t beat = 0; beat < beats; ++beat) {
    const int last = beat + 1 == beats ? 1 : 0;
    const std::string gates = operands > 1 ? hex(row.gates, beat, w) : "";
    const std::string unused((operands - 1) * lanes * static_cast<std::size_t>(lane_bytes(w)), '0');
    text += fmt::format("    beat {}   s_axis tdata 0x{}{} tkeep 0b{}{} tlast {}", beat, gates,
                        hex(row.row.codes, beat, w), unused, keep(beat, lane_bytes(w)), last);
    text += fmt::format("   m_axis tdata 0x{} tkeep 0b{} tlast {}\n", hex(result.outputs, beat, result_bits(plan)),
                        keep(beat, lane_bytes(result_bits(plan))), last);
  }
  return text;
}

/// A short row and what comes of it, computed by the golden model.
std::string worked_row(const OperatorPlan& plan) {
  const bool axis = plan.spec.wrap == Wrap::axis;
  const OperatorImage image = table_image(plan);
  Stimulus stimulus;
  const std::int64_t unit = plan.spec.element_bits == 8 ? 1 : std::int64_t{1} << (plan.spec.element_bits - 8);
  if (plan.spec.kind == OperatorKind::wide) {
    stimulus.row.codes = {0, 1, 3, 100};
  } else {
    stimulus.row.codes = {16 * unit, 40 * unit, -8 * unit, 33 * unit};
  }
  stimulus.row.keep = {true, true, true, plan.spec.kind == OperatorKind::wide};
  if (plan.spec.floating) {
    stimulus.row.codes.clear();
    for (const double value : {1.0, 2.5, -0.5, 2.0625}) {
      stimulus.row.codes.push_back(static_cast<std::int64_t>(golden::from_double(golden::kFp32, value)));
    }
  }
  stimulus.gates = {10 * unit, -20 * unit, 30 * unit, 40 * unit};
  const golden::RowResult result = evaluate_row(plan, image, stimulus.row, stimulus.gates);
  std::string text = fmt::format("\n## A worked row\n\nWith the {} of this directory",
                                 plan.spec.peer == Peer::none ? "tables" : "constants");
  const auto real = [](std::int64_t word) {
    return fmt::format("{:.9g}", golden::to_double(golden::kFp32, static_cast<std::uint64_t>(word)));
  };
  text += plan.spec.floating && is_norm(plan.spec.kind)
              ? fmt::format(" and gain {}, bias {}, epsilon {}, n = {}", real(image.gain[0]), real(image.bias[0]),
                            real(static_cast<std::int64_t>(image.epsilon)),
                            plan.spec.numbers.length > 0 ? plan.spec.numbers.length : plan.spec.max_row)
          : is_norm(plan.spec.kind)  ? fmt::format(" and gain {}, bias {}, shift {}, epsilon {}", image.gain[0],
                                                   image.bias[0], image.shift, static_cast<std::int64_t>(image.epsilon))
          : is_gated(plan.spec.kind) ? fmt::format(" and R = {}", image.requant)
                                     : "";
  text += ":\n\n";
  const auto list = [&](const std::vector<std::int64_t>& values) {
    if (!plan.spec.floating) return fmt::format("{}", fmt::join(values, ", "));
    std::vector<std::string> texts;
    for (const std::int64_t value : values) texts.push_back(real(value));
    return fmt::format("{}", fmt::join(texts, ", "));
  };
  if (plan.spec.kind == OperatorKind::wide) {
    text += "| v |" + std::string(plan.wide.spec.integer_form ? " out |\n|---|---|\n" : " y | k |\n|---|---|---|\n");
    for (std::size_t i = 0; i < stimulus.row.codes.size(); ++i) {
      const std::int64_t y = result.outputs[i] & ((std::int64_t{1} << plan.spec.output_bits) - 1);
      const std::int64_t k = (result.outputs[i] >> plan.spec.output_bits) & ((1 << plan.wide.exponent_bits) - 1);
      text += plan.wide.spec.integer_form ? fmt::format("| {} | {} |\n", stimulus.row.codes[i], y)
                                          : fmt::format("| {} | {} | {} |\n", stimulus.row.codes[i], y, k);
    }
    return axis ? text + stream_beats(plan, stimulus, result) : text;
  }
  text += fmt::format("    in    {}        the last one dropped\n", list(stimulus.row.codes));
  if (is_gated(plan.spec.kind)) text += fmt::format("    gate  {}\n", list(stimulus.gates));
  text += fmt::format("    out   {}\n", list(result.outputs));
  return axis ? text + stream_beats(plan, stimulus, result) : text;
}

std::string timing_text(const OperatorPlan& plan) {
  if (!has_rows(plan.spec.kind)) {
    return fmt::format("A value that is taken in cycle 0 is answered in cycle {} at the earliest; one value a cycle.\n",
                       plan.latency);
  }
  const int beats = 3;
  const int first = plan.first_result(beats);
  const int cycles = first + beats + 1;
  std::string text = fmt::format(
      "The first output of a row of b beats follows its first beat by {}(b - 1) + {} cycles; the next row may follow "
      "at "
      "once.\n{}Here a row of {} beats, and the first beat of the next:\n\n",
      plan.latency_rows == 1 ? "" : "2 ", plan.latency,
      plan.interval > 1 ? fmt::format("Rows of fewer than {0} beats leave every {0} cycles.\n", plan.interval) : "",
      beats);
  const bool axis = plan.spec.wrap == Wrap::axis;
  const auto row = [&](const std::string& name, const std::function<std::string(int)>& cell) {
    std::string line = fmt::format("    {:<{}}", name, axis ? 14 : 12);
    for (int c = 0; c < cycles; ++c) line += fmt::format("{:<4}", cell(c));
    while (line.back() == ' ') line.pop_back();
    text += line + "\n";
  };
  row("cycle", [](int c) { return std::to_string(c); });
  row(axis ? "s_axis_tvalid" : "in_valid_i", [&](int c) { return c <= beats ? "1" : "0"; });
  row(axis ? "s_axis_tdata" : "in_data_i", [&](int c) {
    return c < beats ? fmt::format("a{}", c) : c == beats ? "b0" : ".";
  });
  row(axis ? "s_axis_tlast" : "in_last_i", [&](int c) { return c == beats - 1 ? "1" : c <= beats ? "0" : "."; });
  row(axis ? "m_axis_tvalid" : "out_valid_o", [&](int c) { return c >= first && c < first + beats ? "1" : "0"; });
  row(axis ? "m_axis_tdata" : "out_data_o",
      [&](int c) { return c >= first && c < first + beats ? fmt::format("y{}", c - first) : "."; });
  row(axis ? "m_axis_tlast" : "out_last_o", [&](int c) {
    return c == first + beats - 1 ? "1" : c >= first && c < first + beats ? "0" : ".";
  });
  return text;
}

std::string protocol_text(const OperatorPlan& plan) {
  if (plan.spec.wrap == Wrap::axis) return bus_protocol_text(bus_plan(plan));
  const std::string text =
      plan.spec.kind == OperatorKind::wide
          ? "A write or commit blocks the input in the same cycle and is accepted in a cycle with `cfg_busy_o` 0, when "
            "nothing is\ninside; hold it until then. After a write the input stays blocked until a commit is accepted."
          : "A write or commit lets the row that has begun come to its end, keeps the next one out, and is accepted in "
            "a cycle with\n`cfg_busy_o` 0, when no row is inside; hold it until then. After a write the input stays "
            "blocked until a commit is\naccepted. No row ever sees two tables.";
  return text +
         " Before the first commit `in_ready_o` is 0: load every part first.\n`cfg_rdata_o` shows the word at "
         "`cfg_addr_i` while `cfg_busy_o` is 0.\n\n";
}

/// Bytes of an address for firmware: 1 on the ports of the operator.
int address_step(const OperatorPlan& plan) {
  return has_axil(plan) ? axil_step(plan.config_data_bits) : 1;
}

std::string configuration_text(const OperatorPlan& plan) {
  if (plan.parts.empty()) return {};
  const int step = address_step(plan);
  std::string text = fmt::format("\n## Configuration\n\n{}| part | word | {} | bits |\n|---|---|---|---|\n",
                                 protocol_text(plan), step > 1 ? "byte offset" : "address");
  for (std::size_t i = 0; i < plan.parts.size(); ++i) {
    const ConfigPart& part = plan.parts[i];
    const int base = part_base(plan, i);
    if (part.words.empty()) {
      const int half = 1 << (part.address_bits - 1);
      text += fmt::format("| {} | gain of a channel, {{beat, lane}}; not read back | {}.. | {} |\n", part.name,
                          base * step, plan.gain_bits);
      text += fmt::format("| {} | bias of a channel, {{beat, lane}}; not read back | {}.. | {} |\n", part.name,
                          (base + half) * step, plan.bias_bits);
    }
    // Runs of one field are one line.
    for (std::size_t w = 0; w < part.words.size();) {
      std::size_t end = w + 1;
      while (end < part.words.size() && part.words[end].field == part.words[w].field &&
             part.words[end].context == part.words[w].context) {
        ++end;
      }
      const ConfigWord& first = part.words[w];
      const ConfigWord& last = part.words[end - 1];
      const std::string context =
          part.words.back().context > 0 ? fmt::format(" of octave parity {}", first.context) : "";
      text += end - w == 1
                  ? fmt::format("| {} | {}{} | {} | {} |\n", part.name, first.field, context,
                                (base + first.address) * step, first.bits)
                  : fmt::format("| {} | {} {}..{}{} | {}..{} | {} |\n", part.name, first.field, first.index, last.index,
                                context, (base + first.address) * step, (base + last.address) * step, first.bits);
      w = end;
    }
  }
  return text + fmt::format("\n`{}.h` holds all writes in the order in which to play them.\n", plan.spec.name);
}

}  // namespace

std::string operator_header_text(const OperatorPlan& plan) {
  const std::string& name = plan.spec.name;
  const std::string prefix = upper(name);
  std::string text = licence_header("//");
  text += fmt::format("//\n// Constants, address map and tables of {} for firmware, C99 and C++. Written by {}.\n",
                      name, generator_version());
  text += fmt::format("#ifndef {0}_H_\n#define {0}_H_\n\n#include <stdint.h>\n\n", prefix);
  const auto define = [&](const std::string& what, int value) {
    text += fmt::format("#define {}_{} {}\n", prefix, what, value);
  };
  define("LATENCY_PER_BEAT", plan.latency_rows);
  define("LATENCY", plan.latency);
  define("LANES", plan.spec.lanes);
  define("INPUT_BITS", plan.spec.element_bits);
  define("OUTPUT_BITS", plan.spec.output_bits);
  if (has_rows(plan.spec.kind)) define("MAX_ROW", plan.spec.max_row);
  if (plan.parts.empty()) return text + fmt::format("\n#endif  // {}_H_\n", prefix);
  const bool axil = has_axil(plan);
  const int step = address_step(plan);
  text += axil ? "\n// Configuration behind AXI4-Lite: byte offset of each part.\n"
               : "\n// Configuration: first address of each part.\n";
  define("CONFIG_ADDRESS_BITS", axil ? axil_address_bits(bus_plan(plan)) : plan.config_address_bits);
  define("CONFIG_DATA_BITS", plan.config_data_bits);
  for (std::size_t i = 0; i < plan.parts.size(); ++i) {
    define(upper(plan.parts[i].name) + "_BASE", part_base(plan, i) * step);
  }
  if (axil) text += "\n// Registers, by byte offset, and their bits.\n" + bus_header_text(bus_plan(plan));
  std::vector<ConfigWrite> writes = operator_writes(plan, table_image(plan));
  for (ConfigWrite& write : writes) write.address *= step;
  text += write_type_text(name, plan.config_data_bits);
  define("IMAGE_WRITES", static_cast<int>(writes.size()));
  text += "\n" + image_text(name, "image", writes, plan.config_data_bits);
  if (axil) text += fmt::format("#define {}_IMAGE_CHECKSUM 0x{:08x}u\n", prefix, write_signature(writes));
  return text + fmt::format("\n#endif  // {}_H_\n", prefix);
}

std::string operator_readme_text(const OperatorPlan& plan, const std::vector<std::string>& files, bool latches) {
  const std::string& name = plan.spec.name;
  std::string text = fmt::format("# {}\n\n{}\n\n{}", name, operator_summary(plan), operator_formulas(plan));
  text += fmt::format("\nWritten by {}.\n\n## Ports\n\n| port | direction | bits | meaning |\n|---|---|---|---|\n",
                      generator_version());
  for (const Port& port : plan.ports) {
    text += fmt::format("| `{}` | {} | {} | {} |\n", port.name, port.is_input ? "in" : "out", port.width, port.meaning);
  }
  if (has_rows(plan.spec.kind)) {
    const bool axis = plan.spec.wrap == Wrap::axis;
    text += fmt::format(
        "\nA row is a run of beats up to `{1}`, of 1 to {0} beats. What is beyond is taken and dropped up to `{1}`,\n"
        "raises {2}, and the next row is right.\n",
        plan.max_beats, axis ? "s_axis_tlast" : "in_last_i", has_axil(plan) ? "the flag overlong" : "`overlong_o`");
  }
  if (plan.spec.wrap == Wrap::axis) text += stream_layout(plan);
  text += "\n## Timing\n\n" + timing_text(plan);
  text += "\nValid and ready: a beat moves in a cycle where both are 1; once valid, it holds until taken.\n";
  if (plan.spec.wrap == Wrap::axis) {
    text += "No ready and no valid of the wrapper depends on an input in the same cycle (register slices).\n";
  }
  if (!plan.memories.empty()) {
    text +=
        "\n## Memories\n\n`pwl_memory` is the module to replace by a macro: one clock, one write and one synchronous "
        "read port, no reset.\n\n| memory | words | bits of a word | bits |\n|---|---|---|---|\n";
    for (const RowMemory& memory : plan.memories) {
      text += fmt::format("| `{}` | {} | {} | {} |\n", memory.name, memory.depth, memory.width,
                          memory.depth * memory.width);
    }
  }
  text += worked_row(plan) + configuration_text(plan);
  text += commands_text(name, latches);
  text += "\n## Files\n\n";
  for (const std::string& file : files) text += "- `" + file + "`\n";
  return text;
}

}  // namespace pwlforge
