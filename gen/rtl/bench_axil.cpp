// Copyright 2026 the pwlforge authors.
// Licensed under the Apache License, Version 2.0; see LICENSE.
// SPDX-License-Identifier: Apache-2.0
//
// The bench's AXI4-Lite master, for wrapped units with a loadable store.
#include <fmt/format.h>

#include "gen/rtl/bench_fields.hpp"
#include "gen/unit/axis.hpp"

namespace pwlforge {
namespace {

// An AXI4-Lite master. It raises no ready before it has seen valid, and then lets the answer wait.
constexpr const char* kAxilTasks =
    R"(  task axil_write(input [@ADDRESS_HIGH@:0] offset, input [@DATA_HIGH@:0] data, input [1:0] resp);
    begin
      s_axil_awaddr = offset;
      s_axil_wdata = data;
      s_axil_awvalid = random[25];
      s_axil_wvalid = !random[25];
      repeat ({30'd0, random[27:26]}) @(posedge clk) #1;
      s_axil_awvalid = 1'b1;
      s_axil_wvalid = 1'b1;
      taken = 1'b0;
      while (!taken && !failed) begin
        @(posedge clk) taken = s_axil_awready && s_axil_wready;
        #1;
      end
      s_axil_awvalid = 1'b0;
      s_axil_wvalid = 1'b0;
      while (s_axil_bvalid !== 1'b1 && !failed) @(posedge clk) #1;
      repeat ({30'd0, random[24:23]}) @(posedge clk) #1;
      if (s_axil_bvalid !== 1'b1 || s_axil_bresp !== resp) fail("wrong answer to a write");
      s_axil_bready = 1'b1;
      @(posedge clk) #1;
      s_axil_bready = 1'b0;
      if (s_axil_bvalid !== 1'b0) fail("an answer that nobody asked for");
    end
  endtask

  task axil_read(input [@ADDRESS_HIGH@:0] offset, input [@DATA_HIGH@:0] data, input [1:0] resp);
    begin
      s_axil_araddr = offset;
      s_axil_arvalid = 1'b1;
      taken = 1'b0;
      while (!taken && !failed) begin
        @(posedge clk) taken = s_axil_arready;
        #1;
      end
      s_axil_arvalid = 1'b0;
      while (s_axil_rvalid !== 1'b1 && !failed) @(posedge clk) #1;
      repeat ({30'd0, random[24:23]}) @(posedge clk) #1;
      if (s_axil_rvalid !== 1'b1 || s_axil_rresp !== resp) fail("wrong answer to a read");
      if (s_axil_rdata !== data) fail("a word reads back wrong");
      s_axil_rready = 1'b1;
      @(posedge clk) #1;
      s_axil_rready = 1'b0;
      if (s_axil_rvalid !== 1'b0) fail("an answer that nobody asked for");
    end
  endtask

)";

constexpr const char* kAxilInit = R"(    committed = 1'b0;
    s_axil_awvalid = 1'b0;
    s_axil_wvalid = 1'b0;
    s_axil_wstrb = ~0;
    s_axil_bready = 1'b0;
    s_axil_arvalid = 1'b0;
    s_axil_rready = 1'b0;
    s_axil_awaddr = 0;
    s_axil_wdata = 0;
    s_axil_araddr = 0;
)";

constexpr const char* kAxilBeforeLoading =
    R"(    // Before the first commit nothing may enter, a commit of nothing is ignored, and offsets without a
    // word and writes of single bytes are refused.
    in_valid_i = 1'b1;
    axil_write(@CONTROL@, 1, 2'd0);
    axil_write(@NO_WORD@, 0, 2'd2);
    axil_read(@NO_WORD@, 0, 2'd2);
    s_axil_wstrb = 1;
    axil_write(@CONTROL@, 1, 2'd2);
    s_axil_wstrb = ~0;
)";

constexpr const char* kAxilSteps = R"(        2'd1: begin
          if (committed) in_valid_i = 1'b0;
          word_offset = vector[@ADDRESS_BITS@-1:0] * @BYTES@;
          axil_write(word_offset, {@WRITE_PADDING@vector[@CONFIG_HIGH@:@ADDRESS_BITS@]}, 2'd0);
          axil_read(word_offset, {@READ_PADDING@vector[@CONFIG_HIGH@:@ADDRESS_BITS@]}, 2'd0);
        end
        2'd2: begin
          committed = 1'b1;
          in_valid_i = 1'b0;
          axil_write(@CONTROL@, 1, 2'd0);
        end
)";

constexpr const char* kAxilFlagChecks = R"(    if (!failed) begin
      axil_read(@CONTROL@, @STATUS@, 2'd0);
      axil_write(@CONTROL@, 2, 2'd0);
      axil_read(@CONTROL@, 0, 2'd0);
    end
)";

constexpr const char* kAxilStickyUpdate =
    R"(      sticky = sticky || (out_valid_o && out_ready_i && expected_saturated[received]);
)";

}  // namespace

bool has_axil(const UnitPlan& plan) {
  return plan.spec.wrap == Wrap::axis && is_loadable(plan.spec.store);
}

NamedValues axil_fields(const UnitPlan& plan, const Layout& layout) {
  const int data = axil_data_bits(plan);
  const int spare = data - layout.data;
  const auto padding = [&](char bit) { return spare > 0 ? fmt::format("{}'b{}, ", spare, bit) : std::string(); };
  const NamedValues fields{{"ADDRESS_HIGH", std::to_string(axil_address_bits(plan) - 1)},
                           {"DATA_HIGH", std::to_string(data - 1)},
                           {"CONTROL", std::to_string(axil_control_offset(plan))},
                           {"NO_WORD", std::to_string(axil_offset(plan, plan.spec.entries - 1))},
                           {"ADDRESS_BITS", std::to_string(layout.address)},
                           {"BYTES", std::to_string(data / 8)},
                           {"CONFIG_HIGH", std::to_string(layout.address + layout.data - 1)},
                           {"WRITE_PADDING", padding('x')},
                           {"READ_PADDING", padding('0')},
                           {"STATUS", fmt::format("{{{}'d0, sticky, 1'b0}}", data - 2)}};
  const bool flag = layout.flag > 0;
  return {{"COMMITTED_DECLARATION",
           fmt::format("  reg     committed;\n  reg     [{}:0] word_offset;\n", axil_address_bits(plan) - 1)},
          {"TASKS", render(kAxilTasks, fields)},
          {"LOADABLE_CHECKS", kCommittedCheck},
          {"SATURATED_CHECK", ""},
          {"STICKY_INIT", flag ? "    sticky = 1'b0;\n" : ""},
          {"STICKY_UPDATE", flag ? kAxilStickyUpdate : ""},
          {"STICKY_CLEAR", ""},
          {"DRIVER_INIT", kAxilInit},
          {"BEFORE_LOADING", render(kAxilBeforeLoading, fields)},
          {"CONFIG_STEPS", render(kAxilSteps, fields)},
          {"FINAL_CHECKS", flag ? render(kAxilFlagChecks, fields) : ""}};
}

}  // namespace pwlforge
