// Copyright 2026 the pwlforge authors.
// Licensed under the Apache License, Version 2.0; see LICENSE.
// SPDX-License-Identifier: Apache-2.0
//
// Whether a mutant is the design itself.
#pragma once

#include <filesystem>
#include <string>
#include <vector>

#include "tests/mutants/elaborate.hpp"

namespace pwlforge::mutants {

/// Of mutants of one elaborated module, by number: "" where no proof was found, else what was proved: that outputs and
/// next states are the same functions of inputs and states, or that outputs are the same for ever from the state of all
/// zeros, for which the proof has some seconds. `top` is what is compared: the module
/// alone, for all its inputs, or a design around it. Clocks are inputs like others, memories are registers.
std::vector<std::string> prove_equivalent(const Elaboration& design, const std::string& top,
                                          const std::vector<int>& numbers, int seconds);

}  // namespace pwlforge::mutants
