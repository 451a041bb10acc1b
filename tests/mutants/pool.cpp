// Copyright 2026 the pwlforge authors.
// Licensed under the Apache License, Version 2.0; see LICENSE.
// SPDX-License-Identifier: Apache-2.0
//
#include "tests/mutants/pool.hpp"

#include <signal.h>
#include <sys/wait.h>
#include <unistd.h>

#include <chrono>
#include <exception>
#include <map>
#include <thread>

#include "gen/support/diagnostics.hpp"
#include "gen/support/files.hpp"

namespace pwlforge::mutants {

namespace {

using Clock = std::chrono::steady_clock;

struct Running {
  std::size_t task = 0;
  Clock::time_point begin;
};

[[noreturn]] void child(const std::filesystem::path& place, std::size_t number,
                        const std::function<std::string(std::size_t)>& task) {
  setpgid(0, 0);  // so that what the task starts ends with it
  int status = 0;
  try {
    write_file(place, task(number));
  } catch (const std::exception& error) {
    write_file(place, std::string("error: ") + error.what());
  } catch (...) {
    status = 1;
  }
  _exit(status);
}

}  // namespace

std::vector<std::string> run_tasks(std::size_t count, int jobs, int seconds,
                                   const std::function<std::string(std::size_t)>& task, const std::string& lost) {
  const TemporaryDirectory folder;
  std::vector<std::string> results(count, lost);
  std::map<pid_t, Running> running;
  std::size_t next = 0;
  while (next < count || !running.empty()) {
    while (next < count && running.size() < static_cast<std::size_t>(jobs)) {
      const pid_t pid = fork();
      if (pid < 0) throw IoError("no new process");
      if (pid == 0) child(folder.path() / std::to_string(next), next, task);
      setpgid(pid, pid);
      running[pid] = {next++, Clock::now()};
    }
    for (auto one = running.begin(); one != running.end();) {
      int status = 0;
      if (waitpid(one->first, &status, WNOHANG) == 0) {
        if (Clock::now() - one->second.begin > std::chrono::seconds(seconds)) kill(-one->first, SIGKILL);
        ++one;
        continue;
      }
      const std::filesystem::path place = folder.path() / std::to_string(one->second.task);
      if (WIFEXITED(status) && WEXITSTATUS(status) == 0) results[one->second.task] = read_file(place);
      one = running.erase(one);
    }
    std::this_thread::sleep_for(std::chrono::milliseconds(2));
  }
  return results;
}

}  // namespace pwlforge::mutants
