// Copyright 2026 the pwlforge authors.
// Licensed under the Apache License, Version 2.0; see LICENSE.
// SPDX-License-Identifier: Apache-2.0
//
#include "tests/mutants/checks.hpp"

#include <cstdlib>
#include <map>
#include <utility>

#include <fmt/format.h>

#include "gen/operator/operator.hpp"
#include "gen/support/diagnostics.hpp"
#include "gen/support/files.hpp"
#include "gen/support/json.hpp"
#include "gen/support/process.hpp"
#include "sim/bench/row_simulate.hpp"
#include "sim/bench/simulate.hpp"

namespace pwlforge::mutants {

namespace fs = std::filesystem;

namespace {

/// Of every directory that is made: its name and that of its top.
const char* const kTop = "dut";

/// Registers that are never written begin with what they should hold, words that no table needs are what they should
/// be: with other seeds they are not.
constexpr int kFirstSeed = 3;
constexpr int kLastSeed = 129;  // odd ones: the state before reset has no others

void add_words(std::vector<std::string>& line, const std::string& text) {
  for (const std::string& word : words_of(text)) line.push_back(word);
}

void make_directory(const Design& design, const Places& places, const fs::path& folder) {
  std::vector<std::string> gen{places.program.string(), "gen"};
  add_words(gen, design.gen);
  for (std::size_t i = 0; i < design.tables.size(); ++i) {
    const std::string file = (folder / fmt::format("table{}.json", i)).string();
    std::vector<std::string> fit{places.program.string(), "fit"};
    add_words(fit, design.tables[i]);
    fit.insert(fit.end(), {"-o", file});
    run_checked(fit);
    gen.insert(gen.end(), {"--table", file});
  }
  gen.insert(gen.end(), {"--name", kTop, "-o", (folder / "unit").string()});
  run_checked(gen);
}

bool is_harness(const Design& design) {
  return !design.harness.empty();
}

void copy_harness(const Design& design, const Places& places, const fs::path& folder) {
  fs::create_directories(folder / "unit" / "rtl");
  for (const fs::directory_entry& entry : fs::recursive_directory_iterator(places.source / "rtl_templates" / "lib")) {
    const fs::path& file = entry.path();
    if (file.extension() == ".v") fs::copy_file(file, folder / "unit" / "rtl" / file.filename());
  }
  const char* const room = design.kind == Kind::proof ? "formal" : "mutants";
  fs::copy_file(places.source / "tests" / room / (design.harness + ".v"), folder / "unit" / "harness.v");
}

/// The first problem of a simulation, in a line.
template <typename Result>
std::string verdict(const Result& result, const std::vector<std::string>& rules) {
  if (result.passed()) return "";
  if (result.mismatches > 0) return "wrong results";
  return rules.empty() ? "nothing came out" : rules.front();
}

std::string simulate_once(const fs::path& unit, bool row, const SimOptions& options) {
  try {
    if (row) {
      const RowSimResult result = simulate_operator(read_operator_manifest(unit), options);
      return verdict(result, result.rules);
    }
    const SimResult result = simulate(read_manifest(unit), options);
    return verdict(result, result.violations);
  } catch (const CheckFailed& error) {
    return error.what();
  }
}

std::vector<Check> simulations(const Design& design, const fs::path& unit) {
  const Json manifest = parse_json(read_file(unit / "manifest.json"), "manifest.json");
  const bool row = manifest.at("schema") != "pwlforge.unit/1";
  std::vector<Check> checks;
  for (int seed = kFirstSeed; seed <= kLastSeed; seed += 2) {
    for (const std::string& vectors : design.vectors) {
      SimOptions options;
      set_vectors(options, vectors);
      options.seed = static_cast<std::uint64_t>(seed);
      // The cycle model beside it sees what is only late.
      if (seed > kFirstSeed) options.engine = Engine::both;
      checks.push_back({fmt::format("sim of {} ({})", design.name, vectors.empty() ? "default" : vectors),
                        [unit, row, options](int mutant) {
                          setenv("PWLFORGE_MUTANT", std::to_string(mutant).c_str(), 1);
                          return simulate_once(unit, row, options);
                        },
                        seed > kFirstSeed});
    }
  }
  return checks;
}

Check program_check(const std::string& name, const std::vector<std::string>& line, const std::string& passed) {
  return {name, [line, passed](int mutant) -> std::string {
            const ProcessResult result = run_process(line, {{}, {{"PWLFORGE_MUTANT", std::to_string(mutant)}}, ""});
            if (result.exit_code == 0 && result.output.find(passed) != std::string::npos) return "";
            return result.output.empty() ? fmt::format("exit code {}", result.exit_code)
                                         : result.output.substr(0, result.output.find('\n'));
          }};
}

/// What no simulation of whole cycles sees: a register that takes another edge.
Check clock_rule(const Design& design, const fs::path& folder, const Places& places) {
  const std::string rule = (places.source / "tests" / "lint" / "one_clock.ys").string();
  return {"lint of " + design.name, [folder, rule](int mutant) -> std::string {
            const ProcessResult result = run_process(
                {"yosys", "-q", "-p",
                 fmt::format("read_rtlil mutated.il; delete -input {0}/w:mutsel; cd {0}; connect -set mutsel "
                             "16'd{1}; cd ..; script {2}",
                             kTop, mutant, rule)},
                {folder, {}, ""});
            if (result.exit_code == 0) return "";
            const bool failed = (result.output + result.errors).find("Assertion failed") != std::string::npos;
            if (failed) return "a register does not take the rising edge of the clock";
            throw CheckFailed(rule + ": " + result.errors);
          }};
}

/// Parameters of a harness with their values, in order.
std::vector<std::pair<std::string, std::string>> settings_of(const Design& design) {
  std::vector<std::pair<std::string, std::string>> settings;
  for (const std::string& setting : words_of(design.parameters)) {
    const std::size_t equals = setting.find('=');
    settings.emplace_back(setting.substr(0, equals), setting.substr(equals + 1));
  }
  return settings;
}

/// tests/float builds its driver, whose class is named after the harness; it is told the stages when it is compiled.
Check every_triple(const Design& design, const fs::path& folder, const Places& places) {
  std::map<std::string, std::string> value;
  for (const auto& [name, text] : settings_of(design)) value[name] = text;
  std::vector<std::string> build{"bash",
                                 "-c",
                                 "source \"$PWLFORGE_SOURCE/tests/float/library.sh\"; build_driver \"$@\"",
                                 "build_driver",
                                 folder.string(),
                                 "-Wno-fatal",
                                 "-Wno-lint",
                                 "-Wno-style",
                                 "--top-module",
                                 kTop,
                                 (folder / "mutated.v").string()};
  const int stages = std::stoi(value.at("Stages"));
  if (stages > 1) build.insert(build.end(), {"-CFLAGS", fmt::format("-DPWL_CYCLES={}", stages + 1)});
  run_checked(build, {folder, {{"PWLFORGE_SOURCE", places.source.string()}}, ""});
  return program_check(
      "triples of " + design.name,
      {(folder / "build" / "Vdut").string(), value.at("ExpBits"), value.at("ManBits"), value.at("Ftz"), "all", "0"},
      "");
}

/// Harness as the solver wants it, all in one module, in which the number of the mutant is an input.
std::vector<Check> proof(const Design& design, const fs::path& folder) {
  const bool clocked = design.steps > 0;
  run_yosys(fmt::format("read_rtlil mutated.il\nhierarchy -top {0}\nflatten\ndelete t:$cover\nopt_expr\nopt_clean\n{1}"
                        "write_rtlil flat.il\n",
                        design.harness, clocked ? "async2sync\ndffunmap\nmemory_map\nopt_clean\n" : ""),
            folder);
  const std::string steps = clocked ? fmt::format(" -tempinduct -tempinduct-baseonly -maxsteps {}", design.steps) : "";
  const std::string name = fmt::format("proof {} ({})", design.harness, design.parameters);
  return {
      {name, [folder, steps, name](int mutant) -> std::string {
         const ProcessResult result = run_process(
             {"yosys", "-q", "-p",
              fmt::format("read_rtlil flat.il; sat -verify{} -prove-asserts -set-assumes -set mutsel {} -timeout 200",
                          steps, mutant)},
             {folder, {}, ""});
         if (result.exit_code == 0) return "";
         const bool failed = (result.output + result.errors).find("proof did fail") != std::string::npos;
         if (failed) return name;
         throw CheckFailed(name + ": " + result.errors);
       }}};
}

}  // namespace

std::set<std::string> make_design(const Design& design, const Places& places, const fs::path& folder) {
  if (is_harness(design)) {
    copy_harness(design, places, folder);
    return {design.modules.begin(), design.modules.end()};
  }
  make_directory(design, places, folder);
  std::set<std::string> modules;
  for (const fs::directory_entry& entry : fs::directory_iterator(folder / "unit" / "rtl")) {
    if (entry.path().extension() == ".v") modules.insert(entry.path().stem().string());
  }
  return modules;
}

std::string content_of(const Design& design, const fs::path& folder) {
  std::set<fs::path> files;
  for (const fs::directory_entry& entry : fs::recursive_directory_iterator(folder / "unit")) {
    const fs::path& file = entry.path();
    if (file.extension() == ".v" || file.extension() == ".hex") files.insert(file);
  }
  std::string text = fmt::format("{} {}\n", design.parameters, design.steps);
  for (const std::string& vectors : design.vectors) text += vectors + "\n";
  for (const fs::path& file : files) text += read_file(file);
  return text;
}

Elaboration elaborate_design(const Design& design, const fs::path& folder) {
  if (is_harness(design)) {
    const bool proof = design.kind == Kind::proof;
    const std::string top = proof ? design.harness : kTop;
    std::string settings;
    for (const auto& [name, value] : settings_of(design)) settings += " -chparam " + name + " " + value;
    return elaborate(fmt::format("read_verilog {}unit/harness.v\nhierarchy -check -libdir unit/rtl{} -top {}",
                                 proof ? "-formal " : "", settings, top),
                     top, folder);
  }
  std::string read = "read_verilog";
  for (const std::string& file : words_of(read_file(folder / "unit" / (std::string(kTop) + ".f")))) {
    read += " unit/" + file;
  }
  return elaborate(fmt::format("{}\nhierarchy -check -top {}", read, kTop), kTop, folder);
}

std::vector<Check> make_checks(const Design& design, const fs::path& folder, const Places& places) {
  const fs::path unit = folder / "unit";
  if (design.kind == Kind::proof) return proof(design, folder);
  if (design.kind == Kind::triples) {
    return {every_triple(design, folder, places), clock_rule(design, folder, places)};
  }
  // The modules of the library, and of an operator those of its units.
  const std::string bench = std::string(kTop) + "_tb.v";
  for (const fs::path& place : {unit, unit / "rtl"}) {
    for (const fs::directory_entry& entry : fs::directory_iterator(place)) {
      const bool source = entry.path().extension() == ".v" && entry.path().filename() != bench;
      if (source) write_file(entry.path(), "// in the top\n");
    }
  }
  write_file(unit / (std::string(kTop) + ".v"), read_file(folder / "mutated.v"));
  std::vector<Check> checks;
  if (design.kind == Kind::sim) {
    checks = simulations(design, unit);
  } else if (design.kind == Kind::bench) {
    run_checked({"verilator", "--binary", "--timing", "-Wno-fatal", "-Wno-lint", "-Wno-style", "-O3", "--top-module",
                 "dut_tb", "-Mdir", (folder / "made").string(), "dut.v", "dut_tb.v"},
                {unit, {}, ""});
    // The bench reads its vectors from the folder that it runs in.
    checks.push_back(program_check("bench of " + design.name,
                                   {"env", "-C", unit.string(), (folder / "made" / "Vdut_tb").string()}, "PASS"));
  } else {
    run_checked({(places.source / "tests" / "bus" / "build_traffic.sh").string(), unit.string(), folder.string()});
    for (const std::string& swaps : design.vectors) {
      checks.push_back(program_check(fmt::format("traffic of {} ({} swaps)", design.name, swaps),
                                     {(folder / "made" / "Vdut").string(), swaps}, ""));
    }
  }
  checks.push_back(clock_rule(design, folder, places));
  return checks;
}

}  // namespace pwlforge::mutants
