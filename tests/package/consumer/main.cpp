// Copyright 2026 the pwlforge authors.
// Licensed under the Apache License, Version 2.0; see LICENSE.
// SPDX-License-Identifier: Apache-2.0
//
// Fits a table and evaluates it with the installed golden model.
#include <cstdio>

#include "gen/fit/fit.hpp"
#include "gen/tables/certificate.hpp"

int main() {
  pwlforge::FitRequest request;
  request.function = &pwlforge::find_function("gelu");
  request.entries = 16;
  const pwlforge::Table table = pwlforge::fit(request);
  const pwlforge::Certificate certificate = pwlforge::certify_model(table);
  std::printf("%zu contexts, %llu mismatches\n", certificate.contexts.size(),
              static_cast<unsigned long long>(certificate.contexts.front().mismatches));
  return certificate.contexts.front().mismatches == 0 ? 0 : 1;
}
