// Copyright 2026 the pwlforge authors.
// Licensed under the Apache License, Version 2.0; see LICENSE.
// SPDX-License-Identifier: Apache-2.0
//
// A directory of Verilog that lives as long as the object, changed by hand where a test plants a fault.
#pragma once

#include <string>

#include "gen/support/files.hpp"

namespace pwlforge::test {

class TouchableDirectory {
 public:
  const std::filesystem::path& path() const { return path_; }

  /// Replaces one piece of text in a file. Returns false when it is not there exactly once.
  bool change(const std::string& file, const std::string& from, const std::string& to) const {
    std::string text = read_file(path_ / file);
    const std::size_t at = text.find(from);
    if (at == std::string::npos || text.find(from, at + 1) != std::string::npos) return false;
    write_file(path_ / file, text.replace(at, from.size(), to));
    return true;
  }

 protected:
  explicit TouchableDirectory(const std::string& name) : path_(folder_.path() / name) {}

 private:
  TemporaryDirectory folder_;
  std::filesystem::path path_;
};

}  // namespace pwlforge::test
