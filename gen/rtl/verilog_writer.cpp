// Copyright 2026 the pwlforge authors.
// Licensed under the Apache License, Version 2.0; see LICENSE.
// SPDX-License-Identifier: Apache-2.0
#include "gen/rtl/verilog_writer.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <sstream>

namespace pwlforge {
namespace {

/// A line that is too long, broken at commas; what follows is indented as far as the opening brace.
std::string broken(const std::string& line) {
  if (line.size() <= kColumns) return line + "\n";
  const std::size_t indent = line.find('{') + 1;
  std::string text;
  std::string current;
  for (std::size_t at = 0; at < line.size();) {
    const std::size_t comma = line.find(", ", at);
    const std::size_t end = comma == std::string::npos ? line.size() : comma + 1;
    const std::string item = line.substr(at, end - at);
    if (!current.empty() && current.size() + 1 + item.size() > kColumns) {
      text += current + "\n";
      current = std::string(indent, ' ') + item;
    } else {
      current += (current.empty() ? "" : " ") + item;
    }
    at = end + (comma == std::string::npos ? 0 : 1);
  }
  return text + current + "\n";
}

void append_list(std::string& text, const NamedValues& values) {
  std::size_t widest = 0;
  for (const auto& value : values) widest = std::max(widest, value.first.size());
  for (std::size_t i = 0; i < values.size(); ++i) {
    text += broken(
        fmt::format("    .{:<{}}({}){}", values[i].first, widest, values[i].second, i + 1 < values.size() ? "," : ""));
  }
}

}  // namespace

std::string instance_text(const std::string& module, const std::string& name, const NamedValues& parameters,
                          const NamedValues& connections) {
  std::string text = "  " + module;
  if (!parameters.empty()) {
    text += " #(\n";
    append_list(text, parameters);
    text += "  )";
  }
  text += " " + name + " (\n";
  append_list(text, connections);
  return text + "  );\n";
}

std::string range_text(int width) {
  return width == 1 ? "" : fmt::format("[{}:0]", width - 1);
}

std::string wire_text(int width, const std::string& name) {
  return width == 1 ? fmt::format("  wire {};\n", name) : fmt::format("  wire {} {};\n", range_text(width), name);
}

std::string comment_text(const std::string& text, int indent) {
  const std::string prefix = std::string(static_cast<std::size_t>(indent), ' ') + "//";
  std::istringstream words(text);
  std::string word;
  std::string line = prefix;
  std::string result;
  while (words >> word) {
    if (line.size() + 1 + word.size() > kColumns) {
      result += line + "\n";
      line = prefix;
    }
    line += " " + word;
  }
  return result + line + "\n";
}

std::string licence_header(const std::string& prefix) {
  return fmt::format(
      "{0} Copyright 2026 the pwlforge authors.\n{0} Licensed under the Apache License, Version 2.0; see LICENSE.\n"
      "{0} SPDX-License-Identifier: Apache-2.0\n",
      prefix);
}

}  // namespace pwlforge
