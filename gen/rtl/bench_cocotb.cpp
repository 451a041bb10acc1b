// Copyright 2026 the pwlforge authors.
// Licensed under the Apache License, Version 2.0; see LICENSE.
// SPDX-License-Identifier: Apache-2.0
//
// NAME_cocotb.py of a unit directory: the vectors of the Verilog bench, played by cocotb with gaps and stalls of its
// own.
#include <fmt/format.h>

#include <algorithm>

#include "gen/rtl/bench_fields.hpp"
#include "gen/rtl/parts.hpp"
#include "gen/unit/axis.hpp"

namespace pwlforge {
namespace {

constexpr const char* kBench = R"bench(
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

# A vector: {kind, @FLAG_NAME@payload}; kind 1: write, 2: commit, 3: beat. The payload of a beat is, from the low end,
# the pieces of OUTPUTS and INPUTS: (port, pieces, bits of a piece, bits of the port from one piece to the next).
VECTOR_BITS, BEATS = @VECTOR_BITS@, @BEATS@
OUTPUTS = [@OUTPUTS@]
INPUTS = [@INPUTS@]
# What travels with a beat: (input, output, pieces, bits of the input and of the output that a piece takes).
TAGS = [@TAGS@]
PHASE_BEATS = 64  # gaps and stalls become more or less frequent so often
WATCHDOG_CYCLES = 20000
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
    """The values of the ports of `fields`, with noise between the pieces, and what of the payload is left."""
    values = []
    for _, pieces, bits, stride in fields:
        value = 0
        for piece in range(pieces):
            spare = stride - bits
            noise = random.getrandbits(spare) << bits if spare and fields is INPUTS else 0
            value |= (payload & ((1 << bits) - 1) | noise) << piece * stride
            payload >>= bits
        values.append(value)
    return values, payload


def tags():
    """Random tags, and how they must come out."""
    sent, expected = [], []
    for _, _, pieces, stride, out_stride in TAGS:
        value = random.getrandbits(pieces * stride)
        lowest = [value >> piece * stride & 1 for piece in range(pieces)]
        sent.append(value)
        expected.append(sum(bit * ((1 << out_stride) - 1) << i * out_stride for i, bit in enumerate(lowest)))
    return sent, expected


class Bench:
    """Drives behind rising edges, as registers do, and looks just before them."""

    def __init__(self, dut):
        self.dut = dut
        self.clock = dut[CLOCK]
        self.in_valid, self.in_ready = dut[IN_VALID], dut[IN_READY]
        self.out_valid, self.out_ready = dut[OUT_VALID], dut[OUT_READY]
        self.inputs = [dut[field[0]] for field in INPUTS]
        self.tags = [dut[tag[0]] for tag in TAGS]
        self.outputs = [dut[field[0]] for field in OUTPUTS] + [dut[tag[1]] for tag in TAGS]
        self.expected = []  # of every beat offered so far: outputs and tags, and whether it saturates
        self.received = self.idle = 0
        self.ready = self.waiting = self.sticky = self.clear = False
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
            found, wanted = [known(port) for port in self.outputs], self.expected[self.received][0]
            if found != wanted:
                self.fail(f"expected {[hex(v) for v in wanted]}, found {[hex(v) for v in found]}")
        taken = valid and self.ready
        self.waiting = valid and not self.ready
        self.sticky = taken and self.expected[self.received][1] or self.sticky and not self.clear
        self.idle += 1
        if taken:
            self.received += 1
            self.idle = 0
            if self.received % PHASE_BEATS == 0:
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

    async def beat(self, payload, saturates):
        self.in_valid.value = 0
        while random.random() < self.gap_rate:
            await self.edge()
        outputs, payload = take(payload, OUTPUTS)
        inputs, _ = take(payload, INPUTS)
        sent, expected = tags()
        for port, value in zip(self.inputs + self.tags, inputs + sent):
            port.value = value
        self.in_valid.value = 1
        self.expected.append((outputs + expected, saturates))
        await self.edge()
        while not known(self.in_ready):
            await self.edge()
        self.in_valid.value = 0
        for port in self.inputs + self.tags:
            port.value = unknown(port)
@CONFIGURATION@

@cocotb.test()
async def vectors(dut):
    seed = int(os.environ.get("COCOTB_RANDOM_SEED", 1))
    random.seed(seed)
    bench = Bench(dut)
    await bench.reset()
@BEFORE@    for line in Path(__file__).with_name(f"{NAME}_vectors.hex").read_text().split():
        vector = int(line, 16)
        kind = vector >> VECTOR_BITS - 2
@STEPS@        if kind != 3:
            bench.fail("a vector of no kind")
        await bench.beat(vector, @SATURATES@)
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

/// `("port", pieces, bits, stride)`, the last number or two of them.
std::string field(const std::string& ports, std::initializer_list<int> numbers) {
  std::string text = "(" + ports;
  for (const int number : numbers) text += ", " + std::to_string(number);
  return text + ")";
}

/// The ports that a beat travels on.
NamedValues stream_fields(const UnitPlan& plan) {
  const int lanes = plan.spec.lanes;
  const int tag = plan.spec.tag_bits;
  const bool context = plan.context_bits > 0;
  if (plan.spec.wrap != Wrap::axis) {
    const int x = lanes * plan.input_bits;
    const int y = lanes * plan.output_bits;
    return {{"CLOCK", "clk_i"},
            {"RESET", "rst_ni"},
            {"IN_VALID", "in_valid_i"},
            {"IN_READY", "in_ready_o"},
            {"OUT_VALID", "out_valid_o"},
            {"OUT_READY", "out_ready_i"},
            {"OUTPUTS", field("\"out_data_o\"", {1, y, y})},
            {"INPUTS", field("\"in_data_i\"", {1, x, x}) +
                           (context ? ", " + field("\"ctx_i\"", {1, plan.context_bits, plan.context_bits}) : "")},
            {"TAGS", tag > 0 ? field("\"in_tag_i\", \"out_tag_o\"", {tag, 1, 1}) : ""}};
  }
  const int in_bytes = lane_bytes(plan.input_bits);
  const int out_bytes = lane_bytes(plan.output_bits);
  std::string tags = field("\"s_axis_tlast\", \"m_axis_tlast\"", {1, 1, 1}) + ", " +
                     field("\"s_axis_tkeep\", \"m_axis_tkeep\"", {lanes, in_bytes, out_bytes});
  if (tag > 0) tags += ",\n        " + field("\"s_axis_tuser\", \"m_axis_tuser\"", {tag, 1, 1});
  return {{"CLOCK", "aclk"},
          {"RESET", "aresetn"},
          {"IN_VALID", "s_axis_tvalid"},
          {"IN_READY", "s_axis_tready"},
          {"OUT_VALID", "m_axis_tvalid"},
          {"OUT_READY", "m_axis_tready"},
          {"OUTPUTS", field("\"m_axis_tdata\"", {lanes, plan.output_bits, 8 * out_bytes})},
          {"INPUTS", field("\"s_axis_tdata\"", {lanes, plan.input_bits, 8 * in_bytes}) +
                         (context ? ", " + field("\"s_axis_tdest\"", {1, plan.context_bits, plan.context_bits}) : "")},
          {"TAGS", tags}};
}

}  // namespace

std::string cocotb_text(const UnitPlan& plan, const std::vector<BenchStep>& steps) {
  const Layout layout(plan.spec.wrap == Wrap::axis ? core_plan(plan) : plan);
  const bool flag = layout.flag > 0;
  const auto beats = std::count_if(steps.begin(), steps.end(),
                                   [](const BenchStep& step) { return step.kind == BenchStep::Kind::beat; });
  NamedValues fields{{"TOP", plan.spec.name},
                     {"VECTOR_BITS", std::to_string(layout.total)},
                     {"BEATS", std::to_string(beats)},
                     {"FLAG_NAME", flag ? "saturated, " : ""},
                     {"SATURATES", flag ? "vector >> VECTOR_BITS - 3 & 1" : "0"}};
  for (const NamedValues& more : {stream_fields(plan), cocotb_configuration(plan, layout, steps)}) {
    fields.insert(fields.end(), more.begin(), more.end());
  }
  return "#!/usr/bin/env python3\n" + licence_header("#") +
         fmt::format(
             "\"\"\"Bench of {0} for cocotb 2: plays {0}_vectors.hex with random gaps and stalls, and compares "
             "every result.\n\nUsage: {0}_cocotb.py [SEED]    in Icarus, or the simulator that SIM names; exit "
             "code 1 when a result is wrong.\nWritten by {1}.\n\"\"\"\n",
             plan.spec.name, generator_version()) +
         render(kBench + 1, fields);
}

}  // namespace pwlforge
