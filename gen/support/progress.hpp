// Copyright 2026 the pwlforge authors.
// Licensed under the Apache License, Version 2.0; see LICENSE.
// SPDX-License-Identifier: Apache-2.0
//
// A progress bar on standard error: only on a terminal, and only once two seconds have passed.
#pragma once

#include <chrono>
#include <cstdint>
#include <string>

namespace pwlforge {

class Progress {
 public:
  /// total: number of steps; 0 hides the bar.
  Progress(std::string label, std::uint64_t total);
  ~Progress();
  Progress(const Progress&) = delete;
  Progress& operator=(const Progress&) = delete;
  /// Sets the number of finished steps and what is being done now.
  void update(std::uint64_t done, const std::string& detail = "");

 private:
  std::string label_;
  std::uint64_t total_;
  bool terminal_;
  bool shown_ = false;
  std::chrono::steady_clock::time_point start_;
  std::chrono::steady_clock::time_point last_;
};

}  // namespace pwlforge
