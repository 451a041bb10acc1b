// Copyright 2026 the pwlforge authors.
// Licensed under the Apache License, Version 2.0; see LICENSE.
// SPDX-License-Identifier: Apache-2.0
#include "gen/support/process.hpp"

#include <fcntl.h>
#include <poll.h>
#include <spawn.h>
#include <sys/wait.h>
#include <unistd.h>

#include <array>
#include <cctype>
#include <cerrno>
#include <csignal>
#include <cstdlib>
#include <cstring>
#include <sstream>

#include <fmt/format.h>

#include "gen/support/diagnostics.hpp"
#include "gen/support/tools.hpp"

namespace pwlforge {

namespace {

/// Both ends of a pipe, closed with the object.
struct Pipe {
  std::array<int, 2> ends{-1, -1};
  Pipe() {
    if (pipe2(ends.data(), O_CLOEXEC) != 0) throw IoError(fmt::format("pipe: {}", std::strerror(errno)));
  }
  ~Pipe() {
    close_end(0);
    close_end(1);
  }
  Pipe(const Pipe&) = delete;
  Pipe& operator=(const Pipe&) = delete;
  void close_end(std::size_t end) {
    if (ends[end] >= 0) close(ends[end]);
    ends[end] = -1;
  }
};

std::vector<std::string> environment_with(const std::map<std::string, std::string>& added) {
  std::vector<std::string> result;
  for (char** entry = environ; *entry != nullptr; ++entry) {
    const std::string text = *entry;
    if (added.count(text.substr(0, text.find('='))) == 0) result.push_back(text);
  }
  for (const auto& [name, value] : added) result.push_back(name + "=" + value);
  return result;
}

std::vector<char*> pointers(const std::vector<std::string>& texts) {
  std::vector<char*> result;
  result.reserve(texts.size() + 1);
  for (const std::string& text : texts) result.push_back(const_cast<char*>(text.c_str()));
  result.push_back(nullptr);
  return result;
}

/// Feeds `input` and collects both outputs until the child closes them.
void exchange(Pipe& in, Pipe& out, Pipe& err, const std::string& input, ProcessResult& result) {
  std::size_t written = 0;
  if (input.empty())
    in.close_end(1);
  else
    fcntl(in.ends[1], F_SETFL, O_NONBLOCK);
  std::array<char, 65536> buffer{};
  while (out.ends[0] >= 0 || err.ends[0] >= 0) {
    std::array<pollfd, 3> polls{{{out.ends[0], POLLIN, 0}, {err.ends[0], POLLIN, 0}, {in.ends[1], POLLOUT, 0}}};
    if (poll(polls.data(), polls.size(), -1) < 0 && errno != EINTR) break;
    const auto drain = [&](const pollfd& entry, Pipe& pipe, std::string& text) {
      if (pipe.ends[0] < 0 || entry.revents == 0) return;
      const ssize_t count = read(pipe.ends[0], buffer.data(), buffer.size());
      if (count > 0)
        text.append(buffer.data(), static_cast<std::size_t>(count));
      else
        pipe.close_end(0);
    };
    drain(polls[0], out, result.output);
    drain(polls[1], err, result.errors);
    if (in.ends[1] >= 0 && polls[2].revents != 0) {
      const ssize_t count = write(in.ends[1], input.data() + written, input.size() - written);
      if (count > 0) written += static_cast<std::size_t>(count);
      if ((count < 0 && errno != EAGAIN) || written == input.size()) in.close_end(1);
    }
  }
}

}  // namespace

std::string find_tool(const std::string& name) {
  if (name.find('/') != std::string::npos) return access(name.c_str(), X_OK) == 0 ? name : "";
  const char* path = std::getenv("PATH");
  std::istringstream folders(path == nullptr ? "" : path);
  for (std::string folder; std::getline(folders, folder, ':');) {
    const std::string candidate = folder + "/" + name;
    std::error_code error;
    if (access(candidate.c_str(), X_OK) == 0 && std::filesystem::is_regular_file(candidate, error)) return candidate;
  }
  return "";
}

std::string required_tool(const std::string& name) {
  std::string path = find_tool(name);
  if (!path.empty()) return path;
  throw IoError(fmt::format("{}: the tool is not installed or not on PATH; install it, on Debian: apt-get install {}",
                            name, tool_package(name)));
}

ProcessResult run_process(const std::vector<std::string>& argv, const ProcessOptions& options) {
  const std::string program = required_tool(argv.at(0));
  static const bool ignore_broken_pipes = std::signal(SIGPIPE, SIG_IGN) != SIG_ERR;
  static_cast<void>(ignore_broken_pipes);
  Pipe in;
  Pipe out;
  Pipe err;
  posix_spawn_file_actions_t actions;
  posix_spawn_file_actions_init(&actions);
  if (!options.directory.empty()) posix_spawn_file_actions_addchdir_np(&actions, options.directory.c_str());
  posix_spawn_file_actions_adddup2(&actions, in.ends[0], 0);
  posix_spawn_file_actions_adddup2(&actions, out.ends[1], 1);
  posix_spawn_file_actions_adddup2(&actions, err.ends[1], 2);
  const std::vector<std::string> variables = environment_with(options.environment);
  pid_t child = 0;
  const std::string absolute = std::filesystem::absolute(program).string();
  const int failure =
      posix_spawn(&child, absolute.c_str(), &actions, nullptr, pointers(argv).data(), pointers(variables).data());
  posix_spawn_file_actions_destroy(&actions);
  if (failure != 0)
    throw IoError(fmt::format("{}: cannot start ({}); check the tool", program, std::strerror(failure)));
  in.close_end(0);
  out.close_end(1);
  err.close_end(1);
  ProcessResult result;
  exchange(in, out, err, options.input, result);
  int status = 0;
  while (waitpid(child, &status, 0) < 0 && errno == EINTR) {
  }
  result.exit_code = WIFEXITED(status) ? WEXITSTATUS(status) : 128 + WTERMSIG(status);
  return result;
}

ProcessResult run_checked(const std::vector<std::string>& argv, const ProcessOptions& options) {
  ProcessResult result = run_process(argv, options);
  if (result.exit_code != 0) {
    const std::string text = result.output + result.errors;
    constexpr std::size_t kTail = 2000;
    throw CheckFailed(fmt::format("{}: failed with exit code {}:\n{}", shell_line(argv), result.exit_code,
                                  text.size() > kTail ? text.substr(text.size() - kTail) : text));
  }
  return result;
}

std::string shell_line(const std::vector<std::string>& argv) {
  std::string line;
  for (const std::string& word : argv) {
    bool plain = !word.empty();
    for (const char c : word) {
      plain = plain && (std::isalnum(static_cast<unsigned char>(c)) != 0 || std::strchr("-_./=+:,@%", c) != nullptr);
    }
    if (!line.empty()) line += ' ';
    if (plain) {
      line += word;
    } else {
      line += '\'';
      for (const char c : word) line += c == '\'' ? std::string("'\\''") : std::string(1, c);
      line += '\'';
    }
  }
  return line;
}

}  // namespace pwlforge
