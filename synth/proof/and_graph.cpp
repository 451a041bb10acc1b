// Copyright 2026 the pwlforge authors.
// Licensed under the Apache License, Version 2.0; see LICENSE.
// SPDX-License-Identifier: Apache-2.0
#include "synth/proof/and_graph.hpp"

#include <fmt/format.h>

#include <algorithm>

namespace pwlforge {

Edge AndGraph::input() {
  inputs_.push_back(static_cast<std::uint32_t>(nodes_.size()));
  nodes_.emplace_back();
  return inputs_.back() << 1;
}

Edge AndGraph::conjunction(Edge a, Edge b) {
  if (a < b) std::swap(a, b);
  if (b == kFalse || a == inverse(b)) return kFalse;
  if (b == kTrue || a == b) return a;
  const std::uint64_t key = std::uint64_t{a} << 32 | b;
  const auto inserted = known_.emplace(key, static_cast<std::uint32_t>(nodes_.size()));
  if (inserted.second) nodes_.push_back({a, b});
  return inserted.first->second << 1;
}

Edge AndGraph::exclusive(Edge a, Edge b) {
  return inverse(conjunction(inverse(conjunction(a, inverse(b))), inverse(conjunction(inverse(a), b))));
}

std::vector<std::uint64_t> AndGraph::simulate(const std::vector<std::uint64_t>& inputs) const {
  std::vector<std::uint64_t> values(nodes_.size(), 0);
  for (std::size_t i = 0; i < inputs_.size(); ++i) values[inputs_[i]] = inputs[i];
  for (std::uint32_t n = 1; n < nodes_.size(); ++n) {
    if (!is_input(n)) values[n] = value(values, nodes_[n].a) & value(values, nodes_[n].b);
  }
  return values;
}

std::string AndGraph::aiger(const std::vector<Edge>& outputs) const {
  std::vector<bool> needed(nodes_.size(), false);
  for (const Edge output : outputs) needed[output >> 1] = true;
  for (std::size_t n = nodes_.size(); n-- > 1;) {
    if (!needed[n] || is_input(static_cast<std::uint32_t>(n))) continue;
    needed[nodes_[n].a >> 1] = true;
    needed[nodes_[n].b >> 1] = true;
  }
  // The format wants the inputs numbered first, then every node after its operands: the order of their making.
  std::vector<std::uint32_t> numbers(nodes_.size(), 0);
  std::uint32_t next = 1;
  for (const std::uint32_t input : inputs_) numbers[input] = next++;
  std::string ands;
  const auto renumbered = [&](Edge a) { return numbers[a >> 1] << 1 | (a & 1U); };
  const auto append = [&](std::uint32_t delta) {
    for (; delta >= 0x80; delta >>= 7) ands += static_cast<char>(0x80 | (delta & 0x7f));
    ands += static_cast<char>(delta);
  };
  for (std::uint32_t n = 1; n < nodes_.size(); ++n) {
    if (!needed[n] || is_input(n)) continue;
    numbers[n] = next++;
    const Edge a = std::max(renumbered(nodes_[n].a), renumbered(nodes_[n].b));
    const Edge b = std::min(renumbered(nodes_[n].a), renumbered(nodes_[n].b));
    append((numbers[n] << 1) - a);
    append(a - b);
  }
  std::string text = fmt::format("aig {} {} 0 {} {}\n", next - 1, inputs_.size(), outputs.size(),
                                 next - 1 - static_cast<std::uint32_t>(inputs_.size()));
  for (const Edge output : outputs) text += fmt::format("{}\n", renumbered(output));
  return text + ands;
}

}  // namespace pwlforge
