// Copyright 2026 the pwlforge authors.
// Licensed under the Apache License, Version 2.0; see LICENSE.
// SPDX-License-Identifier: Apache-2.0
//
// Liberty in one plain spelling that yosys, abc and OpenSTA all read: what the tools hand to them is written from what
// the parser understood, never the user's text.
//
//     cell ("INV")            cell (INV) {
//     { pin(Y){function:A'}     pin (Y) {
//     }                  ->       function : "!A" ;
//                               }
//                             }
#pragma once

#include <map>
#include <optional>
#include <string>
#include <vector>

#include "synth/liberty/liberty_parser.hpp"

namespace pwlforge {

/// What differs between a cell as it was read and as it is written.
struct CellChanges {
  bool dont_use = false;
  std::optional<double> area;
  std::string related_pin;                       ///< for timing groups that name none
  std::map<std::string, std::string> templates;  ///< table templates by another name
};

class LibertyWriter {
 public:
  /// `place` starts messages; `mended` receives a line for each thing that had to be put right.
  LibertyWriter(std::string place, std::vector<std::string>& mended) : place_(std::move(place)), mended_(mended) {}

  /// "library (name) {" and the attributes of the library, units in their usual letters.
  void head(const LibertyGroup& library);
  void cell(const LibertyGroup& cell, const CellChanges& changes);
  /// Any other group of the library, under the given name.
  void group(const LibertyGroup& group, const std::string& name);
  /// Closes the library, after the attributes of its head that name groups.
  void end() { text_ += tail_ + "}\n"; }

  const std::string& text() const { return text_; }

 private:
  void indent(int depth);
  void attribute(const LibertyAttribute& one, const std::string& owner, int depth);
  void open(const LibertyGroup& group, const std::string& first_argument, int depth);
  void body(const LibertyGroup& group, const std::string& owner, int depth, const CellChanges& changes);
  void inner_groups(const LibertyGroup& group, const std::string& owner, int depth, const CellChanges& changes);

  std::string place_;
  std::vector<std::string>& mended_;
  std::string text_, tail_;
};

/// The group as plain text: equal for groups that say the same.
std::string plain_group(const LibertyGroup& group);

}  // namespace pwlforge
