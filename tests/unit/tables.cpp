// Copyright 2026 the pwlforge authors.
// Licensed under the Apache License, Version 2.0; see LICENSE.
// SPDX-License-Identifier: Apache-2.0
//
// Table documents: thresholds, round trips, and every problem told with its path.
#include <catch2/catch.hpp>

#include <gmpxx.h>

#include <random>

#include "gen/support/files.hpp"
#include "gen/support/json.hpp"
#include "gen/tables/certificate.hpp"
#include "gen/tables/gqa.hpp"
#include "gen/tables/pwl.hpp"
#include "gen/tables/table.hpp"

using namespace pwlforge;

namespace {

Table small_table() {
  Table table;
  table.function = "gelu";
  table.range = {-4, 4};
  table.entries = 3;
  table.format = parse_format("f6k8b8");
  table.intercept = golden::InterceptForm::shifted;
  TableContext context;
  context.input_scale = 0.125;
  context.output_scale = 0.125;
  context.fraction_bits = 6;
  context.shift = 3;
  context.requant_shift = 6;
  context.breakpoints = {-1.3, 0.7};
  context.thresholds = thresholds_of(context.breakpoints, 0.125, 0, ThresholdRule::ceil, Tie::upper);
  context.slopes = {-2, 30, 64};
  context.intercepts = {-5, 0, 1};
  table.contexts.push_back(context);
  table.provenance = {"import", "", 7, "pwlforge test", 0.0, "by hand"};
  return table;
}

std::string problems_of(const Json& json) {
  try {
    table_from_json(json, "t.json");
  } catch (const InputError& error) {
    return error.what();
  }
  return "";
}

}  // namespace

TEST_CASE("thresholds are the least codes at or above the breakpoint, exactly, for real scales too") {
  std::mt19937_64 random(11);
  for (int i = 0; i < 20000; ++i) {
    const double scale =
        std::ldexp(1.0 + static_cast<double>(random() % 1000) / 1000.0, -static_cast<int>(random() % 12));
    const std::int64_t zero = static_cast<std::int64_t>(random() % 41) - 20;
    // On, just above and just below a code, and anywhere.
    double p = static_cast<double>(static_cast<int>(random() % 401) - 200) * scale;
    if (i % 3 == 1) p = std::nextafter(p, 1e9);
    if (i % 3 == 2) p = std::nextafter(p, -1e9);
    const Tie tie = i % 2 == 0 ? Tie::upper : Tie::lower;
    const std::int64_t t = thresholds_of({p}, scale, zero, ThresholdRule::ceil, tie).at(0);
    const auto at_or_above = [&](std::int64_t code) {
      const mpq_class x = mpq_class(static_cast<long>(code - zero)) * mpq_class(scale);
      return tie == Tie::upper ? x >= mpq_class(p) : x > mpq_class(p);
    };
    REQUIRE(at_or_above(t));
    REQUIRE_FALSE(at_or_above(t - 1));
  }
  CHECK(thresholds_of({0.5, 1.5, -0.5}, 1.0, 0, ThresholdRule::round, Tie::upper) ==
        std::vector<std::int64_t>{0, 2, 0});
  CHECK(thresholds_of({0.5}, 1.0, 0, ThresholdRule::round, Tie::lower) == std::vector<std::int64_t>{1});
  CHECK_THROWS_AS(thresholds_of({0.5}, 0.3, 0, ThresholdRule::round, Tie::upper), InputError);
}

TEST_CASE("a document survives writing and reading, byte for byte") {
  const Table table = small_table();
  const std::string text = table_text(table);
  const Table back = table_from_json(parse_json(text, "t.json"), "t.json");
  CHECK(table_text(back) == text);
  CHECK(back.contexts[0].breakpoints == table.contexts[0].breakpoints);
  CHECK(back.provenance.seed == 7);
}

TEST_CASE("plain real parameters are rounded to the format, at every scale") {
  const std::string path = "import_pwl.json";
  write_file(path, R"({"function": "gelu", "breakpoints": [-1.3, 0.7], "slopes": [-0.03, 0.47, 1.02],
                      "intercepts": [-0.11, 0.013, -0.07]})");
  PwlImportOptions options;
  options.format = parse_format("k8b16");
  const Table table = import_pwl(path, options);
  REQUIRE(table.contexts.size() == 7);
  for (std::size_t c = 0; c < table.contexts.size(); ++c) {
    const TableContext& context = table.contexts[c];
    const int s = static_cast<int>(c);
    CHECK(context.input_scale == std::ldexp(1.0, -s));
    CHECK(context.thresholds == thresholds_of({-1.3, 0.7}, context.input_scale, 0, ThresholdRule::ceil, Tie::upper));
    // Half a unit of the last place at most, and no bit of the format is left unused.
    const double step = std::ldexp(1.0, -context.fraction_bits);
    const std::vector<double> slopes{-0.03, 0.47, 1.02}, intercepts{-0.11, 0.013, -0.07};
    for (std::size_t i = 0; i < 3; ++i) {
      CHECK(std::abs(static_cast<double>(context.slopes[i]) * step - slopes[i]) <= step / 2);
      const double fine = std::ldexp(step, -s);
      CHECK(std::abs(static_cast<double>(context.intercepts[i]) * fine - intercepts[i]) <= fine / 2);
    }
    CHECK(context.slopes[2] >= 64);
  }
  write_file("import_pwl.csv", "breakpoint,slope,intercept\n,-0.03,-0.11\n-1.3,0.47,0.013\n0.7,1.02,-0.07\n");
  options.function = "gelu";
  CHECK(table_text(import_pwl("import_pwl.csv", options)) == table_text(table));
}

TEST_CASE("bad documents: all problems at once, each with its path") {
  Json json = table_to_json(small_table());
  json["entries"] = 1;
  json["colour"] = "red";
  json["contexts"][0]["slopes"][1] = 300;
  json["contexts"][0]["input_scale"] = -1;
  const std::string text = problems_of(json);
  CHECK_THAT(text, Catch::Contains("t.json:/entries") && Catch::Contains("found 1"));
  CHECK_THAT(text, Catch::Contains("t.json:/colour: unknown member"));
  CHECK_THAT(text, Catch::Contains("t.json:/contexts/0/slopes/1") && Catch::Contains("found 300"));
  CHECK_THAT(text, Catch::Contains("input_scale must be positive"));
  Json sixty_five = table_to_json(small_table());
  sixty_five["entries"] = 65;
  CHECK_THAT(problems_of(sixty_five), Catch::Contains("2..64"));
  Json unsorted = table_to_json(small_table());
  unsorted["contexts"][0]["thresholds"] = {5, 4};
  CHECK_THAT(problems_of(unsorted),
             Catch::Contains("/contexts/0/thresholds/1") && Catch::Contains("must not decrease"));
  Json schema = table_to_json(small_table());
  schema["schema"] = "pwlforge.table/9";
  CHECK_THAT(problems_of(schema), Catch::Contains("pwlforge.table/1"));
  Json missing = table_to_json(small_table());
  missing["contexts"][0].erase("slopes");
  CHECK_THAT(problems_of(missing), Catch::Contains("\"slopes\" is missing"));
  const std::string whole = table_text(small_table());
  CHECK_THROWS_WITH(parse_json(whole.substr(0, whole.size() / 2), "half.json"), Catch::Contains("ends too early"));
}

TEST_CASE("GQA-LUT files: import, export, import is the identity; faults are told") {
  const TemporaryDirectory directory;
  const std::string path = (directory.path() / "gelu.json").string();
  const auto import = [&](const std::string& text, ThresholdRule rule, Tie tie) {
    write_file(path, text);
    GqaImportOptions options;
    options.threshold = rule;
    options.tie = tie;
    options.scales = {0, 3};
    std::vector<std::string> notes;
    return import_gqa(path, options, notes);
  };
  const std::string text =
      R"({"gelu":{"0":{"breakpoints":[-1.0,1.0],"slopes":[0.0,0.5,1.0],"intercepts":[0.0,-0.125,0.0]},)"
      R"("3":{"breakpoints":[-1.25,0.875],"slopes":[0.0,0.5,1.0],"intercepts":[0.0,-0.125,0.0]}}})";
  for (const Tie tie : {Tie::upper, Tie::lower}) {
    const Table table = import(text, ThresholdRule::round, tie);
    CHECK(export_gqa(table) == Json::parse(text));
    CHECK(table.sharing == Sharing::shared);
    CHECK(table.contexts[1].thresholds[1] == (tie == Tie::upper ? 7 : 8));
  }
  CHECK(import(text, ThresholdRule::ceil, Tie::upper).contexts[0].thresholds == std::vector<std::int64_t>{-1, 1});
  CHECK_THROWS_WITH(import(R"({"gelu":{"0":{"breakpoints":[1.0],"slopes":[0.013,1],"intercepts":[0,0]},"3":{}}})",
                           ThresholdRule::round, Tie::upper),
                    Catch::Contains("/gelu/0/slopes/0") && Catch::Contains("multiple of 2^-6"));
  CHECK_THROWS_WITH(import(R"({"relu":{}})", ThresholdRule::round, Tie::upper), Catch::Contains("unknown name"));
}

TEST_CASE("certificates: a perfect table has no error, a planted one has exactly that error") {
  Table table = small_table();
  const TableContext& context = table.contexts[0];
  const auto codes = certificate_codes(table, context, 1);
  CHECK(codes.size() == 256);
  const auto ideal =
      ideal_table(find_function("gelu"), input_quantization(table, context), output_quantization(table, context));
  std::vector<CodePair> pairs;
  for (std::size_t i = 0; i < codes.size(); ++i) pairs.push_back({codes[i], ideal[i]});
  ContextCertificate perfect = certify_pairs(table, context, pairs, 1);
  CHECK(perfect.mismatches == 0);
  CHECK(perfect.mse == perfect.ideal_mse);
  CHECK(perfect.exhaustive);
  pairs[40].y += 3;
  pairs[41].y -= 1;
  const ContextCertificate wrong = certify_pairs(table, context, pairs, 1);
  CHECK(wrong.mismatches == 2);
  CHECK(wrong.max_error_lsb == 3);
  CHECK(wrong.bias == Approx(2.0 / 256));
  CHECK(wrong.monotonicity_violations > perfect.monotonicity_violations);
  CHECK_THROWS_AS(certify_pairs(table, context, {}, 1), CheckFailed);
}

TEST_CASE("the points of metric A are those of numpy.arange") {
  CHECK(metric_a_grid({-4, 4}).size() == 800);
  CHECK(metric_a_grid({-8, 0}).size() == 800);
  CHECK(metric_a_grid({0.5, 4}).size() == 350);
  CHECK(metric_a_grid({0.25, 4}).size() == 375);
  CHECK(metric_a_grid({-8, 8}).size() == 1600);
  CHECK(metric_a_grid({-8, 0})[1] == -7.99);
}
