// Copyright 2026 the pwlforge authors.
// Licensed under the Apache License, Version 2.0; see LICENSE.
// SPDX-License-Identifier: Apache-2.0
#include "sim/bench/testbench/loader.hpp"

#include <algorithm>

namespace pwlforge::bench {

Loader::Loader(const Job& job, Rules& rules, Outcome& outcome)
    : job_(job),
      rules_(rules),
      outcome_(outcome),
      random_(job.shape.seed ^ 0x10adULL),
      pace_(job.shape.stall != 0, job.shape.seed ^ 0x10ad9aceULL) {
  if (job.shape.loadable == 0) return;
  for (std::uint32_t address = 0; address < (std::uint32_t{1} << job.shape.config_address_bits); ++address) {
    const bool used = std::any_of(job.slots.begin(), job.slots.end(),
                                  [&](const ConfigSlot& slot) { return slot.address == address; });
    if (!used) stray_addresses_.push_back(address);
  }
}

void Loader::add_reads(const std::vector<Operation>& writes) {
  for (const Operation& write : writes) operations_.push_back({false, false, false, false, write.address, write.data});
  const std::size_t strays = std::min<std::size_t>(stray_addresses_.size(), 4);
  for (std::size_t i = 0; i < strays; ++i) {
    const std::uint32_t address = stray_addresses_[random_.below(stray_addresses_.size())];
    operations_.push_back({false, false, true, false, address, 0});
  }
}

void Loader::start(std::int64_t image, std::uint64_t delay) {
  const auto begin = job_.image_begin[static_cast<std::size_t>(image)];
  const auto end = job_.image_begin[static_cast<std::size_t>(image) + 1];
  std::vector<Operation> writes;
  for (std::uint64_t i = begin; i < end; ++i) {
    writes.push_back({true, false, false, false, job_.writes[i].address, job_.writes[i].data});
  }
  // Any order of words must do.
  if (job_.shape.stall != 0) {
    for (std::size_t i = writes.size(); i > 1; --i) std::swap(writes[i - 1], writes[random_.below(i)]);
  }
  // A word of the last programme that still waits on the pins stays there until it is taken.
  if (on_pins_) {
    operations_ = {Operation(operations_[next_])};
  } else {
    operations_.clear();
  }
  next_ = 0;
  delay_ = delay;
  loading_ = image;
  if (!loaded_before_) operations_.push_back({false, true, false, false, 0, 0});
  const bool together = job_.shape.stall != 0 && loaded_before_ && random_.chance(1, 2);
  for (std::size_t i = 0; i < writes.size(); ++i) {
    operations_.push_back(writes[i]);
    if (together && i + 1 == writes.size()) {
      operations_.back().commit = operations_.back().last = true;
      break;
    }
    operations_.push_back({false, false, false, false, writes[i].address, writes[i].data});
    if (i == writes.size() / 2 && !stray_addresses_.empty()) {
      const std::uint32_t address = stray_addresses_[random_.below(stray_addresses_.size())];
      operations_.push_back({true, false, true, false, address, mask_of(job_.shape.config_data_bits)});
    }
  }
  if (!together) {
    add_reads(writes);
    operations_.push_back({false, true, false, true, 0, 0});
  }
  // Two banks: what is written next must wait until the beats of the old table are out.
  if (job_.shape.banks == 2 && loaded_before_) {
    for (const ConfigSlot& slot : job_.slots) {
      operations_.push_back(
          {true, false, false, false, slot.address, random_.next() & mask_of(static_cast<int>(slot.bits))});
    }
  }
  loaded_before_ = true;
}

void Loader::drive(PinInputs& pins) {
  critical_ = false;
  if (on_pins_) return;  // nothing may change before it is accepted
  pins.cfg_we = false;
  pins.cfg_commit = false;
  pins.cfg_data = random_.next() & mask_of(job_.shape.config_data_bits);
  pins.cfg_addr = static_cast<std::uint32_t>(random_.next() & mask_of(job_.shape.config_address_bits));
  if (!active()) return;
  if (delay_ > 0) {
    --delay_;
    return;
  }
  if (!pace_.next()) return;
  const Operation& operation = operations_[next_];
  pins.cfg_we = operation.write;
  pins.cfg_commit = operation.commit;
  if (operation.write || !operation.commit) pins.cfg_addr = operation.address;
  if (operation.write) pins.cfg_data = operation.data;
  on_pins_ = true;
  critical_ = current_ >= 0 && (job_.shape.banks == 2 ? operation.last : next_ == 0);
}

void Loader::sample(const PinInputs& in, const PinOutputs& out, std::uint64_t cycle) {
  progressed_ = false;
  if (!on_pins_) return;
  const Operation& operation = operations_[next_];
  if (in.cfg_we || in.cfg_commit) {
    if (out.cfg_busy) return;
    // The table in use is being changed: from the first word that is really one.
    if (operation.write && job_.shape.banks == 1) replacing_ = true;
    if (operation.last) {
      current_ = loading_;
      replacing_ = false;
    }
  } else {
    ++outcome_.readbacks;
    rules_.require(out.cfg_rdata == operation.data,
                   operation.stray ? "an address without a word reads 0" : "a configuration word reads back as written",
                   cycle);
  }
  on_pins_ = false;
  progressed_ = true;
  ++next_;
}

}  // namespace pwlforge::bench
