// Copyright 2026 the pwlforge authors.
// Licensed under the Apache License, Version 2.0; see LICENSE.
// SPDX-License-Identifier: Apache-2.0
//
// The report is the same whatever the cache holds; rules catch what gets worse.
#include <catch2/catch.hpp>

#include <fmt/format.h>

#include <cstdlib>

#include "gen/support/json.hpp"
#include "gen/unit/configurations.hpp"
#include "synth/compare/clocked_rows.hpp"
#include "synth/compare/compare.hpp"
#include "synth/compare/report_parts.hpp"
#include "synth/compare/rules.hpp"
#include "tests/synth/support.hpp"

using namespace pwlforge;

TEST_CASE("an interrupted comparison goes on and gives the same report", "[compare]") {
  test::need({"yosys", "sta", "gnuplot"});
  const test::FreshCache folder;
  CompareOptions options;
  options.configs = {"paper-int8-8", "truth-table-1"};
  const Json first = compare(options);
  const FileSet report = comparison_report(first);
  // As after a kill: one of two results is there, another is damaged.
  std::vector<std::filesystem::path> entries;
  for (const auto& entry : std::filesystem::directory_iterator(folder.path() / "synth"))
    entries.push_back(entry.path());
  REQUIRE(entries.size() == 2);
  std::filesystem::remove(entries[0]);
  write_file(entries[1], "{\"json\":");
  CHECK(comparison_report(compare(options)) == report);
  CHECK(comparison_report(compare(options)) == report);
  CHECK(report.at("report.html").find("<svg") != std::string::npos);
  CHECK(report.at("report.html").find("http-equiv") == std::string::npos);
  // What the baseline is, and every part of the units, in words and numbers.
  for (const char* said :
       {"The FP32 baseline is ours", "scripts/area fma", "comparators", "area, \u00b5m\u00b2", "rms"})
    CHECK(report.at("report.html").find(said) != std::string::npos);
  for (const Json& row : first.at("rows")) {
    const double plain = row.at("power_mw").at("total").get<double>();
    const double with_glitches = row.at("power_glitch_mw").at("total").get<double>();
    CHECK(with_glitches > plain);
    CHECK(row.at("glitch_ratio").get<double>() == Approx(with_glitches / plain).epsilon(1e-4));
    CHECK(row.at("power_glitch_saving_percent").contains("fp32"));
    CHECK(report.at("report.html").find(fmt::format("<td>{:.2f}</td>", row.at("glitch_ratio").get<double>())) !=
          std::string::npos);
  }
  CHECK(comparison_table(first).find("glitches") != std::string::npos);
  CHECK(first.at("rows").at(0).at("accuracy").at("mse") > first.at("rows").at(1).at("accuracy").at("mse"));

  const Json rules = rules_from_report(first);
  CHECK(check_rules(first, rules, "rules") == 6);
  for (const char* figure : {"area", "logic_depth"}) {
    Json worse = first;
    worse["rows"][0][figure] = worse["rows"][0][figure].get<double>() * 1.2;
    CHECK_THROWS_AS(check_rules(worse, rules, "rules"), CheckFailed);
    worse["rows"][0][figure] = first["rows"][0][figure].get<double>() * 0.5;
    CHECK_NOTHROW(check_rules(worse, rules, "rules"));
  }
  Json worse = first;
  worse["rows"][1]["power_mw"]["total"] = 1.05 * first["rows"][1]["power_mw"]["total"].get<double>();
  CHECK_THROWS_AS(check_rules(worse, rules, "rules"), CheckFailed);
  worse["rows"] = Json::array();
  CHECK_THROWS_AS(check_rules(worse, rules, "rules"), CheckFailed);
  worse["clock_ns"] = 5;
  CHECK_THROWS_AS(check_rules(worse, rules, "rules"), InputError);
  worse["liberty"].push_back(worse["liberty"].front());
  CHECK_THROWS_WITH(rules_from_report(worse), Catch::Contains("compare with one --liberty"));
}

TEST_CASE("operators stand in a table of their own, with what they are", "[compare]") {
  test::need({"yosys", "sta", "gnuplot"});
  const test::FreshCache folder;
  CompareOptions options;
  options.configs = {"truth-table-1", "swiglu-int8"};
  const Json report = compare(options);
  CHECK(report.at("rows").size() == 1);
  REQUIRE(report.at("operators").size() == 1);
  const Json& row = report.at("operators").at(0);
  CHECK(row.at("config") == "swiglu-int8");
  CHECK(row.at("equivalence").at("result") == "equal to the golden model");
  CHECK(row.at("memory_bits") == 0);
  // Nothing to save against: its figures alone, in both.
  const std::string area = fmt::format("{:.0f}", row.at("area").get<double>());
  const std::string energy = fmt::format("{:.4f}", row.at("energy_per_row_nj").get<double>());
  const std::string table = comparison_table(report);
  const std::string page = comparison_report(report).at("report.html");
  for (const std::string& figure : {std::string("swiglu-int8"), area, energy}) {
    CHECK(table.find(figure) != std::string::npos);
    CHECK(page.find("<td>" + figure + "</td>") != std::string::npos);
  }
  CHECK(comparison_table(compare(options)) == table);
}

TEST_CASE("unknown names are refused before anything runs", "[compare]") {
  CompareOptions options;
  options.configs = {"paper-int9-8"};
  CHECK_THROWS_AS(compare(options), InputError);
}

TEST_CASE("the paper's rows carry the paper's savings", "[compare]") {
  const Json rows = paper_rows();
  CHECK(rows.at(0).at("area_saving_percent").at("fp32") == 81.3);
  CHECK(rows.at(0).at("area_saving_percent").at("int32") == 81.7);
  CHECK(rows.at(0).at("power_saving_percent").at("fp32") == 80.2);
  CHECK(rows.at(0).at("power_saving_percent").at("int32") == 79.3);
}

TEST_CASE("stages are added where the longest path is, never to a truth table", "[compare]") {
  const auto latencies = [](const char* name) {
    std::vector<int> all;
    for (const UnitSpec& spec : stage_choices(find_configuration(name).spec)) all.push_back(plan_unit(spec).latency);
    return all;
  };
  CHECK(latencies("plain-fp32-8") == std::vector<int>{3, 4, 5, 6});
  CHECK(latencies("paper-int32-8") == std::vector<int>{3, 4, 5, 6, 7});
  CHECK(latencies("small-int8-8") == std::vector<int>{2, 4, 5, 6, 7});
}

TEST_CASE("a curve has a point for every clock, and slower clocks need no more area", "[compare]") {
  test::need({"yosys", "sta", "gnuplot"});
  CompareOptions options;
  options.configs = {"truth-table-1"};
  options.curve = true;
  CHECK_THROWS_AS(compare(options), InputError);
  options.timed = true;
  options.clock_ns = 1.2;
  const Json report = compare(options);
  CHECK(report.at("goal") == "clock");
  const Json& points = report.at("curves").at(0).at("points");
  REQUIRE(points.size() == curve_clocks(options.clock_ns).size());
  for (std::size_t i = 1; i < points.size(); ++i) {
    CHECK(points[i].at("clock_ns") > points[i - 1].at("clock_ns"));
    if (points[i - 1].at("meets_clock") == true) CHECK(points[i].at("area") <= points[i - 1].at("area"));
  }
  CHECK(points.back().at("meets_clock") == true);
  const std::string html = comparison_report(report).at("report.html");
  CHECK(html.find("Area over the clock period") != std::string::npos);
  CHECK(html.find("for this clock with the fewest pipeline stages") != std::string::npos);
}

TEST_CASE("the report says by how much a saving falls short, and of what", "[compare]") {
  const auto row = [](const char* config, double store, double mac) {
    return Json{{"config", config},
                {"architecture", "plain"},
                {"liberty", "any"},
                {"entries", 8},
                {"area", store + mac},
                {"area_by_part",
                 {{"parameter_store", store},
                  {"comparators", 0},
                  {"select", 0},
                  {"mac", mac},
                  {"rest", 0},
                  {"boundaries", 0},
                  {"buffers", 0}}},
                {"area_saving_percent", {{"fp32", 75.0}, {"int32", nullptr}}},
                {"power_saving_percent", {{"fp32", 80.0}, {"int32", nullptr}}}};
  };
  Json report{{"rows", {row("plain-int8-8", 40, 10), row("plain-fp32-8", 100, 100)}}, {"paper", paper_rows()}};
  const std::string text = report::saving_section(report, "any");
  CHECK(text.find("75.00 %, 6.30 points below the paper&rsquo;s 81.3") != std::string::npos);
  CHECK(text.find("80 % of the INT8 unit, saves 60.0 %") != std::string::npos);
  CHECK(text.find("all else saves 90.0 %") != std::string::npos);
  report["rows"][0]["area_saving_percent"]["fp32"] = 82.0;
  CHECK(report::saving_section(report, "any").find("below the paper") == std::string::npos);
  CHECK(report::saving_section(report, "other").empty());
}
