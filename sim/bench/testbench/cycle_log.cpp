// Copyright 2026 the pwlforge authors.
// Licensed under the Apache License, Version 2.0; see LICENSE.
// SPDX-License-Identifier: Apache-2.0
#include "sim/bench/testbench/cycle_log.hpp"

#include <array>
#include <cstring>
#include <stdexcept>

namespace pwlforge::bench {

namespace {

constexpr std::size_t kScalars = 6;  // one word of bits, one of addresses, four values

void append(std::FILE* file, const std::uint64_t* words, std::size_t count) {
  if (std::fwrite(words, sizeof(std::uint64_t), count, file) != count) {
    throw std::runtime_error("cycle log: cannot write");
  }
}

}  // namespace

std::size_t cycle_record_bytes(std::size_t input_words, std::size_t output_words) {
  return (kScalars + input_words + output_words) * sizeof(std::uint64_t);
}

CycleLogWriter::CycleLogWriter(const std::string& path) {
  if (path.empty()) return;
  file_ = std::fopen(path.c_str(), "wb");
  if (file_ == nullptr) throw std::runtime_error(path + ": cannot write");
}

CycleLogWriter::~CycleLogWriter() {
  if (file_ != nullptr) std::fclose(file_);
}

void CycleLogWriter::close() {
  if (file_ != nullptr && std::fclose(file_) != 0) throw std::runtime_error("cycle log: cannot write");
  file_ = nullptr;
}

void CycleLogWriter::add(const PinInputs& in, const PinOutputs& out) {
  const auto bit = [](bool value, int position) { return static_cast<std::uint64_t>(value ? 1 : 0) << position; };
  const std::array<std::uint64_t, kScalars> scalars{
      bit(in.rst_n, 0) | bit(in.in_valid, 1) | bit(in.out_ready, 2) | bit(in.saturated_clear, 3) | bit(in.cfg_we, 4) |
          bit(in.cfg_commit, 5) | bit(out.in_ready, 8) | bit(out.out_valid, 9) | bit(out.saturated, 10) |
          bit(out.cfg_busy, 11) | bit(out.empty, 12) | bit(out.overlong, 13),
      (static_cast<std::uint64_t>(in.ctx) << 32) | in.cfg_addr,
      in.cfg_data,
      in.in_tag,
      out.cfg_rdata,
      out.out_tag};
  append(file_, scalars.data(), scalars.size());
  append(file_, in.in_data.data(), in.in_data.size());
  append(file_, out.out_data.data(), out.out_data.size());
}

void cycle_record_get(const unsigned char* record, PinInputs& in, PinOutputs& out) {
  std::array<std::uint64_t, kScalars> scalars{};
  std::memcpy(scalars.data(), record, sizeof(scalars));
  const auto bit = [&](int position) { return ((scalars[0] >> position) & 1) != 0; };
  in.rst_n = bit(0);
  in.in_valid = bit(1);
  in.out_ready = bit(2);
  in.saturated_clear = bit(3);
  in.cfg_we = bit(4);
  in.cfg_commit = bit(5);
  out.in_ready = bit(8);
  out.out_valid = bit(9);
  out.saturated = bit(10);
  out.cfg_busy = bit(11);
  out.empty = bit(12);
  out.overlong = bit(13);
  in.cfg_addr = static_cast<std::uint32_t>(scalars[1]);
  in.ctx = static_cast<std::uint32_t>(scalars[1] >> 32);
  in.cfg_data = scalars[2];
  in.in_tag = scalars[3];
  out.cfg_rdata = scalars[4];
  out.out_tag = scalars[5];
  const unsigned char* words = record + sizeof(scalars);
  std::memcpy(in.in_data.data(), words, in.in_data.size() * sizeof(std::uint64_t));
  words += in.in_data.size() * sizeof(std::uint64_t);
  std::memcpy(out.out_data.data(), words, out.out_data.size() * sizeof(std::uint64_t));
}

}  // namespace pwlforge::bench
