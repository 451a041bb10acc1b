// Copyright 2026 the pwlforge authors.
// Licensed under the Apache License, Version 2.0; see LICENSE.
// SPDX-License-Identifier: Apache-2.0
//
// Operators from their parts. All have a gate in front and flags behind; softmax is two row engines in a row, a norm is
// one, a gated unit none.
#include <fmt/format.h>

#include <algorithm>

#include "gen/operator/connect.hpp"
#include "gen/operator/operator_design.hpp"

namespace pwlforge {
namespace {

/// What the designs of the operators share.
class Builder {
 public:
  explicit Builder(const OperatorPlan& plan) : plan_(plan), spec_(plan.spec), lanes_(plan.spec.lanes) {
    design_.name = spec_.name;
    design_.ports = plan.ports;
    design_.comments = {operator_summary(plan), latency_comment()};
  }

  Design finish() {
    configuration();
    sticky(design_, "u_saturated", "lane_saturated", "flags_clear_i", "saturated_o");
    if (has_rows(spec_.kind)) {
      sticky(design_, "u_empty", "out_zero", "flags_clear_i", "empty_o");
      design_.part("pwl_sticky", "u_overlong")
          .clocked()
          .in("valid_i", literal(1, 1))
          .in("ready_i", literal(1, 1))
          .in("event_i", "overlong")
          .in("clear_i", "flags_clear_i")
          .out("flag_o", "overlong_o");
    }
    design_.check();
    if (!is_norm(plan_.spec.kind)) design_.check_parts(plan_.unit.spec.name, plan_.unit.ports);
    if (!is_gated(plan_.spec.kind)) design_.check_parts(plan_.wide.spec.name, plan_.wide.ports);
    return design_;
  }

  void gate() {
    design_.part("pwl_row_gate", "u_gate")
        .parameter("MaxBeats", plan_.max_beats)
        .parameter("BeatBits", std::max(1, plan_.beat_bits))
        .parameter("RowBits", plan_.row_bits)
        .clocked()
        .in("open_i", plan_.parts.empty() ? literal(1, 1) : whole("open"))
        .in("in_valid_i", "in_valid_i")
        .out("in_ready_o", "in_ready_o")
        .in("in_last_i", "in_last_i")
        .source("pass", "row")
        .out("pass_last_o", "row_last")
        .in("leave_valid_i", "out_valid_o")
        .in("leave_ready_i", "out_ready_i")
        .in("leave_last_i", "out_last_o")
        .out("started_o", "started")
        .out("inside_o", "rows_inside")
        .out("overlong_o", "overlong");
  }

  /// A row engine from stream `in` (data, keep and last as signals) to stream NAME, whose scalar comes as stream
  /// `scalar` with `scalar_data`; its reduction is stream NAME_reduced.
  void engine(const std::string& name, int kind, int width, int reduce_bits, const std::string& in, const Signal& data,
              const Signal& keep, const Signal& last, const std::string& scalar, const Signal& scalar_data,
              int scalar_bits) {
    design_.part("pwl_row_engine", "u_" + name)
        .parameter("Kind", kind)
        .parameter("Lanes", lanes_)
        .parameter("W", width)
        .parameter("CountBits", plan_.count_bits)
        .parameter("R", reduce_bits)
        .parameter("S", scalar_bits)
        .parameter("Depth", plan_.depth)
        .parameter("AddrBits", plan_.depth_bits)
        .clocked()
        .sink("in", in)
        .in("in_data_i", data)
        .in("in_keep_i", keep)
        .in("in_last_i", last)
        .source("reduce", name + "_reduced")
        .out("reduce_data_o", name + "_result", reduce_bits)
        .sink("scalar", scalar)
        .in("scalar_data_i", scalar_data)
        .source("out", name)
        .out("out_data_o", name + "_data", lanes_ * width)
        .out("out_keep_o", name + "_keep", lanes_)
        .out("out_last_o", name + "_last")
        .out("out_scalar_o", name + "_scalar", scalar_bits);
  }

  void unit(const std::string& in, const Signal& data, const Signal& tag, const std::string& out,
            const std::vector<std::pair<std::string, int>>& out_tag) {
    Part& part = design_.part(plan_.unit.spec.name, "u_unit").clocked();
    part.sink("in", in).in("in_data_i", data).in("in_tag_i", tag).source("out", out);
    part.out("out_data_o", out + "_data", lanes_ * plan_.unit.output_bits).split("out_tag_o", out_tag);
    if (has_port(plan_.unit, "saturated_o")) {
      part.out("saturated_o", "unit_saturated").in("saturated_clear_i", "flags_clear_i");
    }
    inner_configuration(part, plan_.unit, "unit");
  }

  /// The wide unit from stream `in` to stream `root`: root_y, root_k, root_zero and, with tags, root_tag.
  void wide(const std::string& in, const Signal& argument, const Signal& tag) {
    const WidePlan& wide = plan_.wide;
    Part& part = design_.part(wide.spec.name, "u_wide").clocked();
    part.sink("in", in).in("in_data_i", argument);
    if (wide.spec.tag_bits > 0) part.in("in_tag_i", tag);
    part.source("out", "root")
        .out("out_data_o", "root_y", wide.core.output_bits)
        .out("out_exponent_o", "root_k", wide.exponent_bits)
        .out("out_zero_o", "root_zero");
    if (wide.spec.tag_bits > 0) part.out("out_tag_o", "root_tag", wide.spec.tag_bits);
    part.out("zero_o", "wide_zero").in("flags_clear_i", "flags_clear_i");
    if (has_port(wide.core, "saturated_o")) part.out("saturated_o", "wide_saturated");
    inner_configuration(part, wide.core, "wide");
  }

  /// Handshake of the last stages, from stream `in` to the output, with `tag` beside the data.
  void last_stages(int pipeline, const std::string& in, const Signal& tag,
                   const std::vector<std::pair<std::string, int>>& out_tag) {
    int bits = 0;
    for (const auto& net : out_tag) bits += net.second;
    design_.part("pwl_stream_control", "u_control")
        .parameter("Pipeline", pipeline)
        .parameter("TagBits", bits)
        .clocked()
        .in("open_i", literal(1, 1))
        .sink("in", in)
        .in("in_tag_i", tag)
        .in("in_sel_i", literal(1, 0))
        .out("out_valid_o", "out_valid_o")
        .in("out_ready_i", "out_ready_i")
        .split("out_tag_o", out_tag)
        .out("advance_o", "advance")
        .out("load_o", "load", 4)
        .out("held_o", "stage_held", 4)
        .out("offered_o", "stage_offered")
        .out("searching_o", "stage_searching")
        .out("selecting_o", "stage_selecting")
        .out("input_sel_o", "stage_input_sel")
        .out("param_sel_o", "stage_param_sel")
        .out("acc_sel_o", "stage_acc_sel")
        .out("out_sel_o", "stage_out_sel");
  }

  /// A configuration part's word on the common read port.
  void read_word(const std::string& part, int word_bits) {
    design_.part("pwl_zero_extend", "u_" + part + "_word")
        .parameter("D", word_bits)
        .parameter("DataBits", plan_.config_data_bits)
        .in("data_i", part + "_rdata")
        .out("data_o", part + "_word", plan_.config_data_bits);
    words_.insert(words_.begin(), {part + "_word", -1, -1, ""});
  }
  void no_read_word() { words_.insert(words_.begin(), literal(plan_.config_data_bits, 0).front()); }

  /// The write line of the next part, in the order of OperatorPlan::parts.
  Signal next_write() { return plan_.parts.size() == 1 ? whole("part_write") : bit("part_write", next_part_++); }

  Design& design() { return design_; }

 private:
  std::string latency_comment() const {
    if (is_gated(spec_.kind))
      return fmt::format("Latency {} cycles. Written by {}.", plan_.latency, generator_version());
    return fmt::format(
        "Latency {}(b - 1) + {} cycles from the first beat of a row of b beats to its first output, one beat per "
        "cycle. "
        "Written by {}.",
        plan_.latency_rows == 1 ? "" : "2 ", plan_.latency, generator_version());
  }

  void inner_configuration(Part& part, const UnitPlan& unit, const std::string& name) {
    if (!is_loadable(unit.spec.store)) return;
    connect_configuration(part, unit, unit.config_data_bits, next_write(), "commit", name + "_rdata", name + "_busy");
    read_word(name, unit.config_data_bits);
  }

  void configuration() {
    if (plan_.parts.empty()) return;
    const auto parts = static_cast<int>(plan_.parts.size());
    design_.part("pwl_config_control", "u_config")
        .parameter("Banks", 1)
        .parameter("Slots", 2)
        .clocked()
        .in("we_i", "cfg_we_i")
        .in("commit_i", "cfg_commit_i")
        .in("held_i", join({whole("started"), whole("rows_inside")}))
        .in("held_bank_i", literal(2, 0))
        .in("offered_i", literal(1, 0))
        .out("busy_o", "cfg_busy_o")
        .out("write_o", "write")
        .out("bank_o", "bank")
        .out("open_o", "open");
    const int high = plan_.config_address_bits - 1;
    design_.part("pwl_config_parts", "u_parts")
        .parameter("Parts", parts)
        .parameter("PartBits", plan_.part_bits)
        .parameter("DataBits", plan_.config_data_bits)
        .in("write_i", "write")
        .in("part_i", bits("cfg_addr_i", high, high - plan_.part_bits + 1))
        .in("commit_i", "cfg_commit_i")
        .in("busy_i", "cfg_busy_o")
        .out("write_o", "part_write", parts)
        .out("commit_o", "commit")
        .in("rdata_i", words_)
        .out("rdata_o", "cfg_rdata_o", plan_.config_data_bits);
  }

  const OperatorPlan& plan_;
  const OperatorSpec& spec_;
  int lanes_;
  Design design_;
  Signal words_;  ///< read words of the parts, part 0 last
  int next_part_ = 0;
};

Design softmax_design(const OperatorPlan& plan) {
  const OperatorSpec& spec = plan.spec;
  const int lanes = spec.lanes;
  const int w = spec.element_bits;
  const int e = plan.unit.output_bits;
  const int o = plan.wide.core.output_bits;
  const int k = plan.wide.exponent_bits;
  Builder builder(plan);
  Design& design = builder.design();
  builder.gate();
  // The largest code needs no function: the reduction is the scalar.
  builder.engine("largest", 0, w, w, "row", whole("in_data_i"), whole("in_keep_i"), whole("row_last"),
                 "largest_reduced", whole("largest_result"), w);
  design.part("pwl_row_subtract", "u_subtract")
      .parameter("Lanes", lanes)
      .parameter("W", w)
      .parameter("D", plan.unit.input_bits)
      .in("data_i", "largest_data")
      .in("largest_i", "largest_scalar")
      .out("difference_o", "difference", lanes * plan.unit.input_bits);
  builder.unit("largest", whole("difference"), join({whole("largest_last"), whole("largest_keep")}), "exp",
               {{"exp_last", 1}, {"exp_keep", lanes}});
  design.part("pwl_row_mask", "u_mask")
      .parameter("Lanes", lanes)
      .parameter("W", e)
      .in("data_i", "exp_data")
      .in("keep_i", "exp_keep")
      .out("data_o", "exp_kept", lanes * e);
  const int s = 1 + k + o;
  builder.engine("sum", 1, e, plan.reduce_bits, "exp", whole("exp_kept"), whole("exp_keep"), whole("exp_last"), "root",
                 join({whole("root_zero"), whole("root_k"), whole("root_y")}), s);
  builder.wide("sum_reduced", whole("sum_result"), {});
  builder.last_stages(2, "sum", join({bit("sum_scalar", s - 1), whole("sum_last"), whole("sum_keep")}),
                      {{"out_zero", 1}, {"out_last_o", 1}, {"out_keep_o", lanes}});
  const int a = plan.scale_accumulator;
  design.part("pwl_row_scale", "u_scale")
      .parameter("Lanes", lanes)
      .parameter("E", e)
      .parameter("O", o)
      .parameter("KB", k)
      .parameter("P", spec.output_bits)
      .parameter("A", a)
      .parameter("RW", ceil_log2(a + 1))
      .clocked(false)
      .in("load_i", join({bit("load", 3), bit("load", 1)}))
      .in("data_i", "sum_data")
      .in("y_i", bits("sum_scalar", o - 1, 0))
      .in("exponent_i", bits("sum_scalar", o + k - 1, o))
      .out("data_o", "out_data_o", lanes * spec.output_bits)
      .out("saturated_o", "lane_saturated");
  return builder.finish();
}

Design norm_design(const OperatorPlan& plan) {
  const OperatorSpec& spec = plan.spec;
  const bool centred = spec.kind == OperatorKind::layernorm;
  const int lanes = spec.lanes;
  const int w = spec.element_bits;
  const int c = plan.count_bits;
  const int o = plan.wide.core.output_bits;
  const int k = plan.wide.exponent_bits;
  const int squares = 2 * w - 1 + c;
  const int sums = centred ? c + w + c : 0;  // {count, sum} travel beside the root
  Builder builder(plan);
  Design& design = builder.design();
  builder.gate();
  const int s = sums + 1 + k + o;
  Signal scalar = join({whole("root_zero"), whole("root_k"), whole("root_y")});
  if (centred) scalar = join({whole("root_tag"), scalar});
  builder.engine("moments", centred ? 3 : 2, w, plan.reduce_bits, "row", whole("in_data_i"), whole("in_keep_i"),
                 whole("row_last"), "root", scalar, s);
  const int v = plan.wide.spec.input_bits;
  design.part("pwl_norm_argument", "u_argument")
      .parameter("Centred", centred ? 1 : 0)
      .parameter("W", w)
      .parameter("CountBits", c)
      .parameter("EpsilonBits", plan.epsilon_bits)
      .parameter("V", v)
      .parameter("R", plan.reduce_bits)
      .in("moments_i", "moments_result")
      .in("epsilon_i", "epsilon")
      .out("argument_o", "argument_early", v);
  Signal argument = whole("argument_early");
  if (centred) argument = join({bits("moments_result", squares + sums - 1, squares), argument});
  design.part("pwl_stream_stage", "u_argument_stage")
      .parameter("D", sums + v)
      .clocked()
      .sink("in", "moments_reduced")
      .in("in_data_i", argument)
      .source("out", "argument")
      .out("out_data_o", "argument_data", sums + v);
  builder.wide("argument", bits("argument_data", v - 1, 0),
               centred ? bits("argument_data", sums + v - 1, v) : Signal{});

  const int g = plan.gain_bits;
  const int b = plan.bias_bits;
  design.part("pwl_norm_words", "u_words")
      .parameter("ShiftBits", plan.shift_bits)
      .parameter("EpsilonBits", plan.epsilon_bits)
      .parameter("G", g)
      .parameter("B", b)
      .parameter("DataBits", plan.config_data_bits)
      .parameter("Affine", spec.affine ? 1 : 0)
      .clocked(false)
      .in("write_i", builder.next_write())
      .in("addr_i", bits("cfg_addr_i", 1, 0))
      .in("data_i", "cfg_data_i")
      .out("rdata_o", "norm_rdata", plan.config_data_bits)
      .out("shift_o", "shift", plan.shift_bits)
      .out("epsilon_o", "epsilon", plan.epsilon_bits)
      .out("gain_o", "gain", g)
      .out("bias_o", "bias", b);
  builder.read_word("norm", plan.config_data_bits);
  Signal gains, biases;
  if (spec.affine) {
    const int lane_bits = std::max(1, ceil_log2(lanes));
    const int beat_bits = ceil_log2(plan.max_beats);
    design.part("pwl_norm_affine", "u_affine")
        .parameter("Lanes", lanes)
        .parameter("LaneBits", lane_bits)
        .parameter("Beats", plan.max_beats)
        .parameter("BeatBits", beat_bits)
        .parameter("G", g)
        .parameter("B", b)
        .parameter("DataBits", plan.config_data_bits)
        .clocked()
        .in("write_i", builder.next_write())
        .in("addr_i", bits("cfg_addr_i", beat_bits + lane_bits, 0))
        .in("data_i", "cfg_data_i")
        .in("load_i", bit("load", 0))
        .in("valid_i", "moments_valid")
        .in("last_i", "moments_last")
        .out("gain_o", "gains", lanes * g)
        .out("bias_o", "biases", lanes * b);
    builder.no_read_word();
    gains = whole("gains");
    biases = whole("biases");
  } else {
    for (int lane = 0; lane < lanes; ++lane) {
      gains = join({gains, whole("gain")});
      biases = join({biases, whole("bias")});
    }
  }
  builder.last_stages(4, "moments", join({bit("moments_scalar", o + k), whole("moments_last"), whole("moments_keep")}),
                      {{"out_zero", 1}, {"out_last_o", 1}, {"out_keep_o", lanes}});
  const int base = o + k + 1;
  design.part("pwl_norm_lanes", "u_lanes")
      .parameter("Lanes", lanes)
      .parameter("Centred", centred ? 1 : 0)
      .parameter("W", w)
      .parameter("CountBits", c)
      .parameter("O", o)
      .parameter("EB", k)
      .parameter("SB", plan.shift_bits)
      .parameter("KB", plan.total_shift_bits)
      .parameter("G", g)
      .parameter("B", b)
      .parameter("Fraction", golden::kBiasFraction)
      .parameter("P", spec.output_bits)
      .clocked(false)
      .in("load_i", "load")
      .in("data_i", "moments_data")
      .in("keep_i", "moments_keep")
      .in("count_i", centred ? bits("moments_scalar", base + w + 2 * c - 1, base + w + c) : literal(c, 0))
      .in("sum_i", centred ? bits("moments_scalar", base + w + c - 1, base) : literal(w + c, 0))
      .in("zero_i", bit("moments_scalar", o + k))
      .in("y_i", bits("moments_scalar", o - 1, 0))
      .in("exponent_i", bits("moments_scalar", o + k - 1, o))
      .in("shift_i", "shift")
      .in("gain_i", gains)
      .in("bias_i", biases)
      .out("data_o", "out_data_o", lanes * spec.output_bits)
      .out("saturated_o", "lane_saturated");
  return builder.finish();
}

Design gated_design(const OperatorPlan& plan) {
  const OperatorSpec& spec = plan.spec;
  const int lanes = spec.lanes;
  const int w = spec.element_bits;
  const int rw = plan.requant_bits;
  Builder builder(plan);
  Design& design = builder.design();
  builder.gate();
  builder.unit("row", whole("in_data_i"), join({whole("row_last"), whole("in_keep_i"), whole("in_gate_i")}), "unit",
               {{"unit_last", 1}, {"unit_keep", lanes}, {"unit_gate", lanes * w}});
  design.part("pwl_stage", "u_requant")
      .parameter("D", rw)
      .clocked(false)
      .in("en_i", builder.next_write())
      .in("data_i", bits("cfg_data_i", rw - 1, 0))
      .out("data_o", "gate_rdata", rw);
  builder.read_word("gate", rw);
  builder.last_stages(2, "unit", join({whole("unit_last"), whole("unit_keep")}),
                      {{"out_last_o", 1}, {"out_keep_o", lanes}});
  design.part("pwl_gate_lanes", "u_lanes")
      .parameter("Lanes", lanes)
      .parameter("U", plan.unit.output_bits)
      .parameter("B", w)
      .parameter("P", spec.output_bits)
      .parameter("RW", rw)
      .clocked(false)
      .in("load_i", join({bit("load", 3), bit("load", 1)}))
      .in("u_i", "unit_data")
      .in("b_i", "unit_gate")
      .in("requant_i", "gate_rdata")
      .out("data_o", "out_data_o", lanes * spec.output_bits)
      .out("saturated_o", "lane_saturated");
  return builder.finish();
}

}  // namespace

Design operator_design(const OperatorPlan& plan) {
  if (plan.spec.kind == OperatorKind::wide) return wide_design(plan.wide);
  if (plan.spec.kind == OperatorKind::softmax) return softmax_design(plan);
  return is_norm(plan.spec.kind) ? norm_design(plan) : gated_design(plan);
}

}  // namespace pwlforge
