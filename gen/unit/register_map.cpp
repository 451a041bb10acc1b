// Copyright 2026 the pwlforge authors.
// Licensed under the Apache License, Version 2.0; see LICENSE.
// SPDX-License-Identifier: Apache-2.0
#include "gen/unit/register_map.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <cctype>
#include <stdexcept>

#include "gen/support/files.hpp"

namespace pwlforge {
namespace {

/// "commit_at_last" -> "CommitAtLast"
std::string camel(const std::string& name) {
  std::string result;
  bool start = true;
  for (const char c : name) {
    if (c != '_') result += start ? static_cast<char>(std::toupper(static_cast<unsigned char>(c))) : c;
    start = c == '_';
  }
  return result;
}

const BusRegister& named(const RegisterMap& map, const std::string& name) {
  const auto found = std::find_if(map.begin(), map.end(), [&](const BusRegister& one) { return one.name == name; });
  if (found == map.end()) throw std::logic_error("no register " + name);
  return *found;
}

const RegisterField& named(const BusRegister& one, const std::string& name) {
  const auto found = std::find_if(one.fields.begin(), one.fields.end(),
                                  [&](const RegisterField& field) { return field.name == name; });
  if (found == one.fields.end()) throw std::logic_error("no field " + name + " in register " + one.name);
  return *found;
}

/// The registers whose bits hardware reads or sets one by one; the others are constants or whole words.
bool has_bits(const BusRegister& one) {
  return one.name == "control" || one.name == "status" || one.name == "errors";
}

const char* access_text(RegisterAccess access) {
  switch (access) {
    case RegisterAccess::read: return "read";
    case RegisterAccess::write: return "write";
    case RegisterAccess::read_write: return "read, write";
  }
  return "";
}

}  // namespace

std::string upper(std::string name) {
  std::transform(name.begin(), name.end(), name.begin(),
                 [](unsigned char c) { return static_cast<char>(std::toupper(c)); });
  return name;
}

const RegisterMap& register_map() {
  static const RegisterMap map{
      {"control",
       0,
       RegisterAccess::write,
       "what to do; bits that are 0 do nothing",
       {{"commit", 0, 1, "make the written table current, between two beats; answers when that is done"},
        {"clear_flags", 1, 1, "clear the sticky flags of the unit"},
        {"commit_at_last", 2, 1, "commit when the packet that has begun is over; answers at once"},
        {"restart", 3, 1, "the checksum begins anew"}}},
      {"status",
       1,
       RegisterAccess::read,
       "what the unit is doing",
       {{"busy", 0, 1, "a write or commit would wait for beats in flight"},
        {"flags", 1, 3, "sticky flags of the unit, in the order of its ports"},
        {"error", 8, 1, "some bit of errors is set"},
        {"pending", 9, 1, "a commit waits for the end of a packet"},
        {"bank", 10, 1, "bank that works, counted from 0 at reset; the other one is written"},
        {"loaded", 11, 1, "a table has been committed"}}},
      {"identification", 2, RegisterAccess::read, "\"pwlf\", 0x70776c66"},
      {"version", 3, RegisterAccess::read, "of this map: the CRC-32 of its numbers and bits"},
      {"capabilities",
       4,
       RegisterAccess::read,
       "what is behind the port",
       {{"lanes", 0, 9, "values of a beat"},
        {"banks", 12, 2, "banks of the store"},
        {"kind", 16, 4, "0 unit, 1 softmax, 2 rmsnorm, 3 layernorm, 4 swiglu, 5 geglu, 6 wide"},
        {"flags", 20, 3, "sticky flags"}}},
      {"format",
       5,
       RegisterAccess::read,
       "widths",
       {{"input_bits", 0, 8, "of a value"},
        {"output_bits", 8, 8, "of a value"},
        {"entries", 16, 8, "of the unit's table"},
        {"word_bits", 24, 8, "of the widest configuration word"}}},
      {"checksum", 6, RegisterAccess::read_write,
       "of the words written since the last commit; a write compares, and a wrong one is an error that keeps commits "
       "out until restart or the right one"},
      {"errors",
       7,
       RegisterAccess::read_write,
       "sticky; writing a 1 clears a bit",
       {{"unmapped", 0, 1, "an offset without a word, or one that only reads or only writes"},
        {"unaligned", 1, 1, "an offset inside a word"},
        {"strobes", 2, 1, "a write of single bytes"},
        {"wrong_checksum", 3, 1, "a wrong checksum, or a commit after it"},
        {"during_swap", 4, 1, "a word or commit was written while a commit was pending"}}}};
  return map;
}

int register_number(const RegisterMap& map, const std::string& name) {
  return named(map, name).number;
}

int field_bit(const RegisterMap& map, const std::string& register_name, const std::string& field) {
  return named(named(map, register_name), field).bit;
}

std::uint32_t packed_fields(const RegisterMap& map, const std::string& register_name,
                            const std::vector<std::pair<std::string, int>>& values) {
  std::uint32_t word = 0;
  for (const auto& [name, value] : values) {
    const RegisterField& field = named(named(map, register_name), name);
    if (value < 0 || value >= (1 << field.width)) throw std::logic_error("no room in field " + name);
    word |= static_cast<std::uint32_t>(value) << field.bit;
  }
  return word;
}

std::uint32_t map_version(const RegisterMap& map) {
  std::string text;
  for (const BusRegister& one : map) {
    text += fmt::format("{} {} {}\n", one.name, one.number, access_text(one.access));
    for (const RegisterField& field : one.fields) text += fmt::format("{} {} {}\n", field.name, field.bit, field.width);
  }
  return crc32_of(text);
}

std::vector<std::pair<std::string, int>> register_parameters(const RegisterMap& map) {
  std::vector<std::pair<std::string, int>> parameters;
  for (const BusRegister& one : map) parameters.emplace_back(camel(one.name) + "Register", one.number);
  for (const BusRegister& one : map) {
    if (!has_bits(one)) continue;
    for (const RegisterField& field : one.fields) parameters.emplace_back(camel(field.name) + "Bit", field.bit);
  }
  return parameters;
}

std::string registers_header_text(const RegisterMap& map, const std::string& prefix, int base, int step) {
  std::string text;
  for (const BusRegister& one : map) {
    const std::string name = prefix + "_" + upper(one.name);
    text += fmt::format("// {}: {}.\n#define {} {}u\n", access_text(one.access), one.meaning, name,
                        base + one.number * step);
    for (const RegisterField& field : one.fields) {
      const std::string bits = name + "_" + upper(field.name);
      if (field.width == 1) {
        text += fmt::format("#define {} {}u  // {}\n", bits, 1u << field.bit, field.meaning);
      } else {
        text += fmt::format("#define {0}_SHIFT {1}  // {3}\n#define {0}_MASK {2}u\n", bits, field.bit,
                            (1u << field.width) - 1, field.meaning);
      }
    }
  }
  return text;
}

std::string registers_document(const RegisterMap& map) {
  std::string text = "| register | number | access | bits | meaning |\n|---|---|---|---|---|\n";
  for (const BusRegister& one : map) {
    text += fmt::format("| `{}` | {} | {} | | {} |\n", one.name, one.number, access_text(one.access), one.meaning);
    for (const RegisterField& field : one.fields) {
      const std::string bits =
          field.width == 1 ? std::to_string(field.bit) : fmt::format("{}..{}", field.bit, field.bit + field.width - 1);
      text += fmt::format("| `{}.{}` | | | {} | {} |\n", one.name, field.name, bits, field.meaning);
    }
  }
  return text;
}

}  // namespace pwlforge
