// Copyright 2026 the pwlforge authors.
// Licensed under the Apache License, Version 2.0; see LICENSE.
// SPDX-License-Identifier: Apache-2.0
//
// `certify` on an operator directory.
#pragma once

#include <cstdint>
#include <string>

namespace pwlforge::cli {

struct CertifyOperatorOptions {
  std::string rows;  ///< file of recorded rows; empty: none
  double max_lsb = -1;
  std::uint64_t seed = 1;
  bool json = false;
};
/// Prints the certificate; throws CheckFailed when it exceeds max_lsb.
void certify_operator_directory(const std::string& directory, const CertifyOperatorOptions& options);

}  // namespace pwlforge::cli
