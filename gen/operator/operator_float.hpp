// Copyright 2026 the pwlforge authors.
// Licensed under the Apache License, Version 2.0; see LICENSE.
// SPDX-License-Identifier: Apache-2.0
//
// Row operators in FP32 (docs/operators.md section 6): softmax and the norms of the same row engines, with floats in
// the place of codes. What differs from the integer operators is here; the golden model is sim/golden/float_row.hpp.
//
//     OperatorPlan plan = plan_operator(fp32_operator_spec(OperatorKind::softmax, 4, 1024));
#pragma once

#include "gen/operator/operator.hpp"
#include "gen/unit/design.hpp"

namespace pwlforge {

inline constexpr int kFloatBits = 32;  // of an element, a parameter, a sum
inline constexpr int kFloatEntries = 16;
/// Makes a specification one in FP32: widths, and `entries` for its first table. With 16 of exp a softmax is within
/// 1.5e-2 of the real one on rows of up to 1024 normal elements, with 32 within 3e-3: the least-squares fit gives up
/// what is below -7.7 and -9.4, and long rows add that up.
void set_fp32(OperatorSpec& spec, int entries);
/// The specification of a named configuration: registers stores, tables fitted, one gain and bias.
OperatorSpec fp32_operator_spec(OperatorKind kind, int lanes, int max_row, int entries = kFloatEntries);

/// FP32 tables of 16 entries or what the specification says: exp over kFloatExpRange, 1/m over [1, 2), 1/sqrt(m) over
/// [1, 4).
inline constexpr Range kFloatExpRange{-10, 0};
std::vector<Table> fit_float_operator_tables(const OperatorSpec& spec);

/// Widths, inner units, memories and latency; the rows are planned already. Throws InputError.
void plan_float_rows(OperatorPlan& plan);
Design float_operator_design(const OperatorPlan& plan);

/// As table_image, random_image and evaluate_row.
OperatorImage float_table_image(const OperatorPlan& plan, const OperatorNumbers& numbers);
OperatorImage float_random_image(const OperatorPlan& plan, std::uint64_t seed);
golden::RowResult evaluate_float_row(const OperatorPlan& plan, const OperatorImage& image, const golden::Row& row);

}  // namespace pwlforge
