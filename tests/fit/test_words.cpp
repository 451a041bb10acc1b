// Copyright 2026 the pwlforge authors.
// Licensed under the Apache License, Version 2.0; see LICENSE.
// SPDX-License-Identifier: Apache-2.0
//
// The search of word widths: its "no" is held against every table there is (tiny instances), its least numbers of
// entries against the fitter's, its tables against the golden model.
#include <catch2/catch.hpp>

#include <cmath>
#include <random>

#include "gen/fit/word_search.hpp"
#include "gen/support/diagnostics.hpp"
#include "gen/tables/certificate.hpp"
#include "tests/fit/small_instances.hpp"

using namespace pwlforge;
using fitting::WordProblem;
using fitting::WordSearch;
using golden::KeptBits;
using golden::KeptWords;

namespace {

std::vector<std::int64_t> all_of(const KeptBits& kind) {
  std::vector<std::int64_t> numbers{0};
  if (kind.bits == 0) return numbers;
  numbers.clear();
  for (std::int64_t k = -(std::int64_t{1} << (kind.bits - 1)); k < (std::int64_t{1} << (kind.bits - 1)); ++k) {
    numbers.push_back(k * (std::int64_t{1} << kind.low));
  }
  return numbers;
}

/// Whether any table of these words, two entries, is within the bound: all of them are evaluated by the golden model.
bool any_table(const Function& function, const WordProblem& problem, const KeptWords& words, int s) {
  const Quantization input{problem.input_bits, true, std::ldexp(1.0, -s), 0};
  Quantization output{problem.output_bits, true, 1.0, 0};
  output.scale = default_output_scale(function, input, output);
  const auto [first, last] = valid_codes(function, input);
  const std::vector<std::int64_t> ideal = ideal_table(function, input, output);
  const auto meets = [&](std::int64_t k, std::int64_t b, int r, std::int64_t code) {
    const golden::Wide rounded = golden::round_shift((golden::Wide{k} * code) + b, r, problem.rounding);
    const auto y = static_cast<std::int64_t>(golden::saturate(rounded, problem.output_bits, true, nullptr));
    return std::abs(y - ideal[static_cast<std::size_t>(code - first)]) <= problem.max_lsb;
  };
  const auto segment = [&](std::size_t entry, int r, std::int64_t from, std::int64_t to) {
    if (from > to) return true;
    for (const std::int64_t k : all_of(words.slopes[entry])) {
      // Of one term: a power of two, positive or negative, or 0.
      if (problem.slope_terms == 1 && (std::abs(k) & (std::abs(k) - 1)) != 0) continue;
      for (const std::int64_t b : all_of(words.intercepts[entry])) {
        bool all = true;
        for (std::int64_t code = from; all && code <= to; ++code) all = meets(k, b, r, code);
        if (all) return true;
      }
    }
    return false;
  };
  const int m = scale_exponent(output.scale);
  for (int r = words.requant_first; r < words.requant_first + (1 << words.requant_bits); ++r) {
    if (r - s + m < 0) continue;  // slopes have no fraction bits to leave out
    for (const std::int64_t t : all_of(words.thresholds[0])) {
      if (segment(0, r, first, std::min(last, t - 1)) && segment(1, r, std::max(first, t), last)) return true;
    }
  }
  return false;
}

double plain_price(const KeptWords& words) {
  return fitting::stored_bits(words);
}

}  // namespace

TEST_CASE("what is feasible is what some table of the words reaches") {
  std::mt19937_64 random(7);
  int feasible = 0;
  int tried = 0;
  for (int instance = 0; instance < 40; ++instance) {
    const auto function = testing::random_function(random);
    WordProblem problem;
    problem.functions = {{function.get(), {2}, {}}};
    problem.input_bits = problem.output_bits = 4;
    problem.max_lsb = static_cast<int>(random() % 3);
    problem.slope_terms = instance % 2;
    const WordSearch search(problem);
    for (int draw = 0; draw < 8; ++draw) {
      KeptWords words = fitting::whole_words(2, 4, 4, 5, 0);
      const auto narrow = [&](KeptBits& word) {
        word.low = static_cast<int>(random() % 3);
        word.bits = std::max(0, word.bits - word.low - static_cast<int>(random() % 2));
        if (word.bits == 0) word.low = 0;
      };
      for (auto* column : {&words.thresholds, &words.slopes, &words.intercepts}) {
        for (KeptBits& word : *column) narrow(word);
      }
      words.requant_bits = static_cast<int>(random() % 2);
      words.requant_first = 2 * static_cast<int>(random() % 2);
      const bool found = search.feasible(words);
      INFO("instance " << instance << ", draw " << draw);
      CHECK(found == any_table(*function, problem, words, 2));
      feasible += found ? 1 : 0;
      ++tried;
    }
  }
  // Both answers must have been put to the test.
  CHECK(feasible > 20);
  CHECK(tried - feasible > 20);
}

TEST_CASE("least numbers of entries are the fitter's") {
  for (const char* name : {"gelu", "exp", "rsqrt", "tanh"}) {
    const Function& function = find_function(name);
    for (const int s : {1, 3, 5}) {
      const Quantization input{8, true, std::ldexp(1.0, -s), 0};
      Quantization output{8, true, 1.0, 0};
      output.scale = default_output_scale(function, input, output);
      ParamFormat format;
      format.slope_bits = 8;
      format.intercept_bits = 16;
      const LeastEntries least = least_entries(function, input, output, format, golden::Rounding::half_up);
      for (const int bound : {0, 1}) {
        WordProblem problem;
        problem.functions = {{&function, {s}, {}}};
        problem.max_lsb = bound;
        const WordSearch search(problem);
        INFO(name << " at 2^-" << s << " within " << bound);
        const std::optional<int> wanted = bound == 0 ? least.exact : least.within_one;
        REQUIRE(wanted.has_value());
        CHECK(search.least_entries(8, 16, 0, search.requant_bits(), 40) == std::max(2, *wanted));
      }
    }
  }
}

TEST_CASE("so they are for inputs of which only the least ends are followed") {
  for (const char* name : {"gelu", "exp"}) {
    const Function& function = find_function(name);
    const Quantization input{13, true, std::ldexp(1.0, -9), 0};
    Quantization output{13, true, 1.0, 0};
    output.scale = default_output_scale(function, input, output);
    ParamFormat format;
    format.slope_bits = 13;
    format.intercept_bits = 26;
    WordProblem problem;
    problem.functions = {{&function, {9}, {}}};
    problem.input_bits = problem.output_bits = 13;
    problem.max_lsb = 1;
    const WordSearch search(problem);
    const std::optional<int> least = search.least_entries(13, 26, 0, search.requant_bits(), 64);
    INFO(name);
    REQUIRE(least.has_value());
    CHECK(least == least_entries(function, input, output, format, golden::Rounding::half_up).within_one);
    for (const Table& table : search.tables(fitting::whole_words(*least, 13, 13, 26, search.requant_bits()))) {
      for (const ContextCertificate& one : certify_model(table).contexts) CHECK(one.max_error_lsb <= 1.0);
    }
  }
}

TEST_CASE("narrowed words cannot lose another bit, and their tables are within the bound") {
  WordProblem problem;
  for (const char* name : {"silu", "exp"}) problem.functions.push_back({&find_function(name), {}, {}});
  problem.max_lsb = 1;
  const WordSearch search(problem);
  const int requant = search.requant_bits();
  const int entries = search.least_entries(8, 16, 0, requant, 40).value();
  const KeptWords whole = fitting::whole_words(entries, 8, 8, 16, requant);
  for (const std::uint64_t seed : {0, 1, 2}) {
    const KeptWords words = search.narrowed(whole, plain_price, seed);
    CHECK(fitting::stored_bits(words) < fitting::stored_bits(whole));
    CHECK(search.narrowed(whole, plain_price, seed) == words);
    for (auto column : {&KeptWords::thresholds, &KeptWords::slopes, &KeptWords::intercepts}) {
      for (std::size_t i = 0; i < (words.*column).size(); ++i) {
        if ((words.*column)[i].bits == 0) continue;
        for (const int below : {0, 1}) {
          KeptWords less = words;
          KeptBits& word = (less.*column)[i];
          --word.bits;
          word.low = word.bits == 0 ? 0 : word.low + below;
          CHECK_FALSE(search.feasible(less));
        }
      }
    }
    for (const Table& table : search.tables(words)) {
      check_table(table, "searched");
      for (const TableContext& context : table.contexts) CHECK(golden::holds(words, int_params(context)));
      for (const ContextCertificate& one : certify_model(table).contexts) CHECK(one.max_error_lsb <= 1.0);
    }
  }
}

TEST_CASE("codes that no recorded value rounds to do not count") {
  WordProblem problem;
  problem.functions = {{&find_function("gelu"), {5}, {}}};
  const WordSearch whole(problem);
  problem.functions.front().recorded = {-1.0, -0.5, 0.0, 0.5, 1.0};
  const WordSearch recorded(problem);
  const int requant = whole.requant_bits();
  CHECK(recorded.least_entries(8, 16, 0, requant, 40).value() < whole.least_entries(8, 16, 0, requant, 40).value());
  problem.functions.front().recorded = {1e9};
  CHECK_THROWS_AS(WordSearch(problem), InputError);
}
