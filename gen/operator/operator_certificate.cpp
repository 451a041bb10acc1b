// Copyright 2026 the pwlforge authors.
// Licensed under the Apache License, Version 2.0; see LICENSE.
// SPDX-License-Identifier: Apache-2.0
#include "gen/operator/operator_certificate.hpp"

#include <algorithm>
#include <cmath>
#include <random>

#include "gen/operator/real_row.hpp"
#include "gen/support/json.hpp"

namespace pwlforge {
namespace {

constexpr int kGatedLength = 64;
/// Elements that each pair of length and distribution gets, within these numbers of rows.
constexpr int kElements = 1 << 17;
constexpr int kFewestRows = 8;
constexpr int kMostRows = 2048;
const std::vector<std::string> kDistributions{"uniform", "normal", "peaked"};

std::vector<int> lengths_up_to(int longest) {
  std::vector<int> lengths;
  for (int power = 1; power < longest; power *= 2) {
    lengths.push_back(power);
    if (power >= 2 && 3 * power / 2 < longest) lengths.push_back(3 * power / 2);
  }
  lengths.push_back(longest);
  return lengths;
}

/// Rows of codes. normal: an eighth of the range as standard deviation. peaked: normal with a quarter of that, and one
/// element anywhere in the upper half of the range.
Stimulus draw(const OperatorPlan& plan, const std::string& distribution, int length, std::mt19937_64& random) {
  const int bits = plan.spec.element_bits;
  const auto low = static_cast<std::int64_t>(golden::min_of(bits, true));
  const auto high = static_cast<std::int64_t>(golden::max_of(bits, true));
  std::normal_distribution<double> normal(0, std::ldexp(1.0, bits - 3) / (distribution == "peaked" ? 4 : 1));
  const auto code = [&] {
    if (distribution == "uniform") return static_cast<std::int64_t>(random() << (64 - bits)) >> (64 - bits);
    return std::clamp(static_cast<std::int64_t>(std::nearbyint(normal(random))), low, high);
  };
  Stimulus row;
  for (int i = 0; i < length; ++i) {
    row.row.codes.push_back(code());
    row.row.keep.push_back(true);
    row.gates.push_back(code());
  }
  if (distribution == "peaked") {
    const auto upper = static_cast<std::int64_t>(random() % static_cast<std::uint64_t>(high / 2 + 1));
    row.row.codes[random() % row.row.codes.size()] = high / 2 + upper;
  }
  return row;
}

/// The real outputs of a row in units of the output's LSB, not rounded; 0 where an element is not kept.
std::vector<double> real_outputs(const OperatorPlan& plan, const Stimulus& row) {
  const OperatorSpec& spec = plan.spec;
  std::vector<double> kept, gates;
  for (std::size_t j = 0; j < row.row.codes.size(); ++j) {
    if (!row.row.keep[j]) continue;
    kept.push_back(static_cast<double>(row.row.codes[j]) * first_operand_scale(plan));
    if (is_gated(spec.kind)) gates.push_back(static_cast<double>(row.gates[j]) * spec.numbers.element_scale);
  }
  const std::vector<double> real = real_row(spec, kept, gates);
  std::vector<double> out(row.row.codes.size(), 0);
  std::size_t next = 0;
  for (std::size_t j = 0; j < out.size(); ++j) {
    if (!row.row.keep[j]) continue;
    const double y = real[next++];
    out[j] = spec.kind == OperatorKind::softmax ? std::ldexp(y, spec.output_bits) : y / spec.numbers.output_scale;
  }
  return out;
}

void measure(const OperatorPlan& plan, const std::vector<Stimulus>& rows,
             const std::vector<std::vector<std::int64_t>>& outputs, RowErrors& errors) {
  const bool is_signed = plan.spec.kind != OperatorKind::softmax;
  const auto low = static_cast<double>(golden::min_of(plan.spec.output_bits, is_signed));
  const auto high = static_cast<double>(golden::max_of(plan.spec.output_bits, is_signed));
  double total = errors.mean_lsb * static_cast<double>(errors.elements);
  double ideal = errors.ideal_mean_lsb * static_cast<double>(errors.elements);
  for (std::size_t r = 0; r < rows.size(); ++r) {
    const std::vector<double> real = real_outputs(plan, rows[r]);
    double sum = 0;
    bool any = false;
    for (std::size_t j = 0; j < real.size(); ++j) {
      if (!rows[r].row.keep[j]) continue;
      any = true;
      // A code cannot go beyond its range, and what is beyond is the user's choice of scale.
      const double wanted = std::clamp(real[j], low, high);
      const double error = std::fabs(static_cast<double>(outputs[r][j]) - wanted);
      errors.max_lsb = std::max(errors.max_lsb, error);
      total += error;
      ideal += std::fabs(std::clamp(std::floor(wanted + 0.5), low, high) - wanted);
      sum += static_cast<double>(outputs[r][j]);
      ++errors.elements;
    }
    if (plan.spec.kind == OperatorKind::softmax && any) {
      errors.max_sum_error = std::max(errors.max_sum_error, std::fabs(std::ldexp(sum, -plan.spec.output_bits) - 1));
    }
    ++errors.rows;
  }
  if (errors.elements == 0) return;
  errors.mean_lsb = total / static_cast<double>(errors.elements);
  errors.ideal_mean_lsb = ideal / static_cast<double>(errors.elements);
}

}  // namespace

RowSource model_rows(const OperatorPlan& plan) {
  return [&plan](const OperatorImage& image, const std::vector<Stimulus>& rows) {
    std::vector<std::vector<std::int64_t>> outputs;
    for (const Stimulus& row : rows) outputs.push_back(evaluate_row(plan, image, row.row, row.gates).outputs);
    return outputs;
  };
}

OperatorCertificate certify_operator(const OperatorPlan& plan, std::uint64_t seed,
                                     const std::vector<Stimulus>& recorded, const RowSource& source,
                                     const std::string& source_name) {
  if (plan.spec.floating) {
    throw InputError("operator: certificates count errors in output codes, and floats have none; see tests/float");
  }
  OperatorCertificate certificate;
  certificate.function = operator_name(plan.spec.kind);
  certificate.seed = seed;
  certificate.source = source_name;
  std::mt19937_64 random(seed);
  const auto numbers_for = [&](int length) {
    OperatorNumbers numbers = plan.spec.numbers;
    numbers.length = length;
    return numbers;
  };
  for (const int length : lengths_up_to(has_rows(plan.spec.kind) ? plan.spec.max_row : kGatedLength)) {
    const OperatorNumbers numbers = numbers_for(length);
    const OperatorImage image = table_image(plan, numbers);
    for (const std::string& distribution : kDistributions) {
      std::vector<Stimulus> rows;
      const int count = std::clamp(kElements / length, kFewestRows, kMostRows);
      for (int i = 0; i < count; ++i) rows.push_back(draw(plan, distribution, length, random));
      RowErrors errors;
      errors.length = length;
      errors.distribution = distribution;
      measure(plan, rows, source(image, rows), errors);
      certificate.rows.push_back(errors);
    }
  }
  if (recorded.empty()) return certificate;
  RowErrors errors;
  errors.distribution = "recorded";
  for (const Stimulus& row : recorded) {
    const OperatorNumbers numbers = numbers_for(static_cast<int>(row.row.codes.size()));
    measure(plan, {row}, source(table_image(plan, numbers), {row}), errors);
  }
  certificate.rows.push_back(errors);
  return certificate;
}

WideCertificate certify_wide(const OperatorPlan& plan) {
  const golden::WideFormat format = wide_format(plan.wide);
  const std::vector<golden::IntParams> params = wide_params(plan.wide);
  const bool root = format.function == golden::WideFunction::rsqrt;
  const int width = format.core.input_bits;
  WideCertificate certificate;
  certificate.function = wide_function_name(format.function);
  certificate.input_bits = format.input_bits;
  certificate.core_bits = width;
  const auto relative = [&](golden::Wide v) {
    const golden::WideResult result = golden::evaluate_wide(format, params, v);
    const long double y =
        std::ldexp(static_cast<long double>(result.mantissa), -format.core.output_bits - result.exponent);
    const auto x = static_cast<long double>(v);
    return static_cast<double>(std::fabs(y * (root ? std::sqrt(x) : x) - 1));
  };
  for (int octave = 0; octave < format.input_bits; ++octave) {
    OctaveError errors;
    errors.octave = octave;
    const golden::Wide first = golden::Wide{1} << octave;
    const auto look = [&](golden::Wide v) {
      const double error = relative(v);
      ++certificate.evaluated;
      if (error < errors.max_relative) return;
      errors.max_relative = error;
      errors.worst = static_cast<std::uint64_t>(v);
    };
    if (octave <= width) {
      for (golden::Wide v = first; v < 2 * first; ++v) look(v);
    } else {
      // u takes the v with fraction in [(u - 1/2) 2^(l - W), (u + 1/2) 2^(l - W)).
      const golden::Wide half = golden::Wide{1} << (octave - width - 1);
      for (golden::Wide u = 0; u <= golden::Wide{1} << width; ++u) {
        look(first + std::max<golden::Wide>(0, (2 * u - 1) * half));
        look(first + std::min<golden::Wide>(first - 1, (2 * u + 1) * half - 1));
      }
    }
    if (certificate.octaves.empty() || errors.max_relative > certificate.worst.max_relative) certificate.worst = errors;
    certificate.octaves.push_back(errors);
  }
  return certificate;
}

Json operator_certificate_to_json(const OperatorCertificate& certificate) {
  Json rows = Json::array();
  Json worst{{"max_error_lsb", 0.0}, {"mean_error_lsb", 0.0}, {"max_sum_error", 0.0}};
  for (const RowErrors& errors : certificate.rows) {
    rows.push_back({{"length", errors.length},
                    {"distribution", errors.distribution},
                    {"rows", errors.rows},
                    {"elements", errors.elements},
                    {"max_error_lsb", errors.max_lsb},
                    {"mean_error_lsb", errors.mean_lsb},
                    {"ideal_mean_error_lsb", errors.ideal_mean_lsb},
                    {"max_sum_error", errors.max_sum_error}});
    worst["max_error_lsb"] = std::max(worst["max_error_lsb"].get<double>(), errors.max_lsb);
    worst["mean_error_lsb"] = std::max(worst["mean_error_lsb"].get<double>(), errors.mean_lsb);
    worst["max_sum_error"] = std::max(worst["max_sum_error"].get<double>(), errors.max_sum_error);
  }
  return {{"operator", certificate.function},
          {"source", certificate.source},
          {"seed", certificate.seed},
          {"rows", rows},
          {"worst", worst}};
}

Json wide_certificate_to_json(const WideCertificate& certificate) {
  Json octaves = Json::array();
  for (const OctaveError& errors : certificate.octaves) {
    octaves.push_back(
        {{"octave", errors.octave}, {"max_relative_error", errors.max_relative}, {"worst", errors.worst}});
  }
  return {{"function", certificate.function},   {"input_bits", certificate.input_bits},
          {"core_bits", certificate.core_bits}, {"complete", true},
          {"evaluated", certificate.evaluated}, {"max_relative_error", certificate.worst.max_relative},
          {"worst", certificate.worst.worst},   {"octaves", octaves}};
}

}  // namespace pwlforge
