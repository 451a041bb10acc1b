// Copyright 2026 the pwlforge authors.
// Licensed under the Apache License, Version 2.0; see LICENSE.
// SPDX-License-Identifier: Apache-2.0
#include "synth/flow/timed_mapping.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <future>
#include <optional>

#include "gen/support/diagnostics.hpp"
#include "gen/support/json.hpp"
#include "gen/support/tools.hpp"
#include "synth/timing/sizing.hpp"
#include "synth/timing/sta.hpp"

namespace pwlforge {
namespace {

constexpr int kTargets = 3;              ///< times that abc's target is lowered by what OpenSTA finds missing
constexpr int kRelaxations = 2;          ///< times that it is raised by what a met clock leaves, for a smaller circuit
constexpr double kSlack = 0.97;          ///< a path of that many clocks leaves something
constexpr double kFlipFlopShare = 0.85;  ///< of the clock, what flip-flops leave: abc's first target
constexpr int kSizingRounds = 3;  ///< sizing loads drivers, which buffers then relieve, which may cost time again
constexpr double kNear = 1.12;    ///< a path of that many clocks is sized: more than that sizes alone do not gain
constexpr double kFar = 1.35;     ///< of that many clocks: no target helps, a recipe that maps faster is wanted

struct Candidate {
  MappingRecipe recipe;
  MappedCells cells;
  Buffering buffering;
  std::string sizing_script;
  double path_ns = 0;
  Json told;
};

bool meets(const Candidate& candidate, double clock_ns) {
  return candidate.path_ns <= clock_ns;
}

void buffer(Candidate& candidate, const Library& library) {
  const Buffering added = buffer_nets(candidate.cells.netlist, library);
  candidate.buffering.buffers += added.buffers;
  candidate.buffering.resized += added.resized;
  candidate.buffering.area += added.area;
  candidate.buffering.overloaded = added.overloaded;
  candidate.cells.counts = count(candidate.cells.netlist);
}

void measure(Candidate& candidate, const Library& library, double clock_ns) {
  candidate.path_ns = run_sta(candidate.cells.netlist, library, clock_ns, StaDetail::path).critical_path_ns;
}

/// Maps by one recipe and measures; nothing where the recipe does not work.
std::optional<Candidate> map_once(const DesignMapper& mapper, const Library& library, const MappingRecipe& recipe,
                                  double clock_ns) {
  std::optional<MappedCells> cells = try_recipe(mapper, recipe);
  if (!cells) return std::nullopt;
  Candidate candidate;
  candidate.recipe = recipe;
  candidate.cells = *std::move(cells);
  buffer(candidate, library);
  measure(candidate, library, clock_ns);
  candidate.told = Json{{"recipe", recipe.name},
                        {"area", six_digits(candidate.cells.counts.area)},
                        {"critical_path_ns", six_digits(candidate.path_ns)}};
  return candidate;
}

/// Smaller among those that meet the clock, else faster.
bool better(const Candidate& a, const Candidate& b, double clock_ns) {
  if (meets(a, clock_ns) != meets(b, clock_ns)) return meets(a, clock_ns);
  return meets(a, clock_ns) ? a.cells.counts.area < b.cells.counts.area : a.path_ns < b.path_ns;
}

void size(Candidate& candidate, const Library& library, double clock_ns) {
  std::uint64_t resized = 0;
  for (int round = 0; round < kSizingRounds; ++round) {
    const Sizing sizing = size_cells(candidate.cells.netlist, library, clock_ns);
    candidate.sizing_script = sizing.script;
    resized += sizing.resized;
    buffer(candidate, library);
    measure(candidate, library, clock_ns);
    if (meets(candidate, clock_ns) || sizing.resized == 0) break;
  }
  candidate.told["resized"] = resized;
  candidate.told["sized_area"] = six_digits(candidate.cells.counts.area);
  candidate.told["sized_critical_path_ns"] = six_digits(candidate.path_ns);
}

/// The recipe with abc's target lowered until OpenSTA finds the clock met, or the path no shorter, and raised again
/// while that leaves time and makes it smaller; then sizes.
std::optional<Candidate> map_and_size(const DesignMapper& mapper, const Library& library, bool enable_gates,
                                      std::size_t which, double clock_ns) {
  const bool last = which + 1 == timed_recipes(enable_gates, 0).size();
  double target_ps = 1000 * kFlipFlopShare * clock_ns;
  std::optional<Candidate> best;
  Json targets = Json::array();
  for (int i = 0; i < kTargets; ++i) {
    std::optional<Candidate> candidate =
        map_once(mapper, library, timed_recipes(enable_gates, target_ps)[which], clock_ns);
    if (!candidate) break;
    targets.push_back(six_digits(target_ps));
    const double late_ps = 1000 * (candidate->path_ns - clock_ns);
    const bool faster = !best || candidate->path_ns < best->path_ns;
    if (faster) best = std::move(candidate);
    if (late_ps <= 0 || !faster || (!last && best->path_ns > kFar * clock_ns)) break;
    target_ps = std::max(400 * clock_ns, target_ps - late_ps);
  }
  if (!best) return best;
  for (int i = 0; i < kRelaxations && best->path_ns <= kSlack * clock_ns; ++i) {
    target_ps += 1000 * (clock_ns - best->path_ns);
    std::optional<Candidate> candidate =
        map_once(mapper, library, timed_recipes(enable_gates, target_ps)[which], clock_ns);
    if (!candidate) break;
    targets.push_back(six_digits(target_ps));
    if (!better(*candidate, *best, clock_ns)) break;
    best = std::move(candidate);
  }
  best->told["abc_targets_ps"] = targets;
  if (!meets(*best, clock_ns) && best->path_ns <= kNear * clock_ns) size(*best, library, clock_ns);
  return best;
}

}  // namespace

std::string timed_mapping_key() {
  std::string key = fmt::format("timed {} {} {} {} {} {}", kTargets, kRelaxations, kSlack, kSizingRounds, kNear, kFar);
  for (const MappingRecipe& recipe : timed_recipes(false, 1000)) key += recipe.abc;
  return key;
}

double shortest_path_estimate(const UnitSource& unit, const Library& library, double clock_ns) {
  SynthOptions options;
  options.timed = true;
  options.clock_ns = clock_ns;
  const std::string key = flow_key("estimate", unit.hash, unit.design, library, options, "");
  const SynthResult estimate = cached_flow(key, library, [&] {
    const DesignMapper mapper(unit.design, library);
    const MappingRecipe fastest = timed_recipes(mapper.has_enable_gates(), 1000 * kFlipFlopShare * clock_ns).back();
    std::optional<Candidate> candidate = map_once(mapper, library, fastest, clock_ns);
    if (!candidate) candidate = map_once(mapper, library, area_recipes().front(), clock_ns);
    SynthResult result;
    result.json = Json{{"critical_path_ns", candidate->path_ns}};
    return result;
  });
  return estimate.json.at("critical_path_ns").get<double>();
}

MappedDesign map_for_clock(const DesignSource& source, const Library& library, double clock_ns) {
  const DesignMapper mapper(source, library);
  std::vector<Candidate> candidates;
  const auto take = [&](std::optional<Candidate> candidate) {
    if (candidate) candidates.push_back(*std::move(candidate));
  };
  for (const MappingRecipe& recipe : area_recipes()) {
    if (recipe.enable_gates && !mapper.has_enable_gates()) continue;
    take(map_once(mapper, library, recipe, clock_ns));
  }
  const auto by_area = [](const Candidate& a, const Candidate& b) { return a.cells.counts.area < b.cells.counts.area; };
  const Candidate smallest = *std::min_element(candidates.begin(), candidates.end(), by_area);
  MappedDesign design;
  design.lanes_once = source.lanes_once;
  const auto adopt = [&](const Candidate& chosen) {
    adopt_cells(mapper, chosen.recipe, chosen.cells, true, design.mapping);
    design.mapping.area_by_part["boundaries"] -= chosen.buffering.area;
    design.mapping.area_by_part["buffers"] = chosen.buffering.area;
    design.buffering = chosen.buffering;
    if (!chosen.sizing_script.empty()) design.mapping.files["sizing.tcl"] = chosen.sizing_script;
    for (const Candidate& one : candidates) {
      design.tries.push_back(one.told);
      design.mapping.recipe_areas[one.recipe.name] = one.cells.counts.area;
    }
    return design;
  };
  if (meets(smallest, clock_ns)) return adopt(smallest);

  // The last recipe is the largest by far: it is tried only where no other one meets the clock.
  const std::size_t recipes = timed_recipes(false, 0).size();
  std::vector<std::future<std::optional<Candidate>>> runs;
  for (std::size_t which = 0; which + 1 < recipes; ++which) {
    runs.push_back(std::async(std::launch::async, [&, which] {
      return map_and_size(mapper, library, smallest.recipe.enable_gates, which, clock_ns);
    }));
  }
  for (auto& run : runs) take(run.get());
  if (std::none_of(candidates.begin(), candidates.end(), [&](const Candidate& one) { return meets(one, clock_ns); })) {
    take(map_and_size(mapper, library, smallest.recipe.enable_gates, recipes - 1, clock_ns));
  }
  const auto best = [&] {
    return std::min_element(candidates.begin(), candidates.end(),
                            [&](const Candidate& a, const Candidate& b) { return better(a, b, clock_ns); });
  };
  const auto fastest = best();
  if (fastest->path_ns > kNear * clock_ns) size(*fastest, library, clock_ns);
  return adopt(*best());
}

MappedDesign map_as_wanted(const DesignSource& source, const Library& library, const SynthOptions& options) {
  return options.timed ? map_for_clock(source, library, options.clock_ns) : map_and_buffer(source, library);
}

}  // namespace pwlforge
