// Copyright 2026 the pwlforge authors.
// Licensed under the Apache License, Version 2.0; see LICENSE.
// SPDX-License-Identifier: Apache-2.0
//
// The verbs of the program: each adds its options and a callback that calls the library.
#pragma once

#include <CLI/CLI.hpp>

namespace pwlforge::cli {

void add_doctor_verb(CLI::App& app);
void add_fit_verb(CLI::App& app);
void add_import_verb(CLI::App& app);
void add_export_verb(CLI::App& app);
void add_certify_verb(CLI::App& app);
void add_gen_verb(CLI::App& app);
void add_sim_verb(CLI::App& app);
void add_synth_verb(CLI::App& app);
void add_compare_verb(CLI::App& app);
void add_explore_verb(CLI::App& app);
void add_workload_verb(CLI::App& app);

}  // namespace pwlforge::cli
