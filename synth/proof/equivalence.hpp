// Copyright 2026 the pwlforge authors.
// Licensed under the Apache License, Version 2.0; see LICENSE.
// SPDX-License-Identifier: Apache-2.0
//
// Whether a mapped netlist is the unit: simulated through its ports against the golden model, random stalls included;
// and where it is fixed so for the unit, proven equal to its RTL (see proof.hpp).
#pragma once

#include <cstdint>
#include <string>

#include "gen/support/json_fwd.hpp"
#include "gen/unit/unit.hpp"
#include "synth/netlist/netlist.hpp"

namespace pwlforge {

struct EquivalencePlan {
  int random_images = 16;                 ///< random parameter sets for loadable stores
  std::uint64_t values_per_image = 8192;  ///< for inputs of more than 12 bits; narrower ones get every code
  std::uint64_t seed = 1;
};

/// The method fixed for a unit: every context of its tables and, for loadable stores, random parameter sets loaded
/// through the configuration port (each word read back); values, tags and the saturation flag compared; every code for
/// inputs up to 12 bits, else codes around the thresholds, at the ends of the range, of random size and uniform ones.
EquivalencePlan equivalence_plan(const UnitPlan& plan);

/// Whether a proof is fixed for the unit besides simulation: integer units of up to 16 bits and truth tables, where it
/// takes seconds. That of a 32-bit unit takes half a minute, most of it for the lowering of its RTL.
bool is_proven(const UnitPlan& plan);

/// {"method","result","vectors","images","every_code","seed"}. Throws CheckFailed with the first difference.
Json check_equivalence(const UnitPlan& plan, const Netlist& netlist, const EquivalencePlan& how);

}  // namespace pwlforge
