// Copyright 2026 the pwlforge authors.
// Licensed under the Apache License, Version 2.0; see LICENSE.
// SPDX-License-Identifier: Apache-2.0
//
// A small unit for tests of the flow, and the skip when tools are missing.
#pragma once

#include <cstdio>
#include <cstdlib>
#include <filesystem>

#include "gen/rtl/rtl.hpp"
#include "gen/support/files.hpp"
#include "gen/support/process.hpp"
#include "synth/flow/synth.hpp"

namespace pwlforge::test {

/// Ends the test program as skipped, by name, when the flow cannot run here.
inline void need(const std::initializer_list<const char*>& tools) {
  for (const char* tool : tools) {
    if (!find_tool(tool).empty()) continue;
    std::printf("SKIPPED: %s is not installed\n", tool);
    std::exit(77);
  }
  if (!std::filesystem::exists("/usr/share/qflow/tech/osu018/osu018_stdcells.lib")) {
    std::printf("SKIPPED: package qflow-tech-osu018 is not installed\n");
    std::exit(77);
  }
}

/// An empty cache of its own for the rest of a test: nothing that an earlier run kept is found.
class FreshCache {
 public:
  FreshCache() { setenv("PWLFORGE_CACHE", folder_.path().c_str(), 1); }
  const std::filesystem::path& path() const { return folder_.path(); }

 private:
  TemporaryDirectory folder_;
};

/// 5-bit inputs, 3 entries, loadable parameters, no table.
inline UnitSource small_unit(Store store = Store::registers) {
  UnitSpec spec;
  spec.name = "small_unit";
  set_unit(spec, "int:5");
  spec.integer.slope_bits = 5;
  spec.integer.intercept_bits = 5;
  spec.integer.intercept = golden::InterceptForm::shifted;
  spec.entries = 3;
  spec.store = store;
  spec.pipeline = 3;
  const UnitPlan plan = plan_unit(spec);
  return unit_source(plan, emit_unit(plan));
}

}  // namespace pwlforge::test
