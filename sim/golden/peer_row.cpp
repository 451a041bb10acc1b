// Copyright 2026 the pwlforge authors.
// Licensed under the Apache License, Version 2.0; see LICENSE.
// SPDX-License-Identifier: Apache-2.0
#include "sim/golden/peer_row.hpp"

#include <algorithm>
#include <cstdlib>

namespace pwlforge::golden {
namespace {

void append(RowResult& result, Wide value, int bits, bool is_signed) {
  bool clamped = false;
  result.outputs.push_back(static_cast<std::int64_t>(saturate(value, bits, is_signed, &clamped)));
  result.clamped.push_back(clamped);
  result.saturated = result.saturated || clamped;
}

Wide divide_down(Wide a, Wide b) {
  const Wide quotient = a / b;
  return quotient * b > a ? quotient - 1 : quotient;
}

}  // namespace

RowResult peer_softmax(const PeerSoftmax& format, const Row& row) {
  std::int64_t largest = INT64_MIN;
  for (std::size_t j = 0; j < row.codes.size(); ++j) {
    if (row.keep[j]) largest = std::max(largest, row.codes[j]);
  }
  std::vector<Wide> exponentials;
  Wide sum = 0;
  for (std::size_t j = 0; j < row.codes.size(); ++j) {
    exponentials.push_back(row.keep[j] ? peer_exp(format.exp, largest - row.codes[j]) : Wide{0});
    sum += exponentials.back();
  }
  RowResult result;
  result.empty = sum == 0;
  for (const Wide one : exponentials) {
    append(result, sum == 0 ? Wide{0} : (one << format.output_bits) / sum, format.output_bits, false);
  }
  return result;
}

RowResult peer_norm(const PeerNorm& format, const Row& row) {
  const Moments sums = moments(row);
  NormFormat argument;
  argument.centred = format.centred;
  const Wide squares = norm_argument(argument, sums, format.epsilon);
  const Wide root = format.newton ? newton_sqrt(squares) : digit_sqrt(squares);
  RowResult result;
  result.empty = root == 0;
  for (std::size_t j = 0; j < row.codes.size(); ++j) {
    Wide centred = row.codes[j];
    if (format.centred) centred = (centred * sums.count) - sums.sum;
    const bool live = row.keep[j] && root != 0;
    const Wide halves = live ? divide_down(2 * centred * format.gain, root << format.shift) : Wide{0};
    append(result, (halves + 1) >> 1, format.output_bits, true);
  }
  return result;
}

Wide peer_sigmoid(const PeerGate& format, std::int64_t a) {
  const Wide one = peer_exp(format.exp, 0);
  const Wide other = peer_exp(format.exp, std::llabs(a));
  return saturate(((a < 0 ? other : one) << format.element_bits) / (one + other), format.element_bits, false);
}

Wide peer_unit(const PeerGate& format, std::int64_t a) {
  if (!format.gelu) return a * peer_sigmoid(format, a);
  const Wide product = a * i_gelu_factor(format.polynomial, a) * format.mantissa;
  return saturate(round_shift(product, format.exponent, Rounding::half_up), format.element_bits, true);
}

std::int64_t peer_gated(const PeerGate& format, std::int64_t a, std::int64_t b, bool* clamped) {
  const Wide product = round_shift(peer_unit(format, a) * b, format.requant, Rounding::half_up);
  return static_cast<std::int64_t>(saturate(product, format.output_bits, true, clamped));
}

}  // namespace pwlforge::golden
