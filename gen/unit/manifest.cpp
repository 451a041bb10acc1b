// Copyright 2026 the pwlforge authors.
// Licensed under the Apache License, Version 2.0; see LICENSE.
// SPDX-License-Identifier: Apache-2.0
//
// manifest.json, schema "pwlforge.unit/1". What follows from the specification is written for readers of the
// directory; reading derives it again and insists that the document agrees.
#include <fmt/format.h>

#include "gen/support/files.hpp"
#include "gen/support/json.hpp"
#include "gen/support/signed_digits.hpp"
#include "gen/unit/axis.hpp"
#include "gen/unit/unit.hpp"

namespace pwlforge {
namespace {

constexpr const char* kSchema = "pwlforge.unit/1";

Json kept_to_json(const KeptWords& kept) {
  const auto column = [](const std::vector<KeptBits>& words) {
    Json list = Json::array();
    for (const KeptBits& word : words) list.push_back({word.low, word.bits});
    return list;
  };
  return {{"thresholds", column(kept.thresholds)},
          {"slopes", column(kept.slopes)},
          {"intercepts", column(kept.intercepts)},
          {"requant_shift", {{"first", kept.requant_first}, {"bits", kept.requant_bits}}}};
}

KeptWords read_kept(JsonReader reader) {
  KeptWords kept;
  const auto column = [&](const char* name) {
    std::vector<KeptBits> words;
    JsonReader list = reader.child(name);
    if (!list.value().is_array()) list.problem("not a list", "generate the unit again");
    for (const Json& word : list.value()) {
      if (word.is_array() && word.size() == 2 && word[0].is_number_integer() && word[1].is_number_integer()) {
        words.push_back({word[0].get<int>(), word[1].get<int>()});
      } else {
        list.problem("not a list of [lowest bit, bits]", "generate the unit again");
        break;
      }
    }
    return words;
  };
  kept.thresholds = column("thresholds");
  kept.slopes = column("slopes");
  kept.intercepts = column("intercepts");
  JsonReader requant = reader.child("requant_shift");
  kept.requant_first = static_cast<int>(requant.integer("first", 0, 127));
  kept.requant_bits = static_cast<int>(requant.integer("bits", 0, 7));
  requant.no_unknown_keys();
  reader.no_unknown_keys();
  return kept;
}

Json specification_to_json(const UnitSpec& spec) {
  Json json;
  json["unit"] = spec.unit;
  if (!spec.prefix.empty()) json["prefix"] = spec.prefix;
  json["entries"] = spec.entries;
  json["store"] = store_name(spec.store);
  json["banks"] = spec.banks;
  if (spec.floating) {
    json["exponent_bits"] = spec.float_format.exponent_bits;
    json["mantissa_bits"] = spec.float_format.mantissa_bits;
    json["ftz"] = spec.float_options.ftz;
    json["inf"] = spec.float_options.inf_ieee ? "ieee" : "clamp";
  } else {
    json["input_bits"] = spec.integer.input_bits;
    json["slope_bits"] = spec.integer.slope_bits;
    json["intercept_bits"] = spec.integer.intercept_bits;
    json["intercept"] = intercept_names()[static_cast<std::size_t>(spec.integer.intercept)];
    json["rounding"] = rounding_names()[static_cast<std::size_t>(spec.integer.rounding)];
    json["raw"] = spec.integer.raw;
    json["output_bits"] = spec.integer.output_bits;
    json["output_signed"] = spec.integer.output_signed;
  }
  json["pipeline"] = spec.pipeline;
  if (spec.mac_stages > 1) json["mac_stages"] = spec.mac_stages;
  json["compact"] = spec.compact;
  json["skid"] = spec.skid;
  json["tag_bits"] = spec.tag_bits;
  json["lanes"] = spec.lanes;
  json["wrap"] = wrap_name(spec.wrap);
  json["clock_gate"] = spec.clock_gate;
  json["operand_isolation"] = spec.operand_isolation;
  if (spec.tolerance > 0) json["tolerance"] = spec.tolerance;
  if (spec.slope_terms > 0) json["slope_terms"] = spec.slope_terms;
  if (spec.kept) json["kept"] = kept_to_json(*spec.kept);
  return json;
}

void read_specification(JsonReader reader, UnitSpec& spec) {
  const std::string unit = reader.text("unit");
  try {
    set_unit(spec, unit);
  } catch (const InputError& error) {
    reader.problem(error.what(), "generate the unit again");
  }
  if (reader.has("prefix")) spec.prefix = reader.text("prefix");
  spec.entries = static_cast<int>(reader.integer("entries", 2, 64));
  spec.store = static_cast<Store>(reader.choice("store", store_names()));
  spec.banks = static_cast<int>(reader.integer("banks", 1, 2));
  if (spec.floating) {
    spec.float_format.exponent_bits = static_cast<int>(reader.integer("exponent_bits", 2, 8));
    spec.float_format.mantissa_bits = static_cast<int>(reader.integer("mantissa_bits", 1, 23));
    spec.float_options.ftz = reader.boolean("ftz");
    spec.float_options.inf_ieee = reader.choice("inf", {"clamp", "ieee"}) == 1;
  } else {
    spec.integer.input_bits = static_cast<int>(reader.integer("input_bits", 4, 32));
    spec.integer.slope_bits = static_cast<int>(reader.integer("slope_bits", 2, 32));
    spec.integer.intercept_bits = static_cast<int>(reader.integer("intercept_bits", 2, 64));
    spec.integer.intercept = static_cast<golden::InterceptForm>(reader.choice("intercept", intercept_names()));
    spec.integer.rounding = static_cast<golden::Rounding>(reader.choice("rounding", rounding_names()));
    spec.integer.raw = reader.boolean("raw");
    spec.integer.output_bits = static_cast<int>(reader.integer("output_bits", 2, 32));
    spec.integer.output_signed = reader.boolean("output_signed");
  }
  spec.pipeline = static_cast<int>(reader.integer("pipeline", 0, 4));
  if (reader.has("mac_stages")) spec.mac_stages = static_cast<int>(reader.integer("mac_stages", 1, 4));
  spec.compact = reader.boolean("compact");
  spec.skid = reader.boolean("skid");
  spec.tag_bits = static_cast<int>(reader.integer("tag_bits", 0, 64));
  spec.lanes = static_cast<int>(reader.integer("lanes", 1, 256));
  spec.wrap = static_cast<Wrap>(reader.choice("wrap", wrap_names()));
  spec.clock_gate = reader.boolean("clock_gate");
  spec.operand_isolation = reader.boolean("operand_isolation");
  if (reader.has("tolerance")) spec.tolerance = static_cast<int>(reader.integer("tolerance", 1, 1 << 16));
  if (reader.has("slope_terms")) {
    spec.slope_terms = static_cast<int>(reader.integer("slope_terms", 1, kMostSlopeTerms));
  }
  if (reader.has("kept")) spec.kept = read_kept(reader.child("kept"));
  reader.no_unknown_keys();
}

Json widths_to_json(const UnitPlan& plan) {
  return {{"input", plan.input_bits},
          {"output", plan.output_bits},
          {"accumulator", plan.accumulator_bits},
          {"threshold", plan.threshold_bits},
          {"slope", plan.slope_bits},
          {"intercept", plan.intercept_bits},
          {"intercept_shift", plan.shift_bits},
          {"requant_shift", plan.requant_bits},
          {"context", plan.context_bits}};
}

Json configuration_to_json(const UnitPlan& plan) {
  Json words = Json::array();
  for (const ConfigWord& word : plan.config_words) {
    words.push_back({{"address", word.address}, {"field", word.field}, {"index", word.index}, {"bits", word.bits}});
    if (word.kept) words.back()["kept"] = {word.kept->low, word.kept->bits};
  }
  Json json{{"address_bits", plan.config_address_bits},
            {"index_bits", plan.index_bits},
            {"data_bits", plan.config_data_bits},
            {"words", words}};
  if (plan.spec.wrap == Wrap::axis && is_loadable(plan.spec.store)) {
    json["axil"] = axil_json(bus_plan(plan));
  }
  return json;
}

Json contexts_to_json(const UnitPlan& plan) {
  Json contexts = Json::array();
  for (std::size_t i = 0; i < plan.contexts.size(); ++i) {
    const UnitContext& context = plan.contexts[i];
    const Table& table = plan.spec.tables[static_cast<std::size_t>(context.table)];
    contexts.push_back({{"context", i},
                        {"table", context.table},
                        {"scale", context.scale},
                        {"function", table.function},
                        {"input_scale", table.contexts[static_cast<std::size_t>(context.scale)].input_scale},
                        {"crc32", fmt::format("{:08x}", context_checksum(plan, context))}});
  }
  return contexts;
}

}  // namespace

Json ports_to_json(const std::vector<Port>& ports) {
  Json json = Json::array();
  for (const Port& port : ports) {
    json.push_back({{"name", port.name},
                    {"direction", port.is_input ? "input" : "output"},
                    {"width", port.width},
                    {"meaning", port.meaning}});
  }
  return json;
}

Json manifest_to_json(const UnitPlan& plan, const std::vector<std::string>& files) {
  Json json;
  json["schema"] = kSchema;
  json["generator"] = generator_version();
  json["name"] = plan.spec.name;
  json["specification"] = specification_to_json(plan.spec);
  json["latency"] = plan.latency;
  json["initiation_interval"] = plan.initiation_interval;
  json["ports"] = ports_to_json(plan.ports);
  json["widths"] = widths_to_json(plan);
  json["configuration"] = configuration_to_json(plan);
  json["contexts"] = contexts_to_json(plan);
  json["modules"] = plan.modules;
  json["files"] = files;
  Json tables = Json::array();
  for (const Table& table : plan.spec.tables) tables.push_back(table_to_json(table));
  json["tables"] = tables;
  return json;
}

Manifest read_manifest(const std::filesystem::path& unit_directory) {
  const std::filesystem::path path = unit_directory / "manifest.json";
  const std::string name = path.string();
  Json json = parse_json(read_file(path), name);
  Problems problems;
  JsonReader reader(json, name, problems);
  if (reader.text("schema") != kSchema)
    reader.problem("not a unit manifest", std::string("expected schema ") + kSchema);
  problems.throw_if_any();

  UnitSpec spec;
  spec.name = reader.text("name");
  read_specification(reader.child("specification"), spec);
  std::vector<std::string> files;
  const Json& listed = reader.child("files").value();
  for (const Json& file : listed) files.push_back(file.is_string() ? file.get<std::string>() : std::string());
  for (const char* derived :
       {"generator", "latency", "initiation_interval", "ports", "widths", "configuration", "contexts", "modules"}) {
    reader.child(derived);
  }
  const std::vector<JsonReader> tables = reader.child("tables").elements();
  reader.no_unknown_keys();
  problems.throw_if_any();
  for (std::size_t i = 0; i < tables.size(); ++i) {
    spec.tables.push_back(table_from_json(tables[i].value(), fmt::format("{}:/tables/{}", name, i)));
  }

  if (spec.mac_stages == 1) json["specification"].erase("mac_stages");  // one is what is not written
  Manifest manifest{plan_unit(spec), files, unit_directory};
  Json derived = manifest_to_json(manifest.plan, files);
  derived["generator"] = json["generator"];
  for (const auto& [key, value] : derived.items()) {
    if (json[key] == value) continue;
    throw InputError(fmt::format("{}:/{}: does not agree with the specification; generate the unit again", name, key));
  }
  return manifest;
}

}  // namespace pwlforge
