// Copyright 2026 the pwlforge authors.
// Licensed under the Apache License, Version 2.0; see LICENSE.
// SPDX-License-Identifier: Apache-2.0
//
// What the plans of integer and float operators share.
#pragma once

#include "gen/operator/operator.hpp"

namespace pwlforge {

/// Cycles from the last beat of a row at a row engine to its first beat at the output, without the scalar function.
inline constexpr int kEngineLatency = 2;

/// The table of a function among those of the specification; null: there is none.
const Table* operator_table(const OperatorSpec& spec, const std::string& function);

/// R of a gated unit for an output scale that is `ratio` times the product's. Throws InputError where it is no shift of
/// `bits` bits.
int shift_of(double ratio, int bits);

/// Depth of the row buffers, which hold the longest row and what comes while that row waits for its scalar, and bits
/// that count the rows inside.
void plan_row_depth(OperatorPlan& plan, int scalar_latency);

/// What the words of the streams mean, for port lists.
std::string input_meaning(const OperatorSpec& spec);
std::string output_meaning(const OperatorSpec& spec);
/// A sentence.
std::string latency_text(const OperatorPlan& plan);

}  // namespace pwlforge
