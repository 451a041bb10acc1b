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

#include <string>
#include <string_view>
#include <vector>

namespace pwlforge {

/// `name : value ;` or `name (arguments) ;`. Views point into the parsed text and live as long as it does.
struct LibertyAttribute {
  std::string_view name;
  std::string_view value;                   ///< of a simple attribute, without quotes and outer blanks
  std::vector<std::string_view> arguments;  ///< of a complex attribute, without quotes
  bool is_simple = false;
  bool quoted = false;  ///< the value of a simple attribute stood in quotes
};

struct LibertyGroup {
  std::string_view kind;
  std::vector<std::string_view> arguments;
  std::vector<LibertyAttribute> attributes;
  std::vector<LibertyGroup> groups;

  /// First attribute of this name, or nullptr.
  const LibertyAttribute* attribute(std::string_view name) const;
  /// First argument, or empty.
  std::string_view name() const { return arguments.empty() ? std::string_view{} : arguments.front(); }
};

/// Parses one file: `library` groups, at least one. `place` is the file name that messages start with. The result
/// points into `text`. Throws InputError: empty, compressed, truncated (with the line of the group that is never
/// closed), not Liberty.
std::vector<LibertyGroup> parse_libraries(const std::string& text, const std::string& place);

}  // namespace pwlforge
