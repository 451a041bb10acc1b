// Copyright 2026 the pwlforge authors.
// Licensed under the Apache License, Version 2.0; see LICENSE.
// SPDX-License-Identifier: Apache-2.0
#include "synth/map/buffering.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <cmath>
#include <limits>
#include <map>

#include "synth/liberty/cell_variants.hpp"

namespace pwlforge {
namespace {

constexpr int kPasses = 32;

struct Sink {
  std::size_t cell;
  std::string pin;
  double load;
};

struct BufferCell {
  std::string type;
  const LibraryCell* cell;
  std::string input, output;
  double input_load, limit;
};

std::vector<BufferCell> buffers_of(const Library& library) {
  std::vector<BufferCell> buffers;
  for (const auto& [name, cell] : library.cells) {
    if (cell.kind != CellKind::combinational || cell.dont_use || cell.area <= 0) continue;
    BufferCell buffer{name, &cell, "", "", 0, 0};
    int inputs = 0, outputs = 0;
    for (const auto& [pin, description] : cell.pins) {
      if (description.is_input) {
        ++inputs;
        buffer.input = pin;
        buffer.input_load = description.capacitance_pf;
      }
      if (description.is_output) {
        ++outputs;
        buffer.output = pin;
        buffer.limit = description.max_load_pf;
      }
    }
    if (inputs != 1 || outputs != 1 || !cell.pins.at(buffer.output).three_state.empty()) continue;
    if (cell.pins.at(buffer.output).function != buffer.input || buffer.limit <= 2 * buffer.input_load) continue;
    buffers.push_back(buffer);
  }
  return buffers;
}

class Strengthener {
 public:
  Strengthener(Netlist& netlist, const Library& library)
      : netlist_(netlist), library_(library), buffers_(buffers_of(library)), variants_(library) {
    sinks_.resize(netlist.nets);
    for (std::size_t c = 0; c < netlist.cells.size(); ++c) add_sinks(c);
  }

  Buffering run() {
    for (int pass = 0; pass < kPasses; ++pass) {
      bool changed = false;
      const std::vector<std::uint32_t> order = evaluation_order(netlist_);
      // Registers first, then from the outputs to the inputs: a stronger cell loads only what comes later.
      for (auto c = order.rbegin(); c != order.rend(); ++c) changed = strengthen(*c) || changed;
      if (!changed) break;
    }
    for (std::size_t c = 0; c < netlist_.cells.size(); ++c) {
      for (const auto& [pin, net] : netlist_.cells[c].pins) {
        const double limit = limit_of(*netlist_.cells[c].cell, pin);
        if (limit > 0 && load_of(net) > limit * (1 + 1e-9)) ++result_.overloaded;
      }
    }
    return result_;
  }

 private:
  struct Choice {
    double area = std::numeric_limits<double>::infinity();
    std::string type;
    const BufferCell* buffer = nullptr;
    int count = 0;
  };

  void add_sinks(std::size_t c) {
    const NetlistCell& cell = netlist_.cells[c];
    for (const auto& [pin, net] : cell.pins) {
      const auto found = cell.cell->pins.find(pin);
      if (found != cell.cell->pins.end() && found->second.is_input && net > kNetOne) {
        sinks_[net].push_back({c, pin, found->second.capacitance_pf});
      }
    }
  }

  static double limit_of(const LibraryCell& cell, const std::string& pin) {
    const auto found = cell.pins.find(pin);
    return found != cell.pins.end() && found->second.is_output ? found->second.max_load_pf : 0;
  }

  double load_of(std::uint32_t net) const {
    double load = 0;
    for (const Sink& sink : sinks_[net]) load += sink.load;
    return load;
  }

  /// The cheapest way to drive `load` from a cell like `cell`.
  Choice choose(const NetlistCell& cell, const std::string& pin, double load) const {
    Choice best;
    std::vector<std::string> types{cell.type};
    const std::vector<std::string>& variants = variants_.of(*cell.cell);
    types.insert(types.end(), variants.begin(), variants.end());
    for (const std::string& type : types) {
      const LibraryCell& own = *library_.find(type);
      // Other outputs of the cell keep at least their strength.
      const bool weaker = std::any_of(own.pins.begin(), own.pins.end(), [&](const auto& one) {
        return one.second.is_output && one.second.max_load_pf < limit_of(*cell.cell, one.first);
      });
      if (weaker) continue;
      const double limit = limit_of(own, pin);
      const double added = own.area - cell.cell->area;
      if (limit >= load && added < best.area) best = {added, type, nullptr, 0};
      for (const BufferCell& buffer : buffers_) {
        const int count = static_cast<int>(std::ceil((load - limit) / (buffer.limit - buffer.input_load)));
        if (count < 1 || count * buffer.input_load > limit) continue;
        const double area = added + count * buffer.cell->area;
        if (area < best.area) best = {area, type, &buffer, count};
      }
    }
    if (best.type.empty() && !buffers_.empty()) {
      // Too much for one level: the largest buffers now, the buffers in front of them with the next pass.
      const auto largest = std::max_element(buffers_.begin(), buffers_.end(),
                                            [](const BufferCell& a, const BufferCell& b) { return a.limit < b.limit; });
      best = {0, cell.type, &*largest, static_cast<int>(std::ceil(load / largest->limit))};
    }
    return best;
  }

  bool strengthen(std::size_t c) {
    bool changed = false;
    const std::map<std::string, std::uint32_t> pins = netlist_.cells[c].pins;
    for (const auto& [pin, net] : pins) {
      const double limit = limit_of(*netlist_.cells[c].cell, pin);
      if (limit <= 0 || load_of(net) <= limit * (1 + 1e-9)) continue;
      const Choice choice = choose(netlist_.cells[c], pin, load_of(net));
      if (choice.type.empty()) continue;
      if (choice.type != netlist_.cells[c].type) replace(c, choice.type);
      if (choice.buffer != nullptr) add_buffers(net, *choice.buffer, choice.count);
      changed = true;
    }
    return changed;
  }

  void replace(std::size_t c, const std::string& type) {
    NetlistCell& cell = netlist_.cells[c];
    const LibraryCell* stronger = library_.find(type);
    result_.area += stronger->area - cell.cell->area;
    ++result_.resized;
    cell.type = type;
    cell.cell = stronger;
    for (const auto& [pin, net] : cell.pins) {
      for (Sink& sink : sinks_[net]) {
        if (sink.cell == c && sink.pin == pin) sink.load = stronger->pins.at(pin).capacitance_pf;
      }
    }
  }

  /// `count` buffers on the net take the last of its pins, each up to its limit; the first pins stay with the driver.
  void add_buffers(std::uint32_t net, const BufferCell& buffer, int count) {
    std::vector<Sink> sinks = std::move(sinks_[net]);
    sinks_[net].clear();
    for (int i = 0; i < count && !sinks.empty(); ++i) {
      const std::uint32_t own = netlist_.nets++;
      sinks_.emplace_back();
      double load = 0;
      while (!sinks.empty() && (load == 0 || load + sinks.back().load <= buffer.limit)) {
        load += sinks.back().load;
        netlist_.cells[sinks.back().cell].pins[sinks.back().pin] = own;
        sinks_[own].push_back(sinks.back());
        sinks.pop_back();
      }
      NetlistCell cell;
      cell.name = fmt::format("buffer_{}", result_.buffers++);
      cell.type = buffer.type;
      cell.cell = buffer.cell;
      cell.pins = {{buffer.input, net}, {buffer.output, own}};
      netlist_.cells.push_back(cell);
      sinks_[net].push_back({netlist_.cells.size() - 1, buffer.input, buffer.input_load});
      result_.area += buffer.cell->area;
    }
    sinks_[net].insert(sinks_[net].end(), sinks.begin(), sinks.end());
  }

  Netlist& netlist_;
  const Library& library_;
  std::vector<BufferCell> buffers_;
  CellVariants variants_;
  std::vector<std::vector<Sink>> sinks_;
  Buffering result_;
};

}  // namespace

Buffering buffer_nets(Netlist& netlist, const Library& library) {
  return Strengthener(netlist, library).run();
}

}  // namespace pwlforge
