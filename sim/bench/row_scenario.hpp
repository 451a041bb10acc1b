// Copyright 2026 the pwlforge authors.
// Licensed under the Apache License, Version 2.0; see LICENSE.
// SPDX-License-Identifier: Apache-2.0
//
// Rows, images and reloads as a job for the bench of an operator, with what must come out.
#pragma once

#include <string>
#include <vector>

#include "gen/operator/beats.hpp"
#include "sim/bench/testbench/row_job.hpp"

namespace pwlforge {

class RowScenario {
 public:
  RowScenario(const OperatorPlan& plan, std::uint64_t seed, bool stall);

  /// Rows with the image that is current. The first image must be loaded before.
  void play(const std::vector<Stimulus>& rows, const std::string& phase, bool gapless = false);
  /// Requests the image after `load_after` beats of these rows have entered: some rows meet the old image, some the new
  /// one. The first image ever: all rows wait for it.
  void load(const OperatorImage& image, const std::vector<Stimulus>& rows, std::uint64_t load_after,
            const std::string& phase);

  bench::RowJob& job() { return job_; }
  std::uint64_t beats() const { return job_.inputs.size() / bench::words_for(job_.shape.input_bits); }
  std::uint64_t rows() const { return job_.rows.size(); }
  /// The phase that a row belongs to.
  const std::string& phase_of(std::uint64_t row) const;

 private:
  void add_rows(const std::vector<Stimulus>& rows, const OperatorImage* old, const OperatorImage* fresh);
  void add_row(const Stimulus& row, const OperatorImage* old, const OperatorImage* fresh);
  std::uint64_t add_outputs(const RowBeats& beats);

  const OperatorPlan& plan_;
  bench::RowJob job_;
  OperatorImage image_;
  bool loaded_ = false;
  std::vector<std::string> phases_;  ///< of the steps
};

}  // namespace pwlforge
