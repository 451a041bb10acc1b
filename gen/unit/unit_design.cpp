// Copyright 2026 the pwlforge authors.
// Licensed under the Apache License, Version 2.0; see LICENSE.
// SPDX-License-Identifier: Apache-2.0
#include "gen/unit/unit_design.hpp"

#include <fmt/format.h>

#include <algorithm>

#include "gen/unit/constants.hpp"

namespace pwlforge {
namespace {

/// How the words of a loadable store are kept: parameter Cell of pwl_word.
int word_cell(const UnitSpec& spec) {
  if (spec.store == Store::latches) return 2;
  return spec.clock_gate ? 1 : 0;
}

/// What the parts of one unit need to know of each other.
class UnitDesign {
 public:
  explicit UnitDesign(const UnitPlan& plan)
      : plan_(plan),
        spec_(plan.spec),
        loadable_(is_loadable(spec_.store)),
        staged_(spec_.mac_stages > 1),
        requantized_(plan.requant_bits > 0),
        sel_bits_(std::max(1, plan.context_bits)),
        tag_bits_(std::max(1, spec_.tag_bits)) {}

  Design design() {
    design_.name = spec_.name;
    design_.comments = {
        unit_summary(plan_), "",
        fmt::format("Latency {} cycles, one beat per cycle. Written by {}.", plan_.latency, generator_version())};
    for (std::size_t i = 0; i < plan_.contexts.size(); ++i) design_.comments.push_back(context_line(plan_, i));
    design_.ports = plan_.ports;
    design_.constants = store_constants(plan_);
    if (loadable_) config_control();
    if (staged_) stream_lead();
    stream_control();
    if (spec_.store != Store::truth_table) store();
    lanes();
    if (spec_.skid) skid();
    if (requantized_) flag();
    design_.check();
    return design_;
  }

 private:
  std::string tag_net() const { return spec_.tag_bits > 0 ? "out_tag_o" : "shown_tag"; }

  /// Stages of pwl_stream_lead, the first of the pipeline.
  int lead_stages() const { return spec_.mac_stages - 1; }
  /// What pwl_stream_control says of a stage of the data path, those of pwl_stream_lead counted: its `own` stage, named
  /// for a unit of one multiply-add stage, is another one here.
  Signal stage_sel(int stage) const {
    if (stage < lead_stages()) return bits("lead_sel", (stage + 1) * sel_bits_ - 1, stage * sel_bits_);
    const char* names[] = {"input_sel", "param_sel", "acc_sel", "out_sel"};
    return whole(names[stage - lead_stages() + 4 - spec_.pipeline]);
  }
  Signal stage_held(int stage) const {
    if (stage < lead_stages()) return bit("lead_held", stage);
    return bit("held", stage - lead_stages() + 4 - spec_.pipeline);
  }
  /// Places in the pipeline of the stage behind the select and of the accumulator.
  int param_stage() const { return spec_.pipeline - 3; }
  int acc_stage() const { return param_stage() + plan_.front_cuts + 1; }

  Signal tag_in() const { return spec_.tag_bits > 0 ? whole("in_tag_i") : literal(1, 0); }
  Signal sel_in() const { return plan_.context_bits > 0 ? whole("ctx_i") : loadable_ ? whole("bank") : literal(1, 0); }
  Signal open_in() const { return loadable_ ? whole("open") : literal(1, 1); }

  void config_control() {
    Signal held = whole("held");
    Signal bank = join({whole("out_sel"), whole("acc_sel"), whole("param_sel"), whole("input_sel")});
    int slots = 4;
    if (staged_) {
      held = join({held, whole("lead_held")});
      bank = join({bank, whole("lead_sel")});
      slots += lead_stages();
    }
    if (spec_.skid) {
      held = join({whole("spare_full"), held});
      bank = join({whole("out_bank"), bank});
      ++slots;
    }
    // A beat that is not stored but keeps the store from the configuration: shown by a unit of latency 0, or on its way
    // through the search network that the configuration shares.
    const bool searched = shares_select(spec_) && spec_.pipeline < 3;
    design_.part("pwl_config_control", "u_config")
        .parameter("Banks", spec_.banks)
        .parameter("Slots", slots)
        .parameter("Offers", searched ? 2 : 1)
        .clocked()
        .in("we_i", "cfg_we_i")
        .in("commit_i", "cfg_commit_i")
        .in("held_i", held)
        .in("held_bank_i", bank)
        .in("offered_i", searched ? join({whole("searching"), whole("offered")}) : whole("offered"))
        .out("busy_o", "cfg_busy_o")
        .out("write_o", "write")
        .out("bank_o", "bank")
        .out("open_o", "open");
  }

  void stream_lead() {
    design_.part("pwl_stream_lead", "u_lead")
        .parameter("Stages", lead_stages())
        .parameter("Isolate", spec_.operand_isolation ? 1 : 0)
        .parameter("TagBits", tag_bits_)
        .parameter("SelBits", sel_bits_)
        .clocked()
        .in("open_i", open_in())
        .in("advance_i", "advance")
        .in("in_valid_i", "in_valid_i")
        .out("in_ready_o", "in_ready_o")
        .in("in_tag_i", tag_in())
        .in("in_sel_i", sel_in())
        .out("out_valid_o", "lead_valid")
        .out("out_tag_o", "lead_tag", tag_bits_)
        .out("load_o", "lead_load", lead_stages())
        .out("held_o", "lead_held", lead_stages())
        .out("sel_o", "lead_sel", lead_stages() * sel_bits_);
  }

  void stream_control() {
    const std::string stream = spec_.skid ? "pipe" : "";
    Part& part = design_.part("pwl_stream_control", "u_control")
                     .parameter("Pipeline", spec_.pipeline)
                     .parameter("Compact", spec_.compact ? 1 : 0)
                     .parameter("Isolate", spec_.operand_isolation ? 1 : 0)
                     .parameter("TagBits", tag_bits_)
                     .parameter("SelBits", sel_bits_)
                     .clocked()
                     .in("open_i", staged_ ? literal(1, 1) : open_in())
                     .in("in_valid_i", staged_ ? "lead_valid" : "in_valid_i")
                     .out("in_ready_o", staged_ ? "lead_ready" : "in_ready_o")
                     .in("in_tag_i", staged_ ? whole("lead_tag") : tag_in())
                     .in("in_sel_i", staged_ ? stage_sel(lead_stages() - 1) : sel_in());
    if (spec_.skid) {
      part.source("out", "pipe").out("out_tag_o", "pipe_tag", tag_bits_);
    } else {
      part.out("out_valid_o", "out_valid_o").in("out_ready_i", "out_ready_i").out("out_tag_o", tag_net(), tag_bits_);
    }
    part.out("advance_o", "advance").out("load_o", "load", 4).out("held_o", "held", 4).out("offered_o", "offered");
    part.out("searching_o", "searching").out("selecting_o", "selecting").out("input_sel_o", "input_sel", sel_bits_);
    part.out("param_sel_o", "param_sel", sel_bits_).out("acc_sel_o", "acc_sel", sel_bits_);
    part.out("out_sel_o", "out_sel", sel_bits_);
  }

  Part& format_parameters(Part& part, int requant_bits) const {
    return part.parameter("N", spec_.entries)
        .parameter("TW", plan_.threshold_bits)
        .parameter("KW", plan_.slope_word_bits)
        .parameter("BW", plan_.intercept_bits)
        .parameter("SW", plan_.shift_bits)
        .parameter("RW", requant_bits);
  }

  /// R for the lanes: constant upper bits above those that the store holds.
  Signal requant() const {
    const int constant = plan_.requant_bits - plan_.requant_word_bits;
    if (!spec_.kept || constant == 0) return whole("requant");
    const Signal upper = literal(constant, plan_.requant_first >> plan_.requant_word_bits);
    return plan_.requant_word_bits == 0 ? upper : join({upper, whole("requant")});
  }

  void store() {
    const bool shared = shares_select(spec_);
    Part& part = design_.part(!loadable_ ? "pwl_store_fixed" : shared ? "pwl_bank" : "pwl_store_registers", "u_store");
    format_parameters(part, plan_.requant_word_bits);
    if (loadable_) {
      part.parameter("IndexBits", plan_.index_bits).parameter("DataBits", plan_.config_data_bits);
      if (!shared) {
        part.parameter("Banks", std::max(spec_.banks, spec_.resident)).parameter("Resident", spec_.resident - 1);
      }
      part.parameter("Cell", word_cell(spec_));
      if (shared) part.parameter("Shared", 1);
      for (const Constant& constant : design_.constants) part.parameter(constant.name, constant.name);
      part.clocked(false).in("write_i", "write").in("addr_i", "cfg_addr_i");
      if (shared) {
        part.in("hot_i", "shown_hot")
            .in("threshold_i", "shown_threshold")
            .in("slope_i", "shown_slope")
            .in("intercept_i", "shown_intercept");
      } else {
        part.in("active_i", spec_.resident > 1 ? literal(1, 0) : whole("bank"));
      }
      part.in("data_i", "cfg_data_i").out("rdata_o", "cfg_rdata_o", plan_.config_data_bits);
    } else {
      part.parameter("Contexts", static_cast<int>(plan_.contexts.size())).parameter("SelBits", sel_bits_);
      for (const Constant& constant : design_.constants) part.parameter(constant.name, constant.name);
    }
    if (!shared) {
      // Of the beat behind each stage; without an input stage of the beat that comes in.
      const Signal input = !staged_ ? whole("input_sel") : param_stage() > 0 ? stage_sel(0) : sel_in();
      const Signal param = staged_ ? stage_sel(param_stage()) : whole("param_sel");
      part.in("input_sel_i", input)
          .in("select_sel_i", spec_.compact ? param : input)
          .in("param_sel_i", param)
          .in("acc_sel_i", staged_ ? stage_sel(acc_stage()) : whole("acc_sel"));
    }
    part.out("thresholds_o", "thresholds", (spec_.entries - 1) * plan_.threshold_bits)
        .out("slopes_o", "slopes", spec_.entries * plan_.slope_word_bits)
        .out("intercepts_o", "intercepts", spec_.entries * plan_.intercept_bits)
        .out("shift_o", "shift", std::max(1, plan_.shift_bits))
        .out("requant_o", "requant", std::max(1, plan_.requant_word_bits));
  }

  void lanes() {
    const std::string data = spec_.skid ? "pipe_data" : "out_data_o";
    const int data_bits = spec_.lanes * plan_.output_bits;
    if (spec_.store == Store::truth_table) {
      design_.part("pwl_table_lanes", "u_lanes")
          .parameter("Lanes", spec_.lanes)
          .parameter("W", plan_.input_bits)
          .parameter("O", plan_.output_bits)
          .parameter("Contexts", static_cast<int>(plan_.contexts.size()))
          .parameter("SelBits", sel_bits_)
          .parameter("Pipeline", spec_.pipeline)
          .parameter("Outputs", "Outputs")
          .clocked(false)
          .in("advance_i", "advance")
          .in("q_i", "in_data_i")
          .in("sel_i", "param_sel")
          .out("y_o", data, data_bits);
      return;
    }
    const bool shared = shares_select(spec_);
    const int index_bits = ceil_log2(spec_.entries);
    Part& part = design_.part(staged_          ? "pwl_staged_lanes"
                              : spec_.floating ? "pwl_float_lanes"
                                               : "pwl_int_lanes",
                              "u_lanes");
    part.parameter("Lanes", spec_.lanes);
    if (spec_.floating) {
      if (staged_) {
        format_parameters(part.parameter("W", plan_.input_bits), plan_.requant_bits).parameter("O", plan_.output_bits);
      } else {
        part.parameter("N", spec_.entries);
      }
      part.parameter("ExpBits", spec_.float_format.exponent_bits)
          .parameter("ManBits", spec_.float_format.mantissa_bits)
          .parameter("Ftz", spec_.float_options.ftz ? 1 : 0)
          .parameter("InfIeee", spec_.float_options.inf_ieee ? 1 : 0);
    } else {
      format_parameters(part.parameter("W", plan_.input_bits), plan_.requant_bits)
          .parameter("A", plan_.accumulator_bits)
          .parameter("O", plan_.output_bits)
          .parameter("OutputSigned", spec_.integer.raw || spec_.integer.output_signed ? 1 : 0)
          .parameter("Rounding", static_cast<int>(spec_.integer.rounding));
      if (spec_.slope_terms > 0) part.parameter("Terms", spec_.slope_terms);
    }
    if (staged_) {
      part.parameter("InputDepth", param_stage())
          .parameter("FrontCuts", plan_.front_cuts)
          .parameter("BackCuts", plan_.back_cuts);
    } else {
      part.parameter("Pipeline", spec_.pipeline);
    }
    part.parameter("Compact", spec_.compact ? 1 : 0)
        .parameter("IndexBits", index_bits)
        .parameter("Shared", shared ? 1 : 0)
        .clocked(false)
        .in("load_i", load())
        .in(spec_.floating || staged_ ? "x_i" : "q_i", "in_data_i")
        .in("thresholds_i", "thresholds")
        .in("slopes_i", "slopes")
        .in("intercepts_i", "intercepts");
    if (!spec_.floating || staged_) part.in("shift_i", "shift").in("requant_i", requant());
    part.in("searching_i", staged_ ? stage_held(0) : whole("searching"))
        .in("selecting_i", staged_ ? stage_held(1) : whole("selecting"))
        .in("cfg_index_i", shared ? bits("cfg_addr_i", index_bits - 1, 0) : literal(index_bits, 0))
        .out("threshold_o", "shown_threshold", plan_.threshold_bits)
        .out("hot_o", "shown_hot", spec_.entries)
        .out("slope_o", "shown_slope", plan_.slope_word_bits)
        .out("intercept_o", "shown_intercept", plan_.intercept_bits)
        .out("y_o", data, data_bits);
    if (!spec_.floating || staged_) part.out("saturated_o", "saturated");
  }

  /// Enables of the data registers, bit 0 the input stage; with pipeline 3 there is none.
  Signal load() const {
    if (!staged_) return whole("load");
    if (spec_.pipeline > 3) return join({whole("load"), whole("lead_load")});
    return join({bits("load", 3, 1), whole("lead_load"), literal(1, 0)});
  }

  /// {bank, saturated, tag, data}: what waits in the spare register.
  void skid() {
    Signal beat = join({whole("pipe_tag"), whole("pipe_data")});
    std::vector<std::pair<std::string, int>> out{{tag_net(), tag_bits_},
                                                 {"out_data_o", spec_.lanes * plan_.output_bits}};
    if (requantized_) {
      beat = join({whole("saturated"), beat});
      out.insert(out.begin(), {"out_saturated", 1});
    }
    beat = join({loadable_ ? whole("out_sel") : literal(1, 0), beat});
    out.insert(out.begin(), {"out_bank", 1});
    int width = 0;
    for (const auto& net : out) width += net.second;
    design_.part("pwl_skid", "u_skid")
        .parameter("D", width)
        .clocked()
        .sink("in", "pipe")
        .in("in_data_i", beat)
        .out("out_valid_o", "out_valid_o")
        .in("out_ready_i", "out_ready_i")
        .split("out_data_o", out)
        .out("full_o", "spare_full");
  }

  void flag() {
    design_.part("pwl_sticky", "u_saturated")
        .clocked()
        .in("valid_i", "out_valid_o")
        .in("ready_i", "out_ready_i")
        .in("event_i", spec_.skid ? "out_saturated" : "saturated")
        .in("clear_i", "saturated_clear_i")
        .out("flag_o", "saturated_o");
  }

  const UnitPlan& plan_;
  const UnitSpec& spec_;
  bool loadable_;
  bool staged_;  ///< more stages than pwl_stream_control has: pwl_stream_lead stands in front
  bool requantized_;
  int sel_bits_;
  int tag_bits_;
  Design design_;
};

}  // namespace

Design unit_design(const UnitPlan& plan) {
  return UnitDesign(plan).design();
}

std::string unit_summary(const UnitPlan& plan) {
  const UnitSpec& spec = plan.spec;
  std::string text = fmt::format("Piecewise-linear unit {}: {}", spec.name, spec.unit);
  if (spec.store == Store::truth_table) {
    text += ", truth table";
  } else {
    text += fmt::format(", {} entries, {} store", spec.entries, store_name(spec.store));
    if (spec.banks == 2) text += " with two banks";
    if (spec.resident == 2) text += " of two contexts";
    if (!spec.floating) {
      text += fmt::format(", slopes of {} bits, {} intercepts of {} bits", plan.slope_bits,
                          intercept_names()[static_cast<std::size_t>(spec.integer.intercept)], plan.intercept_bits);
      if (spec.slope_terms == 1) text += ", slopes 0 or signed powers of two";
      if (spec.slope_terms > 1) text += fmt::format(", slopes sums of {} signed powers of two", spec.slope_terms);
    }
  }
  if (!spec.floating) {
    text += fmt::format(", {}output of {} bits", spec.integer.raw ? "raw " : "", plan.output_bits);
  }
  if (spec.lanes > 1) text += fmt::format(", {} lanes", spec.lanes);
  return text + ".";
}

std::string context_line(const UnitPlan& plan, std::size_t context) {
  const UnitContext& which = plan.contexts[context];
  const Table& table = plan.spec.tables[static_cast<std::size_t>(which.table)];
  const TableContext& scale = table.contexts[static_cast<std::size_t>(which.scale)];
  return fmt::format("Context {}: {}, input scale {}, CRC-32 of the table {:08x}.", context, table.function,
                     scale.input_scale, context_checksum(plan, which));
}

}  // namespace pwlforge
