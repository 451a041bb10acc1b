// Copyright 2026 the pwlforge authors.
// Licensed under the Apache License, Version 2.0; see LICENSE.
// SPDX-License-Identifier: Apache-2.0
//
// The pins of every cycle as a byte stream, so that another model can be stepped beside the Verilated one.
#pragma once

#include <cstdio>
#include <string>

#include "sim/cycle/pins.hpp"

namespace pwlforge::bench {

/// Bytes of one record for data of these numbers of words.
std::size_t cycle_record_bytes(std::size_t input_words, std::size_t output_words);

class CycleLogWriter {
 public:
  /// An empty path writes nothing.
  explicit CycleLogWriter(const std::string& path);
  ~CycleLogWriter();
  CycleLogWriter(const CycleLogWriter&) = delete;
  CycleLogWriter& operator=(const CycleLogWriter&) = delete;
  void add(const PinInputs& in, const PinOutputs& out);
  void close();

 private:
  std::FILE* file_ = nullptr;
};

/// Reads one record; the data vectors must have their size.
void cycle_record_get(const unsigned char* record, PinInputs& in, PinOutputs& out);

}  // namespace pwlforge::bench
