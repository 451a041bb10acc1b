// Copyright 2026 the pwlforge authors.
// Licensed under the Apache License, Version 2.0; see LICENSE.
// SPDX-License-Identifier: Apache-2.0
//
// The named operators: one list, read by gen, compare and tests.
#pragma once

#include <string>
#include <vector>

#include "gen/operator/operator.hpp"

namespace pwlforge {

struct OperatorConfiguration {
  std::string name;       ///< softmax-int8, softmax-int8-16l: the suffix is the number of lanes, if it is not 1
  std::string purpose;    ///< one line for reports
  std::string family;     ///< softmax: what is compared with each other at the same number of lanes
  std::string format;     ///< int8, int16, int32, fp32, illm8, ibert8
  bool baseline = false;  ///< savings are told against it
  OperatorSpec spec;      ///< without tables; spec.name is a module name
};

/// Elements of the longest row of every named operator.
inline constexpr int kConfiguredRow = 1024;
/// Elements of a row for which the constant gain of a peer's rmsnorm is: those of the rows that synthesis feeds.
inline constexpr int kConfiguredLength = 64;

/// All of them, in the order of reports.
const std::vector<OperatorConfiguration>& operator_configurations();

/// Null for a name that is not in the list.
const OperatorConfiguration* find_operator_configuration(const std::string& name);

}  // namespace pwlforge
