// Copyright 2026 the pwlforge authors.
// Licensed under the Apache License, Version 2.0; see LICENSE.
// SPDX-License-Identifier: Apache-2.0
#include "sim/bench/recording.hpp"

#include <utility>

#include "gen/support/files.hpp"

namespace pwlforge {

Probes probes_of(const SimOptions& options) {
  return {!options.trace.empty(), !options.coverage.empty()};
}

void check_recording(const SimOptions& options, Problems& problems) {
  const std::pair<const char*, const std::filesystem::path&> files[] = {{"--trace", options.trace},
                                                                        {"--coverage", options.coverage}};
  for (const auto& [flag, path] : files) {
    if (!path.empty() && options.engine == Engine::cycle) {
      problems.add(flag, "the cycle engine has no signals", "use --engine verilator or both");
    }
  }
  problems.throw_if_any();
  for (const auto& [flag, path] : files) {
    if (!path.empty()) check_output_file(path);
  }
}

}  // namespace pwlforge
