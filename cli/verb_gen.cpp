// Copyright 2026 the pwlforge authors.
// Licensed under the Apache License, Version 2.0; see LICENSE.
// SPDX-License-Identifier: Apache-2.0
#include <fmt/format.h>

#include <memory>
#include <string>
#include <type_traits>
#include <vector>

#include "cli/verbs.hpp"
#include "gen/operator/operator_configurations.hpp"
#include "gen/operator/operator_request.hpp"
#include "gen/rtl/operator_rtl.hpp"
#include "gen/rtl/rtl.hpp"
#include "gen/support/json.hpp"
#include "gen/support/words.hpp"
#include "gen/unit/configurations.hpp"
#include "gen/unit/request.hpp"

namespace pwlforge::cli {
namespace {

struct GenOptions {
  UnitRequest request;
  OperatorRequest composed;  ///< --operator and --wide
  std::string configuration;
  std::string prefix;
  std::string output;
  bool json = false;
};

/// A unit or operator whose name and library modules begin with --prefix.
template <class Spec>
Spec with_prefix(Spec spec, const std::string& prefix) {
  spec.prefix = prefix;
  spec.name = prefix + spec.name;
  if constexpr (std::is_same_v<Spec, OperatorSpec>) {
    if (spec.kind == OperatorKind::wide) spec.wide.name = spec.name;
  }
  return spec;
}

UnitSpec specification(const GenOptions& options) {
  if (options.configuration.empty()) return unit_spec(options.request);
  UnitSpec spec = find_configuration(options.configuration).spec;
  for (const std::string& path : options.request.tables) spec.tables.push_back(read_table(path));
  if (!options.request.name.empty()) spec.name = options.request.name;
  if (options.request.mac_stages) spec.mac_stages = *options.request.mac_stages;
  spec.wrap = wrap_of(options.request.wrap);
  return spec;
}

void run(const GenOptions& options) {
  const UnitPlan plan = plan_unit(with_prefix(specification(options), options.prefix));
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

/// A named operator; tables that are not given are fitted.
OperatorSpec configured_operator(const GenOptions& options) {
  OperatorSpec spec = find_operator_configuration(options.configuration)->spec;
  for (const std::string& path : options.request.tables) spec.tables.push_back(read_table(path));
  if (spec.tables.empty()) spec.tables = fit_operator_tables(spec, spec.numbers.element_scale);
  if (!options.request.name.empty()) spec.name = options.request.name;
  spec.wrap = wrap_of(options.request.wrap);
  return spec;
}

OperatorSpec requested_operator(const GenOptions& options) {
  OperatorRequest request = options.composed;
  request.tables = options.request.tables;
  request.store = options.request.store;
  request.entries = options.request.entries;
  request.lanes = options.request.lanes;
  request.wrap = options.request.wrap;
  request.name = options.request.name;
  request.unit = options.request.unit;
  if (options.request.output) {
    int bits = 0;
    const std::string& text = *options.request.output;
    if (!read_number(text, bits)) {
      throw InputError(fmt::format("--output: not a number of bits (found {}); use 2..32", text));
    }
    request.output = bits;
  }
  return operator_spec(request);
}

void run_operator(const GenOptions& options) {
  const OperatorPlan plan = plan_operator(with_prefix(
      options.configuration.empty() ? requested_operator(options) : configured_operator(options), options.prefix));
  write_operator(plan, options.output);
  std::int64_t bits = 0;
  for (const RowMemory& memory : plan.memories) bits += std::int64_t{memory.depth} * memory.width;
  if (options.json) {
    const Json json{{"operator", plan.spec.name},
                    {"directory", options.output},
                    {"latency", {{"per_beat", plan.latency_rows}, {"cycles", plan.latency}}},
                    {"memory_bits", bits},
                    {"generator", generator_version()}};
    fmt::print("{}\n", json.dump(2));
    return;
  }
  fmt::print("{}: {} {} bits of memory\n", options.output, operator_summary(plan), bits);
}

/// Flags that others refer to.
struct GenFlags {
  CLI::Option *unit = nullptr, *config = nullptr, *table = nullptr, *entries = nullptr, *store = nullptr;
  CLI::Option *mac = nullptr, *row = nullptr, *wide = nullptr;
  std::vector<CLI::Option*> units_only;  ///< refused with operators and wide units
};

void add_unit_flags(CLI::App& verb, GenOptions& options, GenFlags& flags) {
  UnitRequest& request = options.request;
  flags.unit = verb.add_option("--unit", request.unit, "int8, int16, int32, int:W (W 4..32), fp32, bf16 or fp16");
  flags.config =
      verb.add_option("--config", options.configuration, "a named configuration, such as paper-int8-8 or softmax-int8");
  flags.config->excludes(flags.unit);
  flags.table = verb.add_option("--table", request.tables, "table document; may be repeated")->check(CLI::ExistingFile);
  flags.entries = verb.add_option("--entries", request.entries, "segments of the unit, 2..64");
  auto* format = verb.add_option("--format", request.format, "parameter format, such as k8b16 or f6k8b8");
  flags.store =
      verb.add_option("--store", request.store, "registers, latches, fixed or truth_table")->capture_default_str();
  auto* banks = verb.add_option("--banks", request.banks, "banks of a loadable store, 1 or 2")->capture_default_str();
  auto* intercept = verb.add_option("--intercept", request.intercept, "shifted or direct");
  auto* output = verb.add_option("--output", request.output, "output bits, or raw for the accumulator");
  auto* sign = verb.add_flag("--output-unsigned", request.output_unsigned, "unsigned output code");
  auto* rounding = verb.add_option("--rounding", request.rounding, "half_up, half_even or floor");
  auto* ftz = verb.add_flag("--ftz", request.ftz, "float units: flush subnormals to zero");
  auto* inf = verb.add_option("--inf", request.inf, "float units: clamp or ieee")->capture_default_str();
  auto* pipeline = verb.add_option("--pipeline", request.pipeline, "pipeline stages, 0..4")->capture_default_str();
  flags.mac =
      verb.add_option("--mac-stages", request.mac_stages, "stages of the multiply-add, 1..4: more for a short clock");
  auto* compact = verb.add_flag("--compact", request.compact, "bisection, and stages where the fewest bits cross");
  auto* skid = verb.add_flag("--skid", request.skid, "register ready");
  auto* tag =
      verb.add_option("--tag", request.tag_bits, "bits of a tag that travels with each beat")->capture_default_str();
  auto* lanes = verb.add_option("--lanes", request.lanes, "values per beat")->capture_default_str();
  verb.add_option("--wrap", request.wrap, "none or axis (AXI4-Stream and AXI4-Lite)")->capture_default_str();
  auto* gate = verb.add_flag("--clock-gate", request.clock_gate, "registers store: one clock gate per word");
  auto* isolate = verb.add_flag("--operand-isolation", request.operand_isolation, "hold operands while idle");
  auto* trim = verb.add_flag("--trim", request.trim,
                             "loadable stores: keep of every word the bits that the given tables need, no others");
  auto* trim_shift =
      verb.add_flag("--trim-shift", request.trim_shift, "the same of the requantize shift R alone")->excludes(trim);
  auto* tolerance = verb.add_option("--tolerance", request.tolerance,
                                    "truth_table: LSB that outputs may be off where that makes the table simpler")
                        ->capture_default_str();
  auto* terms = verb.add_option("--slope-terms", request.slope_terms,
                                "fixed: add slopes as so many signed powers of two, 1..3, instead of a multiplier");
  flags.units_only = {format, banks, intercept, sign,    rounding, ftz,        inf,       pipeline, compact,
                      skid,   tag,   gate,      isolate, trim,     trim_shift, tolerance, terms};
  for (CLI::Option* option : flags.units_only) flags.config->excludes(option);
  for (CLI::Option* option : {flags.entries, flags.store, output, lanes}) flags.config->excludes(option);
  flags.units_only.push_back(flags.mac);
}

void add_operator_flags(CLI::App& verb, OperatorRequest& composed, GenFlags& flags) {
  flags.row = verb.add_option("--operator", composed.name_of_operator, "softmax, rmsnorm, layernorm, swiglu or geglu");
  flags.wide = verb.add_option("--wide", composed.wide, "div or rsqrt over V-bit inputs, 8..64, with a core of --unit");
  flags.row->excludes(flags.unit)->excludes(flags.config)->excludes(flags.wide);
  verb.add_option("--width", composed.width, "operators: bits of an element, 8 or 16")->capture_default_str();
  auto* peer = verb.add_option("--peer", composed.peer,
                               "operators: illm or ibert, the published arithmetic of I-LLM or I-BERT, to compare with")
                   ->check(CLI::IsMember({"illm", "ibert"}))
                   ->excludes(flags.table)
                   ->excludes(flags.entries)
                   ->excludes(flags.store);
  // Measurements and tests only: named configurations are how users get floats.
  verb.add_flag("--float", composed.floating)->group("");
  verb.add_option("--max-row", composed.max_row, "operators: elements of the longest row")->capture_default_str();
  verb.add_option("--scale-in", composed.scale_in, "operators: real step of an input code");
  verb.add_option("--scale-out", composed.scale_out, "norms and gated units: real step of an output code");
  verb.add_option("--exp-bits", composed.exp_bits, "softmax: bits of an exponential; default: --width and 4");
  verb.add_option("--reciprocal-bits", composed.reciprocal_bits,
                  "softmax: bits of the reciprocal; default: --width and 2");
  verb.add_option("--epsilon", composed.epsilon, "norms: what is added to the variance")->capture_default_str();
  verb.add_option("--length", composed.length, "norms: elements of a row, for the gain; default: --max-row");
  verb.add_flag("--affine", composed.affine, "norms: gain and bias of every channel, in a memory");
  verb.add_option("--function", composed.function, "wide units without a table: div or rsqrt")->capture_default_str();
  verb.add_option("--fraction-bits", composed.fraction_bits, "wide units: one integer with so many fraction bits");
  // What would be ignored is refused.
  for (CLI::Option* option : flags.units_only) {
    flags.row->excludes(option);
    flags.wide->excludes(option);
  }
  for (const char* flag : {"--exp-bits", "--reciprocal-bits", "--affine"}) peer->excludes(verb.get_option(flag));
  for (const char* flag : {"--width", "--peer", "--max-row", "--scale-in", "--scale-out", "--epsilon", "--length",
                           "--affine", "--exp-bits", "--reciprocal-bits"})
    verb.get_option(flag)->needs(flags.row);
  for (const char* flag : {"--function", "--fraction-bits"}) verb.get_option(flag)->needs(flags.wide);
}

void run_asked(const GenOptions& options, const GenFlags& flags) {
  const bool wide = flags.wide->count() > 0;
  if (wide && flags.unit->count() == 0) {
    throw InputError("--unit: not given; say which core the wide unit has, such as --unit int8");
  }
  const bool named = find_operator_configuration(options.configuration) != nullptr;
  if (named && flags.mac->count() > 0) {
    throw InputError(fmt::format("--mac-stages: the units inside operators have one stage (found --config {}); drop it",
                                 options.configuration));
  }
  if (wide || named || flags.row->count() > 0) {
    run_operator(options);
  } else if (flags.unit->count() + flags.config->count() > 0) {
    run(options);
  } else {
    throw InputError("--unit: not given; say which unit to write, such as --unit int8");
  }
}

}  // namespace

void add_gen_verb(CLI::App& app) {
  auto options = std::make_shared<GenOptions>();
  GenFlags flags;
  CLI::App* verb = app.add_subcommand("gen", "Write a unit directory: Verilog, bench, constraints, manifest");
  add_unit_flags(*verb, *options, flags);
  add_operator_flags(*verb, options->composed, flags);
  verb->add_option("--name", options->request.name, "module name");
  verb->add_option("--prefix", options->prefix,
                   "put in front of the names of all modules and files, those of the library too; without it, "
                   "directories share library modules");
  verb->add_option("-o", options->output, "unit directory to write")->required();
  verb->add_flag("--json", options->json, "print one JSON object");
  verb->footer(
      "Example: pwlforge gen --unit int8 --table gelu.json --store registers -o gelu_unit\n"
      "         pwlforge gen --unit int8 --entries 8 --format k8b16 --banks 2 -o any_unit\n"
      "         pwlforge gen --operator softmax --width 8 --lanes 4 -o softmax\n"
      "         pwlforge gen --unit int8 --wide 24 --function rsqrt -o root");
  verb->callback([options, flags] { run_asked(*options, flags); });
}

}  // namespace pwlforge::cli
