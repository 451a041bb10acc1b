// Copyright 2026 the pwlforge authors.
// Licensed under the Apache License, Version 2.0; see LICENSE.
// SPDX-License-Identifier: Apache-2.0
//
// Certificates for machines: per context, their mean and their worst.
#include <cmath>

#include "gen/support/json.hpp"
#include "gen/tables/certificate.hpp"

namespace pwlforge {

namespace {

/// JSON has no infinity and no NaN.
Json number(double value) {
  return std::isfinite(value) ? Json(value) : Json(nullptr);
}

Json context_to_json(const ContextCertificate& c) {
  Json json;
  json["scale"] = c.scale;
  json["codes"] = c.codes;
  json["mismatches"] = c.mismatches;
  json["mismatch_percent"] = c.mismatch_percent;
  json["max_error_lsb"] = c.max_error_lsb;
  json["mse"] = c.mse;
  json["ideal_mse"] = c.ideal_mse;
  json["mse_over_ideal"] = number(c.mse_over_ideal);
  json["q_in_mse"] = number(c.q_in_mse);
  json["q_all_mse"] = number(c.q_all_mse);
  json["a_mse"] = number(c.a_mse);
  json["bias"] = c.bias;
  json["monotonicity_violations"] = c.monotonicity_violations;
  json["dead_entries"] = c.dead_entries;
  json["sign_violations"] = c.sign_violations;
  json["zero_error_lsb"] = c.zero_error_lsb ? Json(*c.zero_error_lsb) : Json(nullptr);
  json["max_error_inside_lsb"] = c.max_error_inside_lsb;
  json["max_error_outside_lsb"] = c.max_error_outside_lsb;
  json["max_abs_error"] = c.max_abs_error;
  json["max_abs_error_inside"] = c.max_abs_error_inside;
  json["slopes_at_limit"] = c.slopes_at_limit;
  json["intercepts_at_limit"] = c.intercepts_at_limit;
  json["exhaustive"] = c.exhaustive;
  json["seed"] = c.seed;
  return json;
}

/// Member by member over the contexts: the arithmetic mean, or the value of largest magnitude. What is no number, or
/// not a number in every context, is null.
Json combine(const Json& contexts, bool mean) {
  Json result = contexts.at(0);
  for (auto& [key, value] : result.items()) {
    double sum = 0;
    double worst = 0;
    bool all = true;
    for (const Json& context : contexts) {
      const Json& item = context.at(key);
      all = all && item.is_number();
      const double v = item.is_number() ? item.get<double>() : 0.0;
      sum += v;
      if (std::abs(v) > std::abs(worst)) worst = v;
    }
    value = all ? Json(mean ? sum / static_cast<double>(contexts.size()) : worst) : Json(nullptr);
  }
  for (const char* key : {"scale", "exhaustive", "seed"}) result[key] = nullptr;
  return result;
}

}  // namespace

Json certificate_to_json(const Certificate& certificate) {
  Json json;
  json["function"] = certificate.function;
  json["entries"] = certificate.entries;
  json["format"] = certificate.format;
  json["sharing"] = certificate.sharing == Sharing::shared ? "shared" : "per-scale";
  json["source"] = certificate.source;
  json["contexts"] = Json::array();
  for (const ContextCertificate& context : certificate.contexts) json["contexts"].push_back(context_to_json(context));
  json["mean"] = combine(json["contexts"], true);
  json["worst"] = combine(json["contexts"], false);
  return json;
}

}  // namespace pwlforge
