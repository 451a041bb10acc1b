// Copyright 2026 the pwlforge authors.
// Licensed under the Apache License, Version 2.0; see LICENSE.
// SPDX-License-Identifier: Apache-2.0
//
// Text files of rows: one row a line, words set apart by commas, semicolons, blanks or tabs; # begins a comment.
#pragma once

#include <cstddef>
#include <filesystem>
#include <string>
#include <vector>

namespace pwlforge {

struct TextRow {
  std::size_t line = 0;  ///< counted from 1
  std::vector<std::string> words;
};

/// All lines that have words. Throws IoError.
std::vector<TextRow> read_text_rows(const std::filesystem::path& path);

}  // namespace pwlforge
