// Copyright 2026 the pwlforge authors.
// Licensed under the Apache License, Version 2.0; see LICENSE.
// SPDX-License-Identifier: Apache-2.0
//
// One error hierarchy. What a user reads is always "place: what is wrong (what was found); what to do".
#pragma once

#include <stdexcept>
#include <string>
#include <vector>

namespace pwlforge {

/// Exit codes of the program (docs: cli reference).
enum class ExitCode : int { ok = 0, check_failed = 1, bad_input = 2, io_or_missing_tool = 3 };

/// Base of every error that the program reports; carries its exit code.
class Error : public std::runtime_error {
 public:
  Error(ExitCode code, const std::string& message) : std::runtime_error(message), code_(code) {}
  ExitCode code() const { return code_; }

 private:
  ExitCode code_;
};

/// A check was made and failed: mismatch, broken rule, unmapped cell (exit 1).
class CheckFailed : public Error {
 public:
  explicit CheckFailed(const std::string& message) : Error(ExitCode::check_failed, message) {}
};

/// Wrong usage or unusable input (exit 2).
class InputError : public Error {
 public:
  explicit InputError(const std::string& message) : Error(ExitCode::bad_input, message) {}
};

/// A file that cannot be read or written, or a tool that is not installed (exit 3).
class IoError : public Error {
 public:
  explicit IoError(const std::string& message) : Error(ExitCode::io_or_missing_tool, message) {}
};

/// Collects every problem of one input, so that all are told at once.
class Problems {
 public:
  /// `place` is "file:/json/path" or a flag; `what` says what is wrong and what was found; `remedy` what to do.
  void add(const std::string& place, const std::string& what, const std::string& remedy);
  bool empty() const { return lines_.empty(); }
  const std::vector<std::string>& lines() const { return lines_; }
  /// Throws InputError with all lines when there are any.
  void throw_if_any() const;

 private:
  std::vector<std::string> lines_;
};

}  // namespace pwlforge
