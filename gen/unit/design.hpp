// Copyright 2026 the pwlforge authors.
// Licensed under the Apache License, Version 2.0; see LICENSE.
// SPDX-License-Identifier: Apache-2.0
//
// A composed design as plain data: parts, their parameters, and the nets between them. Which wires there are and what
// is left unread follow from the connections; a kind of design adds a plan, and one printer in gen/rtl prints them all.
//
//     Design design{"adder_top", "Adds.", ports, {}, {}};
//     design.part("pwl_stage", "u_stage").parameter("D", 8)
//         .in("clk_i", "clk_i").in("en_i", literal(1, 1)).in("data_i", bits("in_data_i", 7, 0))
//         .out("data_o", "out_data_o", 8);
//     design.check();
#pragma once

#include <map>
#include <string>
#include <utility>
#include <vector>

#include "gen/unit/unit.hpp"

namespace pwlforge {

/// Bits high..low of a net, or a literal (`net` empty).
struct Piece {
  std::string net;
  int high = -1;  ///< -1: the whole net
  int low = -1;
  std::string text;  ///< of a literal, or the name of a constant
};
/// A concatenation, most significant piece first. Wiring only: what computes is a part.
using Signal = std::vector<Piece>;

Signal whole(const std::string& net);
Signal bits(const std::string& net, int high, int low);
Signal bit(const std::string& net, int at);
Signal literal(int width, int value);
Signal join(std::initializer_list<Signal> signals);

/// An instance of a library module or of another design.
struct Part {
  std::string module;
  std::string instance;
  std::vector<std::pair<std::string, std::string>> parameters;
  struct Connection {
    std::string port;
    bool is_output = false;
    Signal signal;              ///< of an output: whole nets
    std::vector<int> widths{};  ///< of the nets that an output drives
  };
  std::vector<Connection> connections;  ///< in the order in which they are printed

  Part& parameter(const std::string& name, int value);
  Part& parameter(const std::string& name, const std::string& value);
  Part& in(const std::string& port, const Signal& signal);
  Part& in(const std::string& port, const std::string& net);
  Part& out(const std::string& port, const std::string& net, int width = 1);
  /// Several nets and their widths, most significant first, on one output.
  Part& split(const std::string& port, const std::vector<std::pair<std::string, int>>& nets);
  /// in(clk_i), and rst_ni where `reset`.
  Part& clocked(bool reset = true);
  /// A stream goes in: PREFIX_valid_i and PREFIX_ready_o at nets STREAM_valid and STREAM_ready.
  Part& sink(const std::string& prefix, const std::string& stream);
  /// A stream comes out: PREFIX_valid_o and PREFIX_ready_i.
  Part& source(const std::string& prefix, const std::string& stream);
};

/// A table of words for each context, printed as one localparam.
struct Constant {
  std::string name;
  std::string meaning;
  int word_bits = 0;
  bool is_number = true;  ///< shown as signed numbers in comments; else bit patterns
  std::vector<std::vector<std::uint64_t>> contexts;
};

struct Design {
  std::string name;
  std::vector<std::string> comments;  ///< above the module, one paragraph each; an empty one is an empty line
  std::vector<Port> ports;
  std::vector<Constant> constants;
  std::vector<Part> parts;

  Part& part(const std::string& module, const std::string& instance);

  /// Nets that parts drive and that are no ports, with their widths, in order of first appearance.
  std::vector<std::pair<std::string, int>> wires() const;
  /// What nothing reads: nets and input ports, or bits of them.
  Signal unread() const;
  /// Throws std::logic_error for a net without a driver or with two, a slice outside its net, an output port that
  /// nothing drives.
  void check() const;

 private:
  std::map<std::string, int> widths() const;
};

}  // namespace pwlforge
