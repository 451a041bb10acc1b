// Copyright 2026 the pwlforge authors.
// Licensed under the Apache License, Version 2.0; see LICENSE.
// SPDX-License-Identifier: Apache-2.0
//
// A progress bar on standard error: only on a terminal, and only once two seconds have passed. It is drawn by a thread
// of its own, so that the seconds run on during one long step. Of several at a time only the first shows.
//
//   Progress progress("sim", vectors);
//   progress.update(done, "gelu 2^-3");
#pragma once

#include <chrono>
#include <condition_variable>
#include <cstdint>
#include <mutex>
#include <string>
#include <thread>

namespace pwlforge {

class Progress {
 public:
  /// total: number of steps; 1: a bar that only moves, for a step whose end nobody knows; 0: none.
  Progress(std::string label, std::uint64_t total);
  ~Progress();
  Progress(const Progress&) = delete;
  Progress& operator=(const Progress&) = delete;
  /// Sets the number of finished steps and what is being done now. From any thread.
  void update(std::uint64_t done, const std::string& detail = "");
  /// False where nobody would see it, so that nothing need be measured.
  bool visible() const { return visible_; }

 private:
  void draw_until_stopped();
  std::string line() const;

  std::string label_;
  std::uint64_t total_;
  bool visible_;
  std::chrono::steady_clock::time_point start_;
  std::mutex guard_;
  std::condition_variable stopped_;
  bool stop_ = false;
  std::uint64_t done_ = 0;
  std::string detail_;
  std::thread drawer_;
};

}  // namespace pwlforge
