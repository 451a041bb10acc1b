// Copyright 2026 the pwlforge authors.
// Licensed under the Apache License, Version 2.0; see LICENSE.
// SPDX-License-Identifier: Apache-2.0
#include "synth/operators/row_workload.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <cmath>
#include <filesystem>
#include <sstream>

#include "gen/operator/operator_configurations.hpp"
#include "gen/operator/real_row.hpp"
#include "gen/support/diagnostics.hpp"
#include "gen/support/files.hpp"
#include "gen/support/json.hpp"
#include "gen/support/text_rows.hpp"
#include "sim/golden/float_unit.hpp"
#include "synth/flow/flow_steps.hpp"
#include "synth/power/workload.hpp"

namespace pwlforge {
namespace {

double scale_of(const OperatorPlan& plan) {
  return plan.spec.kind == OperatorKind::wide ? 1 : first_operand_scale(plan);
}

/// A finite number and nothing else.
bool read_number(const std::string& text, double& value) {
  std::istringstream in(text);
  std::string rest;
  return in >> value && !(in >> rest) && std::isfinite(value);
}

/// Rows of the file and, where they are pairs, their second operands.
void read_rows(const std::string& path, std::size_t longest, bool pairs_allowed, RowWorkload& workload) {
  for (const TextRow& text : read_text_rows(path)) {
    std::vector<double> row, gates;
    bool heading = false;
    for (const std::string& word : text.words) {
      const std::size_t colon = pairs_allowed ? word.find(':') : std::string::npos;
      double value = 0, gate = 0;
      if (read_number(word.substr(0, colon), value) &&
          (colon == std::string::npos || read_number(word.substr(colon + 1), gate))) {
        row.push_back(value);
        if (colon != std::string::npos) gates.push_back(gate);
      } else if (text.line == 1) {
        heading = true;
      } else {
        throw InputError(
            fmt::format("{}:{}: not a finite number (found \"{}\"); write one row a line", path, text.line, word));
      }
    }
    if (heading) continue;
    if (row.size() > longest) {
      throw InputError(fmt::format("{}:{}: the row is too long (found {} elements); the operator takes {}", path,
                                   text.line, row.size(), longest));
    }
    const bool paired = !gates.empty();
    if ((paired && gates.size() != row.size()) || (!workload.rows.empty() && paired == workload.gates.empty())) {
      throw InputError(
          fmt::format("{}:{}: some elements are pairs a:b and some are not; write all of them alike", path, text.line));
    }
    workload.rows.push_back(row);
    if (paired) workload.gates.push_back(gates);
  }
  if (workload.rows.empty()) throw InputError(fmt::format("{}: no rows; write one row a line", path));
}

bool same_length(const RowWorkload& workload) {
  return std::all_of(workload.rows.begin(), workload.rows.end(),
                     [&](const auto& row) { return row.size() == workload.rows.front().size(); });
}

}  // namespace

RowWorkload make_row_workload(const std::string& spec, const OperatorPlan& plan) {
  RowWorkload workload;
  workload.name = spec;
  const std::size_t longest = has_rows(plan.spec.kind) ? static_cast<std::size_t>(plan.spec.max_row) : SIZE_MAX;
  if (spec.compare(0, 5, "file:") == 0 && spec.size() > 5) {
    const std::string path = spec.substr(5);
    read_rows(path, longest, is_gated(plan.spec.kind), workload);
    workload.name = "file:" + std::filesystem::path(path).filename().string();
    workload.description =
        fmt::format("{} recorded rows, checksum {:08x}", workload.rows.size(), crc32_of(read_file(path)));
    return workload;
  }
  static_assert(kWorkloadRow == kConfiguredLength, "constant gains are for the rows that are made here");
  const bool wide = plan.spec.kind == OperatorKind::wide;
  const Workload values = make_workload(spec, {-8, 8});
  const std::size_t length = std::min<std::size_t>(kWorkloadRow, longest);
  for (std::size_t i = 0; i + length <= values.values.size(); i += length) {
    std::vector<double> row;
    for (std::size_t j = 0; j < length; ++j) {
      const auto value = static_cast<double>(values.values[i + j]);
      // Arguments of a wide function are large and small alike: values are exponents.
      row.push_back(wide ? std::exp2((value + 8) / 16 * plan.spec.element_bits) : value);
    }
    workload.rows.push_back(row);
  }
  workload.description = fmt::format("{} rows of {}: {}{}", workload.rows.size(), length, values.description,
                                     wide ? ", as logarithms over the whole input range" : "");
  return workload;
}

Stimulus quantize_row(const OperatorPlan& plan, const std::vector<double>& row, const std::vector<double>& other) {
  const int bits = plan.spec.element_bits;
  const bool wide = plan.spec.kind == OperatorKind::wide;
  const bool floating = plan.spec.floating;
  const double low = wide ? 0 : -std::ldexp(1.0, bits - 1);
  const double high = wide ? std::ldexp(1.0, std::min(bits, 63)) - 1 : std::ldexp(1.0, bits - 1) - 1;
  const auto code = [&](double value, double scale) {
    if (floating) return static_cast<std::int64_t>(golden::from_double(golden::kFp32, value));
    const double nearest = std::clamp(std::nearbyint(value / scale), low, high);
    // Above 2^53 the bound itself is rounded up to a number that has no code.
    return nearest >= 0x1p63 ? INT64_MAX : static_cast<std::int64_t>(nearest);
  };
  Stimulus stimulus;
  for (std::size_t i = 0; i < row.size(); ++i) {
    stimulus.row.codes.push_back(code(row[i], scale_of(plan)));
    stimulus.row.keep.push_back(true);
    stimulus.gates.push_back(code(other[i % other.size()], wide ? 1 : plan.spec.numbers.element_scale));
  }
  return stimulus;
}

OperatorNumbers workload_numbers(const OperatorPlan& plan, const RowWorkload& workload) {
  OperatorNumbers numbers = plan.spec.numbers;
  if (plan.spec.peer != Peer::none) return numbers;  // constants
  if (is_norm(plan.spec.kind) && same_length(workload)) numbers.length = static_cast<int>(workload.rows.front().size());
  return numbers;
}

Json workload_error(const OperatorPlan& plan, const OperatorImage& image, const RowWorkload& workload) {
  if (plan.spec.kind == OperatorKind::wide || (is_norm(plan.spec.kind) && !same_length(workload))) return nullptr;
  const int length = plan.spec.numbers.length > 0 ? plan.spec.numbers.length : plan.spec.max_row;
  const bool constant = plan.spec.peer != Peer::none && plan.spec.kind == OperatorKind::rmsnorm;
  if (constant && workload.rows.front().size() != static_cast<std::size_t>(length)) return nullptr;
  const double scale = plan.spec.kind == OperatorKind::softmax ? std::ldexp(1.0, -plan.spec.output_bits)
                                                               : plan.spec.numbers.output_scale;
  const auto real_output = [&](std::int64_t code) {
    return plan.spec.floating ? golden::to_double(golden::kFp32, static_cast<std::uint64_t>(code) & 0xffffffffU)
                              : static_cast<double>(code) * scale;
  };
  const bool is_signed = plan.spec.kind != OperatorKind::softmax;
  const double low = scale * static_cast<double>(golden::min_of(plan.spec.output_bits, is_signed));
  const double high = scale * static_cast<double>(golden::max_of(plan.spec.output_bits, is_signed));
  double squares = 0, largest = 0, real_squares = 0;
  std::size_t elements = 0;
  for (std::size_t i = 0; i < workload.rows.size(); ++i) {
    const std::vector<double>& other = workload.gate_of(i);
    const Stimulus stimulus = quantize_row(plan, workload.rows[i], other);
    const golden::RowResult result = evaluate_row(plan, image, stimulus.row, stimulus.gates);
    std::vector<double> gates;
    for (std::size_t j = 0; j < workload.rows[i].size(); ++j) gates.push_back(other[j % other.size()]);
    const std::vector<double> real = real_row(plan.spec, workload.rows[i], gates);
    for (std::size_t j = 0; j < real.size(); ++j) {
      // A code cannot go beyond its range, and what is beyond is the user's choice of scale.
      const double wanted = plan.spec.floating ? real[j] : std::clamp(real[j], low, high);
      const double error = real_output(result.outputs[j]) - wanted;
      squares += error * error;
      real_squares += wanted * wanted;
      largest = std::max(largest, std::fabs(error));
      ++elements;
    }
  }
  const auto all = static_cast<double>(elements);
  return Json{{"rms", six_digits(std::sqrt(squares / all))},
              {"max", six_digits(largest)},
              {"output_rms", six_digits(std::sqrt(real_squares / all))},
              {"rows", workload.rows.size()}};
}

}  // namespace pwlforge
