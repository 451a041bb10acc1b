// Copyright 2026 the pwlforge authors.
// Licensed under the Apache License, Version 2.0; see LICENSE.
// SPDX-License-Identifier: Apache-2.0
//
// NAME_cocotb.py: the vectors of the Verilog bench, played by cocotb with gaps and stalls of its own. What units and
// operators share, and the streams of units.
#include <fmt/format.h>

#include <algorithm>

#include "gen/rtl/bench_fields.hpp"
#include "gen/rtl/parts.hpp"
#include "gen/unit/axis.hpp"

namespace pwlforge {
namespace {

constexpr const char* kCocotbBench = R"bench(
import argparse
import os
import random
import sys
from pathlib import Path

import cocotb
from cocotb.clock import Clock
from cocotb.handle import LogicObject
from cocotb.triggers import @TRIGGERS@
from cocotb.types import Logic, LogicArray

NAME = "@TOP@"
CLOCK, RESET = "@CLOCK@", "@RESET@"
IN_VALID, IN_READY = "@IN_VALID@", "@IN_READY@"
OUT_VALID, OUT_READY = "@OUT_VALID@", "@OUT_READY@"

# A vector: {kind, @FLAG_NAME@payload}; kind @KINDS@1: write, 2: commit, 3: beat. The payload of a beat is, from the
# low end, the pieces of OUTPUTS and INPUTS: (port, pieces, bits of a piece, bits of the port from one piece to the next).
VECTOR_BITS, BEATS = @VECTOR_BITS@, @BEATS@
OUTPUTS = [@OUTPUTS@]
INPUTS = [@INPUTS@]
@BESIDE@PHASE_BEATS = 64  # gaps and stalls become more or less frequent so often
WATCHDOG_CYCLES = @WATCHDOG@
@CONSTANTS@

def known(handle):
    """The value of a port, which must have no unknown bit."""
    try:
        return int(handle.value)
    except ValueError:
        raise AssertionError(f"{handle._name} is unknown: {handle.value}") from None


def unknown(handle):
    return Logic("X") if isinstance(handle, LogicObject) else LogicArray("X" * len(handle))


def take(payload, fields):
    """The values of the ports of `fields`, with noise between the pieces of inputs, and what of the payload is left."""
    values, filled = {}, {}
    for port, pieces, bits, stride in fields:
        for _ in range(pieces):
            piece, payload = payload & (1 << bits) - 1, payload >> bits
            if stride > bits and fields is INPUTS:
                piece |= random.getrandbits(stride - bits) << bits
            at = filled.get(port, 0)
            values[port] = values.get(port, 0) | piece << at
            filled[port] = at + stride
    return values, payload


@FUNCTIONS@class Bench:
    """Drives behind rising edges, as registers do, and looks just before them."""

    def __init__(self, dut):
        self.dut = dut
        self.clock = dut[CLOCK]
        self.in_valid, self.in_ready = dut[IN_VALID], dut[IN_READY]
        self.out_valid, self.out_ready = dut[OUT_VALID], dut[OUT_READY]
        self.expected = []  # outputs by port, of every beat so far that is answered
        self.received = self.idle = 0
        self.ready = self.waiting = False
@STATE@        self.ready_rate, self.gap_rate = 1.0, 0.0

    def fail(self, reason):
        raise AssertionError(f"{reason}, beat {self.received}")

    async def edge(self):
        """To the next rising edge; what is read of the ports then is what the edge sees."""
        await RisingEdge(self.clock)
        self.look()
        self.stall()

    def look(self):
        ready, valid = known(self.in_ready), known(self.out_valid)
@LOOK@        if self.waiting and not valid:
            self.fail("a waiting result is withdrawn")
        if valid:
            if self.received >= len(self.expected):
                self.fail("a result that nobody asked for")
            for port, wanted in self.expected[self.received].items():
                found = known(self.dut[port])
                if found != wanted:
                    self.fail(f"{port}: expected {wanted:#x}, found {found:#x}")
        taken = valid and self.ready
        self.waiting = valid and not self.ready
@TAKEN@        self.idle += 1
        if taken:
            self.received += 1
            self.idle = 0
            if self.received % PHASE_BEATS == 0@STEADY@:
                self.ready_rate, self.gap_rate = random.choice((1, 1 / 2, 1 / 8)), random.choice((0, 1 / 4, 3 / 4))
        if self.idle > WATCHDOG_CYCLES:
            self.fail("nothing comes out any more")

    def stall(self):
        """Receiver: ready or not in the next cycle."""
        self.ready = random.random() < self.ready_rate
        self.out_ready.value = int(self.ready)
@STALL@
    async def reset(self):
        self.in_valid.value = 0
        self.out_ready.value = 0
@IDLE@        self.dut[RESET].value = 0
        Clock(self.clock, 10, "ns").start()
        for _ in range(2):
            await RisingEdge(self.clock)
        self.dut[RESET].value = 1

    async def beat(self, payload, flag):
        self.in_valid.value = 0
        while random.random() < self.gap_rate:
            await self.edge()
        outputs, payload = take(payload, OUTPUTS)
        inputs, _ = take(payload, INPUTS)
@EXPECT@        for port, value in inputs.items():
            self.dut[port].value = value
        self.in_valid.value = 1
        await self.edge()
        while not known(self.in_ready):
            await self.edge()
        self.in_valid.value = 0
        for port in inputs:
            self.dut[port].value = unknown(self.dut[port])
@CONFIGURATION@

@cocotb.test()
async def vectors(dut):
    seed = int(os.environ.get("COCOTB_RANDOM_SEED", 1))
    random.seed(seed)
    bench = Bench(dut)
    await bench.reset()
@BEFORE@    for line in Path(__file__).with_name(f"{NAME}_vectors.hex").read_text().split():
        vector = int(line, 16)
        kind, flag = vector >> VECTOR_BITS - 2, @FLAG@
@STEPS@        if kind != 3:
            bench.fail("a vector of no kind")
        await bench.beat(vector, flag)
    while bench.received < len(bench.expected):
        await bench.edge()
    await bench.edge()
@AFTER@    if bench.received != BEATS:
        bench.fail("not every vector was played")
    print(f"PASS {NAME}: {bench.received} vectors, seed {seed}", flush=True)


def main():
    from cocotb_tools.runner import get_results, get_runner

    parser = argparse.ArgumentParser(description=f"Bench of {NAME} for cocotb; SIM names the simulator (icarus).")
    parser.add_argument("seed", type=int, nargs="?", default=1, help="of gaps, stalls and tags (1)")
    seed = parser.parse_args().seed
    folder = Path(__file__).resolve().parent
    runner = get_runner(os.environ.get("SIM", "icarus"))
    runner.build(sources=[folder / file for file in (folder / f"{NAME}.f").read_text().split()], hdl_toplevel=NAME,
                 build_dir="sim_build", always=True, timescale=("1ns", "1ns"))
    played, failed = get_results(runner.test(hdl_toplevel=NAME, test_module=Path(__file__).stem, build_dir="sim_build",
                                             test_dir="sim_build", results_xml="results.xml", seed=seed))
    if played != 1 or failed:
        print(f"FAIL {NAME}, seed {seed}: see above")
        return 1
    return 0


if __name__ == "__main__":
    sys.exit(main())
)bench";

constexpr const char* kTags =
    R"(# What travels with a beat: (input, output, pieces, bits of the input and of the output that a piece takes).
TAGS = [@TAGS@]
)";

constexpr const char* kTagFunction = R"(def tags():
    """Random tags, and how they must come out."""
    sent, expected = {}, {}
    for port, out, pieces, stride, out_stride in TAGS:
        sent[port] = random.getrandbits(pieces * stride)
        lowest = [sent[port] >> piece * stride & 1 for piece in range(pieces)]
        expected[out] = sum(bit * ((1 << out_stride) - 1) << i * out_stride for i, bit in enumerate(lowest))
    return sent, expected


)";

// The saturation flag.
constexpr const char* kExpectFlag = R"(        self.saturates.append(flag)
)";

constexpr const char* kSticky =
    R"(        self.sticky = taken and self.saturates[self.received] or self.sticky and not self.clear
)";

constexpr const char* kExpectTags = R"(        sent, expected = tags()
        inputs.update(sent)
        self.expected.append({**outputs, **expected})
)";

/// The ports that a beat travels on.
NamedValues stream_fields(const UnitPlan& plan) {
  const int lanes = plan.spec.lanes;
  const int tag = plan.spec.tag_bits;
  const bool context = plan.context_bits > 0;
  const auto field = cocotb_field;
  if (plan.spec.wrap != Wrap::axis) {
    const int x = lanes * plan.input_bits;
    const int y = lanes * plan.output_bits;
    return {{"OUTPUTS", field("\"out_data_o\"", {1, y, y})},
            {"INPUTS", field("\"in_data_i\"", {1, x, x}) +
                           (context ? ", " + field("\"ctx_i\"", {1, plan.context_bits, plan.context_bits}) : "")},
            {"TAGS", tag > 0 ? field("\"in_tag_i\", \"out_tag_o\"", {tag, 1, 1}) : ""}};
  }
  const int in_bytes = lane_bytes(plan.input_bits);
  const int out_bytes = lane_bytes(plan.output_bits);
  std::string tags = field("\"s_axis_tlast\", \"m_axis_tlast\"", {1, 1, 1}) + ", " +
                     field("\"s_axis_tkeep\", \"m_axis_tkeep\"", {lanes, in_bytes, out_bytes});
  if (tag > 0) tags += ",\n        " + field("\"s_axis_tuser\", \"m_axis_tuser\"", {tag, 1, 1});
  return {{"OUTPUTS", field("\"m_axis_tdata\"", {lanes, plan.output_bits, 8 * out_bytes})},
          {"INPUTS", field("\"s_axis_tdata\"", {lanes, plan.input_bits, 8 * in_bytes}) +
                         (context ? ", " + field("\"s_axis_tdest\"", {1, plan.context_bits, plan.context_bits}) : "")},
          {"TAGS", tags}};
}

NamedValues handshake_fields(bool axis) {
  if (axis) {
    return {{"CLOCK", "aclk"},
            {"RESET", "aresetn"},
            {"IN_VALID", "s_axis_tvalid"},
            {"IN_READY", "s_axis_tready"},
            {"OUT_VALID", "m_axis_tvalid"},
            {"OUT_READY", "m_axis_tready"}};
  }
  return {{"CLOCK", "clk_i"},         {"RESET", "rst_ni"},          {"IN_VALID", "in_valid_i"},
          {"IN_READY", "in_ready_o"}, {"OUT_VALID", "out_valid_o"}, {"OUT_READY", "out_ready_i"}};
}

}  // namespace

std::string cocotb_field(const std::string& ports, std::initializer_list<int> numbers) {
  std::string text = "(" + ports;
  for (const int number : numbers) text += ", " + std::to_string(number);
  return text + ")";
}

std::string render_cocotb(const std::string& name, bool axis, NamedValues fields) {
  fields.emplace_back("TOP", name);
  const NamedValues handshake = handshake_fields(axis);
  fields.insert(fields.end(), handshake.begin(), handshake.end());
  return "#!/usr/bin/env python3\n" + licence_header("#") +
         fmt::format(
             "\"\"\"Bench of {0} for cocotb 2: plays {0}_vectors.hex with random gaps and stalls, and compares "
             "every result.\n\nUsage: {0}_cocotb.py [SEED]    in Icarus, or the simulator that SIM names; exit "
             "code 1 when a result is wrong.\nWritten by {1}.\n\"\"\"\n",
             name, generator_version()) +
         render(kCocotbBench + 1, fields);
}

std::string cocotb_text(const UnitPlan& plan, const std::vector<BenchStep>& steps) {
  const Layout layout(plan.spec.wrap == Wrap::axis ? core_plan(plan) : plan);
  const bool flag = layout.flag > 0;
  const auto beats = std::count_if(steps.begin(), steps.end(),
                                   [](const BenchStep& step) { return step.kind == BenchStep::Kind::beat; });
  NamedValues fields = stream_fields(plan);
  fields.insert(fields.end(), {{"VECTOR_BITS", std::to_string(layout.total)},
                               {"BEATS", std::to_string(beats)},
                               {"FLAG_NAME", flag ? "saturated, " : ""},
                               {"KINDS", ""},
                               {"BESIDE", render(kTags, fields)},
                               {"WATCHDOG", "20000"},
                               {"FUNCTIONS", kTagFunction},
                               {"STEADY", ""},
                               {"TAKEN", flag ? kSticky : ""},
                               {"EXPECT", std::string(kExpectTags) + (flag ? kExpectFlag : "")},
                               {"FLAG", flag ? "bool(vector >> VECTOR_BITS - 3 & 1)" : "False"}});
  const NamedValues configuration = cocotb_configuration(plan, layout, steps);
  fields.insert(fields.end(), configuration.begin(), configuration.end());
  return render_cocotb(plan.spec.name, plan.spec.wrap == Wrap::axis, fields);
}

}  // namespace pwlforge
