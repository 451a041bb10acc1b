// Copyright 2026 the pwlforge authors.
// Licensed under the Apache License, Version 2.0; see LICENSE.
// SPDX-License-Identifier: Apache-2.0
//
// Operators as I-LLM and I-BERT compute them (docs/operators.md section 5), in the row engines of ours: what differs is
// here and in rtl_templates/lib/peer; the golden model is sim/golden/peer_row.hpp.
//
//     spec.kind = OperatorKind::softmax; spec.peer = Peer::illm;
//     OperatorPlan plan = plan_operator(spec);
//
// Their integers follow from the scales and are constants of the design, as the words of our `fixed` stores are;
// nothing is loaded. The roots of norms take one row at a time: rows of fewer beats than OperatorPlan::interval wait.
#pragma once

#include "gen/operator/operator.hpp"
#include "gen/support/diagnostics.hpp"
#include "gen/unit/design.hpp"

namespace pwlforge {

/// What is wrong with a specification whose `peer` is one.
void check_peer(const OperatorSpec& spec, Problems& problems);
/// Integers, widths, memories and latency; the beats of rows are planned already.
void plan_peer_rows(OperatorPlan& plan);
Design peer_operator_design(const OperatorPlan& plan);

/// The scale at which a peer's codes are published: that of rows clipped 15 below their largest element for
/// DI-ClippedSoftmax; else ours.
double peer_element_scale(const OperatorSpec& spec);

/// As table_image and evaluate_row: gain, shift, epsilon and R from the numbers.
OperatorImage peer_table_image(const OperatorPlan& plan, const OperatorNumbers& numbers);
golden::RowResult evaluate_peer_row(const OperatorPlan& plan, const OperatorImage& image, const golden::Row& row,
                                    const std::vector<std::int64_t>& gates);

}  // namespace pwlforge
