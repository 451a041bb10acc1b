// Copyright 2026 the pwlforge authors.
// Licensed under the Apache License, Version 2.0; see LICENSE.
// SPDX-License-Identifier: Apache-2.0
//
// Every reader of files, as a function of the file's bytes: what the fuzz program feeds and what the replay of the kept
// corpus feeds.
//
//     find_reader("table").read(bytes);   returns: accepted, or refused with an error of ours; anything else is a fault
#pragma once

#include <functional>
#include <string>
#include <vector>

namespace pwlforge::fuzz {

struct Reader {
  std::string name;
  std::string what;  ///< the files that it reads
  std::function<void(const std::string& bytes)> read;
};

/// All readers of the project, and none of the test's own.
const std::vector<Reader>& readers();

/// One of readers(), or `planted`: a reader with faults, by which the checkers are checked. Its input begins with
/// "fault" and a letter: t an exception that is none of ours, o a byte behind the end, h a loop without end. Throws
/// InputError for an unknown name.
const Reader& find_reader(const std::string& name);

/// Reads the bytes; refusals are swallowed. True: accepted.
bool accepts(const Reader& reader, const std::string& bytes);

}  // namespace pwlforge::fuzz
