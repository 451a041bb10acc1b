// Copyright 2026 the pwlforge authors.
// Licensed under the Apache License, Version 2.0; see LICENSE.
// SPDX-License-Identifier: Apache-2.0
//
// Feeds the kept corpus to the readers, with any compiler: tests/fuzz/corpus/READER/* to READER.
//   replay CORPUS             every reader; each must have inputs of both kinds, accepted and refused
//   replay --one READER FILE  one input
// Exit 1: a reader let something else out than a refusal. A crash ends the program, a hang the test.
#include <algorithm>
#include <cstdio>
#include <filesystem>
#include <string>
#include <vector>

#include "gen/support/diagnostics.hpp"
#include "gen/support/files.hpp"
#include "tests/fuzz/readers.hpp"

namespace {

namespace fs = std::filesystem;
using pwlforge::fuzz::Reader;

/// Tells what is wrong, or nothing.
bool feed(const Reader& reader, const fs::path& file, bool& accepted) {
  try {
    accepted = pwlforge::fuzz::accepts(reader, pwlforge::read_file(file));
    return true;
  } catch (const std::exception& error) {
    std::printf("FAIL: %s: %s: %s\n", reader.name.c_str(), file.c_str(), error.what());
    return false;
  }
}

int replay(const fs::path& corpus) {
  int failures = 0;
  for (const Reader& reader : pwlforge::fuzz::readers()) {
    std::vector<fs::path> files;
    if (fs::is_directory(corpus / reader.name)) {
      for (const auto& entry : fs::directory_iterator(corpus / reader.name)) files.push_back(entry.path());
    }
    std::sort(files.begin(), files.end());
    std::size_t good = 0;
    for (const fs::path& file : files) {
      bool accepted = false;
      if (!feed(reader, file, accepted)) ++failures;
      if (accepted) ++good;
    }
    std::printf("%-18s %4zu inputs, %4zu accepted\n", reader.name.c_str(), files.size(), good);
    // A reader that refuses everything, or nothing, was not reached.
    if (good == 0 || good == files.size()) {
      std::printf("FAIL: %s: inputs of both kinds are needed; run scripts/fuzz --minimise\n", reader.name.c_str());
      ++failures;
    }
  }
  for (const auto& entry : fs::directory_iterator(corpus)) {
    try {
      pwlforge::fuzz::find_reader(entry.path().filename().string());
    } catch (const pwlforge::Error& error) {
      std::printf("FAIL: %s: %s\n", entry.path().c_str(), error.what());
      ++failures;
    }
  }
  return failures == 0 ? 0 : 1;
}

}  // namespace

int main(int argc, char** argv) {
  const std::vector<std::string> arguments(argv + 1, argv + argc);
  try {
    if (arguments.size() == 1 && arguments[0] == "--list") {
      for (const Reader& reader : pwlforge::fuzz::readers()) {
        std::printf("%-18s %s\n", reader.name.c_str(), reader.what.c_str());
      }
      return 0;
    }
    if (arguments.size() == 1) return replay(arguments[0]);
    if (arguments.size() == 3 && arguments[0] == "--one") {
      bool accepted = false;
      return feed(pwlforge::fuzz::find_reader(arguments[1]), arguments[2], accepted) ? 0 : 1;
    }
  } catch (const pwlforge::Error& error) {
    std::fprintf(stderr, "replay: %s\n", error.what());
    return 2;
  }
  std::fprintf(stderr, "usage: replay CORPUS | --one READER FILE | --list\n");
  return 2;
}
