// Copyright 2026 the pwlforge authors.
// Licensed under the Apache License, Version 2.0; see LICENSE.
// SPDX-License-Identifier: Apache-2.0
#include "synth/liberty/library_catalog.hpp"

namespace pwlforge {

const std::vector<BuiltinLibrary>& builtin_libraries() {
  static const std::vector<BuiltinLibrary> libraries = {
      {"osu018", "/usr/share/qflow/tech/osu018/osu018_stdcells.lib", "qflow-tech-osu018"},
      {"osu035", "/usr/share/qflow/tech/osu035/osu035_stdcells.lib", "qflow-tech-osu035"},
  };
  return libraries;
}

const std::vector<DontUseList>& dont_use_lists() {
  // Scan flip-flops would be taken for their free multiplexer, three-state drivers and isolation cells have no place
  // in a unit, delay cells and the smallest AOI211/OAI211 of NanGate are kept out by its users. Latches are mapped
  // only where a design instantiates them.
  static const std::vector<DontUseList> lists = {
      {"osu018", "osu018", {}, "um2"},
      {"osu035", "osu035", {"PAD*"}, "um2"},
      {"nangate45",
       "NangateOpenCellLibrary",
       {"TAPCELL*", "FILLCELL*", "ANTENNA*", "AOI211_X1", "OAI211_X1", "SDFF*", "CLKGATE*", "TBUF*", "TINV*", "TLAT*"},
       "um2"},
      {"sky130hd",
       "sky130_fd_sc_hd",
       {"*__lpflow_*", "*__probe*", "*__sdf*", "*__edf*", "*__sedf*", "*__dlc*", "*__sdlc*", "*__ebuf*", "*__einv*",
        "*__dly*", "*__clkdly*", "*__conb*", "*__tap*", "*__decap*", "*__diode*", "*__fill*", "*__macro*"},
       "um2"},
  };
  return lists;
}

const DontUseList* recognise(const std::string& library_name) {
  for (const DontUseList& list : dont_use_lists()) {
    if (library_name.compare(0, list.recognised_by.size(), list.recognised_by) == 0) return &list;
  }
  return nullptr;
}

bool glob_match(const std::string& pattern, const std::string& text) {
  // Greedy with one point of return: the last star seen.
  std::size_t p = 0, t = 0, star = std::string::npos, resume = 0;
  while (t < text.size()) {
    if (p < pattern.size() && pattern[p] == '*') {
      star = p++;
      resume = t;
    } else if (p < pattern.size() && pattern[p] == text[t]) {
      ++p;
      ++t;
    } else if (star != std::string::npos) {
      p = star + 1;
      t = ++resume;
    } else {
      return false;
    }
  }
  while (p < pattern.size() && pattern[p] == '*') ++p;
  return p == pattern.size();
}

}  // namespace pwlforge
