// Copyright 2026 the pwlforge authors.
// Licensed under the Apache License, Version 2.0; see LICENSE.
// SPDX-License-Identifier: Apache-2.0
//
// What a wrapper says of the operator inside: which addresses have words, and which of them can be read.
#include <catch2/catch.hpp>

#include <algorithm>

#include "gen/operator/operator_axis.hpp"
#include "gen/operator/operator_request.hpp"

using namespace pwlforge;

namespace {

OperatorPlan wrapped(const std::string& name, int lanes, const std::string& store, bool affine) {
  OperatorRequest request;
  request.name_of_operator = name;
  request.lanes = lanes;
  request.max_row = 4 * lanes;
  request.entries = 4;
  request.store = store;
  request.affine = affine;
  request.wrap = "axis";
  return plan_operator(operator_spec(request));
}

const AddressRange* range_of(const BusPlan& bus, int address) {
  for (const AddressRange& range : bus.words) {
    if (address >= range.first && address <= range.last) return &range;
  }
  return nullptr;
}

}  // namespace

TEST_CASE("the words of a wrapped operator are those that can be loaded") {
  for (const char* name : {"softmax", "rmsnorm", "layernorm", "swiglu", "geglu"}) {
    for (const char* store : {"registers", "fixed"}) {
      for (const int lanes : {1, 3, 4}) {
        const bool norm = is_norm(wrapped(name, lanes, store, false).spec.kind);
        const OperatorPlan plan = wrapped(name, lanes, store, norm && lanes != 4);
        INFO(name << " " << store << " " << lanes);
        REQUIRE(has_axil(plan) == !plan.parts.empty());
        if (!has_axil(plan)) continue;
        const BusPlan bus = bus_plan(plan);
        for (const ConfigWrite& write : operator_writes(plan, table_image(plan))) {
          const AddressRange* range = range_of(bus, write.address);
          REQUIRE(range != nullptr);
          CHECK(range->readable == (readable_bits(plan, write.address) > 0));
        }
        int readable = 0;
        for (int address = 0; address < 1 << bus.config_address_bits; ++address) {
          const AddressRange* range = range_of(bus, address);
          if (range != nullptr && range->readable) ++readable;
          CHECK((range != nullptr && range->readable) ==
                (address < 1 << plan.config_address_bits && readable_bits(plan, address) > 0));
        }
        CHECK(readable > 0);
        // Eight registers in as many addresses as there are words.
        CHECK(1 << bus.config_address_bits >= static_cast<int>(register_map().size()));
        CHECK(static_cast<int>(capabilities_word(bus) >> 16 & 15) == 1 + static_cast<int>(plan.spec.kind));
      }
    }
  }
}

TEST_CASE("a wrapped plan has the parts of its core and the ports of the wrapper") {
  const OperatorPlan plan = wrapped("softmax", 3, "registers", false);
  const OperatorPlan core = core_plan(plan);
  CHECK(core.spec.name == plan.spec.name + "_core");
  CHECK(plan.unit.spec.name == core.unit.spec.name);
  CHECK(plan.latency == core.latency + kSliceLatency);
  CHECK(core.ports.front().name == "clk_i");
  CHECK(plan.ports.front().name == "aclk");
  CHECK(core_plan(core).spec.name == core.spec.name);
}
