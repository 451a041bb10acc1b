// Copyright 2026 the pwlforge authors.
// Licensed under the Apache License, Version 2.0; see LICENSE.
// SPDX-License-Identifier: Apache-2.0
#include "gen/support/version.hpp"
#include "gen/support/words.hpp"
#include "gen/unit/unit.hpp"

namespace pwlforge {

bool is_loadable(Store store) {
  return store == Store::registers || store == Store::latches;
}

bool shares_select(const UnitSpec& spec) {
  return spec.compact && is_loadable(spec.store) && spec.banks == 1 && spec.resident == 1 && spec.pipeline >= 2;
}

int ceil_log2(int value) {
  int bits = 0;
  while ((1 << bits) < value) ++bits;
  return bits;
}

const std::vector<std::string>& store_names() {
  static const std::vector<std::string> names{"registers", "latches", "fixed", "truth_table"};
  return names;
}

const char* store_name(Store store) {
  return store_names()[static_cast<std::size_t>(store)].c_str();
}

const std::vector<std::string>& wrap_names() {
  static const std::vector<std::string> names{"none", "axis"};
  return names;
}

const char* wrap_name(Wrap wrap) {
  return wrap_names()[static_cast<std::size_t>(wrap)].c_str();
}

std::string generator_version() {
  return kToolName;
}

void set_unit(UnitSpec& spec, const std::string& unit) {
  spec.unit = unit;
  spec.floating = true;
  if (unit == "fp32") {
    spec.float_format = golden::kFp32;
  } else if (unit == "bf16") {
    spec.float_format = golden::kBf16;
  } else if (unit == "fp16") {
    spec.float_format = golden::kFp16;
  } else {
    spec.floating = false;
    int bits = 0;
    const bool custom = unit.rfind("int:", 0) == 0;
    const bool plain = unit == "int8" || unit == "int16" || unit == "int32";
    const std::string digits = custom ? unit.substr(4) : plain ? unit.substr(3) : std::string();
    if (!read_number(digits, bits) || bits < 4 || bits > 32) {
      throw InputError("--unit: no such unit (found " + unit +
                       "); use int8, int16, int32, int:W with W 4..32, fp32, bf16 or fp16");
    }
    spec.integer.input_bits = bits;
    spec.integer.output_bits = bits;
  }
}

}  // namespace pwlforge
