// Copyright 2026 the pwlforge authors.
// Licensed under the Apache License, Version 2.0; see LICENSE.
// SPDX-License-Identifier: Apache-2.0
//
// The syntax of Liberty files: groups, simple attributes, complex attributes. What they mean is liberty.hpp's business.
//
//     cell (INVX1) {              group: kind "cell", arguments {"INVX1"}
//       area : 16;                simple attribute
//       index_1 ("0.1, 0.2");     complex attribute
//     }
#pragma once

#include <cstddef>
#include <string>
#include <string_view>
#include <vector>

namespace pwlforge {

/// `name : value ;` or `name (arguments) ;`. Views point into the parsed text and live as long as it does.
struct LibertyAttribute {
  std::string_view name;
  std::string_view value;                   ///< of a simple attribute, without quotes and outer blanks
  std::vector<std::string_view> arguments;  ///< of a complex attribute, without quotes
  bool quoted = false;                      ///< the value of a simple attribute stood in quotes
  std::size_t value_begin = 0;              ///< offset of the value (of its opening quote) in the text
  std::size_t value_end = 0;                ///< one past the value (past its closing quote)
};

struct LibertyGroup {
  std::string_view kind;
  std::vector<std::string_view> arguments;
  std::vector<LibertyAttribute> attributes;
  std::vector<LibertyGroup> groups;
  std::size_t begin = 0;       ///< offset of the kind
  std::size_t body_begin = 0;  ///< one past the opening brace
  std::size_t end = 0;         ///< one past the closing brace

  /// First attribute of this name, or nullptr.
  const LibertyAttribute* attribute(std::string_view name) const;
  /// First argument, or empty.
  std::string_view name() const { return arguments.empty() ? std::string_view{} : arguments.front(); }
};

/// Parses one file: exactly one `library` group. `place` is the file name that messages start with.
/// Throws InputError: empty, compressed, truncated (with the line of the group that is never closed), not Liberty.
LibertyGroup parse_liberty(const std::string& text, const std::string& place);

}  // namespace pwlforge
