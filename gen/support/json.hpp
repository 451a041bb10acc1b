// Copyright 2026 the pwlforge authors.
// Licensed under the Apache License, Version 2.0; see LICENSE.
// SPDX-License-Identifier: Apache-2.0
//
// Strict reading of JSON documents: every value by path, unknown keys are errors, all problems at once.
#pragma once

#include <cstdint>
#include <nlohmann/json.hpp>
#include <set>
#include <string>
#include <vector>

#include "gen/support/diagnostics.hpp"
#include "gen/support/json_fwd.hpp"

namespace pwlforge {

/// Parses; throws InputError "name:line: ..." on a syntax error (truncated files included) and on unlimited nesting.
Json parse_json(const std::string& text, const std::string& name);

/// A cursor over one object or array of a document. Wrong or missing values are reported to Problems and read as the
/// fallback, so that reading goes on and later problems are found too.
class JsonReader {
 public:
  JsonReader(const Json& value, std::string document, Problems& problems)
      : JsonReader(value, std::move(document), "", problems) {}

  const Json& value() const { return *value_; }
  /// "document:/json/path"
  std::string place() const;
  bool has(const std::string& key) const;

  JsonReader child(const std::string& key);  ///< required member, any type
  std::vector<JsonReader> elements();        ///< this value as an array
  std::string text(const std::string& key);
  double real(const std::string& key);  ///< finite
  std::int64_t integer(const std::string& key, std::int64_t low, std::int64_t high);
  bool boolean(const std::string& key);
  std::vector<std::int64_t> integers(const std::string& key, std::int64_t low, std::int64_t high);
  std::vector<double> reals(const std::string& key);
  /// One of the names; returns its index.
  std::size_t choice(const std::string& key, const std::vector<std::string>& names);

  /// Reports every member that was never asked for.
  void no_unknown_keys();
  void problem(const std::string& what, const std::string& remedy);

 private:
  JsonReader(const Json& value, std::string document, std::string path, Problems& problems)
      : value_(&value), document_(std::move(document)), path_(std::move(path)), problems_(&problems) {}
  const Json* member(const std::string& key);

  const Json* value_;
  std::string document_;
  std::string path_;
  Problems* problems_;
  std::set<std::string> known_;
};

}  // namespace pwlforge
