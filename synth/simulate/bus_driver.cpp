// Copyright 2026 the pwlforge authors.
// Licensed under the Apache License, Version 2.0; see LICENSE.
// SPDX-License-Identifier: Apache-2.0
#include "synth/simulate/bus_driver.hpp"

#include <fmt/format.h>

#include <utility>

#include "gen/support/diagnostics.hpp"
#include "gen/unit/axis.hpp"

namespace pwlforge {
namespace {

constexpr std::uint64_t kAll = ~std::uint64_t{0};

}  // namespace

void netlist_differs(const std::string& name, const std::string& what) {
  throw CheckFailed(fmt::format("{}: the netlist differs from the golden model: {}", name, what));
}

BusDriver::BusDriver(const UnitPlan& plan, GateSimulator& simulator, std::string name, std::function<void()> cycle)
    : plan_(plan), simulator_(simulator), name_(std::move(name)), cycle_(std::move(cycle)) {}

void BusDriver::write_word(std::uint64_t offset, std::uint64_t data) {
  simulator_.set_input_all("s_axil_awaddr", offset);
  simulator_.set_input_all("s_axil_wdata", data);
  simulator_.set_input_all("s_axil_wstrb", kAll);
  simulator_.set_input_all("s_axil_awvalid", 1);
  simulator_.set_input_all("s_axil_wvalid", 1);
  simulator_.set_input_all("s_axil_bready", 1);
  bool taken = false;
  for (int wait = 0; wait < 64; ++wait) {
    simulator_.settle();
    const bool takes = simulator_.output("s_axil_awready", 0) != 0;
    const bool answered = taken && simulator_.output("s_axil_bvalid", 0) != 0;
    const std::uint64_t response = simulator_.output_of("s_axil_bresp", 0);
    cycle_();
    if (takes) {
      taken = true;
      simulator_.set_input_all("s_axil_awvalid", 0);
      simulator_.set_input_all("s_axil_wvalid", 0);
    }
    if (!answered) continue;
    simulator_.set_input_all("s_axil_bready", 0);
    simulator_.settle();
    if (response != 0) netlist_differs(name_, fmt::format("a write to offset {} is refused", offset));
    return;
  }
  netlist_differs(name_, fmt::format("a write to offset {} is never answered", offset));
}

std::uint64_t BusDriver::read_word(std::uint64_t offset, int differing, std::uint64_t* copies) {
  simulator_.set_input_all("s_axil_araddr", offset);
  simulator_.set_input_all("s_axil_arvalid", 1);
  simulator_.set_input_all("s_axil_rready", 1);
  bool taken = false;
  for (int wait = 0; wait < 64; ++wait) {
    simulator_.settle();
    const bool takes = simulator_.output("s_axil_arready", 0) != 0;
    const bool answered = taken && simulator_.output("s_axil_rvalid", 0) != 0;
    const std::uint64_t data = simulator_.output_of("s_axil_rdata", 0);
    if (answered && copies != nullptr) {
      *copies = simulator_.output("s_axil_rdata", static_cast<std::size_t>(differing));
    }
    cycle_();
    if (takes) {
      taken = true;
      simulator_.set_input_all("s_axil_arvalid", 0);
    }
    if (!answered) continue;
    simulator_.set_input_all("s_axil_rready", 0);
    simulator_.settle();
    return data;
  }
  netlist_differs(name_, fmt::format("a read of offset {} is never answered", offset));
}

void BusDriver::load(const UnitImage& image) {
  const auto step = static_cast<std::uint64_t>(axil_step(plan_.config_data_bits));
  for (const ConfigWrite& write : image.writes)
    write_word(static_cast<std::uint64_t>(write.address) * step, write.data);
  for (const ConfigWrite& write : image.writes) {
    const std::uint64_t read = read_word(static_cast<std::uint64_t>(write.address) * step);
    if (read == write.data) continue;
    netlist_differs(name_, fmt::format("{}: word {} reads back as {:#x} after {:#x} was written", image.name,
                                       write.address, read, write.data));
  }
  const BusPlan bus = bus_plan(plan_);
  const RegisterMap& map = register_map();
  const auto offset = [&](const char* name) {
    return static_cast<std::uint64_t>(axil_register_base(bus)) +
           static_cast<std::uint64_t>(register_number(map, name)) * step;
  };
  const std::uint64_t checksum = read_word(offset("checksum"));
  if (checksum != write_signature(image.writes)) {
    netlist_differs(
        name_, fmt::format("{}: checksum {:#x}, expected {:#x}", image.name, checksum, write_signature(image.writes)));
  }
  write_word(offset("control"), std::uint64_t{1} << field_bit(map, "control", "commit"));
}

std::optional<std::uint64_t> BusDriver::flags() {
  const BusPlan bus = bus_plan(plan_);
  if (plan_.spec.wrap == Wrap::none || bus.config_address_bits == 0 || bus.flags.empty()) return std::nullopt;
  std::uint64_t found = 0;
  const int number = register_number(register_map(), "status");
  read_word(static_cast<std::uint64_t>(axil_register_base(bus) + number * axil_step(plan_.config_data_bits)),
            field_bit(register_map(), "status", "flags"), &found);
  return found;
}

}  // namespace pwlforge
