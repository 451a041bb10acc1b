// Copyright 2026 the pwlforge authors.
// Licensed under the Apache License, Version 2.0; see LICENSE.
// SPDX-License-Identifier: Apache-2.0
#include "synth/liberty/library_source.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <cctype>
#include <sstream>

#include "gen/support/diagnostics.hpp"
#include "gen/support/files.hpp"
#include "gen/support/process.hpp"
#include "synth/liberty/library_catalog.hpp"

namespace pwlforge {
namespace {

namespace fs = std::filesystem;

constexpr int kDeepestInclude = 16;

bool is_library_file(const fs::path& path) {
  return path.extension() == ".lib" || (path.extension() == ".gz" && path.stem().extension() == ".lib");
}

std::vector<fs::path> files_of(const std::string& source) {
  for (const BuiltinLibrary& one : builtin_libraries()) {
    if (one.name != source) continue;
    if (!fs::exists(one.path)) {
      throw IoError(fmt::format("{}: the library is not installed ({} is missing); install Debian's package {}", source,
                                one.path, one.package));
    }
    return {one.path};
  }
  std::vector<fs::path> files;
  std::istringstream names(source);
  std::string name;
  while (std::getline(names, name, ',')) {
    if (name.empty()) continue;
    if (is_folder(name)) {
      std::vector<fs::path> parts;
      for (const auto& entry : fs::directory_iterator(name)) {
        if (is_library_file(entry.path())) parts.push_back(entry.path());
      }
      std::sort(parts.begin(), parts.end());
      if (parts.empty()) {
        throw InputError(
            fmt::format("{}: the directory holds no .lib file; give the folder of the Liberty parts", name));
      }
      files.insert(files.end(), parts.begin(), parts.end());
    } else if (is_file(name)) {
      files.push_back(name);
    } else {
      throw InputError(
          fmt::format("--liberty: no such library or file (found \"{}\"); use {} or the path of a Liberty file", name,
                      fmt::join(library_names(), ", ")));
    }
  }
  if (files.empty()) {
    throw InputError(fmt::format("--liberty: nothing given (found \"{}\"); use {} or the path of a Liberty file",
                                 source, fmt::join(library_names(), ", ")));
  }
  return files;
}

/// The text of a file, unpacked.
std::string file_text(const fs::path& path, std::vector<std::string>& mended) {
  const std::string place = path.filename().string();
  std::string text = read_file(path);
  if (text.size() < 2 || text[0] != '\x1f' || text[1] != '\x8b') return text;
  const ProcessResult unpacked = run_process({"gzip", "-dc", fs::absolute(path).string()}, {fs::path("."), {}, ""});
  if (unpacked.exit_code != 0) {
    throw InputError(fmt::format("{}: the gzip file is damaged (gzip says: {}); fetch it again", place,
                                 unpacked.errors.substr(0, unpacked.errors.find('\n'))));
  }
  mended.push_back(place + ": unpacked by gzip");
  return unpacked.output;
}

/// Offsets [begin, end) of the next include_file (...) ; at or behind `from`, and its argument; comments and strings
/// are passed over.
struct Include {
  std::size_t begin = std::string::npos, end = 0;
  std::string file;
};

Include next_include(const std::string& text, std::size_t from) {
  static const std::string keyword = "include_file";
  for (std::size_t at = from; at < text.size();) {
    if (text.compare(at, 2, "/*") == 0) {
      at = std::min(text.find("*/", at + 2), text.size() - 2) + 2;
    } else if (text.compare(at, 2, "//") == 0) {
      at = std::min(text.find('\n', at), text.size());
    } else if (text[at] == '"') {
      at = std::min(text.find('"', at + 1), text.size() - 1) + 1;
    } else if (text.compare(at, keyword.size(), keyword) == 0) {
      const std::size_t open = text.find_first_not_of(" \t\r\n", at + keyword.size());
      const std::size_t close = open == std::string::npos ? open : text.find(')', open);
      if (close == std::string::npos || text[open] != '(') return {};
      Include found{at, close + 1, text.substr(open + 1, close - open - 1)};
      const auto noise = [](char c) { return c == '"' || std::isspace(static_cast<unsigned char>(c)) != 0; };
      found.file.erase(std::remove_if(found.file.begin(), found.file.end(), noise), found.file.end());
      const std::size_t after = text.find_first_not_of(" \t\r\n", found.end);
      if (after != std::string::npos && text[after] == ';') found.end = after + 1;
      return found;
    } else {
      ++at;
    }
  }
  return {};
}

std::string with_includes(std::string text, const fs::path& path, int depth, std::vector<std::string>& mended) {
  const std::string place = path.filename().string();
  for (Include one = next_include(text, 0); one.begin != std::string::npos; one = next_include(text, one.begin)) {
    const fs::path included = path.parent_path() / one.file;
    if (depth == kDeepestInclude) {
      throw InputError(fmt::format("{}: include_file ({}) is {} files deep; a file that includes itself has no end",
                                   place, one.file, depth));
    }
    if (one.file.empty() || !is_file(included)) {
      throw InputError(fmt::format("{}: include_file ({}): no such file beside it; put it into {}", place, one.file,
                                   path.parent_path().empty() ? "." : path.parent_path().string()));
    }
    const std::string inner = with_includes(file_text(included, mended), included, depth + 1, mended);
    mended.push_back(fmt::format("{}: {} included", place, one.file));
    text.replace(one.begin, one.end - one.begin, inner);
    one.begin += inner.size();
  }
  return text;
}

}  // namespace

std::vector<std::string> library_names() {
  std::vector<std::string> names;
  for (const BuiltinLibrary& one : builtin_libraries()) names.push_back(one.name);
  return names;
}

std::vector<LibraryPart> read_library_parts(const std::string& source, std::vector<std::string>& mended) {
  std::vector<LibraryPart> parts;
  for (const fs::path& path : files_of(source)) {
    const std::string place = path.filename().string();
    const auto text = std::make_shared<const std::string>(with_includes(file_text(path, mended), path, 0, mended));
    for (LibertyGroup& library : parse_libraries(*text, place)) {
      parts.push_back({place, path, text, std::move(library)});
    }
  }
  if (parts.size() > 1) mended.push_back(fmt::format("{} parts merged", parts.size()));
  return parts;
}

}  // namespace pwlforge
