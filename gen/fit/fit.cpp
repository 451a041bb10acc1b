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
#include "gen/fit/parallel.hpp"
#include "gen/support/diagnostics.hpp"
#include "gen/tables/certificate.hpp"

namespace pwlforge {

namespace {

using fitting::FitContext;
using fitting::Solution;

constexpr int kExhaustiveBits = 16;      // wider inputs are represented by a sample
constexpr int kGeneticFractionBits = 6;  // of the reference; coarser formats use their own

// F is chosen where the format has none, and a bound of 1 LSB is never missed by much: no complaint then.
void check(const FitRequest& request, const std::vector<FitContext>& contexts, const Solution& solution) {
  if (!request.format.fraction_bits || (request.objective == Objective::lsb && solution.objective <= 1)) return;
  fitting::check_limits(request, contexts, solution);
}

Solution solve(const FitRequest& request, const std::vector<FitContext>& contexts, int threads) {
  return request.objective == Objective::lsb ? fitting::solve_least_lsb(request, contexts, threads)
                                             : fitting::solve_least_squares(request, contexts, threads);
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
  const int threads = fitting::thread_count(request.threads);
  std::vector<Solution> solutions;
  if (request.sharing == Sharing::shared) {
    solutions.push_back(solve(request, contexts, threads));
    check(request, contexts, solutions.front());
    for (std::size_t c = 0; c < contexts.size(); ++c) {
      table.contexts.push_back(fitting::make_context(request, contexts[c], solutions.front(), c));
    }
  } else {
    solutions.resize(contexts.size());
    fitting::parallel_for(contexts.size(), threads, [&](std::size_t c) {
      const std::vector<FitContext> one{contexts[c]};
      solutions[c] = solve(request, one, contexts.size() == 1 ? threads : 1);
      check(request, one, solutions[c]);
    });
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
    objective = request.objective == Objective::lsb
                    ? std::max(objective, solutions[c].objective)
                    : objective + (solutions[c].objective / static_cast<double>(solutions.size()));
  }
  table.provenance.objective_value = objective;
}

fitting::RealPwl real_parameters(const FitRequest& request) {
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
  const fitting::FloatSolution solution =
      optimal ? fitting::fit_float(request) : fitting::quantize_float(request, real_parameters(request));
  table.contexts.push_back(solution.context);
  table.provenance.objective = objective_name(Objective::q_in);
  table.provenance.objective_value = solution.mse;
  if (optimal) {
    table.provenance.note = fmt::format(
        "least squares over 1024 points of the fit range; {:.3g} with real parameters, a bound for this partition",
        solution.real_mse);
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
  for (const Objective objective : {Objective::lsb, Objective::q_all, Objective::q_in, Objective::a}) {
    if (name == objective_name(objective)) return objective;
  }
  throw InputError(fmt::format("objective: lsb, q_all, q_in and a exist (found {}); choose one", name));
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
