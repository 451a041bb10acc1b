// Copyright 2026 the pwlforge authors.
// Licensed under the Apache License, Version 2.0; see LICENSE.
// SPDX-License-Identifier: Apache-2.0
//
// What fit promises for whole requests.
#include <algorithm>
#include <catch2/catch.hpp>
#include <cmath>
#include <limits>
#include <random>

#include "gen/fit/fit.hpp"
#include "gen/fit/samples.hpp"
#include "gen/support/diagnostics.hpp"
#include "gen/support/files.hpp"
#include "gen/support/json.hpp"
#include "gen/tables/certificate.hpp"
#include "gen/tables/gqa.hpp"
#include "tests/fit/small_instances.hpp"

using namespace pwlforge;
using namespace pwlforge::testing;

namespace {

FitRequest request_for(const char* function, int entries, const char* format = "k8b16") {
  FitRequest request;
  request.function = &find_function(function);
  request.entries = entries;
  request.format = parse_format(format);
  return request;
}

double mean_a(const Table& table) {
  double sum = 0;
  for (const TableContext& context : table.contexts) sum += metric_a(table, context);
  return sum / static_cast<double>(table.contexts.size());
}

double worst_lsb(const Table& table) {
  double worst = 0;
  for (const ContextCertificate& context : certify_model(table).contexts)
    worst = std::max(worst, context.max_error_lsb);
  return worst;
}

std::string message_of(const FitRequest& request) {
  try {
    fit(request);
  } catch (const InputError& error) {
    return error.what();
  }
  return "";
}

}  // namespace

TEST_CASE("16 entries of k8b16 have no error for six functions, 8 entries at most 1 LSB for all eight") {
  for (const char* name : {"gelu", "hswish", "silu", "exp", "div", "rsqrt"}) {
    INFO(name);
    CHECK(worst_lsb(fit(request_for(name, 16))) == 0);
  }
  for (const std::string& name : function_names()) {
    INFO(name);
    CHECK(worst_lsb(fit(request_for(name.c_str(), 8))) <= 1);
  }
}

TEST_CASE("least entries are least: one entry less cannot do it") {
  const Quantization input{8, true, 0x1p-4, 0};
  for (const char* name : {"gelu", "exp", "tanh"}) {
    INFO(name);
    Quantization output;
    output.scale = default_output_scale(find_function(name), input, output);
    const LeastEntries least =
        least_entries(find_function(name), input, output, parse_format("k8b16"), golden::Rounding::half_up);
    REQUIRE(least.exact);
    FitRequest request = request_for(name, *least.exact);
    request.scales = {4};
    CHECK(worst_lsb(fit(request)) == 0);
    --request.entries;
    CHECK(worst_lsb(fit(request)) > 0);
  }
}

TEST_CASE("no method is better than optimal") {
  constexpr int kInstances = 10000;
  constexpr std::uint64_t kSeed = 4711;
  std::mt19937_64 random(kSeed);
  int compared = 0;
  int strictly = 0;
  for (int n = 0; n < kInstances; ++n) {
    const auto function = random_function(random);
    FitRequest request;
    request.function = function.get();
    request.threads = 1;
    request.input_bits = 4 + static_cast<int>(random() % 2);
    request.entries = 2 + static_cast<int>(random() % 4);
    const char* formats[] = {"k5b8", "k4b6", "f3k5b6", "k6b8"};
    request.format = parse_format(formats[random() % 4]);
    request.scales = {static_cast<int>(random() % 2)};
    request.output_bits = 4 + static_cast<int>(random() % 3);
    const Objective objectives[] = {Objective::lsb, Objective::q_all, Objective::q_in};
    request.objective = objectives[random() % 3];
    request.seed = random();
    request.genetic.generations = 10;
    request.genetic.population = 10;
    Table best;
    try {
      best = fit(request);
    } catch (const InputError&) {
      continue;  // the format cannot hold this function
    }
    // Gradient descent takes longest: every 50th instance.
    for (const Method method : {Method::uniform, Method::genetic, Method::relu}) {
      if (method == Method::relu && n % 50 != 0) continue;
      request.method = method;
      Table other;
      try {
        other = fit(request);
      } catch (const InputError&) {
        continue;
      }
      INFO("instance " << n << ", seed " << kSeed << ", " << method_name(method));
      const CodeErrors ours = measure(*function, best, best.contexts[0]);
      const CodeErrors theirs = measure(*function, other, other.contexts[0]);
      if (request.objective == Objective::lsb) {
        if (better(theirs, ours)) FAIL_CHECK("max " << theirs.max << " against " << ours.max);
        strictly += better(ours, theirs) ? 1 : 0;
      } else {
        const auto metric = request.objective == Objective::q_all ? metric_q_all : metric_q_in;
        const double a = metric(best, best.contexts[0]);
        const double b = metric(other, other.contexts[0]);
        if (b < a * (1 - 1e-9) - 1e-15) FAIL_CHECK(b << " against " << a);
        strictly += a < b ? 1 : 0;
      }
      ++compared;
    }
  }
  WARN(compared << " comparisons, optimal strictly better in " << strictly << ", seed " << kSeed);
  CHECK(compared > 10000);
  CHECK(strictly > compared / 2);
}

TEST_CASE("genetic search reaches the published tables in 20 seeds") {
  struct Row {
    const char* function;
    int entries;
    const char* format;
    double published;
  };
  const Row rows[] = {{"gelu", 8, "f6k8b8", 1.32e-4},   {"gelu", 16, "f6k8b8", 9.88e-5},
                      {"hswish", 8, "f6k8b8", 3.43e-4}, {"hswish", 16, "f6k8b8", 9.52e-5},
                      {"exp", 8, "f6k8b8", 4.86e-5},    {"exp", 16, "f6k8b8", 5.30e-5},
                      {"div", 8, "f6k9b10", 4.02e-5},   {"div", 16, "f6k9b10", 2.06e-5},
                      {"rsqrt", 8, "f6k9b10", 4.94e-4}, {"rsqrt", 16, "f6k9b10", 9.47e-4}};
  for (const Row& row : rows) {
    std::vector<double> metrics;
    for (std::uint64_t seed = 1; seed <= 20; ++seed) {
      FitRequest request = request_for(row.function, row.entries, row.format);
      request.method = Method::genetic;
      request.sharing = Sharing::shared;
      request.threshold = ThresholdRule::round;
      request.objective = Objective::a;
      request.seed = seed;
      metrics.push_back(mean_a(fit(request)));
    }
    std::sort(metrics.begin(), metrics.end());
    const double median = (metrics[9] + metrics[10]) / 2;
    WARN(row.function << "-" << row.entries << ": best " << metrics[0] << ", median " << median << ", worst "
                      << metrics[19] << ", published " << row.published);
    CHECK(metrics[0] <= row.published);
    if (std::string(row.function) == "gelu" && row.entries == 8) {
      // A faithful re-implementation measured 1.05e-4 and 1.22e-4.
      CHECK(metrics[0] == Approx(1.05e-4).epsilon(0.05));
      CHECK(median == Approx(1.22e-4).epsilon(0.08));
    }
  }
}

TEST_CASE("a genetic table survives export and import") {
  FitRequest request = request_for("gelu", 8, "f6k8b8");
  request.method = Method::genetic;
  request.sharing = Sharing::shared;
  request.threshold = ThresholdRule::round;
  const Table table = fit(request);
  const TemporaryDirectory directory;
  const std::string path = (directory.path() / "gelu_pwl_7.json").string();
  write_file(path, export_gqa(table).dump(4));
  GqaImportOptions options;
  options.threshold = ThresholdRule::round;
  std::vector<std::string> notes;
  const Table back = import_gqa(path, options, notes);
  REQUIRE(back.contexts.size() == table.contexts.size());
  for (std::size_t c = 0; c < table.contexts.size(); ++c) {
    CHECK(back.contexts[c].thresholds == table.contexts[c].thresholds);
    CHECK(back.contexts[c].slopes == table.contexts[c].slopes);
    CHECK(back.contexts[c].intercepts == table.contexts[c].intercepts);
  }
}

TEST_CASE("threads never change a table") {
  for (const Objective objective : {Objective::lsb, Objective::q_all, Objective::a}) {
    FitRequest request = request_for("tanh", 8, "f6k8b8");
    request.objective = objective;
    for (const Sharing sharing : {Sharing::shared, Sharing::per_scale}) {
      request.sharing = sharing;
      request.threads = 1;
      const std::string one = table_text(fit(request));
      request.threads = 5;
      CHECK(table_text(fit(request)) == one);
    }
  }
  FitRequest wide = request_for("gelu", 12, "f14k16b16");
  wide.input_bits = wide.output_bits = 16;
  wide.scales = {12};
  wide.objective = Objective::q_all;
  wide.threads = 1;
  const std::string one = table_text(fit(wide));
  wide.threads = 3;
  CHECK(table_text(fit(wide)) == one);
}

TEST_CASE("any affine quantization is folded") {
  for (const char* name : {"gelu", "silu", "sigmoid"}) {
    INFO(name);
    FitRequest request = request_for(name, 16);
    request.input_scale = 0.0231;
    request.input_zero = -14;
    request.output_scale = 0.0157;
    request.output_zero = 3;
    const Table table = fit(request);
    REQUIRE(table.contexts.size() == 1);
    const CodeErrors errors = measure(*request.function, table, table.contexts[0]);
    CHECK(errors.max == 0);
    request.objective = Objective::q_all;
    const Table squares = fit(request);
    CHECK(metric_q_all(squares, squares.contexts[0]) == Approx(squares.provenance.objective_value));
    request.method = Method::uniform;
    const Table uniform = fit(request);
    CHECK(metric_q_all(uniform, uniform.contexts[0]) >= metric_q_all(squares, squares.contexts[0]));
    CHECK(metric_q_all(uniform, uniform.contexts[0]) < 1.0);
  }
}

TEST_CASE("16 bits: the bound is proved, and the optimum is exact or nearly so") {
  for (const int entries : {16, 32}) {
    FitRequest request = request_for("gelu", entries, "k16b32");
    request.input_bits = request.output_bits = 16;
    request.scales = {13};
    const Table table = fit(request);
    CHECK(worst_lsb(table) == table.provenance.objective_value);
    CHECK(table.provenance.objective_value == (entries == 16 ? 17 : 4));
    CHECK(table.provenance.note.find("least possible") != std::string::npos);
    request.format = parse_format("f14k16b16");
    request.objective = Objective::q_all;
    const Table squares = fit(request);
    CHECK(metric_q_all(squares, squares.contexts[0]) == Approx(squares.provenance.objective_value));
    CHECK(squares.provenance.objective_value < (entries == 16 ? 8.33e-7 : 5.88e-8));
  }
}

TEST_CASE("16 bits: entries that the bound does not need lower the number of mismatches") {
  FitRequest request = request_for("gelu", 16, "k16b32");
  request.input_bits = request.output_bits = 16;
  request.scales = {8};
  const ContextCertificate certificate = certify_model(fit(request)).contexts[0];
  CHECK(certificate.max_error_lsb == 1);
  CHECK(certificate.dead_entries == 0);
  CHECK(certificate.mismatch_percent < 1);
}

// Over all x that round to a code, from both ends of what does: 1/x is monotone.
static double largest_relative(const Table& table) {
  const TableContext& context = table.contexts.front();
  double largest = 0;
  for (const auto& [code, y] : model_pairs(table, context, certificate_codes(table, context, 1))) {
    for (const double part : {-0.5, 0.5}) {
      const double x = (static_cast<double>(code - context.input_zero) + part) * context.input_scale;
      largest = std::max(largest, std::fabs(static_cast<double>(y) * context.output_scale * x - 1));
    }
  }
  return largest;
}

TEST_CASE("relative: what is told is what is measured, and less than lsb leaves") {
  for (const int width : {8, 12}) {
    FitRequest request;
    request.function = &find_function("div");
    request.entries = 8;
    request.format = parse_format(width == 8 ? "k8b16" : "k12b24");
    request.input_bits = request.output_bits = width;
    request.output_signed = false;
    request.input_zero = -(std::int64_t{3} << (width - 1));
    request.input_scale = request.output_scale = std::ldexp(1.0, -width);
    const double by_steps = largest_relative(fit(request));
    request.objective = Objective::relative;
    const Table table = fit(request);
    const double told = table.provenance.objective_value;
    INFO(width << " bits: " << told << ", by steps " << by_steps);
    CHECK(largest_relative(table) <= told);
    CHECK(largest_relative(table) > told - 0x1p-23);
    // Steps of 8 bits leave nothing to choose.
    CHECK((width == 8 ? told <= by_steps : told < by_steps));
    request.entries = 7;
    CHECK(fit(request).provenance.objective_value >= told);
  }
}

TEST_CASE("float tables are near their real optimum and bounded outside the fit range") {
  for (const char* format : {"fp32", "fp16", "bf16"}) {
    INFO(format);
    const Table table = fit(request_for("gelu", 8, format));
    REQUIRE(table.contexts.size() == 1);
    CHECK(table.provenance.objective_value < 2.7e-5);
    const golden::FloatFormat& f = table.format.float_format;
    const golden::FloatParams params = float_params(table.contexts[0]);
    const auto y = [&](double x) {
      return golden::to_double(f, golden::evaluate(f, {}, params, golden::from_double(f, x)));
    };
    CHECK(y(4096) == 4096);
    CHECK(y(-4096) == 0);
    CHECK(std::abs(y(1) - 0.8413) < 0.02);
  }
}

TEST_CASE("bad requests are refused with a remedy") {
  CHECK(message_of(request_for("div", 8, "f6k8b8")).find("use f6k9b9") != std::string::npos);
  FitRequest request = request_for("rsqrt", 8, "f6k8b8");
  request.method = Method::genetic;
  CHECK(message_of(request).find("use f6k9b9") != std::string::npos);
  request = request_for("rsqrt", 8, "f30k32b32");  // the widest slopes: fraction bits are given up
  request.input_bits = request.output_bits = 32;
  request.scales = {29};
  CHECK(message_of(request).find("use f29k32b32") != std::string::npos);
  request = request_for("rsqrt", 8);
  request.scales = {0};
  CHECK(message_of(request).find("use at most 4 entries") != std::string::npos);
  request = request_for("gelu", 65);
  CHECK(message_of(request).find("--entries") != std::string::npos);
  request = request_for("gelu", 8);
  request.sharing = Sharing::shared;
  CHECK(message_of(request).find("per-scale") != std::string::npos);
  request = request_for("div", 2);
  request.scales = {-4};
  CHECK(message_of(request).find("domain") != std::string::npos);
  request = request_for("gelu", 8, "f6k8b8");
  request.input_scale = 0.0231;
  CHECK(message_of(request).find("use k8b16") != std::string::npos);
  request = request_for("gelu", 8);
  request.input_scale = std::numeric_limits<double>::quiet_NaN();
  CHECK(message_of(request).find("--scale-in") != std::string::npos);
  request = request_for("gelu", 8);
  request.range = Range{2, 2};
  CHECK(message_of(request).find("--range") != std::string::npos);
  request = request_for("gelu", 8);
  request.threshold = ThresholdRule::round;
  request.input_zero = 3;
  CHECK(message_of(request).find("--threshold ceil") != std::string::npos);
  request = request_for("sigmoid", 8, "f6k8b8");
  request.scales = {0};
  request.output_scale = 0x1p-9;
  CHECK(message_of(request).find("R = -3") != std::string::npos);
  request = request_for("gelu", 8);
  request.objective = Objective::relative;
  CHECK(message_of(request).find("relative, but gelu is zero") != std::string::npos);
  request = request_for("div", 8);
  request.objective = Objective::relative;
  request.method = Method::uniform;
  CHECK(message_of(request).find("relative belongs to --method optimal") != std::string::npos);
}

TEST_CASE("samples are read strictly") {
  const TemporaryDirectory directory;
  const std::string path = (directory.path() / "samples.csv").string();
  write_file(path, "x,y\n# comment\n-1, 0.5\n0 0.25\r\n\n1;2e-1\n");
  CHECK(read_samples(path) == std::vector<std::pair<double, double>>{{-1, 0.5}, {0, 0.25}, {1, 0.2}});
  for (const char* bad : {"0,1\n1,nan\n", "0,1\n1,inf\n", "0,1\nabc\n", "0,1\n2\n", "0,1\n2,3,4\n"}) {
    INFO(bad);
    write_file(path, bad);
    CHECK_THROWS_WITH(read_samples(path), Catch::Contains("samples.csv:2:"));
  }
}
