// Copyright 2026 the pwlforge authors.
// Licensed under the Apache License, Version 2.0; see LICENSE.
// SPDX-License-Identifier: Apache-2.0
//
// The bench's AXI4-Lite master, for wrappers with words to load.
#include <fmt/format.h>

#include <algorithm>
#include <stdexcept>

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
      axil_taken = 1'b0;
      while (!axil_taken && !failed) begin
        @(posedge clk) axil_taken = s_axil_awready && s_axil_wready;
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
      axil_taken = 1'b0;
      while (!axil_taken && !failed) begin
        @(posedge clk) axil_taken = s_axil_arready;
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
    R"(    // A commit of nothing is ignored; what has no word, is unaligned or strobes single bytes is refused and
    // remembered; the constant registers tell what the unit is.
    signature = 0;
    axil_write(@CONTROL@, @COMMIT@, 2'd0);
    axil_read(@IDENTIFICATION@, @IDENTIFICATION_VALUE@, 2'd0);
    axil_read(@VERSION@, @VERSION_VALUE@, 2'd0);
    axil_read(@CAPABILITIES@, @CAPABILITIES_VALUE@, 2'd0);
    axil_read(@FORMAT@, @FORMAT_VALUE@, 2'd0);
    axil_read(@ERRORS@, 0, 2'd0);
    axil_write(@NO_WORD@, 0, 2'd2);
    axil_read(@NO_WORD@, 0, 2'd2);
    axil_read(@CONTROL@, 0, 2'd2);
    axil_read(@ERRORS@, @UNMAPPED@, 2'd0);
    axil_read(@STATUS@ + 1, 0, 2'd2);
    s_axil_wstrb = 1;
    axil_write(@CONTROL@, @COMMIT@, 2'd2);
    s_axil_wstrb = ~0;
    axil_read(@ERRORS@, @THREE_ERRORS@, 2'd0);
    axil_read(@STATUS@, @ERROR@, 2'd0);
    axil_write(@ERRORS@, @THREE_ERRORS@, 2'd0);
    axil_read(@STATUS@, 0, 2'd0);
)";

constexpr const char* kAxilSteps = R"(        2'd1: begin
@SETTLE@          if (committed) in_valid_i = 1'b0;
          word_offset = vector[@ADDRESS_BITS@-1:0] * @BYTES@;
          axil_write(word_offset, {@WRITE_PADDING@vector[@CONFIG_HIGH@:@ADDRESS_BITS@]}, 2'd0);
          signature = {signature[30:0], 1'b0} ^ (32'h04c11db7 & {32{signature[31]}}) ^ @FOLDED@;
@REMEMBER@@READ_BACK@        end
        2'd2: begin
          // A wrong checksum keeps the table out, the right one lets it in.
          committed = 1'b1;
          in_valid_i = 1'b0;
          axil_read(@CHECKSUM@, {@SIGNATURE_PADDING@signature}, 2'd0);
          axil_write(@CHECKSUM@, {@SIGNATURE_PADDING@~signature}, 2'd2);
          axil_write(@CONTROL@, @COMMIT@, 2'd2);
          axil_read(@ERRORS@, @WRONG_CHECKSUM@, 2'd0);
          axil_write(@ERRORS@, @WRONG_CHECKSUM@, 2'd0);
          axil_write(@CHECKSUM@, {@SIGNATURE_PADDING@signature}, 2'd0);
          axil_write(@CONTROL@, @COMMIT@, 2'd0);
          axil_read(@CHECKSUM@, 0, 2'd0);
          signature = 0;
        end
)";

constexpr const char* kReadBack =
    R"(axil_read(word_offset, {@READ_PADDING@vector[@CONFIG_HIGH@:@ADDRESS_BITS@]}, 2'd0);
)";

constexpr const char* kReadBackOrNot = R"(          if (vector[VectorBits-3]) @READ@          else begin
            // A word that is only written.
            axil_read(word_offset, 0, 2'd2);
            axil_write(@ERRORS@, @UNMAPPED@, 2'd0);
          end
)";

// Of what works on rows.
constexpr const char* kReader =
    R"(  // Reads a word at once and then now and again while rows stream: the row that has begun goes on to
  // its end, and the next one waits for the answer.
  initial begin
    reading = 1'b0;
    reads = 0;
    forever begin
      @(posedge clk) #1;
      if (streaming && (reads == 0 || random[31:26] == 6'd0)) begin
        reading = 1'b1;
        axil_read(known_offset, known_word, 2'd0);
        reads = reads + 1;
        reading = 1'b0;
      end
    end
  end

)";

constexpr const char* kReaderDeclaration =
    R"(  reg     streaming;
  reg     reading;
  integer reads;
  reg     [@ADDRESS_HIGH@:0] known_offset;
  reg     [@DATA_HIGH@:0] known_word;
)";

constexpr const char* kSettle = R"(          streaming = 1'b0;
          while (reading && !failed) @(posedge clk) #1;
)";

constexpr const char* kRemember = R"(          if (vector[VectorBits-3]) begin
            known_offset = word_offset;
            known_word = {@READ_PADDING@vector[@CONFIG_HIGH@:@ADDRESS_BITS@]};
          end
)";

constexpr const char* kReadsCheck = R"(    if (!failed && reads == 0) fail("no word was read while rows streamed");
)";

constexpr const char* kAxilFinalChecks = R"(    if (!failed) begin
      axil_read(@STATUS@, @FINAL_STATUS@, 2'd0);
      axil_write(@CONTROL@, @CLEAR_FLAGS@, 2'd0);
      axil_read(@STATUS@, @FINAL_LOADED@, 2'd0);
    end
)";

constexpr const char* kCommittedOutput =
    R"(      if (!committed && out_valid_o !== 1'b0) fail("out_valid_o before the first commit");
)";

constexpr const char* kAxilStickyUpdate =
    R"(      sticky = sticky || (out_valid_o && out_ready_i && expected_saturated[received]);
)";

}  // namespace

bool has_axil(const UnitPlan& plan) {
  return plan.spec.wrap == Wrap::axis && is_loadable(plan.spec.store);
}

unsigned loaded_status(int banks, long commits) {
  const auto bit = [](const char* field) { return 1u << field_bit(register_map(), "status", field); };
  return (commits > 0 ? bit("loaded") : 0) | (banks == 2 && commits % 2 == 1 ? bit("bank") : 0);
}

unsigned loaded_status(const UnitPlan& plan, const std::vector<BenchStep>& steps) {
  return loaded_status(plan.spec.banks, std::count_if(steps.begin(), steps.end(), [](const BenchStep& step) {
                         return step.kind == BenchStep::Kind::commit;
                       }));
}

namespace {

/// The first address without a word.
int unmapped_address(const BusPlan& bus) {
  int address = 0;
  for (bool moved = true; moved;) {
    moved = false;
    for (const AddressRange& range : bus.words) {
      if (address < range.first || address > range.last) continue;
      address = range.last + 1;
      moved = true;
    }
  }
  if (address >= 1 << bus.config_address_bits) throw std::logic_error(bus.name + ": every address has a word");
  return address;
}

}  // namespace

NamedValues axil_fields(const AxilBench& bench) {
  const BusPlan& bus = bench.bus;
  const RegisterMap& map = register_map();
  const int data = axil_data_bits(bus.config_data_bits);
  const int spare = data - bench.data_bits;
  const auto padding = [](int width, char bit) {
    return width > 0 ? fmt::format("{{{}{{1'b{}}}}}, ", width, bit) : std::string();
  };
  const auto bit = [&](const char* name, const char* field) { return 1u << field_bit(map, name, field); };
  const bool all_readable =
      std::all_of(bus.words.begin(), bus.words.end(), [](const AddressRange& range) { return range.readable; });
  NamedValues fields{{"ADDRESS_HIGH", std::to_string(axil_address_bits(bus) - 1)},
                     {"DATA_HIGH", std::to_string(data - 1)},
                     {"NO_WORD", std::to_string(unmapped_address(bus) * data / 8)},
                     {"ADDRESS_BITS", std::to_string(bench.address_bits)},
                     {"BYTES", std::to_string(data / 8)},
                     {"CONFIG_HIGH", std::to_string(bench.address_bits + bench.data_bits - 1)},
                     {"WRITE_PADDING", padding(spare, '1')},
                     {"READ_PADDING", padding(spare, '0')},
                     {"SIGNATURE_PADDING", padding(data - 32, '0')},
                     {"FOLDED", data == 64 ? "s_axil_wdata[31:0] ^ s_axil_wdata[63:32]" : "s_axil_wdata"},
                     {"COMMIT", std::to_string(bit("control", "commit"))},
                     {"CLEAR_FLAGS", std::to_string(bit("control", "clear_flags"))},
                     {"UNMAPPED", std::to_string(bit("errors", "unmapped"))},
                     {"WRONG_CHECKSUM", std::to_string(bit("errors", "wrong_checksum"))},
                     {"THREE_ERRORS", std::to_string(bit("errors", "unmapped") | bit("errors", "unaligned") |
                                                     bit("errors", "strobes"))},
                     {"ERROR", std::to_string(bit("status", "error"))},
                     {"FINAL_LOADED", std::to_string(bench.loaded)},
                     {"FINAL_STATUS", bench.status},
                     {"IDENTIFICATION_VALUE", fmt::format("{}", kBusIdentification)},
                     {"VERSION_VALUE", fmt::format("{}'h{:x}", data, map_version(map))},
                     {"CAPABILITIES_VALUE", fmt::format("{}'h{:x}", data, capabilities_word(bus))},
                     {"FORMAT_VALUE", fmt::format("{}'h{:x}", data, format_word(bus))}};
  for (const BusRegister& one : map) {
    fields.emplace_back(upper(one.name), std::to_string(axil_register_base(bus) + one.number * data / 8));
  }
  const std::string read = render(kReadBack, fields);
  fields.emplace_back("READ", read);
  fields.emplace_back("SETTLE", bus.rows ? kSettle : "");
  fields.emplace_back("REMEMBER", bus.rows ? render(kRemember, fields) : "");
  fields.emplace_back("READ_BACK", all_readable ? "          " + read : render(kReadBackOrNot, fields));
  return {{"COMMITTED_DECLARATION",
           fmt::format("  reg     committed;\n  reg     axil_taken;\n  reg     [{}:0] word_offset;\n"
                       "  reg     [31:0] signature;\n",
                       axil_address_bits(bus) - 1) +
               (bus.rows ? render(kReaderDeclaration, fields) : "")},
          {"SETTLE", bus.rows ? kSettle : ""},
          {"STREAMING", bus.rows ? "          streaming = !gapless;\n" : ""},
          {"TASKS", render(kAxilTasks, fields) + (bus.rows ? kReader : "")},
          {"LOADABLE_CHECKS", kCommittedOutput},
          {"DRIVER_INIT", std::string(kAxilInit) + (bus.rows ? "    streaming = 1'b0;\n" : "")},
          {"BEFORE_LOADING", render(kAxilBeforeLoading, fields)},
          {"CONFIG_STEPS", render(kAxilSteps, fields)},
          {"FINAL_CHECKS", (bus.rows ? kReadsCheck : "") + render(kAxilFinalChecks, fields)}};
}

NamedValues axil_fields(const UnitPlan& plan, const Layout& layout, const std::vector<BenchStep>& steps) {
  const bool flag = layout.flag > 0;
  AxilBench bench;
  bench.bus = bus_plan(plan);
  bench.address_bits = layout.address;
  bench.data_bits = layout.data;
  bench.loaded = loaded_status(plan, steps);
  bench.status = std::to_string(bench.loaded);
  if (flag) {
    bench.status += fmt::format(" | ({{{}'d0, sticky}} << {})", axil_data_bits(plan.config_data_bits) - 1,
                                field_bit(register_map(), "status", "flags"));
  }
  NamedValues fields = axil_fields(bench);
  fields.insert(fields.end(), {{"SATURATED_CHECK", ""},
                               {"STICKY_INIT", flag ? "    sticky = 1'b0;\n" : ""},
                               {"STICKY_UPDATE", flag ? kAxilStickyUpdate : ""},
                               {"STICKY_CLEAR", ""}});
  return fields;
}

}  // namespace pwlforge
