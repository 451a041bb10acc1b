// Copyright 2026 the pwlforge authors.
// Licensed under the Apache License, Version 2.0; see LICENSE.
// SPDX-License-Identifier: Apache-2.0
//
// The search for the least unit: its cost model, its documents, and what it claims.
#include "synth/explore/explore.hpp"

#include <fmt/format.h>
#include <catch2/catch.hpp>

#include <algorithm>
#include <random>

#include "gen/support/json.hpp"
#include "gen/support/signed_digits.hpp"
#include "synth/explore/calibration.hpp"
#include "synth/explore/unit_cost.hpp"

using namespace pwlforge;

namespace {

ExploreOptions one_scale() {
  ExploreOptions options;
  options.functions = {"gelu"};
  options.scales = {3};
  options.max_lsb = 1;
  options.orders = 4;
  options.synthesize = false;
  return options;
}

const Json& row(const Json& json, const std::string& name) {
  for (const Json& one : json.at("rows")) {
    if (one.at("name") == name) return one;
  }
  FAIL("no row " << name);
  return json;
}

}  // namespace

TEST_CASE("the cost model finds weights that made its samples, and none below 0") {
  std::mt19937_64 random(3);
  const std::vector<double> weights{5.0, 0.0, 2.5, 70.0};
  std::vector<std::vector<double>> features;
  std::vector<double> values;
  for (int i = 0; i < 24; ++i) {
    std::vector<double> one{1.0};
    for (std::size_t f = 1; f < weights.size(); ++f) one.push_back(static_cast<double>(random() % 40));
    one[3] += 1;
    double value = 0;
    for (std::size_t f = 0; f < weights.size(); ++f) value += weights[f] * one[f];
    features.push_back(one);
    values.push_back(value);
  }
  const LinearCost cost = fit_cost(features, values);
  for (std::size_t f = 0; f < weights.size(); ++f) CHECK(cost.weights[f] == Approx(weights[f]).margin(0.05));
  // What a feature makes cheaper is not believed.
  for (std::size_t i = 0; i < values.size(); ++i) values[i] -= 1.5 * features[i][1];
  for (const double weight : fit_cost(features, values).weights) CHECK(weight >= 0);
}

TEST_CASE("a unit costs less with every bit that goes") {
  UnitShape shape;
  shape.words = {{{0, 8}, {0, 7}, {0, 8}}, {{0, 8}, {0, 6}, {1, 5}, {0, 8}}, {{0, 16}, {2, 9}, {0, 0}, {0, 12}}, 0, 3};
  const LinearCost cost = uncalibrated_cost();
  const double whole = cost.at(cost_features(shape));
  const auto falls = [&](UnitShape less) { CHECK(cost.at(cost_features(less)) < whole); };
  for (std::size_t i = 0; i < 4; ++i) {
    UnitShape less = shape;
    if (less.words.intercepts[i].bits > 0) {
      --less.words.intercepts[i].bits;
      falls(less);
    }
  }
  UnitShape less = shape;
  less.words.requant_bits = 2;
  falls(less);
  REQUIRE(cost_features(shape).size() == cost_feature_names().size());
}

TEST_CASE("a search without synthesis: bounds met, trimmed below uniform, the same every time") {
  const Exploration found = explore(one_scale());
  CHECK(explore(one_scale()).files == found.files);
  for (const Json& one : found.json.at("rows")) {
    CHECK(one.at("max_error_lsb").get<double>() <= one.at("bound_lsb").get<double>());
    CHECK(one.at("commands").size() == 3);
    if (one.at("bound_lsb") == 0) CHECK(one.at("mismatches") == 0);
  }
  for (const char* bound : {"0", "1"}) {
    const auto cost = [&](const std::string& words) {
      return row(found.json, fmt::format("latches_{}lsb_{}", bound, words)).at("estimate").at("cost").get<double>();
    };
    CHECK(cost("trimmed_1") < cost("uniform"));
  }
  const std::string& page = found.files.at("index.html");
  CHECK(page.find("<script src") == std::string::npos);
  CHECK(page.find("https://") == std::string::npos);
  CHECK(found.files.count("points/latches_1lsb_trimmed_1/gelu.json") == 1);
  // A kind without a shape would not be drawn.
  const std::size_t shapes = page.find("const shapes");
  const std::string drawn = page.substr(shapes, page.find('\n', shapes) - shapes);
  for (const Json& one : found.json.at("rows")) {
    const auto words = one.at("words").get<std::string>();
    INFO(words);
    CHECK((drawn.find(words + ": \"") != std::string::npos || drawn.find(words + "\": \"") != std::string::npos));
  }
  CHECK(drawn.find("constant, terms") != std::string::npos);
}

TEST_CASE("slopes of few terms are what their units add, and what their commands say") {
  ExploreOptions options = one_scale();
  options.stores = {Store::fixed};
  const Exploration found = explore(options);
  int seen = 0;
  for (const Json& one : found.json.at("rows")) {
    const auto name = one.at("name").get<std::string>();
    const std::string gen = one.at("commands").at(0).get<std::string>();
    if (one.at("words") != "constant, terms") {
      CHECK(gen.find("--slope-terms") == std::string::npos);
      continue;
    }
    ++seen;
    const int terms = name.find("_1terms_") != std::string::npos ? 1 : 2;
    CHECK(gen.find(fmt::format("--slope-terms {}", terms)) != std::string::npos);
    const Json table = Json::parse(found.files.at("points/" + name + "/gelu.json"));
    for (const Json& slope : table.at("contexts").at(0).at("slopes")) {
      INFO(name << ": " << slope);
      CHECK(signed_digit_count(slope.get<std::int64_t>()) <= terms);
    }
  }
  CHECK(seen >= 8);
}

TEST_CASE("a bound on the squared error keeps the units that meet it") {
  ExploreOptions options = one_scale();
  options.max_lsb.reset();
  options.mse = 1e-3;
  options.stores = {Store::latches};
  const Exploration found = explore(options);
  REQUIRE_FALSE(found.json.at("rows").empty());
  for (const Json& one : found.json.at("rows")) CHECK(one.at("mse").get<double>() <= 1e-3);
  options.mse = 1e-12;
  CHECK_THROWS_AS(explore(options), InputError);
}

TEST_CASE("on recorded inputs the bound is met where they are") {
  ExploreOptions options = one_scale();
  options.stores = {Store::latches};
  const Exploration whole = explore(options);
  const TemporaryDirectory folder;
  std::string values = "x\n";
  for (int code = -12; code <= 12; ++code) values += fmt::format("{}\n", code / 8.0);
  write_file(folder.path() / "x.csv", values);
  options.recorded = (folder.path() / "x.csv").string();
  const Exploration recorded = explore(options);
  for (const Json& one : recorded.json.at("rows")) {
    CHECK(one.at("codes") == 25);
    CHECK(one.at("max_error_lsb").get<double>() <= one.at("bound_lsb").get<double>());
  }
  const auto bits = [](const Exploration& found) {
    return row(found.json, "latches_0lsb_trimmed_1").at("stored_bits");
  };
  CHECK(bits(recorded).get<int>() < bits(whole).get<int>());
}

TEST_CASE("constant units are synthesized, proven, and ranked") {
  ExploreOptions options = one_scale();
  options.synthesize = true;
  options.stores = {Store::truth_table};
  const Exploration found = explore(options);
  const Json& exact = row(found.json, "truth_table_0lsb_rows");
  const Json& near = row(found.json, "truth_table_1lsb_rows");
  CHECK(near.at("area").get<double>() < exact.at("area").get<double>());
  CHECK(near.at("max_error_lsb") == 1.0);
  for (const Json* one : {&exact, &near}) {
    CHECK(one->at("equivalence").contains("proof"));
    CHECK(one->at("pareto") == true);
  }
}

TEST_CASE("loadable units of one function, calibrated and synthesized", "[.nightly]") {
  ExploreOptions options = one_scale();
  options.scales.clear();
  options.functions = {"silu"};
  options.synthesize = true;
  options.stores = {Store::latches};
  options.orders = 64;
  const Exploration found = explore(options);
  const Json& model = found.json.at("cost_models").at(0);
  INFO(explore_table(found.json));
  CHECK(model.at("held_out").size() >= 6);
  CHECK(model.at("worst_area_error_percent").get<double>() <= 5.0);
  for (const char* bound : {"0", "1"}) {
    double least = 1e18;
    for (const Json& one : found.json.at("rows")) {
      CHECK(one.at("equivalence").contains("proof"));
      const auto name = one.at("name").get<std::string>();
      if (name.find(fmt::format("latches_{}lsb_trimmed", bound)) == 0)
        least = std::min(least, one.at("area").get<double>());
    }
    CHECK(least < row(found.json, fmt::format("latches_{}lsb_uniform", bound)).at("area").get<double>());
  }
}
