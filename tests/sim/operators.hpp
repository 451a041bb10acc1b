// Copyright 2026 the pwlforge authors.
// Licensed under the Apache License, Version 2.0; see LICENSE.
// SPDX-License-Identifier: Apache-2.0
//
// Operators for the simulation tests, as units.hpp for units.
#pragma once

#include <map>
#include <string>

#include "gen/operator/operator_request.hpp"
#include "gen/rtl/operator_rtl.hpp"
#include "gen/support/words.hpp"
#include "gen/unit/request.hpp"
#include "sim/bench/row_simulate.hpp"
#include "tests/sim/directory.hpp"

namespace pwlforge::test {

inline Store store_of(const std::string& name) {
  return static_cast<Store>(choice("store", name, store_names()));
}

inline OperatorRequest operator_of(const std::string& name, int width, int lanes, int max_row,
                                   const std::string& store = "registers", bool affine = false) {
  OperatorRequest request;
  request.name_of_operator = name;
  request.width = width;
  request.lanes = lanes;
  request.max_row = max_row;
  request.store = store;
  request.affine = affine;
  request.name = "dut";
  return request;
}

inline OperatorRequest wide_of(const std::string& function, int bits, const std::string& unit, int fraction = -1,
                               const std::string& store = "registers") {
  OperatorRequest request;
  request.wide = bits;
  request.unit = unit;
  request.function = function;
  request.store = store;
  request.name = "dut";
  if (fraction >= 0) request.fraction_bits = fraction;
  return request;
}

/// The specification of a request. Tables are fitted once for each function and width: most of the time of a small test
/// would go there.
inline OperatorSpec spec_of(const OperatorRequest& request) {
  static std::map<std::string, OperatorSpec> fitted;
  const std::string key = request.name_of_operator.empty() ? request.function + request.unit
                                                           : request.name_of_operator + std::to_string(request.width) +
                                                                 "/" + std::to_string(request.exp_bits.value_or(0));
  if (fitted.find(key) == fitted.end()) {
    OperatorRequest plain = request;
    plain.store = "registers";
    fitted[key] = operator_spec(plain);
  }
  OperatorSpec spec = fitted[key];
  if (spec.kind == OperatorKind::wide) {
    const bool root = request.function == "rsqrt";
    const std::vector<Table> tables = spec.wide.core.tables;
    spec.wide = wide_unit(root ? golden::WideFunction::rsqrt : golden::WideFunction::div, request.wide,
                          tables.front().input_bits, spec.wide.core.entries, store_of(request.store), tables);
    spec.wide.name = request.name;
    spec.wide.integer_form = request.fraction_bits.has_value();
    spec.wide.fraction_bits = request.fraction_bits.value_or(16);
    spec.wide.output_bits = spec.wide.fraction_bits;
    spec.wrap = wrap_of(request.wrap);
    return spec;
  }
  spec.lanes = request.lanes;
  spec.max_row = request.max_row;
  spec.store = store_of(request.store);
  spec.affine = request.affine;
  return spec;
}

/// An operator directory that lives as long as the object.
class OperatorDirectory : public TouchableDirectory {
 public:
  explicit OperatorDirectory(const OperatorRequest& request) : OperatorDirectory(spec_of(request)) {}
  explicit OperatorDirectory(const OperatorSpec& spec) : TouchableDirectory("operator") {
    write_operator(plan_operator(spec), path());
  }

  OperatorManifest manifest() const { return read_operator_manifest(path()); }
};

}  // namespace pwlforge::test
