// Copyright 2026 the pwlforge authors.
// Licensed under the Apache License, Version 2.0; see LICENSE.
// SPDX-License-Identifier: Apache-2.0
//
// Flip-flops and latches understood from their functions, whatever their pins are called and in whatever polarity they
// store: inverted data, inverted outputs, clear and preset of either level, both, one or none, scan and enable pins.
//
//     latch (IQ, IQN) { enable : "GN'"; data_in : "(!D)"; }  pin (Q) { function : "IQN"; }
//     -> data D inverted, control GN inverted, output Q inverted: a plain latch with an active-low enable
#pragma once

#include <map>
#include <string>
#include <vector>

#include "synth/liberty/liberty.hpp"

namespace pwlforge {

/// A pin and whether the function has it inverted.
struct StoragePin {
  std::string name;  ///< empty: there is none
  bool inverted = false;
};

/// One way to use a cell as a register of one bit: all other inputs are tied to constants.
struct StorageUse {
  std::string cell;
  StoragePin data;           ///< stored state = pin, or its inverse
  StoragePin control;        ///< rising clock or high enable, or the inverse
  StoragePin reset;          ///< active when the pin, or its inverse, is 1; no name: none, or tied off
  bool reset_state = false;  ///< of the state under reset
  StoragePin output;         ///< pin = state, or its inverse
  std::map<std::string, bool> ties;
  double area = 0;
};

/// All usable ways, by cell name: of each cell one for each polarity of the output, with each of its resets and
/// without. `kind` is flip_flop or latch. Cells without area and those marked dont_use are left out. At most 10 inputs
/// a cell.
std::vector<StorageUse> storage_uses(const Library& library, CellKind kind);

}  // namespace pwlforge
