// Copyright 2026 the pwlforge authors.
// Licensed under the Apache License, Version 2.0; see LICENSE.
// SPDX-License-Identifier: Apache-2.0
//
// NAME_cocotb.py of an operator directory: the machinery of that of units, with rows.
#include <fmt/format.h>

#include "gen/operator/beats.hpp"
#include "gen/operator/operator_axis.hpp"
#include "gen/rtl/bench_fields.hpp"
#include "gen/rtl/operator_parts.hpp"

namespace pwlforge {
namespace {

constexpr const char* kAnsweredFlag = "bool(vector >> VECTOR_BITS - 3 & 1)";

constexpr const char* kState = R"(        self.gapless, self.gapless_beats = False, 0
)";

constexpr const char* kLook = R"(        if known(self.in_valid) and (ready or self.gapless):
            if not ready:
                self.fail("a gapless row was held up")
            self.gapless_beats += self.gapless
            self.idle = 0
)";

constexpr const char* kExpect = R"(        if flag:
@KEEP@            self.expected.append(outputs)
)";

// The keep bit of a lane is that of each of its bytes.
constexpr const char* kKeep = R"(            outputs["m_axis_tkeep"] *= @EACH_BYTE@  # for each byte of a lane
)";

constexpr const char* kPhase = R"(
    async def phase(self, gapless):
        """The gapless part begins or ends, both with nothing inside."""
        while self.received < len(self.expected):
            await self.edge()
        self.gapless = gapless
        self.ready_rate, self.gap_rate = 1.0, 0.0
        for _ in range(4):
            await self.edge()
)";

constexpr const char* kPhaseStep = R"(        if kind == 0:
            await bench.phase(flag)
            continue
)";

constexpr const char* kGaplessAfter = R"(    if bench.gapless_beats != GAPLESS:
        bench.fail("not every gapless beat was counted")
)";

// The sticky flags on ports of their own.
constexpr const char* kFlagsIdle = R"(        self.dut.flags_clear_i.value = 0
)";

constexpr const char* kFlagsAfter = R"(    if {port: known(dut[port]) for port in FLAGS} != FLAGS:
        bench.fail("a sticky flag is wrong")
    dut.flags_clear_i.value = 1
    await bench.edge()
    dut.flags_clear_i.value = 0
    await bench.edge()
    if any(known(dut[port]) for port in FLAGS):
        bench.fail("a sticky flag is not cleared")
)";

/// Fields of a payload, by the ports of an operator.
std::string native_fields(const std::vector<Port>& payload) {
  std::string text;
  for (const Port& port : payload) {
    if (!text.empty()) text += ", ";
    text += cocotb_field("\"" + port.name + "\"", {1, port.width, port.width});
  }
  return text;
}

/// The same on a stream of a wrapper. The keep bits of a second operand are not looked at.
std::string stream_fields(const std::string& prefix, int operands, int lanes, int bits) {
  const int bytes = lane_bytes(bits);
  const std::string keep = "\"" + prefix + "_tkeep\"";
  std::string text = cocotb_field("\"" + prefix + "_tdata\"", {operands * lanes, bits, 8 * bytes}) + ", " +
                     cocotb_field(keep, {lanes, 1, bytes});
  if (operands > 1) text += ", " + cocotb_field(keep, {1, 0, (operands - 1) * lanes * bytes});
  return text + ",\n           " + cocotb_field("\"" + prefix + "_tlast\"", {1, 1, 1});
}

CocotbPort port_of(const OperatorPlan& plan, const OperatorLayout& layout, const OperatorSteps& steps,
                   const std::vector<std::pair<std::string, bool>>& flags) {
  CocotbPort port;
  port.loadable = !plan.parts.empty();
  port.address_bits = layout.address;
  port.data_bits = layout.data;
  for (const ConfigPart& part : plan.parts) port.all_readable = port.all_readable && !part.words.empty();
  if (!has_axil(plan)) return port;
  port.bus = bus_plan(plan);
  port.loaded = loaded_status(port.bus->banks, step_counts(steps).commits);
  unsigned raised = 0;
  unsigned bit = 1u << field_bit(register_map(), "status", "flags");
  for (const auto& flag : flags) {
    raised |= flag.second ? bit : 0;
    bit <<= 1;
  }
  if (raised != 0) port.flags = fmt::format(" | {:#x}", raised);
  return port;
}

}  // namespace

std::string operator_cocotb_text(const OperatorPlan& plan, const OperatorSteps& steps) {
  const OperatorPlan core = core_plan(plan);
  const OperatorLayout layout(core);
  const StepCounts counts = step_counts(steps);
  const bool axis = plan.spec.wrap == Wrap::axis;
  const auto flags = final_flags(core, steps);
  const int bytes = lane_bytes(result_bits(plan));
  NamedValues fields = cocotb_port_fields(port_of(plan, layout, steps, flags));
  std::string keep;
  if (axis && bytes > 1) keep = render(kKeep, {{"EACH_BYTE", fmt::format("{:#x}", (1 << bytes) - 1)}});
  fields.insert(fields.end(),
                {{"VECTOR_BITS", std::to_string(layout.total)},
                 {"BEATS", std::to_string(counts.answers)},
                 {"FLAG_NAME", "flag, "},
                 {"KINDS", "0: the gapless part begins or ends, "},
                 {"OUTPUTS", axis ? stream_fields("m_axis", 1, plan.spec.lanes, result_bits(plan))
                                  : native_fields(output_payload(core))},
                 {"INPUTS", axis ? stream_fields("s_axis", is_gated(plan.spec.kind) ? 2 : 1, plan.spec.lanes,
                                                 plan.spec.element_bits)
                                 : native_fields(input_payload(core))},
                 {"BESIDE", "# The flag: a beat is answered, a word can be read, the gapless part begins.\n"},
                 // Rows of the full length, with gaps and stalls.
                 {"WATCHDOG", std::to_string(20000 + 16 * plan.max_beats)},
                 {"FUNCTIONS", ""},
                 {"STEADY", " and not self.gapless"},
                 {"TAKEN", ""},
                 {"EXPECT", render(kExpect, {{"KEEP", keep}})},
                 {"FLAG", kAnsweredFlag}});
  append_field(fields, "CONSTANTS", fmt::format("GAPLESS = {}\n", counts.gapless_beats));
  append_field(fields, "STATE", kState);
  append_field(fields, "LOOK", kLook);
  append_field(fields, "CONFIGURATION", kPhase);
  append_field(fields, "STEPS", kPhaseStep);
  if (!has_axil(plan)) {
    std::string wanted;
    for (const auto& [port, value] : flags) {
      wanted += fmt::format("{}\"{}\": {}", wanted.empty() ? "" : ", ", port, value ? 1 : 0);
    }
    append_field(fields, "CONSTANTS", "FLAGS = {" + wanted + "}  # in the end\n");
    append_field(fields, "IDLE", kFlagsIdle);
    append_field(fields, "AFTER", kFlagsAfter);
  }
  append_field(fields, "AFTER", kGaplessAfter);
  return render_cocotb(plan.spec.name, axis, fields);
}

}  // namespace pwlforge
