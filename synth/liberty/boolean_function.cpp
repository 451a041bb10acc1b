// Copyright 2026 the pwlforge authors.
// Licensed under the Apache License, Version 2.0; see LICENSE.
// SPDX-License-Identifier: Apache-2.0
#include "synth/liberty/boolean_function.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <cctype>

#include "gen/support/diagnostics.hpp"

namespace pwlforge {
namespace {

class Compiler {
 public:
  Compiler(const std::string& text, const std::string& place,
           const std::function<std::uint32_t(const std::string&)>& slot_of, const std::function<std::uint32_t()>& fresh,
           std::vector<BitInstruction>& code)
      : text_(text), place_(place), slot_of_(slot_of), fresh_(fresh), code_(code) {}

  std::uint32_t all() {
    const std::uint32_t result = disjunction();
    if (peek() != '\0') fail();
    return result;
  }

 private:
  [[noreturn]] void fail() const {
    throw InputError(fmt::format("{}: not a Boolean expression (found \"{}\", wrong at column {}); mend the library",
                                 place_, text_, at_ + 1));
  }
  char peek() {
    while (at_ < text_.size() && std::isspace(static_cast<unsigned char>(text_[at_])) != 0) ++at_;
    return at_ < text_.size() ? text_[at_] : '\0';
  }
  static bool is_name(char c) {
    return std::isalnum(static_cast<unsigned char>(c)) != 0 || c == '_' || c == '[' || c == ']';
  }

  std::uint32_t emit(BitOp op, std::uint32_t a, std::uint32_t b) {
    const std::uint32_t out = fresh_();
    code_.push_back({op, out, a, b});
    return out;
  }

  std::uint32_t disjunction() {
    std::uint32_t left = conjunction();
    while (peek() == '+' || peek() == '|') {
      ++at_;
      left = emit(BitOp::disjunction, left, conjunction());
    }
    return left;
  }
  std::uint32_t conjunction() {
    std::uint32_t left = exclusive();
    for (;;) {
      const char c = peek();
      if (c == '*' || c == '&') {
        ++at_;
      } else if (!is_name(c) && c != '(' && c != '!') {
        return left;
      }
      left = emit(BitOp::conjunction, left, exclusive());
    }
  }
  std::uint32_t exclusive() {
    std::uint32_t left = factor();
    while (peek() == '^') {
      ++at_;
      left = emit(BitOp::exclusive, left, factor());
    }
    return left;
  }
  std::uint32_t factor() {
    if (++depth_ > kDeepest) fail();
    const std::uint32_t result = inner_factor();
    --depth_;
    return result;
  }
  std::uint32_t inner_factor() {
    const char c = peek();
    std::uint32_t result = 0;
    if (c == '!') {
      ++at_;
      return emit(BitOp::invert, factor(), kSlotZero);
    }
    if (c == '(') {
      ++at_;
      result = disjunction();
      if (peek() != ')') fail();
      ++at_;
    } else if (is_name(c)) {
      const std::size_t begin = at_;
      while (at_ < text_.size() && is_name(text_[at_])) ++at_;
      const std::string name = text_.substr(begin, at_ - begin);
      result = name == "0" ? kSlotZero : name == "1" ? kSlotOne : slot_of_(name);
    } else {
      fail();
    }
    while (peek() == '\'') {
      ++at_;
      result = emit(BitOp::invert, result, kSlotZero);
    }
    return result;
  }

  const std::string& text_;
  const std::string& place_;
  const std::function<std::uint32_t(const std::string&)>& slot_of_;
  const std::function<std::uint32_t()>& fresh_;
  std::vector<BitInstruction>& code_;
  std::size_t at_ = 0;
  int depth_ = 0;
  static constexpr int kDeepest = 200;  // parentheses and inversions inside each other
};

}  // namespace

std::uint32_t compile_expression(const std::string& expression, const std::string& place,
                                 const std::function<std::uint32_t(const std::string&)>& slot_of,
                                 const std::function<std::uint32_t()>& fresh, std::vector<BitInstruction>& code) {
  return Compiler(expression, place, slot_of, fresh, code).all();
}

std::optional<std::vector<bool>> truth_rows(const std::string& expression, const std::string& place,
                                            const std::vector<std::string>& names) {
  std::size_t slots = 2 + names.size();
  bool known = true;
  std::vector<BitInstruction> code;
  const std::uint32_t result = compile_expression(
      expression, place,
      [&](const std::string& name) {
        const auto found = std::find(names.begin(), names.end(), name);
        known = known && found != names.end();
        return found == names.end() ? kSlotZero : static_cast<std::uint32_t>(2 + (found - names.begin()));
      },
      [&] { return static_cast<std::uint32_t>(slots++); }, code);
  if (!known) return std::nullopt;
  const std::size_t rows = std::size_t{1} << names.size();
  std::vector<bool> truth;
  truth.reserve(rows);
  std::vector<std::uint64_t> values(slots, 0);
  values[kSlotOne] = ~std::uint64_t{0};
  for (std::size_t first = 0; first < rows; first += 64) {
    for (std::size_t i = 0; i < names.size(); ++i) {
      std::uint64_t& word = values[2 + i] = 0;
      for (std::size_t bit = 0; bit < 64; ++bit) word |= (((first + bit) >> i) & 1) << bit;
    }
    for (const BitInstruction& one : code) execute(one, values.data());
    for (std::size_t bit = 0; bit < std::min<std::size_t>(64, rows - first); ++bit) {
      truth.push_back(((values[result] >> bit) & 1) != 0);
    }
  }
  return truth;
}

std::vector<std::string> names_in(const std::string& expression, const std::string& place) {
  std::vector<std::string> names;
  std::vector<BitInstruction> code;
  compile_expression(
      expression, place,
      [&](const std::string& name) {
        if (std::find(names.begin(), names.end(), name) == names.end()) names.push_back(name);
        return kSlotZero;
      },
      [] { return kSlotZero; }, code);
  return names;
}

std::string plain_expression(const std::string& expression, const std::string& place) {
  std::vector<std::string> texts = {"0", "1"};
  const auto add = [&](const std::string& text) {
    texts.push_back(text);
    return static_cast<std::uint32_t>(texts.size() - 1);
  };
  std::vector<BitInstruction> code;
  const std::uint32_t result = compile_expression(
      expression, place, add, [&] { return add(""); }, code);
  for (const BitInstruction& one : code) {
    const char sign = one.op == BitOp::conjunction ? '*' : one.op == BitOp::disjunction ? '+' : '^';
    texts[one.out] = one.op == BitOp::copy     ? texts[one.a]
                     : one.op == BitOp::invert ? "(!" + texts[one.a] + ")"
                                               : "(" + texts[one.a] + sign + texts[one.b] + ")";
  }
  const std::string& text = texts[result];
  return text.front() == '(' ? text.substr(1, text.size() - 2) : text;
}

}  // namespace pwlforge
