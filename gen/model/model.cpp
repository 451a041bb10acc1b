// Copyright 2026 the pwlforge authors.
// Licensed under the Apache License, Version 2.0; see LICENSE.
// SPDX-License-Identifier: Apache-2.0
#include <fmt/format.h>

#include <exception>
#include <memory>
#include <optional>
#include <string>
#include <vector>

#include "gen/model/pwlforge.h"
#include "gen/operator/beats.hpp"
#include "gen/operator/operator_axis.hpp"
#include "gen/unit/unit.hpp"

namespace {

using namespace pwlforge;

std::string& last_error() {
  thread_local std::string text;
  return text;
}

std::uint64_t low_bits(std::uint64_t value, int bits) {
  return bits >= 64 ? value : value & ((std::uint64_t{1} << bits) - 1);
}

std::int64_t signed_code(std::uint64_t pattern, int bits) {
  return static_cast<std::int64_t>(pattern << (64 - bits)) >> (64 - bits);
}

}  // namespace

struct pwlforge_model {
  std::optional<UnitPlan> unit;
  std::optional<OperatorPlan> rows;
  OperatorImage image;
  Stimulus row;  ///< comes in
  std::vector<std::uint64_t> outputs;
  int flags = 0;

  int output_bits() const { return unit ? unit->output_bits : result_bits(*rows); }
};

namespace {

/// What `act` returns, or `failure` and the reason of an exception: none may leave a C function.
template <class Result, class Act>
Result guarded(const Result& failure, Act act) {
  try {
    return act();
  } catch (const std::exception& error) {
    last_error() = error.what();
  } catch (...) {
    last_error() = "an unknown failure";
  }
  return failure;
}

constexpr std::uint64_t kNoValue = ~std::uint64_t{0};

const UnitPlan& unit_of(const pwlforge_model* model, int context) {
  if (model == nullptr) throw std::invalid_argument("no model: pwlforge_open failed");
  if (!model->unit) throw std::invalid_argument("an operator has no single values; push its elements and end the row");
  const int contexts = static_cast<int>(model->unit->contexts.size());
  if (context < 0 || context >= contexts) {
    throw std::invalid_argument(fmt::format("no such context (found {}); the unit has {}", context, contexts));
  }
  return *model->unit;
}

const OperatorPlan& rows_of(const pwlforge_model* model) {
  if (model == nullptr) throw std::invalid_argument("no model: pwlforge_open failed");
  if (!model->rows) throw std::invalid_argument("a unit has no rows; use pwlforge_value");
  return *model->rows;
}

void push(pwlforge_model& model, std::uint64_t x, std::uint64_t gate, bool keep) {
  const OperatorPlan& plan = rows_of(&model);
  const int bits = plan.spec.element_bits;
  const bool unsigned_codes = plan.spec.floating || plan.spec.kind == OperatorKind::wide;
  const auto code = [&](std::uint64_t pattern) {
    return unsigned_codes ? static_cast<std::int64_t>(low_bits(pattern, bits)) : signed_code(pattern, bits);
  };
  model.row.row.codes.push_back(code(x));
  model.row.row.keep.push_back(keep);
  model.row.gates.push_back(code(gate));
}

int end_row(pwlforge_model& model) {
  const OperatorPlan& plan = rows_of(&model);
  Stimulus row = std::move(model.row);
  model.row = Stimulus{};
  model.outputs.clear();
  model.flags = 0;
  if (row.row.codes.empty()) throw std::invalid_argument("a row without elements; push some first");
  const auto lanes = static_cast<std::size_t>(plan.spec.lanes);
  const RowBeats beats = row_beats(plan, model.image, row);
  const int bits = model.output_bits();
  for (const Payload& beat : beats.outputs) {
    for (std::size_t lane = 0; lane < lanes; ++lane) {
      std::uint64_t value = 0;
      for (int i = 0; i < bits; ++i) {
        const std::size_t at = lane * static_cast<std::size_t>(bits) + static_cast<std::size_t>(i);
        value |= (beat[at / 64] >> (at % 64) & 1) << i;
      }
      model.outputs.push_back(value);
    }
  }
  model.flags = (beats.saturated ? PWLFORGE_SATURATED : 0) | (beats.empty ? PWLFORGE_EMPTY : 0) |
                (beats.overlong ? PWLFORGE_OVERLONG : 0);
  return static_cast<int>(model.outputs.size());
}

}  // namespace

const char* pwlforge_version() {
  static const std::string text = generator_version();
  return text.c_str();
}

const char* pwlforge_last_error() {
  return last_error().c_str();
}

pwlforge_model* pwlforge_open(const char* directory) {
  return guarded<pwlforge_model*>(nullptr, [&] {
    if (directory == nullptr) throw std::invalid_argument("no directory; give one that pwlforge gen wrote");
    auto model = std::make_unique<pwlforge_model>();
    if (is_operator_directory(directory)) {
      model->rows = core_plan(read_operator_manifest(directory).plan);
      model->image = table_image(*model->rows);
    } else {
      model->unit = read_manifest(directory).plan;
    }
    return model.release();
  });
}

void pwlforge_close(pwlforge_model* model) {
  delete model;
}

int pwlforge_has_rows(const pwlforge_model* model) {
  return model->rows ? 1 : 0;
}

int pwlforge_input_bits(const pwlforge_model* model) {
  return model->unit ? model->unit->input_bits : model->rows->spec.element_bits;
}

int pwlforge_output_bits(const pwlforge_model* model) {
  return model->output_bits();
}

int pwlforge_lanes(const pwlforge_model* model) {
  return model->unit ? model->unit->spec.lanes : model->rows->spec.lanes;
}

int pwlforge_contexts(const pwlforge_model* model) {
  return model->unit ? static_cast<int>(model->unit->contexts.size()) : 1;
}

uint64_t pwlforge_value(pwlforge_model* model, int context, uint64_t x) {
  return guarded<std::uint64_t>(kNoValue, [&] {
    const UnitPlan& plan = unit_of(model, context);
    return expected_output(plan, plan.contexts[static_cast<std::size_t>(context)], low_bits(x, plan.input_bits));
  });
}

int pwlforge_values(pwlforge_model* model, int context, const uint64_t* x, uint64_t* y, int count) {
  return guarded<int>(-1, [&] {
    const UnitPlan& plan = unit_of(model, context);
    const UnitContext& which = plan.contexts[static_cast<std::size_t>(context)];
    for (int i = 0; i < count; ++i) y[i] = expected_output(plan, which, low_bits(x[i], plan.input_bits));
    return 0;
  });
}

int pwlforge_row_push(pwlforge_model* model, uint64_t x, uint64_t gate, int keep) {
  return guarded<int>(-1, [&] {
    rows_of(model);
    push(*model, x, gate, keep != 0);
    return 0;
  });
}

int pwlforge_row_end(pwlforge_model* model) {
  return guarded<int>(-1, [&] {
    rows_of(model);
    return end_row(*model);
  });
}

uint64_t pwlforge_row_output(pwlforge_model* model, int index) {
  return guarded<std::uint64_t>(kNoValue, [&] {
    rows_of(model);
    if (index < 0 || index >= static_cast<int>(model->outputs.size())) {
      throw std::invalid_argument(
          fmt::format("no such output (found {}); the row had {}", index, model->outputs.size()));
    }
    return model->outputs[static_cast<std::size_t>(index)];
  });
}

int pwlforge_row_flags(const pwlforge_model* model) {
  return model->flags;
}

int pwlforge_row(pwlforge_model* model, const uint64_t* x, const uint64_t* gates, const uint8_t* keep, int count,
                 uint64_t* y) {
  return guarded<int>(-1, [&] {
    rows_of(model);
    model->row = Stimulus{};
    for (int i = 0; i < count; ++i) {
      push(*model, x[i], gates == nullptr ? 0 : gates[i], keep == nullptr || keep[i] != 0);
    }
    const int outputs = end_row(*model);
    for (int i = 0; i < outputs; ++i) y[i] = model->outputs[static_cast<std::size_t>(i)];
    return outputs;
  });
}
