// Copyright 2026 the pwlforge authors.
// Licensed under the Apache License, Version 2.0; see LICENSE.
// SPDX-License-Identifier: Apache-2.0
#include "sim/golden/float_row.hpp"

#include <algorithm>

namespace pwlforge::golden {
namespace {

using Bits = std::uint64_t;

Bits sign_of(const FloatFormat& format) {
  return Bits{1} << (format.exponent_bits + format.mantissa_bits);
}
Bits field_of(const FloatFormat& format, Bits word) {
  return (word >> format.mantissa_bits) & ((Bits{1} << format.exponent_bits) - 1);
}
Bits fraction_of(const FloatFormat& format, Bits word) {
  return word & ((Bits{1} << format.mantissa_bits) - 1);
}
Bits top_field(const FloatFormat& format) {
  return (Bits{1} << format.exponent_bits) - 1;
}
Bits one(const FloatFormat& format) {
  return (top_field(format) >> 1) << format.mantissa_bits;
}
Bits negated(const FloatFormat& format, Bits word) {
  return word ^ sign_of(format);
}
Bits product(const FloatFormat& format, Bits a, Bits b) {
  return fused_multiply_add(format, a, b, 0);
}

/// The bits below the sign inverted where it is set: its own inverse.
Bits ordered(const FloatFormat& format, Bits word) {
  return (word & sign_of(format)) != 0 ? word ^ (sign_of(format) - 1) : word;
}

/// Largest kept word as an integer after ordered(); all ones, a NaN, where nothing is kept.
Bits largest(const FloatFormat& format, const std::vector<Bits>& words, const std::vector<bool>& keep) {
  // With the sign inverted, signed order is unsigned order, and its least word is 0.
  Bits best = 0;
  for (std::size_t j = 0; j < words.size(); ++j) {
    if (keep[j]) best = std::max(best, negated(format, ordered(format, words[j])));
  }
  return ordered(format, negated(format, best));
}

std::vector<Bits> words_of(const FloatFormat& format, const Row& row) {
  std::vector<Bits> words;
  for (const std::int64_t code : row.codes) words.push_back(static_cast<Bits>(code) & (2 * sign_of(format) - 1));
  return words;
}

std::vector<Bits> masked(std::vector<Bits> words, const std::vector<bool>& keep) {
  for (std::size_t j = 0; j < words.size(); ++j) {
    if (!keep[j]) words[j] = 0;
  }
  return words;
}

void put(const FloatFormat& format, Bits word, RowResult& result) {
  result.outputs.push_back(static_cast<std::int64_t>(word));
  result.clamped.push_back(field_of(format, word) == top_field(format));
  result.saturated = result.saturated || result.clamped.back();
}

}  // namespace

std::uint64_t float_add(const FloatFormat& format, std::uint64_t a, std::uint64_t b) {
  return fused_multiply_add(format, one(format), a, b);
}

std::uint64_t float_sum(const FloatFormat& format, const std::vector<std::uint64_t>& words, int lanes, bool squares) {
  const auto width = static_cast<std::size_t>(lanes);
  Bits sum = 0;
  for (std::size_t beat = 0; beat < words.size(); beat += width) {
    std::vector<Bits> terms;
    const auto word = [&](std::size_t lane) { return beat + lane < words.size() ? words[beat + lane] : Bits{0}; };
    if (squares && lanes == 1) {
      sum = fused_multiply_add(format, word(0), word(0), sum);
      continue;
    }
    for (std::size_t lane = 0; lane < width; lane += squares ? 2 : 1) {
      const Bits partner = lane + 1 < width ? product(format, word(lane + 1), word(lane + 1)) : 0;
      terms.push_back(squares ? fused_multiply_add(format, word(lane), word(lane), partner) : word(lane));
    }
    std::vector<Bits> nodes(terms.size() - 1);
    nodes.insert(nodes.end(), terms.begin(), terms.end());
    for (std::size_t n = terms.size() - 1; n-- > 0;) nodes[n] = float_add(format, nodes[2 * n + 1], nodes[2 * n + 2]);
    sum = float_add(format, sum, nodes.front());
  }
  return sum;
}

FloatWideResult evaluate_float_wide(const FloatFormat& format, WideFunction function, const FloatParams& params,
                                    std::uint64_t v) {
  const Bits field = field_of(format, v);
  const Bits top = top_field(format);
  FloatWideResult result;
  result.zero = field == 0;
  if (result.zero) return result;
  if (is_nan(format, v) || (v & sign_of(format)) != 0) return {quiet_nan(format), false};
  if (field == top) return result;
  const int exponent = static_cast<int>(field) - static_cast<int>(top / 2);
  const bool root = function == WideFunction::rsqrt;
  const bool odd = root && (exponent & 1) != 0;
  const int left = root ? (exponent - (odd ? 1 : 0)) / 2 : exponent;
  const Bits mantissa = (((top / 2) + (odd ? 1 : 0)) << format.mantissa_bits) | fraction_of(format, v);
  const Bits y = evaluate(format, {}, params, mantissa);
  const Bits sign = y & sign_of(format);
  if (is_nan(format, y)) return {quiet_nan(format), false};
  if (field_of(format, y) == top) return {y, false};
  const int scaled = static_cast<int>(field_of(format, y)) - left;
  if (field_of(format, y) == 0 || scaled <= 0) return {sign, false};
  if (scaled >= static_cast<int>(top)) return {sign | (top << format.mantissa_bits), false};
  return {sign | (static_cast<Bits>(scaled) << format.mantissa_bits) | fraction_of(format, y), false};
}

RowResult float_softmax(const FloatFormat& format, const FloatSoftmaxParams& params, const Row& row, int lanes) {
  const std::vector<Bits> words = words_of(format, row);
  const Bits most = largest(format, words, row.keep);
  std::vector<Bits> exponentials;
  for (std::size_t j = 0; j < words.size(); ++j) {
    const Bits difference = float_add(format, words[j], negated(format, most));
    const Bits e = evaluate(format, {}, params.exp, difference);
    exponentials.push_back(row.keep[j] && (e & sign_of(format)) == 0 ? e : 0);
  }
  const Bits sum = float_sum(format, exponentials, lanes, false);
  const FloatWideResult reciprocal = evaluate_float_wide(format, WideFunction::div, params.reciprocal, sum);
  RowResult result;
  result.empty = reciprocal.zero;
  for (const Bits e : exponentials) put(format, product(format, e, reciprocal.value), result);
  return result;
}

RowResult float_norm(const FloatFormat& format, const FloatNormParams& params, const Row& row, int lanes) {
  std::vector<Bits> words = masked(words_of(format, row), row.keep);
  if (params.centred) {
    const Bits mean = product(format, float_sum(format, words, lanes, false), params.reciprocal_length);
    for (Bits& word : words) word = float_add(format, word, negated(format, mean));
    words = masked(words, row.keep);
  }
  const Bits argument = float_add(format, float_sum(format, words, lanes, true), params.epsilon);
  const FloatWideResult root = evaluate_float_wide(format, WideFunction::rsqrt, params.root, argument);
  RowResult result;
  result.empty = root.zero;
  for (std::size_t j = 0; j < words.size(); ++j) {
    const std::size_t channel = params.gain.size() == 1 ? 0 : j;
    const Bits rooted = product(format, words[j], root.value);
    put(format, fused_multiply_add(format, rooted, params.gain[channel], params.bias[channel]), result);
  }
  return result;
}

}  // namespace pwlforge::golden
