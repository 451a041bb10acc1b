// Copyright 2026 the pwlforge authors.
// Licensed under the Apache License, Version 2.0; see LICENSE.
// SPDX-License-Identifier: Apache-2.0
#include "gen/rtl/prefix.hpp"

#include <cctype>

#include "gen/rtl/library.hpp"

namespace pwlforge {

std::string prefixed(const std::string& text, const std::string& prefix) {
  if (prefix.empty()) return text;
  std::string result;
  const auto in_word = [](unsigned char c) { return std::isalnum(c) != 0 || c == '_'; };
  for (std::size_t at = 0; at < text.size();) {
    std::size_t end = at;
    while (end < text.size() && in_word(static_cast<unsigned char>(text[end]))) ++end;
    if (end == at) {
      result += text[at++];
      continue;
    }
    const std::string word = text.substr(at, end - at);
    if (word.rfind("pwl_", 0) == 0 && library_files().count(word) > 0) result += prefix;
    result += word;
    at = end;
  }
  return result;
}

FileSet prefixed(const FileSet& files, const std::string& prefix) {
  FileSet renamed;
  for (const auto& [path, text] : files) {
    const bool plain = path == "manifest.json" || path.find("_vectors.hex") != std::string::npos;
    renamed[prefixed(path, prefix)] = plain ? text : prefixed(text, prefix);
  }
  return renamed;
}

}  // namespace pwlforge
