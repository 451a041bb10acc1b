// Copyright 2026 the pwlforge authors.
// Licensed under the Apache License, Version 2.0; see LICENSE.
// SPDX-License-Identifier: Apache-2.0
#include "synth/flow/synth_table.hpp"
#include "gen/support/json.hpp"

#include <fmt/format.h>

namespace pwlforge {

std::string synth_table(const Json& results) {
  std::string text;
  for (const Json& one : results) {
    const auto number = [&](const char* key) { return one.at(key).get<double>(); };
    const auto word = [&](const char* key) { return one.at(key).get<std::string>(); };
    text += fmt::format("{} in {} (don't use: {})\n", word("unit"), word("library"),
                        one.at("dont_use").at("rule").get<std::string>());
    text += fmt::format("  area            {:12.1f} {}, {} cells, {:.1f} % in registers and latches\n", number("area"),
                        word("area_unit"), one.at("cells").get<std::uint64_t>(), number("sequential_percent"));
    for (const auto& [part, area] : one.at("area_by_part").items()) {
      text += fmt::format("    {:15} {:10.1f}\n", part, area.get<double>());
    }
    text += fmt::format("  longest path    {:12.3f} ns, {:.1f} MHz, {} cells deep; clock {} ns {}\n",
                        number("critical_path_ns"), number("fmax_mhz"), one.at("logic_depth").get<int>(),
                        number("clock_ns"), one.at("meets_clock").get<bool>() ? "met" : "NOT MET");
    const Json& power = one.at("power_mw");
    const auto share = [&](const char* key, int digits) {
      const Json& value = power.at(key);
      return value.is_null() ? std::string("unknown") : fmt::format("{:.{}f}", value.get<double>(), digits);
    };
    text += fmt::format("  power           {:12.4f} mW (internal {}, switching {}, leakage {}), workload {}\n",
                        power.at("total").get<double>(), share("internal", 4), share("switching", 4),
                        share("leakage", 6), word("workload"));
    const Json& glitches = one.at("glitches");
    text += fmt::format("    with glitches {:12.4f} mW{}, {} cycles with delays, {:.2f} transitions for one without\n",
                        one.at("power_glitch_mw").at("total").get<double>(),
                        one.at("glitch_ratio").is_null()
                            ? std::string()
                            : fmt::format(", {:.2f} times", one.at("glitch_ratio").get<double>()),
                        glitches.at("cycles").get<std::uint64_t>(), glitches.at("transition_ratio").get<double>());
    for (const Json& gap : one.at("power_missing")) {
      text += fmt::format("                  without {}\n", gap.get<std::string>());
    }
    if (one.at("reset") != "asynchronous") text += fmt::format("  reset           {}\n", word("reset"));
    if (one.contains("operator")) {
      text += fmt::format("  memory          {:12} bits, {}\n", one.at("memory_bits").get<std::int64_t>(),
                          one.at("memories_mapped").get<bool>() ? "built of registers above" : "not part of the above");
      text += fmt::format("  a row           {:12.4f} nJ; {}\n", number("energy_per_row_nj"),
                          one.at("cycles_per_row").at("formula").get<std::string>());
    }
    const Json& check = one.at("equivalence");
    text += fmt::format("  netlist         {} by {}, {} vectors\n", check.at("result").get<std::string>(),
                        check.at("method").get<std::string>(), check.value("vectors", std::uint64_t{0}));
    if (check.contains("proof")) {
      text += fmt::format("                  {} by proof, {} functions\n",
                          check.at("proof").at("result").get<std::string>(),
                          check.at("proof").at("functions").get<std::uint64_t>());
    }
  }
  return text;
}

std::string fpga_table(const Json& result) {
  std::string text = fmt::format("{} in {}, {}\n", result.at("unit").get<std::string>(),
                                 result.at("device").get<std::string>(), result.at("stage").get<std::string>());
  text +=
      fmt::format("  {} LUTs, {} flip-flops, {} carries, {} multipliers\n", result.at("luts").get<int>(),
                  result.at("flip_flops").get<int>(), result.at("carries").get<int>(), result.at("dsps").get<int>());
  if (!result.at("fmax_mhz").is_null())
    text += fmt::format("  clock up to {:.1f} MHz\n", result.at("fmax_mhz").get<double>());
  return text;
}

}  // namespace pwlforge
