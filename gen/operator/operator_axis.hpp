// Copyright 2026 the pwlforge authors.
// Licensed under the Apache License, Version 2.0; see LICENSE.
// SPDX-License-Identifier: Apache-2.0
//
// `--wrap axis` of operators: the operator NAME_core in a wrapper NAME with AXI4-Stream ports and, where there are
// words to load, an AXI4-Lite slave (gen/unit/axis.hpp). A plan with a wrapper has the parts of its core, the ports of
// the wrapper and the latency of both.
#pragma once

#include "gen/operator/operator.hpp"
#include "gen/unit/axis.hpp"

namespace pwlforge {

/// plan_operator of a specification whose `wrap` is axis. Throws InputError.
OperatorPlan plan_wrapped(const OperatorSpec& spec);

/// The operator inside the wrapper, NAME_core; an unwrapped one as it is.
OperatorPlan core_plan(const OperatorPlan& plan);
/// What simulation drives: the operator inside the wrapper, with the files of the directory.
OperatorManifest core_manifest(const OperatorManifest& manifest);

BusPlan bus_plan(const OperatorPlan& wrapped);
/// A wrapper with words to load behind it. Peers, and softmax with constant tables, have none.
bool has_axil(const OperatorPlan& plan);

}  // namespace pwlforge
