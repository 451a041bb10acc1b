// Copyright 2026 the pwlforge authors.
// Licensed under the Apache License, Version 2.0; see LICENSE.
// SPDX-License-Identifier: Apache-2.0
//
// Names of parameter formats: [fF]kXbY and the float formats.
#pragma once

#include <optional>
#include <string>

#include "sim/golden/float_unit.hpp"
#include "sim/golden/integer_unit.hpp"

namespace pwlforge {

/// `f6k8b8`: slopes of 8 bits with 6 fraction bits, intercepts of 8 bits. Without f: F is chosen per context.
/// `fp32`, `bf16`, `fp16`: floating point.
struct ParamFormat {
  bool floating = false;
  golden::FloatFormat float_format;  ///< when floating
  std::optional<int> fraction_bits;  ///< F
  int slope_bits = 8;
  int intercept_bits = 16;
};

/// Throws InputError with the accepted forms.
ParamFormat parse_format(const std::string& name);
std::string format_name(const ParamFormat& format);
/// f given: shifted (the reference's form); else direct.
golden::InterceptForm default_intercept(const ParamFormat& format);

}  // namespace pwlforge
