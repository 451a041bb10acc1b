// Copyright 2026 the pwlforge authors.
// Licensed under the Apache License, Version 2.0; see LICENSE.
// SPDX-License-Identifier: Apache-2.0
//
// What the designs of the operators share: the gate in front, row engines, inner units, the last handshake, the
// configuration port and the flags.
#pragma once

#include <fmt/format.h>

#include <algorithm>
#include <string>
#include <utility>
#include <vector>

#include "gen/operator/connect.hpp"
#include "gen/operator/operator.hpp"
#include "gen/operator/plan_parts.hpp"

namespace pwlforge {

/// What a row engine makes of a row: Kind of pwl_row_reduce.
enum class Reduction { largest = 0, sum = 1, squares = 2, moments = 3, float_sum = 4, float_squares = 5 };

/// Parts are added in the order of the data; finish() adds what surrounds them.
class OperatorBuilder {
 public:
  explicit OperatorBuilder(const OperatorPlan& plan) : plan_(plan), spec_(plan.spec), lanes_(plan.spec.lanes) {
    design_.name = spec_.name;
    design_.ports = plan.ports;
    design_.comments = {operator_summary(plan),
                        fmt::format("{} Written by {}.", latency_text(plan), generator_version())};
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
    if (plan_.spec.peer != Peer::none) return design_;
    if (!is_norm(plan_.spec.kind)) design_.check_parts(plan_.unit.spec.name, plan_.unit.ports);
    if (!is_gated(plan_.spec.kind) && !plan_.spec.floating) design_.check_parts(plan_.wide.spec.name, plan_.wide.ports);
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
  void engine(const std::string& name, Reduction kind, int width, int reduce_bits, const std::string& in,
              const Signal& data, const Signal& keep, const Signal& last, const std::string& scalar,
              const Signal& scalar_data, int scalar_bits) {
    design_.part("pwl_row_engine", "u_" + name)
        .parameter("Kind", static_cast<int>(kind))
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

  /// Bits of {count, sum} of a row, which travel beside the root of a layernorm; a rmsnorm has no such tag.
  int sums_bits() const {
    return spec_.kind == OperatorKind::layernorm ? plan_.count_bits + spec_.element_bits + plan_.count_bits : 0;
  }

  /// The row engine of a norm, called moments: its scalar comes as stream `root`, `root` and a layernorm's root_tag.
  /// Returns what the root is of, `argument_bits` wide, of the reduction and epsilon; above it a layernorm's sums.
  Signal moments(const Signal& root, int root_bits, int argument_bits, const Signal& epsilon) {
    const bool centred = spec_.kind == OperatorKind::layernorm;
    engine("moments", centred ? Reduction::moments : Reduction::squares, spec_.element_bits, plan_.reduce_bits, "row",
           whole("in_data_i"), whole("in_keep_i"), whole("row_last"), "root",
           centred ? join({whole("root_tag"), root}) : root, sums_bits() + root_bits);
    design_.part("pwl_norm_argument", "u_argument")
        .parameter("Centred", centred ? 1 : 0)
        .parameter("W", spec_.element_bits)
        .parameter("CountBits", plan_.count_bits)
        .parameter("EpsilonBits", plan_.epsilon_bits)
        .parameter("V", argument_bits)
        .parameter("R", plan_.reduce_bits)
        .in("moments_i", "moments_result")
        .in("epsilon_i", epsilon)
        .out("argument_o", "argument_early", argument_bits);
    if (!centred) return whole("argument_early");
    const int squares = 2 * spec_.element_bits - 1 + plan_.count_bits;
    return join({bits("moments_result", squares + sums_bits() - 1, squares), whole("argument_early")});
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

  /// The function of a float's mantissa by a table, its exponent by integer arithmetic, from stream `in` to stream
  /// `root`: root_zero and root_value.
  void float_wide(const std::string& in, const Signal& argument, bool root) {
    const UnitPlan& core = plan_.wide.core;
    const int k = plan_.wide.exponent_bits;
    design_.part("pwl_float_wide_argument", "u_root_argument")
        .parameter("Root", root ? 1 : 0)
        .in("v_i", argument)
        .out("mantissa_o", "mantissa", core.input_bits)
        .out("scale_o", "mantissa_scale", k)
        .out("zero_o", "mantissa_zero")
        .out("clear_o", "mantissa_clear")
        .out("nan_o", "mantissa_nan");
    Part& part = design_.part(core.spec.name, "u_wide").clocked();
    part.sink("in", in)
        .in("in_data_i", "mantissa")
        .in("in_tag_i",
            join({whole("mantissa_nan"), whole("mantissa_clear"), whole("mantissa_zero"), whole("mantissa_scale")}))
        .source("out", "root")
        .out("out_data_o", "root_y", core.output_bits)
        .split("out_tag_o", {{"root_nan", 1}, {"root_clear", 1}, {"root_zero", 1}, {"root_scale", k}});
    inner_configuration(part, core, "wide");
    design_.part("pwl_float_wide_result", "u_root_result")
        .in("y_i", "root_y")
        .in("scale_i", "root_scale")
        .in("clear_i", "root_clear")
        .in("nan_i", "root_nan")
        .out("r_o", "root_value", core.output_bits);
  }

  /// Handshake of the last stages, from stream `in` to the output, with `tag` beside the data; `tapped` is a bit that
  /// is stage_acc_sel behind the third of four stages.
  void last_stages(int pipeline, const std::string& in, const Signal& tag,
                   const std::vector<std::pair<std::string, int>>& out_tag, const Signal& tapped = literal(1, 0)) {
    int bits = 0;
    for (const auto& net : out_tag) bits += net.second;
    design_.part("pwl_stream_control", "u_control")
        .parameter("Pipeline", pipeline)
        .parameter("TagBits", bits)
        .clocked()
        .in("open_i", literal(1, 1))
        .sink("in", in)
        .in("in_tag_i", tag)
        .in("in_sel_i", tapped)
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

  /// Words of a norm: shift (its net is called `shift`) and epsilon; gain and bias of every lane, from one pair or,
  /// with affine, from a memory.
  std::pair<Signal, Signal> norm_words(const std::string& shift, int epsilon_bits, int gain_bits, int bias_bits) {
    design_.part("pwl_norm_words", "u_words")
        .parameter("ShiftBits", plan_.shift_bits)
        .parameter("EpsilonBits", epsilon_bits)
        .parameter("G", gain_bits)
        .parameter("B", bias_bits)
        .parameter("DataBits", plan_.config_data_bits)
        .parameter("Affine", spec_.affine ? 1 : 0)
        .clocked(false)
        .in("write_i", next_write())
        .in("addr_i", bits("cfg_addr_i", 1, 0))
        .in("data_i", "cfg_data_i")
        .out("rdata_o", "norm_rdata", plan_.config_data_bits)
        .out("shift_o", shift, plan_.shift_bits)
        .out("epsilon_o", "epsilon", epsilon_bits)
        .out("gain_o", "gain", gain_bits)
        .out("bias_o", "bias", bias_bits);
    read_word("norm", plan_.config_data_bits);
    if (!spec_.affine) {
      Signal gains, biases;
      for (int lane = 0; lane < lanes_; ++lane) {
        gains = join({gains, whole("gain")});
        biases = join({biases, whole("bias")});
      }
      return {gains, biases};
    }
    const int lane_bits = std::max(1, ceil_log2(lanes_));
    const int beat_bits = ceil_log2(plan_.max_beats);
    design_.part("pwl_norm_affine", "u_affine")
        .parameter("Lanes", lanes_)
        .parameter("LaneBits", lane_bits)
        .parameter("Beats", plan_.max_beats)
        .parameter("BeatBits", beat_bits)
        .parameter("G", gain_bits)
        .parameter("B", bias_bits)
        .parameter("DataBits", plan_.config_data_bits)
        .clocked()
        .in("write_i", next_write())
        .in("addr_i", bits("cfg_addr_i", beat_bits + lane_bits, 0))
        .in("data_i", "cfg_data_i")
        .in("load_i", bit("load", 0))
        .in("valid_i", "moments_valid")
        .in("last_i", "moments_last")
        .out("gain_o", "gains", lanes_ * gain_bits)
        .out("bias_o", "biases", lanes_ * bias_bits);
    no_read_word();
    return {whole("gains"), whole("biases")};
  }

  /// Data of a stream with 0 where it is not kept.
  void mask(const std::string& instance, int width, const std::string& data, const std::string& keep,
            const std::string& masked) {
    design_.part("pwl_row_mask", instance)
        .parameter("Lanes", lanes_)
        .parameter("W", width)
        .in("data_i", data)
        .in("keep_i", keep)
        .out("data_o", masked, lanes_ * width);
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

}  // namespace pwlforge
