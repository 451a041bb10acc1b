// Copyright 2026 the pwlforge authors.
// Licensed under the Apache License, Version 2.0; see LICENSE.
// SPDX-License-Identifier: Apache-2.0
//
// pwlforge: argv to library calls to exit code.
#include <CLI/CLI.hpp>
#include <cstdio>
#include <exception>

#include <fmt/format.h>

#include "cli/verbs.hpp"
#include "gen/support/diagnostics.hpp"
#include "gen/support/version.hpp"

int main(int argc, char** argv) {
  using pwlforge::ExitCode;
  CLI::App app{"Fits, generates, simulates and synthesizes piecewise-linear units for transformer accelerators."};
  app.name("pwlforge");
  app.set_version_flag("--version", pwlforge::kToolName);
  app.require_subcommand(1);
  app.footer("Each verb explains itself: pwlforge VERB --help");
  pwlforge::cli::add_doctor_verb(app);
  pwlforge::cli::add_fit_verb(app);
  pwlforge::cli::add_import_verb(app);
  pwlforge::cli::add_export_verb(app);
  pwlforge::cli::add_certify_verb(app);
  pwlforge::cli::add_gen_verb(app);
  pwlforge::cli::add_sim_verb(app);
  pwlforge::cli::add_synth_verb(app);
  pwlforge::cli::add_compare_verb(app);
  pwlforge::cli::add_explore_verb(app);
  pwlforge::cli::add_workload_verb(app);
  try {
    app.parse(argc, argv);
    return static_cast<int>(ExitCode::ok);
  } catch (const CLI::ParseError& error) {
    const int code = app.exit(error);
    return code == 0 ? 0 : static_cast<int>(ExitCode::bad_input);
  } catch (const pwlforge::Error& error) {
    fmt::print(stderr, "pwlforge: {}\n", error.what());
    return static_cast<int>(error.code());
  } catch (const std::exception& error) {
    fmt::print(stderr, "pwlforge: {}; this is a fault of the program, please report it\n", error.what());
    return static_cast<int>(ExitCode::io_or_missing_tool);
  }
}
