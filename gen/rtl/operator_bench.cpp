// Copyright 2026 the pwlforge authors.
// Licensed under the Apache License, Version 2.0; see LICENSE.
// SPDX-License-Identifier: Apache-2.0
//
// The plain Verilog bench of an operator directory: four-state, for Icarus and Verilator.
#include <fmt/format.h>

#include <algorithm>

#include "gen/rtl/bench_fields.hpp"
#include "gen/rtl/operator_parts.hpp"
#include "gen/rtl/parts.hpp"

namespace pwlforge {
namespace {

/// A vector, from the low end: a beat holds {input, output}, a write {data, address}; then a flag (a beat is answered,
/// a word is readable, the gapless part begins), and the kind.
struct OperatorLayout {
  explicit OperatorLayout(const OperatorPlan& plan)
      : input(payload_bits(input_payload(plan))),
        output(payload_bits(output_payload(plan))),
        address(std::max(1, plan.config_address_bits)),
        data(std::max(1, plan.config_data_bits)),
        payload(std::max(input + output, address + data)),
        total(payload + 3) {}
  int input, output, address, data, payload, total;
};

/// `.port(net[high:low])` for the ports of a payload, the ports themselves for the rest.
std::string instance(const OperatorPlan& plan) {
  NamedValues connections;
  const auto slice = [](const std::vector<Port>& payload, const std::string& net, const std::string& name) {
    int low = 0;
    for (const Port& port : payload) {
      if (port.name == name) return fmt::format("{}[{}:{}]", net, low + port.width - 1, low);
      low += port.width;
    }
    return std::string();
  };
  for (const Port& port : plan.ports) {
    std::string net = slice(input_payload(plan), "in_beat", port.name);
    if (net.empty()) net = slice(output_payload(plan), "out_beat", port.name);
    if (port.name == "clk_i") net = "clk";
    if (port.name == "rst_ni") net = "rst_n";
    connections.emplace_back(port.name, net.empty() ? port.name : net);
  }
  return instance_text(plan.spec.name, "u_dut", {}, connections);
}

std::string declarations(const OperatorPlan& plan) {
  std::string text;
  for (const Port& port : plan.ports) {
    const bool beat = port.name.rfind("in_", 0) == 0 || port.name.rfind("out_", 0) == 0;
    if (beat || port.name == "clk_i" || port.name == "rst_ni") continue;
    text += declaration(port);
  }
  return text;
}

constexpr const char* kBench = R"bench(
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

@BENCH_TASKS@
  // Monitor: looks just before every rising edge.
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
@KNOWN@      if (was_waiting && (out_valid_o !== 1'b1 || out_beat !== held)) fail("a waiting result changed");
      if (out_valid_o === 1'b1) begin
        if (^out_beat === 1'bx) fail("the output is unknown while valid");
        if (received >= asked) fail("a result that nobody asked for");
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
    flags_clear_i = 1'b0;
@DRIVER_INIT@    $readmemh("@TOP@_vectors.hex", vectors);
@RESET@@BEFORE_LOADING@    for (step = 0; step < Steps; step = step + 1) begin
      vector = vectors[step];
      case (vector[VectorBits-1:VectorBits-2])
        2'd0: begin
          // Both begin and end with nothing inside.
          while (received < asked && !failed) @(posedge clk) #1;
          repeat (4) @(posedge clk) #1;
          gapless = vector[VectorBits-3];
          if (gapless) repeat (2) @(posedge clk) #1;
        end
@CONFIG_STEPS@        2'd3: begin
          if (!gapless) begin
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
@FLAG_CHECKS@    if (!failed) begin
      $display("PASS @TOP@: %0d beats in, %0d out, %0d of them without a gap", sent, received, gapless_beats);
      $finish;
    end
  end

endmodule

`default_nettype wire
)bench";

constexpr const char* kBeforeLoading =
    R"(@EARLY_COMMIT@    repeat (3) begin
      @(posedge clk) #1;
      if (in_ready_o !== 1'b0) fail("in_ready_o before the first commit");
    end
    in_valid_i = 1'b0;
)";

constexpr const char* kConfigSteps = R"(        2'd1, 2'd2: begin
          in_valid_i = 1'b0;
@CONFIG_STROBE@          if (vector[VectorBits-3] && cfg_rdata_o !== cfg_data_i) fail("a word reads back wrong");
          cfg_we_i = 1'b0;
          cfg_commit_i = 1'b0;
        end
)";

}  // namespace

OperatorSteps operator_steps(const OperatorPlan& plan) {
  OperatorSteps result;
  const bool rows = has_rows(plan.spec.kind);
  const auto load = [&](const OperatorImage& image) {
    if (plan.parts.empty()) return;
    for (const ConfigWrite& write : operator_writes(plan, image)) {
      OperatorStep step;
      step.kind = OperatorStep::Kind::write;
      step.write = write;
      step.readable = readable_bits(plan, write.address) > 0;
      result.steps.push_back(step);
    }
    result.steps.push_back({OperatorStep::Kind::commit, {0, 0}, false, false, {}, {}, true});
  };
  const auto play = [&](const OperatorImage& image, const Stimulus& stimulus) {
    const RowBeats beats = row_beats(plan, image, stimulus);
    for (std::size_t i = 0; i < beats.inputs.size(); ++i) {
      OperatorStep step;
      step.input = beats.inputs[i];
      step.answered = i < beats.outputs.size();
      if (step.answered) step.output = beats.outputs[i];
      result.steps.push_back(step);
    }
    result.saturated = result.saturated || beats.saturated;
    result.empty = result.empty || beats.empty;
    result.overlong = result.overlong || beats.overlong;
  };
  const int longest = rows ? plan.spec.max_row : 64;
  std::uint64_t seed = 1;
  for (const OperatorImage& image : {table_image(plan), random_image(plan, 1), table_image(plan)}) {
    load(image);
    for (int length = 1; length <= std::min(longest, 3 * plan.spec.lanes + 20); ++length) {
      play(image, random_stimulus(plan, seed++, length, true));
    }
    for (const Stimulus& stimulus : extreme_stimuli(plan, std::min(longest, 2 * plan.spec.lanes + 1))) {
      play(image, stimulus);
    }
  }
  const OperatorImage image = table_image(plan);
  if (rows) play(image, random_stimulus(plan, seed++, longest + 2 * plan.spec.lanes, true));
  result.steps.push_back({OperatorStep::Kind::phase, {0, 0}, false, true, {}, {}, true});
  for (int row = 0; row < 3; ++row) play(image, random_stimulus(plan, seed++, longest, false));
  result.steps.push_back({OperatorStep::Kind::phase, {0, 0}, false, false, {}, {}, true});
  return result;
}

std::string operator_vectors_text(const OperatorPlan& plan, const OperatorSteps& steps) {
  const OperatorLayout layout(plan);
  std::string text;
  for (const OperatorStep& step : steps.steps) {
    Bits line(layout.total);
    bool flag = step.gapless;
    unsigned kind = 0;
    if (step.kind == OperatorStep::Kind::beat) {
      line.put(step.output, layout.output);
      line.put(step.input, layout.input);
      flag = step.answered;
      kind = 3;
    } else if (step.kind != OperatorStep::Kind::phase) {
      line.put(static_cast<std::uint64_t>(step.write.address), layout.address);
      line.put(step.write.data, layout.data);
      flag = step.readable;
      kind = step.kind == OperatorStep::Kind::write ? 1 : 2;
    }
    line.seek(layout.payload);
    line.put(flag ? 1 : 0, 1);
    line.put(kind, 2);
    text += line.hex() + "\n";
  }
  return text;
}

std::string operator_bench_text(const OperatorPlan& plan, const OperatorSteps& steps) {
  const OperatorLayout layout(plan);
  std::size_t answers = 0;
  std::size_t gapless_beats = 0;
  bool gapless = false;
  for (const OperatorStep& step : steps.steps) {
    if (step.kind == OperatorStep::Kind::phase) gapless = step.gapless;
    if (step.kind != OperatorStep::Kind::beat) continue;
    if (step.answered) ++answers;
    if (gapless) ++gapless_beats;
  }
  const bool loadable = !plan.parts.empty();
  std::string flags;
  for (const Port& port : plan.ports) {
    const bool value = port.name == "saturated_o"  ? steps.saturated
                       : port.name == "overlong_o" ? steps.overlong
                                                   : steps.empty;
    if (port.is_input || port.meaning.rfind("sticky", 0) != 0) continue;
    flags += fmt::format("    if ({0} !== 1'b{1}) fail(\"{0} is wrong\");\n", port.name, value ? 1 : 0);
  }
  flags += "    flags_clear_i = 1'b1;\n    @(posedge clk) #1;\n";
  for (const Port& port : plan.ports) {
    if (port.is_input || port.meaning.rfind("sticky", 0) != 0) continue;
    flags += fmt::format("    if ({0} !== 1'b0) fail(\"{0} is not cleared\");\n", port.name);
  }
  const NamedValues texts = bench_texts(layout.address + layout.data);
  NamedValues fields{{"TOP", plan.spec.name},
                     {"BENCH_TASKS", render(kBenchTasks, {{"TOP", plan.spec.name}})},
                     {"STEPS", std::to_string(steps.steps.size())},
                     {"BEATS", std::to_string(answers)},
                     {"VECTOR_BITS", std::to_string(layout.total)},
                     {"IN_BITS", std::to_string(layout.input)},
                     {"OUT_BITS", std::to_string(layout.output)},
                     {"WATCHDOG", std::to_string(20000 + 4 * plan.max_beats)},
                     {"GAPLESS", std::to_string(gapless_beats)},
                     {"DECLARATIONS", declarations(plan)},
                     {"INSTANCE", instance(plan)},
                     {"DRIVER_INIT", loadable ? kBenchConfigInit : ""},
                     {"BEFORE_LOADING", loadable ? render(kBeforeLoading, texts) : ""},
                     {"CONFIG_STEPS", loadable ? render(kConfigSteps, texts) : ""},
                     {"FLAG_CHECKS", flags}};
  fields.insert(fields.end(), texts.begin(), texts.end());
  std::string text = licence_header("//") + "//\n";
  text += comment_text(fmt::format(
      "Bench of {0}: plays {0}_vectors.hex with random gaps and stalls, then rows of the full length without a gap, "
      "and "
      "compares every beat with the golden model's. Four-state: an unknown bit on a valid output is a failure. Prints "
      "one line, PASS or FAIL; a failure ends with a non-zero exit code. Written by {1}.",
      plan.spec.name, generator_version()));
  return text + render(kBench + 1, fields);
}

}  // namespace pwlforge
