// Copyright 2026 the pwlforge authors.
// Licensed under the Apache License, Version 2.0; see LICENSE.
// SPDX-License-Identifier: Apache-2.0
//
// Reading, and writing so that a reader never sees half a result: render in memory, write beside, rename.
#pragma once

#include <cstdint>
#include <filesystem>
#include <map>
#include <string>

namespace pwlforge {

/// Relative path -> content. Ordered, so that output is deterministic.
using FileSet = std::map<std::string, std::string>;

/// Whether there is a file (or a pipe or a device), or a folder, of that name. Never throws: a name that no file can
/// have, as one of thousands of letters, has none.
bool is_file(const std::filesystem::path& path);
bool is_folder(const std::filesystem::path& path);

/// Whole content of a file. Throws IoError.
std::string read_file(const std::filesystem::path& path);

/// Replaces `path` atomically. Throws IoError; then nothing is left behind.
void write_file(const std::filesystem::path& path, const std::string& content);

/// Replaces the directory `path` by exactly these files, atomically. An existing directory is replaced only when it
/// is empty or contains `marker` (a file that an earlier run of ours wrote), else InputError. Throws IoError.
void write_directory(const std::filesystem::path& path, const FileSet& files, const std::string& marker);

/// Throws what writing there would throw, before the hours of work whose result is to go there. Writes nothing.
void check_output_file(const std::filesystem::path& path);
void check_output_directory(const std::filesystem::path& path, const std::string& marker);

/// A fresh directory under TMPDIR, removed by the destructor.
class TemporaryDirectory {
 public:
  TemporaryDirectory();
  ~TemporaryDirectory();
  TemporaryDirectory(const TemporaryDirectory&) = delete;
  TemporaryDirectory& operator=(const TemporaryDirectory&) = delete;
  const std::filesystem::path& path() const { return path_; }

 private:
  std::filesystem::path path_;
};

/// 128-bit content hash (XXH3) as 32 hex digits: cache keys.
std::string content_hash(const std::string& data);

/// CRC-32 (zlib's, IEEE 802.3), as firmware computes it: checksums in manifests.
std::uint32_t crc32_of(const std::string& data);

/// PWLFORGE_CACHE, else XDG_CACHE_HOME/pwlforge, else HOME/.cache/pwlforge. Created on demand.
std::filesystem::path cache_directory();

}  // namespace pwlforge
