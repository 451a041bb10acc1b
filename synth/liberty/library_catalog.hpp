// Copyright 2026 the pwlforge authors.
// Licensed under the Apache License, Version 2.0; see LICENSE.
// SPDX-License-Identifier: Apache-2.0
//
// What is known of particular libraries: where Debian keeps them, which cells a synthesis must keep away from.
#pragma once

#include <optional>
#include <string>
#include <vector>

namespace pwlforge {

struct BuiltinLibrary {
  std::string name;     ///< as given to --liberty
  std::string path;     ///< where the package puts the file
  std::string package;  ///< Debian package
};
const std::vector<BuiltinLibrary>& builtin_libraries();

/// Cells that a list keeps out: whole names, `*` stands for any characters. The name is recognised from the name of
/// the library group.
struct DontUseList {
  std::string name;
  std::string recognised_by;  ///< the library group's name starts with this
  std::vector<std::string> patterns;
  std::string area_unit;
};
const std::vector<DontUseList>& dont_use_lists();

/// The list for a library group's name, or nullptr.
const DontUseList* recognise(const std::string& library_name);

/// Whether `text` matches `pattern` with `*` for any characters.
bool glob_match(const std::string& pattern, const std::string& text);

}  // namespace pwlforge
