// Copyright 2026 the pwlforge authors.
// Licensed under the Apache License, Version 2.0; see LICENSE.
// SPDX-License-Identifier: Apache-2.0
//
// Pictures: one pair of panels per context, the right numbers in them, the same text every time.
#include <catch2/catch.hpp>

#include "gen/fit/fit.hpp"
#include "gen/fit/plot.hpp"
#include "gen/support/process.hpp"

using namespace pwlforge;

TEST_CASE("a plot shows every context and its worst error") {
  if (find_tool("gnuplot").empty()) {
    WARN("skipped: gnuplot is not installed");
    return;
  }
  FitRequest request;
  request.function = &find_function("gelu");
  request.entries = 8;
  request.scales = {4, 6};
  Table table = fit(request);
  const std::string picture = plot_table(table);
  CHECK(picture.rfind("<?xml", 0) == 0);
  CHECK(picture.find("</svg>") != std::string::npos);
  CHECK(picture.find("gelu, 8 entries, scale 0.0625") != std::string::npos);
  CHECK(picture.find("gelu, 8 entries, scale 0.015625") != std::string::npos);
  CHECK(picture.find("error, at most 0 LSB") != std::string::npos);
  CHECK(picture.find("error, at most 1 LSB") != std::string::npos);
  CHECK(plot_table(table) == picture);
  table.contexts[0].intercepts[3] += 64;  // a wrong table looks wrong
  CHECK(plot_table(table).find("error, at most 0 LSB") == std::string::npos);

  request.format = parse_format("fp16");
  CHECK(plot_table(fit(request)).find("gelu, 8 entries, fp16") != std::string::npos);
}
