// Copyright 2026 the pwlforge authors.
// Licensed under the Apache License, Version 2.0; see LICENSE.
// SPDX-License-Identifier: Apache-2.0
//
// Small languages of flags that several verbs share.
#pragma once

#include <CLI/CLI.hpp>
#include <string>
#include <vector>

namespace pwlforge::cli {

/// "0..6", "3", "0,2,4" or a mixture, ascending as written; each number in low..high. Throws InputError naming the
/// flag.
std::vector<int> parse_list(const std::string& flag, const std::string& text, int low, int high);

/// --clock, or for a mapping that meets it --target-clock, of which one may be given.
struct ClockFlags {
  CLI::Option* clock = nullptr;
  CLI::Option* target = nullptr;
};
/// `all`: what has this clock, in words; `mapped`: how it is mapped for a target. `clock_ns` and `timed` take what is
/// given and must live as long as the verb.
ClockFlags add_clock_flags(CLI::App& verb, const std::string& all, const std::string& mapped, double& clock_ns,
                           bool& timed);

}  // namespace pwlforge::cli
