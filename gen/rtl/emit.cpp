// Copyright 2026 the pwlforge authors.
// Licensed under the Apache License, Version 2.0; see LICENSE.
// SPDX-License-Identifier: Apache-2.0
#include <stdexcept>

#include "gen/rtl/bench_fields.hpp"
#include "gen/rtl/design_printer.hpp"
#include "gen/rtl/library.hpp"
#include "gen/rtl/parts.hpp"
#include "gen/rtl/prefix.hpp"
#include "gen/rtl/rtl.hpp"
#include "gen/support/json.hpp"
#include "gen/unit/axis.hpp"

namespace pwlforge {

FileSet emit_unit(const UnitPlan& plan) {
  const std::string& name = plan.spec.name;
  FileSet set;
  std::vector<std::string> files;
  for (const std::string& module : plan.modules) {
    const auto found = library_files().find(module);
    if (found == library_files().end()) throw std::logic_error("the library has no module " + module);
    files.push_back("rtl/" + module + ".v");
    set[files.back()] = found->second;
  }
  if (set.count("rtl/pwl_latch.v") > 0) set["rtl/waivers.vlt"] = library_files().at("waivers");
  if (plan.spec.wrap == Wrap::axis) {
    const UnitPlan core = core_plan(plan);
    files.push_back(core.spec.name + ".v");
    set[files.back()] = design_text(unit_design(core));
  }
  files.push_back(name + ".v");
  set[files.back()] = design_text(plan.spec.wrap == Wrap::axis ? bus_design(bus_plan(plan)) : unit_design(plan));
  const std::vector<BenchStep> steps = bench_steps(plan);
  set[name + "_tb.v"] = bench_text(plan, steps);
  set[name + "_cocotb.py"] = cocotb_text(plan, steps);
  set[name + "_vectors.hex"] = vectors_text(plan, steps);
  add_companions(set, name, unit_summary(plan), plan.ports, plan.spec.store == Store::latches, files, plan.spec.prefix);
  set[name + ".h"] = header_text(plan);
  if (has_axil(plan)) set[name + "_driver.h"] = driver_text(bus_plan(plan));
  if (plan.spec.wrap == Wrap::axis) set[name + ".xml"] = ipxact_text(bus_plan(plan), files);
  set["README.md"] = readme_text(plan, files);
  for (std::string& file : files) file = prefixed(file, plan.spec.prefix);
  set["manifest.json"] = manifest_to_json(plan, files).dump(2) + "\n";
  return prefixed(set, plan.spec.prefix);
}

void write_unit(const UnitPlan& plan, const std::filesystem::path& path) {
  write_directory(path, emit_unit(plan), "manifest.json");
}

}  // namespace pwlforge
