// Copyright 2026 the pwlforge authors.
// Licensed under the Apache License, Version 2.0; see LICENSE.
// SPDX-License-Identifier: Apache-2.0
#include "gen/unit/request.hpp"

#include <fmt/format.h>

#include <algorithm>

#include "gen/support/words.hpp"

namespace pwlforge {
namespace {

void set_parameters(const UnitRequest& request, UnitSpec& spec, Problems& problems) {
  golden::IntFormat& integer = spec.integer;
  if (request.format) {
    const ParamFormat format = parse_format(*request.format);
    if (format.floating != spec.floating || (spec.floating && *request.format != request.unit)) {
      problems.add("--format", fmt::format("not a format of unit {} (found {})", request.unit, *request.format),
                   spec.floating ? fmt::format("use --format {}", request.unit) : "use one such as k8b16 or f6k8b8");
      return;
    }
    integer.slope_bits = format.slope_bits;
    integer.intercept_bits = format.intercept_bits;
    if (!spec.floating) integer.intercept = default_intercept(format);
  } else {
    if (spec.tables.empty() && !spec.floating) {
      problems.add("--format", "without --table the unit needs a parameter format", "give --format, such as k8b16");
    }
    integer.slope_bits = 2;
    integer.intercept_bits = 2;
    for (const Table& table : spec.tables) {
      integer.slope_bits = std::max(integer.slope_bits, table.format.slope_bits);
      integer.intercept_bits = std::max(integer.intercept_bits, table.format.intercept_bits);
    }
    if (!spec.tables.empty()) integer.intercept = spec.tables.front().intercept;
  }
  if (!request.intercept) return;
  if (spec.floating) {
    problems.add("--intercept", "float units have one intercept form", "drop --intercept");
    return;
  }
  integer.intercept =
      static_cast<golden::InterceptForm>(choice("--intercept", *request.intercept, intercept_names(), problems));
}

void set_output(const UnitRequest& request, UnitSpec& spec, Problems& problems) {
  golden::IntFormat& integer = spec.integer;
  if (!spec.tables.empty()) {
    integer.output_bits = spec.tables.front().output_bits;
    integer.output_signed = spec.tables.front().output_signed;
    integer.rounding = spec.tables.front().rounding;
  }
  if (request.output_unsigned) integer.output_signed = false;
  if (request.rounding) {
    integer.rounding =
        static_cast<golden::Rounding>(choice("--rounding", *request.rounding, rounding_names(), problems));
  }
  if (!request.output) return;
  if (*request.output == "raw") {
    integer.raw = true;
    return;
  }
  if (!read_number(*request.output, integer.output_bits)) {
    problems.add("--output", fmt::format("neither raw nor a number of bits (found {})", *request.output),
                 "use raw or 2..32");
  }
}

std::string default_name(const UnitRequest& request, const UnitSpec& spec) {
  std::string unit = request.unit;
  unit.erase(std::remove(unit.begin(), unit.end(), ':'), unit.end());
  if (spec.tables.size() != 1) return unit + "_unit";
  std::string function = spec.tables.front().function;
  std::replace_if(
      function.begin(), function.end(), [](unsigned char c) { return std::isalnum(c) == 0; }, '_');
  return function + "_" + unit;
}

}  // namespace

Wrap wrap_of(const std::string& text) {
  return static_cast<Wrap>(choice("--wrap", text, wrap_names()));
}

UnitSpec unit_spec(const UnitRequest& request) {
  Problems problems;
  UnitSpec spec;
  set_unit(spec, request.unit);
  spec.tables = request.documents;
  for (const std::string& path : request.tables) spec.tables.push_back(read_table(path));
  spec.store = static_cast<Store>(choice("--store", request.store, store_names(), problems));
  spec.wrap = static_cast<Wrap>(choice("--wrap", request.wrap, wrap_names(), problems));
  spec.float_options.inf_ieee = choice("--inf", request.inf, {"clamp", "ieee"}, problems) == 1;
  spec.float_options.ftz = request.ftz;
  spec.banks = request.banks;
  spec.pipeline = request.pipeline;
  spec.mac_stages = request.mac_stages.value_or(1);
  spec.compact = request.compact;
  spec.skid = request.skid;
  spec.tag_bits = request.tag_bits;
  spec.lanes = request.lanes;
  spec.clock_gate = request.clock_gate;
  spec.operand_isolation = request.operand_isolation;
  spec.tolerance = request.tolerance;
  spec.slope_terms = request.slope_terms;
  if (request.entries) {
    spec.entries = *request.entries;
  } else if (spec.tables.empty()) {
    problems.add("--entries", "without --table the unit needs a number of entries", "give --entries, 2..64");
  } else {
    spec.entries = 2;
    for (const Table& table : spec.tables) spec.entries = std::max(spec.entries, table.entries);
  }
  set_parameters(request, spec, problems);
  set_output(request, spec, problems);
  spec.name = request.name.empty() ? default_name(request, spec) : request.name;
  problems.throw_if_any();
  if (request.trim_shift) spec.kept = needed_shifts(spec);
  if (request.trim) spec.kept = needed_words(spec);
  return spec;
}

}  // namespace pwlforge
