// Copyright 2026 the pwlforge authors.
// Licensed under the Apache License, Version 2.0; see LICENSE.
// SPDX-License-Identifier: Apache-2.0
#include "gen/fit/genetic.hpp"

#include <algorithm>
#include <cmath>
#include <limits>

#include "gen/fit/context.hpp"
#include "gen/fit/random.hpp"
#include "gen/tables/certificate.hpp"

namespace pwlforge::fitting {

namespace {

/// A breakpoint, and f there once it is known.
struct Gene {
  double p = 0;
  double f = 0;
  bool known = false;
};

struct Individual {
  std::vector<Gene> genes;  ///< sorted once evaluated
  double fitness = 0;
  bool valid = false;
};

struct Sums {
  double n = 0, x = 0, y = 0, xx = 0, xy = 0, yy = 0;
};

class Search {
 public:
  Search(const FitRequest& request, int fraction_bits)
      : request_(request), options_(request.genetic), random_(request.seed), grid_(std::ldexp(1.0, fraction_bits)) {
    const Range range = fit_range(request);
    const GeneticProfile profile = request.function->genetic_profile(request.entries);
    outer_ = {profile.outer_low, profile.outer_high};
    outer_f_ = {value(outer_.low), value(outer_.high)};
    draw_ = request.range ? range : profile.draw;
    points_ = metric_a_grid(range);
    step_ = points_.size() > 1 ? points_[1] - points_[0] : 1.0;
    prefix_.emplace_back();
    for (const double x : points_) {
      const double y = request.function->value(x);
      Sums s = prefix_.back();
      s.n += 1;
      s.x += x;
      s.y += y;
      s.xx += x * x;
      s.xy += x * y;
      s.yy += y * y;
      prefix_.push_back(s);
    }
    const std::string& name = request.function->name();
    rounding_ = options_.rounding_mutation.value_or(name != "div" && name != "rsqrt");
    const bool coarse_excluded =
        (name == "gelu" && request.entries == 8) || (name == "hswish" && request.entries == 16);
    first_bit_ = options_.rounding_first.value_or(coarse_excluded ? 2 : 0);
  }

  RealPwl run() {
    const auto size = static_cast<std::size_t>(options_.population);
    std::vector<Individual> population(size);
    for (Individual& individual : population) {
      for (int i = 1; i < request_.entries; ++i)
        individual.genes.push_back({random_.between(draw_.low, draw_.high), 0, false});
      evaluate(individual);
    }
    std::vector<Individual> offspring(size);
    for (int generation = 0; generation < options_.generations; ++generation) {
      for (Individual& child : offspring) child = tournament(population);
      for (std::size_t i = 1; i < size; i += 2) {
        if (random_.unit() < options_.crossover) cross(offspring[i - 1], offspring[i]);
      }
      for (Individual& child : offspring) {
        if (random_.unit() < options_.mutation) mutate(child);
        if (!child.valid) evaluate(child);
      }
      population.swap(offspring);
    }
    const auto best = std::min_element(population.begin(), population.end(),
                                       [](const Individual& a, const Individual& b) { return a.fitness < b.fitness; });
    RealPwl pwl;
    for (const Gene& gene : best->genes) pwl.breakpoints.push_back(gene.p);
    for (std::size_t i = 0; i <= pwl.breakpoints.size(); ++i) {
      const auto [slope, intercept] = chord(pwl.breakpoints, i);
      pwl.slopes.push_back(slope);
      pwl.intercepts.push_back(intercept);
    }
    return pwl;
  }

 private:
  const Individual& tournament(const std::vector<Individual>& population) {
    const Individual* best = &population[random_.below(population.size())];
    for (int i = 1; i < options_.tournament; ++i) {
      const Individual* other = &population[random_.below(population.size())];
      if (other->fitness < best->fitness) best = other;
    }
    return *best;
  }

  // Exchanges the genes between two cut points.
  void cross(Individual& a, Individual& b) {
    const std::size_t genes = a.genes.size();
    if (genes < 2) return;
    std::size_t from = 1 + random_.below(genes);
    std::size_t to = 1 + random_.below(genes - 1);
    if (to >= from) {
      ++to;
    } else {
      std::swap(from, to);
    }
    for (std::size_t i = from; i < std::min(to, genes); ++i) std::swap(a.genes[i], b.genes[i]);
    a.valid = b.valid = false;
  }

  void mutate(Individual& individual) {
    const auto clamp = [&](double p) { return std::clamp(p, draw_.low, draw_.high); };
    for (Gene& whole : individual.genes) {
      double gene = whole.p;
      if (!rounding_) {
        if (random_.unit() >= 1.0 - options_.gaussian) gene = clamp(gene + (options_.sigma * random_.normal()));
        if (gene != whole.p) whole = {gene, 0, false};
        continue;
      }
      for (int bits = first_bit_; bits <= options_.rounding_last; ++bits) {
        const double p = random_.unit();
        if (p >= options_.rounding * bits && p < options_.rounding * (bits + 1)) {
          const double scale = std::ldexp(1.0, bits);
          gene = clamp(std::nearbyint(gene * scale) / scale);
        } else if (p >= 1.0 - options_.gaussian) {
          gene += options_.sigma * random_.normal();
        }
      }
      gene = clamp(gene);
      if (gene != whole.p) whole = {gene, 0, false};
    }
    individual.valid = false;
  }

  double value(double x) const { return request_.function->value(x); }

  // The line of segment i: through f at its two ends, rounded; the outer ends stand for the asymptotes.
  std::pair<double, double> chord(const std::vector<double>& genes, std::size_t i) const {
    const double a = i == 0 ? outer_.low : genes[i - 1];
    const double b = i == genes.size() ? outer_.high : genes[i];
    if (a == b) return {0.0, 0.0};
    return chord_of(a, value(a), b, value(b));
  }
  std::pair<double, double> chord_of(double a, double fa, double b, double fb) const {
    const double slope = (fb - fa) / (b - a);
    const double intercept = fa - (a * slope);
    return {std::nearbyint(slope * grid_) / grid_, std::nearbyint(intercept * grid_) / grid_};
  }

  std::size_t points_below(double p) const {
    const double guess = std::clamp(std::ceil((p - points_[0]) / step_), 0.0, static_cast<double>(points_.size()));
    auto index = static_cast<std::size_t>(guess);
    while (index > 0 && points_[index - 1] >= p) --index;
    while (index < points_.size() && points_[index] < p) ++index;
    return index;
  }

  void evaluate(Individual& individual) {
    std::vector<Gene>& genes = individual.genes;
    std::sort(genes.begin(), genes.end(), [](const Gene& a, const Gene& b) { return a.p < b.p; });
    for (Gene& gene : genes) {
      if (!gene.known) gene = {gene.p, value(gene.p), true};
    }
    double error = 0;
    double a = outer_.low;
    double fa = outer_f_.low;
    std::size_t from = 0;
    for (std::size_t i = 0; i <= genes.size(); ++i) {
      const bool last = i == genes.size();
      const double b = last ? outer_.high : genes[i].p;
      const double fb = last ? outer_f_.high : genes[i].f;
      const std::size_t to = last ? points_.size() : points_below(b);
      if (to > from) {
        const auto [k, c] = a == b ? std::pair<double, double>{0.0, 0.0} : chord_of(a, fa, b, fb);
        const Sums& s = prefix_[from];
        const Sums& t = prefix_[to];
        // Sum of (k x + c - y)^2.
        error += (k * k * (t.xx - s.xx)) + (c * c * (t.n - s.n)) + (t.yy - s.yy) +
                 (2 * ((k * c * (t.x - s.x)) - (k * (t.xy - s.xy)) - (c * (t.y - s.y))));
        from = to;
      }
      a = b;
      fa = fb;
    }
    individual.fitness = error / static_cast<double>(points_.size());
    individual.valid = true;
  }

  const FitRequest& request_;
  const GeneticOptions& options_;
  Random random_;
  double grid_;
  Range outer_{};
  Range outer_f_{};  ///< f at its two ends
  Range draw_{};
  std::vector<double> points_;
  double step_ = 0;
  std::vector<Sums> prefix_;
  bool rounding_ = true;
  int first_bit_ = 0;
};

}  // namespace

RealPwl run_genetic(const FitRequest& request, int fraction_bits) {
  return Search(request, fraction_bits).run();
}

}  // namespace pwlforge::fitting
