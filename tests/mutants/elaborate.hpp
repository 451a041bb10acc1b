// Copyright 2026 the pwlforge authors.
// Licensed under the Apache License, Version 2.0; see LICENSE.
// SPDX-License-Identifier: Apache-2.0
//
// A design as yosys elaborates it, its modules under short names, and mutants in it.
#pragma once

#include <filesystem>
#include <map>
#include <string>
#include <vector>

#include "tests/mutants/designs.hpp"

namespace pwlforge::mutants {

struct Mutant {
  std::string module;   ///< of the library
  std::string inside;   ///< elaborated module: one set of parameters
  std::string command;  ///< options of yosys' `mutate`
  std::string place;    ///< "pwl_skid.v:31.3-35.6 const0 $mux$12.S[0]"
};

struct Elaboration {
  std::string top;
  std::filesystem::path base;                               ///< RTLIL
  std::map<std::string, std::vector<std::string>> modules;  ///< of the library -> elaborated
};

/// Reads Verilog by `read` (yosys commands up to and with `hierarchy`) and lowers processes; files go to `folder`.
Elaboration elaborate(const std::string& read, const std::string& top, const std::filesystem::path& folder);

/// Up to `count` mutants of a library module, evenly over its elaborations, drawn with `seed`. For a simulation without
/// conditional ones (a bit inverted by another bit): they make loops of words, which Verilator 5.006 evaluates wrongly.
/// For a proof without those of clocks, which its solver does not see.
std::vector<Mutant> list_mutants(const Elaboration& design, const std::string& module, int count, int seed, bool proof);

/// The mutants of these numbers (from 1) in one design: each is active when the new input `mutsel` of the top, 16 bits,
/// is its number.
/// Writes mutated.il beside the base, and with `verilog` mutated.v, where the top takes the number from the environment
/// (PWLFORGE_MUTANT) instead of a port.
void insert_mutants(const Elaboration& design, const std::vector<Mutant>& mutants, const std::vector<int>& numbers,
                    bool verilog);

/// Runs a yosys script in a folder. Throws CheckFailed with its last words.
void run_yosys(const std::string& script, const std::filesystem::path& folder);

}  // namespace pwlforge::mutants
