// Copyright 2026 the pwlforge authors.
// Licensed under the Apache License, Version 2.0; see LICENSE.
// SPDX-License-Identifier: Apache-2.0
//
// C header and README.md of an operator directory.
#include <fmt/format.h>

#include <algorithm>
#include <cctype>
#include <functional>

#include "gen/rtl/operator_parts.hpp"
#include "gen/rtl/parts.hpp"

namespace pwlforge {
namespace {

int part_base(const OperatorPlan& plan, std::size_t part) {
  return static_cast<int>(part) << (plan.config_address_bits - plan.part_bits);
}

std::string float_formulas(const OperatorPlan& plan) {
  const std::string order =
      "\nFP32, IEEE 754, to nearest even, subnormals in full; fma has one rounding. A sum takes the beats in order: "
      "the "
      "lanes of\na beat in a tree whose node n is node 2n + 1 plus node 2n + 2 and whose last nodes are the terms, "
      "then "
      "the sum so far plus\nnode 0, each fma(1, a, b). reciprocal and root look up the mantissa and negate or halve "
      "the "
      "exponent: 0 for zero,\nsubnormal and infinite arguments, NaN for NaN and below zero, 0 below the smallest "
      "normal "
      "number.\n";
  const std::string pairs =
      "Squares are summed in pairs, fma(c, c, c' * c') for lanes 2i and 2i + 1; a single lane is fma(c, c, sum so "
      "far).\n";
  if (plan.spec.kind == OperatorKind::softmax) {
    return "    M   = largest float of the row, over what is kept\n"
           "    e_j = exp unit( fma(1, q_j, -M) )        0 where dropped or below zero\n"
           "    p_j = fma(e_j, reciprocal( sum of all e_j ), 0)\n" +
           order;
  }
  const bool centred = plan.spec.kind == OperatorKind::layernorm;
  return fmt::format(
             "{}    c_j   = {}        0 where dropped\n"
             "    Q     = sum of c_j^2\n"
             "    out_j = fma( fma(c_j, root( fma(1, Q, epsilon) ), 0), gain_j, bias_j )\n",
             centred ? "    mean  = fma( sum of q_j, reciprocal_length, 0 )\n" : "",
             centred ? "fma(1, q_j, -mean)" : "q_j") +
         order + pairs;
}

std::string peer_exp_formula(const golden::PeerExp& exp) {
  return exp.polynomial
             ? fmt::format("    e(x)  = floor( (({} - r)^2 + {}) * 2^-z )        z = floor(x / {}), r = x - z * {}\n",
                           exp.b, exp.c, exp.octave, exp.octave)
             : fmt::format(
                   "    e(x)  = floor( ({0} - ceil(r / 2)) * 2^-z )        z = floor(x * 2^{1} / {0}), r = x * "
                   "2^{1} - z * {0}\n",
                   exp.octave, exp.guard);
}

std::string peer_formulas(const OperatorPlan& plan) {
  const OperatorSpec& spec = plan.spec;
  const PeerPlan& peer = plan.peer;
  const OperatorImage image = table_image(plan);
  const int w = spec.element_bits;
  if (spec.kind == OperatorKind::softmax) {
    return fmt::format(
        "    M     = largest code of the row, over what is kept\n{}"
        "    p_j   = saturate( floor( e(M - q_j) * 2^{} / sum of all e(M - q_j) ) )        0 where dropped\n",
        peer_exp_formula(peer.softmax.exp), spec.output_bits);
  }
  if (is_norm(spec.kind)) {
    const bool centred = spec.kind == OperatorKind::layernorm;
    return fmt::format(
        "    root  = floor( sqrt( {} + {} ) ), {}\n    c_j   = {}        0 where dropped\n"
        "    out_j = saturate( round half up( c_j * {} / (root * 2^{}) ) )\n",
        centred ? "n * sum of q_j^2 - (sum of q_j)^2" : "sum of q_j^2", static_cast<std::int64_t>(image.epsilon),
        peer.newton_steps > 0 ? "by Newton's steps" : "digit by digit", centred ? "n * q_j - sum of q_j" : "q_j",
        image.gain.front(), image.shift);
  }
  const std::string out = fmt::format(
      "    out_j = saturate( round half up( u_j * b_j * 2^-{} ) )        a: in_data_i, b: in_gate_i\n", image.requant);
  if (peer.gate.gelu) {
    return fmt::format(
               "    h_j   = {0} - min(|a_j|, {0})\n"
               "    u_j   = saturate( round half up( a_j * (a_j < 0 ? h_j^2 : {1} - h_j^2) * {2} * 2^-{3} ) )\n",
               peer.gate.polynomial.b, 2 * peer.gate.polynomial.c, peer.gate.mantissa, peer.gate.exponent) +
           out;
  }
  return peer_exp_formula(peer.gate.exp) +
         fmt::format(
             "    u_j   = a_j * min( 2^{0} - 1, floor( (a_j < 0 ? e(|a_j|) : e(0)) * 2^{0} / (e(0) + e(|a_j|)) ) )\n",
             w) +
         out;
}

std::string formulas(const OperatorPlan& plan) {
  const OperatorSpec& spec = plan.spec;
  if (spec.floating) return float_formulas(plan);
  if (spec.peer != Peer::none) return peer_formulas(plan);
  const int o = plan.wide.core.output_bits;
  switch (spec.kind) {
    case OperatorKind::softmax:
      return fmt::format(
          "    M   = largest code of the row, over what is kept\n"
          "    e_j = exp unit( max(q_j - M, -2^{}) )        0 where dropped\n"
          "    y, k = reciprocal of the sum of all e_j:  1 / sum = y * 2^-{} * 2^-k\n"
          "    p_j = saturate( round half up( e_j * y * 2^({} - {} - k) ) )        scale 2^-{}\n",
          plan.unit.input_bits - 1, o, spec.output_bits, o, spec.output_bits);
    case OperatorKind::rmsnorm:
    case OperatorKind::layernorm: {
      const bool centred = spec.kind == OperatorKind::layernorm;
      return fmt::format(
          "    Q     = {}        n elements are kept\n"
          "    y, k  = reciprocal root of Q:  1 / sqrt(Q) = y * 2^-{} * 2^-k\n"
          "    c_j   = {}        0 where dropped\n"
          "    out_j = saturate( round half up( c_j * y * gain_j * 2^-(k + shift + {}) + bias_j * 2^-{} ) )\n",
          centred ? "n * sum of q_j^2 - (sum of q_j)^2 + epsilon" : "sum of q_j^2 + epsilon", o,
          centred ? "n * q_j - sum of q_j" : "q_j", golden::kBiasFraction, golden::kBiasFraction);
    }
    case OperatorKind::swiglu:
    case OperatorKind::geglu:
      return "    out_j = saturate( round half up( unit(a_j) * b_j * 2^-R ) )        a: in_data_i, b: in_gate_i\n";
    case OperatorKind::wide: break;
  }
  const bool root = plan.wide.spec.function == golden::WideFunction::rsqrt;
  const std::string f = root ? "1 / sqrt(v)" : "1 / v";
  if (plan.wide.spec.integer_form) {
    return fmt::format("    out = saturate( round half up( {} * 2^{} ) )        all ones for v = 0\n", f,
                       plan.wide.spec.fraction_bits);
  }
  return fmt::format("    {} = y * 2^-{} * 2^-k        y = {}, k = {} for v = 0\n", f, plan.wide.core.output_bits,
                     (std::int64_t{1} << plan.wide.core.output_bits) - 1, plan.wide.largest);
}

/// A short row and what comes of it, computed by the golden model.
std::string worked_row(const OperatorPlan& plan) {
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
    return text;
  }
  text += fmt::format("    in    {}        the last one dropped\n", list(stimulus.row.codes));
  if (is_gated(plan.spec.kind)) text += fmt::format("    gate  {}\n", list(stimulus.gates));
  return text + fmt::format("    out   {}\n", list(result.outputs));
}

std::string timing_text(const OperatorPlan& plan) {
  if (!has_rows(plan.spec.kind)) {
    return fmt::format("A value that is taken in cycle 0 is answered in cycle {} at the earliest; one value a cycle.\n",
                       plan.latency);
  }
  const int beats = 3;
  const int first = plan.latency_rows * (beats - 1) + plan.latency;
  const int cycles = first + beats + 1;
  std::string text = fmt::format(
      "The first output of a row of b beats follows its first beat by {}(b - 1) + {} cycles; the next row may follow "
      "at "
      "once.\n{}Here a row of {} beats, and the first beat of the next:\n\n",
      plan.latency_rows == 1 ? "" : "2 ", plan.latency,
      plan.interval > 1 ? fmt::format("Rows of fewer than {0} beats leave every {0} cycles.\n", plan.interval) : "",
      beats);
  const auto row = [&](const std::string& name, const std::function<std::string(int)>& cell) {
    std::string line = fmt::format("    {:<12}", name);
    for (int c = 0; c < cycles; ++c) line += fmt::format("{:<4}", cell(c));
    while (line.back() == ' ') line.pop_back();
    text += line + "\n";
  };
  row("cycle", [](int c) { return std::to_string(c); });
  row("in_valid_i", [&](int c) { return c <= beats ? "1" : "0"; });
  row("in_data_i", [&](int c) { return c < beats ? fmt::format("a{}", c) : c == beats ? "b0" : "."; });
  row("in_last_i", [&](int c) { return c == beats - 1 ? "1" : c <= beats ? "0" : "."; });
  row("out_valid_o", [&](int c) { return c >= first && c < first + beats ? "1" : "0"; });
  row("out_data_o", [&](int c) { return c >= first && c < first + beats ? fmt::format("y{}", c - first) : "."; });
  row("out_last_o", [&](int c) { return c == first + beats - 1 ? "1" : c >= first && c < first + beats ? "0" : "."; });
  return text;
}

std::string configuration_text(const OperatorPlan& plan) {
  if (plan.parts.empty()) return {};
  std::string text =
      plan.spec.kind == OperatorKind::wide
          ? "\n## Configuration\n\nA write or commit blocks the input in the same cycle and is accepted in a cycle "
            "with "
            "`cfg_busy_o` 0, when nothing is\ninside; hold it until then. After a write the input stays blocked until "
            "a "
            "commit is accepted."
          : "\n## Configuration\n\nA write or commit lets the row that has begun come to its end, keeps the next one "
            "out, and is accepted in a cycle with\n`cfg_busy_o` 0, when no row is inside; hold it until then. After a "
            "write the input stays blocked until a commit is\naccepted. No row ever sees two tables.";
  text +=
      " Before the first commit `in_ready_o` is 0: load every part first.\n`cfg_rdata_o` shows the word at "
      "`cfg_addr_i` while `cfg_busy_o` is 0.\n\n| part | word | address | bits |\n|---|---|---|---|\n";
  for (std::size_t i = 0; i < plan.parts.size(); ++i) {
    const ConfigPart& part = plan.parts[i];
    const int base = part_base(plan, i);
    if (part.words.empty()) {
      const int half = 1 << (part.address_bits - 1);
      text += fmt::format("| {} | gain of a channel, {{beat, lane}}; not read back | {}.. | {} |\n", part.name, base,
                          plan.gain_bits);
      text += fmt::format("| {} | bias of a channel, {{beat, lane}}; not read back | {}.. | {} |\n", part.name,
                          base + half, plan.bias_bits);
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
      text += end - w == 1 ? fmt::format("| {} | {}{} | {} | {} |\n", part.name, first.field, context,
                                         base + first.address, first.bits)
                           : fmt::format("| {} | {} {}..{}{} | {}..{} | {} |\n", part.name, first.field, first.index,
                                         last.index, context, base + first.address, base + last.address, first.bits);
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
  text += "\n// Configuration: first address of each part.\n";
  define("CONFIG_ADDRESS_BITS", plan.config_address_bits);
  define("CONFIG_DATA_BITS", plan.config_data_bits);
  for (std::size_t i = 0; i < plan.parts.size(); ++i) define(upper(plan.parts[i].name) + "_BASE", part_base(plan, i));
  const std::vector<ConfigWrite> writes = operator_writes(plan, table_image(plan));
  text += write_type_text(name, plan.config_data_bits);
  define("IMAGE_WRITES", static_cast<int>(writes.size()));
  text += "\n" + image_text(name, "image", writes, plan.config_data_bits);
  return text + fmt::format("\n#endif  // {}_H_\n", prefix);
}

std::string operator_readme_text(const OperatorPlan& plan, const std::vector<std::string>& files, bool latches) {
  const std::string& name = plan.spec.name;
  std::string text = fmt::format("# {}\n\n{}\n\n{}", name, operator_summary(plan), formulas(plan));
  text += fmt::format("\nWritten by {}.\n\n## Ports\n\n| port | direction | bits | meaning |\n|---|---|---|---|\n",
                      generator_version());
  for (const Port& port : plan.ports) {
    text += fmt::format("| `{}` | {} | {} | {} |\n", port.name, port.is_input ? "in" : "out", port.width, port.meaning);
  }
  if (has_rows(plan.spec.kind)) {
    text += fmt::format(
        "\nA row is a run of beats up to `in_last_i`, of 1 to {} beats. What is beyond is taken and dropped up to "
        "`in_last_i`,\nraises `overlong_o`, and the next row is right.\n",
        plan.max_beats);
  }
  text += "\n## Timing\n\n" + timing_text(plan);
  text += "\nValid and ready: a beat moves in a cycle where both are 1; once valid, it holds until taken.\n";
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
  text += commands_text(name, latches, false);
  text += "\n## Files\n\n";
  for (const std::string& file : files) text += "- `" + file + "`\n";
  return text;
}

}  // namespace pwlforge
