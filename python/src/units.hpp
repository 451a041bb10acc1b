// Copyright 2026 the pwlforge authors.
// Licensed under the Apache License, Version 2.0; see LICENSE.
// SPDX-License-Identifier: Apache-2.0
//
// One context of a unit, or an operator with its words, as something that maps numbers to numbers.
#pragma once

#include <optional>
#include <string>
#include <variant>
#include <vector>

#include "gen/operator/operator.hpp"
#include "gen/unit/unit.hpp"

namespace pwlforge::python {

/// A unit's context. Codes are signed numbers; for floats bit patterns.
class ScalarUnit {
 public:
  /// Throws InputError when there is no such context.
  ScalarUnit(UnitPlan plan, std::size_t context);
  const UnitPlan& plan() const { return plan_; }
  const Table& table() const;
  const TableContext& scales() const;
  bool output_signed() const;
  /// Throws InputError for a code outside the input, with its place.
  void evaluate(const std::int64_t* codes, std::size_t count, std::int64_t* outputs) const;

 private:
  std::int64_t output(std::int64_t code) const;

  UnitPlan plan_;
  std::size_t context_;
  golden::IntParams integer_;
  golden::FloatParams floating_;
};

/// A row operator, a gated unit or a wide unit.
class RowUnit {
 public:
  explicit RowUnit(OperatorPlan plan);
  RowUnit(OperatorPlan plan, const OperatorNumbers& numbers);
  const OperatorPlan& plan() const { return plan_; }
  const OperatorImage& image() const { return image_; }
  /// rows x length numbers each; keep and gates: as many, or none. Throws InputError for a code outside the element, a
  /// row that is too long, gates missing or given for nothing.
  void evaluate(const std::int64_t* codes, const bool* keep, const std::int64_t* gates, std::size_t rows,
                std::size_t length, std::int64_t* outputs) const;

 private:
  OperatorPlan plan_;
  OperatorImage image_;
};

}  // namespace pwlforge::python
