// Copyright 2026 the pwlforge authors.
// Licensed under the Apache License, Version 2.0; see LICENSE.
// SPDX-License-Identifier: Apache-2.0
#include "gen/tables/format.hpp"

#include <fmt/format.h>

#include <regex>

#include "gen/support/diagnostics.hpp"

namespace pwlforge {

namespace {

struct NamedFloat {
  const char* name;
  golden::FloatFormat format;
};
constexpr NamedFloat kFloats[] = {{"fp32", golden::kFp32}, {"bf16", golden::kBf16}, {"fp16", golden::kFp16}};

}  // namespace

ParamFormat parse_format(const std::string& name) {
  ParamFormat result;
  for (const NamedFloat& row : kFloats) {
    if (name == row.name) {
      result.floating = true;
      result.float_format = row.format;
      result.slope_bits = result.intercept_bits = golden::total_bits(row.format);
      return result;
    }
  }
  static const std::regex shape("(?:f([0-9]{1,2}))?k([0-9]{1,2})b([0-9]{1,2})");
  std::smatch match;
  const auto reject = [&](const std::string& why) {
    throw InputError(fmt::format(
        "format: {} (found \"{}\"); write [fF]kXbY with F 0..62, X 2..32, Y 2..64, for example f6k8b8 or k8b16, or one "
        "of fp32, bf16, fp16",
        why, name));
  };
  if (!std::regex_match(name, match, shape)) reject("not a parameter format");
  if (match[1].matched) result.fraction_bits = std::stoi(match[1]);
  result.slope_bits = std::stoi(match[2]);
  result.intercept_bits = std::stoi(match[3]);
  if (result.fraction_bits.value_or(0) > 62) reject("too many fraction bits");
  if (result.slope_bits < 2 || result.slope_bits > 32) reject("slope width outside 2..32");
  if (result.intercept_bits < 2 || result.intercept_bits > 64) reject("intercept width outside 2..64");
  return result;
}

std::string format_name(const ParamFormat& format) {
  if (format.floating) {
    for (const NamedFloat& row : kFloats) {
      if (row.format.exponent_bits == format.float_format.exponent_bits &&
          row.format.mantissa_bits == format.float_format.mantissa_bits) {
        return row.name;
      }
    }
    return fmt::format("e{}m{}", format.float_format.exponent_bits, format.float_format.mantissa_bits);
  }
  const std::string fraction = format.fraction_bits ? fmt::format("f{}", *format.fraction_bits) : "";
  return fmt::format("{}k{}b{}", fraction, format.slope_bits, format.intercept_bits);
}

golden::InterceptForm default_intercept(const ParamFormat& format) {
  return format.fraction_bits ? golden::InterceptForm::shifted : golden::InterceptForm::direct;
}

}  // namespace pwlforge
