// Copyright 2026 the pwlforge authors.
// Licensed under the Apache License, Version 2.0; see LICENSE.
// SPDX-License-Identifier: Apache-2.0
#include "synth/map/lanes.hpp"

#include <fmt/format.h>

#include <map>
#include <utility>
#include <vector>

#include "synth/map/script_lines.hpp"

namespace pwlforge {
namespace {

struct Instance {
  std::string parent, cell;
};

/// Instances that see the same at their inputs, and the module that they become.
struct Group {
  std::string module;
  std::vector<Instance> instances;
};

struct PortBit {
  std::string port;
  std::size_t bit = 0;
  std::size_t width = 1;
};

/// A bit as an expression of yosys.
std::string expression(const PortBit& at) {
  return at.width == 1 ? at.port : fmt::format("{}[{}]", at.port, at.bit);
}

std::string constant(const std::string& value) {
  return "1'b" + value;
}

/// What an instance sees at its input bits: a constant, or the first input bit that is on the same net.
using Context = std::vector<std::string>;

/// The input bits of a module, in the order of ports.
std::vector<PortBit> input_bits(const YosysJson& module) {
  std::vector<PortBit> bits;
  for (const auto& [name, port] : module.at("ports").items()) {
    if (port.at("direction") != "input") continue;
    const std::size_t width = port.at("bits").size();
    for (std::size_t i = 0; i < width; ++i) bits.push_back({name, i, width});
  }
  return bits;
}

Context context_of(const YosysJson& cell, const std::vector<PortBit>& bits) {
  const YosysJson& connections = cell.at("connections");
  std::map<std::int64_t, std::size_t> first;
  Context context;
  for (std::size_t i = 0; i < bits.size(); ++i) {
    const auto found = connections.find(bits[i].port);
    if (found == connections.end() || bits[i].bit >= found->size()) {
      context.push_back("x");
      continue;
    }
    const YosysJson& net = found->at(bits[i].bit);
    context.push_back(net.is_string() ? net.get<std::string>()
                                      : expression(bits[first.emplace(net.get<std::int64_t>(), i).first->second]));
  }
  return context;
}

/// Net of a module -> what is read instead.
using Ties = std::map<std::int64_t, std::string>;

/// Cells of one-bit pins read what is tied; pins of modules within keep their nets.
std::string tie_script(const std::string& name, const YosysJson& module, const Ties& ties) {
  std::string script;
  for (const auto& [cell_name, cell] : module.at("cells").items()) {
    for (const auto& [pin, bits] : cell.at("connections").items()) {
      if (bits.size() != 1 || !bits.front().is_number()) continue;
      if (cell.at("port_directions").at(pin) != "input") continue;
      const auto found = ties.find(bits.front().get<std::int64_t>());
      if (found == ties.end()) continue;
      script += fmt::format("connect -nomap -port {} {} {}\n", cell_name, pin, found->second);
    }
  }
  return script.empty() ? "" : fmt::format("cd {}\n{}cd ..\n", name, script);
}

Ties ties_of(const YosysJson& module, const std::vector<PortBit>& bits, const Context& context) {
  Ties ties;
  for (std::size_t i = 0; i < bits.size(); ++i) {
    const bool is_constant = context[i] == "0" || context[i] == "1" || context[i] == "x";
    if (!is_constant && context[i] == expression(bits[i])) continue;
    const std::int64_t net = module.at("ports").at(bits[i].port).at("bits").at(bits[i].bit).get<std::int64_t>();
    ties[net] = is_constant ? constant(context[i]) : context[i];
  }
  return ties;
}

/// Nets of `parent` that an instance of `module` drives with a constant.
void add_constant_outputs(const YosysJson& module, const YosysJson& cell, Ties& ties) {
  for (const auto& [name, port] : module.at("ports").items()) {
    if (port.at("direction") == "input" || !cell.at("connections").contains(name)) continue;
    const YosysJson& inner = port.at("bits");
    const YosysJson& outer = cell.at("connections").at(name);
    for (std::size_t i = 0; i < outer.size() && i < inner.size(); ++i) {
      if (inner[i].is_string() && outer[i].is_number()) {
        ties[outer[i].get<std::int64_t>()] = constant(inner[i].get<std::string>());
      }
    }
  }
}

}  // namespace

std::string keep_lanes_script() {
  std::string script = "select -set lanes";
  for (const char* loop : {"gen_lane", "gen_term", "gen_node"}) script += fmt::format(" */c:*{}[[]1].* %M", loop);
  return script + " %u %u\nsetattr -mod -set keep_hierarchy 1 @lanes\n";
}

std::string dissolve_lanes_script() {
  return "setattr -mod -unset keep_hierarchy *\nflatten\n";
}

std::string lane_context_script(const YosysJson& design, const std::string& top) {
  const YosysJson& modules = design.at("modules");
  std::map<std::string, std::vector<std::pair<Instance, const YosysJson*>>> instances;
  for (const auto& [parent, module] : modules.items()) {
    for (const auto& [name, cell] : module.at("cells").items()) {
      const auto type = cell.at("type").get<std::string>();
      if (modules.contains(type)) instances[type].push_back({{parent, name}, &cell});
    }
  }
  std::string types, copies, kept_ties;
  std::map<std::string, Ties> outer_ties;
  for (const auto& [name, module] : modules.items()) {
    if (name == top || instances.count(name) == 0) continue;
    const std::vector<PortBit> bits = input_bits(module);
    std::map<Context, Group> groups;
    for (const auto& [instance, cell] : instances.at(name)) {
      groups[context_of(*cell, bits)].instances.push_back(instance);
      add_constant_outputs(module, *cell, outer_ties[instance.parent]);
    }
    bool original_taken = false;
    for (auto& [context, group] : groups) {
      const bool alone = group.instances.size() == 1;
      group.module = name;
      if (original_taken || (alone && groups.size() > 1)) {
        group.module = fmt::format("{}_context_{}", name, std::distance(groups.begin(), groups.find(context)));
        copies += fmt::format("copy {} {}\n", name, group.module);
        for (const Instance& one : group.instances) {
          types += fmt::format("chtype -set {} {}/{}\n", group.module, one.parent, one.cell);
        }
      } else {
        original_taken = true;
      }
      if (alone) {
        copies += fmt::format("setattr -mod -unset keep_hierarchy {}\n", group.module);
      } else {
        kept_ties += tie_script(group.module, module, ties_of(module, bits, context));
      }
    }
  }
  std::string outer;
  for (const auto& [parent, ties] : outer_ties) outer += tie_script(parent, modules.at(parent), ties);
  return "# What is constant or tied together at the lanes' inputs.\n" +
         checked_once(types + outer + copies + kept_ties + "flatten\nopt -fast\n");
}

}  // namespace pwlforge
