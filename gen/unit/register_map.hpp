// Copyright 2026 the pwlforge authors.
// Licensed under the Apache License, Version 2.0; see LICENSE.
// SPDX-License-Identifier: Apache-2.0
//
// The registers behind a wrapper's AXI4-Lite port, as data: the parameters of pwl_bus_registers, the C header and the
// documentation are printed from one map.
//
//     const RegisterMap& map = register_map();
//     register_number(map, "checksum");            // 6
//     field_bit(map, "status", "loaded");          // 11
#pragma once

#include <cstdint>
#include <string>
#include <utility>
#include <vector>

namespace pwlforge {

struct RegisterField {
  std::string name;  ///< lower_snake_case
  int bit = 0;       ///< its lowest
  int width = 1;
  std::string meaning;
};

enum class RegisterAccess { read, write, read_write };

struct BusRegister {
  std::string name;
  int number = 0;  ///< word in the upper half of the address space, 0..7
  RegisterAccess access = RegisterAccess::read;
  std::string meaning;
  std::vector<RegisterField> fields{};
};
using RegisterMap = std::vector<BusRegister>;

/// "commit_at_last" -> "COMMIT_AT_LAST": names of C constants.
std::string upper(std::string name);

const RegisterMap& register_map();
/// What the register `identification` holds: "pwlf", first letter in the high byte.
inline constexpr std::uint32_t kBusIdentification = 0x70776c66;

/// Throw std::logic_error for names that are not in the map.
int register_number(const RegisterMap& map, const std::string& name);
int field_bit(const RegisterMap& map, const std::string& register_name, const std::string& field);
/// The value of a register whose fields have these values. Throws std::logic_error for a value that does not fit.
std::uint32_t packed_fields(const RegisterMap& map, const std::string& register_name,
                            const std::vector<std::pair<std::string, int>>& values);
/// CRC-32 of all numbers and bits: what the register `version` holds.
std::uint32_t map_version(const RegisterMap& map);

/// Parameters of pwl_bus_registers: "ChecksumRegister" for every number, "CommitBit" for every bit of registers that
/// hardware takes apart.
std::vector<std::pair<std::string, int>> register_parameters(const RegisterMap& map);
/// C: PREFIX_CHECKSUM is the byte offset of a register, PREFIX_STATUS_BUSY the mask of a bit, and of wider fields
/// PREFIX_FORMAT_ENTRIES_SHIFT and _MASK. `base`: offset of register 0; `step`: bytes of a word.
std::string registers_header_text(const RegisterMap& map, const std::string& prefix, int base, int step);
/// Markdown: registers and their fields.
std::string registers_document(const RegisterMap& map);

}  // namespace pwlforge
