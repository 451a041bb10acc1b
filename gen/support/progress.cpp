// Copyright 2026 the pwlforge authors.
// Licensed under the Apache License, Version 2.0; see LICENSE.
// SPDX-License-Identifier: Apache-2.0
#include "gen/support/progress.hpp"

#include <unistd.h>

#include <algorithm>
#include <cstdio>

#include <fmt/format.h>

namespace pwlforge {

Progress::Progress(std::string label, std::uint64_t total)
    : label_(std::move(label)),
      total_(total),
      terminal_(isatty(STDERR_FILENO) != 0),
      start_(std::chrono::steady_clock::now()),
      last_(start_) {}

Progress::~Progress() {
  if (shown_) fmt::print(stderr, "\r\x1b[K");
}

void Progress::update(std::uint64_t done, const std::string& detail) {
  using namespace std::chrono_literals;
  if (!terminal_ || total_ == 0) return;
  const auto now = std::chrono::steady_clock::now();
  if (now - start_ < 2s || (shown_ && now - last_ < 100ms)) return;
  last_ = now;
  shown_ = true;
  constexpr std::uint64_t kWidth = 30;
  const std::uint64_t filled = std::min(kWidth, done * kWidth / total_);
  fmt::print(stderr, "\r\x1b[K{} [{}{}] {:3}% {}", label_, std::string(filled, '#'), std::string(kWidth - filled, '.'),
             std::min<std::uint64_t>(100, done * 100 / total_), detail);
  std::fflush(stderr);
}

}  // namespace pwlforge
