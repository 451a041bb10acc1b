// Copyright 2026 the pwlforge authors.
// Licensed under the Apache License, Version 2.0; see LICENSE.
// SPDX-License-Identifier: Apache-2.0
//
// The native half of the Python package: which file binds what. Arrays come and go as signed 64-bit numbers (bit
// patterns for floats); the Python half gives them shape, type and meaning.
#pragma once

#include <nanobind/nanobind.h>
#include <nanobind/stl/optional.h>
#include <nanobind/stl/pair.h>
#include <nanobind/stl/string.h>
#include <nanobind/stl/tuple.h>
#include <nanobind/stl/vector.h>

namespace pwlforge::python {

/// Error and its three kinds, as Python exceptions with the same messages.
void bind_errors(nanobind::module_& module);
/// fit, tables, certificates.
void bind_tables(nanobind::module_& module);
/// The golden model of units and operators.
void bind_units(nanobind::module_& module);
/// Unit directories: written and simulated.
void bind_directories(nanobind::module_& module);

}  // namespace pwlforge::python
