// Copyright 2026 the pwlforge authors.
// Licensed under the Apache License, Version 2.0; see LICENSE.
// SPDX-License-Identifier: Apache-2.0
#include "gen/fit/fit.hpp"
#include "gen/support/json.hpp"
#include "gen/tables/certificate.hpp"
#include "python/src/bindings.hpp"

namespace nb = nanobind;

namespace pwlforge::python {
namespace {

using Samples = std::vector<std::pair<double, double>>;

/// What fit() takes beside the function and its samples; the words of enumerations by their place.
struct FitWords {
  int entries = 16;
  std::string format = "k8b16", method = "optimal", objective = "lsb";
  int sharing = 1, threshold = 0, rounding = 0;
  std::vector<int> scales;
  int input_bits = 8, output_bits = 8;
  bool output_signed = true;
  std::optional<double> input_scale, output_scale;
  std::int64_t input_zero = 0, output_zero = 0;
  std::optional<std::pair<double, double>> range;
  std::uint64_t seed = 1;
  int threads = 0;
};

Table run_fit(const std::string& name, const Samples& samples, const FitWords& words) {
  std::unique_ptr<Function> sampled;
  FitRequest request;
  if (samples.empty()) {
    request.function = &find_function(name);
  } else {
    sampled = make_sampled(name, samples);
    request.function = sampled.get();
  }
  request.entries = words.entries;
  request.format = parse_format(words.format);
  request.method = parse_method(words.method);
  request.objective = parse_objective(words.objective);
  request.sharing = static_cast<Sharing>(words.sharing);
  request.threshold = static_cast<ThresholdRule>(words.threshold);
  request.rounding = static_cast<golden::Rounding>(words.rounding);
  request.scales = words.scales;
  request.input_bits = words.input_bits;
  request.output_bits = words.output_bits;
  request.output_signed = words.output_signed;
  request.input_scale = words.input_scale;
  request.input_zero = words.input_zero;
  request.output_scale = words.output_scale;
  request.output_zero = words.output_zero;
  if (words.range) request.range = Range{words.range->first, words.range->second};
  request.seed = words.seed;
  request.threads = words.threads;
  return fit(request);
}

void bind_fit(nb::module_& module) {
  nb::class_<FitWords>(module, "FitWords")
      .def(nb::init<>())
      .def_rw("entries", &FitWords::entries)
      .def_rw("format", &FitWords::format)
      .def_rw("method", &FitWords::method)
      .def_rw("objective", &FitWords::objective)
      .def_rw("sharing", &FitWords::sharing)
      .def_rw("threshold", &FitWords::threshold)
      .def_rw("rounding", &FitWords::rounding)
      .def_rw("scales", &FitWords::scales)
      .def_rw("input_bits", &FitWords::input_bits)
      .def_rw("output_bits", &FitWords::output_bits)
      .def_rw("output_signed", &FitWords::output_signed)
      .def_rw("scale_in", &FitWords::input_scale, nb::arg().none())
      .def_rw("zero_in", &FitWords::input_zero)
      .def_rw("scale_out", &FitWords::output_scale, nb::arg().none())
      .def_rw("zero_out", &FitWords::output_zero)
      .def_rw("range", &FitWords::range, nb::arg().none())
      .def_rw("seed", &FitWords::seed)
      .def_rw("threads", &FitWords::threads);
  module.def("fit", &run_fit, nb::arg("function"), nb::arg("samples"), nb::arg("words"),
             nb::call_guard<nb::gil_scoped_release>());
}

}  // namespace

void bind_tables(nb::module_& module) {
  bind_fit(module);
  nb::class_<TableContext>(module, "TableContext")
      .def_ro("scale_in", &TableContext::input_scale)
      .def_ro("zero_in", &TableContext::input_zero)
      .def_ro("scale_out", &TableContext::output_scale)
      .def_ro("zero_out", &TableContext::output_zero)
      .def_ro("fraction_bits", &TableContext::fraction_bits)
      .def_ro("shift", &TableContext::shift)
      .def_ro("requant_shift", &TableContext::requant_shift)
      .def_ro("thresholds", &TableContext::thresholds)
      .def_ro("slopes", &TableContext::slopes)
      .def_ro("intercepts", &TableContext::intercepts)
      .def_ro("breakpoints", &TableContext::breakpoints);
  nb::class_<Table>(module, "Table")
      .def_ro("function", &Table::function)
      .def_ro("entries", &Table::entries)
      .def_ro("input_bits", &Table::input_bits)
      .def_ro("output_bits", &Table::output_bits)
      .def_ro("output_signed", &Table::output_signed)
      .def_ro("contexts", &Table::contexts)
      .def_prop_ro("format", [](const Table& table) { return format_name(table.format); })
      .def_prop_ro("floating", [](const Table& table) { return table.format.floating; })
      .def_prop_ro("range", [](const Table& table) { return std::make_pair(table.range.low, table.range.high); })
      .def("text", &table_text)
      .def("save", [](const Table& table, const std::string& path) { write_table(table, path); })
      .def("value", [](const Table& table, double x) { return function_of(table)->value(x); })
      .def("certificate", [](const Table& table, std::uint64_t seed) {
        const nb::gil_scoped_release release;
        return certificate_to_json(certify_model(table, seed)).dump();
      });
  module.def("read_table", &read_table, nb::arg("path"));
  module.def("parse_table", [](const std::string& text, const std::string& name) {
    return table_from_json(parse_json(text, name), name);
  });
  module.def("function_names", &function_names);
  module.def("function_value", [](const std::string& name, const std::vector<double>& x) {
    const Function& function = find_function(name);
    std::vector<double> values;
    for (const double one : x) values.push_back(function.value(one));
    return values;
  });
}

}  // namespace pwlforge::python
