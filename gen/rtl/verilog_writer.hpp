// Copyright 2026 the pwlforge authors.
// Licensed under the Apache License, Version 2.0; see LICENSE.
// SPDX-License-Identifier: Apache-2.0
//
// Text of Verilog instances and headers, aligned as a careful hand would.
#pragma once

#include <cstddef>
#include <string>
#include <utility>
#include <vector>

namespace pwlforge {

/// Widest line of emitted Verilog.
constexpr std::size_t kColumns = 100;

using NamedValues = std::vector<std::pair<std::string, std::string>>;

/// `  module #( .P(v), ... ) instance ( .port(net), ... );` with one connection per line, names padded to one column.
std::string instance_text(const std::string& module, const std::string& name, const NamedValues& parameters,
                          const NamedValues& connections);

/// "[7:0]" for 8, "" for 1.
std::string range_text(int width);

/// `  wire [7:0] name;`
std::string wire_text(int width, const std::string& name);

/// Comment lines `// text`, wrapped at kColumns.
std::string comment_text(const std::string& text, int indent = 0);

/// The three lines that open every file, with the given comment prefix ("//" or "#").
std::string licence_header(const std::string& prefix);

}  // namespace pwlforge
