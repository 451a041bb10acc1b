// Copyright 2026 the pwlforge authors.
// Licensed under the Apache License, Version 2.0; see LICENSE.
// SPDX-License-Identifier: Apache-2.0
//
// What a user says about an operator or a wide unit, and the specification that follows; tables that are not given are
// fitted.
#pragma once

#include <optional>
#include <string>
#include <vector>

#include "gen/operator/operator.hpp"

namespace pwlforge {

struct OperatorRequest {
  std::string name_of_operator;  ///< softmax, rmsnorm, layernorm, swiglu, geglu; empty for a wide unit
  int width = 8;                 ///< bits of an element: 8 or 16
  std::string peer = "none";     ///< illm or ibert: their arithmetic, without tables
  bool floating = false;         ///< FP32 instead of codes of `width` bits
  int lanes = 1;
  std::string wrap = "none";  ///< none or axis
  int max_row = 4096;
  std::vector<std::string> tables;  ///< paths of table documents
  std::vector<Table> documents;     ///< documents themselves, in front of those
  std::string store = "registers";
  /// Of the exp, silu or gelu unit, or of a wide unit's core. Default: 16 up to 8 bits, else 32; twice that for exp.
  std::optional<int> entries;
  std::optional<int> output;        ///< bits; default: the width, 8 for norms
  std::optional<double> scale_in;   ///< of the codes; default 2^-4 (8 bits), 2^-12 (16 bits)
  std::optional<double> scale_out;  ///< of signed outputs; default: 2^-5 norms, that of the product's high half gated
  std::optional<int> exp_bits;      ///< softmax: E; default: the width and 4
  std::optional<int> reciprocal_bits;  ///< softmax: O; default: the width and 2, or the width where E is
  double epsilon = 1e-5;
  int length = 0;  ///< elements of a norm's rows; 0: max_row
  bool affine = false;
  std::vector<double> gamma{1.0};  ///< of a norm: one, or with affine one for each of max_row channels
  std::vector<double> beta{0.0};   ///< the same
  std::string name;                ///< default: from the operator and the width

  int wide = 0;                      ///< V of a wide unit; 0: an operator
  std::string unit;                  ///< int8, int16, int:W: its core
  std::string function = "div";      ///< div or rsqrt, where no table says so
  std::optional<int> fraction_bits;  ///< F: the integer form
};

/// Throws InputError for words that mean nothing; rules between the parts are plan_operator's business.
OperatorSpec operator_spec(const OperatorRequest& request);

/// gamma and beta into the numbers of a norm. Throws InputError when there are neither one nor as many as channels.
void set_channels(const OperatorRequest& request, OperatorSpec& spec);

/// What a request that leaves it open gets; named configurations start from the same. Entries: with which a table of so
/// many bits is within 1e-4 of a mantissa function, or within its own rounding.
int default_entries(int width);
/// Entries, E and O of a specification whose kind and width are set; the entries again after another E.
void set_default_widths(OperatorSpec& spec);
void set_default_entries(OperatorSpec& spec);
int default_output_bits(OperatorKind kind, int width);
double default_element_scale(int width);
double default_output_scale(const OperatorSpec& spec);

}  // namespace pwlforge
