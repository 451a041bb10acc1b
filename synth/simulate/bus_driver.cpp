// Copyright 2026 the pwlforge authors.
// Licensed under the Apache License, Version 2.0; see LICENSE.
// SPDX-License-Identifier: Apache-2.0
#include "synth/simulate/bus_driver.hpp"

#include <fmt/format.h>

#include <utility>

#include "gen/support/diagnostics.hpp"
#include "synth/simulate/unit_image.hpp"

namespace pwlforge {
namespace {

constexpr std::uint64_t kAll = ~std::uint64_t{0};

}  // namespace

void netlist_differs(const std::string& name, const std::string& what) {
  throw CheckFailed(fmt::format("{}: the netlist differs from the golden model: {}", name, what));
}

BusDriver::BusDriver(BusPlan bus, GateSimulator& simulator, std::string name, std::function<void()> cycle)
    : bus_(std::move(bus)), simulator_(simulator), name_(std::move(name)), cycle_(std::move(cycle)) {}

std::uint64_t BusDriver::offset_of(const char* name) const {
  return static_cast<std::uint64_t>(axil_register_base(bus_)) +
         static_cast<std::uint64_t>(register_number(register_map(), name)) *
             static_cast<std::uint64_t>(axil_step(bus_.config_data_bits));
}

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

std::uint64_t BusDriver::read_word(std::uint64_t offset, int differing, std::vector<std::uint64_t>* copies) {
  simulator_.set_input_all("s_axil_araddr", offset);
  simulator_.set_input_all("s_axil_arvalid", 1);
  simulator_.set_input_all("s_axil_rready", 1);
  bool taken = false;
  for (int wait = 0; wait < 64; ++wait) {
    simulator_.settle();
    const bool takes = simulator_.output("s_axil_arready", 0) != 0;
    const bool answered = taken && simulator_.output("s_axil_rvalid", 0) != 0;
    const std::uint64_t data = simulator_.output_of("s_axil_rdata", 0);
    for (std::size_t i = 0; answered && copies != nullptr && i < copies->size(); ++i) {
      (*copies)[i] = simulator_.output("s_axil_rdata", static_cast<std::size_t>(differing) + i);
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

void BusDriver::write_words(const std::string& image, const std::vector<ConfigWrite>& writes,
                            const std::function<int(int)>& readable_bits) {
  const auto step = static_cast<std::uint64_t>(axil_step(bus_.config_data_bits));
  for (const ConfigWrite& write : writes) {
    write_word(static_cast<std::uint64_t>(write.address) * step, write.data);
    written_.push_back(write);
  }
  for (const ConfigWrite& write : writes) {
    const int bits = readable_bits(write.address);
    if (bits == 0) continue;
    const std::uint64_t read = read_word(static_cast<std::uint64_t>(write.address) * step);
    if (read == low_bits(write.data, bits)) continue;
    netlist_differs(name_, fmt::format("{}: word {} reads back as {:#x} after {:#x} was written", image, write.address,
                                       read, write.data));
  }
}

void BusDriver::commit(const std::string& image) {
  const std::uint64_t checksum = read_word(offset_of("checksum"));
  if (checksum != write_signature(written_)) {
    netlist_differs(name_,
                    fmt::format("{}: checksum {:#x}, expected {:#x}", image, checksum, write_signature(written_)));
  }
  control("commit");
  written_.clear();
}

void BusDriver::control(const char* field) {
  write_word(offset_of("control"), std::uint64_t{1} << field_bit(register_map(), "control", field));
}

std::vector<std::uint64_t> BusDriver::flags() {
  std::vector<std::uint64_t> found(bus_.config_address_bits > 0 ? bus_.flags.size() : 0);
  if (!found.empty()) read_word(offset_of("status"), field_bit(register_map(), "status", "flags"), &found);
  return found;
}

}  // namespace pwlforge
