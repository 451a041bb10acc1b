// Copyright 2026 the pwlforge authors.
// Licensed under the Apache License, Version 2.0; see LICENSE.
// SPDX-License-Identifier: Apache-2.0
#include <fmt/format.h>

#include "cli/verbs.hpp"
#include "gen/support/tools.hpp"

namespace pwlforge::cli {

void add_doctor_verb(CLI::App& app) {
  CLI::App* verb = app.add_subcommand("doctor", "Tell which tools are here and what each missing one costs");
  verb->footer("Example:\n  pwlforge doctor");
  verb->callback([] {
    for (const ToolReport& tool : report_tools()) {
      if (tool.path.empty()) {
        fmt::print("{:<14} missing: without it no {}; apt-get install {}\n", tool.name, tool.lost, tool.package);
      } else {
        fmt::print("{:<14} {}\n", tool.name, tool.version);
      }
    }
  });
}

}  // namespace pwlforge::cli
