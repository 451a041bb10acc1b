// Copyright 2026 the pwlforge authors.
// Licensed under the Apache License, Version 2.0; see LICENSE.
// SPDX-License-Identifier: Apache-2.0
//
// Words of the command line and of the Python module, as options of a simulation.
#include <fmt/format.h>

#include "gen/support/diagnostics.hpp"
#include "sim/bench/simulate.hpp"

namespace pwlforge {

void set_vectors(SimOptions& options, const std::string& text) {
  if (text.empty()) return;
  if (text == "exhaustive") {
    options.vectors = VectorKind::exhaustive;
    return;
  }
  if (text.rfind("file:", 0) == 0 && text.size() > 5) {
    options.vectors = VectorKind::file;
    options.file = text.substr(5);
    return;
  }
  if (text.rfind("random:", 0) == 0) {
    const std::string number = text.substr(7);
    if (!number.empty() && number.size() < 12 && number.find_first_not_of("0123456789") == std::string::npos) {
      options.vectors = VectorKind::random;
      options.count = std::stoull(number);
      return;
    }
  }
  throw InputError(
      fmt::format("--vectors: not a kind of vectors (found \"{}\"); use exhaustive, random:N or file:F", text));
}

Engine parse_engine(const std::string& name) {
  if (name == "verilator") return Engine::verilator;
  if (name == "cycle") return Engine::cycle;
  if (name == "both") return Engine::both;
  throw InputError(fmt::format("--engine: no such engine (found {}); use verilator, cycle or both", name));
}

const char* engine_name(Engine engine) {
  switch (engine) {
    case Engine::verilator: return "verilator";
    case Engine::cycle: return "cycle";
    case Engine::both: break;
  }
  return "both";
}

}  // namespace pwlforge
