// Copyright 2026 the pwlforge authors.
// Licensed under the Apache License, Version 2.0; see LICENSE.
// SPDX-License-Identifier: Apache-2.0
//
// manifest.json of an operator directory. As for units, what follows from the specification is written for readers, and
// reading derives it again and insists that the document agrees.
#include <fmt/format.h>

#include "gen/operator/operator_axis.hpp"
#include "gen/support/files.hpp"
#include "gen/support/json.hpp"

namespace pwlforge {
namespace {

constexpr const char* kSchema = "pwlforge.operator/1";

Json specification_to_json(const OperatorSpec& spec) {
  Json json{{"operator", operator_name(spec.kind)},
            {"store", store_name(spec.store)},
            {"entries", spec.entries},
            {"wide_entries", spec.wide_entries}};
  if (!spec.prefix.empty()) json["prefix"] = spec.prefix;
  if (spec.peer != Peer::none) json["peer"] = peer_names()[static_cast<std::size_t>(spec.peer)];
  if (spec.wrap != Wrap::none) json["wrap"] = wrap_name(spec.wrap);
  if (spec.kind == OperatorKind::wide) {
    json["function"] = wide_function_name(spec.wide.function);
    json["input_bits"] = spec.wide.input_bits;
    json["width"] = spec.wide.core.integer.input_bits;
    json["integer_form"] = spec.wide.integer_form;
    json["fraction_bits"] = spec.wide.fraction_bits;
    json["output_bits"] = spec.wide.output_bits;
    return json;
  }
  json["floating"] = spec.floating;
  json["width"] = spec.element_bits;
  json["lanes"] = spec.lanes;
  json["max_row"] = spec.max_row;
  json["output_bits"] = spec.output_bits;
  if (spec.kind == OperatorKind::softmax) {
    json["exp_bits"] = spec.exp_bits;
    json["reciprocal_bits"] = spec.reciprocal_bits;
  }
  json["affine"] = spec.affine;
  json["epsilon"] = spec.numbers.epsilon;
  json["element_scale"] = spec.numbers.element_scale;
  json["output_scale"] = spec.numbers.output_scale;
  json["length"] = spec.numbers.length;
  return json;
}

OperatorSpec read_specification(JsonReader reader) {
  OperatorSpec spec;
  spec.kind = static_cast<OperatorKind>(reader.choice("operator", operator_names()));
  if (reader.has("prefix")) spec.prefix = reader.text("prefix");
  if (reader.has("wrap")) spec.wrap = static_cast<Wrap>(reader.choice("wrap", wrap_names()));
  if (reader.has("peer")) spec.peer = static_cast<Peer>(reader.choice("peer", peer_names()));
  spec.store = static_cast<Store>(reader.choice("store", store_names()));
  spec.entries = static_cast<int>(reader.integer("entries", 2, 64));
  spec.wide_entries = static_cast<int>(reader.integer("wide_entries", 2, 64));
  if (spec.kind == OperatorKind::wide) {
    spec.wide.function = static_cast<golden::WideFunction>(reader.choice("function", wide_function_names()));
    spec.wide.input_bits = static_cast<int>(reader.integer("input_bits", 8, 64));
    spec.element_bits = static_cast<int>(reader.integer("width", 4, 32));
    spec.wide.integer_form = reader.boolean("integer_form");
    spec.wide.fraction_bits = static_cast<int>(reader.integer("fraction_bits", 0, 64));
    spec.wide.output_bits = static_cast<int>(reader.integer("output_bits", 2, 32));
  } else {
    spec.floating = reader.boolean("floating");
    spec.element_bits = static_cast<int>(reader.integer("width", 8, 32));
    spec.lanes = static_cast<int>(reader.integer("lanes", 1, 64));
    spec.max_row = static_cast<int>(reader.integer("max_row", 1, 1 << 20));
    spec.output_bits = static_cast<int>(reader.integer("output_bits", 2, 32));
    if (spec.kind == OperatorKind::softmax) {
      spec.exp_bits = static_cast<int>(reader.integer("exp_bits", 4, 32));
      spec.reciprocal_bits = static_cast<int>(reader.integer("reciprocal_bits", 4, 32));
    }
    spec.affine = reader.boolean("affine");
    spec.numbers.epsilon = reader.real("epsilon");
    spec.numbers.element_scale = reader.real("element_scale");
    spec.numbers.output_scale = reader.real("output_scale");
    spec.numbers.length = static_cast<int>(reader.integer("length", 0, 1 << 20));
  }
  reader.no_unknown_keys();
  return spec;
}

Json configuration_to_json(const OperatorPlan& plan) {
  if (plan.parts.empty()) return nullptr;
  const int shift = plan.config_address_bits - plan.part_bits;
  Json parts = Json::array();
  for (std::size_t i = 0; i < plan.parts.size(); ++i) {
    const ConfigPart& part = plan.parts[i];
    Json words = Json::array();
    for (const ConfigWord& word : part.words) {
      words.push_back({{"address", (static_cast<int>(i) << shift) + word.address},
                       {"field", word.field},
                       {"index", word.index},
                       {"context", word.context},
                       {"bits", word.bits}});
    }
    parts.push_back({{"part", part.name}, {"base", static_cast<int>(i) << shift}, {"words", words}});
  }
  Json json{{"address_bits", plan.config_address_bits}, {"data_bits", plan.config_data_bits}, {"parts", parts}};
  if (has_axil(plan)) json["axil"] = axil_json(bus_plan(plan));
  return json;
}

}  // namespace

Json operator_manifest_to_json(const OperatorPlan& plan, const std::vector<std::string>& files) {
  Json json{{"schema", kSchema}, {"generator", generator_version()}, {"name", plan.spec.name}};
  json["specification"] = specification_to_json(plan.spec);
  json["latency"] = {{"per_beat", plan.latency_rows}, {"cycles", plan.latency}};
  if (plan.interval > 1) json["latency"]["between_rows"] = plan.interval;
  json["initiation_interval"] = 1;
  json["ports"] = ports_to_json(plan.ports);
  json["configuration"] = configuration_to_json(plan);
  Json memories = Json::array();
  for (const RowMemory& memory : plan.memories) {
    memories.push_back({{"name", memory.name}, {"depth", memory.depth}, {"width", memory.width}});
  }
  json["memories"] = memories;
  json["files"] = files;
  Json tables = Json::array();
  const std::vector<Table>& all = plan.spec.kind == OperatorKind::wide ? plan.wide.core.spec.tables : plan.spec.tables;
  for (const Table& table : all) tables.push_back(table_to_json(table));
  json["tables"] = tables;
  return json;
}

bool is_operator_directory(const std::filesystem::path& directory) {
  const std::filesystem::path path = directory / "manifest.json";
  if (!is_file(path)) return false;
  const Json json = parse_json(read_file(path), path.string());
  return json.is_object() && json.contains("schema") && json["schema"] == kSchema;
}

OperatorManifest read_operator_manifest(const std::filesystem::path& directory) {
  const std::filesystem::path path = directory / "manifest.json";
  const std::string name = path.string();
  const Json json = parse_json(read_file(path), name);
  Problems problems;
  JsonReader reader(json, name, problems);
  if (reader.text("schema") != kSchema)
    reader.problem("not an operator manifest", std::string("expected schema ") + kSchema);
  problems.throw_if_any();
  const std::string module = reader.text("name");
  OperatorSpec spec = read_specification(reader.child("specification"));
  spec.name = module;
  std::vector<std::string> files;
  for (const Json& file : reader.child("files").value()) {
    files.push_back(file.is_string() ? file.get<std::string>() : std::string());
  }
  for (const char* derived : {"generator", "latency", "initiation_interval", "ports", "configuration", "memories"}) {
    reader.child(derived);
  }
  const std::vector<JsonReader> tables = reader.child("tables").elements();
  reader.no_unknown_keys();
  problems.throw_if_any();
  for (std::size_t i = 0; i < tables.size(); ++i) {
    spec.tables.push_back(table_from_json(tables[i].value(), fmt::format("{}:/tables/{}", name, i)));
  }
  if (spec.kind == OperatorKind::wide) {
    if (spec.tables.empty()) throw InputError(name + ":/tables: no table; generate the unit again");
    const WideSpec said = spec.wide;
    spec.wide = wide_unit(said.function, said.input_bits, spec.element_bits, spec.entries, spec.store, spec.tables);
    spec.wide.name = module;
    spec.wide.integer_form = said.integer_form;
    spec.wide.fraction_bits = said.fraction_bits;
    spec.wide.output_bits = said.output_bits;
  }
  const auto planned = [&] {
    try {
      return plan_operator(spec);
    } catch (const InputError& error) {
      throw InputError(fmt::format("{}:/specification: {}", name, error.what()));
    }
  };
  OperatorManifest manifest{planned(), files, directory};
  Json derived = operator_manifest_to_json(manifest.plan, files);
  derived["generator"] = json["generator"];
  for (const auto& [key, value] : derived.items()) {
    if (json[key] == value) continue;
    throw InputError(
        fmt::format("{}:/{}: does not agree with the specification; generate the operator again", name, key));
  }
  return manifest;
}

}  // namespace pwlforge
