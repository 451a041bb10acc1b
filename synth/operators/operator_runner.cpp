// Copyright 2026 the pwlforge authors.
// Licensed under the Apache License, Version 2.0; see LICENSE.
// SPDX-License-Identifier: Apache-2.0
#include "synth/operators/operator_runner.hpp"

#include <fmt/format.h>

#include <algorithm>

#include "gen/operator/operator_axis.hpp"
#include "gen/support/diagnostics.hpp"
#include "synth/simulate/unit_image.hpp"

namespace pwlforge {
namespace {

std::uint64_t bit_of(const Payload& payload, std::size_t bit) {
  return (payload[bit / 64] >> (bit % 64)) & 1;
}

}  // namespace

OutsideMemory::OutsideMemory(const Netlist& netlist, const std::string& prefix, std::uint64_t seed)
    : write_(nets_of(netlist, prefix + "__we_i").front()),
      read_(nets_of(netlist, prefix + "__re_i").front()),
      write_address_(nets_of(netlist, prefix + "__waddr_i")),
      read_address_(nets_of(netlist, prefix + "__raddr_i")),
      write_data_(nets_of(netlist, prefix + "__wdata_i")),
      read_data_(nets_of(netlist, prefix + "__rdata_o")),
      words_(read_data_.size() << write_address_.size()),
      shown_(read_data_.size()),
      random_(seed) {
  for (std::uint64_t& word : words_) word = random_();
  for (std::uint64_t& word : shown_) word = random_();
}

std::size_t OutsideMemory::address_of(const GateSimulator& simulator, const std::vector<std::uint32_t>& nets,
                                      int copy) const {
  std::size_t address = 0;
  for (std::size_t i = 0; i < nets.size(); ++i) {
    address |= static_cast<std::size_t>((simulator.value_of_net(nets[i]) >> copy) & 1) << i;
  }
  return address;
}

void OutsideMemory::sample(const GateSimulator& simulator) {
  const std::uint64_t writing = simulator.value_of_net(write_);
  const std::uint64_t reading = simulator.value_of_net(read_);
  const std::size_t bits = read_data_.size();
  for (int copy = 0; copy < kSimulatorCopies; ++copy) {
    const std::uint64_t one = std::uint64_t{1} << copy;
    const bool writes = (writing & one) != 0;
    const std::size_t target = writes ? address_of(simulator, write_address_, copy) : 0;
    if ((reading & one) != 0) {
      ++reads_;
      const std::size_t source = address_of(simulator, read_address_, copy);
      const bool meets = writes && source == target;
      for (std::size_t i = 0; i < bits; ++i) {
        const std::uint64_t word = meets ? random_() : words_[source * bits + i];
        shown_[i] = (shown_[i] & ~one) | (word & one);
      }
    }
    if (!writes) continue;
    ++writes_;
    for (std::size_t i = 0; i < bits; ++i) {
      std::uint64_t& word = words_[target * bits + i];
      word = (word & ~one) | (simulator.value_of_net(write_data_[i]) & one);
    }
  }
}

void OutsideMemory::show(GateSimulator& simulator) const {
  for (std::size_t i = 0; i < read_data_.size(); ++i) simulator.set_net(read_data_[i], shown_[i]);
}

OperatorRunner::OperatorRunner(const OperatorPlan& plan, const Netlist& netlist, std::uint64_t seed)
    : plan_(plan),
      core_(core_plan(plan)),
      netlist_(netlist),
      ports_(operator_ports(plan, core_, netlist)),
      simulator_(netlist, ports_.clock, seed),
      bus_(has_axil(plan) ? bus_plan(plan) : BusPlan{}, simulator_, netlist.top, [this] { cycle(); }),
      random_(seed) {
  const std::string tail = "__we_i";
  for (const NetlistPort& port : netlist.ports) {
    if (port.name.size() <= tail.size() || port.name.substr(port.name.size() - tail.size()) != tail) continue;
    memories_.emplace_back(netlist, port.name.substr(0, port.name.size() - tail.size()), seed + memories_.size());
  }
  fed_.assign(ports_.inputs.size(), 0);
  idle_inputs();
}

void OperatorRunner::fail(const std::string& what) const {
  throw CheckFailed(fmt::format("{}: the netlist differs from the golden model: {}: {}", netlist_.top, image_, what));
}

void OperatorRunner::idle_inputs() {
  for (const Port& port : plan_.ports) {
    if (port.is_input && port.name != ports_.clock) simulator_.set_input_all(port.name, 0);
  }
}

/// From settled inputs to one past the next rising edge.
void OperatorRunner::cycle() {
  if (counting_) {
    simulator_.count_phase();
    for (std::size_t i = 0; i < fed_.size(); ++i) {
      fed_moves_[i] += static_cast<std::uint64_t>(__builtin_popcountll(fed_[i] ^ fed_before_[i]));
    }
    fed_before_ = fed_;
    ++counted_cycles_;
  }
  simulator_.fall();
  if (counting_) simulator_.count_phase();
  if (start_with_next_edge_) {
    simulator_.start_counting();
    for (OutsideMemory& memory : memories_) memory.start_counting();
    fed_before_ = fed_;
    fed_moves_.assign(fed_.size(), 0);
    counted_cycles_ = 0;
    counting_ = true;
    start_with_next_edge_ = false;
  }
  for (OutsideMemory& memory : memories_) memory.sample(simulator_);
  simulator_.rise();
  for (const OutsideMemory& memory : memories_) memory.show(simulator_);
}

void OperatorRunner::accept(const char* strobe) {
  simulator_.set_input_all(strobe, 1);
  for (int wait = 0; wait < 16; ++wait) {
    simulator_.settle();
    const bool busy = simulator_.output("cfg_busy_o", 0) != 0;
    cycle();
    if (busy) continue;
    simulator_.set_input_all(strobe, 0);
    simulator_.settle();
    return;
  }
  fail(fmt::format("{} is never accepted", strobe));
}

/// Writes words, then reads back those that can be read.
void OperatorRunner::write_words(const std::vector<ConfigWrite>& writes) {
  if (has_axil(plan_)) {
    bus_.write_words(image_, writes, [this](int address) { return readable_bits(plan_, address); });
    return;
  }
  for (const ConfigWrite& write : writes) {
    simulator_.set_input_all("cfg_addr_i", static_cast<std::uint64_t>(write.address));
    simulator_.set_input_all("cfg_data_i", write.data);
    accept("cfg_we_i");
  }
  for (const ConfigWrite& write : writes) {
    const int bits = readable_bits(plan_, write.address);
    if (bits == 0) continue;
    simulator_.set_input_all("cfg_addr_i", static_cast<std::uint64_t>(write.address));
    simulator_.settle();
    const std::uint64_t expected = low_bits(write.data, bits);
    const std::uint64_t read = simulator_.output_of("cfg_rdata_o", 0);
    if (read != expected) {
      fail(fmt::format("word {} reads back as {:#x} after {:#x} was written", write.address, read, expected));
    }
  }
}

void OperatorRunner::load(const OperatorImage& image, const std::string& name, bool reset) {
  image_ = name;
  const bool first = reset || !loaded_;
  if (first) {
    idle_inputs();
    simulator_.set_input_all(ports_.reset, 0);
    for (int i = 0; i < 2; ++i) {
      simulator_.settle();
      cycle();
    }
    simulator_.set_input_all(ports_.reset, 1);
  }
  simulator_.set_input_all(ports_.out_ready, 1);
  simulator_.settle();
  if (simulator_.output(ports_.out_valid, 0) != 0) fail("an output is valid without a row");
  loaded_ = true;
  if (plan_.parts.empty()) return;
  if (first && simulator_.output(ports_.in_ready, 0) != 0) fail("the unloaded operator is ready for input");
  if (first && has_axil(plan_)) bus_.check_refusals();
  const std::vector<ConfigWrite> writes = operator_writes(plan_, image);
  // Every bit is read back as 0 and as 1: a row of outputs may never show which of them it holds. Once from the last
  // word to the first: what a write does to another word is not always mended by the write of that one.
  std::vector<ConfigWrite> inverted = writes;
  for (ConfigWrite& write : inverted) write.data = low_bits(~write.data, plan_.config_data_bits);
  std::reverse(inverted.begin(), inverted.end());
  write_words(inverted);
  write_words(writes);
  if (has_axil(plan_)) {
    bus_.commit(image_);
    return;
  }
  simulator_.set_input_all("cfg_addr_i", 0);
  simulator_.set_input_all("cfg_data_i", 0);
  accept("cfg_commit_i");
}

void OperatorRunner::check_flags(const std::string& when, const std::vector<Flag>& expected) {
  const std::vector<std::uint64_t> behind_bus = bus_.flags();
  for (std::size_t i = 0; i < expected.size(); ++i) {
    const Flag& flag = expected[i];
    const std::uint64_t found = has_axil(plan_) ? behind_bus.at(i) : simulator_.output(flag.port, 0);
    const std::uint64_t wrong = (found ^ flag.value) & flag.told;
    if (wrong != 0) {
      fail(fmt::format("{} is wrong {} in {} of {} copies", flag.port, when, __builtin_popcountll(wrong),
                       kSimulatorCopies));
    }
  }
}

void OperatorRunner::clear_flags() {
  if (has_axil(plan_)) {
    bus_.control("clear_flags");
    return;
  }
  simulator_.set_input_all("flags_clear_i", 1);
  simulator_.settle();
  cycle();
  simulator_.set_input_all("flags_clear_i", 0);
  simulator_.settle();
}

/// What a wrapper adds to the beats that leave in these copies.
void OperatorRunner::check_padding(std::uint64_t leaving) const {
  for (const std::uint32_t net : ports_.zeros) {
    if ((simulator_.value_of_net(net) & leaving) != 0) fail("the padding of an output is not 0");
  }
  for (const auto& [net, keep] : ports_.copies) {
    if (((simulator_.value_of_net(net) ^ simulator_.value_of_net(keep)) & leaving) == 0) continue;
    fail("the bytes of a lane differ in tkeep");
  }
}

OperatorRunner::Count OperatorRunner::stream(const std::vector<std::vector<const RowBeats*>>& rows, bool stalls,
                                             std::size_t warm_up) {
  struct Copy {
    std::vector<const Payload*> in, out;
    std::size_t sent = 0, received = 0;
  };
  std::vector<Copy> copies(kSimulatorCopies);
  std::uint64_t saturated = 0, empty = 0, overlong = 0;
  std::size_t longest = 0;
  for (std::size_t n = 0; n < copies.size(); ++n) {
    const std::uint64_t bit = std::uint64_t{1} << n;
    for (const RowBeats* row : rows.at(n)) {
      for (const Payload& beat : row->inputs) copies[n].in.push_back(&beat);
      for (const Payload& beat : row->outputs) copies[n].out.push_back(&beat);
      saturated |= row->saturated ? bit : 0;
      empty |= row->empty ? bit : 0;
      overlong |= row->overlong ? bit : 0;
    }
    longest = std::max(longest, copies[n].in.size());
  }
  Count count;
  std::uint64_t valid = 0;
  std::uint64_t entry = 0;
  bool entered = false;
  const std::uint32_t ready_net = simulator_.net(ports_.out_ready, 0);
  const std::size_t limit = (longest + 4 * static_cast<std::size_t>(plan_.depth) + 256) * (stalls ? 8 : 1) + 4096;
  const auto done = [](const Copy& one) { return one.sent == one.in.size() && one.received == one.out.size(); };
  for (std::size_t cycles = 0; !std::all_of(copies.begin(), copies.end(), done); ++cycles) {
    if (cycles > limit) fail("beats are lost, outputs stay away");
    const std::uint64_t offer = stalls ? random_() | random_() : kAllCopies;
    for (std::size_t n = 0; n < copies.size(); ++n) {
      const std::uint64_t bit = std::uint64_t{1} << n;
      const Copy& one = copies[n];
      if ((valid & bit) != 0 || (offer & bit) == 0 || one.sent >= one.in.size()) continue;
      valid |= bit;
      const Payload& beat = *one.in[one.sent];
      for (std::size_t i = 0; i < fed_.size(); ++i) fed_[i] = (fed_[i] & ~bit) | (bit_of(beat, i) << n);
    }
    simulator_.set_input(ports_.in_valid, 0, valid);
    for (std::size_t i = 0; i < fed_.size(); ++i) simulator_.set_net(ports_.inputs[i], fed_[i]);
    simulator_.set_input(ports_.out_ready, 0, stalls ? random_() | random_() : kAllCopies);
    simulator_.settle();
    const std::uint64_t entering = valid & simulator_.output(ports_.in_ready, 0);
    const std::uint64_t leaving = simulator_.output(ports_.out_valid, 0) & simulator_.value_of_net(ready_net);
    check_padding(leaving);
    for (std::size_t n = 0; n < copies.size(); ++n) {
      const std::uint64_t bit = std::uint64_t{1} << n;
      Copy& one = copies[n];
      if ((entering & bit) != 0) ++one.sent;
      if ((leaving & bit) == 0) continue;
      if (one.received >= one.out.size()) fail("an output without an input");
      const Payload& expected = *one.out[one.received++];
      for (std::size_t i = 0; i < ports_.outputs.size(); ++i) {
        if (((simulator_.value_of_net(ports_.outputs[i]) >> n) & 1) == bit_of(expected, i)) continue;
        fail(fmt::format("bit {} of output beat {} is wrong in copy {}", i, one.received - 1, n));
      }
      ++count.outputs;
      if (n == 0 && one.received == 1) count.first_result = cycles - entry;
    }
    if (!entered && (entering & 1) != 0) {
      entered = true;
      entry = cycles;
    }
    if (counting_) count.beats += static_cast<std::uint64_t>(__builtin_popcountll(entering));
    // The count stops with the last beat that enters, while everything is still busy.
    const bool last = counting_ && std::any_of(copies.begin(), copies.end(),
                                               [](const Copy& one) { return one.sent == one.in.size(); });
    if (warm_up > 0 && cycles + 1 == warm_up) start_with_next_edge_ = true;
    cycle();
    if (last) counting_ = false;
    valid &= ~entering;
  }
  count.cycles = counted_cycles_ * kSimulatorCopies;
  simulator_.set_input_all(ports_.in_valid, 0);
  simulator_.settle();
  // Behind a number of 0 saturated_o means nothing: it is that of a core whose result is not used.
  const std::uint64_t told = core_.spec.kind == OperatorKind::wide ? ~empty : kAllCopies;
  std::vector<Flag> flags;
  for (const Port& port : core_.ports) {
    if (port.is_input || port.meaning.rfind("sticky", 0) != 0) continue;
    if (port.name == "saturated_o") {
      flags.push_back({port.name, saturated, told});
    } else {
      flags.push_back({port.name, port.name == "overlong_o" ? overlong : empty, kAllCopies});
    }
  }
  check_flags("after the rows", flags);
  clear_flags();
  for (Flag& flag : flags) flag = {flag.port, 0, kAllCopies};
  check_flags("after a clear", flags);
  return count;
}

std::vector<std::pair<std::uint32_t, double>> OperatorRunner::fed() const {
  std::vector<std::pair<std::uint32_t, double>> result;
  const double cycles = static_cast<double>(counted_cycles_) * kSimulatorCopies;
  for (std::size_t i = 0; i < fed_moves_.size(); ++i) {
    result.emplace_back(ports_.inputs[i], static_cast<double>(fed_moves_[i]) / cycles);
  }
  return result;
}

}  // namespace pwlforge
