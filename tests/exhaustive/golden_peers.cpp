// Copyright 2026 the pwlforge authors.
// Licensed under the Apache License, Version 2.0; see LICENSE.
// SPDX-License-Identifier: Apache-2.0
//
// The operators of others: every 8-bit code against the published formulas written out in real numbers with their
// floors, and against the functions that they stand for; roots against their definition; rows against quotients of real
// numbers.
#include <catch2/catch.hpp>

#include <algorithm>
#include <cmath>
#include <random>

#include "sim/golden/peer_row.hpp"

using namespace pwlforge;

namespace {

double gelu(double x) {
  return x / 2 * std::erfc(-x / std::sqrt(2.0));
}

golden::Row row_of(const std::vector<std::int64_t>& codes) {
  return {codes, std::vector<bool>(codes.size(), true)};
}

std::vector<std::int64_t> random_codes(std::mt19937_64& random, std::size_t count) {
  std::vector<std::int64_t> codes(count);
  for (std::int64_t& code : codes) code = static_cast<std::int64_t>(random() % 256) - 128;
  return codes;
}

/// The largest error of exp over all 8-bit distances.
double exp_error(const golden::PeerExp& words, double scale) {
  double worst = 0;
  for (int below = 0; below < 256; ++below) {
    const double got = static_cast<double>(golden::peer_exp(words, below)) * golden::peer_exp_scale(words, scale);
    const double wanted = std::exp(-below * scale);
    worst = std::max(worst, std::fabs(got - wanted));
  }
  return worst;
}

bool is_root(golden::Wide n, golden::Wide root) {
  return root * root <= n && (root + 1) * (root + 1) > n;
}

}  // namespace

TEST_CASE("DI-Exp is a line in every octave") {
  for (int m = 128; m <= 255; ++m) {
    for (int k = 9; k <= 14; ++k) {
      const double scale = std::ldexp(m, -k);
      for (const int bits : {1, 8, 12}) {
        const golden::PeerExp words = golden::di_exp_words(scale, bits);
        const double f = m + m / 2 - m / 16;
        const double t = std::floor(std::ldexp(1.0, k + words.guard) / f + 0.5);
        REQUIRE(static_cast<double>(words.octave) == t);
        if (t < 1) continue;
        for (int below = 0; below < 256; ++below) {
          const double x = std::ldexp(below, words.guard);
          const double octaves = std::floor(x / t);
          const double wanted = std::floor((t + std::floor((octaves * t - x) / 2)) / std::exp2(octaves));
          REQUIRE(static_cast<double>(golden::peer_exp(words, below)) == wanted);
        }
      }
    }
  }
  // The published case: 15 / 255 as 241 * 2^-12 (or 15 * 2^-8) halves every 12 codes.
  CHECK(golden::di_exp_words(15.0 / 255, 1).octave == 12);
  CHECK(golden::di_exp_step(15, 8) == 12);
}

TEST_CASE("exponentials are near exp at every code") {
  // DI-Exp: the chord of 2^-f is 0.0430 above it at most, log2 e as 1.4375 adds the rest.
  CHECK(exp_error(golden::di_exp_words(15.0 / 255, 12), 15.0 / 255) < 0.047);
  // With the four bits that 8-bit codes give it by themselves.
  CHECK(exp_error(golden::di_exp_words(15.0 / 255, 1), 15.0 / 255) < 0.075);
  CHECK(exp_error(golden::di_exp_words(15.0 / 255, 1), 15.0 / 255) > 0.06);
  // i-exp: constants are rounded down, the coarser the more.
  const double bounds[][3] = {{4, 1, 0.040}, {4, 12, 0.009}, {4, 16, 0.004}, {6, 12, 0.009}, {8, 12, 0.003}};
  for (const auto& [s, bits, bound] : bounds) {
    const double scale = std::exp2(-s);
    const double error = exp_error(golden::i_exp_words(scale, static_cast<int>(bits)), scale);
    INFO("2^-" << s << ", " << bits << " bits: " << error);
    CHECK(error < bound);
  }
}

TEST_CASE("i-exp follows its polynomial at every code") {
  for (int s = 2; s <= 8; ++s) {
    const golden::PeerExp words = golden::i_exp_words(std::exp2(-s), s % 2 == 0 ? 1 : 14);
    const double scale = std::exp2(-s - words.guard);
    const double ln2 = std::floor(std::log(2.0) / scale);
    for (int below = 0; below < 256; ++below) {
      const double x = std::ldexp(below, words.guard);
      const double z = std::floor(x / ln2);
      const double r = z * ln2 - x + std::floor(1.353 / scale);
      const double wanted = std::floor((r * r + std::floor(0.344 / (0.3585 * scale * scale))) / std::exp2(z));
      REQUIRE(static_cast<double>(golden::peer_exp(words, below)) == wanted);
    }
  }
  CHECK(golden::peer_exp(golden::i_exp_words(0.1, 12), 100000) == 0);
}

TEST_CASE("i-gelu follows its polynomial at every code, and gelu") {
  const double bounds[][2] = {{3, 0.042}, {4, 0.026}, {5, 0.018}, {6, 0.014}, {7, 0.011}};
  for (const auto& [s, bound] : bounds) {
    const double scale = std::exp2(-s);
    const golden::IntegerGelu words = golden::i_gelu_words(scale);
    const double inner = scale / std::sqrt(2.0);
    const double step = -0.2888 * inner * inner;
    const double b = std::floor(-1.769 / inner), c = std::floor(1 / step);
    double worst = 0;
    for (int q = -128; q < 128; ++q) {
      const double magnitude = std::min(std::fabs(q), -b) + b;
      const double sign = q < 0 ? -1 : q > 0 ? 1 : 0;
      const double published = q * (sign * (magnitude * magnitude + c) + c);
      const auto got = static_cast<double>(q * golden::i_gelu_factor(words, q));
      REQUIRE(got == -published);  // the published scale is negative
      worst = std::max(worst, std::fabs(got * words.scale - gelu(q * scale)));
    }
    INFO("2^-" << s << ": " << worst);
    CHECK(worst < bound);
  }
}

TEST_CASE("both roots are the floor of the root") {
  for (int n = 0; n < 1 << 20; ++n) {
    int steps = 0;
    REQUIRE(is_root(n, golden::digit_sqrt(n)));
    REQUIRE(is_root(n, golden::newton_sqrt(n, &steps)));
    REQUIRE(steps <= golden::newton_steps(20));
  }
  std::mt19937_64 random(2);
  for (int round = 0; round < 20000; ++round) {
    const int bits = 1 + static_cast<int>(random() % 96);
    const golden::Wide root = random() >> (64 - std::max(1, bits / 2));
    const golden::Wide any = (golden::Wide{random()} << 32 | (random() >> 32)) >> (96 - bits);
    for (const golden::Wide n : {any, root * root, root * root - (root > 0 ? 1 : 0)}) {
      int steps = 0;
      REQUIRE(is_root(n, golden::digit_sqrt(n)));
      REQUIRE(is_root(n, golden::newton_sqrt(n, &steps)));
      REQUIRE(steps <= golden::newton_steps(bits));
    }
  }
  CHECK(golden::newton_steps(16) == 4);  // as the paper has it for 32 bits and its first x
  CHECK_FALSE(is_root(99, 10));          // planted
}

TEST_CASE("softmax of others sums to one from below") {
  std::mt19937_64 random(1);
  for (const bool polynomial : {false, true}) {
    const double scale = 15.0 / 255;
    golden::PeerSoftmax format;
    format.exp = polynomial ? golden::i_exp_words(scale, 12) : golden::di_exp_words(scale, 12);
    double worst = 0;
    for (int round = 0; round < 2000; ++round) {
      golden::Row row = row_of(random_codes(random, 1 + random() % 60));
      for (std::size_t j = 1; j < row.keep.size(); ++j) row.keep[j] = random() % 4 != 0;
      const golden::RowResult result = golden::peer_softmax(format, row);
      std::int64_t top = INT64_MIN;
      for (std::size_t j = 0; j < row.codes.size(); ++j) {
        if (row.keep[j]) top = std::max(top, row.codes[j]);
      }
      double real_sum = 0, exact_sum = 0;
      std::vector<double> exact(row.codes.size()), real(row.codes.size());
      for (std::size_t j = 0; j < row.codes.size(); ++j) {
        if (!row.keep[j]) continue;
        exact[j] = static_cast<double>(golden::peer_exp(format.exp, top - row.codes[j]));
        real[j] = std::exp(static_cast<double>(row.codes[j] - top) * scale);
        exact_sum += exact[j];
        real_sum += real[j];
      }
      std::int64_t sum = 0;
      for (std::size_t j = 0; j < row.codes.size(); ++j) {
        sum += result.outputs[j];
        REQUIRE(static_cast<double>(result.outputs[j]) == std::min(255.0, std::floor(exact[j] * 256 / exact_sum)));
        worst = std::max(worst, std::fabs(static_cast<double>(result.outputs[j]) / 256 - real[j] / real_sum));
      }
      CHECK(sum <= 256);
    }
    INFO((polynomial ? "i-exp " : "DI-Exp ") << worst);
    CHECK(worst < (polynomial ? 0.016 : 0.022));
    CHECK(golden::peer_softmax(format, row_of({5})).outputs == std::vector<std::int64_t>{255});
    CHECK(golden::peer_softmax(format, {{5, 6}, {false, false}}).outputs == std::vector<std::int64_t>{0, 0});
    CHECK(golden::peer_softmax(format, {{5, 6}, {false, false}}).empty);
    CHECK(golden::peer_softmax(format, row_of({})).outputs.empty());
  }
}

TEST_CASE("norms of others divide by the root") {
  std::mt19937_64 random(3);
  for (int round = 0; round < 4000; ++round) {
    golden::PeerNorm format;
    format.centred = random() % 2 == 0;
    format.newton = random() % 2 == 0;
    format.epsilon = static_cast<golden::Wide>(random() % 50);
    format.gain = 1 + static_cast<std::int64_t>(random() % 900);
    format.shift = static_cast<int>(random() % 5);
    const golden::Row row = row_of(random_codes(random, 1 + random() % 40));
    const auto n = static_cast<double>(row.codes.size());
    double sum = 0, squares = 0;
    for (const std::int64_t q : row.codes) {
      sum += static_cast<double>(q);
      squares += static_cast<double>(q * q);
    }
    const double argument = (format.centred ? n * squares - sum * sum : squares) + static_cast<double>(format.epsilon);
    const double root = std::floor(std::sqrt(argument));
    const golden::RowResult result = golden::peer_norm(format, row);
    CHECK(result.empty == (root == 0));
    for (std::size_t j = 0; j < row.codes.size(); ++j) {
      const double c = format.centred ? n * static_cast<double>(row.codes[j]) - sum : static_cast<double>(row.codes[j]);
      const double exact = root == 0 ? 0 : c * static_cast<double>(format.gain) / (root * std::exp2(format.shift));
      const double wanted = std::clamp(std::floor(exact + 0.5), -128.0, 127.0);
      REQUIRE(static_cast<double>(result.outputs[j]) == wanted);
      REQUIRE(result.clamped[j] == (std::floor(exact + 0.5) != wanted));
    }
  }
}

TEST_CASE("gated units of others at every code") {
  const double scale = 1.0 / 16;
  for (const int kind : {0, 1, 2}) {
    golden::PeerGate format;
    format.gelu = kind == 2;
    format.exp = kind == 0 ? golden::di_exp_words(scale, 12) : golden::i_exp_words(scale, 12);
    format.polynomial = golden::i_gelu_words(scale);
    format.exponent = 21;
    format.mantissa = static_cast<std::int64_t>(std::nearbyint(std::ldexp(format.polynomial.scale / scale, 21)));
    format.output_bits = 16;
    format.requant = 0;
    double worst = 0;
    for (int a = -128; a < 128; ++a) {
      const double x = a * scale;
      const double wanted = format.gelu ? gelu(x) : x / (1 + std::exp(-x));
      const double unit = format.gelu ? scale : scale / 256;
      const auto u = static_cast<double>(golden::peer_unit(format, a));
      worst = std::max(worst, std::fabs(u * unit - wanted));
      if (!format.gelu) {
        const auto one = static_cast<double>(golden::peer_exp(format.exp, 0));
        const auto other = static_cast<double>(golden::peer_exp(format.exp, std::abs(a)));
        const double s = std::min(255.0, std::floor((a < 0 ? other : one) * 256 / (one + other)));
        REQUIRE(u == a * s);
      }
      for (int b = -128; b < 128; ++b) {
        format.requant = 4;
        const double product = std::floor(u * b / 16 + 0.5);
        REQUIRE(static_cast<double>(golden::peer_gated(format, a, b)) == std::clamp(product, -32768.0, 32767.0));
      }
    }
    INFO(kind << ": " << worst);
    CHECK(worst < (kind == 2 ? 0.052 : 0.031));
  }
}
