// Copyright 2026 the pwlforge authors.
// Licensed under the Apache License, Version 2.0; see LICENSE.
// SPDX-License-Identifier: Apache-2.0
//
// Cells of a library that can stand in for each other, pin by pin: drive strengths of one function.
#pragma once

#include <map>
#include <string>
#include <vector>

#include "synth/liberty/liberty.hpp"

namespace pwlforge {

class CellVariants {
 public:
  /// Of the cells that may be used and have an area.
  explicit CellVariants(const Library& library);
  /// Types with the pins and functions of `cell`, by area, then name; `cell` itself is among them if it may be used.
  const std::vector<std::string>& of(const LibraryCell& cell) const;

 private:
  std::map<std::string, std::vector<std::string>> groups_;
};

}  // namespace pwlforge
