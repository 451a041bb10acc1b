// Copyright 2026 the pwlforge authors.
// Licensed under the Apache License, Version 2.0; see LICENSE.
// SPDX-License-Identifier: Apache-2.0
#include "gen/fit/fit.hpp"

#include <fmt/format.h>

#include <algorithm>

#include "gen/fit/assemble.hpp"
#include "gen/fit/baselines.hpp"
#include "gen/fit/context.hpp"
#include "gen/fit/float_fit.hpp"
#include "gen/fit/genetic.hpp"
#include "gen/fit/optimal.hpp"
#include "gen/support/diagnostics.hpp"
#include "gen/support/parallel.hpp"
#include "gen/support/progress.hpp"
#include "gen/tables/certificate.hpp"

namespace pwlforge {

namespace {

using fitting::FitContext;
using fitting::Solution;

constexpr int kExhaustiveBits = 16;      // wider inputs are represented by a sample
constexpr int kGeneticFractionBits = 6;  // of the reference; coarser formats use their own

Solution solve(const FitRequest& request, const std::vector<FitContext>& contexts, int threads) {
  const bool largest = request.objective == Objective::lsb || request.objective == Objective::relative;
  return largest ? fitting::solve_least_lsb(request, contexts, threads)
                 : fitting::solve_least_squares(request, contexts, threads);
}

// Whether limits of the format hold some line back, so that wider fields could help.
bool at_limit(const ParamFormat& format, const Solution& solution) {
  const auto extreme = [](std::int64_t value, int bits) {
    return value == golden::min_of(bits, true) || value == golden::max_of(bits, true);
  };
  return std::any_of(solution.lines.begin(), solution.lines.end(), [&](const fitting::Line& line) {
    return extreme(line.slope, format.slope_bits) || extreme(line.intercept, format.intercept_bits);
  });
}

// A format that cannot hold the slopes or intercepts still has an optimum, but a poor one: refused when 2 more bits in
// front of the point would halve the error (quarter its square), or save more than 1 LSB.
void check(const FitRequest& request, const std::vector<FitContext>& contexts, const Solution& solution, int threads) {
  constexpr int kMoreBits = 2;
  constexpr int kMostSlopeBits = 32;
  if (!request.format.fraction_bits || !at_limit(request.format, solution)) return;
  const auto wider = [&](int bits) {
    FitRequest result = request;
    // The widest slopes make room by giving up fraction bits.
    const int more = std::min(bits, kMostSlopeBits - request.format.slope_bits);
    *result.format.fraction_bits -= bits - more;
    result.format.slope_bits += more;
    result.format.intercept_bits = std::min(64, request.format.intercept_bits + more);
    return result;
  };
  const auto worse = [&](double objective, double free) {
    if (request.objective == Objective::lsb) return objective > free + 1;
    return objective > (request.objective == Objective::relative ? 2 : 4) * free;
  };
  const double free = solve(wider(kMoreBits), contexts, threads).objective;
  if (!worse(solution.objective, free)) return;
  int bits = 1;
  while (bits < kMoreBits && worse(solve(wider(bits), contexts, threads).objective, free)) ++bits;
  throw InputError(fmt::format(
      "--format: {} cannot hold {} with {} entries at scale {} ({} {:.3g}, {:.3g} without its limits); use {}",
      format_name(request.format), request.function->name(), request.entries, contexts.front().input.scale,
      objective_name(request.objective), solution.objective, free, format_name(wider(bits).format)));
}

void add_note(std::string& notes, const std::string& note) {
  if (note.empty()) return;
  if (!notes.empty()) notes += "; ";
  notes += note;
}

void note_spare(const FitRequest& request, std::size_t used, std::string& note) {
  const auto entries = static_cast<std::size_t>(request.entries);
  if (used < entries) add_note(note, fmt::format("{} of {} entries are free", entries - used, entries));
}

void fit_optimal(const FitRequest& request, const std::vector<FitContext>& contexts, Table& table) {
  const int threads = thread_count(request.threads);
  std::vector<Solution> solutions;
  if (request.sharing == Sharing::shared) {
    Progress progress("fit", 1);
    solutions.push_back(solve(request, contexts, threads));
    check(request, contexts, solutions.front(), threads);
    for (std::size_t c = 0; c < contexts.size(); ++c) {
      table.contexts.push_back(fitting::make_context(request, contexts[c], solutions.front(), c));
    }
  } else {
    solutions.resize(contexts.size());
    const auto solve_one = [&](std::size_t c) {
      const std::vector<FitContext> one{contexts[c]};
      const int inner = contexts.size() == 1 ? threads : 1;
      solutions[c] = solve(request, one, inner);
      check(request, one, solutions[c], inner);
    };
    parallel_under_bar("fit", contexts.size(), threads, solve_one,
                       [&](std::size_t c) { return fmt::format("scale {}", contexts[c].input.scale); });
    for (std::size_t c = 0; c < contexts.size(); ++c) {
      table.contexts.push_back(fitting::make_context(request, contexts[c], solutions[c], 0));
    }
  }
  double objective = 0;
  for (std::size_t c = 0; c < solutions.size(); ++c) {
    std::string note = solutions[c].note;
    note_spare(request, solutions[c].lines.size(), note);
    if (!note.empty() && solutions.size() > 1) note = fmt::format("scale {}: {}", contexts[c].input.scale, note);
    add_note(table.provenance.note, note);
    objective = request.objective == Objective::lsb || request.objective == Objective::relative
                    ? std::max(objective, solutions[c].objective)
                    : objective + (solutions[c].objective / static_cast<double>(solutions.size()));
  }
  table.provenance.objective_value = objective;
}

fitting::RealPwl real_parameters(const FitRequest& request) {
  Progress progress("fit", 1);
  switch (request.method) {
    case Method::genetic: {
      const int fraction = std::min(request.format.fraction_bits.value_or(kGeneticFractionBits), kGeneticFractionBits);
      return fitting::run_genetic(request, fraction);
    }
    case Method::relu: return fitting::run_relu(request);
    case Method::uniform:
    case Method::optimal: break;
  }
  return fitting::run_uniform(request);
}

// One context, whatever the scales: the number format carries its own.
Table fit_floating(const FitRequest& request) {
  fitting::check_request(request);
  Table table = fitting::empty_table(request);
  table.sharing = Sharing::per_scale;
  const bool optimal = request.method == Method::optimal;
  Progress progress("fit", 1);
  const fitting::FloatSolution solution =
      optimal ? fitting::fit_float(request) : fitting::quantize_float(request, real_parameters(request));
  table.contexts.push_back(solution.context);
  table.provenance.objective = objective_name(Objective::q_in);
  table.provenance.objective_value = solution.mse;
  if (optimal) {
    const double missed = solution.mse - solution.real_mse;
    const double gap = missed > 0 ? 100 * missed / std::max(solution.real_mse, 1e-300) : 0.0;
    table.provenance.note = fmt::format(
        "least squares over 1024 points of the fit range; at most {:.3g} % above the optimum of real parameters, "
        "{:.3g}",
        gap, solution.real_mse);
  }
  check_table(table, request.function->name());
  return table;
}

double measured(const FitRequest& request, const Table& table) {
  double sum = 0;
  for (const TableContext& context : table.contexts) {
    switch (request.objective) {
      case Objective::lsb: {
        const auto pairs = model_pairs(table, context, certificate_codes(table, context, 1));
        sum = std::max(sum, certify_pairs(table, context, pairs, 1).max_error_lsb);
        break;
      }
      case Objective::q_all: sum += metric_q_all(table, context); break;
      case Objective::q_in: sum += metric_q_in(table, context); break;
      case Objective::a: sum += metric_a(table, context); break;
      case Objective::relative: break;  // of the optimal method only
    }
  }
  return request.objective == Objective::lsb ? sum : sum / static_cast<double>(table.contexts.size());
}

}  // namespace

const char* method_name(Method method) {
  switch (method) {
    case Method::optimal: return "optimal";
    case Method::genetic: return "genetic";
    case Method::uniform: return "uniform";
    case Method::relu: return "relu";
  }
  return "";
}

const char* objective_name(Objective objective) {
  switch (objective) {
    case Objective::lsb: return "lsb";
    case Objective::q_all: return "q_all";
    case Objective::q_in: return "q_in";
    case Objective::a: return "a";
    case Objective::relative: return "relative";
  }
  return "";
}

Method parse_method(const std::string& name) {
  for (const Method method : {Method::optimal, Method::genetic, Method::uniform, Method::relu}) {
    if (name == method_name(method)) return method;
  }
  throw InputError(fmt::format("method: optimal, genetic, uniform and relu exist (found {}); choose one", name));
}

Objective parse_objective(const std::string& name) {
  for (const Objective objective :
       {Objective::lsb, Objective::q_all, Objective::q_in, Objective::a, Objective::relative}) {
    if (name == objective_name(objective)) return objective;
  }
  throw InputError(fmt::format("objective: lsb, q_all, q_in, a and relative exist (found {}); choose one", name));
}

Table fit(const FitRequest& wanted) {
  if (wanted.format.floating) return fit_floating(wanted);
  FitRequest request = wanted;
  // The error of every code cannot be bounded one by one over 2^32 codes, nor over several wide scales at once.
  const bool many =
      wanted.input_bits > kExhaustiveBits || (wanted.sharing == Sharing::shared && wanted.input_bits > 10);
  const bool replaced = many && wanted.method == Method::optimal && wanted.objective == Objective::lsb;
  if (replaced) request.objective = Objective::q_all;
  const std::vector<FitContext> contexts = fitting::make_contexts(request);
  Table table = fitting::empty_table(request);
  for (const FitContext& context : contexts) add_note(table.provenance.note, context.note);
  if (replaced) add_note(table.provenance.note, "q_all in place of lsb: too many codes");
  if (wanted.input_bits > kExhaustiveBits) add_note(table.provenance.note, "fitted to a regular sample of 65536 codes");
  if (request.method == Method::optimal) {
    fit_optimal(request, contexts, table);
  } else {
    table.contexts = fitting::quantize(request, contexts, real_parameters(request));
    table.provenance.objective_value = measured(request, table);
  }
  check_table(table, request.function->name());
  return table;
}

}  // namespace pwlforge
