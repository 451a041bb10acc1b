// Copyright 2026 the pwlforge authors.
// Licensed under the Apache License, Version 2.0; see LICENSE.
// SPDX-License-Identifier: Apache-2.0
//
// import and export: other people's parameter files.
#include <fmt/format.h>

#include <cstdio>
#include <memory>

#include "cli/arguments.hpp"
#include "cli/verbs.hpp"
#include "gen/fit/refit.hpp"
#include "gen/support/diagnostics.hpp"
#include "gen/support/files.hpp"
#include "gen/support/json.hpp"
#include "gen/tables/gqa.hpp"
#include "gen/tables/pwl.hpp"

namespace pwlforge::cli {

namespace {

/// import pwl: plain real numbers.
void add_import_pwl(CLI::App& import) {
  struct Options {
    std::string file, output, function, tie = "upper", scales, format = "k8b16";
    int input_bits = 8, output_bits = 8;
    bool refit = false;
  };
  auto options = std::make_shared<Options>();
  CLI::App* verb = import.add_subcommand("pwl", "Breakpoints, slopes and intercepts in real numbers (JSON or CSV)");
  verb->add_option("file", options->file, "the parameter file; .csv has lines breakpoint,slope,intercept")->required();
  verb->add_option("--function", options->function, "the function, where the file names none");
  verb->add_option("--tie", options->tie, "segment of a code on a breakpoint")
      ->check(CLI::IsMember({"upper", "lower"}))
      ->capture_default_str();
  verb->add_option("--scales", options->scales, "exponents s of the scales 2^-s: 0..6 or 3 or 0,2,4");
  verb->add_option("--format", options->format, "parameter format, such as k8b16")->capture_default_str();
  verb->add_option("--input-bits", options->input_bits, "width of the input code")
      ->check(CLI::Range(4, 32))
      ->capture_default_str();
  verb->add_option("--output-bits", options->output_bits, "width of the output code")
      ->check(CLI::Range(2, 32))
      ->capture_default_str();
  verb->add_flag("--refit", options->refit,
                 "keep the breakpoints only: slopes and intercepts of least squared error on the lattice");
  verb->add_option("-o", options->output, "table document to write")->required();
  verb->footer("Example:\n  pwlforge import pwl gelu.csv --function gelu -o gelu.json && pwlforge certify gelu.json");
  verb->callback([options] {
    PwlImportOptions wanted;
    wanted.function = options->function;
    wanted.tie = options->tie == "upper" ? Tie::upper : Tie::lower;
    if (!options->scales.empty()) wanted.scales = parse_list("--scales", options->scales, 0, 30);
    wanted.format = parse_format(options->format);
    if (wanted.format.floating || wanted.format.fraction_bits) {
      throw InputError(
          fmt::format("--format: integer slopes whose fraction bits are free are needed (found {}); use one "
                      "such as k8b16",
                      options->format));
    }
    wanted.input_bits = options->input_bits;
    wanted.output_bits = options->output_bits;
    Table table = import_pwl(options->file, wanted);
    if (options->refit) table = refit(table);
    write_table(table, options->output);
    fmt::print("{}: {} with {} entries, {}, {} scales\n", options->output, table.function, table.entries,
               format_name(table.format), table.contexts.size());
  });
}

}  // namespace

void add_import_verb(CLI::App& app) {
  struct Options {
    std::string file, output, tie = "upper", threshold = "ceil", scales;
    int output_bits = 8;
  };
  auto options = std::make_shared<Options>();
  CLI::App* verb = app.add_subcommand("import", "Read a parameter file of somebody else");
  verb->require_subcommand(1);
  add_import_pwl(*verb);
  CLI::App* gqa = verb->add_subcommand("gqa", "GQA-LUT parameter file (JSON of the authors' trainer)");
  gqa->add_option("file", options->file, "the parameter file")->required();
  gqa->add_option("--tie", options->tie, "segment of a code on a breakpoint")
      ->check(CLI::IsMember({"upper", "lower"}))
      ->capture_default_str();
  gqa->add_option("--threshold", options->threshold, "from breakpoint to threshold")
      ->check(CLI::IsMember({"ceil", "round"}))
      ->capture_default_str();
  gqa->add_option("--scales", options->scales, "exponents s of the scales 2^-s: 0..6 or 3 or 0,2,4");
  gqa->add_option("--output-bits", options->output_bits, "width of the output code")
      ->check(CLI::Range(2, 32))
      ->capture_default_str();
  gqa->add_option("-o", options->output, "table document to write")->required();
  gqa->footer("Example:\n  pwlforge import gqa gelu_pwl_7.json --threshold round -o gelu.json");
  gqa->callback([options] {
    GqaImportOptions import;
    import.tie = options->tie == "upper" ? Tie::upper : Tie::lower;
    import.threshold = options->threshold == "ceil" ? ThresholdRule::ceil : ThresholdRule::round;
    if (!options->scales.empty()) import.scales = parse_list("--scales", options->scales, 0, 30);
    import.output_bits = options->output_bits;
    std::vector<std::string> notes;
    const Table table = import_gqa(options->file, import, notes);
    for (const std::string& note : notes) fmt::print(stderr, "note: {}\n", note);
    write_table(table, options->output);
    fmt::print("{}: {} with {} entries, {}, {} scales\n", options->output, table.function, table.entries,
               format_name(table.format), table.contexts.size());
  });
}

void add_export_verb(CLI::App& app) {
  struct Options {
    std::string table, output;
  };
  auto options = std::make_shared<Options>();
  CLI::App* verb = app.add_subcommand("export", "Write a parameter file for somebody else");
  verb->require_subcommand(1);
  CLI::App* gqa = verb->add_subcommand("gqa", "GQA-LUT parameter file, for the authors' operator");
  gqa->add_option("table", options->table, "table document")->required();
  gqa->add_option("-o", options->output, "parameter file to write")->required();
  gqa->footer("Example:\n  pwlforge export gqa gelu.json -o gelu_pwl_7.json");
  gqa->callback([options] {
    write_file(options->output, export_gqa(read_table(options->table)).dump(4) + "\n");
    fmt::print("{}: written\n", options->output);
  });
}

}  // namespace pwlforge::cli
