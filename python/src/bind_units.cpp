// Copyright 2026 the pwlforge authors.
// Licensed under the Apache License, Version 2.0; see LICENSE.
// SPDX-License-Identifier: Apache-2.0
#include <nanobind/ndarray.h>

#include <cmath>
#include <memory>

#include "gen/operator/operator_request.hpp"
#include "gen/rtl/operator_rtl.hpp"
#include "gen/unit/request.hpp"
#include "python/src/bindings.hpp"
#include "python/src/units.hpp"

namespace nb = nanobind;

namespace pwlforge::python {
namespace {

using Numbers = nb::ndarray<const std::int64_t, nb::c_contig, nb::device::cpu>;
using Flags = nb::ndarray<const bool, nb::c_contig, nb::device::cpu>;
using Outputs = nb::ndarray<nb::numpy, std::int64_t>;

/// An array of its own, that numpy frees.
Outputs owned(std::unique_ptr<std::int64_t[]> values, std::size_t count) {
  std::int64_t* data = values.release();
  const nb::capsule owner(data, [](void* p) noexcept { delete[] static_cast<std::int64_t*>(p); });
  return Outputs(data, {count}, owner);
}

Outputs evaluate_scalars(const ScalarUnit& unit, const Numbers& codes) {
  auto outputs = std::make_unique<std::int64_t[]>(codes.size());
  {
    const nb::gil_scoped_release release;
    unit.evaluate(codes.data(), codes.size(), outputs.get());
  }
  return owned(std::move(outputs), codes.size());
}

Outputs evaluate_rows(const RowUnit& unit, const Numbers& codes, std::size_t length, const std::optional<Flags>& keep,
                      const std::optional<Numbers>& gates) {
  auto outputs = std::make_unique<std::int64_t[]>(codes.size());
  {
    const nb::gil_scoped_release release;
    unit.evaluate(codes.data(), keep ? keep->data() : nullptr, gates ? gates->data() : nullptr,
                  length == 0 ? 0 : codes.size() / length, length, outputs.get());
  }
  return owned(std::move(outputs), codes.size());
}

/// A unit of the table's own width and format.
ScalarUnit unit_of_table(const Table& table, std::size_t context) {
  UnitRequest request;
  request.unit = table.format.floating ? format_name(table.format) : "int:" + std::to_string(table.input_bits);
  request.documents = {table};
  return ScalarUnit(plan_unit(unit_spec(request)), context);
}

RowUnit open_operator(const std::string& directory, const std::optional<std::vector<double>>& gamma,
                      const std::optional<std::vector<double>>& beta) {
  OperatorPlan plan = read_operator_manifest(directory).plan;
  OperatorRequest request;
  OperatorNumbers numbers = plan.spec.numbers;
  if (gamma) numbers.gamma = *gamma;
  if (beta) numbers.beta = *beta;
  request.gamma = numbers.gamma;
  request.beta = numbers.beta;
  OperatorSpec spec = plan.spec;
  set_channels(request, spec);
  return RowUnit(std::move(plan), spec.numbers);
}

void bind_operator_request(nb::module_& module) {
  nb::class_<OperatorRequest>(module, "OperatorRequest")
      .def(nb::init<>())
      .def_rw("operator", &OperatorRequest::name_of_operator)
      .def_rw("width", &OperatorRequest::width)
      .def_rw("floating", &OperatorRequest::floating)
      .def_rw("lanes", &OperatorRequest::lanes)
      .def_rw("max_row", &OperatorRequest::max_row)
      .def_rw("tables", &OperatorRequest::documents)
      .def_rw("store", &OperatorRequest::store)
      .def_rw("entries", &OperatorRequest::entries, nb::arg().none())
      .def_rw("output_bits", &OperatorRequest::output, nb::arg().none())
      .def_rw("scale_in", &OperatorRequest::scale_in, nb::arg().none())
      .def_rw("scale_out", &OperatorRequest::scale_out, nb::arg().none())
      .def_rw("exp_bits", &OperatorRequest::exp_bits, nb::arg().none())
      .def_rw("reciprocal_bits", &OperatorRequest::reciprocal_bits, nb::arg().none())
      .def_rw("epsilon", &OperatorRequest::epsilon)
      .def_rw("length", &OperatorRequest::length)
      .def_rw("affine", &OperatorRequest::affine)
      .def_rw("gamma", &OperatorRequest::gamma)
      .def_rw("beta", &OperatorRequest::beta)
      .def_rw("name", &OperatorRequest::name)
      .def_rw("wide", &OperatorRequest::wide)
      .def_rw("unit", &OperatorRequest::unit)
      .def_rw("function", &OperatorRequest::function)
      .def_rw("fraction_bits", &OperatorRequest::fraction_bits, nb::arg().none());
}

void bind_scalar_unit(nb::module_& module) {
  nb::class_<ScalarUnit>(module, "ScalarUnit")
      .def_prop_ro("name", [](const ScalarUnit& unit) { return unit.plan().spec.name; })
      .def_prop_ro("table", &ScalarUnit::table)
      .def_prop_ro("scales", &ScalarUnit::scales)
      .def_prop_ro("input_bits", [](const ScalarUnit& unit) { return unit.plan().input_bits; })
      .def_prop_ro("output_bits", [](const ScalarUnit& unit) { return unit.plan().output_bits; })
      .def_prop_ro("output_signed", &ScalarUnit::output_signed)
      .def_prop_ro("floating",
                   [](const ScalarUnit& unit) { return unit.plan().spec.floating ? unit.plan().spec.unit : ""; })
      .def_prop_ro("latency", [](const ScalarUnit& unit) { return unit.plan().latency; })
      .def("evaluate", &evaluate_scalars, nb::arg("codes"));
  module.def("unit_of_table", &unit_of_table, nb::arg("table"), nb::arg("context"));
  module.def("open_unit", [](const std::string& directory, std::size_t context) {
    return ScalarUnit(read_manifest(directory).plan, context);
  });
}

void bind_row_unit(nb::module_& module) {
  nb::class_<RowUnit>(module, "RowUnit")
      .def_prop_ro("name", [](const RowUnit& unit) { return unit.plan().spec.name; })
      .def_prop_ro("kind", [](const RowUnit& unit) { return operator_name(unit.plan().spec.kind); })
      .def_prop_ro("summary", [](const RowUnit& unit) { return operator_summary(unit.plan()); })
      .def_prop_ro("floating", [](const RowUnit& unit) { return unit.plan().spec.floating; })
      .def_prop_ro("input_bits",
                   [](const RowUnit& unit) {
                     const OperatorSpec& spec = unit.plan().spec;
                     return spec.kind == OperatorKind::wide ? spec.wide.input_bits : spec.element_bits;
                   })
      .def_prop_ro("output_bits", [](const RowUnit& unit) { return unit.plan().spec.output_bits; })
      .def_prop_ro("max_row", [](const RowUnit& unit) { return unit.plan().spec.max_row; })
      .def_prop_ro(
          "exponent_bits",
          [](const RowUnit& unit) { return unit.plan().wide.spec.integer_form ? 0 : unit.plan().wide.exponent_bits; })
      .def_prop_ro("fraction_bits", [](const RowUnit& unit) { return unit.plan().wide.spec.fraction_bits; })
      .def_prop_ro("scale_in", [](const RowUnit& unit) { return first_operand_scale(unit.plan()); })
      .def_prop_ro("scale_gate", [](const RowUnit& unit) { return unit.plan().spec.numbers.element_scale; })
      .def_prop_ro("scale_out",
                   [](const RowUnit& unit) {
                     const OperatorSpec& spec = unit.plan().spec;
                     return spec.kind == OperatorKind::softmax && !spec.floating ? std::ldexp(1.0, -spec.output_bits)
                                                                                 : spec.numbers.output_scale;
                   })
      .def_prop_ro("tables",
                   [](const RowUnit& unit) {
                     const OperatorPlan& plan = unit.plan();
                     return plan.spec.kind == OperatorKind::wide ? plan.wide.core.spec.tables : plan.spec.tables;
                   })
      .def_prop_ro("exp_bits", [](const RowUnit& unit) { return unit.plan().unit.output_bits; })
      .def_prop_ro("exp_input_bits", [](const RowUnit& unit) { return unit.plan().unit.input_bits; })
      .def_prop_ro("core_bits", [](const RowUnit& unit) { return unit.plan().wide.core.output_bits; })
      .def_prop_ro("reduced_bits", [](const RowUnit& unit) { return unit.plan().wide.spec.input_bits; })
      .def_prop_ro("gain", [](const RowUnit& unit) { return unit.image().gain; })
      .def_prop_ro("bias", [](const RowUnit& unit) { return unit.image().bias; })
      .def_prop_ro("shift", [](const RowUnit& unit) { return unit.image().shift; })
      .def_prop_ro("requant_shift", [](const RowUnit& unit) { return unit.image().requant; })
      .def_prop_ro("epsilon_word", [](const RowUnit& unit) { return static_cast<std::int64_t>(unit.image().epsilon); })
      .def_prop_ro("config_writes",
                   [](const RowUnit& unit) {
                     std::vector<std::pair<int, std::uint64_t>> writes;
                     for (const ConfigWrite& write : operator_writes(unit.plan(), unit.image())) {
                       writes.emplace_back(write.address, write.data);
                     }
                     return writes;
                   })
      .def("write", [](const RowUnit& unit, const std::string& path) { write_operator(unit.plan(), path); })
      .def("evaluate", &evaluate_rows, nb::arg("codes"), nb::arg("length"), nb::arg("keep").none(),
           nb::arg("gates").none());
  module.def(
      "make_operator", [](const OperatorRequest& request) { return RowUnit(plan_operator(operator_spec(request))); },
      nb::call_guard<nb::gil_scoped_release>());
  module.def("open_operator", &open_operator, nb::arg("directory"), nb::arg("gamma").none(), nb::arg("beta").none());
}

}  // namespace

void bind_units(nb::module_& module) {
  bind_operator_request(module);
  bind_scalar_unit(module);
  bind_row_unit(module);
}

}  // namespace pwlforge::python
