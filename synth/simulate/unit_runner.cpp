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

/// What is under way while values are streamed.
struct UnitRunner::Stream {
  struct Beat {
    std::vector<std::uint64_t> values;
    std::uint64_t tag = 0;
  };
  const UnitImage& image;
  const std::vector<std::vector<std::uint64_t>>& values;  ///< by copy
  std::mt19937_64 random;
  std::vector<std::size_t> sent;          ///< values that entered, by copy
  std::vector<std::deque<Beat>> waiting;  ///< beats inside, by copy
  std::vector<std::uint64_t> data, tags;  ///< at the inputs, bit by bit
  std::uint64_t valid = 0;                ///< copies that offer a beat
  std::uint64_t compared = 0;             ///< outputs

  bool sent_all(std::size_t copy) const { return sent[copy] >= values[copy].size(); }
};

/// Puts beats at the inputs of the copies of `willing` that have values left. One that was offered stays.
void UnitRunner::offer(Stream& stream, std::uint64_t willing) {
  const auto lanes = static_cast<std::size_t>(plan_.spec.lanes);
  const auto input_bits = static_cast<std::size_t>(plan_.input_bits);
  for (int copy = 0; copy < kSimulatorCopies; ++copy) {
    const std::uint64_t bit = std::uint64_t{1} << copy;
    const auto number = static_cast<std::size_t>(copy);
    if ((stream.valid & bit) != 0 || (willing & bit) == 0 || stream.sent_all(number)) continue;
    stream.valid |= bit;
    for (std::size_t lane = 0; lane < lanes; ++lane) {
      const std::size_t at = stream.sent[number] + lane;
      const std::uint64_t value = at < stream.values[number].size() ? stream.values[number][at] : 0;
      for (std::size_t i = 0; i < input_bits; ++i) {
        std::uint64_t& word = stream.data[lane * input_bits + i];
        word = (word & ~bit) | (((value >> i) & 1) << copy);
      }
    }
    for (std::uint64_t& word : stream.tags) word = (word & ~bit) | (stream.random() & bit);
  }
  simulator_.set_input(port("in_valid_i"), 0, stream.valid);
  const std::string data = port("in_data_i");
  for (std::size_t i = 0; i < stream.data.size(); ++i) {
    simulator_.set_input(data, input_bit(i / input_bits, i % input_bits), stream.data[i]);
  }
  for (std::size_t i = 0; i < tag_.size(); ++i) simulator_.set_input(tag_[i].in, tag_[i].in_bit, stream.tags[i]);
}

/// The beat at the input of a copy is taken.
void UnitRunner::enter(Stream& stream, std::size_t copy) const {
  Stream::Beat beat;
  for (int lane = 0; lane < plan_.spec.lanes; ++lane) {
    beat.values.push_back(stream.sent_all(copy) ? 0 : stream.values[copy][stream.sent[copy]]);
    stream.sent[copy] += stream.sent_all(copy) ? 0 : 1;
  }
  for (std::size_t i = 0; i < tag_.size(); ++i) beat.tag |= ((stream.tags[i] >> copy) & 1) << i;
  stream.waiting[copy].push_back(std::move(beat));
}

/// The beat at the output of a copy is compared; returns whether it saturates.
bool UnitRunner::leave(Stream& stream, std::size_t copy) const {
  const UnitImage& image = stream.image;
  if (stream.waiting[copy].empty()) fail(fmt::format("{}: an output without an input", image.name));
  const Stream::Beat beat = std::move(stream.waiting[copy].front());
  stream.waiting[copy].pop_front();
  std::uint64_t tag = 0;
  for (std::size_t i = 0; i < tag_.size(); ++i) {
    tag |= ((simulator_.output(tag_[i].out, tag_[i].out_bit) >> copy) & 1) << i;
  }
  if (tag != beat.tag) fail(fmt::format("{}: tag {:#x} comes out, expected {:#x}", image.name, tag, beat.tag));
  const std::string data = port("out_data_o");
  bool saturates = false;
  for (std::size_t lane = 0; lane < beat.values.size(); ++lane) {
    std::uint64_t found = 0;
    for (std::size_t i = 0; i < static_cast<std::size_t>(plan_.output_bits); ++i) {
      found |= ((simulator_.output(data, output_bit(lane, i)) >> copy) & 1) << i;
    }
    const std::uint64_t expected = image.expected(beat.values[lane]);
    if (found != expected) {
      fail(fmt::format("{}: input {:#x} gives {:#x}, expected {:#x}", image.name, beat.values[lane], found, expected));
    }
    saturates = saturates || (image.saturates && image.saturates(beat.values[lane]));
    ++stream.compared;
  }
  return saturates;
}

std::uint64_t UnitRunner::stream(const UnitImage& image, const std::vector<std::vector<std::uint64_t>>& values,
                                 bool stalls, bool counting, std::size_t warm_up) {
  const auto lanes = static_cast<std::size_t>(plan_.spec.lanes);
  Stream stream{image, values, std::mt19937_64(random_state_), {}, {}, {}, {}, 0, 0};
  stream.sent.resize(kSimulatorCopies);
  stream.waiting.resize(kSimulatorCopies);
  stream.data.resize(lanes * static_cast<std::size_t>(plan_.input_bits));
  stream.tags.resize(tag_.size());
  std::mt19937_64& random = stream.random;
  const bool flagged = !wrapped_ && netlist_.port("saturated_clear_i") != nullptr;
  const std::size_t longest = std::max_element(values.begin(), values.end(), [](const auto& a, const auto& b) {
                                return a.size() < b.size();
                              })->size();
  const std::size_t limit = (longest / lanes + 64) * (stalls ? 8 : 1) + 256;
  const std::string in_ready = port("in_ready_o"), out_valid = port("out_valid_o"), out_ready = port("out_ready_i");
  std::size_t finished_copies = 0;
  for (std::size_t cycles = 0; finished_copies < kSimulatorCopies; ++cycles) {
    if (cycles > limit) fail(fmt::format("{}: beats are lost, outputs stay away", image.name));
    offer(stream, stalls ? random() | random() : kAllCopies);
    simulator_.set_input(out_ready, 0, stalls ? random() | random() : kAllCopies);
    const std::uint64_t clear = stalls && flagged ? random() & random() & random() : 0;
    if (flagged) simulator_.set_input("saturated_clear_i", 0, clear);
    simulator_.settle();
    check_saturation(image, sticky_);
    std::uint64_t saturating = 0;
    const std::uint64_t entering = stream.valid & simulator_.output(in_ready, 0);
    const std::uint64_t leaving =
        simulator_.output(out_valid, 0) & simulator_.value_of_net(simulator_.net(out_ready, 0));
    for (std::size_t copy = 0; copy < kSimulatorCopies; ++copy) {
      const std::uint64_t bit = std::uint64_t{1} << copy;
      if ((entering & bit) != 0) enter(stream, copy);
      if ((leaving & bit) == 0) continue;
      if (leave(stream, copy)) saturating |= bit;
      if (stream.sent_all(copy) && stream.waiting[copy].empty()) ++finished_copies;
    }
    sticky_ = saturating | (sticky_ & ~clear);
    // Power is measured while the pipeline is full: the count stops with the last beat that enters.
    if (counting && cycles + 1 == warm_up) start_with_next_edge_ = true;
    const bool last = counting_ && (stream.valid & ~entering) == 0 && stream.sent_all(0);
    cycle();
    if (last) counting_ = false;
    stream.valid &= ~entering;
  }
  random_state_ = random();
  simulator_.set_input_all(port("in_valid_i"), 0);
  if (flagged) simulator_.set_input_all("saturated_clear_i", 0);
  simulator_.settle();
  check_saturation(image, sticky_);
  check_flags(sticky_);
  return stream.compared;
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
