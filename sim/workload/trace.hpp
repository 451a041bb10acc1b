// Copyright 2026 the pwlforge authors.
// Licensed under the Apache License, Version 2.0; see LICENSE.
// SPDX-License-Identifier: Apache-2.0
//
// Recorded streams on disk. For each site SITE (a dot of its name becomes an underscore):
//
//     SITE/          the operator's directory, as `gen` writes it
//     SITE.rows      its input codes, a row a line: sim SITE --vectors file:SITE.rows, certify SITE --rows SITE.rows
//     SITE.values    the real numbers behind them: synth SITE --workload file:SITE.values
//     trace.json     the sites, with the number of rows and elements of each
//
// Sites in floating point have values only. Elements of gated units are pairs a:b.
#pragma once

#include <string>
#include <vector>

#include "sim/workload/kernel.hpp"

namespace pwlforge::llama {

/// Throws what writing there would throw, before the work.
void check_trace_directory(const std::string& path);
/// Writes the directory atomically.
void write_trace(const std::string& path, const std::vector<Site>& sites, const Kernels& kernels,
                 const Recording& streams);

}  // namespace pwlforge::llama
