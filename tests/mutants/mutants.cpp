// Copyright 2026 the pwlforge authors.
// Licensed under the Apache License, Version 2.0; see LICENSE.
// SPDX-License-Identifier: Apache-2.0
//
// Mutants of the library's modules, and what becomes of them: killed by a check of the regression, proved equivalent,
// or left. See README.md of this folder.
// Usage: mutants [MODULE...] [--count N] [--seed S] [--jobs J] [--scores FILE] --source DIR --results DIR
#include <unistd.h>

#include <algorithm>
#include <cstdio>
#include <map>
#include <set>

#include <fmt/format.h>
#include <CLI/CLI.hpp>

#include "gen/support/diagnostics.hpp"
#include "gen/support/files.hpp"
#include "gen/support/json.hpp"
#include "tests/mutants/checks.hpp"
#include "tests/mutants/equivalence.hpp"
#include "tests/mutants/pool.hpp"

using namespace pwlforge;
using namespace pwlforge::mutants;
namespace fs = std::filesystem;

namespace {

constexpr int kHomes = 3;  ///< designs in which a module has mutants, at most
const char* const kWithin = "within the specification";
constexpr int kSeconds = 240;                          ///< after which a mutant that does not end is taken as killed
constexpr int kSecondsAlone = 20, kSecondsWhole = 60;  ///< of a proof in time

struct Options {
  std::vector<std::string> modules;
  int count = 100, seed = 1, jobs = 2;
  Places places;
  fs::path results, scores;
};

/// A design that is needed, and the modules that have mutants in it.
struct Job {
  const Design* design = nullptr;
  fs::path folder;
  std::vector<std::string> modules;
};

std::set<std::string> library_modules(const fs::path& source) {
  std::set<std::string> names;
  for (const fs::directory_entry& entry : fs::recursive_directory_iterator(source / "rtl_templates" / "lib")) {
    if (entry.path().extension() == ".v") names.insert(entry.path().stem().string());
  }
  return names;
}

bool contains(const std::vector<std::string>& list, const std::string& word) {
  return std::find(list.begin(), list.end(), word) != list.end();
}

bool is_specified(const std::string& module) {
  return std::any_of(designs().begin(), designs().end(),
                     [&](const Design& one) { return contains(one.modules, module); });
}

/// Designs of the wanted modules, made; `homes`: how many of them each module has.
std::vector<Job> make_jobs(const Options& options, const fs::path& work, std::map<std::string, int>& homes) {
  std::vector<Job> jobs;
  for (const Design& design : designs()) {
    const auto wants = [&](const std::string& module) {
      return homes[module] < kHomes &&
             (design.modules.empty() ? !is_specified(module) : contains(design.modules, module));
    };
    if (std::none_of(options.modules.begin(), options.modules.end(), wants)) continue;
    Job job{&design, work / design.name, {}};
    fs::create_directories(job.folder);
    const std::set<std::string> present = make_design(design, options.places, job.folder);
    for (const std::string& module : options.modules) {
      if (present.count(module) == 0 || !wants(module)) continue;
      job.modules.push_back(module);
      ++homes[module];
    }
    if (!job.modules.empty()) jobs.push_back(std::move(job));
  }
  std::string missing;
  for (const std::string& module : options.modules) {
    if (homes[module] == 0) missing += module + ": is in no design of tests/mutants/designs.cpp; add one\n";
  }
  if (!missing.empty()) throw CheckFailed(missing);
  return jobs;
}

Json entry(const Mutant& mutant) {
  return Json{{"module", mutant.module}, {"place", mutant.place}, {"killed", ""}, {"said", ""}, {"equivalent", ""}};
}

/// Numbers (from 1) of those that are neither killed nor equivalent.
std::vector<int> left_over(const Json& outcome) {
  std::vector<int> left;
  for (std::size_t i = 0; i < outcome.size(); ++i) {
    if (outcome[i].at("killed") == "" && outcome[i].at("equivalent") == "") left.push_back(static_cast<int>(i) + 1);
  }
  return left;
}

void kill_mutants(const std::vector<Check>& checks, bool late, const Options& options, Json& outcome) {
  for (const Check& check : checks) {
    if (check.late != late || left_over(outcome).empty()) continue;
    const std::string sound = check.run(0);
    if (!sound.empty()) throw CheckFailed(fmt::format("{} without a mutant: {}", check.name, sound));
    const std::vector<int> left = left_over(outcome);
    const std::vector<std::string> said = run_tasks(
        left.size(), options.jobs, kSeconds, [&](std::size_t i) { return check.run(left[i]); }, "does not end");
    for (std::size_t i = 0; i < left.size(); ++i) {
      // What a check could not decide is not killed.
      if (said[i].empty() || said[i].rfind("error: ", 0) == 0) continue;
      Json& one = outcome[static_cast<std::size_t>(left[i]) - 1];
      one["killed"] = check.name;
      one["said"] = said[i];
    }
  }
}

/// Of the mutants that are left: alone, in their module; else in the whole design.
void find_equivalent(const Elaboration& made, const std::vector<Mutant>& mutants, bool alone, int seconds,
                     Json& outcome) {
  std::map<std::string, std::vector<int>> by_top;
  for (const int number : left_over(outcome)) {
    by_top[alone ? mutants[static_cast<std::size_t>(number) - 1].inside : made.top].push_back(number);
  }
  if (by_top.empty()) return;
  insert_mutants(made, mutants, left_over(outcome), false);  // without the others the design is much smaller
  for (const auto& [top, numbers] : by_top) {
    const std::vector<std::string> proved = prove_equivalent(made, top, numbers, seconds);
    for (std::size_t i = 0; i < numbers.size(); ++i) {
      outcome[static_cast<std::size_t>(numbers[i]) - 1]["equivalent"] = proved[i];
    }
  }
}

/// Checks first; what costs most comes last, for what is left then. Around a proved module is its specification only,
/// so that the whole says nothing of it.
void judge(const Job& job, const Options& options, const Elaboration& made, const std::vector<Mutant>& mutants,
           Json& outcome) {
  const std::vector<Check> checks = make_checks(*job.design, job.folder, options.places);
  const bool whole = job.design->kind != Kind::proof;
  kill_mutants(checks, false, options, outcome);
  find_equivalent(made, mutants, true, kSecondsAlone, outcome);
  if (whole) find_equivalent(made, mutants, false, 0, outcome);
  kill_mutants(checks, true, options, outcome);
  if (whole) find_equivalent(made, mutants, false, kSecondsWhole, outcome);
}

/// `shares`: how many mutants of each module.
Json run_job(const Job& job, const Options& options, const std::map<std::string, int>& shares) {
  std::string key = content_of(*job.design, job.folder) + std::to_string(options.seed);
  for (const auto& [module, share] : shares) key += fmt::format("{} {}\n", module, share);
  const fs::path kept = options.results / fmt::format("{}-{}.json", job.design->name, content_hash(key));
  if (fs::exists(kept)) return parse_json(read_file(kept), kept.string());
  const bool proof = job.design->kind == Kind::proof;
  const Elaboration made = elaborate_design(*job.design, job.folder);
  std::vector<Mutant> mutants;
  Json outcome = Json::array();
  for (const auto& [module, share] : shares) {
    if (made.modules.count(module) == 0) continue;  // in the directory, but not with these parameters
    for (Mutant& mutant : list_mutants(made, module, share, options.seed, proof)) {
      outcome.push_back(entry(mutant));
      mutants.push_back(std::move(mutant));
    }
  }
  std::fprintf(stderr, "%s: %zu mutants\n", job.design->name.c_str(), mutants.size());
  if (!mutants.empty()) {
    insert_mutants(made, mutants, left_over(outcome), !proof);
    judge(job, options, made, mutants, outcome);
  }
  write_file(kept, outcome.dump(1) + "\n");
  return outcome;
}

struct Score {
  int mutants = 0, equivalent = 0;
  std::map<std::string, int> killed;
  std::vector<std::string> within, survivors;
};

/// What passed a proof of all that a module promises has kept it, though its outputs differ where they are open.
void add_scores(std::map<std::string, Score>& scores, const Design& design, const Json& outcome) {
  for (const Json& one : outcome) {
    const std::string module = one.at("module").get<std::string>();
    Score& score = scores[module];
    ++score.mutants;
    const std::string killed = one.at("killed").get<std::string>();
    if (!killed.empty()) {
      ++score.killed[killed];
    } else if (one.at("equivalent") != "") {
      ++score.equivalent;
    } else if (contains(design.open, module)) {
      score.within.push_back(one.at("place").get<std::string>());
    } else {
      score.survivors.push_back(one.at("place").get<std::string>());
    }
  }
}

/// All jobs, one after the other: each has of every module what the earlier ones leave to it, evenly. Returns whether
/// every one could be run.
bool run_jobs(const std::vector<Job>& jobs, const Options& options, std::map<std::string, int> homes,
              std::map<std::string, Score>& scores) {
  std::map<std::string, int> wanted;
  bool all = true;
  for (const std::string& module : options.modules) wanted[module] = options.count;
  for (const Job& job : jobs) {
    std::map<std::string, int> shares;
    for (const std::string& module : job.modules) {
      const int left = homes[module]--;
      shares[module] = (wanted[module] + left - 1) / left;
    }
    try {
      const Json outcome = run_job(job, options, shares);
      for (const Json& one : outcome) --wanted[one.at("module").get<std::string>()];
      add_scores(scores, *job.design, outcome);
    } catch (const Error& error) {  // the others go on
      std::fprintf(stderr, "%s: %s\n", job.design->name.c_str(), error.what());
      all = false;
    }
  }
  return all;
}

/// {"module": {"mutants", "killed": {"check": n}, "equivalent", "within", "survivors"}}, counts.
Json scores_json(const std::map<std::string, Score>& scores) {
  Json json = Json::object();
  for (const auto& [module, score] : scores) {
    json[module] = Json{{"mutants", score.mutants},
                        {"killed", score.killed},
                        {"equivalent", score.equivalent},
                        {"within", score.within.size()},
                        {"survivors", score.survivors.size()}};
  }
  return json;
}

/// Returns whether none is left.
bool report(const std::map<std::string, Score>& scores) {
  int killed = 0, equivalent = 0;
  std::vector<std::string> within, survivors;
  for (const auto& [module, score] : scores) {
    int here = 0;
    std::string by;
    for (const auto& [name, count] : score.killed) {
      here += count;
      by += fmt::format("{}{} by {}", by.empty() ? "" : ", ", count, name);
    }
    fmt::print("{}: {} mutants, {} killed ({}), {} proved equivalent, {} {}, {} survive\n", module, score.mutants, here,
               by, score.equivalent, score.within.size(), kWithin, score.survivors.size());
    killed += here;
    equivalent += score.equivalent;
    within.insert(within.end(), score.within.begin(), score.within.end());
    survivors.insert(survivors.end(), score.survivors.begin(), score.survivors.end());
  }
  for (const std::string& place : within) fmt::print("{}: {}\n", kWithin, place);
  for (const std::string& place : survivors) fmt::print("survives: {}\n", place);
  fmt::print(
      "score: {} of {} mutants that change what is specified are killed; {} proved equivalent, {} {}; {} modules\n",
      killed, killed + survivors.size(), equivalent, within.size(), kWithin, scores.size());
  return survivors.empty() && killed > 0;
}

int run(int argc, char** argv) {
  Options options;
  CLI::App app("Mutants of the library's modules against the regression", "mutants");
  app.add_option("modules", options.modules, "modules of rtl_templates/lib; none: all");
  app.add_option("--count", options.count, "mutants of a module")->check(CLI::Range(1, 10000))->capture_default_str();
  app.add_option("--seed", options.seed, "of the drawing")->capture_default_str();
  app.add_option("--jobs", options.jobs, "processes at a time")->check(CLI::Range(1, 64))->capture_default_str();
  app.add_option("--scores", options.scores, "the counts of every module, as JSON");
  app.add_option("--source", options.places.source, "the repository")->required()->check(CLI::ExistingDirectory);
  app.add_option("--results", options.results, "folder of outcomes: a design that is there is not run again")
      ->required();
  try {
    app.parse(argc, argv);
  } catch (const CLI::ParseError& error) {
    return app.exit(error) == 0 ? 0 : static_cast<int>(ExitCode::bad_input);
  }
  options.places.source = fs::absolute(options.places.source);
  options.places.program = fs::read_symlink("/proc/self/exe").parent_path() / "pwlforge";
  const std::set<std::string> library = library_modules(options.places.source);
  for (const std::string& module : options.modules) {
    if (library.count(module) == 0) throw InputError(module + ": no such module in rtl_templates/lib");
  }
  if (options.modules.empty()) options.modules.assign(library.begin(), library.end());
  fs::create_directories(options.results);
  options.results = fs::absolute(options.results);
  const TemporaryDirectory work;
  std::map<std::string, int> homes;
  std::map<std::string, Score> scores;
  const std::vector<Job> jobs = make_jobs(options, work.path(), homes);
  const bool all = run_jobs(jobs, options, homes, scores);
  if (!options.scores.empty()) write_file(options.scores, scores_json(scores).dump(1) + "\n");
  return report(scores) && all ? 0 : static_cast<int>(ExitCode::check_failed);
}

}  // namespace

int main(int argc, char** argv) {
  try {
    return run(argc, argv);
  } catch (const Error& error) {
    std::fprintf(stderr, "%s\n", error.what());
    return static_cast<int>(error.code());
  } catch (const std::exception& error) {
    std::fprintf(stderr, "%s\n", error.what());
    return static_cast<int>(ExitCode::check_failed);
  }
}
