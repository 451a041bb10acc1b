// Copyright 2026 the pwlforge authors.
// Licensed under the Apache License, Version 2.0; see LICENSE.
// SPDX-License-Identifier: Apache-2.0
#include <fmt/format.h>

#include <algorithm>

#include "gen/unit/axis.hpp"
#include "gen/unit/rules.hpp"
#include "gen/unit/unit.hpp"

namespace pwlforge {
namespace {

void plan_widths(UnitPlan& plan) {
  const UnitSpec& spec = plan.spec;
  if (spec.floating) {
    const int bits = golden::total_bits(spec.float_format);
    plan.input_bits = plan.output_bits = bits;
    plan.threshold_bits = plan.slope_bits = plan.slope_word_bits = plan.intercept_bits = bits;
    return;
  }
  plan.input_bits = spec.integer.input_bits;
  plan.output_bits = golden::result_bits(spec.integer);
  if (spec.store == Store::truth_table) return;
  plan.accumulator_bits = golden::accumulator_bits(spec.integer);
  // A constant threshold may be 2^(W-1), which no code reaches.
  plan.threshold_bits = spec.integer.input_bits + (is_loadable(spec.store) ? 0 : 1);
  plan.slope_bits = spec.integer.slope_bits;
  plan.slope_word_bits = spec.slope_terms > 0 ? spec.slope_terms * (plan.slope_bits + 1) : plan.slope_bits;
  plan.intercept_bits = spec.integer.intercept_bits;
  if (spec.integer.intercept == golden::InterceptForm::shifted) plan.shift_bits = ceil_log2(plan.input_bits - 1);
  if (!spec.integer.raw) plan.requant_bits = ceil_log2(plan.accumulator_bits + 1);
  plan.requant_word_bits = spec.kept ? spec.kept->requant_bits : plan.requant_bits;
  plan.requant_first = spec.kept ? spec.kept->requant_first : 0;
}

void plan_contexts(UnitPlan& plan) {
  for (std::size_t t = 0; t < plan.spec.tables.size(); ++t) {
    for (std::size_t s = 0; s < plan.spec.tables[t].contexts.size(); ++s) {
      plan.contexts.push_back({static_cast<int>(t), static_cast<int>(s)});
    }
  }
  plan.context_bits =
      ceil_log2(is_loadable(plan.spec.store) ? plan.spec.resident : static_cast<int>(plan.contexts.size()));
}

void plan_configuration(UnitPlan& plan) {
  if (!is_loadable(plan.spec.store)) return;
  const int n = plan.spec.entries;
  plan.index_bits = ceil_log2(n);
  plan.config_address_bits = plan.index_bits + 2 + ceil_log2(plan.spec.resident);
  plan.config_data_bits =
      std::max({plan.threshold_bits, plan.slope_bits, plan.intercept_bits, plan.shift_bits, plan.requant_bits});
  for (int context = 0; context < plan.spec.resident; ++context) {
    const auto word = [&](int field, const char* name, int index, int bits) -> ConfigWord& {
      const int address = resident_offset(plan, context) + (field << plan.index_bits) + index;
      plan.config_words.push_back({address, name, index, bits, context});
      return plan.config_words.back();
    };
    const auto entries = [&](int field, const char* name, int count, int bits, std::vector<KeptBits> KeptWords::*kept) {
      for (int i = 0; i < count; ++i) {
        ConfigWord& one = word(field, name, i, bits);
        if (plan.spec.kept) one.kept = ((*plan.spec.kept).*kept)[static_cast<std::size_t>(i)];
      }
    };
    entries(0, "threshold", n - 1, plan.threshold_bits, &KeptWords::thresholds);
    entries(1, "slope", n, plan.slope_bits, &KeptWords::slopes);
    entries(2, "intercept", n, plan.intercept_bits, &KeptWords::intercepts);
    if (plan.requant_word_bits > 0) word(3, "requant_shift", 0, plan.requant_word_bits);
    if (plan.shift_bits > 0) word(3, "intercept_shift", 1, plan.shift_bits);
  }
}

void plan_ports(UnitPlan& plan) {
  const UnitSpec& spec = plan.spec;
  if (spec.wrap == Wrap::axis) {
    plan.ports = bus_ports(bus_plan(plan));
    return;
  }
  const auto port = [&](const char* name, bool is_input, int width, std::string meaning) {
    plan.ports.push_back({name, is_input, width, std::move(meaning)});
  };
  const std::string lanes = spec.lanes > 1 ? fmt::format(", {} lanes, lane 0 in the low bits", spec.lanes) : "";
  const char* code = spec.floating ? "float bit pattern" : "signed code";
  port("clk_i", true, 1, "clock, rising edge");
  port("rst_ni", true, 1, "reset, active low; released synchronously to clk_i");
  port("in_valid_i", true, 1, "in_data_i holds a beat; keep it until in_ready_o");
  port("in_ready_o", false, 1, "the beat is taken at the next rising edge");
  port("in_data_i", true, spec.lanes * plan.input_bits, fmt::format("x: {} per lane{}", code, lanes));
  if (spec.tag_bits > 0) port("in_tag_i", true, spec.tag_bits, "travels with the beat, unchanged");
  if (plan.context_bits > 0) port("ctx_i", true, plan.context_bits, "context of the beat");
  port("out_valid_o", false, 1, "out_data_o holds a result; it stays until out_ready_i");
  port("out_ready_i", true, 1, "the result is taken at the next rising edge");
  port("out_data_o", false, spec.lanes * plan.output_bits, "y" + lanes);
  if (spec.tag_bits > 0) port("out_tag_o", false, spec.tag_bits, "tag of the beat");
  if (plan.requant_bits > 0) {
    port("saturated_o", false, 1, "sticky: some delivered output saturated");
    port("saturated_clear_i", true, 1, "clears saturated_o; setting wins");
  }
  if (is_loadable(spec.store)) {
    port("cfg_we_i", true, 1, "write; keep it until cfg_busy_o is 0");
    port("cfg_addr_i", true, plan.config_address_bits, "field and index of a word");
    port("cfg_data_i", true, plan.config_data_bits, "word to write, in the low bits");
    port("cfg_rdata_o", false, plan.config_data_bits,
         shares_select(spec) ? "word at cfg_addr_i while cfg_busy_o is 0" : "word at cfg_addr_i, combinational");
    port("cfg_commit_i", true, 1, "makes the written table current; keep it as cfg_we_i");
    port("cfg_busy_o", false, 1, "1: writes and commits wait");
  }
}

/// Where the registers of mac_stages stand: the first in front of the adder, the second in the requantizer or behind
/// the normaliser, the third where the longest path is then: in front of an integer's carry-save tree, in a float's
/// normaliser. A raw output has nothing behind the accumulator.
void plan_stages(UnitPlan& plan) {
  const UnitSpec& spec = plan.spec;
  if (spec.mac_stages > 1) {
    const int cuts = spec.mac_stages - 1;
    plan.back_cuts = spec.floating ? cuts - 1 : spec.integer.raw ? 0 : std::min(1, cuts - 1);
    plan.front_cuts = cuts - plan.back_cuts;
  }
  plan.latency = spec.pipeline + plan.front_cuts + plan.back_cuts + (spec.wrap == Wrap::axis ? kSliceLatency : 0);
}

void plan_modules(UnitPlan& plan) {
  const UnitSpec& spec = plan.spec;
  std::vector<std::string>& modules = plan.modules;
  const auto add = [&](std::initializer_list<const char*> names) {
    modules.insert(modules.end(), names.begin(), names.end());
  };
  add({"pwl_stage", "pwl_valid_stage"});
  if (spec.mac_stages > 1) add({"pwl_stream_lead"});
  add({"pwl_stream_control"});
  if (spec.store == Store::truth_table) {
    if (plan.contexts.size() > 1) add({"pwl_decode", "pwl_onehot_mux"});
    add({"pwl_truth_table", "pwl_table_lanes"});
  } else {
    add({"pwl_onehot_mux"});
    if (is_loadable(spec.store) || plan.contexts.size() > 1 || spec.compact) add({"pwl_decode"});
    if (spec.store == Store::fixed) {
      add({"pwl_store_fixed"});
    } else {
      add({"pwl_word_register"});
      if (spec.store == Store::latches || spec.clock_gate) add({"pwl_latch"});
      if (spec.clock_gate) add({"pwl_clock_gate"});
      // The bank names the read-back network also where it shares that of the data path.
      add({"pwl_word", "pwl_kept_word", "pwl_words", "pwl_write_lines", "pwl_readback_merge", "pwl_readback",
           "pwl_bank"});
      if (!shares_select(spec)) add({"pwl_store_registers"});
      add({"pwl_config_control"});
    }
    // Comparator and segment choose by parameters between modules; yosys wants to see every name that their defaults
    // take, also where the choice is another.
    add({"pwl_int_compare"});
    if (spec.floating) add({"pwl_float_compare"});
    add({"pwl_compare", "pwl_comparator_bank", "pwl_select"});
    if (spec.compact) add({"pwl_binary_mux", "pwl_threshold_search", "pwl_indexed_select"});
    if (spec.floating) add({"pwl_float_condition"});
    add({"pwl_segment"});
    if (spec.mac_stages > 1) {
      // Lanes and arithmetic likewise, integers by default.
      add({"pwl_booth_digits", "pwl_booth_rows", "pwl_compress", "pwl_prefix_add", "pwl_int_rows",
           "pwl_requantize_shift", "pwl_requantize", "pwl_int_staged"});
      if (spec.floating) {
        add({"pwl_float_align", "pwl_float_fma_rows", "pwl_float_fma_sum", "pwl_leading_zeros", "pwl_float_count",
             "pwl_shift_out", "pwl_float_round", "pwl_float_staged"});
      }
      add({"pwl_staged_lanes"});
    } else if (spec.floating) {
      add({"pwl_float_multiply", "pwl_float_fma_add", "pwl_float_round", "pwl_float_fma_round", "pwl_float_arithmetic",
           "pwl_float_lane", "pwl_float_lanes"});
    } else {
      // The arithmetic names the requantizer also where a raw output leaves it out.
      add({"pwl_int_mac"});
      if (spec.slope_terms > 0) add({"pwl_term_sum"});
      add({"pwl_requantize", "pwl_int_arithmetic", "pwl_int_lane", "pwl_int_lanes"});
    }
  }
  if (plan.requant_bits > 0) add({"pwl_sticky"});
  if (spec.skid) add({"pwl_skid"});
  if (spec.wrap != Wrap::axis) return;
  for (const std::string& module : bus_modules(bus_plan(plan))) {
    if (std::find(modules.begin(), modules.end(), module) == modules.end()) modules.push_back(module);
  }
}

/// Outputs within `tolerance` of the ideal ones that are cheap as logic: multiples of the largest power of two that
/// comes so near to every number, which leaves the low bits out, in runs as long as they get. One that the output
/// cannot hold, and all with no tolerance, stay ideal.
std::vector<std::int64_t> simple_outputs(const std::vector<std::int64_t>& ideal, int tolerance, int bits,
                                         bool is_signed) {
  if (tolerance == 0) return ideal;
  std::int64_t step = 2;
  while (step <= tolerance) step *= 2;
  std::vector<std::int64_t> outputs;
  const auto least = [&](std::int64_t low) { return ((low + step - 1) >> ceil_log2(static_cast<int>(step))) * step; };
  for (std::size_t begin = 0; begin < ideal.size();) {
    std::int64_t low = ideal[begin] - tolerance;
    std::int64_t high = ideal[begin] + tolerance;
    std::size_t end = begin + 1;
    while (end < ideal.size() &&
           least(std::max(low, ideal[end] - tolerance)) <= std::min(high, ideal[end] + tolerance)) {
      low = std::max(low, ideal[end] - tolerance);
      high = std::min(high, ideal[end] + tolerance);
      ++end;
    }
    const std::int64_t value = least(low);
    for (; begin < end; ++begin) outputs.push_back(golden::fits(value, bits, is_signed) ? value : ideal[begin]);
  }
  return outputs;
}

void plan_truth_tables(UnitPlan& plan) {
  if (plan.spec.store != Store::truth_table) return;
  const auto low = static_cast<std::int64_t>(golden::min_of(plan.input_bits, true));
  const auto high = static_cast<std::int64_t>(golden::max_of(plan.input_bits, true));
  for (const UnitContext& context : plan.contexts) {
    const Table& table = plan.spec.tables[static_cast<std::size_t>(context.table)];
    const TableContext& scale = table.contexts[static_cast<std::size_t>(context.scale)];
    const auto function = function_of(table);
    const Quantization input = input_quantization(table, scale);
    const std::pair<std::int64_t, std::int64_t> valid = valid_codes(*function, input);
    const Quantization output = output_quantization(table, scale);
    const std::vector<std::int64_t> ideal =
        simple_outputs(ideal_table(*function, input, output), plan.spec.tolerance, output.bits, output.is_signed);
    std::vector<std::int64_t> outputs;
    for (std::int64_t q = low; q <= high; ++q) {
      outputs.push_back(ideal[static_cast<std::size_t>(std::clamp(q, valid.first, valid.second) - valid.first)]);
    }
    plan.truth_tables.push_back(std::move(outputs));
  }
}

}  // namespace

UnitPlan plan_unit(const UnitSpec& spec) {
  Problems problems;
  check_unit(spec, problems);
  problems.throw_if_any();
  UnitPlan plan;
  plan.spec = spec;
  plan_contexts(plan);
  plan_widths(plan);
  plan_configuration(plan);
  plan_stages(plan);
  plan_ports(plan);
  plan_modules(plan);
  plan_truth_tables(plan);
  return plan;
}

}  // namespace pwlforge
