// Copyright 2026 the pwlforge authors.
// Licensed under the Apache License, Version 2.0; see LICENSE.
// SPDX-License-Identifier: Apache-2.0
#include "synth/netlist/netlist.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <cctype>
#include <functional>
#include <set>

#include "gen/support/diagnostics.hpp"
#include "gen/support/json.hpp"

namespace pwlforge {
namespace {

/// Cells that the library does not have, or that it gives no area: either would count as free.
void check_cells(const std::map<std::string, std::uint64_t>& used, const std::string& top, const Library& library) {
  std::vector<std::string> unmapped, free;
  for (const auto& [type, number] : used) {
    const LibraryCell* cell = library.find(type);
    if (cell == nullptr)
      unmapped.push_back(fmt::format("{} {}", number, type));
    else if (cell->area <= 0)
      free.push_back(fmt::format("{} {}", number, type));
  }
  if (!unmapped.empty()) {
    throw CheckFailed(
        fmt::format("{}: cells that library {} does not have (found {}); use a library with such cells or a "
                    "unit without them",
                    top, library.name, fmt::join(unmapped, ", ")));
  }
  if (!free.empty()) {
    throw CheckFailed(
        fmt::format("{}: cells that have no area in library {} (found {}); give the library areas, or keep "
                    "these cells out with --dont-use",
                    top, library.name, fmt::join(free, ", ")));
  }
}

/// "$paramod$1234\pwl_select" and "$paramod\pwl_select\N=8" -> "pwl_select".
std::string plain_module_name(const std::string& name) {
  if (name.compare(0, 8, "$paramod") != 0) return name;
  const std::size_t begin = name.find('\\') + 1;
  return name.substr(begin, name.find('\\', begin) - begin);
}

}  // namespace

std::string clock_port(const Netlist& netlist) {
  for (const char* name : {"aclk", "clk_i"}) {
    if (netlist.port(name) != nullptr) return name;
  }
  return "";
}

std::string reset_port(const Netlist& netlist) {
  return netlist.port("aresetn") != nullptr ? "aresetn" : "rst_ni";
}

namespace {

/// Pins of modules that are kept outside are ports, named after the instance. The names become plain identifiers. Clock
/// pins among them say nothing when they are on the clock, and else would go unnoticed.
void tidy_boundary(Netlist& netlist) {
  const NetlistPort* clock = netlist.port(clock_port(netlist));
  const std::string clock_pin = "__clk_i";
  const auto is_clock_pin = [&](const NetlistPort& port) {
    const std::string& name = port.name;
    if (name.size() <= clock_pin.size() || name.substr(name.size() - clock_pin.size()) != clock_pin) return false;
    if (clock == nullptr || port.nets != clock->nets) {
      throw CheckFailed(
          fmt::format("{}: {} is not on the clock; memories with another clock are not measured", netlist.top, name));
    }
    return true;
  };
  std::vector<NetlistPort> kept;
  for (const NetlistPort& port : netlist.ports) {
    if (is_clock_pin(port)) continue;
    kept.push_back(port);
    for (char& letter : kept.back().name) {
      if (std::isalnum(static_cast<unsigned char>(letter)) == 0) letter = '_';
    }
  }
  netlist.ports = std::move(kept);
}

}  // namespace

const NetlistPort* Netlist::port(const std::string& name) const {
  const auto found = std::find_if(ports.begin(), ports.end(), [&](const NetlistPort& one) { return one.name == name; });
  return found == ports.end() ? nullptr : &*found;
}

namespace {

/// Runs a reading of yosys's result. A member that is missing or of another kind is told as what it is.
template <typename Reading>
auto reading_of(const std::string& top, const Reading& reading) {
  try {
    return reading();
  } catch (const nlohmann::json::exception& error) {
    throw CheckFailed(
        fmt::format("{}: not a netlist as yosys writes it (found: {}); look at yosys", top, error.what()));
  }
}

Netlist netlist_of(const YosysJson& design, const std::string& top, const Library& library) {
  const YosysJson& module = module_of(design, top);
  std::map<std::string, std::uint64_t> used;
  for (const auto& [name, cell] : module.at("cells").items()) ++used[cell.at("type").get<std::string>()];
  check_cells(used, top, library);

  Netlist netlist;
  netlist.top = top;
  std::map<std::int64_t, std::uint32_t> numbers;
  const auto net_of = [&](const YosysJson& bit) -> std::uint32_t {
    if (bit.is_string()) return bit.get<std::string>() == "1" ? kNetOne : kNetZero;
    if (!bit.is_number_integer()) throw CheckFailed(fmt::format("{}: a net is no number (found {})", top, bit.dump()));
    const auto inserted = numbers.emplace(bit.get<std::int64_t>(), netlist.nets);
    if (inserted.second) ++netlist.nets;
    return inserted.first->second;
  };
  for (const auto& [name, port] : module.at("ports").items()) {
    NetlistPort one;
    one.name = name;
    one.is_input = port.at("direction") == "input";
    for (const YosysJson& bit : port.at("bits")) one.nets.push_back(net_of(bit));
    netlist.ports.push_back(std::move(one));
  }
  for (const auto& [name, cell] : module.at("cells").items()) {
    NetlistCell one;
    one.name = name;
    one.type = cell.at("type").get<std::string>();
    one.cell = library.find(one.type);
    for (const auto& [pin, bits] : cell.at("connections").items()) {
      if (!bits.empty()) one.pins[pin] = net_of(bits.front());
    }
    netlist.cells.push_back(std::move(one));
  }
  tidy_boundary(netlist);
  return netlist;
}

}  // namespace

Netlist read_netlist(const YosysJson& design, const std::string& top, const Library& library) {
  return reading_of(top, [&] { return netlist_of(design, top, library); });
}

std::vector<std::uint32_t> evaluation_order(const Netlist& netlist) {
  const auto cells = static_cast<std::uint32_t>(netlist.cells.size());
  constexpr std::uint32_t kNobody = UINT32_MAX;
  std::vector<std::uint32_t> driver(netlist.nets, kNobody);
  const auto is_register = [&](std::uint32_t c) { return netlist.cells[c].cell->kind == CellKind::flip_flop; };
  for (std::uint32_t c = 0; c < cells; ++c) {
    if (is_register(c)) continue;
    for (const auto& [pin, net] : netlist.cells[c].pins) {
      const auto found = netlist.cells[c].cell->pins.find(pin);
      if (found != netlist.cells[c].cell->pins.end() && found->second.is_output) driver[net] = c;
    }
  }
  std::vector<std::vector<std::uint32_t>> readers(cells);
  std::vector<std::uint32_t> waiting(cells, 0), order;
  for (std::uint32_t c = 0; c < cells; ++c) {
    if (is_register(c)) continue;
    for (const auto& [pin, net] : netlist.cells[c].pins) {
      const auto found = netlist.cells[c].cell->pins.find(pin);
      if (found == netlist.cells[c].cell->pins.end() || !found->second.is_input || driver[net] == kNobody) continue;
      readers[driver[net]].push_back(c);
      ++waiting[c];
    }
  }
  for (std::uint32_t c = 0; c < cells; ++c) {
    if (!is_register(c) && waiting[c] == 0) order.push_back(c);
  }
  for (std::size_t at = 0; at < order.size(); ++at) {
    for (const std::uint32_t reader : readers[order[at]]) {
      if (--waiting[reader] == 0) order.push_back(reader);
    }
  }
  for (std::uint32_t c = 0; c < cells; ++c) {
    if (!is_register(c) && waiting[c] != 0) {
      throw CheckFailed(
          fmt::format("{}: a combinational loop goes through cell {} ({}); such a netlist is neither timed "
                      "nor simulated",
                      netlist.top, netlist.cells[c].name, netlist.cells[c].type));
    }
    if (is_register(c)) order.push_back(c);
  }
  return order;
}

NetlistCounts count(const Netlist& netlist) {
  NetlistCounts counts;
  std::vector<int> depth(netlist.nets, 0);
  for (const std::uint32_t c : evaluation_order(netlist)) {
    const NetlistCell& cell = netlist.cells[c];
    ++counts.cells[cell.type];
    ++counts.total;
    counts.area += cell.cell->area;
    if (cell.cell->kind == CellKind::flip_flop) ++counts.flip_flops;
    if (cell.cell->kind == CellKind::latch) ++counts.latches;
    if (cell.cell->kind == CellKind::flip_flop || cell.cell->kind == CellKind::latch) {
      counts.sequential_area += cell.cell->area;
      continue;
    }
    int deepest = 0;
    for (const auto& [pin, net] : cell.pins) {
      const auto found = cell.cell->pins.find(pin);
      if (found != cell.cell->pins.end() && found->second.is_input) deepest = std::max(deepest, depth[net]);
    }
    for (const auto& [pin, net] : cell.pins) {
      const auto found = cell.cell->pins.find(pin);
      if (found != cell.cell->pins.end() && found->second.is_output) depth[net] = deepest + 1;
    }
    counts.logic_depth = std::max(counts.logic_depth, deepest + 1);
  }
  return counts;
}

std::string netlist_verilog(const Netlist& netlist) {
  const auto net_name = [](std::uint32_t n) {
    return n == kNetZero ? std::string("1'b0") : n == kNetOne ? std::string("1'b1") : fmt::format("n{}", n);
  };
  std::string text =
      fmt::format("// Mapped netlist of {}, written by pwlforge.\nmodule {} (", netlist.top, netlist.top);
  for (std::size_t i = 0; i < netlist.ports.size(); ++i) text += (i == 0 ? "" : ", ") + netlist.ports[i].name;
  text += ");\n";
  for (const NetlistPort& port : netlist.ports) {
    const std::string range = port.nets.size() == 1 ? "" : fmt::format("[{}:0] ", port.nets.size() - 1);
    text += fmt::format("  {} {}{};\n", port.is_input ? "input" : "output", range, port.name);
  }
  for (std::uint32_t n = 2; n < netlist.nets; ++n) text += fmt::format("  wire n{};\n", n);
  for (const NetlistPort& port : netlist.ports) {
    for (std::size_t bit = 0; bit < port.nets.size(); ++bit) {
      const std::string own = port.nets.size() == 1 ? port.name : fmt::format("{}[{}]", port.name, bit);
      const std::string net = net_name(port.nets[bit]);
      text += fmt::format("  assign {} = {};\n", port.is_input ? net : own, port.is_input ? own : net);
    }
  }
  for (std::size_t c = 0; c < netlist.cells.size(); ++c) {
    text += fmt::format("  {} i{} (", netlist.cells[c].type, c);
    bool first = true;
    for (const auto& [pin, net] : netlist.cells[c].pins) {
      text += fmt::format("{}.{}({})", first ? "" : ", ", pin, net_name(net));
      first = false;
    }
    text += ");\n";
  }
  return text + "endmodule\n";
}

std::vector<std::string> net_drivers(const Netlist& netlist) {
  std::vector<std::string> drivers(netlist.nets);
  for (const NetlistPort& port : netlist.ports) {
    if (!port.is_input) continue;
    for (std::size_t bit = 0; bit < port.nets.size(); ++bit) {
      drivers[port.nets[bit]] = port.nets.size() == 1 ? port.name : fmt::format("{}[{}]", port.name, bit);
    }
  }
  for (std::size_t c = 0; c < netlist.cells.size(); ++c) {
    for (const auto& [pin, net] : netlist.cells[c].pins) {
      const auto found = netlist.cells[c].cell->pins.find(pin);
      if (found != netlist.cells[c].cell->pins.end() && found->second.is_output)
        drivers[net] = fmt::format("i{}/{}", c, pin);
    }
  }
  return drivers;
}

std::map<std::string, double> area_by_module(const YosysJson& design, const std::string& top, const Library& library) {
  std::map<std::string, double> areas;
  std::set<std::string> open;  // from the top to here
  const std::function<void(const std::string&)> visit = [&](const std::string& name) {
    if (!open.insert(name).second) throw CheckFailed(fmt::format("{}: module {} is inside itself", top, name));
    const auto& modules = design.at("modules");
    std::map<std::string, std::uint64_t> used;
    double& area = areas[plain_module_name(name)];
    std::vector<std::string> inner;
    for (const auto& [instance, cell] : module_of(design, name).at("cells").items()) {
      const auto type = cell.at("type").get<std::string>();
      // Library cells may be in the document too, as black boxes.
      if (library.find(type) == nullptr && modules.contains(type))
        inner.push_back(type);
      else
        ++used[type];
    }
    check_cells(used, name, library);
    for (const auto& [type, number] : used) area += static_cast<double>(number) * library.find(type)->area;
    for (const std::string& type : inner) visit(type);
    open.erase(name);
  };
  reading_of(top, [&] { visit(top); });
  return areas;
}

}  // namespace pwlforge
