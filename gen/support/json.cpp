// Copyright 2026 the pwlforge authors.
// Licensed under the Apache License, Version 2.0; see LICENSE.
// SPDX-License-Identifier: Apache-2.0
#include "gen/support/json.hpp"

#include <algorithm>
#include <cmath>

#include <fmt/format.h>

namespace pwlforge {

namespace {

std::string shown(const Json& value) {
  std::string text = value.dump();
  constexpr std::size_t kLongest = 40;
  if (text.size() > kLongest) text = text.substr(0, kLongest) + "...";
  return text;
}

const char* article(const Json& value) {
  if (value.is_null()) return "nothing";
  if (value.is_object()) return "an object";
  if (value.is_array()) return "an array";
  if (value.is_string()) return "a string";
  if (value.is_boolean()) return "a boolean";
  return "a number";
}

/// Documents of ours are a few levels deep; what walks through values of unlimited depth would need unlimited stack.
void check_depth(const std::string& text, const std::string& name) {
  constexpr int kDeepest = 100;
  int depth = 0;
  bool quoted = false;
  for (std::size_t at = 0; at < text.size(); ++at) {
    const char c = text[at];
    if (quoted) {
      if (c == '\\') ++at;
      quoted = c != '"';
    } else if (c == '"') {
      quoted = true;
    } else if (c == '[' || c == '{') {
      if (++depth <= kDeepest) continue;
      const auto line = 1 + std::count(text.begin(), text.begin() + static_cast<std::ptrdiff_t>(at), '\n');
      throw InputError(
          fmt::format("{}:{}: nested deeper than {} levels; give a document of pwlforge", name, line, kDeepest));
    } else if (c == ']' || c == '}') {
      --depth;
    }
  }
}

}  // namespace

Json parse_json(const std::string& text, const std::string& name) {
  check_depth(text, name);
  try {
    return Json::parse(text);
  } catch (const Json::parse_error& error) {
    const std::size_t end = std::min(error.byte, text.size());
    const auto line = 1 + std::count(text.begin(), text.begin() + static_cast<std::ptrdiff_t>(end), '\n');
    const std::string what = end >= text.size() ? "it ends too early" : "a syntax error";
    throw InputError(fmt::format("{}:{}: not JSON: {} (at byte {} of {}); write the file again or mend the line", name,
                                 line, what, error.byte, text.size()));
  } catch (const Json::out_of_range& error) {
    const std::string what = error.what();
    throw InputError(fmt::format("{}: a number is beyond what a double holds ({}); write a smaller one", name,
                                 what.substr(std::min(what.find("] ") + 2, what.size()))));
  }
}

std::string JsonReader::place() const {
  return document_ + ":" + (path_.empty() ? "/" : path_);
}

void JsonReader::problem(const std::string& what, const std::string& remedy) {
  problems_->add(place(), what, remedy);
}

bool JsonReader::has(const std::string& key) const {
  return value_->is_object() && value_->contains(key);
}

const Json* JsonReader::member(const std::string& key) {
  known_.insert(key);
  if (!value_->is_object()) {
    if (known_.size() == 1) problem(fmt::format("an object is needed (found {})", article(*value_)), "write { ... }");
    return nullptr;
  }
  const auto found = value_->find(key);
  if (found == value_->end()) {
    problem(fmt::format("the member \"{}\" is missing", key), "add it");
    return nullptr;
  }
  return &*found;
}

JsonReader JsonReader::child(const std::string& key) {
  static const Json nothing;
  const Json* found = member(key);
  return JsonReader(found == nullptr ? nothing : *found, document_, path_ + "/" + key, *problems_);
}

std::vector<JsonReader> JsonReader::elements() {
  std::vector<JsonReader> result;
  if (!value_->is_array()) {
    if (!value_->is_null()) problem(fmt::format("an array is needed (found {})", article(*value_)), "write [ ... ]");
    return result;
  }
  for (std::size_t i = 0; i < value_->size(); ++i) {
    result.push_back(JsonReader((*value_)[i], document_, fmt::format("{}/{}", path_, i), *problems_));
  }
  return result;
}

std::string JsonReader::text(const std::string& key) {
  const Json* found = member(key);
  if (found == nullptr) return "";
  if (found->is_string()) return found->get<std::string>();
  problems_->add(place() + (path_.empty() ? "" : "/") + key,
                 fmt::format("a string is needed (found {})", shown(*found)), "write it in quotes");
  return "";
}

double JsonReader::real(const std::string& key) {
  const Json* found = member(key);
  if (found == nullptr) return 0.0;
  if (found->is_number() && std::isfinite(found->get<double>())) return found->get<double>();
  child(key).problem(fmt::format("a finite number is needed (found {})", shown(*found)), "write a number");
  return 0.0;
}

std::int64_t JsonReader::integer(const std::string& key, std::int64_t low, std::int64_t high) {
  const Json* found = member(key);
  if (found == nullptr) return low;
  const bool too_big =
      found->is_number_unsigned() && found->get<std::uint64_t>() > static_cast<std::uint64_t>(INT64_MAX);
  if (found->is_number_integer() && !too_big) {
    const auto value = found->get<std::int64_t>();
    if (value >= low && value <= high) return value;
  }
  child(key).problem(fmt::format("an integer in {}..{} is needed (found {})", low, high, shown(*found)),
                     "write a value in that range");
  return low;
}

bool JsonReader::boolean(const std::string& key) {
  const Json* found = member(key);
  if (found == nullptr) return false;
  if (found->is_boolean()) return found->get<bool>();
  child(key).problem(fmt::format("a boolean is needed (found {})", shown(*found)), "write true or false");
  return false;
}

std::vector<std::int64_t> JsonReader::integers(const std::string& key, std::int64_t low, std::int64_t high) {
  std::vector<std::int64_t> result;
  for (JsonReader& element : child(key).elements()) {
    const Json& value = element.value();
    const bool too_big =
        value.is_number_unsigned() && value.get<std::uint64_t>() > static_cast<std::uint64_t>(INT64_MAX);
    const bool good = value.is_number_integer() && !too_big;
    const std::int64_t number = good ? value.get<std::int64_t>() : 0;
    if (!good || number < low || number > high) {
      element.problem(fmt::format("an integer in {}..{} is needed (found {})", low, high, shown(value)),
                      "write a value that fits, or name a wider format");
    }
    result.push_back(number);
  }
  return result;
}

std::vector<double> JsonReader::reals(const std::string& key) {
  std::vector<double> result;
  for (JsonReader& element : child(key).elements()) {
    const Json& value = element.value();
    const bool good = value.is_number() && std::isfinite(value.get<double>());
    if (!good) element.problem(fmt::format("a finite number is needed (found {})", shown(value)), "write a number");
    result.push_back(good ? value.get<double>() : 0.0);
  }
  return result;
}

std::size_t JsonReader::choice(const std::string& key, const std::vector<std::string>& names) {
  const Json* found = member(key);
  if (found == nullptr) return 0;
  const std::string value = found->is_string() ? found->get<std::string>() : "";
  const auto place_of = std::find(names.begin(), names.end(), value);
  if (place_of != names.end()) return static_cast<std::size_t>(place_of - names.begin());
  child(key).problem(fmt::format("one of {} is needed (found {})", fmt::join(names, ", "), shown(*found)),
                     "write one of these names");
  return 0;
}

void JsonReader::no_unknown_keys() {
  if (!value_->is_object()) return;
  for (const auto& [key, value] : value_->items()) {
    if (known_.count(key) == 0) {
      problems_->add(place() + (path_.empty() ? "" : "/") + key, "unknown member",
                     "remove it, or check its spelling against the schema");
    }
  }
}

}  // namespace pwlforge
