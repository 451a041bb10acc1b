// Copyright 2026 the pwlforge authors.
// Licensed under the Apache License, Version 2.0; see LICENSE.
// SPDX-License-Identifier: Apache-2.0
//
// Boolean functions as a graph of two-input ands with inverted edges, equal nodes shared: two circuits over the same
// inputs are built into one graph, and what has the same structure in both is one node from the start.
#pragma once

#include <cstdint>
#include <string>
#include <unordered_map>
#include <vector>

namespace pwlforge {

/// Twice a node, plus 1 for its inverse. Node 0 is the constant 0.
using Edge = std::uint32_t;
inline constexpr Edge kFalse = 0;
inline constexpr Edge kTrue = 1;

inline Edge inverse(Edge a) {
  return a ^ 1U;
}

class AndGraph {
 public:
  Edge input();
  Edge conjunction(Edge a, Edge b);
  Edge disjunction(Edge a, Edge b) { return inverse(conjunction(inverse(a), inverse(b))); }
  Edge exclusive(Edge a, Edge b);

  /// Values of all nodes when input i has values[i], 64 patterns at once.
  std::vector<std::uint64_t> simulate(const std::vector<std::uint64_t>& inputs) const;
  static std::uint64_t value(const std::vector<std::uint64_t>& nodes, Edge a) {
    return nodes[a >> 1] ^ ((a & 1U) != 0 ? ~std::uint64_t{0} : 0);
  }

  /// Binary AIGER file of these outputs over all inputs; only what the outputs need is written.
  std::string aiger(const std::vector<Edge>& outputs) const;

  std::size_t inputs() const { return inputs_.size(); }

 private:
  struct Node {
    Edge a = 0, b = 0;  ///< of an input: both kFalse
  };
  bool is_input(std::uint32_t node) const { return node != 0 && nodes_[node].b == kFalse; }

  std::vector<Node> nodes_{1};
  std::vector<std::uint32_t> inputs_;
  std::unordered_map<std::uint64_t, std::uint32_t> known_;
};

}  // namespace pwlforge
