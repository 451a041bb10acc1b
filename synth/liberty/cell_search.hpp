// Copyright 2026 the pwlforge authors.
// Licensed under the Apache License, Version 2.0; see LICENSE.
// SPDX-License-Identifier: Apache-2.0
//
// Finds library cells by what they compute, whatever they and their pins are called.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "synth/liberty/liberty.hpp"

namespace pwlforge {

struct GateMatch {
  std::string cell;
  std::vector<std::string> inputs;  ///< pin of input 0, 1, ...
  std::string output;
  double area = 0;
};

/// Smallest usable cell with one output that computes `truth`: bit p of it is the output for the input pattern p, input
/// 0 in the lowest bit. At most 4 inputs. Cells of equal area: the first by name.
std::optional<GateMatch> smallest_gate(const Library& library, int inputs, std::uint64_t truth);

/// Techmap for flip-flops with enable, as next = enable ? data : state out of the two cheapest gates that do it:
/// NAND2 and OAI21, or NOR2 and AOI21. Empty when the library lacks both pairs.
std::string enable_techmap(const Library& library);

}  // namespace pwlforge
