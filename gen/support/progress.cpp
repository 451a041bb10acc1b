// Copyright 2026 the pwlforge authors.
// Licensed under the Apache License, Version 2.0; see LICENSE.
// SPDX-License-Identifier: Apache-2.0
#include "gen/support/progress.hpp"

#include <sys/ioctl.h>
#include <unistd.h>

#include <algorithm>
#include <atomic>
#include <cstdio>

#include <fmt/format.h>

namespace pwlforge {

namespace {

using namespace std::chrono_literals;
constexpr auto kQuiet = 2s;
constexpr auto kInterval = 100ms;
constexpr std::uint64_t kWidth = 30;

std::atomic<bool> taken{false};

std::size_t terminal_columns() {
  winsize size{};
  return ioctl(STDERR_FILENO, TIOCGWINSZ, &size) == 0 && size.ws_col > 0 ? size.ws_col : 80;
}

}  // namespace

Progress::Progress(std::string label, std::uint64_t total)
    : label_(std::move(label)),
      total_(total),
      visible_(total > 0 && isatty(STDERR_FILENO) != 0 && !taken.exchange(true)),
      start_(std::chrono::steady_clock::now()) {
  if (visible_) drawer_ = std::thread([this] { draw_until_stopped(); });
}

Progress::~Progress() {
  if (!visible_) return;
  {
    const std::lock_guard<std::mutex> lock(guard_);
    stop_ = true;
  }
  stopped_.notify_all();
  drawer_.join();
  taken = false;
}

void Progress::update(std::uint64_t done, const std::string& detail) {
  if (!visible_) return;
  const std::lock_guard<std::mutex> lock(guard_);
  done_ = done;
  detail_ = detail;
}

std::string Progress::line() const {
  const auto elapsed = std::chrono::steady_clock::now() - start_;
  std::string bar(kWidth, '.');
  std::string share;
  if (total_ > 1) {
    bar.replace(0, std::min(kWidth, done_ * kWidth / total_), std::min(kWidth, done_ * kWidth / total_), '#');
    share = fmt::format(" {:3}%", std::min<std::uint64_t>(100, done_ * 100 / total_));
  } else {
    constexpr std::uint64_t kBlock = 4;
    const auto tick = static_cast<std::uint64_t>(elapsed / kInterval);
    bar.replace(tick % (kWidth - kBlock + 1), kBlock, kBlock, '#');
  }
  const auto seconds = std::chrono::duration_cast<std::chrono::seconds>(elapsed).count();
  return fmt::format("{} [{}]{} {} s  {}", label_, bar, share, seconds, detail_).substr(0, terminal_columns() - 1);
}

void Progress::draw_until_stopped() {
  std::unique_lock<std::mutex> lock(guard_);
  if (stopped_.wait_for(lock, kQuiet, [this] { return stop_; })) return;
  do {
    fmt::print(stderr, "\r{}\x1b[K", line());
    std::fflush(stderr);
  } while (!stopped_.wait_for(lock, kInterval, [this] { return stop_; }));
  fmt::print(stderr, "\r\x1b[K");
  std::fflush(stderr);
}

}  // namespace pwlforge
