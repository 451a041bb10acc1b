// Copyright 2026 the pwlforge authors.
// Licensed under the Apache License, Version 2.0; see LICENSE.
// SPDX-License-Identifier: Apache-2.0
#include "synth/simulate/unit_runner.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <deque>
#include <map>
#include <random>
#include <utility>

#include "gen/support/diagnostics.hpp"
#include "gen/unit/axis.hpp"

namespace pwlforge {
namespace {

constexpr std::uint64_t kAll = ~std::uint64_t{0};

}  // namespace

UnitRunner::UnitRunner(const UnitPlan& plan, const Netlist& netlist, std::uint64_t seed)
    : plan_(plan),
      netlist_(netlist),
      clock_(clock_port(netlist)),
      simulator_(netlist, clock_, seed),
      wrapped_(plan.spec.wrap != Wrap::none),
      has_clock_(!clock_.empty()),
      bus_(wrapped_ ? bus_plan(plan) : BusPlan{}, simulator_, netlist.top, [this] { cycle(); }),
      random_state_(seed) {
  const auto tag_bits = static_cast<std::size_t>(plan.spec.tag_bits);
  for (std::size_t i = 0; i < tag_bits; ++i) {
    tag_.push_back({wrapped_ ? "s_axis_tuser" : "in_tag_i", wrapped_ ? "m_axis_tuser" : "out_tag_o", i, i});
  }
  if (wrapped_) {
    tag_.push_back({"s_axis_tlast", "m_axis_tlast", 0, 0});
    for (int lane = 0; lane < plan.spec.lanes && tag_.size() < 64; ++lane) {
      tag_.push_back({"s_axis_tkeep", "m_axis_tkeep", static_cast<std::size_t>(lane * lane_bytes(plan.input_bits)),
                      static_cast<std::size_t>(lane * lane_bytes(plan.output_bits))});
    }
  }
  idle_inputs();
}

std::string UnitRunner::port(const char* name) const {
  static const std::map<std::string, std::string> names{
      {"in_valid_i", "s_axis_tvalid"},  {"in_ready_o", "s_axis_tready"},
      {"in_data_i", "s_axis_tdata"},    {"out_valid_o", "m_axis_tvalid"},
      {"out_ready_i", "m_axis_tready"}, {"out_data_o", "m_axis_tdata"},
      {"ctx_i", "s_axis_tdest"},        {"rst_ni", "aresetn"}};
  return wrapped_ ? names.at(name) : name;
}

std::size_t UnitRunner::input_bit(std::size_t lane, std::size_t bit) const {
  const int width = wrapped_ ? 8 * lane_bytes(plan_.input_bits) : plan_.input_bits;
  return lane * static_cast<std::size_t>(width) + bit;
}

std::size_t UnitRunner::output_bit(std::size_t lane, std::size_t bit) const {
  const int width = wrapped_ ? 8 * lane_bytes(plan_.output_bits) : plan_.output_bits;
  return lane * static_cast<std::size_t>(width) + bit;
}

std::uint32_t UnitRunner::input_net(std::size_t lane, std::size_t bit) const {
  return simulator_.net(port("in_data_i"), input_bit(lane, bit));
}

void UnitRunner::fail(const std::string& what) const {
  netlist_differs(netlist_.top, what);
}

void UnitRunner::idle_inputs() {
  for (const NetlistPort& port : netlist_.ports) {
    if (port.is_input && port.name != clock_) simulator_.set_input_all(port.name, 0);
  }
}

/// From settled inputs to one past the next rising edge.
void UnitRunner::cycle() {
  if (counting_) simulator_.count_phase();
  if (has_clock_) simulator_.fall();
  if (counting_ && has_clock_) simulator_.count_phase();
  if (start_with_next_edge_) {
    // Whole cycles are counted: the next rising edge is the first event.
    simulator_.start_counting();
    counting_ = true;
    start_with_next_edge_ = false;
  }
  if (has_clock_) simulator_.rise();
}

void UnitRunner::load(const UnitImage& image) {
  idle_inputs();
  if (has_clock_) {
    // Reset is asserted asynchronously and released between edges.
    simulator_.set_input_all(port("rst_ni"), 0);
    simulator_.settle();
    cycle();
    simulator_.settle();
    cycle();
    simulator_.set_input_all(port("rst_ni"), 1);
  }
  simulator_.set_input_all(port("out_ready_i"), 1);
  if (plan_.context_bits > 0) simulator_.set_input_all(port("ctx_i"), image.context);
  simulator_.settle();
  if (plan_.latency > 0 && simulator_.output(port("out_valid_o"), 0) != 0) fail("an output is valid after reset");
  sticky_ = 0;
  check_saturation(image, 0);
  if (!is_loadable(plan_.spec.store)) return;
  if (wrapped_) {
    bus_.write_words(image.name, image.writes, [](int) { return 64; });
    bus_.commit(image.name);
  } else {
    load_native(image);
  }
}

void UnitRunner::load_native(const UnitImage& image) {
  if (simulator_.output("in_ready_o", 0) != 0) fail("the unloaded unit is ready for input");
  const auto accepted = [&](const char* strobe) {
    simulator_.set_input_all(strobe, 1);
    for (int wait = 0; wait < 16; ++wait) {
      simulator_.settle();
      const bool busy = simulator_.output("cfg_busy_o", 0) != 0;
      cycle();
      if (!busy) {
        simulator_.set_input_all(strobe, 0);
        simulator_.settle();
        return;
      }
    }
    fail(fmt::format("{} is never accepted", strobe));
  };
  for (const ConfigWrite& write : image.writes) {
    simulator_.set_input_all("cfg_addr_i", static_cast<std::uint64_t>(write.address));
    simulator_.set_input_all("cfg_data_i", write.data);
    accepted("cfg_we_i");
  }
  for (const ConfigWrite& write : image.writes) {
    simulator_.set_input_all("cfg_addr_i", static_cast<std::uint64_t>(write.address));
    simulator_.settle();
    const std::uint64_t read = simulator_.output_of("cfg_rdata_o", 0);
    if (read != write.data) {
      fail(fmt::format("{}: word {} reads back as {:#x} after {:#x} was written", image.name, write.address, read,
                       write.data));
    }
  }
  simulator_.set_input_all("cfg_addr_i", 0);
  simulator_.set_input_all("cfg_data_i", 0);
  accepted("cfg_commit_i");
}

/// The sticky flag of a loadable wrapped unit, over its bus.
void UnitRunner::check_flags(std::uint64_t expected) {
  const std::vector<std::uint64_t> found = bus_.flags();
  if (found.empty() || found.front() == expected) return;
  fail(fmt::format("the saturation flag differs in {} of {} copies", __builtin_popcountll(found.front() ^ expected),
                   kSimulatorCopies));
}

void UnitRunner::check_saturation(const UnitImage& image, std::uint64_t expected) const {
  // In a wrapper the flag is set before its beat is seen.
  if (wrapped_ || netlist_.port("saturated_o") == nullptr) return;
  const std::uint64_t found = simulator_.output("saturated_o", 0);
  if (found != expected) {
    fail(fmt::format("{}: saturated_o is {} where {} is expected, in {} of {} copies", image.name,
                     expected == 0 ? 1 : 0, expected == 0 ? 0 : 1, __builtin_popcountll(found ^ expected),
                     kSimulatorCopies));
  }
}

std::uint64_t UnitRunner::stream(const UnitImage& image, const std::vector<std::vector<std::uint64_t>>& values,
                                 bool stalls, bool counting, std::size_t warm_up) {
  const auto lanes = static_cast<std::size_t>(plan_.spec.lanes);
  const auto input_bits = static_cast<std::size_t>(plan_.input_bits);
  const auto output_bits = static_cast<std::size_t>(plan_.output_bits);
  std::vector<std::size_t> sent(kSimulatorCopies, 0);
  struct Beat {
    std::vector<std::uint64_t> values;
    std::uint64_t tag = 0;
  };
  std::vector<std::deque<Beat>> waiting(kSimulatorCopies);
  const std::size_t tag_bits = tag_.size();
  const bool flagged = !wrapped_ && netlist_.port("saturated_clear_i") != nullptr;
  std::vector<std::uint64_t> tags(tag_bits);
  std::mt19937_64 random(random_state_);
  std::vector<std::uint64_t> data(lanes * input_bits);
  std::uint64_t compared = 0;
  std::uint64_t valid = 0;
  const std::size_t longest = std::max_element(values.begin(), values.end(), [](const auto& a, const auto& b) {
                                return a.size() < b.size();
                              })->size();
  const std::size_t limit = (longest / lanes + 64) * (stalls ? 8 : 1) + 256;
  const std::string in_valid = port("in_valid_i"), in_ready = port("in_ready_o"), in_data = port("in_data_i");
  const std::string out_valid = port("out_valid_o"), out_ready = port("out_ready_i"), out_data = port("out_data_o");
  std::size_t finished_copies = 0;
  std::size_t cycles = 0;
  for (; finished_copies < kSimulatorCopies; ++cycles) {
    if (cycles > limit) fail(fmt::format("{}: beats are lost, outputs stay away", image.name));
    // A beat that was offered stays; others are offered while there are values left.
    const std::uint64_t offer = stalls ? random() | random() : kAll;
    for (int copy = 0; copy < kSimulatorCopies; ++copy) {
      const std::uint64_t bit = std::uint64_t{1} << copy;
      const auto& own = values[static_cast<std::size_t>(copy)];
      if ((valid & bit) != 0 || (offer & bit) == 0 || sent[static_cast<std::size_t>(copy)] >= own.size()) continue;
      valid |= bit;
      for (std::size_t lane = 0; lane < lanes; ++lane) {
        const std::size_t at = sent[static_cast<std::size_t>(copy)] + lane;
        const std::uint64_t value = at < own.size() ? own[at] : 0;
        for (std::size_t i = 0; i < input_bits; ++i) {
          std::uint64_t& word = data[lane * input_bits + i];
          word = (word & ~bit) | (((value >> i) & 1) << copy);
        }
      }
      for (std::uint64_t& word : tags) word = (word & ~bit) | (random() & bit);
    }
    simulator_.set_input(in_valid, 0, valid);
    for (std::size_t i = 0; i < data.size(); ++i) {
      simulator_.set_input(in_data, input_bit(i / input_bits, i % input_bits), data[i]);
    }
    for (std::size_t i = 0; i < tag_bits; ++i) simulator_.set_input(tag_[i].in, tag_[i].in_bit, tags[i]);
    simulator_.set_input(out_ready, 0, stalls ? random() | random() : kAll);
    const std::uint64_t clear = stalls && flagged ? random() & random() & random() : 0;
    if (flagged) simulator_.set_input("saturated_clear_i", 0, clear);
    simulator_.settle();
    check_saturation(image, sticky_);
    std::uint64_t saturating = 0;
    const std::uint64_t entering = valid & simulator_.output(in_ready, 0);
    const std::uint64_t leaving =
        simulator_.output(out_valid, 0) & simulator_.value_of_net(simulator_.net(out_ready, 0));
    for (int copy = 0; copy < kSimulatorCopies; ++copy) {
      const std::uint64_t bit = std::uint64_t{1} << copy;
      const auto number = static_cast<std::size_t>(copy);
      if ((entering & bit) != 0) {
        Beat beat;
        for (std::size_t lane = 0; lane < lanes; ++lane) {
          const bool more = sent[number] < values[number].size();
          beat.values.push_back(more ? values[number][sent[number]] : 0);
          sent[number] += more ? 1 : 0;
        }
        for (std::size_t i = 0; i < tag_bits; ++i) beat.tag |= ((tags[i] >> copy) & 1) << i;
        waiting[number].push_back(std::move(beat));
      }
      if ((leaving & bit) == 0) continue;
      if (waiting[number].empty()) fail(fmt::format("{}: an output without an input", image.name));
      const Beat beat = std::move(waiting[number].front());
      waiting[number].pop_front();
      std::uint64_t tag = 0;
      for (std::size_t i = 0; i < tag_bits; ++i) {
        tag |= ((simulator_.output(tag_[i].out, tag_[i].out_bit) >> copy) & 1) << i;
      }
      if (tag != beat.tag) fail(fmt::format("{}: tag {:#x} comes out, expected {:#x}", image.name, tag, beat.tag));
      for (std::size_t lane = 0; lane < lanes; ++lane) {
        std::uint64_t found = 0;
        for (std::size_t i = 0; i < output_bits; ++i) {
          found |= ((simulator_.output(out_data, output_bit(lane, i)) >> copy) & 1) << i;
        }
        const std::uint64_t expected = image.expected(beat.values[lane]);
        if (found != expected) {
          fail(fmt::format("{}: input {:#x} gives {:#x}, expected {:#x}", image.name, beat.values[lane], found,
                           expected));
        }
        if (image.saturates && image.saturates(beat.values[lane])) saturating |= bit;
        ++compared;
      }
      if (sent[number] >= values[number].size() && waiting[number].empty()) ++finished_copies;
    }
    sticky_ = saturating | (sticky_ & ~clear);
    // Power is measured while the pipeline is full: the count stops with the last beat that enters.
    if (counting && cycles + 1 == warm_up) start_with_next_edge_ = true;
    const bool last = counting_ && (valid & ~entering) == 0 && sent.front() >= values.front().size();
    cycle();
    if (last) counting_ = false;
    valid &= ~entering;
  }
  random_state_ = random();
  simulator_.set_input_all(in_valid, 0);
  if (flagged) simulator_.set_input_all("saturated_clear_i", 0);
  simulator_.settle();
  check_saturation(image, sticky_);
  check_flags(sticky_);
  return compared;
}

Activity counted_activity(const GateSimulator& simulator, const Netlist& netlist, bool has_clock) {
  Activity activity;
  const std::uint64_t phases = simulator.counted_phases();
  if (phases == 0) throw CheckFailed(netlist.top + ": no activity was counted");
  activity.cycles = has_clock ? phases / 2 : phases;
  const double cycles = static_cast<double>(activity.cycles) * kSimulatorCopies;
  const double samples = static_cast<double>(phases) * kSimulatorCopies;
  for (std::size_t n = 0; n < simulator.transitions().size(); ++n) {
    activity.transitions_per_cycle.push_back(static_cast<double>(simulator.transitions()[n]) / cycles);
    const int change = __builtin_popcountll(simulator.last_value_of_net(static_cast<std::uint32_t>(n))) -
                       __builtin_popcountll(simulator.first_value_of_net(static_cast<std::uint32_t>(n)));
    activity.recount.push_back((2 * static_cast<double>(simulator.rises()[n]) - change) / cycles);
    activity.duty.push_back(static_cast<double>(simulator.ones()[n]) / samples);
  }
  return activity;
}

Activity UnitRunner::activity() const {
  return counted_activity(simulator_, netlist_, has_clock_);
}

}  // namespace pwlforge
