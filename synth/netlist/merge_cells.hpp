// Copyright 2026 the pwlforge authors.
// Licensed under the Apache License, Version 2.0; see LICENSE.
// SPDX-License-Identifier: Apache-2.0
//
// Equal gates of a netlist become one: lanes that were mapped apart each invert the parameters that they share.
#pragma once

#include "synth/netlist/netlist.hpp"

namespace pwlforge {

/// Of combinational cells of one type on the same inputs one stays and drives what all of them drove. Storage stays as
/// it is. Nets are numbered anew. Throws CheckFailed for a combinational loop.
void merge_equal_cells(Netlist& netlist);

}  // namespace pwlforge
