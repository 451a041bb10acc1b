// Copyright 2026 the pwlforge authors.
// Licensed under the Apache License, Version 2.0; see LICENSE.
// SPDX-License-Identifier: Apache-2.0
#include "gen/rtl/rtl.hpp"
#include "gen/support/json.hpp"
#include "gen/unit/configurations.hpp"
#include "gen/unit/request.hpp"
#include "python/src/bindings.hpp"
#include "sim/bench/row_simulate.hpp"

namespace nb = nanobind;

namespace pwlforge::python {
namespace {

void generate(const std::string& directory, const UnitRequest& request) {
  write_unit(plan_unit(unit_spec(request)), directory);
}

/// One JSON object, and whether all was right.
std::pair<std::string, bool> simulate_directory(const std::string& directory, const std::string& vectors,
                                                const std::vector<int>& contexts, bool stall, const std::string& engine,
                                                std::uint64_t seed, const std::string& trace) {
  SimOptions options;
  set_vectors(options, vectors);
  options.contexts = contexts;
  options.stall = stall;
  options.engine = parse_engine(engine);
  options.seed = seed;
  options.trace = trace;
  if (is_operator_directory(directory)) {
    const RowSimResult result = simulate_operator(read_operator_manifest(directory), options);
    return {row_sim_to_json(result).dump(), result.passed()};
  }
  const SimResult result = simulate(read_manifest(directory), options);
  return {sim_to_json(result).dump(), result.passed()};
}

}  // namespace

void bind_directories(nb::module_& module) {
  nb::class_<UnitRequest>(module, "UnitRequest")
      .def(nb::init<>())
      .def_rw("unit", &UnitRequest::unit)
      .def_rw("tables", &UnitRequest::documents)
      .def_rw("entries", &UnitRequest::entries, nb::arg().none())
      .def_rw("format", &UnitRequest::format, nb::arg().none())
      .def_rw("intercept", &UnitRequest::intercept, nb::arg().none())
      .def_rw("output", &UnitRequest::output, nb::arg().none())
      .def_rw("output_unsigned", &UnitRequest::output_unsigned)
      .def_rw("rounding", &UnitRequest::rounding, nb::arg().none())
      .def_rw("store", &UnitRequest::store)
      .def_rw("banks", &UnitRequest::banks)
      .def_rw("ftz", &UnitRequest::ftz)
      .def_rw("inf", &UnitRequest::inf)
      .def_rw("pipeline", &UnitRequest::pipeline)
      .def_rw("mac_stages", &UnitRequest::mac_stages, nb::arg().none())
      .def_rw("compact", &UnitRequest::compact)
      .def_rw("skid", &UnitRequest::skid)
      .def_rw("tag", &UnitRequest::tag_bits)
      .def_rw("lanes", &UnitRequest::lanes)
      .def_rw("wrap", &UnitRequest::wrap)
      .def_rw("clock_gate", &UnitRequest::clock_gate)
      .def_rw("operand_isolation", &UnitRequest::operand_isolation)
      .def_rw("trim", &UnitRequest::trim)
      .def_rw("trim_shift", &UnitRequest::trim_shift)
      .def_rw("tolerance", &UnitRequest::tolerance)
      .def_rw("slope_terms", &UnitRequest::slope_terms)
      .def_rw("name", &UnitRequest::name);
  module.def("generate", &generate, nb::arg("directory"), nb::arg("request"), nb::call_guard<nb::gil_scoped_release>());
  module.def("simulate", &simulate_directory, nb::call_guard<nb::gil_scoped_release>());
  module.def("is_operator_directory", [](const std::string& directory) { return is_operator_directory(directory); });
}

}  // namespace pwlforge::python
