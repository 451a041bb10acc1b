// Copyright 2026 the pwlforge authors.
// Licensed under the Apache License, Version 2.0; see LICENSE.
// SPDX-License-Identifier: Apache-2.0
//
// What the texts of the bench share: the layout of a vector, and filling fields in.
#pragma once

#include <algorithm>
#include <string>

#include "gen/rtl/verilog_writer.hpp"
#include "gen/unit/unit.hpp"

namespace pwlforge {

/// Fields of a vector, from the low end: a beat holds {context, x, y}, a write {data, address}; then whether the beat
/// saturates, where the unit has a flag for it, and the kind.
struct Layout {
  explicit Layout(const UnitPlan& plan)
      : context(plan.context_bits),
        x(plan.spec.lanes * plan.input_bits),
        y(plan.spec.lanes * plan.output_bits),
        address(std::max(1, plan.config_address_bits)),
        data(std::max(1, plan.config_data_bits)),
        payload(std::max(context + x + y, address + data)),
        flag(plan.requant_bits > 0 ? 1 : 0),
        total(payload + flag + 2) {}
  int context, x, y, address, data, payload, flag, total;
};

/// Fills the @NAME@ fields of a text; a field that is not among them is an error.
std::string render(const std::string& text, const NamedValues& fields);

/// What every bench has: its random sequence `random`, drawn by task draw, and task fail, which ends the run with a
/// message (field TOP: the design) and a non-zero exit code, whatever the simulator and its flags.
inline constexpr const char* kBenchTasks =
    R"VERILOG(  // A pseudo-random sequence (xorshift) that is the same in every simulator.
  reg [31:0] random;
  task draw;
    begin
      random = random ^ (random << 13);
      random = random ^ (random >> 17);
      random = random ^ (random << 5);
    end
  endtask

  task fail(input [8*48-1:0] reason);
    begin
      if (!failed) begin
        $display("FAIL @TOP@ at %0t, beat %0d: %0s", $time, received, reason);
        failed = 1'b1;
`ifdef __ICARUS__
        $finish_and_return(1);  // $stop is a success under `vvp -n`
`else
        $stop;
`endif
      end
    end
  endtask
)VERILOG";

inline constexpr const char* kCommittedCheck =
    R"(      if (!committed && in_ready_o !== 1'b0) fail("in_ready_o before the first commit");
)";

/// An AXI wrapper with an AXI4-Lite slave in place of the configuration port.
bool has_axil(const UnitPlan& plan);

/// The fields of the bench that configure, and how it sees the saturation flag, with an AXI4-Lite slave.
NamedValues axil_fields(const UnitPlan& plan, const Layout& layout);

}  // namespace pwlforge
