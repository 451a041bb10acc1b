// Copyright 2026 the pwlforge authors.
// Licensed under the Apache License, Version 2.0; see LICENSE.
// SPDX-License-Identifier: Apache-2.0
//
// The fuzz program: libFuzzer feeds the reader that PWLFORGE_READER names. An exception that is no refusal ends it like
// a crash.
#include <cstdint>
#include <cstdio>
#include <cstdlib>

#include "gen/support/diagnostics.hpp"
#include "tests/fuzz/readers.hpp"

namespace {

const pwlforge::fuzz::Reader& chosen() {
  const char* name = std::getenv("PWLFORGE_READER");
  try {
    return pwlforge::fuzz::find_reader(name == nullptr ? "" : name);
  } catch (const pwlforge::Error& error) {
    std::fprintf(stderr, "PWLFORGE_READER: %s\n", error.what());
    std::exit(2);
  }
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  static const pwlforge::fuzz::Reader& reader = chosen();
  pwlforge::fuzz::accepts(reader, std::string(reinterpret_cast<const char*>(data), size));
  return 0;
}
