// Copyright 2026 the pwlforge authors.
// Licensed under the Apache License, Version 2.0; see LICENSE.
// SPDX-License-Identifier: Apache-2.0
//
// What runs on the processor: both devices identified, loaded, verified and swapped by their C drivers, while streams
// run through them.
#pragma once

#include <algorithm>
#include <stdexcept>
#include <vector>

#include "act_unit_driver.h"
#include "lite_master.hpp"
#include "sm_softmax_driver.h"
#include "traffic.hpp"

constexpr int kSwitches = 20, kPacketsBetween = 10;
constexpr long kRows = 200, kPolls = 1000;

/// Every result of a driver must be OK.
class Processor : public sc_core::sc_module {
 public:
  SC_HAS_PROCESS(Processor);
  Processor(const sc_core::sc_module_name& name, sc_core::sc_clock& clock, sc_core::sc_signal<bool>& reset_n,
            LiteMaster& unit, LiteMaster& softmax, Source& codes, UnitTraffic& packets, Source& scores,
            RowTraffic& rows)
      : sc_module(name),
        clock_(clock),
        reset_n_(reset_n),
        unit_{&unit, LiteMaster::write, LiteMaster::read},
        softmax_{&softmax, LiteMaster::write, LiteMaster::read},
        codes_(codes),
        packets_(packets),
        scores_(scores),
        rows_(rows) {
    SC_THREAD(run);
  }
  bool done() const { return done_; }

 private:
  static void require(bool holds, const char* what) {
    if (!holds) throw std::runtime_error(what);
  }
  template <class Condition>
  void until(const Condition& holds) {
    while (!holds()) sc_core::wait(clock_.posedge_event());
  }
  /// Packets of the table that was ordered last have come out, behind those of all before it.
  bool reached(const std::vector<int>& ordered) const {
    const std::vector<int>& seen = packets_.tables();
    require(seen.size() <= ordered.size() && std::equal(seen.begin(), seen.end(), ordered.begin()),
            "a packet of a table that was not ordered");
    return seen.size() == ordered.size() && packets_.of_table() >= kPacketsBetween;
  }

  void load(int table) {
    const act_unit_write_t* image = table == 0 ? act_unit_context_0 : act_unit_context_1;
    const std::uint32_t checksum = table == 0 ? ACT_UNIT_CONTEXT_0_CHECKSUM : ACT_UNIT_CONTEXT_1_CHECKSUM;
    require(act_unit_load(&unit_, image, ACT_UNIT_IMAGE_WRITES, checksum) == ACT_UNIT_OK, "the unit refuses a table");
    require(act_unit_verify(&unit_, image, ACT_UNIT_IMAGE_WRITES) == ACT_UNIT_OK, "the unit holds another table");
  }

  void load_softmax() {
    require(sm_softmax_load(&softmax_, sm_softmax_image, SM_SOFTMAX_IMAGE_WRITES, SM_SOFTMAX_IMAGE_CHECKSUM) ==
                SM_SOFTMAX_OK,
            "softmax refuses its tables");
    require(sm_softmax_verify(&softmax_, sm_softmax_image, SM_SOFTMAX_IMAGE_WRITES) == SM_SOFTMAX_OK,
            "softmax holds other tables");
    require(sm_softmax_swap(&softmax_) == SM_SOFTMAX_OK, "softmax refuses a commit");
  }

  void run() {
    for (int i = 0; i < 3; ++i) sc_core::wait(clock_.posedge_event());
    reset_n_.write(true);
    require(act_unit_identify(&unit_) == ACT_UNIT_OK, "there is another unit");
    require(sm_softmax_identify(&softmax_) == SM_SOFTMAX_OK, "there is another softmax");
    codes_.run(true);
    scores_.run(true);
    load_softmax();
    load(0);
    require(act_unit_swap(&unit_) == ACT_UNIT_OK, "the unit refuses a commit");
    std::vector<int> ordered{0};
    for (int i = 0; i < kSwitches; ++i) {
      until([&] { return reached(ordered); });
      ordered.push_back(1 - ordered.back());
      load(ordered.back());  // into the bank that is idle, while the other one works
      require(act_unit_swap_at_last(&unit_, kPolls) == ACT_UNIT_OK, "the unit refuses a commit at the end of a packet");
      if (i % 5 == 0) load_softmax();  // between two rows: it has one bank
    }
    until([&] { return reached(ordered) && rows_.rows() > kRows; });
    codes_.run(false);
    scores_.run(false);
    until([&] { return codes_.idle() && packets_.empty() && scores_.idle() && rows_.empty(); });
    std::uint32_t status = 0;
    require(softmax_.read(softmax_.context, SM_SOFTMAX_STATUS, &status) == 0, "softmax refuses its status");
    const std::uint32_t flags = status >> SM_SOFTMAX_STATUS_FLAGS_SHIFT & SM_SOFTMAX_STATUS_FLAGS_MASK;
    require(flags == static_cast<std::uint32_t>(rows_.flags()), "softmax has other flags than the golden model");
    require(act_unit_errors(&unit_) == 0 && sm_softmax_errors(&softmax_) == 0, "an error is remembered");
    done_ = true;
    sc_core::sc_stop();
  }

  sc_core::sc_clock& clock_;
  sc_core::sc_signal<bool>& reset_n_;
  act_unit_bus_t unit_;
  sm_softmax_bus_t softmax_;
  Source& codes_;
  UnitTraffic& packets_;
  Source& scores_;
  RowTraffic& rows_;
  bool done_ = false;
};
