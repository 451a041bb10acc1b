// Copyright 2026 the pwlforge authors.
// Licensed under the Apache License, Version 2.0; see LICENSE.
// SPDX-License-Identifier: Apache-2.0
//
// What a user says about a unit, and the specification that follows from it and the tables.
#pragma once

#include <optional>
#include <string>
#include <vector>

#include "gen/unit/unit.hpp"

namespace pwlforge {

/// Everything optional that the tables or a default can answer.
struct UnitRequest {
  std::string unit;                      ///< int8, int16, int32, int:W, fp32, bf16, fp16
  std::vector<std::string> tables;       ///< paths of table documents
  std::vector<Table> documents;          ///< documents themselves, in front of those
  std::optional<int> entries;            ///< default: of the largest table
  std::optional<std::string> format;     ///< default: of the tables
  std::optional<std::string> intercept;  ///< shifted, direct; default: of the tables, else of the format
  std::optional<std::string> output;     ///< raw, or output bits; default: of the tables, else the input width
  bool output_unsigned = false;
  std::optional<std::string> rounding;  ///< half_up, half_even, floor; default: of the tables, else half_up
  std::string store = "registers";
  int banks = 1;
  bool ftz = false;
  std::string inf = "clamp";
  int pipeline = 3;
  std::optional<int> mac_stages;  ///< default: 1
  bool compact = false;
  bool skid = false;
  int tag_bits = 0;
  int lanes = 1;
  std::string wrap = "none";
  bool clock_gate = false;
  bool operand_isolation = false;
  int tolerance = 0;        ///< LSB, of truth_table stores
  int slope_terms = 0;      ///< of fixed stores; 0: a multiplier
  bool trim = false;        ///< loadable stores: keep the bits that the tables need
  bool trim_shift = false;  ///< the same of R alone
  std::string name;         ///< default: from the functions and the unit
};

/// Reads the tables and fills in what was not said. Throws InputError for words that mean nothing and for questions
/// that nothing answers; rules between the parts are plan_unit's business.
UnitSpec unit_spec(const UnitRequest& request);
/// none or axis. Throws InputError.
Wrap wrap_of(const std::string& text);

}  // namespace pwlforge
