// Copyright 2026 the pwlforge authors.
// Licensed under the Apache License, Version 2.0; see LICENSE.
// SPDX-License-Identifier: Apache-2.0
//
// From what a user gives as a library to parsed library groups: built-in names, files, folders and joined parts, gzip,
// include_file, several libraries in one file.
#pragma once

#include <filesystem>
#include <memory>
#include <string>
#include <vector>

#include "synth/liberty/liberty_parser.hpp"

namespace pwlforge {

/// One library group of one file.
struct LibraryPart {
  std::string place;  ///< file name without folders: messages and records do not depend on where the file lies
  std::filesystem::path path;
  std::shared_ptr<const std::string> text;  ///< what the views of `library` point into
  LibertyGroup library;
};

/// `source` as in load_library; `mended` receives what had to be unpacked or put together.
/// Throws InputError (nothing there, not Liberty, damaged, includes without end), IoError (not readable).
std::vector<LibraryPart> read_library_parts(const std::string& source, std::vector<std::string>& mended);

/// Names that stand for a file of a Debian package.
std::vector<std::string> library_names();

}  // namespace pwlforge
