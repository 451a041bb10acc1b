// Copyright 2026 the pwlforge authors.
// Licensed under the Apache License, Version 2.0; see LICENSE.
// SPDX-License-Identifier: Apache-2.0
//
// What the cocotb bench does on the configuration port or the AXI4-Lite slave, and with the saturation flag of units.
#include <fmt/format.h>

#include <algorithm>
#include <stdexcept>

#include "gen/rtl/bench_fields.hpp"
#include "gen/unit/axis.hpp"

namespace pwlforge {
namespace {

// The configuration port.
constexpr const char* kConfigConstants = R"(ADDRESS_BITS, DATA_BITS = @ADDRESS_BITS@, @DATA_BITS@
)";

constexpr const char* kNativeIdle = R"(        for port in ("cfg_we_i", "cfg_commit_i", "cfg_addr_i", "cfg_data_i"):
            self.dut[port].value = 0
)";

constexpr const char* kNativeConfiguration = R"(
    async def configure(self, kind, payload@READABLE@):
        """A write, which must then read back@IF_READABLE@, or a commit: held until it is accepted."""
        dut, data = self.dut, payload >> ADDRESS_BITS & (1 << DATA_BITS) - 1
        dut.cfg_we_i.value, dut.cfg_commit_i.value = int(kind == 1), int(kind == 2)
        dut.cfg_addr_i.value, dut.cfg_data_i.value = payload & (1 << ADDRESS_BITS) - 1, data
        await self.edge()
        while known(dut.cfg_busy_o):
            await self.edge()
        if kind == 2:
            self.committed = True
            self.in_valid.value = 0
        await Timer(1, "ns")
        if kind == 1@AND_READABLE@ and known(dut.cfg_rdata_o) != data:
            self.fail("a word reads back wrong")
        dut.cfg_we_i.value = dut.cfg_commit_i.value = 0
        self.idle = 0
)";

constexpr const char* kNativeBefore =
    R"(    # Before the first commit nothing may enter, and a commit of nothing is ignored.
    bench.in_valid.value = 1
    dut.cfg_commit_i.value = 1
    await bench.edge()
    dut.cfg_commit_i.value = 0
    for _ in range(3):
        await bench.edge()
)";

constexpr const char* kNativeLook = R"(        if not self.committed and ready:
            self.fail(f"{IN_READY} before the first commit")
)";

// AXI4-Lite.
constexpr const char* kAxilConstants = R"(WORD_BYTES = @BYTES@
# Offsets of registers, and what they hold.
IDENTIFICATION, CHECKSUM, CONTROL, STATUS, ERRORS = @OFFSETS@
IDENTIFICATION_VALUE, COMMIT, CLEAR_FLAGS, LOADED, UNMAPPED = @VALUES@
)";

constexpr const char* kAxilIdle =
    R"(        for port in ("awvalid", "wvalid", "bready", "arvalid", "rready", "awaddr", "wdata", "araddr"):
            self.dut["s_axil_" + port].value = 0
        self.dut.s_axil_wstrb.value = (1 << WORD_BYTES) - 1
)";

constexpr const char* kAxilConfiguration = R"(
    async def answer(self, valid, ready, response, refused):
        """Waits for an answer, lets it wait, and takes it."""
        await self.edge()
        while not known(valid):
            await self.edge()
        for _ in range(random.randrange(4)):
            await self.edge()
        ready.value = 1
        await self.edge()
        if not known(valid) or known(response) != (2 if refused else 0):
            self.fail("a wrong answer of the AXI4-Lite slave")
        ready.value = 0
        self.idle = 0

    async def write(self, offset, data):
        dut = self.dut
        ports = [dut.s_axil_awvalid, dut.s_axil_wvalid]
        random.shuffle(ports)
        dut.s_axil_awaddr.value, dut.s_axil_wdata.value = offset, data
        ports[0].value = 1
        for _ in range(random.randrange(4)):
            await self.edge()
        ports[1].value = 1
        await self.edge()
        while not (known(dut.s_axil_awready) and known(dut.s_axil_wready)):
            await self.edge()
        ports[0].value = ports[1].value = 0
        await self.answer(dut.s_axil_bvalid, dut.s_axil_bready, dut.s_axil_bresp, False)

    async def read(self, offset, wanted, refused=False):
        dut = self.dut
        dut.s_axil_araddr.value = offset
        dut.s_axil_arvalid.value = 1
        await self.edge()
        while not known(dut.s_axil_arready):
            await self.edge()
        dut.s_axil_arvalid.value = 0
        await self.answer(dut.s_axil_rvalid, dut.s_axil_rready, dut.s_axil_rresp, refused)
        found = known(dut.s_axil_rdata)
        if found != wanted:
            self.fail(f"offset {offset:#x} reads {found:#x}, not {wanted:#x}")

    async def configure(self, kind, payload@READABLE@):
        """A word, which must then read back@OR_REFUSED@, or the checksum of the words and a commit."""
        if kind == 1:
            offset, data = payload % (1 << ADDRESS_BITS) * WORD_BYTES, payload >> ADDRESS_BITS & (1 << DATA_BITS) - 1
            spare = 8 * WORD_BYTES - DATA_BITS
            written = (random.getrandbits(spare) << DATA_BITS if spare else 0) | data
            await self.write(offset, written)
@READ_BACK@            carry = 0x04C11DB7 if self.signature >> 31 else 0
            folded = (written & 0xFFFFFFFF) ^ (written >> 32)
            self.signature = (self.signature << 1 & 0xFFFFFFFF) ^ carry ^ folded
        else:
            self.committed = True
            self.in_valid.value = 0
            await self.write(CHECKSUM, self.signature)
            await self.write(CONTROL, COMMIT)
            self.signature = 0
)";

constexpr const char* kCocotbReadBack = R"(            await self.read(offset, data)
)";

constexpr const char* kCocotbReadBackOrNot = R"(            if readable:
                await self.read(offset, data)
            else:
                await self.read(offset, 0, refused=True)
                await self.write(ERRORS, UNMAPPED)
)";

constexpr const char* kAxilBefore =
    R"(    # Before the first commit nothing may enter; a register that is only written is not read, which is remembered.
    bench.in_valid.value = 1
    await bench.read(IDENTIFICATION, IDENTIFICATION_VALUE)
    await bench.read(CONTROL, 0, refused=True)
    await bench.read(ERRORS, UNMAPPED)
    await bench.write(ERRORS, UNMAPPED)
    await bench.read(STATUS, 0)
)";

constexpr const char* kAxilLook = R"(        if not self.committed and (ready or valid):
            self.fail(f"{IN_READY} or {OUT_VALID} before the first commit")
)";

constexpr const char* kAxilAfter = R"(    await bench.read(STATUS, LOADED@FLAGS@)
    await bench.write(CONTROL, CLEAR_FLAGS)
    await bench.read(STATUS, LOADED)
)";

constexpr const char* kSteps = R"(        if kind in (1, 2):
            await bench.configure(kind, vector@GIVEN@)
            continue
)";

// The saturation flag of units on ports of its own. A wrapper sets it before the beat has left.
constexpr const char* kSaturatedIdle = R"(        self.dut.saturated_clear_i.value = 0
)";

constexpr const char* kSaturatedLook = R"(        if known(self.dut.saturated_o) != self.sticky:
            self.fail("saturated_o is wrong")
)";

constexpr const char* kSaturatedStall = R"(        self.clear = random.random() < 1 / 16
        self.dut.saturated_clear_i.value = int(self.clear)
)";

constexpr const char* kSaturatedAfter = R"(    if known(dut.saturated_o) != bench.sticky:
        bench.fail("saturated_o is wrong")
)";

constexpr const char* kSaturatedState = R"(        self.saturates = []  # of the same beats
        self.sticky = self.clear = False
)";

/// Registers of the AXI4-Lite slave.
std::string axil_constants(const CocotbPort& port) {
  const RegisterMap& map = register_map();
  const int bytes = axil_step(port.bus->config_data_bits);
  std::string offsets;
  for (const char* name : {"identification", "checksum", "control", "status", "errors"}) {
    offsets += fmt::format("{}{:#x}", offsets.empty() ? "" : ", ",
                           axil_register_base(*port.bus) + register_number(map, name) * bytes);
  }
  return render(kAxilConstants, {{"BYTES", std::to_string(bytes)},
                                 {"OFFSETS", offsets},
                                 {"VALUES", fmt::format("{:#x}, {:#x}, {:#x}, {:#x}, {:#x}", kBusIdentification,
                                                        1u << field_bit(map, "control", "commit"),
                                                        1u << field_bit(map, "control", "clear_flags"), port.loaded,
                                                        1u << field_bit(map, "errors", "unmapped"))}});
}

}  // namespace

void append_field(NamedValues& fields, const std::string& name, const std::string& text) {
  const auto found = std::find_if(fields.begin(), fields.end(), [&](const auto& one) { return one.first == name; });
  if (found == fields.end()) throw std::logic_error("the bench has no field " + name);
  found->second += text;
}

NamedValues cocotb_port_fields(const CocotbPort& port) {
  if (!port.loadable) {
    return {{"CONSTANTS", ""}, {"TRIGGERS", "RisingEdge"},
            {"STATE", ""},     {"IDLE", ""},
            {"LOOK", ""},      {"CONFIGURATION", ""},
            {"BEFORE", ""},    {"STEPS", ""},
            {"AFTER", ""},     {"STALL", ""}};
  }
  const bool all = port.all_readable;
  const NamedValues fields{{"ADDRESS_BITS", std::to_string(port.address_bits)},
                           {"DATA_BITS", std::to_string(port.data_bits)},
                           {"FLAGS", port.flags},
                           {"READABLE", all ? "" : ", readable"},
                           {"AND_READABLE", all ? "" : " and readable"},
                           {"IF_READABLE", all ? "" : " where it can"},
                           {"OR_REFUSED", all ? "" : " or be refused"},
                           {"READ_BACK", all ? kCocotbReadBack : kCocotbReadBackOrNot},
                           {"GIVEN", all ? "" : ", flag"}};
  const bool axil = port.bus.has_value();
  const std::string committed = "        self.committed = False\n";
  return {{"CONSTANTS", render(kConfigConstants, fields) + (axil ? axil_constants(port) : "")},
          {"TRIGGERS", axil ? "RisingEdge" : "RisingEdge, Timer"},
          {"STATE", committed + (axil ? "        self.signature = 0\n" : "")},
          {"IDLE", axil ? kAxilIdle : kNativeIdle},
          {"LOOK", axil ? kAxilLook : kNativeLook},
          {"STALL", ""},
          {"CONFIGURATION", render(axil ? kAxilConfiguration : kNativeConfiguration, fields)},
          {"BEFORE", axil ? kAxilBefore : kNativeBefore},
          {"STEPS", render(kSteps, fields)},
          {"AFTER", axil ? render(kAxilAfter, fields) : ""}};
}

NamedValues cocotb_configuration(const UnitPlan& plan, const Layout& layout, const std::vector<BenchStep>& steps) {
  const bool flag = layout.flag > 0;
  CocotbPort port;
  port.loadable = is_loadable(plan.spec.store);
  port.address_bits = layout.address;
  port.data_bits = layout.data;
  if (has_axil(plan)) port.bus = bus_plan(plan);
  port.loaded = loaded_status(plan, steps);
  if (flag) {
    port.flags = fmt::format(" | ({} if bench.sticky else 0)", 1u << field_bit(register_map(), "status", "flags"));
  }
  NamedValues fields = cocotb_port_fields(port);
  if (!flag) return fields;
  append_field(fields, "STATE", kSaturatedState);
  if (has_axil(plan)) return fields;
  append_field(fields, "IDLE", kSaturatedIdle);
  append_field(fields, "AFTER", kSaturatedAfter);
  if (plan.spec.wrap != Wrap::none) return fields;
  append_field(fields, "LOOK", kSaturatedLook);
  append_field(fields, "STALL", kSaturatedStall);
  return fields;
}

}  // namespace pwlforge
