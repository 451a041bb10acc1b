// Copyright 2026 the pwlforge authors.
// Licensed under the Apache License, Version 2.0; see LICENSE.
// SPDX-License-Identifier: Apache-2.0
//
// One netlist of an INT8 unit under the three built-in workloads: what physics demands of their powers.
#include <catch2/catch.hpp>

#include <map>
#include <sstream>

#include "gen/fit/fit.hpp"
#include "gen/support/json.hpp"
#include "tests/synth/support.hpp"

using namespace pwlforge;

namespace {

struct Net {
  std::string driver;
  double transitions = 0, duty = 0, load_pf = 0, slew_ns = 0, glitches = 0;
};

/// activity.csv of a result, by net.
std::map<std::string, Net> activity_of(const SynthResult& result) {
  std::istringstream lines(result.files.at("activity.csv"));
  std::string line;
  std::getline(lines, line);
  REQUIRE(line == "net,driver,transitions_per_cycle,duty,load_pf,slew_ns,glitch_transitions_per_cycle");
  std::map<std::string, Net> nets;
  while (std::getline(lines, line)) {
    std::istringstream fields(line);
    std::string name, number;
    Net net;
    std::getline(fields, name, ',');
    std::getline(fields, net.driver, ',');
    for (double* value : {&net.transitions, &net.duty, &net.load_pf, &net.slew_ns, &net.glitches}) {
      std::getline(fields, number, ',');
      *value = std::stod(number);
    }
    nets[name] = net;
  }
  return nets;
}

bool is_clock(const Net& net) {
  return net.driver == "clk_i";
}

/// 1/2 C V^2 for every transition of a net, in mW: pF V^2 / ns. What drives the inputs pays for them, except the clock.
double charge(const Net& net, double voltage, double clock_ns) {
  const bool own = is_clock(net) || net.driver.find('/') != std::string::npos;
  return own ? 0.5 * net.load_pf * voltage * voltage * net.transitions / clock_ns : 0;
}

double charge(const std::map<std::string, Net>& nets, double voltage, double clock_ns) {
  double sum = 0;
  for (const auto& [name, net] : nets) sum += charge(net, voltage, clock_ns);
  return sum;
}

bool is_input(const Net& net) {
  return net.driver.find("in_data_i[") == 0;
}

UnitSource gelu_unit() {
  FitRequest request;
  request.function = &find_function("gelu");
  request.entries = 4;
  request.format = parse_format("f6k8b8");
  request.method = Method::uniform;
  request.scales = {5};
  UnitSpec spec;
  spec.name = "gelu4";
  set_unit(spec, "int8");
  spec.tables = {fit(request)};
  spec.integer = int_format(spec.tables.front());
  spec.entries = 4;
  spec.pipeline = 2;
  const UnitPlan plan = plan_unit(spec);
  return unit_source(plan, emit_unit(plan));
}

}  // namespace

// Zero: nothing but the clock moves, so this is leakage, the energy of the clock pins and the charge of the clock net,
// and no workload can draw less. Those three are in the other two as well, the clock's share to the last digit.
// Uniform against normal: neighbours are independent, so a signal that is 1 with probability p moves with 2 p (1 - p).
//  - A bit of the code: both distributions are symmetric and reach many codes (normal: a standard deviation of 32), so
//    that p is 1/2 for every bit, and every input bit moves with 1/2 under both.
//  - A comparator q >= T: with p = P(q >= T), the normal distribution is nowhere nearer to 1/2 than the uniform one. So
//    no comparator moves more, those of outer thresholds hardly at all, and slopes and intercepts change less often.
//  - The result: gelu exceeds 2 for one normal value in 40, for a quarter of the uniform ones.
// Behind equal inputs, less moves: zero < normal < uniform.
TEST_CASE("zero, normal and uniform workloads stand in the order of physics", "[flow][power]") {
  test::need({"yosys", "sta"});
  const test::FreshCache cache;
  const UnitSource unit = gelu_unit();
  const Library library = load_library("osu018", "");
  std::map<std::string, SynthResult> results;
  for (const char* workload : {"zero", "normal", "uniform"}) {
    SynthOptions options;
    options.workload = workload;
    results[workload] = synthesize(unit, library, options);
  }
  const auto power = [&](const char* workload, const char* share) {
    return results.at(workload).json.at("power_mw").at(share).get<double>();
  };
  for (const char* workload : {"normal", "uniform"}) {
    CHECK(results.at(workload).files.at("netlist.v") == results.at("zero").files.at("netlist.v"));
    CHECK(power(workload, "clock_net") == power("zero", "clock_net"));
  }
  CHECK(power("zero", "total") > 0);
  for (const char* share : {"internal", "switching", "total"}) {
    INFO(share);
    CHECK(power("zero", share) < power("normal", share));
    CHECK(power("normal", share) < power("uniform", share));
  }
  CHECK(power("zero", "switching") == power("zero", "clock_net"));

  // Glitches: none where nothing moves; else they come on top, after no more time than the longest path.
  const auto glitch_power = [&](const char* workload, const char* share) {
    return results.at(workload).json.at("power_glitch_mw").at(share).get<double>();
  };
  CHECK(results.at("zero").json.at("power_glitch_mw") == results.at("zero").json.at("power_mw"));
  CHECK(results.at("zero").json.at("glitch_ratio") == 1);
  for (const char* workload : {"normal", "uniform"}) {
    INFO(workload);
    const Json& json = results.at(workload).json;
    for (const char* share : {"internal", "switching", "total"})
      CHECK(glitch_power(workload, share) > power(workload, share));
    for (const char* share : {"leakage", "clock_net"}) CHECK(glitch_power(workload, share) == power(workload, share));
    CHECK(json.at("glitch_ratio").get<double>() ==
          Approx(glitch_power(workload, "total") / power(workload, "total")).epsilon(1e-4));
    CHECK(json.at("glitches").at("cycles") == 2048);
    CHECK(json.at("glitches").at("settled_ns") > 0.5 * json.at("critical_path_ns").get<double>());
    CHECK(json.at("glitches").at("settled_ns") <= json.at("critical_path_ns"));
    std::map<std::string, Net> nets = activity_of(results.at(workload));
    for (auto& [name, net] : nets) {
      CHECK(net.glitches >= 0);
      net.transitions += net.glitches;
    }
    CHECK(charge(nets, library.voltage, SynthOptions{}.clock_ns) ==
          Approx(glitch_power(workload, "switching")).epsilon(1e-5));
  }
  CHECK(glitch_power("normal", "total") < glitch_power("uniform", "total"));

  for (const auto& [workload, result] : results) {
    INFO(workload);
    std::map<std::string, Net> nets = activity_of(result);
    int clocks = 0, inputs = 0, moving = 0, planted = 0;
    for (const auto& [name, net] : nets) {
      if (is_clock(net)) {
        ++clocks;
        CHECK(net.transitions == 2);
      } else if (workload == "zero") {
        CHECK(net.transitions == 0);
      } else if (is_input(net)) {
        ++inputs;
        CHECK(net.transitions == Approx(0.5).margin(0.02));  // 8192 pairs: a standard deviation of 0.0055
      }
      moving += net.transitions > 0 ? 1 : 0;
    }
    CHECK(clocks == 1);
    CHECK(inputs == (workload == "zero" ? 0 : 8));
    CHECK(moving > (workload == "zero" ? 0 : 100));
    // The reported switching power is that of the reported transitions, and twice one net's transitions is seen.
    const double reported = power(workload.c_str(), "switching");
    CHECK(charge(nets, library.voltage, SynthOptions{}.clock_ns) == Approx(reported).epsilon(1e-5));
    for (auto& [name, net] : nets) {
      if (charge(net, library.voltage, SynthOptions{}.clock_ns) < 1e-4 * reported) continue;
      net.transitions *= 2;
      CHECK(charge(nets, library.voltage, SynthOptions{}.clock_ns) != Approx(reported).epsilon(1e-5));
      net.transitions /= 2;
      ++planted;
    }
    CHECK(planted > (workload == "zero" ? 0 : 50));
  }
}
