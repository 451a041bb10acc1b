// Copyright 2026 the pwlforge authors.
// Licensed under the Apache License, Version 2.0; see LICENSE.
// SPDX-License-Identifier: Apache-2.0
#include "sim/workload/trace.hpp"

#include <fmt/format.h>

#include <algorithm>

#include "gen/rtl/operator_rtl.hpp"
#include "gen/support/files.hpp"
#include "gen/support/json.hpp"

namespace pwlforge::llama {
namespace {

constexpr const char* kMarker = "trace.json";

/// A line for each row; pairs where there are second operands.
template <typename Row, typename Gates>
void append_row(std::string& text, const Row& row, const Gates& gates, bool paired) {
  for (std::size_t i = 0; i < row.size(); ++i) {
    fmt::format_to(std::back_inserter(text), "{}{}", i > 0 ? " " : "", row[i]);
    if (paired) fmt::format_to(std::back_inserter(text), ":{}", gates[i]);
  }
  text += '\n';
}

}  // namespace

void check_trace_directory(const std::string& path) {
  check_output_directory(path, kMarker);
}

void write_trace(const std::string& path, const std::vector<Site>& sites, const Kernels& kernels,
                 const Recording& streams) {
  FileSet files;
  Json list = Json::array();
  for (std::size_t s = 0; s < sites.size(); ++s) {
    std::string name = sites[s].name;
    std::replace(name.begin(), name.end(), '.', '_');
    const SiteRecord& record = streams.sites[s];
    const bool paired = sites[s].kind == SiteKind::gate;
    std::uint64_t elements = 0;
    std::string codes, values;
    for (const Stimulus& row : record.rows) append_row(codes, row.row.codes, row.gates, paired);
    for (std::size_t i = 0; i < record.real_rows.size(); ++i) {
      append_row(values, record.real_rows[i], record.real_gates[i], paired);
      elements += record.real_rows[i].size();
    }
    files[name + ".values"] = values;
    const OperatorPlan* plan = kernels[s] == nullptr ? nullptr : kernels[s]->plan();
    if (plan != nullptr) {
      files[name + ".rows"] = codes;
      for (auto& [file, content] : emit_operator(*plan)) files[name + "/" + file] = content;
    }
    list.push_back({{"site", sites[s].name},
                    {"function", function_of(sites[s].kind)},
                    {"operator", plan == nullptr ? Json(nullptr) : Json(name)},
                    {"rows", record.real_rows.size()},
                    {"elements", elements}});
  }
  files[kMarker] = Json{{"schema", "pwlforge.trace/1"}, {"sites", list}}.dump(2) + "\n";
  write_directory(path, files, kMarker);
}

}  // namespace pwlforge::llama
