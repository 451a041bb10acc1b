// Copyright 2026 the pwlforge authors.
// Licensed under the Apache License, Version 2.0; see LICENSE.
// SPDX-License-Identifier: Apache-2.0
#include "cli/certify_operator.hpp"

#include <fmt/format.h>

#include "gen/operator/operator_certificate.hpp"
#include "gen/operator/row_file.hpp"
#include "gen/support/json.hpp"

namespace pwlforge::cli {
namespace {

void print(const OperatorCertificate& certificate) {
  fmt::print("{}, from {}, seed {}\n", certificate.function, certificate.source, certificate.seed);
  fmt::print("{:>8} {:>10} {:>7} {:>10} {:>9} {:>9} {:>11} {:>9}\n", "length", "rows of", "rows", "elements", "max LSB",
             "mean LSB", "rounding", "sum - 1");
  for (const RowErrors& errors : certificate.rows) {
    fmt::print("{:>8} {:>10} {:>7} {:>10} {:>9.3f} {:>9.4f} {:>11.4f} {:>9.4f}\n",
               errors.length > 0 ? std::to_string(errors.length) : "any", errors.distribution, errors.rows,
               errors.elements, errors.max_lsb, errors.mean_lsb, errors.ideal_mean_lsb, errors.max_sum_error);
  }
  fmt::print("errors against the real function in output LSB; rounding: mean error of the correctly rounded outputs\n");
}

void print(const WideCertificate& certificate) {
  fmt::print("{} of {}-bit numbers, {}-bit core: largest relative error {:.3g} at {}\n", certificate.function,
             certificate.input_bits, certificate.core_bits, certificate.worst.max_relative, certificate.worst.worst);
  for (const OctaveError& errors : certificate.octaves) {
    fmt::print("{:>8} {:>12.4g} at {}\n", errors.octave, errors.max_relative, errors.worst);
  }
  fmt::print("by octave, over every v: {} ends of the intervals that give one output\n", certificate.evaluated);
}

}  // namespace

void certify_operator_directory(const std::string& directory, const CertifyOperatorOptions& options) {
  const OperatorPlan plan = read_operator_manifest(directory).plan;
  if (plan.spec.kind == OperatorKind::wide) {
    if (options.max_lsb >= 0) {
      throw InputError("--max-lsb: a wide unit's error is a relative one; drop the flag, and read max_relative_error");
    }
    const WideCertificate certificate = certify_wide(plan);
    if (options.json) {
      fmt::print("{}\n", wide_certificate_to_json(certificate).dump(2));
    } else {
      print(certificate);
    }
    return;
  }
  const std::vector<Stimulus> recorded = options.rows.empty() ? std::vector<Stimulus>() : read_rows(plan, options.rows);
  const OperatorCertificate certificate = certify_operator(plan, options.seed, recorded, model_rows(plan), "model");
  if (options.json) {
    fmt::print("{}\n", operator_certificate_to_json(certificate).dump(2));
  } else {
    print(certificate);
  }
  for (const RowErrors& errors : certificate.rows) {
    if (options.max_lsb < 0 || errors.max_lsb <= options.max_lsb) continue;
    throw CheckFailed(fmt::format("{}: {} rows of length {}: off by {:.3f} (more than --max-lsb {})", directory,
                                  errors.distribution, errors.length, errors.max_lsb, options.max_lsb));
  }
}

}  // namespace pwlforge::cli
