// Copyright 2026 the pwlforge authors.
// Licensed under the Apache License, Version 2.0; see LICENSE.
// SPDX-License-Identifier: Apache-2.0
//
// One map of the registers: C header, document and Verilog follow it, and the module's defaults and docs/registers.md
// are the map's. PWLFORGE_UPDATE=1 writes docs/registers.md.
#include <catch2/catch.hpp>

#include <fmt/format.h>

#include <cstdlib>
#include <regex>

#include "gen/rtl/library.hpp"
#include "gen/support/files.hpp"
#include "gen/unit/register_map.hpp"

using namespace pwlforge;

namespace {

/// Everything that is printed from a map.
struct Printed {
  explicit Printed(const RegisterMap& map)
      : header(registers_header_text(map, "U", 64, 4)), document(registers_document(map)) {
    for (const auto& [name, value] : register_parameters(map)) verilog += fmt::format("{}={}\n", name, value);
  }
  std::string header, document, verilog;
};

bool has(const std::string& text, const std::string& part) {
  return text.find(part) != std::string::npos;
}

}  // namespace

TEST_CASE("header, document and Verilog change with the map") {
  RegisterMap map = register_map();
  const Printed before(map);
  CHECK(has(before.header, "#define U_CHECKSUM 88u\n"));
  CHECK(has(before.header, "#define U_STATUS_LOADED 2048u"));
  CHECK(has(before.document, "| `checksum` | 6 |"));
  CHECK(has(before.document, "| `status.loaded` | | | 11 |"));
  CHECK(has(before.verilog, "ChecksumRegister=6\n"));
  CHECK(has(before.verilog, "LoadedBit=11\n"));
  for (BusRegister& one : map) {
    if (one.name == "checksum") one.number = 5;
    if (one.name == "format") one.number = 6;
    if (one.name == "status") one.fields.back().bit = 12;
  }
  const Printed after(map);
  CHECK(has(after.header, "#define U_CHECKSUM 84u\n"));
  CHECK(has(after.header, "#define U_STATUS_LOADED 4096u"));
  CHECK(has(after.document, "| `checksum` | 5 |"));
  CHECK(has(after.document, "| `status.loaded` | | | 12 |"));
  CHECK(has(after.verilog, "ChecksumRegister=5\n"));
  CHECK(has(after.verilog, "LoadedBit=12\n"));
  CHECK(map_version(map) != map_version(register_map()));
}

TEST_CASE("numbers and bits of the map do not overlap") {
  std::uint32_t numbers = 0;
  for (const BusRegister& one : register_map()) {
    INFO(one.name);
    CHECK(one.number < 8);
    CHECK((numbers >> one.number & 1) == 0);
    numbers |= 1u << one.number;
    std::uint64_t taken = 0;
    for (const RegisterField& field : one.fields) {
      INFO(field.name);
      const std::uint64_t mask = ((std::uint64_t{1} << field.width) - 1) << field.bit;
      CHECK((taken & mask) == 0);
      CHECK(mask >> 32 == 0);
      taken |= mask;
    }
  }
}

TEST_CASE("the module's parameters are those of the map") {
  const std::string& text = library_files().at("pwl_bus_registers");
  std::size_t parameters = 0;
  for (const auto& [name, value] : register_parameters(register_map())) {
    INFO(name);
    CHECK(has(text, fmt::format("parameter integer {} = {}", name, value)));
    ++parameters;
  }
  const std::regex one(R"(parameter integer \w+(Register|Bit) = )");
  CHECK(static_cast<std::size_t>(std::distance(std::sregex_iterator(text.begin(), text.end(), one), {})) == parameters);
}

TEST_CASE("docs/registers.md holds the map") {
  const std::filesystem::path page = std::filesystem::path(std::getenv("PWLFORGE_SOURCE")) / "docs/registers.md";
  const std::string begin = "<!-- registers:begin -->\n";
  const std::string end = "<!-- registers:end -->";
  const std::string text = read_file(page);
  REQUIRE(has(text, begin));
  REQUIRE(has(text, end));
  const std::string wanted = text.substr(0, text.find(begin) + begin.size()) + registers_document(register_map()) +
                             text.substr(text.find(end));
  if (std::getenv("PWLFORGE_UPDATE") != nullptr) write_file(page.string(), wanted);
  CHECK(read_file(page) == wanted);
}
