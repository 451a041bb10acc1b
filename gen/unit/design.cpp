// Copyright 2026 the pwlforge authors.
// Licensed under the Apache License, Version 2.0; see LICENSE.
// SPDX-License-Identifier: Apache-2.0
#include "gen/unit/design.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <set>
#include <stdexcept>

namespace pwlforge {

Signal whole(const std::string& net) {
  return {{net, -1, -1, ""}};
}

Signal bits(const std::string& net, int high, int low) {
  return {{net, high, low, ""}};
}

Signal bit(const std::string& net, int at) {
  return bits(net, at, at);
}

Signal literal(int width, int value) {
  return {{"", -1, -1, fmt::format("{}'d{}", width, value)}};
}

Signal join(std::initializer_list<Signal> signals) {
  Signal joined;
  for (const Signal& signal : signals) joined.insert(joined.end(), signal.begin(), signal.end());
  return joined;
}

Part& Part::parameter(const std::string& name, int value) {
  return parameter(name, std::to_string(value));
}

Part& Part::parameter(const std::string& name, const std::string& value) {
  parameters.emplace_back(name, value);
  return *this;
}

Part& Part::in(const std::string& port, const Signal& signal) {
  connections.push_back({port, false, signal, {}});
  return *this;
}

Part& Part::in(const std::string& port, const std::string& net) {
  return in(port, whole(net));
}

Part& Part::out(const std::string& port, const std::string& net, int width) {
  return split(port, {{net, width}});
}

Part& Part::split(const std::string& port, const std::vector<std::pair<std::string, int>>& nets) {
  Connection connection{port, true, {}, {}};
  for (const auto& [net, width] : nets) {
    connection.signal.push_back({net, -1, -1, ""});
    connection.widths.push_back(width);
  }
  connections.push_back(connection);
  return *this;
}

Part& Part::clocked(bool reset) {
  in("clk_i", "clk_i");
  return reset ? in("rst_ni", "rst_ni") : *this;
}

Part& Part::sink(const std::string& prefix, const std::string& stream) {
  return in(prefix + "_valid_i", stream + "_valid").out(prefix + "_ready_o", stream + "_ready");
}

Part& Part::source(const std::string& prefix, const std::string& stream) {
  return out(prefix + "_valid_o", stream + "_valid").in(prefix + "_ready_i", stream + "_ready");
}

Part& Design::part(const std::string& module, const std::string& instance) {
  Part part;
  part.module = module;
  part.instance = instance;
  parts.push_back(part);
  return parts.back();
}

std::vector<std::pair<std::string, int>> Design::wires() const {
  std::set<std::string> known;
  for (const Port& port : ports) known.insert(port.name);
  std::vector<std::pair<std::string, int>> wires;
  for (const Part& part : parts) {
    for (const Part::Connection& connection : part.connections) {
      if (!connection.is_output) continue;
      for (std::size_t i = 0; i < connection.signal.size(); ++i) {
        const std::string& net = connection.signal[i].net;
        if (known.insert(net).second) wires.emplace_back(net, connection.widths[i]);
      }
    }
  }
  return wires;
}

std::map<std::string, int> Design::widths() const {
  std::map<std::string, int> widths;
  for (const Port& port : ports) widths[port.name] = port.width;
  for (const auto& [net, width] : wires()) widths[net] = width;
  return widths;
}

Signal Design::unread() const {
  std::map<std::string, std::vector<bool>> read;
  const std::map<std::string, int> all = widths();
  for (const auto& [net, width] : all) read[net].resize(static_cast<std::size_t>(width));
  for (const Port& port : ports) {
    if (!port.is_input) read[port.name].assign(static_cast<std::size_t>(port.width), true);
  }
  for (const Part& part : parts) {
    for (const Part::Connection& connection : part.connections) {
      if (connection.is_output) continue;
      for (const Piece& piece : connection.signal) {
        if (piece.net.empty()) continue;
        std::vector<bool>& bits = read.at(piece.net);
        const int low = piece.high < 0 ? 0 : piece.low;
        const int high = piece.high < 0 ? all.at(piece.net) - 1 : piece.high;
        for (int i = low; i <= high; ++i) bits.at(static_cast<std::size_t>(i)) = true;
      }
    }
  }
  // In the order of the module: ports first, then wires.
  std::vector<std::string> order;
  for (const Port& port : ports) order.push_back(port.name);
  for (const auto& wire : wires()) order.push_back(wire.first);
  Signal unread;
  for (const std::string& net : order) {
    const std::vector<bool>& bits = read.at(net);
    const int width = all.at(net);
    for (int high = width - 1; high >= 0; --high) {
      if (bits[static_cast<std::size_t>(high)]) continue;
      int low = high;
      while (low > 0 && !bits[static_cast<std::size_t>(low - 1)]) --low;
      const bool entire = low == 0 && high == width - 1;
      unread.push_back({net, entire ? -1 : high, entire ? -1 : low, ""});
      high = low;
    }
  }
  return unread;
}

void Design::check() const {
  const auto fail = [&](const std::string& what) { throw std::logic_error("design " + name + ": " + what); };
  std::set<std::string> driven;
  for (const Port& port : ports) {
    if (port.is_input && !driven.insert(port.name).second) fail("port " + port.name + " twice");
  }
  std::set<std::string> instances;
  for (const Part& part : parts) {
    if (!instances.insert(part.instance).second) fail("two parts are named " + part.instance);
    std::set<std::string> connected;
    for (const Part::Connection& connection : part.connections) {
      if (!connected.insert(connection.port).second) {
        fail(fmt::format("{}.{} is connected twice", part.instance, connection.port));
      }
      if (!connection.is_output) continue;
      for (std::size_t i = 0; i < connection.signal.size(); ++i) {
        const std::string& net = connection.signal[i].net;
        if (connection.widths[i] < 1) {
          fail(fmt::format("{}.{} drives {} with {} bits", part.instance, connection.port, net, connection.widths[i]));
        }
        const std::string place = fmt::format("{}.{} drives {}", part.instance, connection.port, net);
        if (!driven.insert(net).second) fail(place + ", which is driven");
        for (const Port& port : ports) {
          if (port.name != net || port.width == connection.widths[i]) continue;
          fail(fmt::format("{} with {} bits, the port has {}", place, connection.widths[i], port.width));
        }
      }
    }
  }
  const std::map<std::string, int> all = widths();
  for (const Part& part : parts) {
    for (const Part::Connection& connection : part.connections) {
      if (connection.is_output) continue;
      for (const Piece& piece : connection.signal) {
        if (piece.net.empty()) continue;
        const std::string place = fmt::format("{}.{} reads {}", part.instance, connection.port, piece.net);
        if (driven.count(piece.net) == 0) fail(place + ", which nothing drives");
        if (piece.high == -1 && piece.low == -1) continue;
        if (piece.high >= all.at(piece.net) || piece.low > piece.high || piece.low < 0) {
          fail(fmt::format("{}[{}:{}] of {} bits", place, piece.high, piece.low, all.at(piece.net)));
        }
      }
    }
  }
  for (const Port& port : ports) {
    if (!port.is_input && driven.count(port.name) == 0) fail("nothing drives port " + port.name);
  }
}

void Design::check_parts(const std::string& module, const std::vector<Port>& module_ports) const {
  const std::map<std::string, int> all = widths();
  for (const Part& part : parts) {
    if (part.module != module) continue;
    const auto fail = [&](const std::string& port, const std::string& what) {
      throw std::logic_error(fmt::format("design {}: {}.{} {}", name, part.instance, port, what));
    };
    std::set<std::string> open;
    for (const Port& port : module_ports) open.insert(port.name);
    for (const Part::Connection& connection : part.connections) {
      const auto known = std::find_if(module_ports.begin(), module_ports.end(),
                                      [&](const Port& port) { return port.name == connection.port; });
      if (known == module_ports.end()) fail(connection.port, "is no port of " + module);
      open.erase(connection.port);
      if (known->is_input == connection.is_output) fail(connection.port, "is connected in the wrong direction");
      int width = 0;
      bool countable = true;  // a literal or constant has the width that its text says
      for (std::size_t i = 0; i < connection.signal.size(); ++i) {
        const Piece& piece = connection.signal[i];
        if (connection.is_output)
          width += connection.widths[i];
        else if (piece.net.empty())
          countable = false;
        else
          width += piece.high < 0 ? all.at(piece.net) : piece.high - piece.low + 1;
      }
      if (countable && width != known->width) {
        fail(connection.port, fmt::format("has {} bits, what is connected has {}", known->width, width));
      }
    }
    if (!open.empty()) fail(*open.begin(), "is not connected");
  }
}

}  // namespace pwlforge
