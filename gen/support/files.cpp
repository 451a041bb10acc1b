// Copyright 2026 the pwlforge authors.
// Licensed under the Apache License, Version 2.0; see LICENSE.
// SPDX-License-Identifier: Apache-2.0
#include "gen/support/files.hpp"

#include <unistd.h>
#include <xxhash.h>
#include <zlib.h>

#include <cerrno>
#include <cstdlib>
#include <cstring>
#include <fstream>
#include <sstream>
#include <vector>

#include <fmt/format.h>

#include "gen/support/diagnostics.hpp"

namespace pwlforge {

namespace fs = std::filesystem;

namespace {

[[noreturn]] void fail(const fs::path& path, const std::string& action, const std::string& reason) {
  throw IoError(fmt::format("{}: cannot {} ({}); check that the path exists and that you may {} it", path.string(),
                            action, reason, action));
}

void write_plain(const fs::path& path, const std::string& content) {
  std::ofstream out(path, std::ios::binary);
  out.write(content.data(), static_cast<std::streamsize>(content.size()));
  out.close();
  if (!out) fail(path, "write", std::strerror(errno));
}

/// A name beside `path` that no other process uses.
fs::path beside(const fs::path& path) {
  fs::path name = path.lexically_normal();
  if (!name.has_filename()) name = name.parent_path();
  return name.parent_path() / fmt::format(".{}.{}.part", name.filename().string(), getpid());
}

void make_parent(const fs::path& path) {
  const fs::path parent = path.parent_path();
  if (parent.empty()) return;
  std::error_code error;
  fs::create_directories(parent, error);
  if (error) fail(parent, "write", error.message());
}

}  // namespace

bool is_file(const fs::path& path) {
  std::error_code error;
  return fs::exists(path, error) && !fs::is_directory(path, error);
}

bool is_folder(const fs::path& path) {
  std::error_code error;
  return fs::is_directory(path, error);
}

std::string read_file(const fs::path& path) {
  if (is_folder(path)) fail(path, "read", "it is a directory");
  std::ifstream in(path, std::ios::binary);
  if (!in) fail(path, "read", std::strerror(errno));
  std::ostringstream text;
  text << in.rdbuf();
  return text.str();
}

void write_file(const fs::path& path, const std::string& content) {
  make_parent(path);
  const fs::path temporary = beside(path);
  std::error_code error;
  try {
    write_plain(temporary, content);
  } catch (...) {
    fs::remove(temporary, error);
    fail(path, "write", std::strerror(errno));
  }
  fs::rename(temporary, path, error);
  if (error) {
    const std::string reason = error.message();
    fs::remove(temporary, error);
    fail(path, "write", reason);
  }
}

void check_output_file(const fs::path& path) {
  if (is_folder(path)) fail(path, "write", "it is a directory");
  std::error_code error;
  // The nearest folder that is there must take a new one, or the file.
  fs::path folder = fs::absolute(path).parent_path();
  while (folder.has_relative_path() && !fs::exists(folder, error)) folder = folder.parent_path();
  if (!is_folder(folder)) fail(path, "write", folder.string() + " is not a directory");
  if (access(folder.c_str(), W_OK) != 0) fail(path, "write", std::strerror(errno));
}

void check_output_directory(const fs::path& path, const std::string& marker) {
  std::error_code error;
  if (!fs::exists(path, error)) return check_output_file(path);
  if (!is_folder(path)) fail(path, "write", "it is a file");
  if (!fs::is_empty(path) && !fs::exists(path / marker)) {
    throw InputError(
        fmt::format("{}: the directory exists and holds something else (no {} in it); name a new directory",
                    path.string(), marker));
  }
}

void write_directory(const fs::path& path, const FileSet& files, const std::string& marker) {
  check_output_directory(path, marker);
  std::error_code error;
  const bool exists = fs::exists(path, error);
  make_parent(path);
  const fs::path temporary = beside(path);
  const fs::path old = fs::path(temporary.string() + ".old");
  fs::remove_all(temporary, error);
  try {
    fs::create_directory(temporary, error);
    if (error) fail(path, "write", error.message());
    for (const auto& [name, content] : files) {
      fs::create_directories((temporary / name).parent_path());
      write_plain(temporary / name, content);
    }
    // Two renames: between them the name is absent, never half filled.
    if (exists) fs::rename(path, old);
    fs::rename(temporary, path);
  } catch (const fs::filesystem_error& failure) {
    fs::remove_all(temporary, error);
    if (!fs::exists(path, error) && fs::exists(old, error)) fs::rename(old, path, error);
    fail(path, "write", failure.code().message());
  } catch (...) {
    fs::remove_all(temporary, error);
    throw;
  }
  fs::remove_all(old, error);
}

TemporaryDirectory::TemporaryDirectory() {
  std::string pattern = (fs::temp_directory_path() / "pwlforge-XXXXXX").string();
  std::vector<char> name(pattern.begin(), pattern.end());
  name.push_back('\0');
  if (mkdtemp(name.data()) == nullptr) fail(pattern, "create", std::strerror(errno));
  path_ = name.data();
}

TemporaryDirectory::~TemporaryDirectory() {
  std::error_code error;
  fs::remove_all(path_, error);
}

std::string content_hash(const std::string& data) {
  const XXH128_hash_t hash = XXH3_128bits(data.data(), data.size());
  return fmt::format("{:016x}{:016x}", hash.high64, hash.low64);
}

std::uint32_t crc32_of(const std::string& data) {
  return static_cast<std::uint32_t>(
      crc32(0, reinterpret_cast<const Bytef*>(data.data()), static_cast<uInt>(data.size())));
}

fs::path cache_directory() {
  const auto variable = [](const char* name) -> std::string {
    const char* value = std::getenv(name);
    return value == nullptr ? "" : value;
  };
  fs::path path = fs::temp_directory_path() / "pwlforge-cache";
  if (!variable("PWLFORGE_CACHE").empty()) {
    path = variable("PWLFORGE_CACHE");
  } else if (!variable("XDG_CACHE_HOME").empty()) {
    path = fs::path(variable("XDG_CACHE_HOME")) / "pwlforge";
  } else if (!variable("HOME").empty()) {
    path = fs::path(variable("HOME")) / ".cache" / "pwlforge";
  }
  std::error_code error;
  fs::create_directories(path, error);
  if (error) fail(path, "write", error.message());
  return path;
}

}  // namespace pwlforge
