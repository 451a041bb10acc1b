// Copyright 2026 the pwlforge authors.
// Licensed under the Apache License, Version 2.0; see LICENSE.
// SPDX-License-Identifier: Apache-2.0
//
// Words that keep some of their bits.
#include <catch2/catch.hpp>

#include <rapidcheck.h>

#include <algorithm>

#include "sim/golden/kept_words.hpp"

using namespace pwlforge::golden;

namespace {

rc::Gen<std::vector<std::int64_t>> words() {
  return rc::gen::container<std::vector<std::int64_t>>(rc::gen::inRange<std::int64_t>(-40000, 40000));
}

}  // namespace

TEST_CASE("the bits that are needed hold every number, and one less at either end does not") {
  CHECK(rc::check("needed bits", [] {
    const std::vector<std::int64_t> numbers = *rc::gen::nonEmpty(words());
    const KeptBits kept = needed_bits(numbers);
    const auto all_held = [&](const KeptBits& bits) {
      return std::all_of(numbers.begin(), numbers.end(), [&](std::int64_t n) { return kept_number(bits, n) == n; });
    };
    RC_ASSERT(all_held(kept));
    if (kept.bits > 0) {
      RC_ASSERT(!all_held({kept.low, kept.bits - 1}));
      RC_ASSERT(!all_held({kept.low + 1, kept.bits - 1}));
    }
  }));
}

TEST_CASE("the largest kept number up to a limit is kept, and the next one is above it") {
  CHECK(rc::check("largest kept", [] {
    const KeptBits kept{*rc::gen::inRange(0, 5), *rc::gen::inRange(0, 10)};
    const auto most = *rc::gen::inRange<std::int64_t>(-3000, 3000);
    const std::optional<std::int64_t> held = largest_kept(kept, most);
    const std::int64_t step = std::int64_t{1} << kept.low;
    const std::int64_t least = kept.bits == 0 ? 0 : -(step << (kept.bits - 1));
    RC_ASSERT(held.has_value() == (most >= least));
    if (!held) return;
    RC_ASSERT(*held <= most);
    RC_ASSERT(kept_number(kept, *held) == *held);
    RC_ASSERT(kept_number(kept, *held + step) != *held + step || *held + step > most);
  }));
}

TEST_CASE("parameters near others are held, with thresholds in order") {
  CHECK(rc::check("nearest held", [] {
    const auto entries = static_cast<std::size_t>(*rc::gen::inRange(2, 9));
    const auto draw = [&](std::size_t count) {
      return *rc::gen::container<std::vector<std::int64_t>>(count, rc::gen::inRange<std::int64_t>(-128, 128));
    };
    const auto params = [&] {
      IntParams made{draw(entries - 1), draw(entries), draw(entries), 0, *rc::gen::inRange(0, 16)};
      std::sort(made.thresholds.begin(), made.thresholds.end());
      return made;
    };
    const IntParams known = params();
    const KeptWords kept = needed_words({known, params()});
    const IntParams near = nearest_held(kept, params(), known);
    RC_ASSERT(holds(kept, near));
    RC_ASSERT(holds(kept, known));
    RC_ASSERT(std::is_sorted(near.thresholds.begin(), near.thresholds.end()));
  }));
}
