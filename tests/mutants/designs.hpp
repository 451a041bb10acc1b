// Copyright 2026 the pwlforge authors.
// Licensed under the Apache License, Version 2.0; see LICENSE.
// SPDX-License-Identifier: Apache-2.0
//
// What mutants are made in, and the check of the regression that must kill them there.
#pragma once

#include <string>
#include <vector>

namespace pwlforge::mutants {

/// sim: the bench of `pwlforge sim`. bench: the Verilog bench of the directory. traffic: tests/bus. proof: a harness of
/// tests/formal. triples: the driver of tests/float.
enum class Kind { sim, bench, traffic, proof, triples };

struct Design {
  std::string name;
  Kind kind = Kind::sim;
  // A directory:
  std::string gen;                  ///< arguments of `pwlforge gen`
  std::vector<std::string> tables;  ///< arguments of `pwlforge fit`, one table each
  /// sim: `--vectors`, then what is tried on the mutants that are left; empty: the default. traffic: swaps of tables.
  std::vector<std::string> vectors;
  // A proof, or triples:
  std::string harness;               ///< file in tests/formal, of triples here, without ".v"
  std::string parameters;            ///< "A=8 RW=4"
  int steps = 0;                     ///< 0: combinational; else cycles from reset
  std::vector<std::string> modules;  ///< that it specifies
  std::vector<std::string>
      open;  ///< of these, those whose outputs it leaves open: not one value, or not for all inputs
};

/// What stands between blanks in one of these texts.
std::vector<std::string> words_of(const std::string& text);

/// Quick ones first: a module's mutants are made in the first designs that have it. A module that a harness specifies
/// has them in harnesses only.
const std::vector<Design>& designs();

}  // namespace pwlforge::mutants
