// Copyright 2026 the pwlforge authors.
// Licensed under the Apache License, Version 2.0; see LICENSE.
// SPDX-License-Identifier: Apache-2.0
//
// Binary files of jobs and outcomes; std::runtime_error when they cannot be read or written.
#pragma once

#include <cstdint>
#include <fstream>
#include <stdexcept>
#include <string>
#include <type_traits>
#include <vector>

namespace pwlforge::bench {

/// Plain values, vectors of plain values and strings, in a fixed order.
class BinaryWriter {
 public:
  explicit BinaryWriter(const std::string& path) : path_(path), out_(path, std::ios::binary) {}
  template <typename T>
  void value(const T& v) {
    static_assert(std::is_trivially_copyable_v<T>);
    out_.write(reinterpret_cast<const char*>(&v), sizeof(T));
  }
  template <typename T>
  void values(const T& list) {
    value(static_cast<std::uint64_t>(list.size()));
    out_.write(reinterpret_cast<const char*>(list.data()),
               static_cast<std::streamsize>(list.size() * sizeof(typename T::value_type)));
  }
  template <typename T, typename Each>
  void each(const std::vector<T>& list, const Each& item) {
    value(static_cast<std::uint64_t>(list.size()));
    for (const T& one : list) item(one);
  }
  void close() {
    out_.close();
    if (!out_) throw std::runtime_error(path_ + ": cannot write");
  }

 private:
  std::string path_;
  std::ofstream out_;
};

class BinaryReader {
 public:
  BinaryReader(const std::string& path, std::uint64_t magic) : path_(path), in_(path, std::ios::binary) {
    std::uint64_t found = 0;
    value(found);
    if (found != magic) throw std::runtime_error(path_ + ": not a file of this bench");
  }
  template <typename T>
  void value(T& v) {
    in_.read(reinterpret_cast<char*>(&v), sizeof(T));
    if (!in_) throw std::runtime_error(path_ + ": cannot read");
  }
  template <typename T>
  void values(T& list) {
    list.resize(length(sizeof(typename T::value_type)));
    const std::size_t size = list.size();
    in_.read(reinterpret_cast<char*>(list.data()), static_cast<std::streamsize>(size * sizeof(typename T::value_type)));
    if (!in_) throw std::runtime_error(path_ + ": cannot read");
  }
  template <typename T, typename Each>
  void each(std::vector<T>& list, const Each& item) {
    list.resize(length(1));
    for (T& one : list) item(one);
  }

 private:
  /// How many items of at least `bytes` bytes follow. What the rest of the file cannot hold is not made room for.
  std::size_t length(std::size_t bytes) {
    std::uint64_t size = 0;
    value(size);
    const std::streampos here = in_.tellg();
    in_.seekg(0, std::ios::end);
    const auto rest = static_cast<std::uint64_t>(in_.tellg() - here);
    in_.seekg(here);
    if (size > rest / bytes) throw std::runtime_error(path_ + ": truncated");
    return static_cast<std::size_t>(size);
  }

  std::string path_;
  std::ifstream in_;
};

/// A record behind its magic number; `fields(file, record)` names its fields in order, for writing and for reading.
template <typename Record, typename Fields>
void write_record(const Record& record, const std::string& path, std::uint64_t magic, const Fields& fields) {
  BinaryWriter out(path);
  out.value(magic);
  fields(out, record);
  out.close();
}
template <typename Record, typename Fields>
Record read_record(const std::string& path, std::uint64_t magic, const Fields& fields) {
  BinaryReader in(path, magic);
  Record record;
  fields(in, record);
  return record;
}

/// The broken rules of an outcome.
template <typename File, typename Violations>
void violation_fields(File& file, Violations& violations) {
  file.each(violations, [&](auto& violation) {
    file.values(violation.rule);
    file.value(violation.count);
    file.value(violation.first_cycle);
  });
}

}  // namespace pwlforge::bench
