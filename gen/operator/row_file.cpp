// Copyright 2026 the pwlforge authors.
// Licensed under the Apache License, Version 2.0; see LICENSE.
// SPDX-License-Identifier: Apache-2.0
#include "gen/operator/row_file.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <charconv>
#include <sstream>

#include "gen/support/files.hpp"

namespace pwlforge {
namespace {

struct Range128 {
  golden::Wide low;
  golden::Wide high;
};

class LineReader {
 public:
  LineReader(std::string place, Range128 range) : place_(std::move(place)), range_(range) {}

  std::int64_t code(const std::string& text) const {
    const char* end = text.data() + text.size();
    std::int64_t value = 0;
    const auto parsed = std::from_chars(text.data(), end, value);
    if (text.empty() || parsed.ec != std::errc() || parsed.ptr != end) {
      // Unsigned inputs of wide units reach beyond what a signed number holds.
      std::uint64_t large = 0;
      const auto again = std::from_chars(text.data(), end, large);
      if (text.empty() || again.ec != std::errc() || again.ptr != end) fail(text, "not a whole number");
      if (golden::Wide{large} > range_.high) fail(text, "outside the codes of an element");
      return static_cast<std::int64_t>(large);
    }
    if (golden::Wide{value} < range_.low || golden::Wide{value} > range_.high)
      fail(text, "outside the codes of an element");
    return value;
  }

 private:
  [[noreturn]] void fail(const std::string& text, const std::string& what) const {
    throw InputError(fmt::format("{}: {} (found \"{}\"); give codes of {}..{}, with x in front of one that is dropped",
                                 place_, what, text, static_cast<std::int64_t>(range_.low),
                                 static_cast<std::uint64_t>(range_.high)));
  }

  std::string place_;
  Range128 range_;
};

}  // namespace

std::vector<Stimulus> read_rows(const OperatorPlan& plan, const std::filesystem::path& path) {
  const bool wide = plan.spec.kind == OperatorKind::wide;
  const int bits = plan.spec.element_bits;
  const Range128 range{golden::min_of(bits, !wide), golden::max_of(bits, !wide)};
  std::vector<Stimulus> rows;
  std::istringstream text(read_file(path));
  std::string line;
  for (int number = 1; std::getline(text, line); ++number) {
    if (line.empty() || line[0] == '#') continue;
    std::replace_if(
        line.begin(), line.end(), [](char c) { return c == ',' || c == '\t' || c == '\r' || c == ';'; }, ' ');
    const LineReader reader(fmt::format("{}:{}", path.string(), number), range);
    Stimulus row;
    std::istringstream words(line);
    for (std::string word; words >> word;) {
      const bool dropped = word[0] == 'x';
      if (dropped) word.erase(0, 1);
      std::string gate;
      if (is_gated(plan.spec.kind)) {
        const std::size_t colon = word.find(':');
        if (colon == std::string::npos && !(dropped && word.empty())) {
          throw InputError(fmt::format("{}:{}: a gated unit needs both operands (found \"{}\"); write them as a:b",
                                       path.string(), number, word));
        }
        if (colon != std::string::npos) {
          gate = word.substr(colon + 1);
          word.resize(colon);
        }
      }
      row.row.codes.push_back(dropped && word.empty() ? 0 : reader.code(word));
      row.row.keep.push_back(!dropped);
      row.gates.push_back(gate.empty() ? 0 : reader.code(gate));
    }
    if (!row.row.codes.empty()) rows.push_back(row);
  }
  if (rows.empty()) {
    throw InputError(fmt::format("{}: no row in it; give one row of codes a line", path.string()));
  }
  return rows;
}

}  // namespace pwlforge
