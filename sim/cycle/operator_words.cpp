// Copyright 2026 the pwlforge authors.
// Licensed under the Apache License, Version 2.0; see LICENSE.
// SPDX-License-Identifier: Apache-2.0
#include "sim/cycle/operator_words.hpp"

#include <algorithm>

#include "sim/cycle/lane.hpp"
#include "sim/cycle/pins.hpp"

namespace pwlforge::cycle {

OperatorWords::OperatorWords(const OperatorPlan& plan)
    : plan_(plan), part_shift_(plan.config_address_bits - plan.part_bits), image_(table_image(plan)) {
  if (!plan.parts.empty()) words_.resize(std::size_t{1} << plan.config_address_bits);
}

void OperatorWords::write(std::uint32_t address, std::uint64_t data) {
  words_[address] = data;
  stale_ = true;
}

std::optional<std::uint64_t> OperatorWords::read(std::uint32_t address) const {
  const int bits = readable_bits(plan_, static_cast<int>(address));
  if (bits == 0 || !words_[address].has_value()) return std::nullopt;
  return *words_[address] & bench::mask_of(bits);
}

void OperatorWords::take(const ConfigWord& word, std::uint64_t data, golden::IntParams& params) const {
  const std::int64_t number = code_of(word.bits, data & bench::mask_of(word.bits));
  if (word.field == "threshold") params.thresholds.push_back(number);
  if (word.field == "slope") params.slopes.push_back(number);
  if (word.field == "intercept") params.intercepts.push_back(number);
  const auto shift = static_cast<int>(data & bench::mask_of(word.bits));
  if (word.field == "requant_shift") params.requant_shift = shift;
  if (word.field == "intercept_shift") params.shift = shift;
}

void OperatorWords::rebuild() {
  const OperatorSpec& spec = plan_.spec;
  for (std::size_t number = 0; number < plan_.parts.size(); ++number) {
    const ConfigPart& part = plan_.parts[number];
    const std::size_t base = number << part_shift_;
    const auto at = [&](int address) { return words_[base + static_cast<std::size_t>(address)].value_or(0); };
    if (part.name == "norm") {
      image_.shift = static_cast<int>(at(0));
      image_.epsilon = static_cast<golden::Wide>(at(1));
      if (!spec.affine) {
        image_.gain = {code_of(plan_.gain_bits, at(2))};
        image_.bias = {code_of(plan_.bias_bits, at(3))};
      }
    } else if (part.name == "affine") {
      const int lane_bits = std::max(1, ceil_log2(spec.lanes));
      image_.gain.clear();
      image_.bias.clear();
      for (int channel = 0; channel < spec.max_row; ++channel) {
        const int place = ((channel / spec.lanes) << lane_bits) + channel % spec.lanes;
        image_.gain.push_back(code_of(plan_.gain_bits, at(place)));
        image_.bias.push_back(code_of(plan_.bias_bits, at(place + (1 << (part.address_bits - 1)))));
      }
    } else if (part.name == "gate") {
      image_.requant = static_cast<int>(at(0));
    } else {
      const bool wide = !is_gated(spec.kind) && part.name == wide_function_name(plan_.wide.spec.function);
      if (wide) {
        for (golden::IntParams& params : image_.wide) params = {};
      } else {
        image_.unit = {};
      }
      for (const ConfigWord& word : part.words) {
        take(word, at(word.address), wide ? image_.wide[static_cast<std::size_t>(word.context)] : image_.unit);
      }
    }
  }
}

const OperatorImage& OperatorWords::image() {
  if (stale_) rebuild();
  stale_ = false;
  return image_;
}

}  // namespace pwlforge::cycle
