// Copyright 2026 the pwlforge authors.
// Licensed under the Apache License, Version 2.0; see LICENSE.
// SPDX-License-Identifier: Apache-2.0
//
// Boolean expressions as Liberty writes them, compiled to straight-line code on 64-bit words: 64 copies of a circuit
// are simulated at once, one per bit.
//
//     "!((A B)+C')"    ! and ' invert, ^ is exclusive or, * & and a blank are and, + and | are or; in this precedence
#pragma once

#include <cstdint>
#include <functional>
#include <optional>
#include <string>
#include <vector>

namespace pwlforge {

enum class BitOp : std::uint8_t { copy, invert, conjunction, disjunction, exclusive };

/// values[out] = values[a] op values[b]
struct BitInstruction {
  BitOp op = BitOp::copy;
  std::uint32_t out = 0;
  std::uint32_t a = 0;
  std::uint32_t b = 0;
};

inline void execute(const BitInstruction& one, std::uint64_t* values) {
  switch (one.op) {
    case BitOp::copy: values[one.out] = values[one.a]; break;
    case BitOp::invert: values[one.out] = ~values[one.a]; break;
    case BitOp::conjunction: values[one.out] = values[one.a] & values[one.b]; break;
    case BitOp::disjunction: values[one.out] = values[one.a] | values[one.b]; break;
    case BitOp::exclusive: values[one.out] = values[one.a] ^ values[one.b]; break;
  }
}

/// Slots that every program may use: 0 holds zeros, 1 holds ones.
inline constexpr std::uint32_t kSlotZero = 0;
inline constexpr std::uint32_t kSlotOne = 1;

/// Appends code that computes `expression` to `code` and returns the slot of the result (an operand's own slot for a
/// plain name). `slot_of` gives the slot of a name; `fresh` a slot for an intermediate value.
/// Throws InputError "place: ..." for a syntax error; what slot_of throws passes through.
std::uint32_t compile_expression(const std::string& expression, const std::string& place,
                                 const std::function<std::uint32_t(const std::string&)>& slot_of,
                                 const std::function<std::uint32_t()>& fresh, std::vector<BitInstruction>& code);

/// The value for every assignment of `names` (at most 20): bit i of a row's number is the value of names[i]. Null when
/// the expression names anything else. Throws InputError "place: ..." for a syntax error.
std::optional<std::vector<bool>> truth_rows(const std::string& expression, const std::string& place,
                                            const std::vector<std::string>& names);

/// The names that an expression reads, in order, each once.
std::vector<std::string> names_in(const std::string& expression, const std::string& place);

/// The same function in the spelling that yosys, abc and OpenSTA agree on: ! * + ^ and parentheses around each
/// operation, "(!((A*B)+(!C)))" without the outermost pair.
std::string plain_expression(const std::string& expression, const std::string& place);

}  // namespace pwlforge
