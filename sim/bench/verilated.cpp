// Copyright 2026 the pwlforge authors.
// Licensed under the Apache License, Version 2.0; see LICENSE.
// SPDX-License-Identifier: Apache-2.0
#include "sim/bench/verilated.hpp"

#include <fmt/format.h>
#include <unistd.h>

#include <algorithm>
#include <cerrno>
#include <chrono>
#include <condition_variable>
#include <csignal>
#include <map>
#include <mutex>
#include <regex>
#include <thread>
#include <vector>

#include "gen/support/diagnostics.hpp"
#include "gen/support/files.hpp"
#include "gen/support/parallel.hpp"
#include "gen/support/process.hpp"
#include "gen/support/progress.hpp"

namespace pwlforge {

namespace fs = std::filesystem;

namespace {

const std::vector<std::string> kVerilatorFlags{"--cc",   "-O3",        "--x-assign", "unique",       "--x-initial",
                                               "unique", "-Wno-fatal", "-Wno-lint",  "-Wno-style",   "--prefix",
                                               "Vunit",  "--language", "1364-2005",  "--top-module", kShellModule,
                                               "-Mdir",  "."};
// The warnings of Verilator's own headers and output are not the user's business.
const std::vector<std::string> kCompilerFlags{"-std=c++17", "-w", "-faligned-new", "-fcf-protection=none", "-DVM_SC=0"};

/// Of the progress bar: the sources of the testbench, two to four of Verilator, headers; then the unit's, each as long
/// as several.
constexpr std::uint64_t kBuildSteps = 18;

struct Tools {
  std::string compiler;
  std::string verilator_include;
  std::string versions;  ///< part of every cache key
};

std::string first_line(const std::string& text) {
  return text.substr(0, text.find('\n'));
}

Tools ask_tools(const std::string& compiler) {
  Tools tools;
  tools.compiler = compiler;
  tools.versions = first_line(run_checked({"verilator", "--version"}).output) + "\n" +
                   first_line(run_checked({tools.compiler, "--version"}).output);
  std::string root = first_line(run_checked({"verilator", "--getenv", "VERILATOR_ROOT"}).output);
  tools.verilator_include = root + "/include";
  return tools;
}

/// Asked once: the three programs take longer to answer than a small unit to simulate.
const Tools& find_tools() {
  static std::mutex guard;
  static std::map<std::string, Tools> known;
  const char* chosen = std::getenv("CXX");
  const std::string compiler = chosen != nullptr && *chosen != '\0' ? chosen : "g++";
  const std::lock_guard<std::mutex> lock(guard);
  const auto found = known.find(compiler);
  return found != known.end() ? found->second : known.emplace(compiler, ask_tools(compiler)).first->second;
}

/// Of what runs in every cycle. With counters it is several times as long, takes minutes to optimise, and runs seldom.
std::string optimization(const Probes& probes) {
  return probes.coverage ? "-O0" : "-O2";
}

std::vector<std::string> probe_flags(const Probes& probes) {
  const auto flag = [](const char* name, bool on) { return fmt::format("-D{}={}", name, on ? 1 : 0); };
  return {flag("VM_TRACE", probes.trace), flag("VM_TRACE_VCD", false), flag("VM_TRACE_FST", probes.trace),
          flag("VM_COVERAGE", probes.coverage)};
}

std::vector<std::string> compile_line(const Tools& tools, const Probes& probes, const std::vector<std::string>& rest) {
  std::vector<std::string> line{tools.compiler};
  line.insert(line.end(), kCompilerFlags.begin(), kCompilerFlags.end());
  for (const std::string& flag : probe_flags(probes)) line.push_back(flag);
  line.insert(line.end(), {"-I.", "-I" + tools.verilator_include, "-I" + tools.verilator_include + "/vltstd"});
  line.insert(line.end(), rest.begin(), rest.end());
  return line;
}

std::string joined(const std::vector<std::string>& words) {
  std::string text;
  for (const std::string& word : words) text += word + "\n";
  return text;
}

/// Publishes a finished folder under its key; another process may have been first.
void publish(const fs::path& made, const fs::path& place) {
  std::error_code error;
  fs::create_directories(place.parent_path(), error);
  fs::rename(made, place, error);
  if (error && !fs::exists(place)) {
    throw IoError(fmt::format("{}: cannot write ({}); set PWLFORGE_CACHE to a folder that you may write",
                              place.string(), error.message()));
  }
  if (error) fs::remove_all(made, error);
}

/// Removes what builds that were killed have left. Folders of the last ten minutes stay: on a cache that several
/// machines share, their process may live elsewhere.
void remove_leftovers() {
  static const std::regex name(R"(\.[0-9a-f]{32}\.([0-9]{1,9}))");
  const auto old = fs::file_time_type::clock::now() - std::chrono::minutes(10);
  std::error_code error;
  for (const fs::directory_entry& entry : fs::directory_iterator(cache_directory(), error)) {
    std::smatch match;
    const std::string folder = entry.path().filename().string();
    if (!std::regex_match(folder, match, name) || entry.last_write_time(error) > old || error) continue;
    if (kill(std::stoi(match[1]), 0) != 0 && errno == ESRCH) fs::remove_all(entry.path(), error);
  }
}

/// A fresh folder inside the cache, so that publishing is a rename.
fs::path work_folder(const std::string& key) {
  const fs::path path = cache_directory() / fmt::format(".{}.{}", key, getpid());
  std::error_code error;
  fs::remove_all(path, error);
  fs::create_directories(path, error);
  if (error) {
    throw IoError(fmt::format("{}: cannot write ({}); set PWLFORGE_CACHE to a folder that you may write", path.string(),
                              error.message()));
  }
  return path;
}

/// Compiles objects with these flags, as many at a time as the machine has processors.
struct Compilation {
  std::vector<std::string> flags;
  std::string object;
};
void compile_all(const Tools& tools, const Probes& probes, const std::vector<Compilation>& list,
                 const fs::path& folder) {
  parallel_for(list.size(), thread_count(0), [&](std::size_t i) {
    std::vector<std::string> rest = list[i].flags;
    rest.insert(rest.end(), {"-o", list[i].object});
    run_checked(compile_line(tools, probes, rest), {folder, {}, ""});
  });
}

/// The testbench and Verilator's runtime as one archive, with a precompiled header beside it.
fs::path build_testbench(const Tools& tools, const Probes& probes, Progress& progress) {
  std::string content = tools.versions + joined(kCompilerFlags) + joined(probe_flags(probes));
  for (const auto& [path, text] : testbench_files()) content += path + "\n" + text;
  const std::string key = content_hash(content);
  const fs::path place = cache_directory() / "testbench" / key;
  if (fs::exists(place / "libbench.a")) return place;
  progress.update(0, "testbench");
  const fs::path folder = work_folder(key);
  std::vector<Compilation> list;
  const auto add = [&](const std::string& source) {
    list.push_back({{optimization(probes), "-c", source}, fs::path(source).stem().string() + ".o"});
  };
  for (const auto& [path, text] : testbench_files()) write_file(folder / path, text);
  // What includes SystemC takes longest, and so begins first.
  add("sim/bench/testbench/main.cpp");
  add(tools.verilator_include + "/verilated.cpp");
  for (const auto& [path, text] : testbench_files()) {
    if (fs::path(path).extension() == ".cpp" && fs::path(path).stem() != "main") add(path);
  }
  add(tools.verilator_include + "/verilated_threads.cpp");
  if (probes.trace) add(tools.verilator_include + "/verilated_fst_c.cpp");
  if (probes.coverage) add(tools.verilator_include + "/verilated_cov.cpp");
  std::vector<std::string> archive{"ar", "rcs", "libbench.a"};
  for (const Compilation& one : list) archive.push_back(one.object);
  // Of a unit's compile time, much would go into this header.
  write_file(folder / "unit_headers.hpp", "#include <verilated.h>\n");
  list.push_back({{optimization(probes), "-x", "c++-header", "unit_headers.hpp"}, "unit_headers.hpp.gch"});
  compile_all(tools, probes, list, folder);
  run_checked(archive, {folder, {}, ""});
  publish(folder, place);
  return place;
}

/// What a simulation program is made of.
struct Design {
  std::string name;
  fs::path directory;
  std::vector<std::string> files;
  BenchSources sources;
};

void build_design(const Tools& tools, const Design& design, const Probes& probes, const fs::path& testbench,
                  const fs::path& folder, Progress& progress) {
  progress.update(kBuildSteps - 6, "verilating " + design.name);
  std::vector<std::string> verilate{"verilator"};
  verilate.insert(verilate.end(), kVerilatorFlags.begin(), kVerilatorFlags.end());
  if (probes.trace) verilate.push_back("--trace-fst");
  if (probes.coverage) verilate.insert(verilate.end(), {"--coverage-line", "--coverage-toggle"});
  for (const std::string& file : design.files) verilate.push_back(fs::absolute(design.directory / file).string());
  const std::string shell = std::string(kShellModule) + ".v";
  write_file(folder / shell, design.sources.shell);
  verilate.push_back(shell);
  run_checked(verilate, {folder, {}, ""});
  write_file(folder / "adapter.cpp", design.sources.adapter);

  // Half of the text runs once, to settle the model: it is compiled quickly. The other half is to run quickly.
  std::vector<std::string> sources;
  for (const fs::directory_entry& entry : fs::directory_iterator(folder)) {
    if (entry.path().extension() == ".cpp") sources.push_back(entry.path().filename().string());
  }
  std::sort(sources.begin(), sources.end());
  std::string fast, slow;
  for (const std::string& source : sources) {
    const bool settles = source.find("__Slow") != std::string::npos || source.find("__Trace") != std::string::npos;
    (settles ? slow : fast) += "#include \"" + source + "\"\n";
  }
  write_file(folder / "fast.cc", "#include \"unit_headers.hpp\"\n" + fast);
  write_file(folder / "slow.cc", "#include <verilated.h>\n" + slow);
  progress.update(kBuildSteps - 5, "compiling " + design.name);
  const std::string bench = testbench.string();
  compile_all(tools, probes,
              {{{optimization(probes), "-I" + bench, "-c", "fast.cc"}, "fast.o"},
               {{"-O0", "-I" + bench, "-c", "slow.cc"}, "slow.o"}},
              folder);
  progress.update(kBuildSteps - 1, "linking " + design.name);
  std::vector<std::string> link{tools.compiler, "fast.o",     "slow.o",    "-Wl,-u,sc_main", bench + "/libbench.a",
                                "-o",           "unit_bench", "-lsystemc", "-lpthread"};
  if (probes.trace) link.push_back("-lz");
  run_checked(link, {folder, {}, ""});
}

fs::path build_bench(const Design& design, const Probes& probes) {
  remove_leftovers();
  const Tools& tools = find_tools();
  std::string content = tools.versions + joined(kVerilatorFlags) + joined(kCompilerFlags) + joined(probe_flags(probes));
  for (const auto& [path, text] : testbench_files()) content += path + "\n" + text;
  content += design.sources.adapter + design.sources.shell + design.name;
  for (const std::string& file : design.files) content += "\n" + file + "\n" + read_file(design.directory / file);
  const std::string key = content_hash(content);
  const fs::path place = cache_directory() / "units" / key;
  if (fs::exists(place / "unit_bench")) return place / "unit_bench";
  Progress progress("build", kBuildSteps);
  const fs::path testbench = build_testbench(tools, probes, progress);
  const fs::path folder = work_folder(key);
  try {
    build_design(tools, design, probes, testbench, folder, progress);
    // Only the program is kept.
    const fs::path kept = work_folder(key + "-kept");
    fs::rename(folder / "unit_bench", kept / "unit_bench");
    publish(kept, place);
  } catch (...) {
    std::error_code error;
    fs::remove_all(folder, error);
    throw;
  }
  std::error_code error;
  fs::remove_all(folder, error);
  return place / "unit_bench";
}

}  // namespace

fs::path build_unit_bench(const Manifest& manifest, const Probes& probes) {
  return build_bench(
      {manifest.plan.spec.name, manifest.directory, manifest.files, bench_sources(manifest.plan, probes)}, probes);
}

fs::path build_operator_bench(const OperatorManifest& manifest, const Probes& probes) {
  return build_bench(
      {manifest.plan.spec.name, manifest.directory, manifest.files, bench_sources(manifest.plan, probes)}, probes);
}

namespace {

/// Reads the progress file of a running program ten times a second.
class Watching {
 public:
  Watching(const std::string& path, const BeatWatcher& watcher) {
    if (!watcher) return;
    thread_ = std::thread([this, path, watcher] {
      std::unique_lock<std::mutex> lock(guard_);
      while (!ended_.wait_for(lock, std::chrono::milliseconds(100), [this] { return end_; })) {
        watcher(bench::read_progress(path));
      }
    });
  }
  ~Watching() {
    if (!thread_.joinable()) return;
    {
      const std::lock_guard<std::mutex> lock(guard_);
      end_ = true;
    }
    ended_.notify_all();
    thread_.join();
  }
  Watching(const Watching&) = delete;
  Watching& operator=(const Watching&) = delete;

 private:
  std::mutex guard_;
  std::condition_variable ended_;
  bool end_ = false;
  std::thread thread_;
};

/// `write(job, path)`, and after the run `read(path)`.
template <typename Job, typename Write, typename Read>
auto run_bench(const fs::path& program, Job& job, const BeatWatcher& watcher, const Write& write, const Read& read) {
  const TemporaryDirectory folder;
  if (watcher) job.progress = (folder.path() / "progress").string();
  const std::string coverage = job.coverage;
  if (!coverage.empty()) job.coverage = (folder.path() / "coverage").string();
  const std::string job_path = (folder.path() / "job").string();
  const std::string outcome_path = (folder.path() / "outcome").string();
  write(job, job_path);
  const Watching watching(job.progress, watcher);
  run_checked({program.string(), job_path, outcome_path},
              {folder.path(), {{"SYSTEMC_DISABLE_COPYRIGHT_MESSAGE", "1"}}, ""});
  // Counts of one point that stand more than once are summed by whoever reads them.
  if (!coverage.empty())
    write_file(coverage, (fs::exists(coverage) ? read_file(coverage) : "") + read_file(job.coverage));
  return read(outcome_path);
}

}  // namespace

bench::Outcome run_unit_bench(const fs::path& program, bench::Job job, const BeatWatcher& watcher) {
  return run_bench(program, job, watcher, bench::write_job, bench::read_outcome);
}

bench::RowOutcome run_operator_bench(const fs::path& program, bench::RowJob job, const BeatWatcher& watcher) {
  return run_bench(program, job, watcher, bench::write_row_job, bench::read_row_outcome);
}

}  // namespace pwlforge
