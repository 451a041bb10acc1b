// Copyright 2026 the pwlforge authors.
// Licensed under the Apache License, Version 2.0; see LICENSE.
// SPDX-License-Identifier: Apache-2.0
//
// Running other programs, without a shell.
#pragma once

#include <filesystem>
#include <map>
#include <string>
#include <vector>

namespace pwlforge {

struct ProcessResult {
  int exit_code = 0;   ///< 128 + signal when killed by one
  std::string output;  ///< stdout
  std::string errors;  ///< stderr
};

struct ProcessOptions {
  std::filesystem::path directory;                 ///< working directory; empty: inherit
  std::map<std::string, std::string> environment;  ///< added to the inherited one
  std::string input;                               ///< fed to stdin
};

/// Runs argv[0] found on PATH. Throws IoError (exit 3) naming the tool and its Debian package when it is missing.
ProcessResult run_process(const std::vector<std::string>& argv, const ProcessOptions& options = {});

/// As run_process, and throws Error(check_failed) with the tail of the output when the exit code is not 0.
ProcessResult run_checked(const std::vector<std::string>& argv, const ProcessOptions& options = {});

/// Path of a tool, or empty.
std::string find_tool(const std::string& name);

/// Path of a tool. Throws IoError (exit 3) naming the tool and its Debian package when it is missing.
std::string required_tool(const std::string& name);

/// The command as one line that a shell would accept.
std::string shell_line(const std::vector<std::string>& argv);

}  // namespace pwlforge
