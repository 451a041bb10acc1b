// Copyright 2026 the pwlforge authors.
// Licensed under the Apache License, Version 2.0; see LICENSE.
// SPDX-License-Identifier: Apache-2.0
#include "synth/simulate/bus_driver.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <set>
#include <utility>

#include "gen/support/diagnostics.hpp"
#include "synth/simulate/unit_image.hpp"

namespace pwlforge {
namespace {

constexpr std::uint64_t kAllOnes = ~std::uint64_t{0};  // of strobes, or of data

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

bool BusDriver::write(std::uint64_t offset, std::uint64_t data, std::uint64_t strobes) {
  simulator_.set_input_all("s_axil_awaddr", offset);
  simulator_.set_input_all("s_axil_wdata", data);
  simulator_.set_input_all("s_axil_wstrb", strobes);
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
    return response == 0;
  }
  netlist_differs(name_, fmt::format("a write to offset {} is never answered", offset));
}

std::optional<std::uint64_t> BusDriver::read(std::uint64_t offset, int differing, std::vector<std::uint64_t>* copies) {
  simulator_.set_input_all("s_axil_araddr", offset);
  simulator_.set_input_all("s_axil_arvalid", 1);
  simulator_.set_input_all("s_axil_rready", 1);
  bool taken = false;
  for (int wait = 0; wait < 64; ++wait) {
    simulator_.settle();
    const bool takes = simulator_.output("s_axil_arready", 0) != 0;
    const bool answered = taken && simulator_.output("s_axil_rvalid", 0) != 0;
    const std::uint64_t data = simulator_.output_of("s_axil_rdata", 0);
    const bool refused = simulator_.output_of("s_axil_rresp", 0) != 0;
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
    if (refused && data != 0) netlist_differs(name_, fmt::format("a refused read of offset {} shows data", offset));
    return refused ? std::nullopt : std::optional<std::uint64_t>(data);
  }
  netlist_differs(name_, fmt::format("a read of offset {} is never answered", offset));
}

void BusDriver::write_word(std::uint64_t offset, std::uint64_t data) {
  if (!write(offset, data, kAllOnes)) netlist_differs(name_, fmt::format("a write to offset {} is refused", offset));
}

std::uint64_t BusDriver::read_word(std::uint64_t offset, int differing, std::vector<std::uint64_t>* copies) {
  const std::optional<std::uint64_t> data = read(offset, differing, copies);
  if (!data) netlist_differs(name_, fmt::format("a read of offset {} is refused", offset));
  return *data;
}

void BusDriver::check_register(const char* name, std::uint64_t expected) {
  const std::uint64_t found = read_word(offset_of(name));
  if (found == expected) return;
  netlist_differs(name_, fmt::format("the register {} is {:#x}, expected {:#x}", name, found, expected));
}

void BusDriver::check_refusals() {
  const auto refused = [&](bool done, const char* what, std::uint64_t offset) {
    if (done) netlist_differs(name_, fmt::format("{} offset {} is not refused", what, offset));
  };
  const auto error = [](const char* field) { return std::uint64_t{1} << field_bit(register_map(), "errors", field); };
  check_register("identification", kBusIdentification);
  check_register("version", map_version(register_map()));
  check_register("capabilities", capabilities_word(bus_));
  check_register("format", format_word(bus_));
  check_register("errors", 0);
  // Around every run of words, and powers of two.
  const int end = 1 << bus_.config_address_bits;
  std::set<int> addresses;
  for (int bit = 1; bit < end; bit *= 2) addresses.insert({bit, end - bit});
  for (const AddressRange& range : bus_.words) {
    addresses.insert({range.first, range.first - 1, range.last, range.last + 1});
  }
  const auto step = static_cast<std::uint64_t>(axil_step(bus_.config_data_bits));
  for (const int address : addresses) {
    if (address < 0 || address >= end) continue;
    const auto holds = [&](const AddressRange& range) { return address >= range.first && address <= range.last; };
    const auto range = std::find_if(bus_.words.begin(), bus_.words.end(), holds);
    const std::uint64_t offset = static_cast<std::uint64_t>(address) * step;
    if (range == bus_.words.end()) refused(write(offset, kAllOnes, kAllOnes), "a write to", offset);
    if (range == bus_.words.end() || !range->readable) refused(read(offset).has_value(), "a read of", offset);
  }
  refused(read(offset_of("control")).has_value(), "a read of", offset_of("control"));
  refused(write(offset_of("status"), kAllOnes, kAllOnes), "a write to", offset_of("status"));
  check_register("errors", error("unmapped"));
  for (std::uint64_t low = 1; low < step; ++low) refused(read(offset_of("status") + low).has_value(), "a read of", low);
  for (std::uint64_t byte = 0; byte < step; ++byte) {
    refused(write(offset_of("control"), 1, kAllOnes ^ (std::uint64_t{1} << byte)), "single bytes at", byte);
  }
  check_register("errors", error("unmapped") | error("unaligned") | error("strobes"));
  check_register("status", std::uint64_t{1} << field_bit(register_map(), "status", "error"));
  for (const char* field : {"unmapped", "strobes", "unaligned"}) write_word(offset_of("errors"), error(field));
  check_register("errors", 0);
  for (std::uint64_t bit = 1; bit >> 32 == 0; bit *= 2) {
    refused(write(offset_of("checksum"), bit, kAllOnes), "a wrong checksum at", offset_of("checksum"));
  }
  refused(write(offset_of("control"), 1, kAllOnes), "a commit after it at", offset_of("control"));
  check_register("errors", error("wrong_checksum"));
  write_word(offset_of("errors"), error("wrong_checksum"));
  control("restart");
  check_register("status", 0);
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
