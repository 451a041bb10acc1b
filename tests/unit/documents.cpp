// Copyright 2026 the pwlforge authors.
// Licensed under the Apache License, Version 2.0; see LICENSE.
// SPDX-License-Identifier: Apache-2.0
//
// docs/numerics.md and docs/operators.md are true: their worked examples (lines KIND KEY=VALUE ... => KEY=VALUE ...)
// are what the golden model says, their table of functions is what the program has, and the sources that refer to a
// section refer to one that is there.
#include <catch2/catch.hpp>

#include <fmt/format.h>
#include <fmt/ranges.h>

#include <cmath>
#include <cstdlib>
#include <filesystem>
#include <fstream>
#include <map>
#include <numeric>
#include <regex>
#include <set>
#include <sstream>

#include "gen/operator/operator_request.hpp"
#include "gen/tables/certificate.hpp"

using namespace pwlforge;

namespace {

using Values = std::map<std::string, std::string>;

std::filesystem::path source() {
  return std::getenv("PWLFORGE_SOURCE");
}

std::vector<std::string> lines_of(const std::filesystem::path& path) {
  std::ifstream file(path);
  std::vector<std::string> lines;
  for (std::string line; std::getline(file, line);) lines.push_back(line);
  return lines;
}

/// What an example gives; a key that it lacks fails the test by std::out_of_range.
class Inputs {
 public:
  explicit Inputs(Values values) : values_(std::move(values)) {}
  const std::string& text(const std::string& key) const { return values_.at(key); }
  double real(const std::string& key) const { return std::stod(values_.at(key)); }
  std::int64_t number(const std::string& key) const { return std::stoll(values_.at(key)); }
  int small(const std::string& key) const { return std::stoi(values_.at(key)); }
  std::vector<std::int64_t> numbers(const std::string& key, int base = 10) const {
    std::vector<std::int64_t> result;
    std::istringstream list(values_.at(key));
    for (std::string item; std::getline(list, item, ',');) result.push_back(std::stoll(item, nullptr, base));
    return result;
  }
  std::vector<std::uint64_t> patterns(const std::string& key) const {
    const std::vector<std::int64_t> list = numbers(key, 16);
    return {list.begin(), list.end()};
  }
  bool is(const std::string& key, const std::string& value) const {
    const auto found = values_.find(key);
    return found != values_.end() && found->second == value;
  }

 private:
  Values values_;
};

std::string text_of(std::int64_t value) {
  return std::to_string(value);
}
std::string text_of(const std::vector<std::int64_t>& values) {
  return fmt::format("{}", fmt::join(values, ","));
}

golden::Rounding rounding(const Inputs& in) {
  static const std::map<std::string, golden::Rounding> names{{"half_up", golden::Rounding::half_up},
                                                             {"half_even", golden::Rounding::half_even},
                                                             {"floor", golden::Rounding::floor}};
  return names.at(in.text("rounding"));
}

Values segment_example(const Inputs& in) {
  return {{"i", text_of(golden::segment_of(in.numbers("T"), in.number("q")))}};
}

Values threshold_example(const Inputs& in) {
  const auto t = thresholds_of({in.real("p")}, in.real("S"), in.number("zp"),
                               in.is("rule", "ceil") ? ThresholdRule::ceil : ThresholdRule::round,
                               in.is("tie", "upper") ? Tie::upper : Tie::lower);
  return {{"T", text_of(t.front())}};
}

Values image_example(const Inputs& in) {
  golden::IntFormat format;
  format.input_bits = in.small("W");
  golden::IntParams params;
  params.thresholds = in.numbers("T");
  params.slopes = in.numbers("K");
  params.intercepts = in.numbers("B");
  const golden::IntParams image = golden::store_image(format, params, in.small("entries"));
  return {{"T", text_of(image.thresholds)}, {"K", text_of(image.slopes)}, {"B", text_of(image.intercepts)}};
}

Values round_example(const Inputs& in) {
  return {
      {"y", text_of(static_cast<std::int64_t>(golden::round_shift(in.number("acc"), in.small("R"), rounding(in))))}};
}

Values integer_example(const Inputs& in) {
  golden::IntFormat format;
  format.input_bits = in.small("W");
  format.slope_bits = in.small("KW");
  format.intercept_bits = in.small("BW");
  format.intercept = in.is("form", "shifted") ? golden::InterceptForm::shifted : golden::InterceptForm::direct;
  format.output_bits = in.small("O");
  format.rounding = rounding(in);
  const golden::IntParams params{{}, {in.number("K")}, {in.number("B")}, in.small("s"), in.small("R")};
  const golden::IntResult result = golden::evaluate(format, params, in.number("q"));
  return {{"A", text_of(golden::accumulator_bits(format))},
          {"acc", text_of(static_cast<std::int64_t>(result.acc))},
          {"y", text_of(static_cast<std::int64_t>(result.y))},
          {"saturated", text_of(result.saturated ? 1 : 0)}};
}

Values float_example(const Inputs& in) {
  const golden::FloatFormat format = parse_format(in.text("format")).float_format;
  const golden::FloatOptions options{in.is("ftz", "1"), in.is("inf", "ieee")};
  const golden::FloatParams params{in.patterns("T"), in.patterns("K"), in.patterns("B")};
  return {{"y", fmt::format("{:0{}x}", golden::evaluate(format, options, params, in.patterns("x").front()),
                            golden::total_bits(format) / 4)}};
}

Values ideal_example(const Inputs& in) {
  const std::int64_t q = in.number("q");
  const Function& function = find_function(in.text("function"));
  const Quantization input{8, true, in.real("S"), 0};
  const auto table = ideal_table(function, input, {8, true, in.real("Sout"), 0});
  return {{"Y", text_of(table.at(static_cast<std::size_t>(q - valid_codes(function, input).first)))}};
}

Values scale_example(const Inputs& in) {
  const int bits = in.small("bits");
  const double scale = default_output_scale(find_function(in.text("function")),
                                            {bits, true, std::ldexp(1.0, -in.small("s")), 0}, {bits, true, 1.0, 0});
  return {{"m", text_of(scale_exponent(scale))}};
}

Values points_example(const Inputs& in) {
  const std::vector<double> grid = metric_a_grid(find_function(in.text("function")).fit_range());
  return {{"n", text_of(static_cast<std::int64_t>(grid.size()))}, {"first", fmt::format("{}", grid.front())}};
}

WidePlan wide_plan(const Inputs& in, bool integer_form) {
  const auto function = in.is("function", "div") ? golden::WideFunction::div : golden::WideFunction::rsqrt;
  WideSpec spec =
      wide_unit(function, in.small("V"), in.small("W"), default_entries(in.small("W")), Store::registers, {});
  spec.name = "example";
  spec.integer_form = integer_form;
  return plan_wide(spec);
}

Values wide_example(const Inputs& in) {
  const WidePlan plan = wide_plan(in, false);
  const golden::WideFormat format = wide_format(plan);
  const golden::WideResult result = golden::evaluate_wide(format, wide_params(plan), in.number("v"));
  const std::int64_t half = std::int64_t{1} << (in.small("W") - 1);
  return {{"u", text_of(golden::normalize(format, in.number("v")).code + half)},
          {"y", text_of(static_cast<std::int64_t>(result.mantissa))},
          {"k", text_of(result.exponent)},
          {"zero", text_of(result.zero ? 1 : 0)}};
}

Values integer_form_example(const Inputs& in) {
  const WidePlan plan = wide_plan(in, false);
  const golden::WideFormat format = wide_format(plan);
  const golden::WideResult result = golden::evaluate_wide(format, wide_params(plan), in.number("v"));
  return {
      {"y", text_of(static_cast<std::int64_t>(golden::wide_integer(format, result, in.small("F"), in.small("out"))))}};
}

golden::RowResult row_example(const std::string& kind, const Inputs& in) {
  OperatorRequest request;
  request.name_of_operator = kind;
  request.width = in.small("width");
  golden::Row row{in.numbers("row"), {}};
  request.max_row = static_cast<int>(row.codes.size());
  const OperatorPlan plan = plan_operator(operator_spec(request));
  std::vector<std::int64_t> gates;
  if (is_gated(plan.spec.kind)) {
    gates = in.numbers("gates");
    row.keep.assign(row.codes.size(), true);
  } else {
    for (const std::int64_t keep : in.numbers("keep")) row.keep.push_back(keep != 0);
  }
  return evaluate_row(plan, table_image(plan), row, gates);
}

Values evaluated(const std::string& kind, const Inputs& in) {
  static const std::map<std::string, Values (*)(const Inputs&)> kinds{{"segment", segment_example},
                                                                      {"threshold", threshold_example},
                                                                      {"image", image_example},
                                                                      {"round", round_example},
                                                                      {"integer", integer_example},
                                                                      {"float", float_example},
                                                                      {"ideal", ideal_example},
                                                                      {"scale", scale_example},
                                                                      {"points", points_example},
                                                                      {"wide", wide_example},
                                                                      {"integer_form", integer_form_example}};
  const auto found = kinds.find(kind);
  if (found != kinds.end()) return found->second(in);
  const golden::RowResult result = row_example(kind, in);
  return {{"p", text_of(result.outputs)}, {"out", text_of(result.outputs)}, {"empty", text_of(result.empty ? 1 : 0)}};
}

Values assignments(const std::string& text) {
  Values values;
  std::istringstream words(text);
  for (std::string word; words >> word;) {
    const std::size_t equal = word.find('=');
    if (equal == std::string::npos) throw std::invalid_argument("no KEY=VALUE: " + word);
    values[word.substr(0, equal)] = word.substr(equal + 1);
  }
  return values;
}

/// Every right side of a line that is not what comes out, as "KEY=VALUE, the page has OTHER".
std::vector<std::string> disagreements(const std::string& line) {
  static const std::regex form(R"(    (\w+) (.*) => (.*))");
  std::smatch match;
  if (!std::regex_match(line, match, form)) throw std::invalid_argument("not an example: " + line);
  const Values found = evaluated(match[1], Inputs(assignments(match[2])));
  std::vector<std::string> wrong;
  for (const auto& [key, value] : assignments(match[3])) {
    if (found.at(key) != value) wrong.push_back(fmt::format("{}={}, the page has {}", key, found.at(key), value));
  }
  return wrong;
}

std::vector<std::string> examples(const std::string& page) {
  std::vector<std::string> lines = lines_of(source() / "docs" / page);
  lines.erase(std::remove_if(lines.begin(), lines.end(),
                             [](const std::string& line) { return line.find(" => ") == std::string::npos; }),
              lines.end());
  return lines;
}

}  // namespace

TEST_CASE("every worked example of the pages is what the golden model says") {
  std::set<std::string> kinds;
  for (const char* page : {"numerics.md", "operators.md"}) {
    const std::vector<std::string> lines = examples(page);
    CHECK(lines.size() >= 10);
    for (const std::string& line : lines) {
      INFO(page << ":" << line);
      CHECK(fmt::format("{}", fmt::join(disagreements(line), "; ")) == "");
      std::istringstream words(line);
      std::string kind;
      words >> kind;
      kinds.insert(kind);
    }
  }
  CHECK(kinds.size() == 15);
}

TEST_CASE("a wrong digit in an example is seen") {
  int planted = 0;
  for (std::string line : examples("numerics.md")) {
    INFO(line);
    char& digit = line.back();
    digit = digit == '0' ? '1' : '0';
    CHECK(disagreements(line).size() == 1);
    ++planted;
  }
  CHECK(planted >= 10);
  CHECK_THROWS(disagreements("    segment T=1,2 => i=0"));
  CHECK_THROWS(disagreements("    segment T=1,2 q=0 => j=0"));
}

TEST_CASE("the page's table of functions is what the program has") {
  std::size_t rows = 0;
  const std::regex row(R"(\| (\w+) \| [^|]+ \| (\S+)\.\.(\S+) \| ([^|]+) \| (\d+)\.\.(\d+) \|)");
  for (const std::string& line : lines_of(source() / "docs/numerics.md")) {
    std::smatch match;
    if (!std::regex_match(line, match, row)) continue;
    INFO(line);
    const Function& function = find_function(match[1]);
    CHECK(function.fit_range().low == std::stod(match[2]));
    CHECK(function.fit_range().high == std::stod(match[3]));
    const Range domain = function.domain();
    const std::string wanted = std::isinf(domain.low) && std::isinf(domain.high) ? "all"
                               : std::isinf(domain.low)                          ? fmt::format("up to {}", domain.high)
                                                        : fmt::format("{}..{}", domain.low, domain.high);
    CHECK(match[4] == wanted);
    std::vector<int> scales(static_cast<std::size_t>(std::stoi(match[6]) - std::stoi(match[5]) + 1));
    std::iota(scales.begin(), scales.end(), std::stoi(match[5]));
    CHECK(function.default_scales() == scales);
    ++rows;
  }
  CHECK(rows == function_names().size());
}

TEST_CASE("the sections that sources refer to are there") {
  std::map<std::string, std::string> pages;
  for (const char* page : {"numerics.md", "operators.md"}) {
    pages[page] = fmt::format("{}", fmt::join(lines_of(source() / "docs" / page), "\n"));
  }
  std::size_t references = 0;
  const std::regex reference(R"((numerics|operators)\.md(?:\s+(?:///?\s*)?sections? (\d)(?: (?:and|to) (\d))?)?)");
  for (const char* room : {"gen", "sim", "synth", "cli", "tests"}) {
    for (const auto& entry : std::filesystem::recursive_directory_iterator(source() / room)) {
      const std::string extension = entry.path().extension();
      if ((extension != ".hpp" && extension != ".cpp") || entry.path().filename() == "documents.cpp") continue;
      const std::string text = fmt::format("{}", fmt::join(lines_of(entry.path()), "\n"));
      for (std::sregex_iterator at(text.begin(), text.end(), reference), end; at != end; ++at) {
        INFO(entry.path().string() << ": " << at->str());
        CHECK(at->prefix().str().substr(std::max<std::size_t>(5, at->prefix().length()) - 5) == "docs/");
        for (const int group : {2, 3}) {
          if ((*at)[group].length() == 0) continue;
          CHECK(pages.at((*at)[1].str() + ".md").find("\n## " + (*at)[group].str() + ". ") != std::string::npos);
        }
        ++references;
      }
    }
  }
  CHECK(references >= 15);
}
