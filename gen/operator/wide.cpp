// Copyright 2026 the pwlforge authors.
// Licensed under the Apache License, Version 2.0; see LICENSE.
// SPDX-License-Identifier: Apache-2.0
#include "gen/operator/wide.hpp"
#include "gen/support/diagnostics.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <cmath>

namespace pwlforge {
namespace {

constexpr int kLeastInput = 8;
constexpr int kWidestInput = 100;  // of an operator; `gen --wide` takes up to 64
constexpr int kRequantizerOutput = 32;

void check_wide(const WideSpec& spec, Problems& problems) {
  if (spec.input_bits < kLeastInput || spec.input_bits > kWidestInput) {
    problems.add("--wide", fmt::format("out of range (found {})", spec.input_bits),
                 fmt::format("choose {}..64", kLeastInput));
  }
  if (spec.core.floating) {
    problems.add("--unit", fmt::format("a wide unit has an integer core (found {})", spec.core.unit),
                 "use int8 or int16");
  }
  if (spec.core.lanes != 1) problems.add("--lanes", "a wide unit takes one value a beat", "drop it");
  if (spec.core.integer.raw) problems.add("--output", "a wide unit has no raw output", "drop --output raw");
  if (spec.core.wrap != Wrap::none) problems.add("--wrap", "a wide unit has no wrapper of its own", "use --wrap none");
  if (spec.core.banks != 1) problems.add("--banks", "a wide unit has one bank (found 2)", "drop it");
  if (spec.core.skid) problems.add("--skid", "a wide unit has no skid stage", "drop it");
  if (spec.core.compact && spec.function == golden::WideFunction::rsqrt && spec.core.store == Store::truth_table) {
    problems.add("--compact", "a truth table has no stages to move", "drop it");
  }
  if (spec.integer_form && (spec.output_bits < 2 || spec.output_bits > kRequantizerOutput)) {
    problems.add("--output", fmt::format("out of range (found {})", spec.output_bits), "choose 2..32");
  }
  if (spec.integer_form && (spec.fraction_bits < 0 || spec.fraction_bits > 64)) {
    problems.add("--fraction-bits", fmt::format("out of range (found {})", spec.fraction_bits), "choose 0..64");
  }
}

/// The contexts of all tables in one table, in the order of the core's contexts.
std::vector<Table> ordered(const WideSpec& spec, Problems& problems) {
  if (spec.core.tables.empty()) return {};
  const int width = spec.core.integer.input_bits;
  Table merged = spec.core.tables.front();
  merged.contexts.clear();
  for (int context = 0; context < golden::wide_contexts(spec.function); ++context) {
    bool found = false;
    for (const Table& table : spec.core.tables) {
      for (const TableContext& one : table.contexts) {
        if (found || one.input_scale != mantissa_scale(width, context) || one.input_zero != mantissa_zero(width))
          continue;
        merged.contexts.push_back(one);
        merged.entries = std::max(merged.entries, table.entries);
        found = true;
      }
    }
    if (!found) {
      problems.add(
          "--table",
          fmt::format("no context with scale {:g} and zero point {}, which the mantissa of a {}-bit core needs",
                      mantissa_scale(width, context), mantissa_zero(width), width),
          "leave the table out, and it is fitted");
    }
  }
  for (const Table& table : spec.core.tables) {
    if (table.function != wide_function_name(spec.function)) {
      problems.add(
          "--table",
          fmt::format("a table of {} where one of {} belongs", table.function, wide_function_name(spec.function)),
          fmt::format("fit {}, or leave the table out", wide_function_name(spec.function)));
    }
    if (table.output_signed) {
      problems.add("--table", "the mantissa of a result is unsigned, the table's output is signed",
                   "fit it with --output-unsigned");
    }
  }
  return {merged};
}

void plan_ports(WidePlan& plan) {
  const WideSpec& spec = plan.spec;
  const auto port = [&](const char* name, bool is_input, int width, std::string meaning) {
    plan.ports.push_back({name, is_input, width, std::move(meaning)});
  };
  port("clk_i", true, 1, "clock, rising edge");
  port("rst_ni", true, 1, "reset, active low; released synchronously to clk_i");
  port("in_valid_i", true, 1, "in_data_i holds a value; keep it until in_ready_o");
  port("in_ready_o", false, 1, "the value is taken at the next rising edge");
  port("in_data_i", true, spec.input_bits, "v: unsigned");
  if (spec.framed) {
    port("in_keep_i", true, 1, "travels with the value, unchanged");
    port("in_last_i", true, 1, "travels with the value, unchanged");
  } else if (spec.tag_bits > 0) {
    port("in_tag_i", true, spec.tag_bits, "travels with the value, unchanged");
  }
  port("out_valid_o", false, 1, "the result is there; it stays until out_ready_i");
  port("out_ready_i", true, 1, "the result is taken at the next rising edge");
  if (spec.integer_form) {
    port("out_data_o", false, spec.output_bits, fmt::format("f(v) * 2^{}, unsigned", spec.fraction_bits));
  } else {
    port("out_data_o", false, plan.core.output_bits, fmt::format("y: f(v) = y * 2^-({} + k)", plan.core.output_bits));
    port("out_exponent_o", false, plan.exponent_bits, "k");
  }
  port("out_zero_o", false, 1, "v was 0");
  if (spec.framed) {
    port("out_keep_o", false, 1, "in_keep_i of the value");
    port("out_last_o", false, 1, "in_last_i of the value");
  } else if (spec.tag_bits > 0) {
    port("out_tag_o", false, spec.tag_bits, "tag of the value");
  }
  port("zero_o", false, 1, "sticky: some delivered v was 0");
  port("flags_clear_i", true, 1, "clears the sticky flags; setting wins");
  for (const Port& one : plan.core.ports) {
    if (one.name.rfind("cfg_", 0) == 0 || one.name == "saturated_o") plan.ports.push_back(one);
  }
}

}  // namespace

const std::vector<std::string>& wide_function_names() {
  static const std::vector<std::string> names{"div", "rsqrt"};
  return names;
}

std::string wide_function_name(golden::WideFunction function) {
  return wide_function_names()[static_cast<std::size_t>(function)];
}

std::int64_t mantissa_zero(int width) {
  return -(std::int64_t{3} << (width - 1));
}

double mantissa_scale(int width, int context) {
  return std::ldexp(1.0, context - width);
}

WidePlan plan_wide(const WideSpec& spec) {
  Problems problems;
  check_wide(spec, problems);
  WidePlan plan;
  plan.spec = spec;
  if (spec.framed) plan.spec.tag_bits = 2;
  plan.log_bits = ceil_log2(spec.input_bits + 1);
  plan.exponent_bits = plan.log_bits - (spec.function == golden::WideFunction::rsqrt ? 1 : 0);
  UnitSpec core = spec.core;
  core.name = spec.name + "_core";
  core.tables = ordered(spec, problems);
  problems.throw_if_any();
  core.inner = true;
  core.tag_bits = plan.spec.tag_bits + plan.exponent_bits + 1;
  core.integer.output_signed = false;
  core.resident = is_loadable(core.store) ? golden::wide_contexts(spec.function) : 1;
  plan.core = plan_unit(core);
  plan.largest = golden::largest_exponent(wide_format(plan));
  const int o = plan.core.output_bits;
  const int f = spec.fraction_bits;
  plan.integer_accumulator = std::max({o + std::max(f - o, 0) + 1, plan.largest + std::max(o - f, 0), 6});
  // The integer form has a register of its own behind the shifter.
  plan.latency = plan.core.latency + (spec.integer_form ? 1 : 0);
  plan_ports(plan);
  return plan;
}

golden::WideFormat wide_format(const WidePlan& plan) {
  golden::WideFormat format;
  format.function = plan.spec.function;
  format.input_bits = plan.spec.input_bits;
  format.core = plan.core.spec.integer;
  return format;
}

golden::IntParams golden_params(const UnitPlan& plan, std::size_t context) {
  if (plan.spec.store != Store::truth_table) return unit_int_params(plan, plan.contexts[context]);
  golden::IntParams steps;
  const std::vector<std::int64_t>& outputs = plan.truth_tables[context];
  const auto lowest = static_cast<std::int64_t>(golden::min_of(plan.input_bits, true));
  for (std::size_t i = 0; i < outputs.size(); ++i) {
    if (i > 0 && outputs[i] == outputs[i - 1]) continue;
    if (i > 0) steps.thresholds.push_back(lowest + static_cast<std::int64_t>(i));
    steps.slopes.push_back(0);
    steps.intercepts.push_back(outputs[i]);
  }
  return steps;
}

std::vector<golden::IntParams> wide_params(const WidePlan& plan) {
  std::vector<golden::IntParams> params;
  for (std::size_t i = 0; i < plan.core.contexts.size(); ++i) params.push_back(golden_params(plan.core, i));
  return params;
}

}  // namespace pwlforge
