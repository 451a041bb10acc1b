// Copyright 2026 the pwlforge authors.
// Licensed under the Apache License, Version 2.0; see LICENSE.
// SPDX-License-Identifier: Apache-2.0
#include "gen/support/diagnostics.hpp"
#include "gen/support/version.hpp"
#include "python/src/bindings.hpp"

namespace nb = nanobind;

namespace pwlforge::python {

void bind_errors(nb::module_& module) {
  const auto error = nb::exception<Error>(module, "Error");
  const nb::exception<CheckFailed> failed(module, "CheckFailed", error);
  const nb::exception<InputError> input(module, "InputError", nb::make_tuple(error, nb::handle(PyExc_ValueError)));
  const nb::exception<IoError> io(module, "IoError", nb::make_tuple(error, nb::handle(PyExc_OSError)));
}

}  // namespace pwlforge::python

NB_MODULE(_core, module) {
  module.doc() = "Native half of pwlforge: the C++ libraries, bound.";
  nb::set_leak_warnings(false);  // a traceback that is alive at the end holds objects, which is no fault
  module.attr("tool") = pwlforge::kToolName;
  pwlforge::python::bind_errors(module);
  pwlforge::python::bind_tables(module);
  pwlforge::python::bind_units(module);
  pwlforge::python::bind_directories(module);
}
