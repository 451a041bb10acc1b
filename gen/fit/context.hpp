// Copyright 2026 the pwlforge authors.
// Licensed under the Apache License, Version 2.0; see LICENSE.
// SPDX-License-Identifier: Apache-2.0
//
// What a fitter knows about one context before it chooses parameters: codes, quantization, lattices, breakpoints that
// are worth trying.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <utility>
#include <vector>

#include "gen/fit/fit.hpp"
#include "gen/fit/lattice.hpp"

namespace pwlforge::fitting {

struct FitContext {
  Quantization input;
  Quantization output;
  std::int64_t first = 0, last = 0;  ///< valid codes
  bool plain = true;  ///< zero points of 0 and powers of two: F = R - s + m; otherwise all is folded and F = R
  int s = 0;          ///< plain: input scale 2^-s
  int m = 0;          ///< plain: output scale 2^-m
  std::string note;   ///< what had to be adjusted

  double real(std::int64_t code) const { return static_cast<double>(code - input.zero_point) * input.scale; }
  std::int64_t codes() const { return last - first + 1; }
  int fraction_bits(int requant_shift) const { return plain ? requant_shift - s + m : requant_shift; }
  int requant_shift(int fraction_bits) const { return plain ? fraction_bits + s - m : fraction_bits; }
};

/// What is wrong with a request whatever its contexts (InputError, every problem at once).
void check_request(const FitRequest& request);

/// All contexts of a request, checked: every problem is told at once (InputError).
std::vector<FitContext> make_contexts(const FitRequest& request);

Range fit_range(const FitRequest& request);

/// Middles of `count` equal parts of a range, in order.
std::vector<double> midpoints(const Range& range, int count);

/// The integer unit that runs the tables of this request.
golden::IntFormat unit_format(const FitRequest& request);

/// Requantization shifts to try at one context: one when the format has F, else every one whose slopes may fit.
std::vector<int> requant_candidates(const FitRequest& request, const FitContext& context);

/// Coordinates in which a context's squared error is measured. Plain contexts use real x and y, so that several scales
/// can share one line; folded ones use codes.
double abscissa(const FitContext& context, double x);
double ordinate(const FitContext& context, double y);
/// Real squared error = ordinate_weight * (squared error of ordinates).
double ordinate_weight(const FitContext& context);

/// Lattice of (K, B) in those coordinates for a requantization shift.
Lattice make_lattice(const FitRequest& request, const FitContext& context, int requant_shift);

/// Greatest |f'| in accumulator steps per code at R = 0 between neighbouring valid codes.
double steepest(const FitRequest& request, const FitContext& context);

/// Real breakpoint whose threshold is this code, under every rule that is defined for the scale.
double breakpoint_at(const FitContext& context, std::int64_t code);

/// Real breakpoints that are worth trying: every partition of the codes (or of the sample points of metric A) that some
/// real breakpoint vector gives is given by some of these.
std::vector<double> candidate_breakpoints(const FitRequest& request, const std::vector<FitContext>& contexts,
                                          bool rounded);

/// Prefix sums at every candidate: element c is the sum over everything below candidate c - 1's threshold; the first
/// element is empty and the last one is everything. `request.objective` says what is summed (lsb: as q_all).
std::vector<Moments> prefix_moments(const FitRequest& request, const std::vector<FitContext>& contexts,
                                    const std::vector<double>& breakpoints);

}  // namespace pwlforge::fitting
