// Copyright 2026 the pwlforge authors.
// Licensed under the Apache License, Version 2.0; see LICENSE.
// SPDX-License-Identifier: Apache-2.0
//
// A store image computes what its table computes, for every code (docs/numerics.md section 2).
#include <catch2/catch.hpp>

#include <rapidcheck.h>

#include <algorithm>

#include "sim/golden/integer_unit.hpp"

using namespace pwlforge::golden;

namespace {

rc::Gen<IntParams> params_with(std::size_t entries) {
  return rc::gen::exec([entries] {
    IntParams params;
    // Beyond the codes on both sides, and often equal.
    params.thresholds =
        *rc::gen::container<std::vector<std::int64_t>>(entries - 1, rc::gen::inRange<std::int64_t>(-12, 13));
    std::sort(params.thresholds.begin(), params.thresholds.end());
    params.slopes = *rc::gen::container<std::vector<std::int64_t>>(entries, rc::gen::inRange<std::int64_t>(-128, 128));
    params.intercepts =
        *rc::gen::container<std::vector<std::int64_t>>(entries, rc::gen::inRange<std::int64_t>(-99, 99));
    params.requant_shift = *rc::gen::inRange(0, 8);
    return params;
  });
}

}  // namespace

TEST_CASE("a store image is equal to its table at every code") {
  const bool held = rc::check("store image", [] {
    IntFormat format;
    format.input_bits = 4;
    const auto entries = *rc::gen::inRange<std::size_t>(2, 9);
    const IntParams params = *params_with(entries);
    const int size = static_cast<int>(entries) + *rc::gen::inRange(0, 5);
    const IntParams image = store_image(format, params, size);
    RC_ASSERT(check_params(format, image).fault == ParamFault::none);
    RC_ASSERT(image.slopes.size() == static_cast<std::size_t>(size));
    for (std::int64_t q = -8; q < 8; ++q) {
      RC_ASSERT(evaluate(format, image, q).y == evaluate(format, params, q).y);
    }
    for (const std::int64_t threshold : image.thresholds) RC_ASSERT(fits(threshold, format.input_bits, true));
  });
  CHECK(held);
}
