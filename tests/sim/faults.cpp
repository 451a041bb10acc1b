// Copyright 2026 the pwlforge authors.
// Licensed under the Apache License, Version 2.0; see LICENSE.
// SPDX-License-Identifier: Apache-2.0
//
// Faults planted in emitted Verilog: the bench must catch each. A pattern that is not found fails the test, so that a
// fault never silently stops being planted.
#include <catch2/catch.hpp>

#include "tests/sim/units.hpp"

using namespace pwlforge;
using test::UnitDirectory;

namespace {

struct Fault {
  std::string name, file, from, to;
  bool data;  ///< shows as wrong data; otherwise as a broken rule
};

/// The sound unit passes, each fault is caught.
void check_faults(const UnitSpec& spec, const std::vector<Fault>& faults) {
  SimOptions options;
  options.seed = 7;
  {
    const UnitDirectory unit(spec);
    const SimResult sound = simulate(unit.manifest(), options);
    INFO(sim_text(sound));
    REQUIRE(sound.passed());
  }
  for (const Fault& fault : faults) {
    const UnitDirectory unit(spec);
    INFO("fault: " << fault.name);
    REQUIRE(unit.change(fault.file, fault.from, fault.to));
    const SimResult result = simulate(unit.manifest(), options);
    INFO(sim_text(result));
    CHECK_FALSE(result.passed());
    if (fault.data) {
      CHECK(result.mismatches > 0);
      CHECK_FALSE(result.first_mismatches.empty());
    } else {
      CHECK_FALSE(result.violations.empty());
    }
  }
}

}  // namespace

TEST_CASE("faults in the data path are caught") {
  check_faults(test::unit_of("int8", 8, "f6k8b8"),
               {{"comparator >= turned into >", "rtl/pwl_int_compare.v", "ge = 1'b1;", "ge = 1'b0;", true},
                {"one slope bit flipped", "rtl/pwl_store_registers.v", "assign slopes_o     = slopes;",
                 "assign slopes_o     = slopes ^ {{(N*KW-1){1'b0}}, 1'b1};", true},
                {"rounding off by half", "dut.v", ".Rounding    (0)", ".Rounding    (2)", true},
                {"saturation turned into wrap", "rtl/pwl_requantize.v",
                 "assign y = (outside || (!sign && carry)) ? {sign, {M{!sign}}} :", "assign y =", true},
                {"saturation flag lost", "rtl/pwl_requantize.v", "assign saturated_o = saturated && !zero;",
                 "assign saturated_o = saturated && !zero && acc_i[0];", false}});
}

TEST_CASE("faults in the handshake are caught") {
  UnitSpec spec = test::unit_of("int8", 4, "f6k8b8", 2);
  spec.tag_bits = 3;
  check_faults(spec,
               {{"a dropped beat under back-pressure", "rtl/pwl_stream_control.v",
                 "assign advance_o = !out_valid_o || out_ready_i;", "assign advance_o = 1'b1;", false},
                {"a value let through before the first commit", "rtl/pwl_config_control.v",
                 "assign open_o = running_q && !we_i && !commit_i;", "assign open_o = !we_i && !commit_i;", false},
                {"one bank overwritten under beats in flight", "rtl/pwl_config_control.v",
                 "assign busy_o = |offered_i || |held_i;", "assign busy_o = 1'b0;", true},
                {"tag of the next beat", "dut.v", ".out_tag_o  (out_tag_o)", ".out_tag_o  ()", false}});
}

TEST_CASE("a skid register that overwrites its beat is caught") {
  UnitSpec spec = test::unit_of("int8", 4, "f6k8b8", 1);
  spec.skid = true;
  check_faults(spec, {{"ready while full", "rtl/pwl_skid.v", "assign in_ready_o  = !full_q;",
                       "assign in_ready_o  = 1'b1;", true}});
}

TEST_CASE("tables mixed during a reload are caught") {
  UnitSpec spec = test::unit_of("int8", 4, "f6k8b8", 3);
  spec.banks = 2;
  check_faults(spec, {{"R of the other bank", "rtl/pwl_store_registers.v", "requant_o    = acc_sel_i ?",
                       "requant_o    = active_i ?", true},
                      {"the bank in use is written", "rtl/pwl_config_control.v",
                       "assign busy_o = |offered_i || |(held_i & (held_bank_i ^ {Slots{bank_q}}));",
                       "assign busy_o = 1'b0;", true}});
}

TEST_CASE("faults in the stages of a multiply-add are caught") {
  UnitSpec spec = test::unit_of("int8", 4, "f6k8b8", 3);
  spec.banks = 2;
  spec.mac_stages = 3;
  check_faults(spec, {{"R of the beat ahead", "dut.v", ".acc_sel_i   (param_sel)", ".acc_sel_i   (acc_sel)", true},
                      {"s of the beat ahead", "dut.v", ".param_sel_i (lead_sel[0])", ".param_sel_i (acc_sel)", true}});
}

TEST_CASE("a result that a unit of latency 0 takes back is caught") {
  const UnitSpec spec = test::unit_of("int8", 4, "f6k8b8", 0);
  check_faults(spec, {{"a write withdraws the result", "rtl/pwl_stream_control.v", "assign open = open_i || offered_q;",
                       "assign open = open_i || (offered_q && out_ready_i);", false}});
}
