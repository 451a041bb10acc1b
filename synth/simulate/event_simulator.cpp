// Copyright 2026 the pwlforge authors.
// Licensed under the Apache License, Version 2.0; see LICENSE.
// SPDX-License-Identifier: Apache-2.0
#include "synth/simulate/event_simulator.hpp"

#include <algorithm>

namespace pwlforge {

EventSimulator::EventSimulator(const TimedNetlist& netlist, std::size_t nets)
    : values_(nets, 0),
      slots_(kSlots, kNone),
      occupied_(kSlots / 64, 0),
      occupied_words_(kSlots / 4096, 0),
      transitions_(nets, 0) {
  std::vector<std::vector<Reader>> gate_readers(nets), storage_readers(nets);
  for (std::uint32_t g = 0; g < netlist.gates.size(); ++g) {
    const TimedGate& one = netlist.gates[g];
    Gate gate;
    gate.net = one.net;
    gate.inputs = static_cast<std::uint8_t>(one.inputs.size());
    gate.delays = one.delays.data();
    if (!one.truth.words.empty()) gate.truth = one.truth.words.front();
    if (one.inputs.size() > 6) gate.wide = &one.truth;
    gates_.push_back(gate);
    for (std::size_t i = 0; i < one.inputs.size(); ++i) {
      if (one.inputs[i] == kNetOne) gates_.back().tied |= static_cast<std::uint16_t>(1U << i);
      if (one.inputs[i] > kNetOne) gate_readers[one.inputs[i]].push_back({g, static_cast<std::uint16_t>(1U << i)});
    }
  }
  for (std::uint32_t s = 0; s < netlist.storages.size(); ++s) {
    const TimedStorage& one = netlist.storages[s];
    Storage storage;
    storage.type = &one;
    storages_.push_back(storage);
    for (std::size_t i = 0; i < one.inputs.size(); ++i) {
      if (one.inputs[i] == kNetOne) storages_.back().tied |= 1U << i;
      if (one.inputs[i] > kNetOne) storage_readers[one.inputs[i]].push_back({s, static_cast<std::uint16_t>(1U << i)});
    }
  }
  for (std::size_t n = 0; n < nets; ++n) {
    first_gate_.push_back(static_cast<std::uint32_t>(gate_readers_.size()));
    first_storage_.push_back(static_cast<std::uint32_t>(storage_readers_.size()));
    gate_readers_.insert(gate_readers_.end(), gate_readers[n].begin(), gate_readers[n].end());
    storage_readers_.insert(storage_readers_.end(), storage_readers[n].begin(), storage_readers[n].end());
  }
  first_gate_.push_back(static_cast<std::uint32_t>(gate_readers_.size()));
  first_storage_.push_back(static_cast<std::uint32_t>(storage_readers_.size()));
}

void EventSimulator::rest(const std::vector<bool>& values, const std::vector<bool>& states) {
  for (std::size_t n = 0; n < values_.size(); ++n) values_[n] = values[n] ? 1 : 0;
  values_[kNetZero] = 0;
  values_[kNetOne] = 1;
  for (Gate& gate : gates_) {
    gate.target = values_[gate.net];
    gate.state = gate.tied;
  }
  for (Storage& storage : storages_) storage.inputs = storage.tied;
  for (std::size_t n = 2; n < values_.size(); ++n) {
    if (values_[n] == 0) continue;
    for (std::uint32_t i = first_gate_[n]; i < first_gate_[n + 1]; ++i) {
      gates_[gate_readers_[i].index].state |= gate_readers_[i].bit;
    }
    for (std::uint32_t i = first_storage_[n]; i < first_storage_[n + 1]; ++i) {
      storages_[storage_readers_[i].index].inputs |= storage_readers_[i].bit;
    }
  }
  for (std::size_t s = 0; s < storages_.size(); ++s) {
    Storage& storage = storages_[s];
    storage.state = states[s];
    storage.control = storage.type->control.at(row(storage));
  }
}

std::uint32_t EventSimulator::row(const Storage& storage) {
  const auto inputs = static_cast<std::uint32_t>(storage.type->inputs.size());
  return storage.inputs | (storage.state ? 1U : 2U) << inputs;
}

void EventSimulator::change(const std::vector<std::pair<std::uint32_t, bool>>& inputs) {
  for (const auto& [net, value] : inputs) {
    if ((values_[net] != 0) != value) net_changed(net);
  }
  evaluate_gates();
  evaluate_storages();
  while (slots_[now_ % kSlots] != kNone) run_slot();
}

bool EventSimulator::run_until(std::uint64_t time) {
  while (under_way_ > 0) {
    const std::uint64_t there = now_ + (next_slot() + kSlots - now_ % kSlots) % kSlots;
    if (there >= time) break;
    now_ = last_change_ = there;
    run_slot();
  }
  now_ = time;
  return under_way_ == 0;
}

/// The next occupied slot from now on, round the wheel.
std::uint32_t EventSimulator::next_slot() const {
  const auto at = static_cast<std::uint32_t>(now_ % kSlots);
  const auto lowest = [](std::uint64_t bits) { return static_cast<std::uint32_t>(__builtin_ctzll(bits)); };
  std::uint32_t word = at / 64;
  const std::uint64_t rest = occupied_[word] & (~std::uint64_t{0} << (at % 64));
  if (rest != 0) return word * 64 + lowest(rest);
  const auto words = static_cast<std::uint32_t>(occupied_words_.size());
  // The words behind this one, then all from the beginning: this one again at the end.
  ++word;
  for (std::uint32_t step = 0; step <= words; ++step, word = (word / 64 + 1) * 64) {
    word %= words * 64;
    const std::uint64_t some = occupied_words_[word / 64] & (~std::uint64_t{0} << (word % 64));
    if (some == 0) continue;
    word = word / 64 * 64 + lowest(some);
    return word * 64 + lowest(occupied_[word]);
  }
  return at;
}

void EventSimulator::link(std::uint32_t number, std::uint32_t slot) {
  Gate& gate = gates_[number];
  gate.slot = slot;
  gate.previous = kNone;
  gate.next = slots_[slot];
  if (gate.next != kNone) {
    gates_[gate.next].previous = number;
  } else {
    occupied_[slot / 64] |= std::uint64_t{1} << (slot % 64);
    occupied_words_[slot / 4096] |= std::uint64_t{1} << (slot / 64 % 64);
  }
  slots_[slot] = number;
  ++under_way_;
}

void EventSimulator::unlink(Gate& gate) {
  const std::uint32_t slot = gate.slot;
  if (gate.next != kNone) gates_[gate.next].previous = gate.previous;
  if (gate.previous != kNone) {
    gates_[gate.previous].next = gate.next;
  } else {
    slots_[slot] = gate.next;
    if (gate.next == kNone) {
      occupied_[slot / 64] &= ~(std::uint64_t{1} << (slot % 64));
      if (occupied_[slot / 64] == 0) occupied_words_[slot / 4096] &= ~(std::uint64_t{1} << (slot / 64 % 64));
    }
  }
  gate.slot = kNone;
  --under_way_;
}

/// Everything that arrives now; what follows without delay is in the same slot and comes with the next call.
void EventSimulator::run_slot() {
  const auto slot = static_cast<std::uint32_t>(now_ % kSlots);
  while (slots_[slot] != kNone) {
    const std::uint32_t number = slots_[slot];
    unlink(gates_[number]);
    if (events_++ == lost_event_) continue;
    net_changed(gates_[number].net);
  }
  evaluate_gates();
  evaluate_storages();
}

void EventSimulator::net_changed(std::uint32_t net) {
  values_[net] ^= 1;
  ++transitions_[net];
  if (log_ != nullptr) log_->push_back({now_, net});
  for (std::uint32_t i = first_gate_[net]; i < first_gate_[net + 1]; ++i) {
    const Reader reader = gate_readers_[i];
    Gate& gate = gates_[reader.index];
    gate.state ^= reader.bit;
    if (gate.changed == 0) touched_gates_.push_back(reader.index);
    gate.changed |= reader.bit;
  }
  for (std::uint32_t i = first_storage_[net]; i < first_storage_[net + 1]; ++i) {
    const Reader reader = storage_readers_[i];
    Storage& storage = storages_[reader.index];
    storage.inputs ^= reader.bit;
    if ((storage.type->watched & reader.bit) == 0) continue;
    if (storage.changed == 0) touched_storages_.push_back(reader.index);
    storage.changed |= reader.bit;
  }
}

/// The gate's output is to become `value`, `delay` ticks from now.
void EventSimulator::turn(std::uint32_t number, bool value, std::uint32_t delay) {
  Gate& gate = gates_[number];
  gate.target = value ? 1 : 0;
  if (gate.slot != kNone) {
    unlink(gate);
    ++dropped_;
  } else {
    link(number, static_cast<std::uint32_t>((now_ + delay) % kSlots));
  }
}

void EventSimulator::evaluate_gates() {
  for (const std::uint32_t number : touched_gates_) {
    Gate& gate = gates_[number];
    std::uint32_t changed = gate.changed;
    gate.changed = 0;
    const bool value = gate.wide != nullptr ? gate.wide->at(gate.state) : ((gate.truth >> gate.state) & 1) != 0;
    if (value == (gate.target != 0)) continue;
    std::uint32_t delay = kNoDelay;
    for (; changed != 0; changed &= changed - 1) {
      const auto input = static_cast<std::uint32_t>(__builtin_ctz(changed));
      delay = std::min<std::uint32_t>(delay, gate.delays[(input << gate.inputs) | gate.state]);
    }
    // Inputs that changed together, none of which would have moved the output alone.
    if (delay == kNoDelay) delay = 1;
    turn(number, value, delay);
  }
  touched_gates_.clear();
}

void EventSimulator::evaluate_storages() {
  for (const std::uint32_t number : touched_storages_) update(storages_[number]);
  touched_storages_.clear();
}

void EventSimulator::update(Storage& storage) {
  const TimedStorage& type = *storage.type;
  const std::uint32_t changed = storage.changed;
  storage.changed = 0;
  const std::uint32_t before = row(storage);
  const bool control = type.control.at(before);
  if (control && (type.is_latch || !storage.control)) storage.state = type.data.at(before);
  storage.control = control;
  storage.state = (storage.state || type.preset.at(before)) && !type.clear.at(before);
  const std::uint32_t after = row(storage);
  for (const TimedStorage::Output& output : type.outputs) {
    const bool value = output.function.at(after);
    if (value == (gates_[output.gate].target != 0)) continue;
    std::uint32_t delay = kLongestDelay;
    for (std::uint32_t rest = changed; rest != 0; rest &= rest - 1) {
      const auto input = static_cast<std::uint32_t>(__builtin_ctz(rest));
      const std::uint32_t edge = 2 * ((storage.inputs >> input) & 1) + (value ? 1 : 0);
      delay = std::min<std::uint32_t>(delay, output.delays[4 * input + edge]);
    }
    turn(output.gate, value, delay);
  }
}

}  // namespace pwlforge
