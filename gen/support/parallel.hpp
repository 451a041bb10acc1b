// Copyright 2026 the pwlforge authors.
// Licensed under the Apache License, Version 2.0; see LICENSE.
// SPDX-License-Identifier: Apache-2.0
//
// A loop over independent pieces of work on several threads. Results are stored by index, so that they cannot depend on
// the number of threads.
#pragma once

#include <algorithm>
#include <atomic>
#include <cstddef>
#include <cstdint>
#include <exception>
#include <mutex>
#include <string>
#include <thread>
#include <vector>

#include "gen/support/progress.hpp"

namespace pwlforge {

/// `wanted` if positive, else what the machine has.
inline int thread_count(int wanted) {
  return wanted > 0 ? wanted : std::max(1, static_cast<int>(std::thread::hardware_concurrency()));
}

/// work(i) for i = 0..count-1. The first exception (by index) is thrown to the caller.
template <typename Work>
void parallel_for(std::size_t count, int threads, const Work& work) {
  const std::size_t workers = std::min<std::size_t>(count, static_cast<std::size_t>(std::max(1, threads)));
  if (workers <= 1) {
    for (std::size_t i = 0; i < count; ++i) work(i);
    return;
  }
  std::atomic<std::size_t> next{0};
  std::mutex guard;
  std::size_t failed = count;
  std::exception_ptr failure;
  const auto run = [&] {
    for (std::size_t i = next++; i < count; i = next++) {
      try {
        work(i);
      } catch (...) {
        const std::lock_guard<std::mutex> lock(guard);
        if (i < failed) {
          failed = i;
          failure = std::current_exception();
        }
      }
    }
  };
  std::vector<std::thread> pool;
  for (std::size_t i = 1; i < workers; ++i) pool.emplace_back(run);
  run();
  for (std::thread& worker : pool) worker.join();
  if (failure) std::rethrow_exception(failure);
}

/// The same under a bar `title`, which shows name(i) of what has ended, and until then `first`, if given.
template <typename Work, typename Name>
void parallel_under_bar(const std::string& title, std::size_t count, int threads, const Work& work, const Name& name,
                        const std::string& first = "") {
  Progress progress(title, count);
  if (!first.empty()) progress.update(0, first);
  std::atomic<std::uint64_t> done{0};
  parallel_for(count, threads, [&](std::size_t i) {
    work(i);
    progress.update(++done, name(i));
  });
}

}  // namespace pwlforge
