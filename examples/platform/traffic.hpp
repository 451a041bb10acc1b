// Copyright 2026 the pwlforge authors.
// Licensed under the Apache License, Version 2.0; see LICENSE.
// SPDX-License-Identifier: Apache-2.0
//
// Random packets for the unit and rows for the softmax, and what the golden model (libpwlforge) says of what comes out.
#pragma once

#include <pwlforge.h>

#include <deque>
#include <memory>
#include <random>
#include <stdexcept>
#include <string>
#include <vector>

#include "stream.hpp"

constexpr int kLanes = 4, kBits = 8;

using Model = std::unique_ptr<pwlforge_model, decltype(&pwlforge_close)>;

inline Model open_model(const std::string& directory) {
  Model model(pwlforge_open(directory.c_str()), pwlforge_close);
  if (!model) throw std::runtime_error(pwlforge_last_error());
  if (pwlforge_lanes(model.get()) != kLanes || pwlforge_input_bits(model.get()) != kBits ||
      pwlforge_output_bits(model.get()) != kBits) {
    throw std::runtime_error(directory + " has not 4 lanes of 8 bits");
  }
  return model;
}

inline std::uint32_t lane(std::uint32_t word, int number) {
  return word >> (kBits * number) & 255;
}

/// Packets of one of two tables each. A packet is drawn so that its outputs tell the tables apart.
class UnitTraffic {
 public:
  explicit UnitTraffic(const std::string& directory) : model_(open_model(directory)) {
    if (pwlforge_contexts(model_.get()) != 2) throw std::runtime_error(directory + " has not two tables");
  }

  Beat next() {
    if (packet_.empty()) draw();
    const Beat beat = packet_.front();
    packet_.pop_front();
    inside_.push_back(beat);
    return beat;
  }

  void see(const Beat& found) {
    if (inside_.empty()) throw std::runtime_error("the unit: a beat that nobody sent");
    const Beat sent = inside_.front();
    inside_.pop_front();
    if (found.keep != sent.keep || found.last != sent.last) throw std::runtime_error("the unit: a wrong keep or last");
    for (int table = 0; table < 2; ++table) {
      if (found.data != output(table, sent.data)) fits_[table] = false;
    }
    if (!fits_[0] && !fits_[1]) throw std::runtime_error("the unit: a packet of neither table");
    if (!found.last) return;
    const int table = fits_[0] ? 0 : 1;
    if (tables_.empty() || tables_.back() != table) {
      tables_.push_back(table);
      of_table_ = 0;
    }
    fits_[0] = fits_[1] = true;
    ++packets_;
    ++of_table_;
  }

  bool empty() const { return inside_.empty(); }
  long packets() const { return packets_; }
  /// Packets since the table changed, and the tables in the order in which they were seen.
  long of_table() const { return of_table_; }
  const std::vector<int>& tables() const { return tables_; }

 private:
  std::uint32_t output(int table, std::uint32_t word) const {
    std::uint32_t result = 0;
    for (int i = 0; i < kLanes; ++i) {
      result |= static_cast<std::uint32_t>(pwlforge_value(model_.get(), table, lane(word, i))) << (kBits * i);
    }
    return result;
  }

  void draw() {
    for (bool apart = false; !apart;) {
      packet_.assign(1 + random_() % 12, Beat{});
      for (Beat& beat : packet_) {
        beat = {static_cast<std::uint32_t>(random_()), static_cast<std::uint32_t>(random_() % 16), false};
        apart = apart || output(0, beat.data) != output(1, beat.data);
      }
    }
    packet_.back().last = true;
  }

  Model model_;
  std::mt19937 random_{3};
  std::deque<Beat> packet_, inside_;
  bool fits_[2] = {true, true};
  long packets_ = 0, of_table_ = 0;
  std::vector<int> tables_;
};

/// Rows of the softmax, of every length up to a beat more than the longest, with dropped elements.
class RowTraffic {
 public:
  RowTraffic(const std::string& directory, int longest) : model_(open_model(directory)), longest_(longest) {}

  Beat next() {
    if (row_.empty()) draw();
    const Beat beat = row_.front();
    row_.pop_front();
    return beat;
  }

  void see(const Beat& found) {
    if (expected_.empty()) throw std::runtime_error("softmax: a beat that nobody asked for");
    const Beat wanted = expected_.front();
    expected_.pop_front();
    if (found.data != wanted.data || found.keep != wanted.keep || found.last != wanted.last) {
      throw std::runtime_error("softmax: row " + std::to_string(rows_) + " is wrong");
    }
    rows_ += found.last ? 1 : 0;
  }

  bool empty() const { return expected_.empty(); }
  long rows() const { return rows_; }
  /// The sticky flags as they must be once every row is out.
  int flags() const { return flags_; }

 private:
  void draw() {
    const std::size_t beats = 1 + random_() % (static_cast<std::size_t>(longest_) / kLanes + 1);
    for (std::size_t i = 0; i < beats; ++i) {
      row_.push_back(
          {static_cast<std::uint32_t>(random_()), static_cast<std::uint32_t>(random_() % 16), i + 1 == beats});
      for (int n = 0; n < kLanes; ++n) {
        pwlforge_row_push(model_.get(), lane(row_.back().data, n), 0, static_cast<int>(row_.back().keep >> n & 1));
      }
    }
    const int outputs = pwlforge_row_end(model_.get());
    if (outputs < 0) throw std::runtime_error(pwlforge_last_error());
    for (int i = 0; i < outputs; i += kLanes) {
      Beat beat{0, row_[static_cast<std::size_t>(i / kLanes)].keep, i + kLanes >= outputs};
      for (int n = 0; n < kLanes; ++n) {
        beat.data |= static_cast<std::uint32_t>(pwlforge_row_output(model_.get(), i + n)) << (kBits * n);
      }
      expected_.push_back(beat);
    }
    flags_ |= pwlforge_row_flags(model_.get());
  }

  Model model_;
  int longest_;
  std::mt19937 random_{4};
  std::deque<Beat> row_, expected_;
  long rows_ = 0;
  int flags_ = 0;
};
