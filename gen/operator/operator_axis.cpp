// Copyright 2026 the pwlforge authors.
// Licensed under the Apache License, Version 2.0; see LICENSE.
// SPDX-License-Identifier: Apache-2.0
#include "gen/operator/operator_axis.hpp"

#include <algorithm>

#include "gen/operator/beats.hpp"
#include "gen/operator/connect.hpp"
#include "gen/operator/plan_parts.hpp"

namespace pwlforge {
namespace {

OperatorSpec core_spec(OperatorSpec spec) {
  spec.wrap = Wrap::none;
  spec.name = core_name(spec.name);
  if (spec.kind == OperatorKind::wide) {
    spec.wide.name = spec.name;
    spec.wide.framed = true;
  }
  return spec;
}

/// Runs of addresses with a word. A memory is one run for the gains and one for the biases, with the places of lanes
/// that only make the number of lanes a power of two.
std::vector<AddressRange> mapped_words(const OperatorPlan& plan) {
  std::vector<int> readable;
  std::vector<AddressRange> memories;
  const int shift = plan.config_address_bits - plan.part_bits;
  for (std::size_t number = 0; number < plan.parts.size(); ++number) {
    const ConfigPart& part = plan.parts[number];
    const int base = static_cast<int>(number) << shift;
    for (const ConfigWord& word : part.words) readable.push_back(base + word.address);
    if (!part.words.empty()) continue;
    const int lane_bits = std::max(1, ceil_log2(plan.spec.lanes));
    const int size = ((plan.max_beats - 1) << lane_bits) + plan.spec.lanes;
    for (const int first : {base, base + (1 << (part.address_bits - 1))}) {
      memories.push_back({first, first + size - 1, false});
    }
  }
  std::vector<AddressRange> ranges = address_ranges(readable, true);
  ranges.insert(ranges.end(), memories.begin(), memories.end());
  return ranges;
}

/// Flags in the order of the core's ports, and what its result is made of.
void add_wide_result(const WidePlan& wide, BusPlan& plan) {
  plan.flags = {"zero"};
  if (has_port(wide.core, "saturated_o")) plan.flags.emplace_back("saturated");
  plan.results = {{"zero", 1}, {"exponent", wide.exponent_bits}, {"data", wide.core.output_bits}};
  if (wide.spec.integer_form) plan.results = {{"zero", 1}, {"data", wide.spec.output_bits}};
}

}  // namespace

OperatorPlan plan_wrapped(const OperatorSpec& spec) {
  OperatorPlan plan = plan_operator(core_spec(spec));
  plan.spec.name = spec.name;
  plan.spec.wrap = spec.wrap;
  plan.spec.wide = spec.wide;
  if (spec.kind == OperatorKind::wide) plan.wide.spec.name = spec.name;
  plan.latency += kSliceLatency;
  for (RowMemory& memory : plan.memories) memory.name = "u_core/" + memory.name;
  plan.ports = bus_ports(bus_plan(plan));
  return plan;
}

OperatorPlan core_plan(const OperatorPlan& plan) {
  return plan.spec.wrap == Wrap::none ? plan : plan_operator(core_spec(plan.spec));
}

OperatorManifest core_manifest(const OperatorManifest& manifest) {
  return {core_plan(manifest.plan), manifest.files, manifest.directory};
}

bool has_axil(const OperatorPlan& plan) {
  return plan.spec.wrap == Wrap::axis && !plan.parts.empty();
}

BusPlan bus_plan(const OperatorPlan& wrapped) {
  const OperatorSpec& spec = wrapped.spec;
  BusPlan plan;
  plan.name = spec.name;
  plan.core = core_name(spec.name);
  plan.summary = operator_summary(wrapped);
  plan.input_meaning = input_meaning(spec);
  plan.output_meaning = output_meaning(spec);
  plan.lanes = spec.lanes;
  plan.input_bits = spec.element_bits;
  plan.output_bits = result_bits(wrapped);
  plan.rows = true;
  plan.gate = is_gated(spec.kind);
  plan.latency_text = latency_text(wrapped);
  plan.flags = {"saturated"};
  if (has_rows(spec.kind)) plan.flags.insert(plan.flags.end(), {"empty", "overlong"});
  if (spec.kind == OperatorKind::wide) add_wide_result(wrapped.wide, plan);
  plan.flags_clear = "flags_clear";
  if (wrapped.parts.empty()) return plan;
  plan.shared_read = true;  // cfg_rdata_o counts while no row is inside
  // The registers are numbered in the upper half of the addresses, as many as there are words.
  plan.core_address_bits = wrapped.config_address_bits;
  plan.config_address_bits = std::max(plan.core_address_bits, ceil_log2(static_cast<int>(register_map().size())));
  plan.config_data_bits = wrapped.config_data_bits;
  plan.words = mapped_words(wrapped);
  plan.kind = 1 + static_cast<int>(spec.kind);
  const bool unit = spec.kind == OperatorKind::softmax || is_gated(spec.kind);
  plan.entries = unit ? wrapped.unit.spec.entries : wrapped.wide.core.spec.entries;
  return plan;
}

}  // namespace pwlforge
