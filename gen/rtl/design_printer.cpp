// Copyright 2026 the pwlforge authors.
// Licensed under the Apache License, Version 2.0; see LICENSE.
// SPDX-License-Identifier: Apache-2.0
#include "gen/rtl/design_printer.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <functional>
#include <regex>
#include <set>

#include "gen/rtl/library.hpp"
#include "gen/rtl/parts.hpp"
#include "gen/rtl/verilog_writer.hpp"

namespace pwlforge {
namespace {

std::string piece_text(const Piece& piece, const std::map<std::string, int>& scalars) {
  if (piece.net.empty()) return piece.text;
  if (piece.high < 0 || scalars.count(piece.net) > 0) return piece.net;
  if (piece.high == piece.low) return fmt::format("{}[{}]", piece.net, piece.high);
  return fmt::format("{}[{}:{}]", piece.net, piece.high, piece.low);
}

std::string signal_text(const Signal& signal, const std::map<std::string, int>& scalars) {
  if (signal.size() == 1) return piece_text(signal.front(), scalars);
  std::string text;
  for (const Piece& piece : signal) text += (text.empty() ? "" : ", ") + piece_text(piece, scalars);
  return "{" + text + "}";
}

std::string unused_text(const Signal& unread, const std::map<std::string, int>& scalars) {
  if (unread.empty()) return {};
  std::string list = "1'b0";
  std::size_t line = list.size();
  for (const Piece& piece : unread) {
    const std::string text = piece_text(piece, scalars);
    const bool fits = line + text.size() < 60;
    list += (fits ? ", " : ",\n                          ") + text;
    line = fits ? line + text.size() + 2 : text.size();
  }
  return fmt::format("  wire unused_nets;\n  assign unused_nets = &{{{}}};\n", list);
}

std::string literal(std::uint64_t value, int bits) {
  const std::uint64_t masked = bits >= 64 ? value : value & ((std::uint64_t{1} << bits) - 1);
  return fmt::format("{}'h{:0{}x}", bits, masked, (bits + 3) / 4);
}

/// One row of literals, last element first, broken at 100 columns; `last` ends the concatenation.
void append_row(std::string& text, const std::vector<std::uint64_t>& words, int bits, bool last) {
  std::string line = "   ";
  for (std::size_t i = words.size(); i-- > 0;) {
    const std::string item = " " + literal(words[i], bits) + (last && i == 0 ? "" : ",");
    if (line.size() + item.size() > 100) {
      text += line + "\n";
      line = "   ";
    }
    line += item;
  }
  text += line + "\n";
}

std::string list_of(const std::vector<std::uint64_t>& words, bool is_signed) {
  std::string text;
  for (const std::uint64_t word : words) {
    text += (text.empty() ? "" : " ") +
            (is_signed ? fmt::format("{}", static_cast<std::int64_t>(word)) : fmt::format("{:x}", word));
  }
  return text;
}

/// One parameter: for every context (last first, as a concatenation reads) its words.

std::string constant_text(const Constant& constant) {
  const std::vector<std::vector<std::uint64_t>>& contexts = constant.contexts;
  const int bits = constant.word_bits;
  std::size_t words = 0;
  for (const auto& context : contexts) words += context.size();
  std::string text =
      "\n" + comment_text(fmt::format("{}{}, last element first.", constant.meaning,
                                      contexts.size() > 1 ? ", from the last context down to context 0" : ""),
                          2);
  text += fmt::format("  localparam [{}:0] {} = {{\n", words * static_cast<std::size_t>(bits) - 1, constant.name);
  for (std::size_t c = contexts.size(); c-- > 0;) {
    if (contexts[c].size() <= 64) {
      text += comment_text(fmt::format("context {}: {}", c, list_of(contexts[c], constant.is_number)), 4);
    } else {
      text += fmt::format("    // context {}\n", c);
    }
    append_row(text, contexts[c], bits, c == 0);
  }
  return text + "  };\n";
}

/// Names of the modules that a module's text instantiates.
std::set<std::string> instances_in(const std::string& text) {
  static const std::regex instance(R"((^|\n) *(pwl_\w+) (#\(|u_\w+ \())");
  std::set<std::string> names;
  for (std::sregex_iterator at(text.begin(), text.end(), instance), end; at != end; ++at) names.insert((*at)[2]);
  return names;
}

}  // namespace

std::string module_text(const std::string& module, const std::vector<Port>& ports) {
  std::size_t widest = 0;
  std::size_t longest = 0;
  for (const Port& port : ports) {
    widest = std::max(widest, range_text(port.width).size());
    longest = std::max(longest, port.name.size());
  }
  std::string text = "module " + module + " (\n";
  for (std::size_t i = 0; i < ports.size(); ++i) {
    const Port& port = ports[i];
    const std::string name = port.name + (i + 1 < ports.size() ? "," : "");
    const std::string line = fmt::format("  {} wire {:>{}} {:<{}}", port.is_input ? "input " : "output",
                                         range_text(port.width), widest, name, longest + 1);
    // A meaning that does not fit beside its port stands above it.
    const bool beside = line.size() + 5 + port.meaning.size() <= kColumns;
    text += beside ? line + "  // " + port.meaning + "\n"
                   : comment_text(port.meaning, 2) + line.substr(0, line.find_last_not_of(' ') + 1) + "\n";
  }
  return text + ");\n";
}

std::string design_text(const Design& design) {
  design.check();
  std::map<std::string, int> scalars;  // nets of one bit have no range
  for (const Port& port : design.ports) {
    if (port.width == 1) scalars[port.name] = 1;
  }
  const auto wires = design.wires();
  for (const auto& [net, width] : wires) {
    if (width == 1) scalars[net] = 1;
  }
  std::string text = licence_header("//") + "//\n";
  for (const std::string& comment : design.comments) text += comment.empty() ? "//\n" : comment_text(comment);
  text += "`default_nettype none\n\n" + module_text(design.name, design.ports);
  for (const Constant& constant : design.constants) text += constant_text(constant);
  text += "\n";
  for (const auto& [net, width] : wires) text += wire_text(width, net);
  text += unused_text(design.unread(), scalars);
  for (const Part& part : design.parts) {
    NamedValues connections;
    for (const Part::Connection& connection : part.connections) {
      connections.emplace_back(connection.port, signal_text(connection.signal, scalars));
    }
    text += "\n" + instance_text(part.module, part.instance, part.parameters, connections);
  }
  return text + "\nendmodule\n\n`default_nettype wire\n";
}

std::vector<std::string> library_modules(const Design& design) {
  std::vector<std::string> ordered;
  std::set<std::string> seen;
  // What is there for a float of a parameter's choice belongs only to designs that have floats themselves.
  const auto is_float = [](const std::string& module) { return module.rfind("pwl_float_", 0) == 0; };
  const bool floating =
      std::any_of(design.parts.begin(), design.parts.end(), [&](const Part& part) { return is_float(part.module); });
  const std::function<void(const std::string&)> visit = [&](const std::string& module) {
    const auto found = library_files().find(module);
    if (found == library_files().end() || !seen.insert(module).second) return;
    for (const std::string& name : instances_in(found->second)) {
      if (floating || !is_float(name)) visit(name);
    }
    ordered.push_back(module);
  };
  for (const Part& part : design.parts) visit(part.module);
  return ordered;
}

}  // namespace pwlforge
