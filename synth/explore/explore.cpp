// Copyright 2026 the pwlforge authors.
// Licensed under the Apache License, Version 2.0; see LICENSE.
// SPDX-License-Identifier: Apache-2.0
#include "synth/explore/explore.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <cmath>
#include <iterator>
#include <set>

#include "gen/support/json.hpp"
#include "gen/support/parallel.hpp"
#include "gen/support/version.hpp"
#include "gen/unit/configurations.hpp"
#include "synth/compare/clocked_rows.hpp"
#include "synth/explore/choices.hpp"
#include "synth/explore/rows.hpp"
#include "synth/flow/flow_steps.hpp"

namespace pwlforge {
namespace {

/// Bounds that are tried where the mean squared error is given.
constexpr int kMostLsbForMse = 8;
constexpr int kInputLimit = 16;  ///< above, every code would take hours

void check_options(const ExploreOptions& options) {
  Problems problems;
  if (options.functions.empty()) problems.add("FUNCTION", "none is given", "name at least one, such as gelu");
  const std::set<std::string> different(options.functions.begin(), options.functions.end());
  if (different.size() != options.functions.size()) {
    problems.add("FUNCTION", "one is named twice", "name each once");
  }
  for (const std::string& name : options.functions) {
    try {
      find_function(name);
    } catch (const InputError& error) {
      problems.add("FUNCTION", error.what(), "choose one of these");
    }
  }
  if (options.max_lsb && (*options.max_lsb < 0 || *options.max_lsb > 64)) {
    problems.add("--max-lsb", fmt::format("out of range (found {})", *options.max_lsb), "choose 0..64");
  }
  if (options.mse && !(*options.mse > 0 && std::isfinite(*options.mse))) {
    problems.add("--mse", fmt::format("not a positive number (found {})", *options.mse), "give one, such as 1e-5");
  }
  if (!options.max_lsb && !options.mse && options.recorded.empty()) {
    problems.add("--max-lsb", "no bound on the error is given", "give --max-lsb, --mse or --recorded");
  }
  if (options.input_bits < 4 || options.input_bits > kInputLimit) {
    problems.add(
        "--input-bits",
        fmt::format("the search tries every code and slope of 4..{} bits (found {})", kInputLimit, options.input_bits),
        "choose a width in that range; fit and gen take up to 32 bits");
  }
  if (options.output_bits < 2 || options.output_bits > 16) {
    problems.add("--output-bits", fmt::format("out of range (found {})", options.output_bits), "choose 2..16");
  } else if (options.max_lsb && *options.max_lsb >= 1 << (options.output_bits - 1)) {
    problems.add("--max-lsb",
                 fmt::format("half the range of {}-bit outputs (found {})", options.output_bits, *options.max_lsb),
                 fmt::format("choose less than {}", 1 << (options.output_bits - 1)));
  }
  if (options.calibrate_only && !options.slice) {
    problems.add("--calibrate-only", "of which part is not said", "give --slice I/N");
  }
  if (options.slice && !options.synthesize) {
    problems.add("--slice", "without synthesis there is nothing to share", "drop --no-synth or --slice");
  }
  if (options.orders < 1)
    problems.add("--orders", fmt::format("out of range (found {})", options.orders), "give 1 or more");
  problems.throw_if_any();
}

std::vector<int> bounds_of(const ExploreOptions& options) {
  std::vector<int> bounds;
  const int most = options.max_lsb ? *options.max_lsb : options.mse ? kMostLsbForMse : 1;
  for (int bound = 0; bound <= most; ++bound) bounds.push_back(bound);
  return bounds;
}

Json calibration_to_json(const UnitStyle& style, const Calibration& calibration) {
  const auto weights = [](const LinearCost& cost) {
    Json json = Json::object();
    for (std::size_t i = 0; i < cost.weights.size(); ++i) json[cost_feature_names()[i]] = six_digits(cost.weights[i]);
    return json;
  };
  Json held = Json::array();
  for (const CostSample& one : calibration.held_out) {
    held.push_back({{"unit", one.name},
                    {"area_estimate", six_digits(calibration.area.at(one.features))},
                    {"area", one.area},
                    {"power_estimate_mw", six_digits(calibration.power.at(one.features))},
                    {"power_mw", one.power}});
  }
  return {{"style", style_name(style)},
          {"units", calibration.fitted.size()},
          {"area_weights", weights(calibration.area)},
          {"power_weights_mw", weights(calibration.power)},
          {"held_out", held},
          {"mean_area_error_percent", six_digits(100 * calibration.mean_area_error)},
          {"worst_area_error_percent", six_digits(100 * calibration.worst_area_error)},
          {"mean_power_error_percent", six_digits(100 * calibration.mean_power_error)},
          {"worst_power_error_percent", six_digits(100 * calibration.worst_power_error)}};
}

/// Units that people have today, for the size of the gain.
std::vector<std::string> baseline_names() {
  return {"exact-int8-16", "exact-int8-24", "small-int8-8"};
}

class Explorer {
 public:
  explicit Explorer(const ExploreOptions& options) : options_(options), threads_(thread_count(0)) {
    if (options.synthesize) {
      check_tools();
      library_ = load_library(options.liberty, options.dont_use);
    }
    if (!options.recorded.empty()) {
      for (const float value : make_workload("file:" + options.recorded, {-1, 1}).values) recorded_.push_back(value);
    }
    for (const Store store : options.stores) {
      if (is_loadable(store)) styles_.push_back({store, true, 2});
    }
  }

  Exploration run() {
    calibrate_styles();
    if (options_.calibrate_only) return {};
    add_choices(constant_search());
    add_choices(loadable_search());
    if (options_.slice) {
      synthesize_choices();
      synthesize_baselines();
      return {};
    }
    if (options_.synthesize && !options_.synth.timed && !styles_.empty()) {
      // What the first search chose teaches the model where it was too cheap; the second one knows.
      synthesize_choices();
      learn();
      add_choices(loadable_search());
    }
    if (options_.synth.timed) add_stages();
    if (options_.synthesize) {
      synthesize_choices();
      synthesize_baselines();
    }
    Json rows = Json::array();
    for (std::size_t i = 0; i < choices_.size(); ++i) {
      Json row = row_of(options_, choices_[i], recorded_);
      if (options_.mse && row.at("mse").get<double>() > *options_.mse) continue;
      if (options_.synthesize) add_measurement(row, measured_[i], options_.synth.timed);
      rows.push_back(std::move(row));
    }
    if (rows.empty()) {
      throw InputError(
          fmt::format("{}: no unit of the family meets the bound on the error; allow more, or choose other "
                      "stores than {}",
                      fmt::join(options_.functions, ", "), store_list()));
    }
    if (options_.synthesize) mark_front(rows);
    return result(rows);
  }

 private:
  std::string store_list() const {
    std::vector<std::string> names;
    for (const Store store : options_.stores) names.emplace_back(store_name(store));
    return fmt::format("{}", fmt::join(names, ", "));
  }

  bool wants(Store store) const {
    return std::find(options_.stores.begin(), options_.stores.end(), store) != options_.stores.end();
  }

  /// The model is one of area: of units that are mapped for it.
  SynthOptions for_area() const {
    SynthOptions plain = options_.synth;
    plain.timed = false;
    return plain;
  }

  void calibrate_styles() {
    for (const UnitStyle& style : styles_) {
      if (!options_.synthesize) return;
      if (options_.calibrate_only) {
        calibrate_slice(style, library_, for_area(), options_.input_bits, options_.output_bits, threads_,
                        *options_.slice);
      } else {
        calibrations_.push_back(
            calibrate(style, library_, for_area(), options_.input_bits, options_.output_bits, threads_));
      }
    }
  }

  template <class Work>
  std::vector<Choice> search(const char* what, const Work& work) {
    const std::vector<int> bounds = bounds_of(options_);
    std::vector<std::vector<Choice>> found(bounds.size());
    const auto try_bound = [&](std::size_t i) {
      fitting::WordProblem problem;
      for (const std::string& name : options_.functions) {
        problem.functions.push_back({&find_function(name), options_.scales, recorded_});
      }
      problem.max_lsb = bounds[i];
      problem.input_bits = options_.input_bits;
      problem.output_bits = options_.output_bits;
      found[i] = work(problem);
    };
    parallel_under_bar(what, bounds.size(), threads_, try_bound,
                       [&](std::size_t i) { return fmt::format("within {} LSB", bounds[i]); });
    std::vector<Choice> all;
    for (std::vector<Choice>& some : found) std::move(some.begin(), some.end(), std::back_inserter(all));
    return all;
  }

  std::vector<Choice> loadable_search() {
    if (styles_.empty()) return {};
    return search("loadable units", [&](const fitting::WordProblem& problem) {
      const fitting::WordSearch words(problem);
      std::vector<Choice> all;
      for (std::size_t s = 0; s < styles_.size(); ++s) {
        const bool calibrated = !calibrations_.empty();
        std::vector<Choice> some =
            loadable_choices(words, problem, styles_[s], calibrated ? calibrations_[s].area : uncalibrated_cost(),
                             calibrated ? calibrations_[s].power : uncalibrated_cost(), budget());
        std::move(some.begin(), some.end(), std::back_inserter(all));
      }
      return all;
    });
  }

  std::vector<Choice> constant_search() {
    if (!wants(Store::fixed) && !wants(Store::truth_table)) return {};
    return search("constant units", [&](const fitting::WordProblem& problem) {
      std::vector<Choice> all;
      if (wants(Store::fixed)) all = constant_choices(problem);
      if (!wants(Store::truth_table)) return all;
      std::vector<Choice> rows = row_choices(problem);
      std::move(rows.begin(), rows.end(), std::back_inserter(all));
      return all;
    });
  }

  SearchBudget budget() const {
    SearchBudget budget;
    budget.orders = options_.orders;
    return budget;
  }

  /// Those whose unit is not among the choices already, under names of their own.
  void add_choices(std::vector<Choice> more) {
    for (Choice& choice : more) {
      const auto same = [&](const Choice& other) {
        return other.style.store == choice.style.store && other.spec.kept && choice.spec.kept &&
               *other.spec.kept == *choice.spec.kept;
      };
      if (std::any_of(choices_.begin(), choices_.end(), same)) continue;
      const std::string name = choice.name;
      for (int number = 2; std::any_of(choices_.begin(), choices_.end(),
                                       [&](const Choice& other) { return other.name == choice.name; });
           ++number) {
        choice.name = fmt::format("{}_{}", name, number);
      }
      choice.spec.name = choice.name;
      choices_.push_back(std::move(choice));
    }
  }

  void learn() {
    for (std::size_t s = 0; s < styles_.size(); ++s) {
      std::vector<CostSample> samples;
      for (std::size_t i = 0; i < choices_.size(); ++i) {
        if (choices_[i].style.store != styles_[s].store) continue;
        samples.push_back(cost_sample(choices_[i].name, choices_[i].spec, measured_[i]));
      }
      add_samples(calibrations_[s], samples);
    }
  }

  /// Every unit with one and two stages more as well: which of them meets the clock is measured.
  void add_stages() {
    std::vector<Choice> staged;
    for (const Choice& choice : choices_) {
      for (int more = 0; more <= 2; ++more) {
        Choice one = choice;
        one.style.pipeline += more;
        one.spec.pipeline = one.style.pipeline;
        if (more > 0) one.name += fmt::format("_{}stages", one.style.pipeline);
        one.spec.name = one.name;
        staged.push_back(std::move(one));
      }
    }
    choices_ = std::move(staged);
    measured_.clear();
  }

  /// Measures the choices that are not measured yet.
  void synthesize_choices() {
    measured_.resize(choices_.size());
    SynthOptions synth = options_.synth;
    synth.prove = true;
    const auto measure = [&](std::size_t i) {
      if (options_.slice && !options_.slice->has(i)) return;
      if (measured_[i].is_null()) measured_[i] = synthesize(emitted_unit(choices_[i].spec), library_, synth).json;
    };
    parallel_under_bar("synth", choices_.size(), threads_, measure, [&](std::size_t i) { return choices_[i].name; });
  }

  /// Only of 8-bit units: others have none.
  void synthesize_baselines() {
    if (options_.input_bits != 8) return;
    const std::vector<std::string> names = baseline_names();
    std::vector<Json> areas(names.size());
    const auto measure = [&](std::size_t i) {
      if (options_.slice && !options_.slice->has(i)) return;
      areas[i] = synthesize(emitted_unit(find_configuration(names[i]).spec), library_, options_.synth).json.at("area");
    };
    parallel_under_bar("synth", names.size(), threads_, measure, [&](std::size_t i) { return names[i]; });
    for (std::size_t i = 0; i < names.size(); ++i) baselines_.push_back({{"config", names[i]}, {"area", areas[i]}});
  }

  Exploration result(const Json& rows) const {
    Exploration found;
    Json& json = found.json;
    json["schema"] = "pwlforge.explore/1";
    json["generator"] = generator_version();
    json["functions"] = options_.functions;
    json["bound"] = {{"max_lsb", options_.max_lsb ? Json(*options_.max_lsb) : Json()},
                     {"mse", options_.mse ? Json(*options_.mse) : Json()},
                     {"recorded", options_.recorded.empty() ? Json() : Json(options_.recorded)}};
    json["input_bits"] = options_.input_bits;
    json["output_bits"] = options_.output_bits;
    json["orders"] = options_.orders;
    if (options_.synthesize) {
      json["liberty"] = library_.label;
      json["clock_ns"] = options_.synth.clock_ns;
      json["goal"] = options_.synth.timed ? "clock" : "area";
      json["workload"] = options_.synth.workload;
    }
    Json models = Json::array();
    for (std::size_t i = 0; i < calibrations_.size(); ++i) {
      models.push_back(calibration_to_json(styles_[i], calibrations_[i]));
    }
    json["cost_models"] = models;
    json["baselines"] = baselines_;
    json["rows"] = rows;
    found.files["explore.json"] = json.dump(2) + "\n";
    found.files["index.html"] = explore_page(json);
    for (const Choice& choice : choices_) {
      if (std::none_of(rows.begin(), rows.end(), [&](const Json& row) { return row.at("name") == choice.name; }))
        continue;
      for (const Table& table : choice.spec.tables) {
        found.files[fmt::format("points/{}/{}.json", choice.name, table.function)] = table_text(table);
      }
    }
    return found;
  }

  const ExploreOptions& options_;
  int threads_;
  Library library_;
  std::vector<double> recorded_;
  std::vector<UnitStyle> styles_;
  std::vector<Calibration> calibrations_;
  std::vector<Choice> choices_;
  std::vector<Json> measured_;  ///< objects of synth, by choice; null: not yet
  Json baselines_ = Json::array();
};

}  // namespace

Exploration explore(const ExploreOptions& options) {
  check_options(options);
  return Explorer(options).run();
}

}  // namespace pwlforge
