// Copyright 2026 the pwlforge authors.
// Licensed under the Apache License, Version 2.0; see LICENSE.
// SPDX-License-Identifier: Apache-2.0
//
// What the loadable words of an operator hold, and what it then computes.
#include <fmt/format.h>

#include <algorithm>
#include <cmath>
#include <random>

#include "gen/operator/operator_float.hpp"
#include "gen/operator/operator_peer.hpp"
#include "gen/operator/plan_parts.hpp"
#include "gen/support/diagnostics.hpp"

namespace pwlforge {
namespace {

/// G and shift: factor = G * 2^-shift with as many bits of G as there are.
struct Factor {
  std::vector<std::int64_t> gain;
  int shift = 0;
};

Factor factor_of(const std::vector<double>& values, int gain_bits, int shift_bits) {
  double largest = 0;
  for (const double value : values) largest = std::max(largest, std::fabs(value));
  Factor factor;
  factor.shift = largest > 0 ? gain_bits - 2 - std::ilogb(largest) : 0;
  factor.shift = std::clamp(factor.shift, 0, (1 << shift_bits) - 1);
  for (const double value : values) {
    const double scaled = std::nearbyint(std::ldexp(value, factor.shift));
    const auto limit = static_cast<double>(golden::max_of(gain_bits, true));
    // The largest one may round up to 2^(bits - 1).
    if (std::fabs(scaled) > limit + 1) {
      throw InputError(fmt::format("gain: {:g} does not fit {} bits; use a coarser output scale", value, gain_bits));
    }
    factor.gain.push_back(static_cast<std::int64_t>(std::min(scaled, limit)));
  }
  return factor;
}

/// A signed number, half of the time of fewer bits: behind large factors nobody sees the low bits of a product,
/// beyond large sums which of the high bits make the output saturate.
std::int64_t random_number(std::mt19937_64& random, int bits) {
  const int used = random() % 2 == 0 ? bits : 1 + static_cast<int>(random() % static_cast<unsigned>(bits));
  return static_cast<std::int64_t>(random() << (64 - used)) >> (64 - used);
}

golden::IntParams random_params(const golden::IntFormat& format, int entries, std::mt19937_64& random) {
  golden::IntParams params;
  for (int i = 0; i + 1 < entries; ++i) {
    params.thresholds.push_back(static_cast<std::int64_t>(random()) >> (64 - format.input_bits));
  }
  std::sort(params.thresholds.begin(), params.thresholds.end());
  for (int i = 0; i < entries; ++i) {
    params.slopes.push_back(random_number(random, format.slope_bits));
    params.intercepts.push_back(random_number(random, format.intercept_bits));
  }
  // Shifts with which the output neither vanishes nor always saturates; now and then any.
  const int a = golden::accumulator_bits(format);
  const int most = random() % 4 == 0 ? a : std::max(1, a - format.output_bits + 2);
  params.requant_shift = std::min(a, static_cast<int>(random() % static_cast<unsigned>(most + 1)));
  return params;
}

golden::SoftmaxFormat softmax_format(const OperatorPlan& plan) {
  golden::SoftmaxFormat format;
  format.element_bits = plan.spec.element_bits;
  format.exp = plan.unit.spec.integer;
  format.reciprocal = wide_format(plan.wide);
  format.output_bits = plan.spec.output_bits;
  return format;
}

golden::NormFormat norm_format(const OperatorPlan& plan) {
  golden::NormFormat format;
  format.centred = plan.spec.kind == OperatorKind::layernorm;
  format.element_bits = plan.spec.element_bits;
  format.root = wide_format(plan.wide);
  format.gain_bits = plan.gain_bits;
  format.bias_bits = plan.bias_bits;
  format.output_bits = plan.spec.output_bits;
  return format;
}

/// Wide units: element by element, the output port's value in the low bits, then k, then whether v was 0.
golden::RowResult evaluate_wide_row(const OperatorPlan& plan, const OperatorImage& image, const golden::Row& row) {
  const golden::WideFormat format = wide_format(plan.wide);
  golden::RowResult result;
  for (const std::int64_t code : row.codes) {
    const auto v = static_cast<golden::Wide>(static_cast<std::uint64_t>(code));
    const golden::WideResult wide = golden::evaluate_wide(format, image.wide, v);
    golden::Wide y = wide.mantissa;
    if (plan.wide.spec.integer_form) {
      y = golden::wide_integer(format, wide, plan.wide.spec.fraction_bits, plan.wide.spec.output_bits);
    }
    const int k_at = plan.spec.output_bits;
    golden::Wide word = y;
    int zero_at = k_at;
    if (!plan.wide.spec.integer_form) {
      word |= golden::Wide{wide.exponent} << k_at;
      zero_at += plan.wide.exponent_bits;
    }
    if (wide.zero) word |= golden::Wide{1} << zero_at;
    result.outputs.push_back(static_cast<std::int64_t>(word));
    result.clamped.push_back(wide.saturated && !wide.zero);
    result.saturated = result.saturated || result.clamped.back();
    result.empty = result.empty || wide.zero;
  }
  return result;
}

std::uint64_t pattern(golden::Wide value, int bits) {
  const std::uint64_t mask = bits >= 64 ? ~std::uint64_t{0} : (std::uint64_t{1} << bits) - 1;
  return static_cast<std::uint64_t>(value) & mask;
}

}  // namespace

int shift_of(double ratio, int bits) {
  const int shift = std::ilogb(ratio);
  if (std::ldexp(1.0, shift) != ratio || shift < 0 || shift >= 1 << bits) {
    throw InputError(fmt::format("output scale: {:g} times the product's is no shift to the right of up to {} bits",
                                 ratio, (1 << bits) - 1));
  }
  return shift;
}

double first_operand_scale(const OperatorPlan& plan) {
  if (!is_gated(plan.spec.kind) || plan.spec.peer != Peer::none) return plan.spec.numbers.element_scale;
  return plan.unit.spec.tables.front().contexts.front().input_scale;
}

OperatorImage table_image(const OperatorPlan& plan, const OperatorNumbers& numbers) {
  const OperatorSpec& spec = plan.spec;
  if (spec.floating) return float_table_image(plan, numbers);
  if (spec.peer != Peer::none) return peer_table_image(plan, numbers);
  OperatorImage image;
  if (spec.kind == OperatorKind::softmax || is_gated(spec.kind)) image.unit = golden_params(plan.unit, 0);
  if (!is_gated(spec.kind)) image.wide = wide_params(plan.wide);
  if (is_gated(spec.kind)) {
    const Table& table = plan.unit.spec.tables.front();
    image.requant = shift_of(numbers.output_scale / (table.contexts.front().output_scale * numbers.element_scale),
                             plan.requant_bits);
  }
  if (!is_norm(spec.kind)) return image;
  const double n = numbers.length > 0 ? numbers.length : spec.max_row;
  const bool centred = spec.kind == OperatorKind::layernorm;
  const double scale = numbers.element_scale;
  const double epsilon = std::nearbyint((centred ? n * n : n) * numbers.epsilon / (scale * scale));
  if (epsilon < 0 || epsilon >= std::ldexp(1.0, plan.epsilon_bits)) {
    throw InputError(
        fmt::format("epsilon: {:g} does not fit {} bits; use a coarser scale", epsilon, plan.epsilon_bits));
  }
  image.epsilon = static_cast<golden::Wide>(epsilon);
  // out = c / sqrt(Q) * gamma * (1 or sqrt n) / output scale, and c / sqrt(Q) = c * y * 2^-O * 2^-k.
  const double factor = (centred ? 1.0 : std::sqrt(n)) / numbers.output_scale *
                        std::ldexp(1.0, golden::kBiasFraction - plan.wide.core.output_bits);
  std::vector<double> gains;
  for (const double gamma : numbers.gamma) gains.push_back(gamma * factor);
  const Factor words = factor_of(gains, plan.gain_bits, plan.shift_bits);
  image.gain = words.gain;
  image.shift = words.shift;
  image.bias.clear();
  for (std::size_t i = 0; i < image.gain.size(); ++i) {
    const double beta = numbers.beta[numbers.beta.size() == 1 ? 0 : i];
    const double word = std::nearbyint(beta / numbers.output_scale * (1 << golden::kBiasFraction));
    if (std::fabs(word) > static_cast<double>(golden::max_of(plan.bias_bits, true))) {
      throw InputError(fmt::format("beta: {:g} does not fit {} bits", beta, plan.bias_bits));
    }
    image.bias.push_back(static_cast<std::int64_t>(word));
  }
  return image;
}

OperatorImage table_image(const OperatorPlan& plan) {
  return table_image(plan, plan.spec.numbers);
}

OperatorImage random_image(const OperatorPlan& plan, std::uint64_t seed) {
  const OperatorSpec& spec = plan.spec;
  if (spec.floating) return float_random_image(plan, seed);
  if (spec.peer != Peer::none) return table_image(plan);  // constants
  std::mt19937_64 random(seed);
  OperatorImage image = table_image(plan);
  // Of a norm, half of the time: real roots, and nothing shifted out but by the row itself, so that low bits are seen.
  const bool plain = is_norm(spec.kind) && random() % 2 == 0;
  // Behind random reciprocals little of random exponentials is seen: each is also drawn beside the fitted other.
  enum { both, wide_alone, unit_alone };
  const unsigned drawn = spec.kind == OperatorKind::softmax ? static_cast<unsigned>(random() % 3) : both;
  const bool loads = is_loadable(spec.store) && !plain;
  const bool has_unit = spec.kind == OperatorKind::softmax || is_gated(spec.kind);
  if (loads && has_unit && drawn != wide_alone) {
    image.unit = random_params(plan.unit.spec.integer, plan.unit.spec.entries, random);
  }
  if (loads && !is_gated(spec.kind) && drawn != unit_alone) {
    for (golden::IntParams& params : image.wide) {
      params = random_params(plan.wide.core.spec.integer, plan.wide.core.spec.entries, random);
    }
  }
  if (is_gated(spec.kind)) {
    const int most = plan.unit.output_bits + spec.element_bits;
    image.requant = static_cast<int>(random() % static_cast<unsigned>(most + 1));
  }
  if (!is_norm(spec.kind)) return image;
  const int low = static_cast<int>(random() % static_cast<unsigned>(plan.epsilon_bits));
  image.epsilon = static_cast<golden::Wide>(random() & ((std::uint64_t{1} << low) - 1));
  image.shift = static_cast<int>(random() % 12);
  if (plain) {
    image.epsilon = 0;
    image.shift = 0;
  }
  const auto channels = static_cast<std::size_t>(spec.affine ? spec.max_row : 1);
  image.gain.clear();
  image.bias.clear();
  for (std::size_t i = 0; i < channels; ++i) {
    image.gain.push_back(random_number(random, plan.gain_bits));
    image.bias.push_back(random_number(random, plan.bias_bits));
  }
  return image;
}

std::vector<ConfigWrite> operator_writes(const OperatorPlan& plan, const OperatorImage& image) {
  const OperatorSpec& spec = plan.spec;
  std::vector<ConfigWrite> writes;
  const int shift = plan.config_address_bits - plan.part_bits;
  for (std::size_t number = 0; number < plan.parts.size(); ++number) {
    const ConfigPart& part = plan.parts[number];
    const int base = static_cast<int>(number) << shift;
    const auto write = [&](int address, golden::Wide value, int bits) {
      writes.push_back({base + address, pattern(value, bits)});
    };
    if (part.name == "norm") {
      if (!spec.floating) write(0, image.shift, plan.shift_bits);
      if (spec.floating && spec.kind == OperatorKind::layernorm) {
        write(0, static_cast<golden::Wide>(image.reciprocal_length), plan.shift_bits);
      }
      write(1, image.epsilon, plan.epsilon_bits);
      if (!spec.affine) {
        write(2, image.gain.front(), plan.gain_bits);
        write(3, image.bias.front(), plan.bias_bits);
      }
    } else if (part.name == "affine") {
      const int lane_bits = std::max(1, ceil_log2(spec.lanes));
      for (int channel = 0; channel < spec.max_row; ++channel) {
        const auto at = static_cast<std::size_t>(image.gain.size() == 1 ? 0 : channel);
        const int place = ((channel / spec.lanes) << lane_bits) + channel % spec.lanes;
        write(place, image.gain[at], plan.gain_bits);
        write(place + (1 << (part.address_bits - 1)), image.bias[at], plan.bias_bits);
      }
    } else if (part.name == "gate") {
      write(0, image.requant, plan.requant_bits);
    } else {
      const bool wide = !is_gated(spec.kind) && part.name == wide_function_name(plan.wide.spec.function);
      const UnitPlan& unit = wide ? plan.wide.core : plan.unit;
      if (spec.floating) {
        for (const ConfigWrite& one : config_image(unit, wide ? image.float_wide : image.float_unit)) {
          writes.push_back({base + one.address, one.data});
        }
        continue;
      }
      const std::vector<golden::IntParams> params = wide ? image.wide : std::vector<golden::IntParams>{image.unit};
      for (std::size_t context = 0; context < params.size(); ++context) {
        for (const ConfigWrite& one : config_image(unit, params[context])) {
          writes.push_back({base + resident_offset(unit, static_cast<int>(context)) + one.address, one.data});
        }
      }
    }
  }
  return writes;
}

int readable_bits(const OperatorPlan& plan, int address) {
  const int shift = plan.config_address_bits - plan.part_bits;
  const auto number = static_cast<std::size_t>(address >> shift);
  if (number >= plan.parts.size()) return 0;
  const int within = address & ((1 << shift) - 1);
  for (const ConfigWord& word : plan.parts[number].words) {
    if (word.address == within) return word.bits;
  }
  return 0;
}

golden::RowResult evaluate_row(const OperatorPlan& plan, const OperatorImage& image, const golden::Row& row,
                               const std::vector<std::int64_t>& gates) {
  if (plan.spec.kind == OperatorKind::wide) return evaluate_wide_row(plan, image, row);
  if (plan.spec.floating) return evaluate_float_row(plan, image, row);
  if (plan.spec.peer != Peer::none) return evaluate_peer_row(plan, image, row, gates);
  if (plan.spec.kind == OperatorKind::softmax) {
    return golden::softmax(softmax_format(plan), {image.unit, image.wide}, row);
  }
  if (is_norm(plan.spec.kind)) {
    golden::NormParams params{image.wide, image.epsilon, image.shift, image.gain, image.bias};
    return golden::norm(norm_format(plan), params, row);
  }
  const golden::GatedFormat format{plan.unit.spec.integer, plan.spec.element_bits, plan.spec.output_bits};
  golden::RowResult result;
  for (std::size_t j = 0; j < row.codes.size(); ++j) {
    bool clamped = false;
    const std::int64_t y = golden::gated(format, image.unit, image.requant, row.codes[j], gates[j], &clamped);
    result.outputs.push_back(y);
    result.clamped.push_back(clamped);
    result.saturated = result.saturated || clamped;
  }
  return result;
}

}  // namespace pwlforge
