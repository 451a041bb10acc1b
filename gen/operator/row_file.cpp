// Copyright 2026 the pwlforge authors.
// Licensed under the Apache License, Version 2.0; see LICENSE.
// SPDX-License-Identifier: Apache-2.0
#include "gen/operator/row_file.hpp"

#include <fmt/format.h>

#include "gen/support/diagnostics.hpp"
#include "gen/support/text_rows.hpp"
#include "gen/support/words.hpp"

namespace pwlforge {
namespace {

constexpr std::size_t kReportedLines = 10;

/// One operand; whether it is an integer in the range of the codes.
bool read_code(const OperatorPlan& plan, const std::string& text, std::int64_t& code) {
  const int bits = plan.spec.element_bits;
  if (plan.spec.kind == OperatorKind::wide) {
    std::uint64_t value = 0;
    const bool number = read_number(text, value);
    code = static_cast<std::int64_t>(value);
    return number && (bits >= 64 || value >> bits == 0);
  }
  const std::int64_t limit = std::int64_t{1} << (bits - 1);
  return read_number(text, code) && code >= -limit && code < limit;
}

/// Adds an element; returns what is wrong with it, or nothing.
std::string add_element(const OperatorPlan& plan, std::string text, Stimulus& row) {
  const bool dropped = text[0] == 'x' || text == "-";
  if (dropped && plan.spec.kind == OperatorKind::wide) return "a wide unit has no dropped elements";
  if (dropped) text.erase(0, 1);
  if (dropped && text.empty()) {
    row.row.codes.push_back(0);
    row.row.keep.push_back(false);
    row.gates.push_back(0);
    return "";
  }
  std::int64_t code = 0;
  std::int64_t gate = 0;
  const std::size_t colon = text.find(':');
  const bool gated = is_gated(plan.spec.kind);
  if (gated != (colon != std::string::npos))
    return fmt::format("\"{}\" is not {}", text, gated ? "a pair a:b" : "a single integer");
  const bool good =
      read_code(plan, text.substr(0, colon), code) && (!gated || read_code(plan, text.substr(colon + 1), gate));
  if (!good) return fmt::format("\"{}\" is no code of {} bits", text, plan.spec.element_bits);
  row.row.codes.push_back(code);
  row.row.keep.push_back(!dropped);
  row.gates.push_back(gate);
  return "";
}

}  // namespace

std::vector<Stimulus> read_rows(const OperatorPlan& plan, const std::filesystem::path& path) {
  std::vector<Stimulus> rows;
  Problems problems;
  std::size_t bad = 0;
  for (const TextRow& text : read_text_rows(path)) {
    Stimulus row;
    std::string wrong;
    for (std::size_t i = 0; wrong.empty() && i < text.words.size(); ++i) wrong = add_element(plan, text.words[i], row);
    if (wrong.empty()) {
      rows.push_back(std::move(row));
    } else if (bad++ < kReportedLines) {
      problems.add(fmt::format("{}:{}", path.string(), text.line), wrong, "write one row a line, such as 3, -7, x, 12");
    }
  }
  problems.throw_if_any();
  if (rows.empty()) throw InputError(path.string() + ": no rows; write one row of integers a line");
  return rows;
}

}  // namespace pwlforge
