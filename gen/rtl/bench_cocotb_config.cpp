// Copyright 2026 the pwlforge authors.
// Licensed under the Apache License, Version 2.0; see LICENSE.
// SPDX-License-Identifier: Apache-2.0
//
// What the cocotb bench does on the configuration port or the AXI4-Lite slave, and with the saturation flag.
#include <fmt/format.h>

#include <algorithm>

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
    async def configure(self, kind, payload):
        """A write, which must then read back, or a commit: held until the unit accepts it."""
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
        if kind == 1 and known(dut.cfg_rdata_o) != data:
            self.fail("a word reads back wrong")
        dut.cfg_we_i.value = dut.cfg_commit_i.value = 0
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
IDENTIFICATION, CHECKSUM, CONTROL, STATUS = @OFFSETS@
IDENTIFICATION_VALUE, COMMIT, LOADED, SATURATED = @VALUES@
)";

constexpr const char* kAxilIdle =
    R"(        for port in ("awvalid", "wvalid", "bready", "arvalid", "rready", "awaddr", "wdata", "araddr"):
            self.dut["s_axil_" + port].value = 0
        self.dut.s_axil_wstrb.value = (1 << WORD_BYTES) - 1
)";

constexpr const char* kAxilConfiguration = R"(
    async def answer(self, valid, ready, response):
        """Waits for an answer, lets it wait, and takes it."""
        await self.edge()
        while not known(valid):
            await self.edge()
        for _ in range(random.randrange(4)):
            await self.edge()
        ready.value = 1
        await self.edge()
        if not known(valid) or known(response):
            self.fail("a wrong answer of the AXI4-Lite slave")
        ready.value = 0

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
        await self.answer(dut.s_axil_bvalid, dut.s_axil_bready, dut.s_axil_bresp)

    async def read(self, offset, wanted):
        dut = self.dut
        dut.s_axil_araddr.value = offset
        dut.s_axil_arvalid.value = 1
        await self.edge()
        while not known(dut.s_axil_arready):
            await self.edge()
        dut.s_axil_arvalid.value = 0
        await self.answer(dut.s_axil_rvalid, dut.s_axil_rready, dut.s_axil_rresp)
        found = known(dut.s_axil_rdata)
        if found != wanted:
            self.fail(f"offset {offset:#x} reads {found:#x}, not {wanted:#x}")

    async def configure(self, kind, payload):
        """A word, which must then read back, or the checksum of the words and a commit."""
        if kind == 1:
            offset, data = payload % (1 << ADDRESS_BITS) * WORD_BYTES, payload >> ADDRESS_BITS & (1 << DATA_BITS) - 1
            spare = 8 * WORD_BYTES - DATA_BITS
            written = (random.getrandbits(spare) << DATA_BITS if spare else 0) | data
            await self.write(offset, written)
            await self.read(offset, data)
            carry = 0x04C11DB7 if self.signature >> 31 else 0
            folded = (written & 0xFFFFFFFF) ^ (written >> 32)
            self.signature = (self.signature << 1 & 0xFFFFFFFF) ^ carry ^ folded
        else:
            self.committed = True
            await self.write(CHECKSUM, self.signature)
            await self.write(CONTROL, COMMIT)
            self.signature = 0
)";

constexpr const char* kAxilBefore = R"(    await bench.read(IDENTIFICATION, IDENTIFICATION_VALUE)
    await bench.read(STATUS, 0)
)";

constexpr const char* kAxilLook = R"(        if not self.committed and valid:
            self.fail(f"{OUT_VALID} before the first commit")
)";

constexpr const char* kAxilAfter = R"(    await bench.read(STATUS, LOADED | (SATURATED if bench.sticky else 0))
)";

constexpr const char* kSteps = R"(        if kind in (1, 2):
            await bench.configure(kind, vector)
            continue
)";

// The saturation flag on ports of its own. A wrapper sets it before the beat has left.
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

/// Registers of the AXI4-Lite slave.
std::string axil_constants(const UnitPlan& plan, const std::vector<BenchStep>& steps) {
  const BusPlan bus = bus_plan(plan);
  const RegisterMap& map = register_map();
  const int bytes = axil_step(plan.config_data_bits);
  std::string offsets;
  for (const char* name : {"identification", "checksum", "control", "status"}) {
    const auto one = std::find_if(map.begin(), map.end(), [&](const BusRegister& r) { return r.name == name; });
    offsets += fmt::format("{}{:#x}", offsets.empty() ? "" : ", ", axil_register_base(bus) + one->number * bytes);
  }
  return render(kAxilConstants,
                {{"BYTES", std::to_string(bytes)},
                 {"OFFSETS", offsets},
                 {"VALUES", fmt::format("{:#x}, {:#x}, {:#x}, {:#x}", kBusIdentification,
                                        1u << field_bit(map, "control", "commit"), loaded_status(plan, steps),
                                        1u << field_bit(map, "status", "flags"))}});
}

}  // namespace

NamedValues cocotb_configuration(const UnitPlan& plan, const Layout& layout, const std::vector<BenchStep>& steps) {
  const bool loadable = is_loadable(plan.spec.store);
  const bool axil = has_axil(plan);
  const bool ports = layout.flag > 0 && !axil;  // of the flag
  const bool each_cycle = ports && plan.spec.wrap == Wrap::none;
  const auto choice = [&](const char* native, const char* bus) { return !loadable ? "" : axil ? bus : native; };
  const std::string constants = render(
      kConfigConstants, {{"ADDRESS_BITS", std::to_string(layout.address)}, {"DATA_BITS", std::to_string(layout.data)}});
  return {{"CONSTANTS", !loadable ? ""
                        : axil    ? constants + axil_constants(plan, steps)
                                  : constants},
          {"TRIGGERS", loadable && !axil ? "RisingEdge, Timer" : "RisingEdge"},
          {"STATE",
           choice("        self.committed = False\n", "        self.committed = False\n        self.signature = 0\n")},
          {"IDLE", choice(kNativeIdle, kAxilIdle) + std::string(ports ? kSaturatedIdle : "")},
          {"LOOK", choice(kNativeLook, kAxilLook) + std::string(each_cycle ? kSaturatedLook : "")},
          {"STALL", each_cycle ? kSaturatedStall : ""},
          {"CONFIGURATION", choice(kNativeConfiguration, kAxilConfiguration)},
          {"BEFORE", choice(kNativeBefore, kAxilBefore)},
          {"STEPS", loadable ? kSteps : ""},
          {"AFTER", axil    ? kAxilAfter
                    : ports ? kSaturatedAfter
                            : ""}};
}

}  // namespace pwlforge
