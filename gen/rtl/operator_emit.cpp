// Copyright 2026 the pwlforge authors.
// Licensed under the Apache License, Version 2.0; see LICENSE.
// SPDX-License-Identifier: Apache-2.0
#include <algorithm>
#include <set>
#include <stdexcept>

#include "gen/operator/operator_axis.hpp"
#include "gen/operator/operator_design.hpp"
#include "gen/rtl/design_printer.hpp"
#include "gen/rtl/library.hpp"
#include "gen/rtl/operator_parts.hpp"
#include "gen/rtl/operator_rtl.hpp"
#include "gen/rtl/parts.hpp"
#include "gen/rtl/prefix.hpp"
#include "gen/support/json.hpp"

namespace pwlforge {
namespace {

/// Collects modules, each once, those that it needs before it.
class Files {
 public:
  explicit Files(FileSet& set) : set_(set) {}
  void library(const std::vector<std::string>& modules) {
    for (const std::string& module : modules) {
      if (!seen_.insert(module).second) continue;
      files_.push_back("rtl/" + module + ".v");
      set_[files_.back()] = library_files().at(module);
    }
  }
  void top(const std::string& name, const std::string& text) {
    files_.push_back(name + ".v");
    set_[files_.back()] = text;
  }
  void design(const Design& design) {
    library(library_modules(design));
    top(design.name, design_text(design));
  }
  void unit(const UnitPlan& plan) {
    library(plan.modules);
    top(plan.spec.name, design_text(unit_design(plan)));
  }
  const std::vector<std::string>& files() const { return files_; }

 private:
  FileSet& set_;
  std::set<std::string> seen_;
  std::vector<std::string> files_;
};

}  // namespace

FileSet emit_operator(const OperatorPlan& plan) {
  const std::string& name = plan.spec.name;
  FileSet set;
  Files files(set);
  const OperatorKind kind = plan.spec.kind;
  const bool ours = plan.spec.peer == Peer::none;
  if (ours && (kind == OperatorKind::softmax || is_gated(kind))) files.unit(plan.unit);
  if (ours && !is_gated(kind)) files.unit(plan.wide.core);
  if (ours && has_rows(kind) && !plan.spec.floating) files.design(wide_design(plan.wide));
  const OperatorPlan core = core_plan(plan);
  files.design(operator_design(core));
  if (plan.spec.wrap == Wrap::axis) files.design(bus_design(bus_plan(plan)));
  const bool latches = set.count("rtl/pwl_latch.v") > 0;
  if (latches) set["rtl/waivers.vlt"] = library_files().at("waivers");
  const OperatorSteps steps = operator_steps(core);
  set[name + "_tb.v"] = operator_bench_text(plan, steps);
  set[name + "_cocotb.py"] = operator_cocotb_text(plan, steps);
  set[name + "_vectors.hex"] = operator_vectors_text(core, steps);
  add_companions(set, name, operator_summary(plan), plan.ports, plan.spec.store == Store::latches, files.files(),
                 plan.spec.prefix);
  set[name + ".h"] = operator_header_text(plan);
  if (has_axil(plan)) set[name + "_driver.h"] = driver_text(bus_plan(plan));
  if (plan.spec.wrap == Wrap::axis) set[name + ".xml"] = ipxact_text(bus_plan(plan), files.files());
  set["README.md"] = operator_readme_text(plan, files.files(), latches);
  std::vector<std::string> renamed;
  for (const std::string& file : files.files()) renamed.push_back(prefixed(file, plan.spec.prefix));
  set["manifest.json"] = operator_manifest_to_json(plan, renamed).dump(2) + "\n";
  return prefixed(set, plan.spec.prefix);
}

void write_operator(const OperatorPlan& plan, const std::filesystem::path& path) {
  write_directory(path, emit_operator(plan), "manifest.json");
}

}  // namespace pwlforge
