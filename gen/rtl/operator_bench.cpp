// Copyright 2026 the pwlforge authors.
// Licensed under the Apache License, Version 2.0; see LICENSE.
// SPDX-License-Identifier: Apache-2.0
//
// The plain Verilog bench of an operator directory: four-state, for Icarus and Verilator.
#include <fmt/format.h>

#include <algorithm>

#include "gen/operator/beats.hpp"
#include "gen/operator/operator_axis.hpp"
#include "gen/rtl/bench_fields.hpp"
#include "gen/rtl/operator_parts.hpp"
#include "gen/rtl/parts.hpp"

namespace pwlforge {
namespace {

/// Bits of a net at which a payload holds a port, from the `low`th of the port's.
std::string piece(const std::vector<Port>& payload, const std::string& net, const std::string& name, int low,
                  int width) {
  int at = 0;
  for (const Port& port : payload) {
    if (port.name == name) return fmt::format("{}[{}:{}]", net, at + low + width - 1, at + low);
    at += port.width;
  }
  return {};
}

std::string whole_piece(const std::vector<Port>& payload, const std::string& net, const std::string& name) {
  const auto found = std::find_if(payload.begin(), payload.end(), [&](const Port& port) { return port.name == name; });
  return found == payload.end() ? std::string() : piece(payload, net, name, 0, found->width);
}

std::string out_keep(const OperatorPlan& core, int lane) {
  return piece(output_payload(core), "out_beat", "out_keep_o", lane, 1);
}

/// Nets of the bench at the ports of a wrapper's streams.
NamedValues stream_nets(const OperatorPlan& core) {
  const std::vector<Port> in = input_payload(core);
  const std::vector<Port> out = output_payload(core);
  const int lanes = core.spec.lanes;
  const int w = core.spec.element_bits;
  const int p = result_bits(core);
  const int in_bytes = lane_bytes(w);
  const char* const unknown = "{{{0}{{1'bx}}}}";
  const auto operand = [&](const char* port) {
    return stream_lanes(lanes, 8 * in_bytes - w, unknown,
                        [&](int lane) { return piece(in, "in_beat", port, lane * w, w); });
  };
  std::string data = operand("in_data_i");
  std::string keep =
      stream_lanes(lanes, in_bytes - 1, unknown, [&](int lane) { return piece(in, "in_beat", "in_keep_i", lane, 1); });
  if (is_gated(core.spec.kind)) {
    data = fmt::format("{{{}, {}}}", operand("in_gate_i"), data);
    keep = fmt::format("{{{{{}{{1'bx}}}}, {}}}", lanes * in_bytes, keep);
  }
  return {{"aclk", "clk"},
          {"aresetn", "rst_n"},
          {"s_axis_tvalid", "in_valid_i"},
          {"s_axis_tready", "in_ready_o"},
          {"s_axis_tdata", data},
          {"s_axis_tkeep", keep},
          {"s_axis_tlast", whole_piece(in, "in_beat", "in_last_i")},
          {"m_axis_tvalid", "out_valid_o"},
          {"m_axis_tready", "out_ready_i"},
          {"m_axis_tdata", stream_lanes(lanes, 8 * lane_bytes(p) - p, "padding[{1}:{2}]",
                                        [&](int lane) { return piece(out, "out_beat", "out_data_o", lane * p, p); })},
          {"m_axis_tkeep", stream_lanes(lanes, lane_bytes(p) - 1, "more_keep[{1}:{2}]",
                                        [&](int lane) { return out_keep(core, lane); })},
          {"m_axis_tlast", whole_piece(out, "out_beat", "out_last_o")}};
}

/// `.port(net[high:low])` for the ports of a payload or stream, the ports themselves for the rest.
std::string instance(const OperatorPlan& plan, const OperatorPlan& core) {
  NamedValues nets{{"clk_i", "clk"}, {"rst_ni", "rst_n"}};
  for (const Port& port : input_payload(core)) {
    nets.emplace_back(port.name, whole_piece(input_payload(core), "in_beat", port.name));
  }
  for (const Port& port : output_payload(core)) {
    nets.emplace_back(port.name, whole_piece(output_payload(core), "out_beat", port.name));
  }
  if (plan.spec.wrap == Wrap::axis) nets = stream_nets(core);
  NamedValues connections;
  for (const Port& port : plan.ports) {
    const auto net = std::find_if(nets.begin(), nets.end(), [&](const auto& one) { return one.first == port.name; });
    connections.emplace_back(port.name, net == nets.end() ? port.name : net->second);
  }
  return instance_text(plan.spec.name, "u_dut", {}, connections);
}

std::string declarations(const OperatorPlan& plan) {
  std::string text;
  for (const Port& port : plan.ports) {
    const auto begins = [&](const char* with) { return port.name.rfind(with, 0) == 0; };
    const bool stream = begins("in_") || begins("out_") || begins("s_axis_") || begins("m_axis_");
    if (stream || begins("clk_i") || begins("rst_ni") || begins("aclk") || begins("aresetn")) continue;
    text += declaration(port);
  }
  if (plan.spec.wrap == Wrap::axis) text += padding_declarations(plan.spec.lanes, result_bits(plan));
  return text;
}

constexpr const char* kOperatorBench = R"bench(
`default_nettype none

module @TOP@_tb;

  localparam integer Steps = @STEPS@;
  localparam integer Beats = @BEATS@;
  localparam integer VectorBits = @VECTOR_BITS@;
  localparam integer InBits = @IN_BITS@;
  localparam integer OutBits = @OUT_BITS@;
  localparam integer WatchdogCycles = @WATCHDOG@;

  reg clk = 1'b0;
  reg rst_n;
  reg                in_valid_i;
  wire               in_ready_o;
  reg  [InBits-1:0]  in_beat;
  wire               out_valid_o;
  reg                out_ready_i;
  wire [OutBits-1:0] out_beat;
@DECLARATIONS@
@INSTANCE@
  initial forever #5 clk = !clk;

  // Vectors: {kind, flag, payload}; kind 0: the gapless part begins or ends, 1: write, 2: commit, 3: beat.
  reg [VectorBits-1:0] vectors[0:Steps-1];
  reg [VectorBits-1:0] vector;

  // What must come out, in order.
  reg [OutBits-1:0] expected[0:Beats-1];
  integer sent;
  integer asked;
  integer received;
  integer idle_cycles;
  integer gapless_beats;
  reg     gapless;
  reg     failed;
  reg     in_reset;
@COMMITTED_DECLARATION@
@BENCH_TASKS@
@TASKS@  // Monitor: looks just before every rising edge.
  reg               was_waiting;
  reg [OutBits-1:0] held;
  initial begin
    was_waiting = 1'b0;
    received = 0;
    idle_cycles = 0;
    gapless_beats = 0;
    gapless = 1'b0;
    failed = 1'b0;
  end

  initial forever begin
    @(posedge clk);
    if (!in_reset) begin
@KNOWN@@LOADABLE_CHECKS@      if (was_waiting && (out_valid_o !== 1'b1 || out_beat !== held)) fail("a waiting result changed");
      if (out_valid_o === 1'b1) begin
        if (^out_beat === 1'bx) fail("the output is unknown while valid");
@PADDING_CHECK@        if (received >= asked) fail("a result that nobody asked for");
        else if (out_beat !== expected[received]) begin
          $display("expected %h, found %h", expected[received], out_beat);
          fail("wrong result");
        end
      end
      // Rows of the full length, one after the other, are never held up.
      if (gapless && in_valid_i) begin
        if (in_ready_o !== 1'b1) fail("a gapless row was held up");
        gapless_beats = gapless_beats + 1;
      end
      was_waiting = out_valid_o && !out_ready_i;
      held = out_beat;
      idle_cycles = idle_cycles + 1;
      if ((out_valid_o && out_ready_i) || (in_valid_i && in_ready_o)) idle_cycles = 0;
      if (out_valid_o && out_ready_i) received = received + 1;
      if (idle_cycles > WatchdogCycles) fail("nothing moves any more");
    end
  end

  // Receiver: random, in phases of full speed, half speed and hardly ever ready; always ready in the gapless part.
  initial forever begin
    @(posedge clk) #1;
    draw;
    if (gapless || received[8:7] == 2'd0) out_ready_i = 1'b1;
    else if (received[8:7] == 2'd3) out_ready_i = (random[10:8] == 3'd0);
    else out_ready_i = random[8];
  end

  // Driver: changes its outputs behind rising edges, as registers do, and sees acceptance at them.
  reg     taken;
  integer step;
  initial begin
    random = 32'd2463534242;
    in_reset = 1'b1;
    sent = 0;
    asked = 0;
    rst_n = 1'b1;
    out_ready_i = 1'b0;
    in_valid_i = 1'b0;
    in_beat = {InBits{1'bx}};
@DRIVER_INIT@    $readmemh("@TOP@_vectors.hex", vectors);
@RESET@@BEFORE_LOADING@    for (step = 0; step < Steps; step = step + 1) begin
      vector = vectors[step];
      case (vector[VectorBits-1:VectorBits-2])
        2'd0: begin
@SETTLE@          // Both begin and end with nothing inside.
          while (received < asked && !failed) @(posedge clk) #1;
          repeat (4) @(posedge clk) #1;
          gapless = vector[VectorBits-3];
          if (gapless) repeat (2) @(posedge clk) #1;
        end
@CONFIG_STEPS@        2'd3: begin
@STREAMING@          if (!gapless) begin
            in_valid_i = 1'b0;
            in_beat = {InBits{1'bx}};
            while (received[9] && random[20:19] == 2'd0) @(posedge clk) #1;
          end
          in_valid_i = 1'b1;
          in_beat = vector[OutBits+:InBits];
          if (vector[VectorBits-3]) begin
            expected[asked] = vector[OutBits-1:0];
            asked = asked + 1;
          end
          sent = sent + 1;
@OFFER@          in_beat = {InBits{1'bx}};
        end
        default: fail("a vector of no kind: is the vector file there?");
      endcase
    end
    while (received < asked && !failed) @(posedge clk) #1;
    repeat (4) @(posedge clk) #1;
    if (!failed && (received != Beats || Beats == 0)) fail("not every vector was played");
    if (!failed && gapless_beats != @GAPLESS@) fail("not every gapless beat was counted");
@FINAL_CHECKS@    if (!failed) begin
      $display("PASS @TOP@: %0d beats in, %0d out, %0d of them without a gap", sent, received, gapless_beats);
      $finish;
    end
  end

endmodule

`default_nettype wire
)bench";

constexpr const char* kOperatorBeforeLoading =
    R"(@EARLY_COMMIT@    repeat (3) begin
      @(posedge clk) #1;
      if (in_ready_o !== 1'b0) fail("in_ready_o before the first commit");
    end
    in_valid_i = 1'b0;
)";

constexpr const char* kOperatorConfigSteps = R"(        2'd1, 2'd2: begin
          in_valid_i = 1'b0;
@CONFIG_STROBE@          if (vector[VectorBits-3] && cfg_rdata_o !== cfg_data_i) fail("a word reads back wrong");
          cfg_we_i = 1'b0;
          cfg_commit_i = 1'b0;
        end
)";

/// With the ports of an operator, or of a wrapper that has nothing to load.
NamedValues native_fields(const OperatorPlan& plan, const OperatorPlan& core, const OperatorLayout& layout,
                          const OperatorSteps& steps) {
  const bool loadable = !plan.parts.empty();
  std::string checks;
  for (const auto& [port, value] : final_flags(core, steps)) {
    checks += fmt::format("    if ({0} !== 1'b{1}) fail(\"{0} is wrong\");\n", port, value ? 1 : 0);
  }
  checks += "    flags_clear_i = 1'b1;\n    @(posedge clk) #1;\n";
  for (const auto& flag : final_flags(core, steps)) {
    checks += fmt::format("    if ({0} !== 1'b0) fail(\"{0} is not cleared\");\n", flag.first);
  }
  const NamedValues texts = bench_texts(layout.address + layout.data);
  return {{"COMMITTED_DECLARATION", ""},
          {"TASKS", ""},
          {"LOADABLE_CHECKS", ""},
          {"SETTLE", ""},
          {"STREAMING", ""},
          {"DRIVER_INIT", std::string("    flags_clear_i = 1'b0;\n") + (loadable ? kBenchConfigInit : "")},
          {"BEFORE_LOADING", loadable ? render(kOperatorBeforeLoading, texts) : ""},
          {"CONFIG_STEPS", loadable ? render(kOperatorConfigSteps, texts) : ""},
          {"FINAL_CHECKS", checks}};
}

/// With an AXI4-Lite slave. A beat is offered, and not taken, for as long as no table is current.
NamedValues axil_fields(const OperatorPlan& plan, const OperatorPlan& core, const OperatorLayout& layout,
                        const OperatorSteps& steps) {
  AxilBench bench;
  bench.bus = bus_plan(plan);
  bench.address_bits = layout.address;
  bench.data_bits = layout.data;
  bench.loaded = loaded_status(bench.bus.banks, step_counts(steps).commits);
  unsigned status = bench.loaded;
  unsigned flag = 1u << field_bit(register_map(), "status", "flags");
  for (const auto& [port, value] : final_flags(core, steps)) {
    status |= value ? flag : 0;
    flag <<= 1;
  }
  bench.status = std::to_string(status);
  NamedValues fields = pwlforge::axil_fields(bench);
  for (auto& [name, text] : fields) {
    if (name == "LOADABLE_CHECKS") text += kCommittedCheck;
    if (name == "BEFORE_LOADING") text = "    in_valid_i = 1'b1;\n" + text;
  }
  return fields;
}

}  // namespace

std::string operator_bench_text(const OperatorPlan& plan, const OperatorSteps& steps) {
  const OperatorPlan core = core_plan(plan);
  const OperatorLayout layout(core);
  const StepCounts counts = step_counts(steps);
  // Each write over AXI4-Lite takes some cycles in which no beat moves.
  constexpr int kWriteCycles = 64;
  const bool wrapped = plan.spec.wrap == Wrap::axis;
  const std::size_t loading = has_axil(plan) ? kWriteCycles * operator_writes(plan, table_image(plan)).size() : 0;
  const NamedValues texts = bench_texts(layout.address + layout.data);
  NamedValues fields{{"TOP", plan.spec.name},
                     {"BENCH_TASKS", render(kBenchTasks, {{"TOP", plan.spec.name}})},
                     {"STEPS", std::to_string(steps.steps.size())},
                     {"BEATS", std::to_string(counts.answers)},
                     {"VECTOR_BITS", std::to_string(layout.total)},
                     {"IN_BITS", std::to_string(layout.input)},
                     {"OUT_BITS", std::to_string(layout.output)},
                     {"WATCHDOG", std::to_string(20000 + 4 * static_cast<std::size_t>(plan.max_beats) + loading)},
                     {"GAPLESS", std::to_string(counts.gapless_beats)},
                     {"DECLARATIONS", declarations(plan)},
                     {"INSTANCE", instance(plan, core)},
                     {"PADDING_CHECK", wrapped ? padding_checks(plan.spec.lanes, result_bits(plan),
                                                                [&](int lane) { return out_keep(core, lane); })
                                               : ""}};
  const NamedValues more =
      has_axil(plan) ? axil_fields(plan, core, layout, steps) : native_fields(plan, core, layout, steps);
  fields.insert(fields.end(), more.begin(), more.end());
  fields.insert(fields.end(), texts.begin(), texts.end());
  std::string text = licence_header("//") + "//\n";
  text += comment_text(fmt::format(
      "Bench of {0}: plays {0}_vectors.hex with random gaps and stalls, then rows of the full length without a gap, "
      "and "
      "compares every beat with the golden model's. Four-state: an unknown bit on a valid output is a failure. Prints "
      "one line, PASS or FAIL; a failure ends with a non-zero exit code. Written by {1}.",
      plan.spec.name, generator_version()));
  return text + render(kOperatorBench + 1, fields);
}

}  // namespace pwlforge
