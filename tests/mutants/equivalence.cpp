// Copyright 2026 the pwlforge authors.
// Licensed under the Apache License, Version 2.0; see LICENSE.
// SPDX-License-Identifier: Apache-2.0
//
#include "tests/mutants/equivalence.hpp"

#include <fmt/format.h>

#include "gen/support/process.hpp"

namespace pwlforge::mutants {

namespace fs = std::filesystem;

std::vector<std::string> prove_equivalent(const Elaboration& design, const std::string& top,
                                          const std::vector<int>& numbers, int seconds) {
  const fs::path folder = design.base.parent_path();
  // clk2fflogic makes registers and latches states of one invisible clock: what a mutant does to a clock is seen. What
  // no output hears of, with any mutant, goes first. No other optimisation: it might drop a state on one side. A bit
  // that has no value (behind the end of a memory) is 0 on both.
  std::string script = fmt::format(
      "read_rtlil mutated.il\nhierarchy -top {0}\nflatten\nopt_clean\nmemory_map\nclk2fflogic\ndelete -input "
      "{0}/w:mutsel\n"
      "simplemap\ntechmap\nsimplemap\nsetundef -zero\naigmap\ndesign -save both\n",
      top);
  const auto side = [&](int number) {
    script += fmt::format("design -load both\nconnect -nounset -set mutsel 16'd{}\nwrite_aiger {}_{}.aig\n", number,
                          top, number);
  };
  side(0);
  for (const int number : numbers) side(number);
  run_yosys(script, folder);
  std::vector<std::string> result;
  for (const int number : numbers) {
    const std::string gold = fmt::format("{}_0.aig", top), gate = fmt::format("{}_{}.aig", top, number);
    const auto abc = [&](const std::string& commands) {
      return run_process({"yosys-abc", "-c", commands}, {folder, {}, ""}).output;
    };
    std::string proved;
    if (abc(fmt::format("read_aiger {0}; comb; write_aiger c_{0}; read_aiger {1}; comb; write_aiger c_{1}; "
                        "cec -T 60 c_{0} c_{1}",
                        gold, gate))
            .find("Networks are equivalent") != std::string::npos) {
      proved = "the same functions in " + top;
    } else if (seconds > 0 && abc(fmt::format("miter {} {}; orpos; strash; scorr; pdr -T {}", gold, gate, seconds))
                                      .find("Property proved") != std::string::npos) {
      proved = "the same outputs for ever in " + top;
    }
    result.push_back(proved);
    fs::remove(folder / gate);
    fs::remove(folder / ("c_" + gate));
  }
  return result;
}

}  // namespace pwlforge::mutants
