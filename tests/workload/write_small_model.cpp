// Copyright 2026 the pwlforge authors.
// Licensed under the Apache License, Version 2.0; see LICENSE.
// SPDX-License-Identifier: Apache-2.0
//
// Writes model.bin, tokenizer.bin and text.txt of a small random model into a directory.
#include <cstdio>

#include "gen/support/files.hpp"
#include "small_model.hpp"

int main(int argc, char** argv) {
  if (argc != 2) {
    std::fprintf(stderr, "usage: write_small_model DIRECTORY\n");
    return 2;
  }
  const std::filesystem::path directory = argv[1];
  const SmallModel model(1);
  pwlforge::write_file(directory / "model.bin", model.checkpoint());
  pwlforge::write_file(directory / "tokenizer.bin", model.tokenizer());
  pwlforge::write_file(directory / "text.txt", small_text(2, 6, 12));
  return 0;
}
