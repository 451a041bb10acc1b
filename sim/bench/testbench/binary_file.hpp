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
    std::uint64_t size = 0;
    value(size);
    list.resize(size);
    in_.read(reinterpret_cast<char*>(list.data()), static_cast<std::streamsize>(size * sizeof(typename T::value_type)));
    if (!in_) throw std::runtime_error(path_ + ": cannot read");
  }

 private:
  std::string path_;
  std::ifstream in_;
};

}  // namespace pwlforge::bench
