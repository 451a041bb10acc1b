// Copyright 2026 the pwlforge authors.
// Licensed under the Apache License, Version 2.0; see LICENSE.
// SPDX-License-Identifier: Apache-2.0
//
// Rounding and saturation of exact integers: the only place in C++ where a result is shortened.
#pragma once

#include <cstdint>

namespace pwlforge::golden {

/// Exact intermediate type. 128 bits hold every accumulator that docs/numerics.md section 3 allows:
/// the widest, a 64-bit intercept shifted by 30 plus a 32 x 32 bit product, needs 95.
__extension__ typedef __int128 Wide;

/// How a discarded fraction is disposed of (docs/numerics.md section 3).
enum class Rounding {
  half_up,    ///< floor(v + 1/2)
  half_even,  ///< to nearest, ties to the even integer
  floor,      ///< towards minus infinity
};

/// round(value * 2^-shift), exactly. `shift` 0..126; |value| < 2^126.
Wide round_shift(Wide value, int shift, Rounding rounding);

/// The range of a two's complement or unsigned number of `bits` bits (1..126).
Wide min_of(int bits, bool is_signed);
Wide max_of(int bits, bool is_signed);

/// Clamps to [min_of, max_of]; never wraps. Sets *clamped (if given) when the value was changed.
Wide saturate(Wide value, int bits, bool is_signed, bool* clamped = nullptr);

/// Whether `value` is representable in `bits` bits.
bool fits(Wide value, int bits, bool is_signed);

/// Least two's complement width that holds both ends of [low, high].
int signed_width(Wide low, Wide high);

/// Bits of a magnitude without leading zeros; 0 for 0. Precondition: magnitude >= 0.
int bit_length(Wide magnitude);

}  // namespace pwlforge::golden
