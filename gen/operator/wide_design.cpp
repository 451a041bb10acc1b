// Copyright 2026 the pwlforge authors.
// Licensed under the Apache License, Version 2.0; see LICENSE.
// SPDX-License-Identifier: Apache-2.0
#include <fmt/format.h>

#include <algorithm>

#include "gen/operator/connect.hpp"
#include "gen/operator/operator_design.hpp"

namespace pwlforge {

std::string wide_summary(const WidePlan& plan) {
  return fmt::format("Wide unit {}: {} of {}-bit unsigned numbers by a core of {} bits.", plan.spec.name,
                     wide_function_name(plan.spec.function), plan.spec.input_bits, plan.core.input_bits);
}

Design wide_design(const WidePlan& plan) {
  const WideSpec& spec = plan.spec;
  const UnitPlan& core = plan.core;
  const int o = core.output_bits;
  const int k = plan.exponent_bits;
  Design design;
  design.name = spec.name;
  design.comments = {wide_summary(plan), fmt::format("Latency {} cycles, one value per cycle. Written by {}.",
                                                     plan.latency, generator_version())};
  design.ports = plan.ports;

  design.part("pwl_normalize", "u_normalize")
      .parameter("V", spec.input_bits)
      .parameter("LogBits", plan.log_bits)
      .parameter("W", core.input_bits)
      .parameter("Root", spec.function == golden::WideFunction::rsqrt ? 1 : 0)
      .parameter("KB", k)
      .in("v_i", "in_data_i")
      .out("code_o", "code", core.input_bits)
      .out("exponent_o", "exponent", k)
      .out("odd_o", "odd")
      .out("zero_o", "zero");

  Part& unit = design.part(core.spec.name, "u_core").clocked();
  unit.in("in_valid_i", "in_valid_i").out("in_ready_o", "in_ready_o").in("in_data_i", "code");
  Signal tag = join({whole("exponent"), whole("zero")});
  std::vector<std::pair<std::string, int>> out_tag{{"core_exponent", k}, {"core_zero", 1}};
  const bool staged = spec.integer_form;
  std::vector<std::pair<std::string, int>> tag_ports;  // where what travels with a value leaves
  if (spec.framed) {
    tag = join({whole("in_keep_i"), whole("in_last_i"), tag});
    tag_ports = {{"out_keep_o", 1}, {"out_last_o", 1}};
  } else if (spec.tag_bits > 0) {
    tag = join({whole("in_tag_i"), tag});
    tag_ports = {{"out_tag_o", spec.tag_bits}};
  }
  if (!staged) {
    out_tag.insert(out_tag.begin(), tag_ports.begin(), tag_ports.end());
  } else if (spec.tag_bits > 0) {
    out_tag.insert(out_tag.begin(), {"core_tag", spec.tag_bits});
  }
  unit.in("in_tag_i", tag);
  if (core.context_bits > 0) unit.in("ctx_i", "odd");
  const std::string valid = staged ? "core_valid" : "out_valid_o";
  const std::string ready = staged ? "core_ready" : "out_ready_i";
  unit.out("out_valid_o", valid).in("out_ready_i", ready).out("out_data_o", "core_y", o).split("out_tag_o", out_tag);
  if (has_port(core, "saturated_o")) unit.out("saturated_o", "saturated_o").in("saturated_clear_i", "flags_clear_i");
  connect_configuration(unit, core, core.config_data_bits, "cfg_we_i", "cfg_commit_i", "cfg_rdata_o", "cfg_busy_o");

  if (staged) {
    const int a = plan.integer_accumulator;
    design.part("pwl_wide_integer", "u_integer")
        .parameter("O", o)
        .parameter("KB", k)
        .parameter("F", spec.fraction_bits)
        .parameter("Out", spec.output_bits)
        .parameter("A", a)
        .parameter("RW", ceil_log2(a + 1))
        .in("zero_i", "core_zero")
        .in("y_i", "core_y")
        .in("exponent_i", "core_exponent")
        .out("integer_o", "integer_value", spec.output_bits)
        .out("saturated_o", "integer_saturated");
    Signal beat = join({whole("core_zero"), whole("integer_value")});
    std::vector<std::pair<std::string, int>> out{{"out_zero_o", 1}, {"out_data_o", spec.output_bits}};
    if (spec.tag_bits > 0) beat = join({whole("core_tag"), beat});
    out.insert(out.begin(), tag_ports.begin(), tag_ports.end());
    design.part("pwl_stream_stage", "u_stage")
        .parameter("D", spec.tag_bits + 1 + spec.output_bits)
        .clocked()
        .sink("in", "core")
        .in("in_data_i", beat)
        .out("out_valid_o", "out_valid_o")
        .in("out_ready_i", "out_ready_i")
        .split("out_data_o", out);
  } else {
    design.part("pwl_wide_result", "u_result")
        .parameter("O", o)
        .parameter("KB", k)
        .parameter("Largest", plan.largest)
        .in("zero_i", "core_zero")
        .in("y_i", "core_y")
        .in("exponent_i", "core_exponent")
        .out("y_o", "out_data_o", o)
        .out("exponent_o", "out_exponent_o", k)
        .out("zero_o", "out_zero_o");
  }
  sticky(design, "u_zero", "out_zero_o", "flags_clear_i", "zero_o");
  design.check();
  design.check_parts(plan.core.spec.name, plan.core.ports);
  return design;
}

}  // namespace pwlforge
