// Copyright 2026 the pwlforge authors.
// Licensed under the Apache License, Version 2.0; see LICENSE.
// SPDX-License-Identifier: Apache-2.0
#include "synth/proof/proof.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <optional>
#include <random>

#include "gen/support/diagnostics.hpp"
#include "gen/support/json.hpp"
#include "gen/support/process.hpp"
#include "synth/liberty/boolean_function.hpp"
#include "synth/map/lanes.hpp"
#include "synth/proof/net_functions.hpp"

namespace pwlforge {
namespace {

constexpr int kSimulations = 32;  ///< of 64 patterns each, before abc is asked

/// One function that both sides must share.
struct Obligation {
  std::string name;
  Edge rtl = kFalse, netlist = kFalse;
};

/// What a register of the RTL is in the netlist.
struct Image {
  enum Kind { nothing, constant, match } kind = nothing;
  std::size_t partner = 0;  ///< in the registers of the netlist
  bool value = false;       ///< of a constant
  bool inverted = false;
};

/// Calls `use(name, bit)` for every bit of every net that has a name of the RTL.
template <typename Use>
void for_each_name(const YosysJson& module, const Use& use) {
  for (const auto& [name, net] : module.at("netnames").items()) {
    if (net.at("hide_name") != 0) continue;
    const YosysJson& bits = net.at("bits");
    for (std::size_t i = 0; i < bits.size(); ++i) use(fmt::format("{}[{}]", name, i), bits[i]);
  }
}

/// The output pins of a storage cell that show its state, and whether they show the inverse.
std::vector<std::pair<std::string, bool>> state_pins(const LibraryCell& cell) {
  std::vector<std::pair<std::string, bool>> pins;
  for (const auto& [name, pin] : cell.pins) {
    if (!pin.is_output || pin.function.empty()) continue;
    const auto rows = truth_rows(pin.function, name, {cell.state, cell.inverted_state});
    // Rows 1 and 2 are those where the two state names differ.
    if (rows && (*rows)[1] != (*rows)[2]) pins.emplace_back(name, (*rows)[2]);
  }
  return pins;
}

/// Net of a register's state or of its inverse -> cell.
using RegisterNets = std::map<std::int64_t, RegisterImage>;

std::optional<std::int64_t> net_at(const YosysJson& cell, const std::string& pin) {
  const YosysJson& connections = cell.at("connections");
  if (!connections.contains(pin) || connections.at(pin).empty() || !connections.at(pin).front().is_number()) {
    return std::nullopt;
  }
  return connections.at(pin).front().get<std::int64_t>();
}

RegisterNets register_outputs(const YosysJson& module, const Library& library) {
  RegisterNets outputs;
  for (const auto& [name, cell] : module.at("cells").items()) {
    const LibraryCell* own = library.find(cell.at("type").get<std::string>());
    if (own == nullptr || (own->kind != CellKind::flip_flop && own->kind != CellKind::latch)) continue;
    for (const auto& [pin, inverted] : state_pins(*own)) {
      if (const auto net = net_at(cell, pin)) outputs[*net] = {name, inverted};
    }
  }
  return outputs;
}

/// Inverters stand behind registers that are stored inverted.
void add_inverted(const YosysJson& module, RegisterNets& outputs) {
  const RegisterNets direct = outputs;
  for (const auto& [name, cell] : module.at("cells").items()) {
    if (cell.at("type") != "$_NOT_") continue;
    const auto from = net_at(cell, "A");
    const auto to = net_at(cell, "Y");
    if (!from || !to) continue;
    const auto found = direct.find(*from);
    if (found != direct.end()) outputs.emplace(*to, RegisterImage{found->second.cell, !found->second.inverted});
  }
}

class Proof {
 public:
  Proof(const RtlModel& rtl, const Netlist& netlist, const RegisterImages& images, bool synchronous_reset)
      : rtl_(rtl), netlist_(netlist), synchronous_reset_(synchronous_reset) {
    build_netlist();
    match(images);
    build_rtl();
    oblige();
  }

  Json decide() {
    refute();
    std::vector<Edge> rtl, mapped;
    for (const Obligation& one : obligations_) {
      if (one.rtl == one.netlist) continue;
      rtl.push_back(one.rtl);
      mapped.push_back(one.netlist);
    }
    if (!rtl.empty()) ask_abc(rtl, mapped);
    const auto of_kind = [&](Image::Kind kind) {
      return std::count_if(images_.begin(), images_.end(), [&](const Image& one) { return one.kind == kind; });
    };
    return Json{{"result", "equal to the RTL"},
                {"functions", obligations_.size()},
                {"by_structure", obligations_.size() - rtl.size()},
                {"registers", mapped_.registers.size()},
                {"constant", of_kind(Image::constant)},
                {"unused", of_kind(Image::nothing)},
                {"merged", of_kind(Image::match) - static_cast<std::ptrdiff_t>(mapped_.registers.size())}};
  }

 private:
  [[noreturn]] void fail(const std::string& found) const {
    throw CheckFailed(
        fmt::format("{}: the netlist is not proven equal to its RTL (found {}); this is a fault of the "
                    "mapping, use another library or --dont-use",
                    netlist_.top, found));
  }

  void build_netlist() {
    mapped_ = net_functions(
        netlist_, graph_,
        [&](const NetlistPort& port, std::size_t bit) {
          return ports_[fmt::format("{}[{}]", port.name, bit)] = graph_.input();
        },
        [&](std::uint32_t cell) { return states_[netlist_.cells[cell].name] = graph_.input(); });
  }

  /// The RTL's registers as functions of the netlist's.
  void match(const RegisterImages& images) {
    std::map<std::string, std::size_t> partners;
    for (std::size_t i = 0; i < mapped_.registers.size(); ++i) {
      partners[netlist_.cells[mapped_.registers[i].cell].name] = i;
    }
    for (const NetlistCell& cell : rtl_.netlist.cells) {
      if (cell.cell->kind == CellKind::combinational) continue;
      Image image;
      for (const std::string& name : rtl_.register_names.at(cell.name)) {
        const auto found = images.find(name);
        if (found == images.end() || image.kind == Image::match) continue;
        const std::string& target = found->second.cell;
        const auto partner = partners.find(target);
        if (partner != partners.end()) {
          image.kind = Image::match;
          image.partner = partner->second;
          image.inverted = found->second.inverted;
        } else if (target == "0" || target == "1") {
          image.kind = Image::constant;
          image.value = target == "1";
        }
      }
      images_.push_back(image);
    }
  }

  void build_rtl() {
    std::size_t next = 0;
    source_ = net_functions(
        rtl_.netlist, graph_,
        [&](const NetlistPort& port, std::size_t bit) {
          const auto found = ports_.find(fmt::format("{}[{}]", port.name, bit));
          if (found == ports_.end()) fail("no port " + port.name + " in the netlist");
          return found->second;
        },
        [&](std::uint32_t) -> Edge {
          const Image& image = images_[next++];
          if (image.kind == Image::constant) return image.value ? kTrue : kFalse;
          // Without an image nothing may depend on it.
          if (image.kind == Image::nothing) return graph_.input();
          const Edge state = states_.at(netlist_.cells[mapped_.registers[image.partner].cell].name);
          return image.inverted ? inverse(state) : state;
        });
  }

  void oblige() {
    for (const NetlistPort& port : rtl_.netlist.ports) {
      if (port.is_input) continue;
      const NetlistPort* other = netlist_.port(port.name);
      if (other == nullptr || other->nets.size() != port.nets.size()) fail("no such port " + port.name);
      for (std::size_t bit = 0; bit < port.nets.size(); ++bit) {
        obligations_.push_back({fmt::format("output {}[{}]", port.name, bit), source_.nets[port.nets[bit]],
                                mapped_.nets[other->nets[bit]]});
      }
    }
    for (std::size_t i = 0; i < images_.size(); ++i) {
      const RegisterFunctions& own = source_.registers[i];
      const std::vector<std::string>& names = rtl_.register_names.at(rtl_.netlist.cells[own.cell].name);
      const std::string name = names.empty() ? rtl_.netlist.cells[own.cell].name : names.front();
      if (images_[i].kind == Image::match) oblige_match(name, own, images_[i]);
      if (images_[i].kind == Image::constant) {
        const Edge change = own.is_latch ? own.control : kTrue;
        const Edge value = images_[i].value ? kTrue : kFalse;
        const Edge leaves = graph_.conjunction(change, graph_.exclusive(own.next(graph_), value));
        obligations_.push_back({"constant next state of " + name, leaves, kFalse});
        obligations_.push_back({"constant reset state of " + name, images_[i].value ? own.clear : own.preset, kFalse});
      }
    }
    for (const RegisterFunctions& one : mapped_.registers) {
      obligations_.push_back({"set and clear at once of cell " + netlist_.cells[one.cell].name,
                              graph_.conjunction(one.clear, one.preset), kFalse});
    }
  }

  void oblige_match(const std::string& name, RegisterFunctions own, const Image& image) {
    RegisterFunctions other = mapped_.registers[image.partner];
    if (own.is_latch != other.is_latch) fail(name + " is a latch on one side only");
    Edge own_next = own.next(graph_);
    Edge other_next = other.next(graph_);
    if (synchronous_reset_ && other.clear == kFalse && other.preset == kFalse) {
      // The reset counts with the next clock.
      own_next = graph_.conjunction(graph_.disjunction(own_next, own.preset), inverse(own.clear));
      own.clear = own.preset = kFalse;
    }
    if (image.inverted) {
      std::swap(other.clear, other.preset);
      other_next = inverse(other_next);
    }
    if (own.is_latch) {
      own_next = graph_.conjunction(own.control, own_next);
      other_next = graph_.conjunction(other.control, other_next);
    }
    obligations_.push_back({(own.is_latch ? "enable of " : "clock of ") + name, own.control, other.control});
    obligations_.push_back({"next state of " + name, own_next, other_next});
    obligations_.push_back({"clear of " + name, own.clear, other.clear});
    obligations_.push_back({"preset of " + name, own.preset, other.preset});
  }

  /// Looks for a difference by simulation: it is faster than abc at that, and knows names.
  void refute() const {
    std::mt19937_64 random(1);
    std::vector<std::uint64_t> inputs(graph_.inputs());
    for (int i = 0; i < kSimulations; ++i) {
      for (std::uint64_t& input : inputs) {
        input = random();
        // Half of the rounds with inputs that are mostly 0 or mostly 1: wide ands and ors then show both values.
        if (i % 2 == 1) input = random() % 2 == 0 ? input & random() & random() : input | random() | random();
      }
      const std::vector<std::uint64_t> nodes = graph_.simulate(inputs);
      std::vector<std::string> found;
      for (const Obligation& one : obligations_) {
        if (AndGraph::value(nodes, one.rtl) != AndGraph::value(nodes, one.netlist)) found.push_back(one.name);
      }
      if (found.empty()) continue;
      const std::size_t all = found.size();
      found.resize(std::min<std::size_t>(all, 4));
      fail(fmt::format("{} different functions: {}", all, fmt::join(found, ", ")));
    }
  }

  void ask_abc(const std::vector<Edge>& rtl, const std::vector<Edge>& mapped) const {
    const TemporaryDirectory folder;
    write_file(folder.path() / "rtl.aig", graph_.aiger(rtl));
    write_file(folder.path() / "netlist.aig", graph_.aiger(mapped));
    const ProcessResult result =
        run_process({"yosys-abc", "-c", "cec -n -T 100000 -C 1000000 rtl.aig netlist.aig"}, {folder.path(), {}, ""});
    if (result.output.find("Networks are equivalent") != std::string::npos) return;
    const std::size_t tail = std::min<std::size_t>(result.output.size(), 300);
    fail("abc says: " + result.output.substr(result.output.size() - tail));
  }

  const RtlModel& rtl_;
  const Netlist& netlist_;
  bool synchronous_reset_;
  AndGraph graph_;
  std::map<std::string, Edge> ports_, states_;
  NetFunctions source_, mapped_;
  std::vector<Image> images_;  ///< in the order of the RTL's registers
  std::vector<Obligation> obligations_;
};

}  // namespace

RtlModel read_rtl(const DesignSource& source) {
  const TemporaryDirectory folder;
  for (const auto& [name, content] : source.contents) write_file(folder.path() / name, content);
  std::string script;
  for (const std::string& file : source.files) script += fmt::format("read_verilog {}\n", file);
  script += fmt::format("hierarchy -check -top {}\n", source.top);
  if (source.lanes_once) script += keep_lanes_script();  // an operator is expanded once for all lanes
  script += boundary_script(source) + "proc\nflatten\nmemory_collect\nmemory_map\ntechmap\nopt_clean\n";
  if (source.lanes_once) script += dissolve_lanes_script();
  script += "write_json rtl.json\n";
  write_file(folder.path() / "rtl.ys", script);
  run_checked({"yosys", "-q", "-s", "rtl.ys"}, {folder.path(), {}, ""});
  const YosysJson design = parse_yosys_json(read_file(folder.path() / "rtl.json"), "rtl.json");
  const YosysJson& module = module_of(design, source.top);
  RtlModel model;
  model.netlist = read_netlist(design, source.top, generic_library());
  const RegisterNets outputs = register_outputs(module, generic_library());
  for (const auto& [bit, one] : outputs) model.register_names[one.cell];
  for_each_name(module, [&](const std::string& name, const YosysJson& bit) {
    if (!bit.is_number()) return;
    const auto found = outputs.find(bit.get<std::int64_t>());
    if (found != outputs.end()) model.register_names[found->second.cell].push_back(name);
  });
  return model;
}

RegisterImages register_images(const std::string& json, const std::string& top, const Library& library) {
  const YosysJson design = parse_yosys_json(json, "registers");
  const YosysJson& module = module_of(design, top);
  RegisterNets outputs = register_outputs(module, library);
  add_inverted(module, outputs);
  RegisterImages images;
  for_each_name(module, [&](const std::string& name, const YosysJson& bit) {
    if (bit.is_string()) {
      images[name] = {bit.get<std::string>(), false};
      return;
    }
    const auto found = outputs.find(bit.get<std::int64_t>());
    if (found != outputs.end()) images[name] = found->second;
  });
  return images;
}

Json prove_netlist(const RtlModel& rtl, const Netlist& netlist, const RegisterImages& images, bool synchronous_reset) {
  return Proof(rtl, netlist, images, synchronous_reset).decide();
}

}  // namespace pwlforge
