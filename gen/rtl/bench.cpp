// Copyright 2026 the pwlforge authors.
// Licensed under the Apache License, Version 2.0; see LICENSE.
// SPDX-License-Identifier: Apache-2.0
//
// The plain Verilog bench of a unit directory: four-state, for Icarus and Verilator.
#include <fmt/format.h>

#include <algorithm>

#include "gen/rtl/bench_fields.hpp"
#include "gen/rtl/parts.hpp"
#include "gen/unit/axis.hpp"

namespace pwlforge {
namespace {

/// The net of the bench at a port. A wrapper's streams get the nets that an unwrapped unit has.
std::string net_of(const UnitPlan& plan, const std::string& port) {
  const int lanes = plan.spec.lanes;
  const auto last = [](const std::string& net) { return net + "[0]"; };
  const auto user = [&](const std::string& net) {
    return fmt::format("{}[{}:{}]", net, lanes + plan.spec.tag_bits, lanes + 1);
  };
  const auto data = [&](const std::string& net, int bits, const char* padding) {
    return stream_lanes(lanes, 8 * lane_bytes(bits) - bits, padding,
                        [&](int lane) { return fmt::format("{}[{}:{}]", net, (lane + 1) * bits - 1, lane * bits); });
  };
  // A keep bit stands for all bytes of its lane.
  const auto keep = [&](const std::string& net, int bits, const char* more) {
    return stream_lanes(lanes, lane_bytes(bits) - 1, more,
                        [&](int lane) { return fmt::format("{}[{}]", net, lane + 1); });
  };
  const NamedValues nets{{"clk_i", "clk"},
                         {"aclk", "clk"},
                         {"rst_ni", "rst_n"},
                         {"aresetn", "rst_n"},
                         {"s_axis_tvalid", "in_valid_i"},
                         {"s_axis_tready", "in_ready_o"},
                         {"s_axis_tdata", data("in_data_i", plan.input_bits, "{{{0}{{1'bx}}}}")},
                         {"s_axis_tkeep", keep("in_tag_i", plan.input_bits, "{{{0}{{1'bx}}}}")},
                         {"s_axis_tlast", last("in_tag_i")},
                         {"s_axis_tuser", user("in_tag_i")},
                         {"s_axis_tdest", "ctx_i"},
                         {"m_axis_tvalid", "out_valid_o"},
                         {"m_axis_tready", "out_ready_i"},
                         {"m_axis_tdata", data("out_data_o", plan.output_bits, "padding[{1}:{2}]")},
                         {"m_axis_tkeep", keep("out_tag_o", plan.output_bits, "more_keep[{1}:{2}]")},
                         {"m_axis_tlast", last("out_tag_o")},
                         {"m_axis_tuser", user("out_tag_o")}};
  const auto found = std::find_if(nets.begin(), nets.end(), [&](const auto& net) { return net.first == port; });
  return found == nets.end() ? port : found->second;
}

std::string connections(const UnitPlan& plan) {
  NamedValues values;
  for (const Port& port : plan.ports) values.emplace_back(port.name, net_of(plan, port.name));
  return instance_text(plan.spec.name, "u_dut", {}, values);
}

/// `unit`: the unit inside the wrapper `plan`, or the same.
std::string declarations(const UnitPlan& plan, const UnitPlan& unit) {
  std::string text;
  for (const Port& port : unit.ports) {
    const bool replaced = port.name.rfind("cfg_", 0) == 0 || port.name.rfind("saturated_", 0) == 0;
    if (port.name != "clk_i" && port.name != "rst_ni" && !(has_axil(plan) && replaced)) text += declaration(port);
  }
  for (const Port& port : plan.ports) {
    if (port.name.rfind("s_axil_", 0) == 0) text += declaration(port);
  }
  if (plan.spec.wrap == Wrap::axis) text += padding_declarations(plan.spec.lanes, plan.output_bits);
  if (unit.spec.tag_bits == 0) text += "  wire in_tag_i = 1'b0;\n  wire out_tag_o = 1'b0;\n";
  return text;
}

// The text of the bench. @NAME@ fields are filled by render(); a field that is not known is an error.
constexpr const char* kUnitBench = R"bench(
`default_nettype none

module @TOP@_tb;

  localparam integer Steps = @STEPS@;
  localparam integer Beats = @BEATS@;
  localparam integer VectorBits = @VECTOR_BITS@;
  localparam integer XBits = @X_BITS@;
  localparam integer YBits = @Y_BITS@;
  localparam integer TagBits = @TAG_BITS@;
  localparam integer WatchdogCycles = 20000;

  reg clk = 1'b0;
  reg rst_n;
@DECLARATIONS@
@INSTANCE@
  initial forever #5 clk = !clk;

  // Vectors: {kind, @FLAG_NAME@payload}; kind 1: write, 2: commit, 3: beat.
  reg [VectorBits-1:0] vectors[0:Steps-1];
  reg [VectorBits-1:0] vector;

  // What the beats on their way must become, in order.
  reg [YBits-1:0]   expected_y[0:Beats-1];
  reg [TagBits-1:0] expected_tag[0:Beats-1];
  integer sent;
  integer received;
  integer idle_cycles;
  reg     failed;
  reg     in_reset;
@COMMITTED_DECLARATION@@STICKY_DECLARATION@
@BENCH_TASKS@
@TASKS@  // Monitor: looks just before every rising edge.
  reg               was_waiting;
  reg [YBits-1:0]   held_y;
  reg [TagBits-1:0] held_tag;
  initial begin
    was_waiting = 1'b0;
    received = 0;
    idle_cycles = 0;
    failed = 1'b0;
@STICKY_INIT@  end

  initial forever begin
    @(posedge clk);
    if (!in_reset) begin
@KNOWN@@LOADABLE_CHECKS@@SATURATED_CHECK@      if (was_waiting && (out_valid_o !== 1'b1 || out_data_o !== held_y || out_tag_o !== held_tag))
        fail("a waiting result changed");
      if (out_valid_o === 1'b1) begin
        if (^out_data_o === 1'bx) fail("out_data_o is unknown while valid");
@PADDING_CHECK@        if (received >= sent) fail("a result that nobody asked for");
        else if (out_data_o !== expected_y[received]) begin
          $display("expected %h, found %h", expected_y[received], out_data_o);
          fail("wrong result");
        end else if (out_tag_o !== expected_tag[received]) fail("wrong tag");
      end
      was_waiting = out_valid_o && !out_ready_i;
      held_y = out_data_o;
      held_tag = out_tag_o;
@STICKY_UPDATE@      idle_cycles = idle_cycles + 1;
      if (out_valid_o && out_ready_i) begin
        received = received + 1;
        idle_cycles = 0;
      end
      if (idle_cycles > WatchdogCycles) fail("nothing comes out any more");
    end
  end

  // Receiver and flag clearing: random, in phases of full speed, half speed and hardly ever ready.
  initial forever begin
    @(posedge clk) #1;
    draw;
    if (received[8:7] == 2'd0) out_ready_i = 1'b1;
    else if (received[8:7] == 2'd3) out_ready_i = (random[10:8] == 3'd0);
    else out_ready_i = random[8];
@STICKY_CLEAR@  end

  // Driver: changes its outputs behind rising edges, as registers do, and sees acceptance at them.
  reg     taken;
  integer step;
  initial begin
    random = 32'd2463534242;
    in_reset = 1'b1;
    sent = 0;
    rst_n = 1'b1;
    out_ready_i = 1'b0;
    in_valid_i = 1'b0;
    in_data_i = {XBits{1'bx}};
@DRIVER_INIT@    $readmemh("@TOP@_vectors.hex", vectors);
@RESET@@BEFORE_LOADING@    for (step = 0; step < Steps; step = step + 1) begin
      vector = vectors[step];
      case (vector[VectorBits-1:VectorBits-2])
@CONFIG_STEPS@        2'd3: begin
          in_valid_i = 1'b0;
          in_data_i = {XBits{1'bx}};
          while (received[9] && random[20:19] == 2'd0) @(posedge clk) #1;
          in_valid_i = 1'b1;
          @BEAT_INPUTS@
@DRIVE_TAG@          expected_y[sent] = vector[YBits-1:0];
          expected_tag[sent] = in_tag_i;
@STICKY_EXPECTED@          sent = sent + 1;
@OFFER@          in_data_i = {XBits{1'bx}};
        end
        default: fail("a vector of no kind: is the vector file there?");
      endcase
    end
    while (received < sent && !failed) @(posedge clk) #1;
@FINAL_CHECKS@    if (!failed && (received != Beats || Beats == 0)) fail("not every vector was played");
    if (!failed) begin
      $display("PASS @TOP@: %0d vectors, @CONTEXTS@ contexts", received);
      $finish;
    end
  end

endmodule

`default_nettype wire
)bench";

constexpr const char* kBusyCheck =
    R"(      if (cfg_busy_o !== 1'b0 && cfg_busy_o !== 1'b1) fail("cfg_busy_o is unknown");
)";

constexpr const char* kSaturatedCheck = R"(      if (saturated_o !== sticky) fail("saturated_o is wrong");
)";

constexpr const char* kStickyDeclaration = R"(
  // The sticky flag as it must be.
  reg     expected_saturated[0:Beats-1];
  reg     sticky;
)";

constexpr const char* kStickyUpdate = R"(      sticky = (out_valid_o && out_ready_i && expected_saturated[received])
               || (sticky && !saturated_clear_i);
)";

constexpr const char* kFinalFlag = R"(    if (saturated_o !== sticky) fail("saturated_o is wrong");
    saturated_clear_i = 1'b1;
    @(posedge clk) #1;
    if (saturated_o !== 1'b0) fail("saturated_o is not cleared");
)";

constexpr const char* kUnitBeforeLoading =
    R"(@EARLY_COMMIT@    repeat (3) @(posedge clk) #1;
)";

constexpr const char* kUnitConfigSteps = R"(        2'd1, 2'd2: begin
          if (committed) in_valid_i = 1'b0;
@CONFIG_STROBE@          if (cfg_we_i && cfg_rdata_o !== cfg_data_i) fail("a word reads back wrong");
          if (cfg_commit_i) begin
            committed = 1'b1;
            in_valid_i = 1'b0;
          end
          cfg_we_i = 1'b0;
          cfg_commit_i = 1'b0;
        end
)";

}  // namespace

std::string vectors_text(const UnitPlan& plan, const std::vector<BenchStep>& steps) {
  const Layout layout(plan);
  std::string text;
  for (const BenchStep& step : steps) {
    Bits bits(layout.total);
    if (step.kind == BenchStep::Kind::beat) {
      for (const std::uint64_t y : step.outputs) bits.put(y, plan.output_bits);
      for (const std::uint64_t x : step.inputs) bits.put(x, plan.input_bits);
      bits.put(static_cast<std::uint64_t>(step.context), layout.context);
    } else {
      bits.put(static_cast<std::uint64_t>(step.address), layout.address);
      bits.put(step.data, layout.data);
    }
    bits.seek(layout.payload);
    bits.put(step.saturated ? 1 : 0, layout.flag);
    bits.put(step.kind == BenchStep::Kind::write ? 1 : step.kind == BenchStep::Kind::commit ? 2 : 3, 2);
    text += bits.hex() + "\n";
  }
  return text;
}

namespace {

/// With the configuration port, or without any.
NamedValues native_fields(const UnitPlan& plan, const Layout& layout) {
  const bool loadable = is_loadable(plan.spec.store);
  const bool flag = layout.flag > 0;
  const bool wrapped = plan.spec.wrap == Wrap::axis;  // the flag is set before its beat has left the wrapper
  return {{"COMMITTED_DECLARATION", loadable ? "  reg     committed;\n" : ""},
          {"TASKS", ""},
          {"LOADABLE_CHECKS", loadable ? std::string(kBusyCheck) + kCommittedCheck : ""},
          {"SATURATED_CHECK", flag && !wrapped ? kSaturatedCheck : ""},
          {"STICKY_INIT", flag ? "    sticky = 1'b0;\n    saturated_clear_i = 1'b0;\n" : ""},
          {"STICKY_UPDATE", flag ? kStickyUpdate : ""},
          {"STICKY_CLEAR", flag && !wrapped ? "    saturated_clear_i = (random[15:12] == 4'd0);\n" : ""},
          {"DRIVER_INIT", loadable ? std::string("    committed = 1'b0;\n") + kBenchConfigInit : ""},
          {"BEFORE_LOADING", loadable ? render(kUnitBeforeLoading, bench_texts(layout.address + layout.data)) : ""},
          {"CONFIG_STEPS", loadable ? render(kUnitConfigSteps, bench_texts(layout.address + layout.data)) : ""},
          {"FINAL_CHECKS", flag && wrapped ? kFinalFlag : ""}};
}

}  // namespace

std::string bench_text(const UnitPlan& plan, const std::vector<BenchStep>& steps) {
  const UnitPlan unit = plan.spec.wrap == Wrap::axis ? core_plan(plan) : plan;
  const Layout layout(unit);
  const bool flag = layout.flag > 0;
  const int tag_bits = unit.spec.tag_bits;
  const auto beats = std::count_if(steps.begin(), steps.end(),
                                   [](const BenchStep& step) { return step.kind == BenchStep::Kind::beat; });
  std::string tag;
  if (tag_bits > 0) {
    const int words = (tag_bits - 1) / 32;
    tag = tag_bits <= 32 ? fmt::format("          in_tag_i = random[{}:0];\n", tag_bits - 1)
                         : fmt::format("          in_tag_i = {{random[{}:0], {{{}{{random}}}}}};\n",
                                       tag_bits - 32 * words - 1, words);
  }
  std::string padding;
  if (plan.spec.wrap == Wrap::axis) {
    padding = padding_checks(plan.spec.lanes, plan.output_bits,
                             [](int lane) { return fmt::format("out_tag_o[{}]", lane + 1); });
  }
  NamedValues fields{
      {"TOP", plan.spec.name},
      {"BENCH_TASKS", render(kBenchTasks, {{"TOP", plan.spec.name}})},
      {"STEPS", std::to_string(steps.size())},
      {"BEATS", std::to_string(beats)},
      {"VECTOR_BITS", std::to_string(layout.total)},
      {"X_BITS", std::to_string(layout.x)},
      {"Y_BITS", std::to_string(layout.y)},
      {"FLAG_NAME", flag ? "saturated, " : ""},
      {"BEAT_INPUTS", plan.context_bits > 0
                          ? fmt::format("{{ctx_i, in_data_i}} = vector[YBits+:{}+XBits];", layout.context)
                          : "in_data_i = vector[YBits+:XBits];"},
      {"TAG_BITS", std::to_string(std::max(1, tag_bits))},
      {"DECLARATIONS", declarations(plan, unit)},
      {"INSTANCE", connections(plan)},
      {"PADDING_CHECK", padding},
      {"STICKY_DECLARATION", flag ? kStickyDeclaration : ""},
      {"STICKY_EXPECTED", flag ? "          expected_saturated[sent] = vector[VectorBits-3];\n" : ""},
      {"DRIVE_TAG", tag},
      {"CONTEXTS", std::to_string(plan.contexts.size())}};
  const NamedValues more = has_axil(plan) ? axil_fields(plan, layout, steps) : native_fields(plan, layout);
  const NamedValues texts = bench_texts(layout.address + layout.data);
  fields.insert(fields.end(), more.begin(), more.end());
  fields.insert(fields.end(), texts.begin(), texts.end());
  std::string text = licence_header("//") + "//\n";
  text += comment_text(fmt::format(
      "Bench of {0}: plays {0}_vectors.hex with random gaps and stalls and compares every result with the golden "
      "model's. Four-state: an unknown bit on a valid output is a failure. Prints one line, PASS or FAIL; a failure "
      "ends with a non-zero exit code. Written by {1}.",
      plan.spec.name, generator_version()));
  return text + render(kUnitBench + 1, fields);
}

}  // namespace pwlforge
