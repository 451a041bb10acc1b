// Copyright 2026 the pwlforge authors.
// Licensed under the Apache License, Version 2.0; see LICENSE.
// SPDX-License-Identifier: Apache-2.0
#include "synth/liberty/liberty_parser.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <cctype>

#include "gen/support/diagnostics.hpp"

namespace pwlforge {
namespace {

bool is_blank(char c) {
  return c == ' ' || c == '\t' || c == '\r' || c == '\n' || c == '\\';
}

std::string_view trimmed(std::string_view text) {
  while (!text.empty() && is_blank(text.front())) text.remove_prefix(1);
  while (!text.empty() && is_blank(text.back())) text.remove_suffix(1);
  return text;
}

std::string_view unquoted(std::string_view text) {
  if (text.size() >= 2 && text.front() == '"' && text.back() == '"') return trimmed(text.substr(1, text.size() - 2));
  return text;
}

class Parser {
 public:
  Parser(const std::string& text, const std::string& place) : text_(text), place_(place) {}

  std::vector<LibertyGroup> file() {
    std::vector<LibertyGroup> libraries;
    for (skip_blanks(); at_ != text_.size() || libraries.empty(); skip_blanks()) {
      const std::size_t begin = at_;
      LibertyGroup library;
      library.kind = word();
      if (library.kind != "library") {
        at_ = begin;
        if (!libraries.empty()) {
          fail(at_, "text after the end of the library group", fmt::format("\"{}\"", found_here()),
               "give a file that holds nothing but libraries");
        }
        fail(at_, "not a Liberty file", fmt::format("starts with \"{}\" in place of library (...)", found_here()),
             "give a Liberty (.lib) file");
      }
      library.arguments = arguments();
      skip_blanks();
      if (at_ == text_.size()) truncated(begin, "library");
      expect('{');
      body(library, begin);
      libraries.push_back(std::move(library));
    }
    return libraries;
  }

 private:
  [[noreturn]] void fail(std::size_t offset, const std::string& what, const std::string& found,
                         const std::string& remedy) const {
    const auto line = 1 + std::count(text_.begin(), text_.begin() + static_cast<std::ptrdiff_t>(offset), '\n');
    throw InputError(fmt::format("{}:{}: {} ({}); {}", place_, line, what, found, remedy));
  }
  [[noreturn]] void truncated(std::size_t offset, std::string_view kind) const {
    fail(offset, "the file is truncated", fmt::format("the {} group that starts here is never closed", kind),
         "fetch the file again");
  }

  std::string found_here() const {
    const std::size_t end = std::min(text_.find('\n', at_), std::min(at_ + 24, text_.size()));
    std::string shown = text_.substr(at_, end - at_);
    for (char& c : shown) {
      if (std::isprint(static_cast<unsigned char>(c)) == 0) c = '?';
    }
    return shown;
  }

  void skip_blanks() {
    while (at_ < text_.size()) {
      if (is_blank(text_[at_])) {
        ++at_;
      } else if (text_.compare(at_, 2, "/*") == 0) {
        const std::size_t close = text_.find("*/", at_ + 2);
        if (close == std::string::npos) {
          fail(at_, "the file is truncated", "a comment that starts here is never closed", "fetch the file again");
        }
        at_ = close + 2;
      } else if (text_.compare(at_, 2, "//") == 0) {
        at_ = std::min(text_.find('\n', at_), text_.size());
      } else {
        break;
      }
    }
  }

  std::string_view word() {
    const std::size_t begin = at_;
    while (at_ < text_.size()) {
      const char c = text_[at_];
      if (std::isalnum(static_cast<unsigned char>(c)) == 0 && c != '_' && c != '.' && c != '-') break;
      ++at_;
    }
    return std::string_view(text_).substr(begin, at_ - begin);
  }

  void expect(char c) {
    if (at_ >= text_.size() || text_[at_] != c) {
      fail(at_, fmt::format("'{}' expected", c), fmt::format("\"{}\"", found_here()), "mend the file");
    }
    ++at_;
  }

  /// Moves past a quoted string that starts here.
  void skip_string() {
    const std::size_t begin = at_;
    const std::size_t close = text_.find('"', at_ + 1);
    if (close == std::string::npos) {
      fail(begin, "the file is truncated", "a string that starts here is never closed", "fetch the file again");
    }
    at_ = close + 1;
  }

  /// "(a, "b c", d)" with blanks and nested parentheses, from the opening parenthesis.
  std::vector<std::string_view> arguments() {
    skip_blanks();
    const std::size_t open = at_;
    expect('(');
    std::vector<std::string_view> found;
    std::size_t begin = at_;
    int depth = 1;
    const auto take = [&](std::size_t end) {
      const std::string_view one = unquoted(trimmed(std::string_view(text_).substr(begin, end - begin)));
      if (!one.empty()) found.push_back(one);
      begin = end + 1;
    };
    for (;;) {
      if (at_ >= text_.size()) truncated(open, "argument");
      const char c = text_[at_];
      if (c == '"') {
        skip_string();
        continue;
      }
      if (c == '(') ++depth;
      if (c == ')' && --depth == 0) break;
      if (c == ',' && depth == 1) take(at_);
      ++at_;
    }
    take(at_);
    ++at_;
    return found;
  }

  void simple_value(LibertyAttribute& attribute) {
    attribute.is_simple = true;
    while (at_ < text_.size() && (text_[at_] == ' ' || text_[at_] == '\t' || text_[at_] == '\\')) ++at_;
    const std::size_t begin = at_;
    if (at_ < text_.size() && text_[at_] == '"') {
      attribute.quoted = true;
      skip_string();
      attribute.value = unquoted(std::string_view(text_).substr(begin, at_ - begin));
      return;
    }
    while (at_ < text_.size() && text_[at_] != ';' && text_[at_] != '\n' && text_[at_] != '}' &&
           text_.compare(at_, 2, "/*") != 0) {
      ++at_;
    }
    attribute.value = trimmed(std::string_view(text_).substr(begin, at_ - begin));
  }

  /// The members of a group that starts at `start`, from one past its opening brace to one past its closing brace.
  void body(LibertyGroup& group, std::size_t start) {
    for (;;) {
      skip_blanks();
      if (at_ >= text_.size()) truncated(start, group.kind);
      if (text_[at_] == '}') {
        ++at_;
        return;
      }
      if (text_[at_] == ';') {
        ++at_;
        continue;
      }
      const std::size_t begin = at_;
      const std::string_view name = word();
      if (name.empty()) {
        fail(at_, "not Liberty syntax", fmt::format("\"{}\" in place of an attribute or a group", found_here()),
             "mend the file or fetch it again");
      }
      skip_blanks();
      if (at_ < text_.size() && text_[at_] == ':') {
        ++at_;
        LibertyAttribute attribute;
        attribute.name = name;
        simple_value(attribute);
        group.attributes.push_back(std::move(attribute));
        continue;
      }
      if (at_ >= text_.size()) truncated(start, group.kind);
      if (text_[at_] != '(') {
        fail(at_, "not Liberty syntax", fmt::format("\"{}\" after {}", found_here(), name),
             "mend the file or fetch it again");
      }
      std::vector<std::string_view> list = arguments();
      skip_blanks();
      if (at_ < text_.size() && text_[at_] == '{') {
        ++at_;
        LibertyGroup inner;
        inner.kind = name;
        inner.arguments = std::move(list);
        if (++depth_ > kDeepest) {
          fail(begin, fmt::format("groups in groups, more than {} deep", kDeepest), std::string(name),
               "give a Liberty (.lib) file");
        }
        body(inner, begin);
        --depth_;
        group.groups.push_back(std::move(inner));
      } else {
        LibertyAttribute attribute;
        attribute.name = name;
        attribute.arguments = std::move(list);
        group.attributes.push_back(std::move(attribute));
      }
    }
  }

  static constexpr int kDeepest = 100;  // libraries have five levels

  const std::string& text_;
  const std::string& place_;
  std::size_t at_ = 0;
  int depth_ = 0;
};

}  // namespace

const LibertyAttribute* LibertyGroup::attribute(std::string_view wanted) const {
  for (const LibertyAttribute& one : attributes) {
    if (one.name == wanted) return &one;
  }
  return nullptr;
}

std::vector<LibertyGroup> parse_libraries(const std::string& text, const std::string& place) {
  if (text.compare(0, 3, "BZh") == 0 ||
      text.compare(0, 6,
                   std::string("\xfd"
                               "7zXZ\0",
                               6)) == 0 ||
      text.compare(0, 4, "PK\x03\x04") == 0 || text.compare(0, 4, "7z\xbc\xaf") == 0) {
    throw InputError(fmt::format("{}: the file is compressed (an archive); decompress it first", place));
  }
  if (trimmed(text).empty()) {
    throw InputError(fmt::format("{}: the Liberty file is empty ({} bytes); fetch it again", place, text.size()));
  }
  return Parser(text, place).file();
}

}  // namespace pwlforge
