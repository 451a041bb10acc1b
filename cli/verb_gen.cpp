// Copyright 2026 the pwlforge authors.
// Licensed under the Apache License, Version 2.0; see LICENSE.
// SPDX-License-Identifier: Apache-2.0
#include <fmt/format.h>

#include <memory>
#include <string>

#include "cli/verbs.hpp"
#include "gen/rtl/rtl.hpp"
#include "gen/support/json.hpp"
#include "gen/unit/configurations.hpp"
#include "gen/unit/request.hpp"

namespace pwlforge::cli {
namespace {

struct GenOptions {
  UnitRequest request;
  std::string configuration;
  std::string output;
  bool json = false;
};

UnitSpec specification(const GenOptions& options) {
  if (options.configuration.empty()) return unit_spec(options.request);
  UnitSpec spec = find_configuration(options.configuration).spec;
  for (const std::string& path : options.request.tables) spec.tables.push_back(read_table(path));
  if (!options.request.name.empty()) spec.name = options.request.name;
  return spec;
}

void run(const GenOptions& options) {
  const UnitPlan plan = plan_unit(specification(options));
  write_unit(plan, options.output);
  if (options.json) {
    const Json json{{"unit", plan.spec.name},         {"directory", options.output},
                    {"latency", plan.latency},        {"contexts", plan.contexts.size()},
                    {"modules", plan.modules.size()}, {"generator", generator_version()}};
    fmt::print("{}\n", json.dump(2));
    return;
  }
  fmt::print("{}: unit {}, latency {}, {} context{}, {} library modules\n", options.output, plan.spec.name,
             plan.latency, plan.contexts.size(), plan.contexts.size() == 1 ? "" : "s", plan.modules.size());
}

}  // namespace

void add_gen_verb(CLI::App& app) {
  auto options = std::make_shared<GenOptions>();
  UnitRequest& request = options->request;
  CLI::App* verb = app.add_subcommand("gen", "Write a unit directory: Verilog, bench, constraints, manifest");
  auto* unit = verb->add_option("--unit", request.unit, "int8, int16, int32, int:W (W 4..32), fp32, bf16 or fp16");
  auto* config = verb->add_option("--config", options->configuration, "a named configuration, such as paper-int8-8");
  config->excludes(unit);
  verb->add_option("--table", request.tables, "table document; may be repeated")->check(CLI::ExistingFile);
  auto* entries = verb->add_option("--entries", request.entries, "segments of the unit, 2..64");
  auto* format = verb->add_option("--format", request.format, "parameter format, such as k8b16 or f6k8b8");
  auto* store =
      verb->add_option("--store", request.store, "registers, latches, fixed or truth_table")->capture_default_str();
  auto* banks = verb->add_option("--banks", request.banks, "banks of a loadable store, 1 or 2")->capture_default_str();
  auto* intercept = verb->add_option("--intercept", request.intercept, "shifted or direct");
  auto* output = verb->add_option("--output", request.output, "output bits, or raw for the accumulator");
  auto* sign = verb->add_flag("--output-unsigned", request.output_unsigned, "unsigned output code");
  auto* rounding = verb->add_option("--rounding", request.rounding, "half_up, half_even or floor");
  auto* ftz = verb->add_flag("--ftz", request.ftz, "float units: flush subnormals to zero");
  auto* inf = verb->add_option("--inf", request.inf, "float units: clamp or ieee")->capture_default_str();
  auto* pipeline = verb->add_option("--pipeline", request.pipeline, "pipeline stages, 0..4")->capture_default_str();
  auto* compact = verb->add_flag("--compact", request.compact, "integer units: stages where the fewest bits cross");
  auto* skid = verb->add_flag("--skid", request.skid, "register ready");
  auto* tag =
      verb->add_option("--tag", request.tag_bits, "bits of a tag that travels with each beat")->capture_default_str();
  auto* lanes = verb->add_option("--lanes", request.lanes, "values per beat")->capture_default_str();
  auto* wrap =
      verb->add_option("--wrap", request.wrap, "none or axis (AXI4-Stream and AXI4-Lite)")->capture_default_str();
  auto* gate = verb->add_flag("--clock-gate", request.clock_gate, "registers store: one clock gate per word");
  auto* isolate = verb->add_flag("--operand-isolation", request.operand_isolation, "hold operands while idle");
  for (CLI::Option* option : {entries, format, store, banks, intercept, output, sign, rounding, ftz, inf, pipeline,
                              compact, skid, tag, lanes, wrap, gate, isolate}) {
    config->excludes(option);
  }
  verb->add_option("--name", request.name, "module name");
  verb->add_option("-o", options->output, "unit directory to write")->required();
  verb->add_flag("--json", options->json, "print one JSON object");
  verb->footer(
      "Example: pwlforge gen --unit int8 --table gelu.json --store registers -o gelu_unit\n"
      "         pwlforge gen --unit int8 --entries 8 --format k8b16 --banks 2 -o any_unit");
  verb->callback([options, unit, config] {
    if (unit->count() + config->count() == 0) {
      throw InputError("--unit: not given; say which unit to write, such as --unit int8");
    }
    run(*options);
  });
}

}  // namespace pwlforge::cli
