// Copyright 2026 the pwlforge authors.
// Licensed under the Apache License, Version 2.0; see LICENSE.
// SPDX-License-Identifier: Apache-2.0
#include "gen/operator/operator_configurations.hpp"

#include <fmt/format.h>

#include <algorithm>

#include "gen/operator/operator_float.hpp"
#include "gen/operator/operator_request.hpp"

namespace pwlforge {
namespace {

/// What tells the formats apart. A new format is a row here, and what its specification needs in make().
struct Format {
  const char* name;
  int width;
  bool baseline;
  bool floating;
};
constexpr Format kFormats[] = {
    {"int8", 8, false, false}, {"int16", 16, false, false}, {"int32", 32, true, false}, {"fp32", 32, true, true}};
/// With 16 entries of exp the FP32 softmax would have the larger error of the two sides (set_fp32).
constexpr int kFloatSoftmaxEntries = 32;
constexpr OperatorKind kKinds[] = {OperatorKind::softmax, OperatorKind::rmsnorm, OperatorKind::layernorm};
constexpr int kLanes[] = {1, 16};

OperatorConfiguration make(OperatorKind kind, const Format& format, int lanes) {
  OperatorConfiguration one;
  one.family = operator_name(kind);
  one.format = format.name;
  one.baseline = format.baseline;
  one.name = fmt::format("{}-{}{}", one.family, one.format, lanes == 1 ? "" : fmt::format("-{}l", lanes));
  OperatorSpec& spec = one.spec;
  spec.name = one.name;
  std::replace(spec.name.begin(), spec.name.end(), '-', '_');
  spec.kind = kind;
  spec.element_bits = format.width;
  spec.lanes = lanes;
  spec.max_row = kConfiguredRow;
  if (format.floating) {
    set_fp32(spec, kind == OperatorKind::softmax ? kFloatSoftmaxEntries : kFloatEntries);
    one.purpose = fmt::format("{} of FP32 numbers, {} a beat, rows of up to {}", one.family, lanes, spec.max_row);
    return one;
  }
  set_default_widths(spec);
  spec.output_bits = default_output_bits(kind, format.width);
  spec.numbers.element_scale = default_element_scale(format.width);
  spec.numbers.output_scale = default_output_scale(spec);
  one.purpose = fmt::format("{} of {}-bit codes, {} a beat, {} bits out, rows of up to {}", one.family, format.width,
                            lanes, spec.output_bits, spec.max_row);
  return one;
}

}  // namespace

const std::vector<OperatorConfiguration>& operator_configurations() {
  static const std::vector<OperatorConfiguration> all = [] {
    std::vector<OperatorConfiguration> list;
    for (const int lanes : kLanes) {
      for (const OperatorKind kind : kKinds) {
        for (const Format& format : kFormats) list.push_back(make(kind, format, lanes));
      }
    }
    return list;
  }();
  return all;
}

const OperatorConfiguration* find_operator_configuration(const std::string& name) {
  const std::vector<OperatorConfiguration>& all = operator_configurations();
  const auto found =
      std::find_if(all.begin(), all.end(), [&](const OperatorConfiguration& one) { return one.name == name; });
  return found == all.end() ? nullptr : &*found;
}

}  // namespace pwlforge
