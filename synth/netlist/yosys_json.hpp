// Copyright 2026 the pwlforge authors.
// Licensed under the Apache License, Version 2.0; see LICENSE.
// SPDX-License-Identifier: Apache-2.0
//
// Designs that yosys writes as JSON, to be read and not changed. Json looks for each key among all before it, which
// takes minutes for a hundred thousand cells; here a key goes behind the others unseen, because yosys repeats none.
#pragma once

#include <nlohmann/json.hpp>
#include <string>

#include "gen/support/diagnostics.hpp"
#include "gen/support/json_fwd.hpp"

namespace pwlforge {

/// Keys in the order of the document. Its operator[] appends: read with at() and find().
template <class Key, class Value, class Less = std::less<Key>,
          class Allocator = std::allocator<std::pair<const Key, Value>>>
struct AppendingMap : nlohmann::ordered_map<Key, Value, Less, Allocator> {
  using Base = nlohmann::ordered_map<Key, Value, Less, Allocator>;
  using Base::Base;
  Value& operator[](const Key& key) {
    Base::Container::emplace_back(key, Value{});
    return this->back().second;
  }
};

using YosysJson = nlohmann::basic_json<AppendingMap>;

/// Throws CheckFailed where yosys did not write the whole of it.
inline YosysJson parse_yosys_json(const std::string& text, const std::string& name) {
  try {
    return YosysJson::parse(text);
  } catch (const YosysJson::exception& error) {  // also of numbers that no double holds
    throw CheckFailed(name + ": not the whole design (found " + error.what() + "); run again");
  }
}

/// The module, or CheckFailed.
inline const YosysJson& module_of(const YosysJson& design, const std::string& name) {
  const auto& modules = design.at("modules");
  const auto found = modules.find(name);
  if (found == modules.end()) throw CheckFailed(name + ": the module is missing in yosys's result");
  return *found;
}

}  // namespace pwlforge
