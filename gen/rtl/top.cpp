// Copyright 2026 the pwlforge authors.
// Licensed under the Apache License, Version 2.0; see LICENSE.
// SPDX-License-Identifier: Apache-2.0
//
// The thin top: names, parameters, connections, constants; no operator.
#include <fmt/format.h>

#include <algorithm>

#include "gen/rtl/parts.hpp"

namespace pwlforge {
namespace {

std::string number(int value) {
  return std::to_string(value);
}
std::string zeros(int bits) {
  return fmt::format("{}'b0", bits);
}

/// How the words of a loadable store are kept: parameter Cell of pwl_word.
int word_cell(const UnitSpec& spec) {
  if (spec.store == Store::latches) return 2;
  return spec.clock_gate ? 1 : 0;
}

/// What the pieces of one top need to know of each other.
class Top {
 public:
  explicit Top(const UnitPlan& plan)
      : plan_(plan),
        spec_(plan.spec),
        loadable_(is_loadable(spec_.store)),
        requantized_(plan.requant_bits > 0),
        sel_bits_(std::max(1, plan.context_bits)),
        tag_bits_(std::max(1, spec_.tag_bits)) {}

  std::string text() {
    std::string text = header();
    text += module_text(spec_.name, plan_.ports);
    text += constants_text(plan_);
    text += "\n" + wires() + "\n";
    if (loadable_) text += config_control() + "\n";
    text += stream_control() + "\n";
    if (spec_.store != Store::truth_table) text += store() + "\n";
    text += datapath();
    if (spec_.skid) text += "\n" + skid();
    if (requantized_) text += "\n" + sticky();
    return text + "\nendmodule\n\n`default_nettype wire\n";
  }

 private:
  std::string header() const {
    std::string text = licence_header("//") + "//\n";
    text += comment_text(unit_summary(plan_)) + "//\n";
    text += comment_text(
        fmt::format("Latency {} cycles, one beat per cycle. Written by {}.", plan_.latency, generator_version()));
    for (std::size_t i = 0; i < plan_.contexts.size(); ++i) text += comment_text(context_line(plan_, i));
    return text + "`default_nettype none\n\n";
  }

  std::string wires() const {
    std::string text = wire_text(1, "advance") + wire_text(4, "held") + wire_text(1, "offered");
    text += wire_text(4, "load") + wire_text(1, "searching") + wire_text(1, "selecting");
    for (const char* stage : {"input_sel", "param_sel", "acc_sel", "out_sel"}) text += wire_text(sel_bits_, stage);
    if (loadable_) text += wire_text(1, "write") + wire_text(1, "bank") + wire_text(1, "open");
    if (spec_.store != Store::truth_table) {
      text += wire_text((spec_.entries - 1) * plan_.threshold_bits, "thresholds");
      text += wire_text(spec_.entries * plan_.slope_bits, "slopes");
      text += wire_text(spec_.entries * plan_.intercept_bits, "intercepts");
      text += wire_text(std::max(1, plan_.shift_bits), "shift");
      text += wire_text(std::max(1, plan_.requant_bits), "requant");
    }
    if (spec_.compact) {
      text += wire_text(plan_.threshold_bits, "shown_threshold");
      text += wire_text(spec_.entries, "shown_hot") + wire_text(plan_.slope_bits, "shown_slope");
      text += wire_text(plan_.intercept_bits, "shown_intercept");
    }
    if (spec_.tag_bits == 0) text += wire_text(1, "unused_tag");
    if (!spec_.floating && spec_.store != Store::truth_table) {
      text += wire_text(1, "saturated");
      if (!requantized_) text += "  wire unused_saturated;\n  assign unused_saturated = saturated;\n";
    }
    if (spec_.skid) {
      text += wire_text(1, "pipe_valid") + wire_text(1, "pipe_ready") + wire_text(1, "spare_full");
      text += wire_text(tag_bits_, "pipe_tag") + wire_text(spec_.lanes * plan_.output_bits, "pipe_data");
      text += wire_text(1, "out_bank");
      if (requantized_) text += wire_text(1, "out_saturated");
    }
    text += unused();
    return text;
  }

  /// Nets that this configuration leaves unread.
  std::string unused() const {
    std::vector<std::string> nets;
    if (!loadable_) {
      nets.push_back("held");
      nets.push_back("offered");
      nets.push_back("out_sel");
      if (spec_.skid) nets.push_back("spare_full");
      if (spec_.skid) nets.push_back("out_bank");
    }
    if (spec_.resident > 1) nets.push_back("bank");
    nets.push_back(spec_.store == Store::truth_table ? "load" : "advance");
    if (spec_.store == Store::truth_table) {
      nets.push_back("input_sel");
      nets.push_back("acc_sel");
    } else if (spec_.floating) {
      nets.push_back("shift");
      nets.push_back("requant");
    }
    if (!spec_.compact) {
      nets.push_back("searching");
      nets.push_back("selecting");
    } else if (!shares_select(spec_)) {
      for (const char* net : {"shown_threshold", "shown_hot", "shown_slope", "shown_intercept"}) nets.push_back(net);
    }
    if (nets.empty()) return {};
    std::string list = "1'b0";
    std::size_t line = list.size();
    for (const std::string& net : nets) {
      const bool fits = line + net.size() < 60;
      list += (fits ? ", " : ",\n                          ") + net;
      line = fits ? line + net.size() + 2 : net.size();
    }
    return fmt::format("  wire unused_nets;\n  assign unused_nets = &{{{}}};\n", list);
  }

  /// A beat that is not stored but keeps the store from the configuration: shown by a unit of latency 0, or on its way
  /// through the search network that the configuration shares.
  std::string offered() const {
    return shares_select(spec_) && spec_.pipeline < 3 ? "offered || searching" : "offered";
  }

  std::string config_control() const {
    const bool skid = spec_.skid;
    return instance_text("pwl_config_control", "u_config",
                         {{"Banks", number(spec_.banks)}, {"Slots", skid ? "5" : "4"}},
                         {{"clk_i", "clk_i"},
                          {"rst_ni", "rst_ni"},
                          {"we_i", "cfg_we_i"},
                          {"commit_i", "cfg_commit_i"},
                          {"held_i", skid ? "{spare_full, held}" : "held"},
                          {"held_bank_i", skid ? "{out_bank, out_sel, acc_sel, param_sel, input_sel}"
                                               : "{out_sel, acc_sel, param_sel, input_sel}"},
                          {"offered_i", offered()},
                          {"busy_o", "cfg_busy_o"},
                          {"write_o", "write"},
                          {"bank_o", "bank"},
                          {"open_o", "open"}});
  }

  std::string stream_control() const {
    const bool tag = spec_.tag_bits > 0;
    const std::string sel = plan_.context_bits > 0 ? "ctx_i" : loadable_ ? "bank" : "1'b0";
    return instance_text("pwl_stream_control", "u_control",
                         {{"Pipeline", number(spec_.pipeline)},
                          {"Compact", number(spec_.compact ? 1 : 0)},
                          {"Isolate", number(spec_.operand_isolation ? 1 : 0)},
                          {"TagBits", number(tag_bits_)},
                          {"SelBits", number(sel_bits_)}},
                         {{"clk_i", "clk_i"},
                          {"rst_ni", "rst_ni"},
                          {"open_i", loadable_ ? "open" : "1'b1"},
                          {"in_valid_i", "in_valid_i"},
                          {"in_ready_o", "in_ready_o"},
                          {"in_tag_i", tag ? "in_tag_i" : "1'b0"},
                          {"in_sel_i", sel},
                          {"out_valid_o", spec_.skid ? "pipe_valid" : "out_valid_o"},
                          {"out_ready_i", spec_.skid ? "pipe_ready" : "out_ready_i"},
                          {"out_tag_o", spec_.skid ? "pipe_tag"
                                        : tag      ? "out_tag_o"
                                                   : "unused_tag"},
                          {"advance_o", "advance"},
                          {"load_o", "load"},
                          {"held_o", "held"},
                          {"offered_o", "offered"},
                          {"searching_o", "searching"},
                          {"selecting_o", "selecting"},
                          {"input_sel_o", "input_sel"},
                          {"param_sel_o", "param_sel"},
                          {"acc_sel_o", "acc_sel"},
                          {"out_sel_o", "out_sel"}});
  }

  static std::string config_address(int high, int low) { return fmt::format("cfg_addr_i[{}:{}]", high, low); }

  NamedValues format_parameters() const {
    NamedValues values{{"N", number(spec_.entries)},     {"TW", number(plan_.threshold_bits)},
                       {"KW", number(plan_.slope_bits)}, {"BW", number(plan_.intercept_bits)},
                       {"SW", number(plan_.shift_bits)}, {"RW", number(plan_.requant_bits)}};
    return values;
  }

  std::string store() const {
    NamedValues parameters = format_parameters();
    NamedValues connections;
    std::string module = "pwl_store_fixed";
    if (loadable_) {
      const bool shared = shares_select(spec_);
      module = shared ? "pwl_shared_bank" : "pwl_store_registers";
      if (!shared) parameters.emplace_back("IndexBits", number(plan_.index_bits));
      parameters.emplace_back("DataBits", number(plan_.config_data_bits));
      if (!shared) {
        parameters.emplace_back("Banks", number(std::max(spec_.banks, spec_.resident)));
        parameters.emplace_back("Resident", number(spec_.resident - 1));
      }
      parameters.emplace_back("Cell", number(word_cell(spec_)));
      connections = {{"clk_i", "clk_i"}, {"write_i", "write"}};
      if (shared) {
        connections.insert(connections.end(), {{"field_i", config_address(plan_.index_bits + 1, plan_.index_bits)},
                                               {"hot_i", "shown_hot"},
                                               {"threshold_i", "shown_threshold"},
                                               {"slope_i", "shown_slope"},
                                               {"intercept_i", "shown_intercept"}});
      } else {
        connections.insert(connections.end(),
                           {{"addr_i", "cfg_addr_i"}, {"active_i", spec_.resident > 1 ? "1'b0" : "bank"}});
      }
      connections.insert(connections.end(), {{"data_i", "cfg_data_i"}, {"rdata_o", "cfg_rdata_o"}});
    } else {
      parameters.emplace_back("Contexts", number(static_cast<int>(plan_.contexts.size())));
      parameters.emplace_back("SelBits", number(sel_bits_));
      const NamedValues constants = constant_parameters(plan_);
      parameters.insert(parameters.end(), constants.begin(), constants.end());
    }
    if (!shares_select(spec_)) {
      connections.insert(connections.end(), {{"input_sel_i", "input_sel"},
                                             {"select_sel_i", spec_.compact ? "param_sel" : "input_sel"},
                                             {"param_sel_i", "param_sel"},
                                             {"acc_sel_i", "acc_sel"}});
    }
    connections.insert(connections.end(), {{"thresholds_o", "thresholds"},
                                           {"slopes_o", "slopes"},
                                           {"intercepts_o", "intercepts"},
                                           {"shift_o", "shift"},
                                           {"requant_o", "requant"}});
    return instance_text(module, "u_store", parameters, connections);
  }

  std::string datapath() const {
    const std::string data = spec_.skid ? "pipe_data" : "out_data_o";
    NamedValues parameters{{"Lanes", number(spec_.lanes)}};
    NamedValues connections{{"clk_i", "clk_i"}};
    if (spec_.store == Store::truth_table) {
      connections.emplace_back("advance_i", "advance");
      parameters.insert(parameters.end(), {{"W", number(plan_.input_bits)},
                                           {"O", number(plan_.output_bits)},
                                           {"Contexts", number(static_cast<int>(plan_.contexts.size()))},
                                           {"SelBits", number(sel_bits_)},
                                           {"Pipeline", number(spec_.pipeline)},
                                           {"Outputs", "Outputs"}});
      connections.insert(connections.end(), {{"q_i", "in_data_i"}, {"sel_i", "param_sel"}, {"y_o", data}});
      return instance_text("pwl_table_lanes", "u_lanes", parameters, connections);
    }
    connections.emplace_back("load_i", "load");
    if (spec_.floating) {
      parameters.insert(parameters.end(), {{"N", number(spec_.entries)},
                                           {"ExpBits", number(spec_.float_format.exponent_bits)},
                                           {"ManBits", number(spec_.float_format.mantissa_bits)},
                                           {"Ftz", spec_.float_options.ftz ? "1" : "0"},
                                           {"InfIeee", spec_.float_options.inf_ieee ? "1" : "0"},
                                           {"Pipeline", number(spec_.pipeline)}});
      connections.insert(connections.end(), {{"x_i", "in_data_i"},
                                             {"thresholds_i", "thresholds"},
                                             {"slopes_i", "slopes"},
                                             {"intercepts_i", "intercepts"},
                                             {"y_o", data}});
      return instance_text("pwl_float_lanes", "u_lanes", parameters, connections);
    }
    const NamedValues format = format_parameters();
    parameters.emplace_back("W", number(plan_.input_bits));
    parameters.insert(parameters.end(), format.begin(), format.end());
    parameters.insert(parameters.end(), {{"A", number(plan_.accumulator_bits)},
                                         {"O", number(plan_.output_bits)},
                                         {"OutputSigned", spec_.integer.raw || spec_.integer.output_signed ? "1" : "0"},
                                         {"Rounding", number(static_cast<int>(spec_.integer.rounding))},
                                         {"Pipeline", number(spec_.pipeline)}});
    connections.insert(connections.end(), {{"q_i", "in_data_i"},
                                           {"thresholds_i", "thresholds"},
                                           {"slopes_i", "slopes"},
                                           {"intercepts_i", "intercepts"},
                                           {"shift_i", "shift"},
                                           {"requant_i", "requant"}});
    if (spec_.compact) {
      const bool shared = shares_select(spec_);
      const int index_bits = ceil_log2(spec_.entries);
      parameters.insert(parameters.end(), {{"IndexBits", number(index_bits)}, {"Shared", shared ? "1" : "0"}});
      connections.insert(connections.end(),
                         {{"searching_i", "searching"},
                          {"selecting_i", "selecting"},
                          {"cfg_index_i", shared ? config_address(index_bits - 1, 0) : zeros(index_bits)},
                          {"threshold_o", "shown_threshold"},
                          {"hot_o", "shown_hot"},
                          {"slope_o", "shown_slope"},
                          {"intercept_o", "shown_intercept"}});
    }
    connections.insert(connections.end(), {{"y_o", data}, {"saturated_o", "saturated"}});
    return instance_text(spec_.compact ? "pwl_compact_lanes" : "pwl_int_lanes", "u_lanes", parameters, connections);
  }

  /// {bank, saturated, tag, data}: what waits in the spare register.
  std::string skid() const {
    const std::string flag = requantized_ ? "saturated, " : "";
    const std::string out_flag = requantized_ ? "out_saturated, " : "";
    const std::string tag = spec_.tag_bits > 0 ? "out_tag_o" : "unused_tag";
    const std::string bank = loadable_ ? "out_sel" : "1'b0";
    const int width = 1 + (requantized_ ? 1 : 0) + tag_bits_ + spec_.lanes * plan_.output_bits;
    return instance_text("pwl_skid", "u_skid", {{"D", number(width)}},
                         {{"clk_i", "clk_i"},
                          {"rst_ni", "rst_ni"},
                          {"in_valid_i", "pipe_valid"},
                          {"in_ready_o", "pipe_ready"},
                          {"in_data_i", fmt::format("{{{}, {}pipe_tag, pipe_data}}", bank, flag)},
                          {"out_valid_o", "out_valid_o"},
                          {"out_ready_i", "out_ready_i"},
                          {"out_data_o", fmt::format("{{out_bank, {}{}, out_data_o}}", out_flag, tag)},
                          {"full_o", "spare_full"}});
  }

  std::string sticky() const {
    return instance_text("pwl_sticky", "u_saturated", {},
                         {{"clk_i", "clk_i"},
                          {"rst_ni", "rst_ni"},
                          {"valid_i", "out_valid_o"},
                          {"ready_i", "out_ready_i"},
                          {"event_i", spec_.skid ? "out_saturated" : "saturated"},
                          {"clear_i", "saturated_clear_i"},
                          {"flag_o", "saturated_o"}});
  }

  const UnitPlan& plan_;
  const UnitSpec& spec_;
  bool loadable_;
  bool requantized_;
  int sel_bits_;
  int tag_bits_;
};

}  // namespace

std::string module_text(const std::string& module, const std::vector<Port>& ports) {
  std::size_t widest = 0;
  std::size_t longest = 0;
  for (const Port& port : ports) {
    widest = std::max(widest, range_text(port.width).size());
    longest = std::max(longest, port.name.size());
  }
  std::string text = "module " + module + " (\n";
  for (std::size_t i = 0; i < ports.size(); ++i) {
    const Port& port = ports[i];
    const std::string name = port.name + (i + 1 < ports.size() ? "," : "");
    const std::string line = fmt::format("  {} wire {:>{}} {:<{}}", port.is_input ? "input " : "output",
                                         range_text(port.width), widest, name, longest + 1);
    // A meaning that does not fit beside its port stands above it.
    const bool beside = line.size() + 5 + port.meaning.size() <= kColumns;
    text += beside ? line + "  // " + port.meaning + "\n"
                   : comment_text(port.meaning, 2) + line.substr(0, line.find_last_not_of(' ') + 1) + "\n";
  }
  return text + ");\n";
}

std::string unit_summary(const UnitPlan& plan) {
  const UnitSpec& spec = plan.spec;
  std::string text = fmt::format("Piecewise-linear unit {}: {}", spec.name, spec.unit);
  if (spec.store == Store::truth_table) {
    text += ", truth table";
  } else {
    text += fmt::format(", {} entries, {} store", spec.entries, store_name(spec.store));
    if (spec.banks == 2) text += " with two banks";
    if (!spec.floating) {
      text += fmt::format(", slopes of {} bits, {} intercepts of {} bits", plan.slope_bits,
                          spec.integer.intercept == golden::InterceptForm::shifted ? "shifted" : "direct",
                          plan.intercept_bits);
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

std::string top_text(const UnitPlan& plan) {
  return Top(plan).text();
}

}  // namespace pwlforge
