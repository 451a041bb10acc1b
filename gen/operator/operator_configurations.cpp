// Copyright 2026 the pwlforge authors.
// Licensed under the Apache License, Version 2.0; see LICENSE.
// SPDX-License-Identifier: Apache-2.0
#include "gen/operator/operator_configurations.hpp"

#include <fmt/format.h>

#include <algorithm>

#include "gen/operator/operator_float.hpp"
#include "gen/operator/operator_peer.hpp"
#include "gen/operator/operator_request.hpp"

namespace pwlforge {
namespace {

/// What tells the formats apart. A new format is a row here, and what its specification needs in make().
struct Format {
  const char* name;
  int width;
  bool baseline = false;
  bool floating = false;
  Peer peer = Peer::none;
};
constexpr Format kFormats[] = {{"int8", 8},
                               {"int16", 16},
                               {"int32", 32, true},
                               {"fp32", 32, true, true},
                               {"illm8", 8, false, false, Peer::illm},
                               {"ibert8", 8, false, false, Peer::ibert}};
/// With 16 entries of exp the FP32 softmax would have the larger error of the two sides (set_fp32).
constexpr int kFloatSoftmaxEntries = 32;
/// Gated units have no 32-bit side: only what others compute stands beside them.
constexpr OperatorKind kKinds[] = {OperatorKind::softmax, OperatorKind::rmsnorm, OperatorKind::layernorm,
                                   OperatorKind::swiglu, OperatorKind::geglu};
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
  // Without a bit for it in the exponential's argument, a difference from the maximum saturates at half the span of the
  // codes: twice the scale, so that elements in [-8, 8) lose nothing, as in the narrower formats.
  if (kind == OperatorKind::softmax && spec.exp_bits <= format.width) spec.numbers.element_scale *= 2;
  spec.peer = format.peer;
  if (spec.peer != Peer::none) {
    spec.store = Store::fixed;
    spec.numbers.element_scale = peer_element_scale(spec);
    spec.numbers.length = kConfiguredLength;
  }
  spec.numbers.output_scale = default_output_scale(spec);
  one.purpose = fmt::format("{}{} of {}-bit codes, {} a beat, {} bits out, rows of up to {}", one.family,
                            spec.peer == Peer::none   ? ""
                            : spec.peer == Peer::illm ? " of I-LLM"
                                                      : " of I-BERT",
                            format.width, lanes, spec.output_bits, spec.max_row);
  return one;
}

}  // namespace

const std::vector<OperatorConfiguration>& operator_configurations() {
  static const std::vector<OperatorConfiguration> all = [] {
    std::vector<OperatorConfiguration> list;
    for (const int lanes : kLanes) {
      for (const OperatorKind kind : kKinds) {
        for (const Format& format : kFormats) {
          const bool gated = is_gated(kind);
          if (gated && (format.width != 8 || (kind == OperatorKind::geglu && format.peer == Peer::illm))) continue;
          list.push_back(make(kind, format, lanes));
        }
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
