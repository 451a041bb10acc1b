// Copyright 2026 the pwlforge authors.
// Licensed under the Apache License, Version 2.0; see LICENSE.
// SPDX-License-Identifier: Apache-2.0
#include "tests/fuzz/readers.hpp"

#include <fmt/format.h>

#include <cstdlib>
#include <memory>
#include <stdexcept>

#include "gen/fit/samples.hpp"
#include "gen/functions/function.hpp"
#include "gen/operator/row_file.hpp"
#include "gen/support/json.hpp"
#include "gen/tables/gqa.hpp"
#include "gen/tables/pwl.hpp"
#include "sim/bench/testbench/job.hpp"
#include "sim/bench/testbench/row_job.hpp"
#include "sim/bench/vectors.hpp"
#include "sim/workload/checkpoint.hpp"
#include "sim/workload/tokenizer.hpp"
#include "synth/compare/rules.hpp"
#include "synth/operators/row_workload.hpp"
#include "synth/power/workload.hpp"
#include "synth/timing/sta.hpp"
#include "tests/fuzz/surroundings.hpp"

namespace pwlforge::fuzz {
namespace {

/// What a reader accepted is not what it should be: a fault, like a crash.
[[noreturn]] void fault(const std::string& what) {
  throw std::logic_error(what);
}

/// Runs each of several readings of one input, so that a refusal by one does not hide the others.
template <typename... Readings>
void each(const Readings&... readings) {
  const auto one = [](const auto& reading) {
    try {
      reading();
      return true;
    } catch (const Error&) {
      return false;
    }
  };
  const int accepted = (0 + ... + static_cast<int>(one(readings)));
  if (accepted == 0) throw InputError("no reading accepts the input; this message is for the replay alone");
}

void read_table_document(const std::string& bytes) {
  const std::string text = table_text(read_table(put("table.json", bytes).string()));
  if (table_text(table_from_json(parse_json(text, "written"), "written")) != text)
    fault("a table changes when written");
}

void read_gqa_file(const std::string& bytes) {
  const std::string path = put("gqa.json", bytes).string();
  const auto import = [&](ThresholdRule rule) {
    GqaImportOptions options;
    options.threshold = rule;
    options.scales = {2, 3};
    std::vector<std::string> notes;
    export_gqa(import_gqa(path, options, notes));
  };
  each([&] { import(ThresholdRule::ceil); }, [&] { import(ThresholdRule::round); });
}

void read_pwl(const std::string& name, const std::string& bytes) {
  PwlImportOptions options;
  options.format = parse_format("k16b32");
  options.scales = {0, 3};
  if (name == "pwl.csv") options.function = "gelu";
  import_pwl(put(name, bytes).string(), options);
}

void read_sample_file(const std::string& bytes) {
  const auto function = make_sampled("mine", read_samples(put("samples.csv", bytes).string()));
  for (const double x : {-1e300, -1.0, 0.0, 0.5, 1e300}) function->value(x);
  function->ideal(3, 0.25, 0.125);
}

void read_vector_file(const std::string& bytes) {
  const auto path = put("vectors.txt", bytes);
  each([&] { read_vectors(integer_plan(), path); }, [&] { read_vectors(float_plan(), path); });
}

void read_row_file(const std::string& bytes) {
  const auto path = put("recorded.rows", bytes);
  each([&] { read_rows(softmax_plan(), path); }, [&] { read_rows(gated_plan(), path); },
       [&] { read_rows(wide_plan(), path); });
}

void read_value_file(const std::string& bytes) {
  const std::string spec = "file:" + put("recorded.values", bytes).string();
  const auto rows = [&](const OperatorPlan& plan) {
    const RowWorkload workload = make_row_workload(spec, plan);
    for (std::size_t i = 0; i < workload.rows.size(); ++i) quantize_row(plan, workload.rows[i], workload.gate_of(i));
  };
  const auto values = [&](const UnitPlan& plan) {
    const Quantization input{plan.input_bits, true, 0.0625, 0};
    for (const float value : make_workload(spec, {-4, 4}).values) quantize(plan, input, value);
  };
  each([&] { values(integer_plan()); }, [&] { values(float_plan()); }, [&] { rows(softmax_plan()); },
       [&] { rows(gated_plan()); });
}

/// A library, a part that it may include, and a LEF file beside it. Other files and gzip, which is another program, are
/// kept out of reach.
void read_library(const std::string& bytes) {
  std::vector<std::string> parts = parts_of(bytes);
  parts.resize(3);
  for (const std::string& part : parts) {
    if (part.compare(0, 1, "\x1f") == 0) return;
    for (std::size_t at = part.find("include_file"); at != std::string::npos; at = part.find("include_file", at + 1)) {
      if (part.substr(at, part.find(')', at) - at).find('/') != std::string::npos) return;
    }
  }
  put("part.lib", parts[1]);
  put("library.lef", parts[2]);
  load_library(put("library.lib", parts[0]).string(), "");
}

void read_tokenizer(const std::string& bytes) {
  const llama::Tokenizer tokenizer(put("tokenizer.bin", bytes), 260);
  for (const int token : tokenizer.encode("a bc\xc3\xa4\xff d")) tokenizer.token(token);
}

/// A text, by a tokenizer of bytes and a few pairs.
void read_stories(const std::string& bytes) {
  static const llama::Tokenizer tokenizer = [] {
    std::string file(4, '\0');
    const auto add = [&](const std::string& token) {
      file += std::string(4, '\0') + static_cast<char>(token.size()) + std::string(3, '\0') + token;
    };
    for (const char* token : {"<unk>", "<s>", "</s>"}) add(token);
    for (int byte = 0; byte < 256; ++byte) add(fmt::format("<0x{:02X}>", byte));
    for (const char* token : {" ", "a", "b", "ab", " a", "aa", "aaaa"}) add(token);
    return llama::Tokenizer(put("bytes.bin", file), 266);
  }();
  llama::read_text(put("text.txt", bytes), tokenizer, 16);
}

void read_mapped(const std::string& bytes) {
  const YosysJson design = parse_yosys_json(bytes, "netlist.json");
  each(
      [&] {
        const Netlist netlist = read_netlist(design, "top", tiny_library());
        count(netlist);
        netlist_verilog(netlist);
        net_drivers(netlist);
      },
      [&] { area_by_module(design, "top", tiny_library()); });
}

void read_rule_file(const std::string& bytes) {
  static const Json report = parse_json(R"({"liberty": [{"label": "tiny"}], "clock_ns": 20.0, "workload": "normal",
    "rows": [{"config": "a", "liberty": "tiny", "area": 1.0, "logic_depth": 2, "power_mw": {"total": 0.5}}]})",
                                        "report");
  check_rules(report, parse_json(bytes, "rules.json"), "rules.json");
}

/// What a simulation answers; the files are those of another process of ours, whose errors are plain ones.
void read_outcomes(const std::string& bytes) {
  const std::string path = put("outcome.bin", bytes).string();
  const auto plain = [](const auto& reading) {
    try {
      reading();
    } catch (const std::runtime_error& error) {
      throw IoError(error.what());
    }
  };
  each([&] { plain([&] { bench::read_outcome(path); }); }, [&] { plain([&] { bench::read_row_outcome(path); }); });
}

void read_planted(const std::string& bytes) {
  if (bytes.compare(0, 6, "faultt") == 0) fault("planted");
  if (bytes.compare(0, 6, "faulto") == 0) {
    const auto copy = std::make_unique<char[]>(bytes.size());
    volatile char* behind = copy.get() + bytes.size();
    *behind = 1;
  }
  volatile bool endless = bytes.compare(0, 6, "faulth") == 0;
  while (endless) continue;
}

}  // namespace

const std::vector<Reader>& readers() {
  static const std::vector<Reader> all = {
      {"table", "table documents", read_table_document},
      {"unit_manifest", "manifests of units",
       [](const std::string& bytes) {
         put("manifest.json", bytes);
         read_manifest(scratch());
       }},
      {"operator_manifest", "manifests of operators and wide units",
       [](const std::string& bytes) {
         put("manifest.json", bytes);
         read_operator_manifest(scratch());
       }},
      {"gqa", "parameter files of GQA-LUT", read_gqa_file},
      {"pwl_json", "real parameters as JSON", [](const std::string& bytes) { read_pwl("pwl.json", bytes); }},
      {"pwl_csv", "real parameters as CSV", [](const std::string& bytes) { read_pwl("pwl.csv", bytes); }},
      {"samples", "samples of a function", read_sample_file},
      {"vectors", "codes for a unit", read_vector_file},
      {"rows", "recorded rows of codes", read_row_file},
      {"values", "recorded numbers", read_value_file},
      {"liberty", "cell libraries, with an included part and a LEF file", read_library},
      {"checkpoint", "checkpoints of llama2.c",
       [](const std::string& bytes) { llama::read_checkpoint(put("model.bin", bytes)); }},
      {"tokenizer", "tokenizers of llama2.c", read_tokenizer},
      {"stories", "texts", read_stories},
      {"netlist", "mapped netlists from yosys", read_mapped},
      {"timing", "what OpenSTA prints",
       [](const std::string& bytes) { read_sta(tiny_netlist(), bytes, 20, StaDetail::all); }},
      {"rules", "rules of a comparison", read_rule_file},
      {"outcome", "outcomes of simulations", read_outcomes},
  };
  return all;
}

const Reader& find_reader(const std::string& name) {
  static const Reader planted{"planted", "nothing: it has faults", read_planted};
  if (name == planted.name) return planted;
  std::string names;
  for (const Reader& reader : readers()) {
    if (reader.name == name) return reader;
    names += " " + reader.name;
  }
  throw InputError(fmt::format("no such reader (found \"{}\"); choose of{}", name, names));
}

bool accepts(const Reader& reader, const std::string& bytes) {
  try {
    reader.read(bytes);
    return true;
  } catch (const Error&) {
    return false;
  }
}

}  // namespace pwlforge::fuzz
