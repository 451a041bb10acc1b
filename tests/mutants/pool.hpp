// Copyright 2026 the pwlforge authors.
// Licensed under the Apache License, Version 2.0; see LICENSE.
// SPDX-License-Identifier: Apache-2.0
//
// Many tasks, each in a process of its own: one that crashes or does not end does not take the others along.
#pragma once

#include <functional>
#include <string>
#include <vector>

namespace pwlforge::mutants {

/// Runs task(i) for i < count in at most `jobs` processes at a time; each returns a line. One that dies or takes longer
/// than `seconds` has the line `lost`.
std::vector<std::string> run_tasks(std::size_t count, int jobs, int seconds,
                                   const std::function<std::string(std::size_t)>& task, const std::string& lost);

}  // namespace pwlforge::mutants
