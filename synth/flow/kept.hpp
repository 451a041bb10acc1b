// Copyright 2026 the pwlforge authors.
// Licensed under the Apache License, Version 2.0; see LICENSE.
// SPDX-License-Identifier: Apache-2.0
//
// Values that take long to make, kept as JSON in the cache directory.
#pragma once

#include <filesystem>
#include <string>

#include "gen/support/files.hpp"
#include "gen/support/json.hpp"

namespace pwlforge {

/// What `read` finds in the document that is kept in `folder` under `key`. Where there is none, or a damaged one at
/// which `read` throws, `make` makes it first.
template <typename Read, typename Make>
auto kept_value(const std::string& folder, const std::string& key, const Read& read, const Make& make) {
  const std::filesystem::path path = cache_directory() / folder / (content_hash(key) + ".json");
  if (std::filesystem::exists(path)) {
    try {
      return read(Json::parse(read_file(path)));
    } catch (const std::exception&) {
      // A damaged entry is made again.
    }
  }
  const Json made = make();
  write_file(path, made.dump());
  return read(made);
}

}  // namespace pwlforge
