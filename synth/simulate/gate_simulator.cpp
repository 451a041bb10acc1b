// Copyright 2026 the pwlforge authors.
// Licensed under the Apache License, Version 2.0; see LICENSE.
// SPDX-License-Identifier: Apache-2.0
#include "synth/simulate/gate_simulator.hpp"

#include <fmt/format.h>

#include <random>

#include "gen/support/diagnostics.hpp"

namespace pwlforge {

GateSimulator::GateSimulator(const Netlist& netlist, const std::string& clock, std::uint64_t seed) : netlist_(netlist) {
  values_.assign(netlist.nets, 0);
  values_[kNetOne] = ~std::uint64_t{0};
  if (!clock.empty()) {
    const NetlistPort* port = netlist.port(clock);
    if (port != nullptr) clock_net_ = port->nets.front();
  }
  std::mt19937_64 random(seed);
  // Outputs of flip-flops are sources and come first; their data and control expressions come last, together with the
  // asynchronous controls, which make evaluate() run again when they move a state.
  std::vector<Step> late;
  const std::vector<std::uint32_t> order = evaluation_order(netlist);
  for (const bool registers : {true, false}) {
    for (const std::uint32_t c : order) {
      if ((netlist.cells[c].cell->kind == CellKind::flip_flop) == registers) {
        add_cell(c, random(), registers ? late : steps_);
      }
    }
  }
  steps_.insert(steps_.end(), late.begin(), late.end());
  if (clock_net_ != kNetZero) {
    for (const NetlistCell& cell : netlist.cells) {
      for (const auto& [pin, net] : cell.pins) {
        const bool own_clock = cell.cell->kind == CellKind::flip_flop && cell.cell->clocked_on == pin;
        if (net == clock_net_ && !own_clock) clock_reaches_logic_ = true;
      }
    }
  }
  evaluate();
}

void GateSimulator::add_cell(std::uint32_t number, std::uint64_t random, std::vector<Step>& storage_steps) {
  const NetlistCell& cell = netlist_.cells[number];
  const LibraryCell& type = *cell.cell;
  if (type.kind == CellKind::other) {
    throw CheckFailed(
        fmt::format("{}: the library gives cell {} no function that can be simulated; keep it out with "
                    "--dont-use",
                    netlist_.top, cell.type));
  }
  Step step;
  step.first = static_cast<std::uint32_t>(code_.size());
  Storage storage;
  if (type.kind != CellKind::combinational) {
    storage.name = cell.name;
    storage.cell = number;
    storage.is_latch = type.kind == CellKind::latch;
    storage.state = fresh();
    storage.inverted = fresh();
    values_[storage.state] = random;
    values_[storage.inverted] = ~random;
  }
  const auto slot_of = [&](const std::string& name) -> std::uint32_t {
    if (type.kind != CellKind::combinational) {
      if (name == type.state) return storage.state;
      if (name == type.inverted_state) return storage.inverted;
    }
    const auto found = cell.pins.find(name);
    if (found != cell.pins.end()) return found->second;
    if (type.pins.count(name) != 0) return kSlotZero;  // an unconnected input
    throw CheckFailed(fmt::format("{}: cell {} has no pin {} that its function needs; mend the library", netlist_.top,
                                  cell.type, name));
  };
  const auto compile = [&](const std::string& expression) {
    return compile_expression(
        expression, netlist_.top + ": cell " + cell.type, slot_of, [&] { return fresh(); }, code_);
  };
  if (type.kind != CellKind::combinational) {
    storage.data = compile(storage.is_latch ? type.data_in : type.next_state);
    storage.control = compile(storage.is_latch ? type.enable : type.clocked_on);
    if (!type.clear.empty()) storage.clear = compile(type.clear);
    if (!type.preset.empty()) storage.preset = compile(type.preset);
    step.storage = static_cast<std::uint32_t>(storages_.size());
    storages_.push_back(storage);
    step.last = static_cast<std::uint32_t>(code_.size());
    storage_steps.push_back(step);
    step = Step{};
    step.first = static_cast<std::uint32_t>(code_.size());
  }
  for (const auto& [pin, description] : type.pins) {
    if (!description.is_output || description.function.empty()) continue;
    const auto found = cell.pins.find(pin);
    if (found == cell.pins.end()) continue;
    code_.push_back({BitOp::copy, found->second, compile(description.function), kSlotZero});
  }
  step.last = static_cast<std::uint32_t>(code_.size());
  steps_.push_back(step);
}

std::uint32_t GateSimulator::net(const std::string& port, std::size_t bit) const {
  const NetlistPort* found = netlist_.port(port);
  if (found == nullptr || bit >= found->nets.size()) {
    throw CheckFailed(
        fmt::format("{}: the netlist has no port {}[{}] that the unit's manifest names", netlist_.top, port, bit));
  }
  return found->nets[bit];
}

void GateSimulator::set_input_all(const std::string& port, std::uint64_t value) {
  const NetlistPort* found = netlist_.port(port);
  if (found == nullptr) net(port, 0);
  for (std::size_t bit = 0; bit < found->nets.size(); ++bit) {
    values_[found->nets[bit]] = bit < 64 && ((value >> bit) & 1) != 0 ? ~std::uint64_t{0} : 0;
  }
}

std::uint64_t GateSimulator::output_of(const std::string& port, int copy) const {
  const NetlistPort* found = netlist_.port(port);
  if (found == nullptr) net(port, 0);
  std::uint64_t value = 0;
  for (std::size_t bit = 0; bit < found->nets.size() && bit < 64; ++bit) {
    value |= ((values_[found->nets[bit]] >> copy) & 1) << bit;
  }
  return value;
}

void GateSimulator::run(std::uint32_t first, std::uint32_t last) {
  std::uint64_t* values = values_.data();
  for (std::uint32_t i = first; i < last; ++i) execute(code_[i], values);
}

/// Applies asynchronous controls, and lets a latch through. Returns whether the state changed.
bool GateSimulator::update_storage(Storage& storage) {
  const std::uint64_t before = values_[storage.state];
  std::uint64_t state = before;
  if (storage.is_latch)
    state = (values_[storage.control] & values_[storage.data]) | (~values_[storage.control] & state);
  state = (state | values_[storage.preset]) & ~values_[storage.clear];
  values_[storage.state] = state;
  values_[storage.inverted] = ~state;
  return state != before;
}

void GateSimulator::evaluate() {
  // An asynchronous reset that takes effect in a pass changes sources of that pass: run again until nothing moves.
  for (int pass = 0; pass < 16; ++pass) {
    bool moved = false;
    for (const Step& step : steps_) {
      run(step.first, step.last);
      if (step.storage == UINT32_MAX) continue;
      Storage& storage = storages_[step.storage];
      const bool changed = update_storage(storage);
      moved = moved || (changed && !storage.is_latch);
    }
    if (!moved) return;
  }
  throw CheckFailed(fmt::format("{}: the netlist does not settle: asynchronous resets oscillate", netlist_.top));
}

void GateSimulator::settle() {
  evaluate();
  check_no_second_edge();
}

void GateSimulator::check_no_second_edge() const {
  if (!clock_reaches_logic_) return;
  for (const Storage& storage : storages_) {
    if (!storage.is_latch && (values_[storage.control] & ~storage.control_before) != 0) {
      throw CheckFailed(fmt::format("{}: the clock pin of {} rises after the clock edge (a glitch of a gated clock)",
                                    netlist_.top, storage.name));
    }
  }
}

void GateSimulator::capture() {
  for (Storage& storage : storages_) {
    if (storage.is_latch) continue;
    storage.captured = values_[storage.data];
    storage.control_before = values_[storage.control];
  }
}

void GateSimulator::rise() {
  capture();
  values_[clock_net_] = clock_net_ == kNetZero ? 0 : ~std::uint64_t{0};
  // The clock arrives everywhere before any register output moves: gated clocks rise, latches close on old data.
  if (clock_reaches_logic_) evaluate();
  for (Storage& storage : storages_) {
    if (storage.is_latch) continue;
    const std::uint64_t control = storage.control == clock_net_ ? ~std::uint64_t{0} : values_[storage.control];
    const std::uint64_t edge = control & ~storage.control_before;
    std::uint64_t state = (edge & storage.captured) | (~edge & values_[storage.state]);
    state = (state | values_[storage.preset]) & ~values_[storage.clear];
    values_[storage.state] = state;
    values_[storage.inverted] = ~state;
    storage.control_before = control;
  }
}

void GateSimulator::fall() {
  if (clock_net_ == kNetZero) return;
  // Falling-edge registers load like the others on their own edge.
  capture();
  values_[clock_net_] = 0;
  if (!clock_reaches_logic_) {
    // Nothing but clock pins sees the clock, and none of the flip-flops that yosys maps to is a falling-edge one.
    return;
  }
  evaluate();
  bool loaded = false;
  for (Storage& storage : storages_) {
    if (storage.is_latch) continue;
    const std::uint64_t edge = values_[storage.control] & ~storage.control_before;
    storage.control_before = values_[storage.control];
    if (edge == 0) continue;
    loaded = true;
    values_[storage.state] = (edge & storage.captured) | (~edge & values_[storage.state]);
    values_[storage.inverted] = ~values_[storage.state];
  }
  if (loaded) settle();
}

void GateSimulator::start_counting() {
  previous_.assign(values_.begin(), values_.begin() + netlist_.nets);
  first_ = previous_;
  transitions_.assign(netlist_.nets, 0);
  rises_.assign(netlist_.nets, 0);
  ones_.assign(netlist_.nets, 0);
  counted_phases_ = 0;
  if (recorded_phases_ == 0) return;
  recording_ = Recording{};
  recording_.nets = netlist_.nets;
  for (const Storage& storage : storages_) recording_.storage_cells.push_back(storage.cell);
  record_frame();
}

void GateSimulator::record_frame() {
  for (std::uint32_t n = 0; n < netlist_.nets; ++n) {
    recording_.words.push_back(static_cast<std::uint16_t>(values_[n]));
  }
  for (const Storage& storage : storages_) {
    recording_.words.push_back(static_cast<std::uint16_t>(values_[storage.state]));
  }
}

void GateSimulator::count_phase() {
  for (std::uint32_t n = 0; n < netlist_.nets; ++n) {
    const std::uint64_t value = values_[n];
    transitions_[n] += static_cast<std::uint64_t>(__builtin_popcountll(value ^ previous_[n]));
    rises_[n] += static_cast<std::uint64_t>(__builtin_popcountll(value & ~previous_[n]));
    ones_[n] += static_cast<std::uint64_t>(__builtin_popcountll(value));
    previous_[n] = value;
  }
  ++counted_phases_;
  if (counted_phases_ <= recorded_phases_) record_frame();
}

}  // namespace pwlforge
