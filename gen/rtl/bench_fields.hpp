// Copyright 2026 the pwlforge authors.
// Licensed under the Apache License, Version 2.0; see LICENSE.
// SPDX-License-Identifier: Apache-2.0
//
// What the texts of the bench share: the layout of a vector, and filling fields in.
#pragma once

#include <algorithm>
#include <functional>
#include <initializer_list>
#include <optional>
#include <string>
#include <vector>

#include "gen/rtl/parts.hpp"
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

/// A bit string that is filled from the low end.
class Bits {
 public:
  explicit Bits(int width) : bits_(static_cast<std::size_t>(width), false) {}
  void put(std::uint64_t value, int width) {
    for (int i = 0; i < width; ++i) bits_[at_++] = ((value >> i) & 1) != 0;
  }
  /// The low bits of a payload; what it does not hold is 0.
  void put(const std::vector<std::uint64_t>& words, int width) {
    for (int i = 0; i < width; i += 64) {
      const auto word = static_cast<std::size_t>(i / 64);
      put(word < words.size() ? words[word] : 0, std::min(64, width - i));
    }
  }
  void seek(int at) { at_ = static_cast<std::size_t>(at); }
  std::string hex() const {
    std::string text;
    for (std::size_t digit = (bits_.size() + 3) / 4; digit-- > 0;) {
      unsigned value = 0;
      for (std::size_t b = 4; b-- > 0;) {
        const std::size_t i = 4 * digit + b;
        value = 2 * value + (i < bits_.size() && bits_[i] ? 1u : 0u);
      }
      text += "0123456789abcdef"[value];
    }
    return text;
  }

 private:
  std::vector<bool> bits_;
  std::size_t at_ = 0;
};

/// `reg` or `wire` of the bench at a port of the design.
std::string declaration(const Port& port);

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

/// Fields of the texts that every bench has: RESET, KNOWN (of the handshake), OFFER (a beat until it is taken) and, for
/// a configuration port whose address and data have so many bits, EARLY_COMMIT and CONFIG_STROBE.
NamedValues bench_texts(int config_bits);

inline constexpr const char* kBenchConfigInit = R"(    cfg_we_i = 1'b0;
    cfg_commit_i = 1'b0;
    cfg_addr_i = 0;
    cfg_data_i = 0;
)";

inline constexpr const char* kCommittedCheck =
    R"(      if (!committed && in_ready_o !== 1'b0) fail("in_ready_o before the first commit");
)";

/// What the bench has at a wrapper's stream: the pieces `value` of its lanes, the last one first, each with `spare`
/// pieces above it; `padding`: a format of their number, the highest and the lowest of all.
std::string stream_lanes(int lanes, int spare, const std::string& padding,
                         const std::function<std::string(int)>& value);
/// What is above the values of `bits` bits in an output stream and beside the keep bits of their lowest bytes: nets
/// padding and more_keep, and that they are 0 and that keep bit; `keep`: the net of a lane's.
std::string padding_declarations(int lanes, int bits);
std::string padding_checks(int lanes, int bits, const std::function<std::string(int)>& keep);

/// An AXI wrapper with an AXI4-Lite slave in place of the configuration port.
bool has_axil(const UnitPlan& plan);

/// The status register behind so many commits, without the flags of the unit.
unsigned loaded_status(int banks, long commits);
unsigned loaded_status(const UnitPlan& plan, const std::vector<BenchStep>& steps);

/// A slave as the bench sees it.
struct AxilBench {
  BusPlan bus;
  int address_bits = 1, data_bits = 1;  ///< of a write in a vector
  unsigned loaded = 0;                  ///< status register in the end, without flags
  std::string status;                   ///< and with them, an expression
};
/// The fields of the bench that configure through it: COMMITTED_DECLARATION, TASKS, LOADABLE_CHECKS, DRIVER_INIT,
/// BEFORE_LOADING, CONFIG_STEPS, FINAL_CHECKS; where rows stream, words are read meanwhile: STREAMING in a beat, SETTLE
/// before what must not be disturbed.
NamedValues axil_fields(const AxilBench& bench);

/// The fields of the bench that configure, and how it sees the saturation flag, with an AXI4-Lite slave.
NamedValues axil_fields(const UnitPlan& plan, const Layout& layout, const std::vector<BenchStep>& steps);

/// Adds to the text of a field that is there.
void append_field(NamedValues& fields, const std::string& name, const std::string& text);

/// How the cocotb bench configures.
struct CocotbPort {
  bool loadable = false;
  std::optional<BusPlan> bus;           ///< through AXI4-Lite; else by the configuration port
  int address_bits = 1, data_bits = 1;  ///< of a write in a vector
  bool all_readable = true;             ///< else the flag of a write tells whether the word reads back
  unsigned loaded = 0;                  ///< status register in the end, without flags
  std::string flags;                    ///< what they add, in Python
};
/// The fields CONSTANTS, TRIGGERS, STATE, IDLE, LOOK, STALL, CONFIGURATION, BEFORE, STEPS, AFTER of the cocotb bench.
NamedValues cocotb_port_fields(const CocotbPort& port);
/// The same for a unit, with what sees its saturation flag.
NamedValues cocotb_configuration(const UnitPlan& plan, const Layout& layout, const std::vector<BenchStep>& steps);

/// `("port", pieces, bits, stride)` of OUTPUTS and INPUTS; `ports`: quoted.
std::string cocotb_field(const std::string& ports, std::initializer_list<int> numbers);
/// NAME_cocotb.py; `axis`: with the streams of a wrapper.
std::string render_cocotb(const std::string& name, bool axis, NamedValues fields);

}  // namespace pwlforge
