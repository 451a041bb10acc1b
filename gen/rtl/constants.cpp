// Copyright 2026 the pwlforge authors.
// Licensed under the Apache License, Version 2.0; see LICENSE.
// SPDX-License-Identifier: Apache-2.0
//
// Tables as Verilog constants.
#include <fmt/format.h>

#include "gen/rtl/parts.hpp"

namespace pwlforge {
namespace {

std::string literal(std::uint64_t value, int bits) {
  const std::uint64_t masked = bits >= 64 ? value : value & ((std::uint64_t{1} << bits) - 1);
  return fmt::format("{}'h{:0{}x}", bits, masked, (bits + 3) / 4);
}

/// One row of literals, last element first, broken at 100 columns; `last` ends the concatenation.
void append_row(std::string& text, const std::vector<std::uint64_t>& words, int bits, bool last) {
  std::string line = "   ";
  for (std::size_t i = words.size(); i-- > 0;) {
    const std::string item = " " + literal(words[i], bits) + (last && i == 0 ? "" : ",");
    if (line.size() + item.size() > 100) {
      text += line + "\n";
      line = "   ";
    }
    line += item;
  }
  text += line + "\n";
}

std::string list_of(const std::vector<std::uint64_t>& words, bool is_signed) {
  std::string text;
  for (const std::uint64_t word : words) {
    text += (text.empty() ? "" : " ") +
            (is_signed ? fmt::format("{}", static_cast<std::int64_t>(word)) : fmt::format("{:x}", word));
  }
  return text;
}

/// One parameter: for every context (last first, as a concatenation reads) its words.
std::string table_text(const UnitPlan& plan, const std::string& name, const std::string& what,
                       const std::vector<std::vector<std::uint64_t>>& contexts, int bits) {
  std::size_t words = 0;
  for (const auto& context : contexts) words += context.size();
  std::string text =
      "\n" + comment_text(fmt::format("{}{}, last element first.", what,
                                      contexts.size() > 1 ? ", from the last context down to context 0" : ""),
                          2);
  text += fmt::format("  localparam [{}:0] {} = {{\n", words * static_cast<std::size_t>(bits) - 1, name);
  for (std::size_t c = contexts.size(); c-- > 0;) {
    if (contexts[c].size() <= 64) {
      text += comment_text(fmt::format("context {}: {}", c, list_of(contexts[c], !plan.spec.floating)), 4);
    } else {
      text += fmt::format("    // context {}\n", c);
    }
    append_row(text, contexts[c], bits, c == 0);
  }
  return text + "  };\n";
}

std::vector<std::uint64_t> bit_patterns(const std::vector<std::int64_t>& values) {
  return {values.begin(), values.end()};
}

}  // namespace

std::string constants_text(const UnitPlan& plan) {
  if (is_loadable(plan.spec.store)) return {};
  if (plan.spec.store == Store::truth_table) {
    std::vector<std::vector<std::uint64_t>> outputs;
    for (const auto& table : plan.truth_tables) {
      // Ascending as an unsigned code: the non-negative half first.
      const std::vector<std::uint64_t> words = bit_patterns(table);
      const auto half = static_cast<std::ptrdiff_t>(words.size() / 2);
      std::vector<std::uint64_t> rotated(words.begin() + half, words.end());
      rotated.insert(rotated.end(), words.begin(), words.begin() + half);
      outputs.push_back(std::move(rotated));
    }
    return table_text(plan, "Outputs", "Output of every code, ascending as an unsigned number", outputs,
                      plan.output_bits);
  }
  std::vector<std::vector<std::uint64_t>> thresholds, slopes, intercepts, shifts, requants;
  for (const UnitContext& context : plan.contexts) {
    if (plan.spec.floating) {
      const Table& table = plan.spec.tables[static_cast<std::size_t>(context.table)];
      const golden::FloatParams stored =
          stored_float_params(plan, float_params(table.contexts[static_cast<std::size_t>(context.scale)]));
      thresholds.push_back(stored.thresholds);
      slopes.push_back(stored.slopes);
      intercepts.push_back(stored.intercepts);
      continue;
    }
    const golden::IntParams stored = stored_int_params(plan, unit_int_params(plan, context));
    thresholds.push_back(bit_patterns(stored.thresholds));
    slopes.push_back(bit_patterns(stored.slopes));
    intercepts.push_back(bit_patterns(stored.intercepts));
    shifts.push_back({static_cast<std::uint64_t>(stored.shift)});
    requants.push_back({static_cast<std::uint64_t>(stored.requant_shift)});
  }
  std::string text = table_text(plan, "Thresholds", "Thresholds", thresholds, plan.threshold_bits);
  text += table_text(plan, "Slopes", "Slopes K", slopes, plan.slope_bits);
  text += table_text(plan, "Intercepts", "Intercepts B", intercepts, plan.intercept_bits);
  if (plan.shift_bits > 0) text += table_text(plan, "Shifts", "Intercept shifts s", shifts, plan.shift_bits);
  if (plan.requant_bits > 0) text += table_text(plan, "Requants", "Requantize shifts R", requants, plan.requant_bits);
  return text;
}

NamedValues constant_parameters(const UnitPlan& plan) {
  if (plan.spec.store == Store::truth_table) return {{"Outputs", "Outputs"}};
  NamedValues values{{"Thresholds", "Thresholds"}, {"Slopes", "Slopes"}, {"Intercepts", "Intercepts"}};
  if (plan.shift_bits > 0) values.emplace_back("Shifts", "Shifts");
  if (plan.requant_bits > 0) values.emplace_back("Requants", "Requants");
  return values;
}

}  // namespace pwlforge
