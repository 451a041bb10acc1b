// Copyright 2026 the pwlforge authors.
// Licensed under the Apache License, Version 2.0; see LICENSE.
// SPDX-License-Identifier: Apache-2.0
//
// What check_unit says of a sound unit with one thing changed: of tables that are another unit's above all, which a
// manifest can hold however it came to be.
#include "gen/unit/rules.hpp"

#include <catch2/catch.hpp>

#include <functional>

#include "gen/fit/fit.hpp"
#include "gen/functions/function.hpp"
#include "gen/tables/format.hpp"
#include "gen/unit/request.hpp"

using namespace pwlforge;

namespace {

Table fitted(const std::string& format, std::vector<int> scales) {
  FitRequest request;
  request.function = &find_function("gelu");
  request.entries = 4;
  request.format = parse_format(format);
  request.method = Method::uniform;
  request.scales = std::move(scales);
  return fit(request);
}

UnitSpec unit_of(const std::string& unit, const Table& table) {
  UnitRequest request;
  request.unit = unit;
  request.documents = {table};
  request.name = "dut";
  return unit_spec(request);
}

/// What is said of a sound unit with one change; nothing when it is still sound.
std::string said(UnitSpec spec, const std::function<void(UnitSpec&)>& change) {
  change(spec);
  Problems problems;
  check_unit(spec, problems);
  try {
    problems.throw_if_any();
  } catch (const InputError& error) {
    return error.what();
  }
  return "";
}

using Catch::Matchers::Contains;

}  // namespace

TEST_CASE("an integer unit refuses parameters that it cannot hold, each in its words") {
  const UnitSpec direct = unit_of("int8", fitted("k8b16", {4}));
  const UnitSpec shifted = unit_of("int8", fitted("f6k8b8", {4}));
  const auto context = [](UnitSpec& spec) -> TableContext& { return spec.tables[0].contexts[0]; };
  CHECK(said(direct, [](UnitSpec&) {}).empty());
  CHECK(said(shifted, [](UnitSpec&) {}).empty());
  CHECK_THAT(said(direct, [&](UnitSpec& spec) { context(spec).slopes.pop_back(); }),
             Contains("do not belong together; write the table again"));
  CHECK_THAT(said(direct, [&](UnitSpec& spec) { std::swap(context(spec).thresholds[0], context(spec).thresholds[2]); }),
             Contains("threshold 1 is below the one before it; sort the thresholds"));
  CHECK_THAT(said(direct, [&](UnitSpec& spec) { context(spec).slopes[2] = 128; }),
             Contains("slope 2 does not fit 8 bits (found 128); use --format k8b16 or a wider one"));
  CHECK_THAT(said(direct, [&](UnitSpec& spec) { context(spec).intercepts[3] = -32769; }),
             Contains("intercept 3 does not fit 16 bits (found -32769); use --format k8b16"));
  CHECK_THAT(said(direct, [&](UnitSpec& spec) { context(spec).requant_shift = 18; }),
             Contains("requantize shift R out of range (found 18); the accumulator has 17 bits"));
  CHECK_THAT(said(shifted, [&](UnitSpec& spec) { context(spec).shift = 7; }),
             Contains("intercept shift s out of range (found 7); a 8-bit unit shifts by 0..6"));
  CHECK_THAT(said(shifted, [&](UnitSpec& spec) { context(spec).input_zero = 3; }),
             Contains("a shifted intercept needs an input zero point of 0 (found 3); fit a direct table"));
}

TEST_CASE("an integer unit refuses tables of another unit") {
  const UnitSpec direct = unit_of("int8", fitted("k8b16", {4}));
  const UnitSpec shifted = unit_of("int8", fitted("f6k8b8", {4}));
  CHECK_THAT(said(direct, [](UnitSpec& spec) { spec.tables = {fitted("bf16", {})}; }),
             Contains("a float table does not fit an integer unit (found bf16); use --unit bf16"));
  CHECK_THAT(said(direct, [](UnitSpec& spec) { spec.integer.input_bits = 9; }),
             Contains("the table is for 8 input bits, the unit has 9; use --unit int:8"));
  CHECK_THAT(said(direct, [](UnitSpec& spec) { spec.integer.output_signed = false; }),
             Contains("the table's output has 8 signed bits, the unit's 8 unsigned; use --output 8"));
  CHECK_THAT(said(direct, [&](UnitSpec& spec) { spec.tables = shifted.tables; }),
             Contains("the table holds shifted intercepts, the unit adds direct ones; use --intercept shifted"));
  CHECK_THAT(said(shifted, [&](UnitSpec& spec) { spec.tables = direct.tables; }),
             Contains("the table holds direct intercepts, the unit shifts them; use --intercept direct"));
  CHECK_THAT(said(direct, [](UnitSpec& spec) { spec.integer.rounding = golden::Rounding::floor; }),
             Contains("fitted for another rounding than the unit has; drop --rounding"));
  CHECK_THAT(said(direct, [](UnitSpec& spec) { spec.entries = 3; }),
             Contains("4 entries do not fit a unit of 3; use --entries 4"));
  const auto many = [&](UnitSpec& spec) {
    spec.store = Store::fixed;
    spec.tables.assign(257, spec.tables[0]);
  };
  CHECK_THAT(said(direct, many), Contains("257 contexts are too many for constants; use at most 256"));
}

TEST_CASE("a float unit refuses tables of another unit") {
  const UnitSpec unit = unit_of("bf16", fitted("bf16", {}));
  CHECK(said(unit, [](UnitSpec&) {}).empty());
  CHECK_THAT(said(unit, [](UnitSpec& spec) { spec.tables = {fitted("fp16", {})}; }),
             Contains("the table's format is fp16, the unit's bf16; fit with --format bf16"));
  CHECK_THAT(said(unit, [](UnitSpec& spec) { spec.entries = 3; }), Contains("4 entries do not fit a unit of 3"));
  const auto subnormal = [](UnitSpec& spec) {
    spec.float_options.ftz = true;
    spec.tables[0].contexts[0].intercepts[1] = 1;  // the least positive number
  };
  CHECK_THAT(said(unit, subnormal), Contains("subnormal parameter (found 0x1); drop --ftz"));
}

TEST_CASE("a unit refuses a shape that nothing builds") {
  const UnitSpec direct = unit_of("int8", fitted("k8b16", {4}));
  CHECK_THAT(said(direct, [](UnitSpec& spec) { spec.name = "pwl_unit"; }),
             Contains("names that begin with pwl_ belong to the library (found pwl_unit); choose another name"));
  const auto wide = [](UnitSpec& spec) {
    spec.tables.clear();
    spec.integer.raw = true;
    spec.integer.input_bits = spec.integer.slope_bits = 32;
    spec.integer.intercept_bits = 64;
  };
  CHECK_THAT(said(direct, wide), Contains("is wider than 64; drop --output raw"));
}

TEST_CASE("trimmed words are those of the unit and of its tables") {
  UnitSpec trimmed = unit_of("int8", fitted("k8b16", {4}));
  KeptWords whole;
  whole.thresholds.assign(3, {0, 8});
  whole.slopes.assign(4, {0, 8});
  whole.intercepts.assign(4, {0, 16});
  whole.requant_bits = 5;
  trimmed.kept = whole;
  CHECK(said(trimmed, [](UnitSpec&) {}).empty());
  CHECK_THAT(said(trimmed, [](UnitSpec& spec) { spec.store = Store::fixed; }),
             Contains("only integer units with a loadable store have words to trim; drop it"));
  CHECK_THAT(said(trimmed, [](UnitSpec& spec) { spec.tables.clear(); }),
             Contains("no table says which bits are needed"));
  CHECK_THAT(said(trimmed,
                  [](UnitSpec& spec) {
                    spec.tables = {fitted("f6k8b8", {4})}, spec.integer.intercept = golden::InterceptForm::shifted;
                  }),
             Contains("words of shifted intercepts are kept whole; use direct tables"));
  CHECK_THAT(said(trimmed,
                  [](UnitSpec& spec) {
                    spec.kept->slopes[1] = {4, 5};
                  }),
             Contains("not one range of bits inside every word; generate the unit again"));
  CHECK_THAT(said(trimmed,
                  [](UnitSpec& spec) {
                    spec.kept->slopes[3] = {0, 1};
                  }),
             Contains("the words that are kept do not hold this table; generate the unit again with --trim"));
}
