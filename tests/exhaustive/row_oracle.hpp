// Copyright 2026 the pwlforge authors.
// Licensed under the Apache License, Version 2.0; see LICENSE.
// SPDX-License-Identifier: Apache-2.0
//
// Wide functions and row operators a second time, slowly and in exact rationals, from the formulas of the design
// document of operators. Tables are read as data; no code is shared with the golden model.
#pragma once

#include <algorithm>
#include <vector>

#include "sim/golden/row.hpp"
#include "tests/exhaustive/rational_oracle.hpp"

namespace oracle {

/// value * 2^exponent
inline mpq_class scaled(const mpq_class& value, long exponent) {
  const mpq_class power(power_of_two(static_cast<int>(exponent < 0 ? -exponent : exponent)));
  return exponent < 0 ? mpq_class(value / power) : mpq_class(value * power);
}

inline mpz_class half_up(const mpq_class& value) {
  return floor_of(value + mpq_class(1, 2));
}

/// Where v lies: l = floor(log2 v) after rounding, and the W fraction bits of its mantissa.
struct Position {
  long fraction = 0;
  long octave = 0;
};

inline Position position(int width, const mpz_class& v) {
  Position at;
  for (mpz_class power = 2; power <= v; power *= 2) ++at.octave;
  const mpz_class steps = half_up(scaled(scaled(v, -at.octave) - 1, width));
  if (steps == power_of_two(width)) return {0, at.octave + 1};
  at.fraction = steps.get_si();
  return at;
}

struct WideOutput {
  mpz_class mantissa;
  long exponent = 0;
  bool zero = false;
};

inline WideOutput wide(const pwlforge::golden::WideFormat& format,
                       const std::vector<pwlforge::golden::IntParams>& params, const mpz_class& v) {
  const bool root = format.function == pwlforge::golden::WideFunction::rsqrt;
  const int width = format.core.input_bits;
  const auto exponent = [&](long octave) { return root ? octave / 2 : octave; };
  if (v == 0) {
    const mpz_class largest = power_of_two(format.input_bits) - 1;
    return {power_of_two(format.core.output_bits) - 1, exponent(position(width, largest).octave), true};
  }
  const Position at = position(width, v);
  const std::size_t context = root && at.octave % 2 != 0 ? 1 : 0;
  const long code = at.fraction - power_of_two(width - 1).get_si();
  return {oracle::evaluate(format.core, params[context], code).y, exponent(at.octave), false};
}

/// The integer form.
inline Output wide_integer(const pwlforge::golden::WideFormat& format, const WideOutput& result, int fraction_bits,
                           int bits) {
  if (result.zero) return {power_of_two(bits) - 1, true};
  const mpz_class exact = half_up(scaled(result.mantissa, fraction_bits - format.core.output_bits - result.exponent));
  const mpz_class kept = clamped(exact, bits, false);
  return {kept, kept != exact};
}

struct RowOutput {
  std::vector<mpz_class> outputs;
  bool saturated = false;
  bool empty = false;

  void add(const mpz_class& exact, int bits, bool is_signed) {
    outputs.push_back(clamped(exact, bits, is_signed));
    if (outputs.back() != exact) saturated = true;
  }
};

inline RowOutput softmax(const pwlforge::golden::SoftmaxFormat& format, const pwlforge::golden::SoftmaxParams& params,
                         const pwlforge::golden::Row& row) {
  std::vector<long> kept;
  for (std::size_t j = 0; j < row.codes.size(); ++j) {
    if (row.keep[j]) kept.push_back(static_cast<long>(row.codes[j]));
  }
  const long largest = kept.empty() ? 0 : *std::max_element(kept.begin(), kept.end());
  const long least = -power_of_two(format.exp.input_bits - 1).get_si();
  std::vector<mpz_class> exponentials;
  mpz_class sum = 0;
  for (std::size_t j = 0; j < row.codes.size(); ++j) {
    const long distance = static_cast<long>(row.codes[j]) - largest;
    exponentials.emplace_back(0);
    if (row.keep[j])
      exponentials.back() = oracle::evaluate(format.exp, params.exp, distance < least ? least : distance).y;
    sum += exponentials.back();
  }
  const WideOutput reciprocal = wide(format.reciprocal, params.reciprocal, sum);
  RowOutput result;
  result.empty = sum == 0;
  const long scale = format.output_bits - format.reciprocal.core.output_bits - reciprocal.exponent;
  for (const mpz_class& e : exponentials) {
    result.add(half_up(scaled(e * reciprocal.mantissa, scale)), format.output_bits, false);
  }
  return result;
}

inline RowOutput norm(const pwlforge::golden::NormFormat& format, const pwlforge::golden::NormParams& params,
                      const pwlforge::golden::Row& row) {
  mpz_class count = 0;
  mpz_class sum = 0;
  mpz_class squares = 0;
  for (std::size_t j = 0; j < row.codes.size(); ++j) {
    if (!row.keep[j]) continue;
    const mpz_class q = static_cast<long>(row.codes[j]);
    count += 1;
    sum += q;
    squares += q * q;
  }
  // Centred: n^2 times the variance, summed up from the deviations themselves.
  mpz_class argument = to_mpz(params.epsilon);
  if (format.centred) {
    mpq_class deviations = 0;
    for (std::size_t j = 0; j < row.codes.size(); ++j) {
      if (!row.keep[j]) continue;
      const mpq_class deviation = mpq_class(static_cast<long>(row.codes[j])) - mpq_class(sum) / mpq_class(count);
      deviations += deviation * deviation;
    }
    argument += floor_of(deviations * mpq_class(count));
  } else {
    argument += squares;
  }
  const WideOutput root = wide(format.root, params.root, argument);
  RowOutput result;
  result.empty = root.zero;
  for (std::size_t j = 0; j < row.codes.size(); ++j) {
    const std::size_t channel = params.gain.size() > 1 ? j : 0;
    mpz_class c = static_cast<long>(row.codes[j]);
    if (format.centred) c = count * c - sum;
    if (!row.keep[j] || argument == 0) c = 0;
    const int fraction = pwlforge::golden::kBiasFraction;
    const mpq_class product =
        scaled(c * root.mantissa * static_cast<long>(params.gain[channel]), -(root.exponent + params.shift + fraction));
    const mpq_class bias = scaled(mpz_class(static_cast<long>(params.bias[channel])), -fraction);
    result.add(half_up(product + bias), format.output_bits, true);
  }
  return result;
}

inline Output gated(const pwlforge::golden::GatedFormat& format, const pwlforge::golden::IntParams& unit, int shift,
                    long a, long b) {
  const mpz_class exact = half_up(scaled(oracle::evaluate(format.unit, unit, a).y * b, -shift));
  const mpz_class kept = clamped(exact, format.output_bits, true);
  return {kept, kept != exact};
}

}  // namespace oracle
