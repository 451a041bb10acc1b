// Copyright 2026 the pwlforge authors.
// Licensed under the Apache License, Version 2.0; see LICENSE.
// SPDX-License-Identifier: Apache-2.0
//
// The two ends of a stream: a source with gaps, and a sink that holds back.
#pragma once

#include <functional>
#include <random>
#include <utility>

#include "device.hpp"

struct Beat {
  std::uint32_t data = 0, keep = 0;
  bool last = false;
};

/// Offers the beats that `next` gives, about one in four cycles none; what is offered stays until it is taken.
class Source : public sc_core::sc_module {
 public:
  SC_HAS_PROCESS(Source);
  Source(const sc_core::sc_module_name& name, sc_core::sc_clock& clock, Stream& stream, std::function<Beat()> next)
      : sc_module(name), stream_(stream), next_(std::move(next)) {
    SC_METHOD(step);
    dont_initialize();
    sensitive << clock.posedge_event();
  }
  /// It ends between two packets.
  void run(bool on) { running_ = on; }
  bool idle() const { return !running_ && !offering_ && !inside_; }

 private:
  void step() {
    if (offering_ && stream_.ready.read()) offering_ = false;
    if (!offering_ && (running_ || inside_) && random_() % 4 != 0) {
      const Beat beat = next_();
      stream_.data.write(beat.data);
      stream_.keep.write(beat.keep);
      stream_.last.write(beat.last);
      offering_ = true;
      inside_ = !beat.last;
    }
    stream_.valid.write(offering_);
  }

  Stream& stream_;
  std::function<Beat()> next_;
  std::mt19937 random_{1};
  bool running_ = false, offering_ = false, inside_ = false;
};

/// Hands every beat that comes out to `see`; ready in about three of four cycles.
class Sink : public sc_core::sc_module {
 public:
  SC_HAS_PROCESS(Sink);
  Sink(const sc_core::sc_module_name& name, sc_core::sc_clock& clock, Stream& stream,
       std::function<void(const Beat&)> see)
      : sc_module(name), stream_(stream), see_(std::move(see)) {
    SC_METHOD(step);
    dont_initialize();
    sensitive << clock.posedge_event();
  }

 private:
  void step() {
    if (stream_.valid.read() && stream_.ready.read()) {
      see_({stream_.data.read(), stream_.keep.read(), stream_.last.read()});
    }
    stream_.ready.write(random_() % 4 != 0);
  }

  Stream& stream_;
  std::function<void(const Beat&)> see_;
  std::mt19937 random_{2};
};
