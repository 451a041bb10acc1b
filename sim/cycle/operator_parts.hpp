// Copyright 2026 the pwlforge authors.
// Licensed under the Apache License, Version 2.0; see LICENSE.
// SPDX-License-Identifier: Apache-2.0
//
// The parts of an operator's cycle model: who holds which beat, and who may hand it on. They know no numbers; a beat is
// a token of its row, whose outputs the golden model gives. Each part: what it shows in this cycle (const members),
// then clock() with what happened.
#pragma once

#include <cstdint>
#include <deque>
#include <memory>
#include <optional>
#include <vector>

#include "gen/operator/beats.hpp"

namespace pwlforge::cycle {

/// What the golden model says of a row, known when its last beat has entered.
struct RowValues {
  std::vector<Payload> outputs;
  std::vector<bool> clamped;
  bool empty = false;
};
struct Token {
  std::shared_ptr<RowValues> row;
  std::size_t beat = 0;
  bool last = false;
};
using Slot = std::optional<Token>;

/// pwl_stream_control with at least one stage, pwl_stream_stage: stages under one global stall.
class Pipeline {
 public:
  explicit Pipeline(int stages) : stages_(static_cast<std::size_t>(stages)) {}
  const Slot& out() const { return stages_.back(); }
  bool advances(bool out_ready) const { return !out().has_value() || out_ready; }
  bool busy() const {
    for (const Slot& stage : stages_) {
      if (stage.has_value()) return true;
    }
    return false;
  }
  void clock(bool advance, Slot entering) {
    if (!advance) return;
    for (std::size_t i = stages_.size() - 1; i > 0; --i) stages_[i] = std::move(stages_[i - 1]);
    stages_.front() = std::move(entering);
  }
  void reset() {
    for (Slot& stage : stages_) stage.reset();
  }

 private:
  std::vector<Slot> stages_;  ///< front: where beats enter
};

/// pwl_row_buffer: a memory of `depth` beats and its output register.
class RowBuffer {
 public:
  explicit RowBuffer(int depth) : depth_(static_cast<std::size_t>(depth)) {}
  bool ready() const { return memory_.size() != depth_; }
  const Slot& out() const { return shown_; }
  void clock(Slot entering, bool out_ready) {
    const bool fetch = !memory_.empty() && (!shown_.has_value() || out_ready);
    if (out_ready) shown_.reset();
    if (fetch) {
      shown_ = std::move(memory_.front());
      memory_.pop_front();
    }
    if (entering.has_value()) memory_.push_back(std::move(*entering));
  }
  void reset() {
    memory_.clear();
    shown_.reset();
  }

 private:
  std::size_t depth_;
  std::deque<Token> memory_;
  Slot shown_;
};

/// pwl_row_engine: the buffer, the reduction that waits for the scalar function, and the scalar of the row that leaves.
class RowEngine {
 public:
  explicit RowEngine(int depth) : buffer_(depth) {}
  bool ready(bool reduce_ready) const { return buffer_.ready() && (!done_.has_value() || reduce_ready); }
  const Slot& reduced() const { return done_; }
  bool valid() const { return buffer_.out().has_value() && known_; }
  const Slot& out() const { return buffer_.out(); }
  bool scalar_ready(bool out_ready) const { return !known_ || (buffer_.out().has_value() && out_ready && out()->last); }
  void clock(const Slot& entering, bool reduce_ready, bool scalar_valid, bool out_ready) {
    const bool take = scalar_ready(out_ready);
    buffer_.clock(entering, out_ready && known_);
    if (take) known_ = scalar_valid;
    if (reduce_ready) done_.reset();
    if (entering.has_value() && entering->last) done_ = entering;
  }
  void reset() {
    buffer_.reset();
    done_.reset();
    known_ = false;
  }

 private:
  RowBuffer buffer_;
  Slot done_;  ///< the last beat of a row whose reduction waits
  bool known_ = false;
};

/// pwl_peer_iteration: one beat at a time, for a fixed number of cycles.
class Iteration {
 public:
  explicit Iteration(int cycles) : cycles_(cycles) {}
  bool ready() const { return !held_.has_value(); }
  Slot out() const { return left_ == 0 ? held_ : Slot{}; }
  void clock(Slot entering, bool out_ready) {
    const bool shown = out().has_value();
    if (left_ > 0) --left_;
    if (shown && out_ready) held_.reset();
    if (entering.has_value()) {
      held_ = std::move(entering);
      left_ = cycles_;
    }
  }
  void reset() {
    held_.reset();
    left_ = 0;
  }

 private:
  int cycles_;
  int left_ = 0;
  Slot held_;
};

/// pwl_row_gate.
class RowGate {
 public:
  explicit RowGate(int max_beats) : max_beats_(static_cast<std::size_t>(max_beats)) {}
  bool started() const { return begun_ || excess_; }
  bool inside() const { return rows_ > 0; }
  bool excess() const { return excess_; }
  bool door(bool open) const { return open || begun_; }
  bool last(bool in_last) const { return in_last || (max_beats_ > 0 && beat_ + 1 == max_beats_); }
  std::size_t beat() const { return beat_; }
  void clock(bool pass, bool excess_taken, bool in_last, bool left) {
    if (pass && !begun_) ++rows_;
    if (left) --rows_;
    const bool ends = last(in_last);
    if (pass) {
      begun_ = !ends;
      beat_ = ends ? 0 : beat_ + 1;
    }
    if (pass || excess_taken) excess_ = !in_last && (excess_ || (max_beats_ > 0 && ends));
  }
  void reset() {
    begun_ = excess_ = false;
    beat_ = 0;
    rows_ = 0;
  }

 private:
  std::size_t max_beats_;
  bool begun_ = false, excess_ = false;
  std::size_t beat_ = 0;
  int rows_ = 0;
};

/// pwl_config_control with one bank.
class ConfigControl {
 public:
  bool open(bool write, bool commit) const { return running_ && !write && !commit; }
  void clock(bool write, bool commit, bool busy) {
    if (busy) return;
    if (commit && (written_ || write)) {
      running_ = true;
    } else if (write) {
      running_ = false;
    }
    written_ = written_ || write;
  }
  void reset() { written_ = running_ = false; }

 private:
  bool written_ = false, running_ = false;
};

/// pwl_sticky.
class Sticky {
 public:
  bool value() const { return value_; }
  void clock(bool event, bool clear) { value_ = event || (value_ && !clear); }
  void reset() { value_ = false; }

 private:
  bool value_ = false;
};

}  // namespace pwlforge::cycle
