// Copyright 2026 the pwlforge authors.
// Licensed under the Apache License, Version 2.0; see LICENSE.
// SPDX-License-Identifier: Apache-2.0
#include <fmt/format.h>

#include <algorithm>
#include <cmath>

#include "gen/support/json.hpp"
#include "synth/compare/compare_operators.hpp"
#include "synth/compare/report_parts.hpp"

namespace pwlforge {
namespace {

using report::cell;
using report::escaped;
using report::grouped;
using report::head;
using report::kTableEnd;
using report::percent;

constexpr const char* kStyle = R"(
body { font: 16px/1.5 system-ui, sans-serif; color: #1b1b1b; background: #fff; margin: 0 auto; max-width: 72rem; padding: 1rem; }
h1 { font-size: 1.6rem; line-height: 1.2; } h2 { font-size: 1.25rem; margin-top: 2.2rem; border-bottom: 2px solid #1f4e79; }
.scroll { overflow-x: auto; } .note { overflow-wrap: anywhere; } table { border-collapse: collapse; font-variant-numeric: tabular-nums; font-size: 0.92rem; }
th, td { padding: 0.3rem 0.5rem; text-align: right; border-bottom: 1px solid #ddd; white-space: nowrap; }
td:first-child, th:first-child { text-align: left; position: sticky; left: 0; background: #fff; }
th, th:first-child { vertical-align: bottom; background: #f3f6f9; }
table.text th { text-align: left; } table.text td { white-space: normal; text-align: left; vertical-align: top; } table.text td:first-child { white-space: nowrap; }
.side { display: flex; flex-wrap: wrap; gap: 1.2rem 2rem; align-items: flex-start; }
figure { margin: 1rem 0 0; flex: 1 1 20rem; max-width: 36rem; } figcaption { font-weight: 600; margin-bottom: 0.3rem; }
caption { text-align: left; font-weight: 600; padding-bottom: 0.3rem; }
@media (max-width: 30rem) { body { padding: 0.6rem; } table { font-size: 0.69rem; } th, td { padding: 0.25rem 0.2rem; }
  ul { padding-left: 1.2rem; } }
svg { width: 100%; height: auto; } .key { margin: 0.3rem 0; font-size: 0.88rem; } .key span { margin-right: 0.8rem; white-space: nowrap; }
.key svg { width: 0.8em; height: 0.8em; } .note { color: #444; font-size: 0.88rem; } td small { display: block; color: #444; white-space: normal; overflow-wrap: anywhere; max-width: 6.5rem; line-height: 1.2; } code { font-size: 0.9em; }
@media print { html, body { font-size: 11px; } body { max-width: none; padding: 0; } table { font-size: 9px; }
  th, td { padding: 0.15rem 0.35rem; } td:first-child, th:first-child { position: static; } .scroll { overflow: visible; }
  figure, tr, li, .scroll { break-inside: avoid; } h2, h2 + .note, caption { break-after: avoid; } figure { flex-basis: 45%; } }
)";

std::string saving_cells(const Json& row, const char* what) {
  const Json& saving = row.at(what);
  return cell(percent(saving.at("fp32"))) + cell(percent(saving.at("int32")));
}

/// Decimals at which the smallest power still has three digits.
int power_decimals(const Json& report, const Json& label) {
  double least = 100;
  for (const Json& row : report.at("rows")) {
    const double total = row.at("power_mw").at("total").get<double>();
    if (row.at("liberty") == label && total > 0) least = std::min(least, total);
  }
  return std::clamp(2 - static_cast<int>(std::floor(std::log10(least))), 0, 6);
}

/// "pwlforge 0.1.0; Yosys 0.23 (git sha1 ...); sta 2.0.17"
std::string tool_versions(const Json& report) {
  std::string tools;
  if (report.at("rows").empty()) return tools;
  for (const auto& [tool, version] : report.at("rows").front().at("tools").items()) {
    const auto text = version.get<std::string>();
    tools += (tools.empty() ? "" : "; ") + (text.compare(0, 5, "Yosys") == 0 ? "" : tool + " ") + text;
  }
  return tools;
}

/// mW; 0 of what the library does not tell, which a note says.
double share(const Json& power, const char* key) {
  return power.at(key).is_null() ? 0 : power.at(key).get<double>();
}

bool is_float(const Json& row) {
  return row.at("config").get<std::string>().find("-fp") != std::string::npos;
}

std::string missing_power_note(const Json& report, const std::string& label) {
  const std::set<std::string> gaps = missing_power(report, label);
  if (gaps.empty()) return "";
  return fmt::format("<p class=\"note\"><b>Power is without</b> {}.</p>\n",
                     escaped(fmt::format("{}", fmt::join(gaps, "; "))));
}

std::string area_cells(const Json& row) {
  return cell(grouped(row.at("area").get<double>())) +
         cell(fmt::format("{:.1f}", row.at("sequential_percent").get<double>())) +
         saving_cells(row, "area_saving_percent");
}

std::string power_cells(const Json& row, int decimals) {
  const auto power = [&](const char* key) {
    return cell(fmt::format("{:.{}f}", row.at(key).at("total").get<double>(), decimals));
  };
  const Json& ratio = row.at("glitch_ratio");
  return power("power_mw") + saving_cells(row, "power_saving_percent") + power("power_glitch_mw") +
         cell(ratio.is_null() ? "&ndash;" : fmt::format("{:.2f}", ratio.get<double>())) +
         saving_cells(row, "power_glitch_saving_percent");
}

std::string speed_cells(const Json& row) {
  const Json& accuracy = row.at("accuracy");
  return cell(fmt::format("{:.2f}{}", row.at("critical_path_ns").get<double>(),
                          row.at("meets_clock").get<bool>() ? "" : "<br><b>late</b>")) +
         cell(fmt::format("{:.1f}", row.at("fmax_mhz").get<double>())) +
         cell(std::to_string(row.at("latency").get<int>())) +
         cell(is_float(row) ? "&ndash;" : fmt::format("{:.3g}", accuracy.at("max_error_lsb").get<double>())) +
         cell(fmt::format("{:.3g}", accuracy.at("mismatch_percent").get<double>())) +
         cell(fmt::format("{:.2g}", accuracy.at("max_error").get<double>())) +
         cell(fmt::format("{:.2g}", std::sqrt(accuracy.at("mse").get<double>())));
}

const std::vector<const char*> kParts{"parameter_store", "comparators", "select", "mac", "rest"};

double part_of(const Json& row, const char* name) {
  return row.at("area_by_part").at(name).get<double>();
}

std::string part_cells(const Json& row) {
  std::string cells;
  for (const char* name : kParts) cells += cell(grouped(part_of(row, name)));
  return cells + cell(grouped(part_of(row, "boundaries") + part_of(row, "buffers")));
}

/// What a library is, and how its numbers were made.
std::string library_note(const Json& report, const Json& library) {
  const double clock_ns = report.at("clock_ns").get<double>();
  return fmt::format(
      "<h2>{}</h2>\n<p class=\"note\">{} V; don't-use list: {}; {} cells in the library, checksum {}. Clock {} ns; "
      "workload: {}. Tools: {}. For each unit: yosys, abc, sta as in <code>commands.sh</code>; "
      "<code>pwlforge synth UNIT --liberty {} --clock {}</code> keeps these scripts, logs and netlist beside its "
      "result.</p>\n",
      escaped(library.at("name").get<std::string>()), library.at("voltage").get<double>(),
      escaped(library.at("dont_use").get<std::string>()), library.at("cells").get<int>(),
      library.at("checksum").get<std::string>().substr(0, 12), clock_ns,
      escaped(report.at("workload").get<std::string>()), escaped(tool_versions(report)),
      escaped(library.at("label").get<std::string>()), clock_ns);
}

std::string library_section(const Json& report, const Json& library) {
  const std::string label = library.at("label").get<std::string>();
  const bool any = std::any_of(report.at("rows").begin(), report.at("rows").end(),
                               [&](const Json& row) { return row.at("liberty") == label; });
  if (!any) return "";
  const std::string unit = library.at("area_unit").get<std::string>();
  const std::string area_unit = unit == "um2" ? "&micro;m&sup2;" : escaped(unit);
  std::string area_table =
      head("Area", {"configuration", area_unit, "registers,<br>%", "saves, %<br>of FP32", "saves, %<br>of INT32"});
  std::string power_table =
      head("Power", {"configuration", "mW", "saves, %<br>of FP32", "saves, %<br>of INT32", "with<br>glitches,<br>mW",
                     "times", "saves, %<br>of FP32", "saves, %<br>of INT32"});
  std::string part_table = head("Area by part, " + area_unit, {"configuration", "store", "compa-<br>rators", "select",
                                                               "MAC", "rest", "across<br>parts"});
  std::string speed_table =
      head("Speed and accuracy",
           {"configuration", "longest<br>path, ns", "fmax,<br>MHz", "latency,<br>cycles", "largest<br>error,<br>LSB",
            "outputs<br>not<br>ideal, %", "largest<br>error", "rms<br>error"});
  const int decimals = power_decimals(report, library.at("label"));
  std::vector<BarRow> areas, powers;
  for (const Json& row : report.at("rows")) {
    if (row.at("liberty") != label) continue;
    const Json& power = row.at("power_mw");
    const std::string config = row.at("config").get<std::string>();
    const std::string start =
        fmt::format("<tr title=\"{}\">", escaped(row.at("purpose").get<std::string>())) + cell(escaped(config));
    area_table += start + area_cells(row) + "</tr>\n";
    power_table += start + power_cells(row, decimals) + "</tr>\n";
    speed_table += start + speed_cells(row) + "</tr>\n";
    part_table += start + part_cells(row) + "</tr>\n";
    areas.push_back({config, {}, fmt::format("{:.0f}", row.at("area").get<double>())});
    for (const char* name : kParts) areas.back().values.push_back(part_of(row, name));
    powers.push_back({config,
                      {share(power, "internal"), share(power, "switching"), share(power, "leakage")},
                      fmt::format("{:.3g}", power.at("total").get<double>())});
  }
  std::string html = library_note(report, library) + missing_power_note(report, label) + "<div class=\"side\">\n";
  for (const std::string& table : {area_table, power_table, part_table, speed_table}) html += table + kTableEnd;
  html += "</div>\n" + report::saving_section(report, label) +
          report::curve_section(report, label, unit == "um2" ? "\u00b5m\u00b2" : unit);
  html += fmt::format(
      "<div class=\"side\"><figure><figcaption>Area by part; the number is the whole unit</figcaption>{}</figure>\n",
      bar_plot("area, " + (unit == "um2" ? "\u00b5m\u00b2" : unit), {"store", "comparators", "select", "MAC", "rest"},
               areas));
  html += fmt::format("<figure><figcaption>Power</figcaption>{}</figure></div>\n",
                      bar_plot("power, mW", {"internal", "switching", "leakage"}, powers));
  return html;
}

/// The paper's rows, and the same INT8 unit in every library.
std::string paper_section(const Json& report) {
  std::string html =
      "<h2>Beside the paper</h2>\n<p class=\"note\">GQA-LUT (DAC 2024): 28 nm, 500 MHz. All with 8 entries and the "
      "parameters in registers. Compare the savings: areas and powers of other technologies, clocks and flows are not "
      "comparable.</p>\n" +
      head("", {"unit", "area,<br>&micro;m&sup2;", "saves,<br>% of<br>FP32", "saves,<br>% of<br>INT32", "power,<br>mW",
                "saves,<br>% of<br>FP32", "saves,<br>% of<br>INT32"});
  const auto line = [](const std::string& unit, const Json& row, const std::string& power) {
    return "<tr>" + cell(unit) + cell(grouped(row.at("area").get<double>())) +
           saving_cells(row, "area_saving_percent") + cell(power) + saving_cells(row, "power_saving_percent") +
           "</tr>\n";
  };
  for (const Json& row : report.at("paper"))
    html += line("paper, " + row.at("unit").get<std::string>(), row,
                 fmt::format("{:.2f}", row.at("power_mw").get<double>()));
  for (const Json& row : report.at("rows")) {
    if (row.at("config") != "paper-int8-8") continue;
    html += line("paper-int8-8<small>" + escaped(row.at("library").get<std::string>()) + "</small>", row,
                 fmt::format("{:#.3g}", row.at("power_mw").at("total").get<double>()));
  }
  return html + kTableEnd;
}

/// What each configuration is and how its netlists were checked, once where all libraries say the same.
std::string configuration_section(const Json& report) {
  std::string html =
      "<h2>Configurations</h2>\n<div class=\"scroll\"><table class=\"text\"><thead><tr><th>configuration</th>"
      "<th>what it is</th><th>mapped netlist</th></tr></thead><tbody>\n";
  std::vector<std::string> names;
  Json all = report.at("rows");
  for (const Json& row : report.at("operators")) all.push_back(row);
  for (const Json& row : all) {
    const std::string name = row.at("config").get<std::string>();
    if (std::find(names.begin(), names.end(), name) != names.end()) continue;
    names.push_back(name);
    std::vector<std::string> checks;
    for (const Json& other : all) {
      if (other.at("config") != name) continue;
      const Json& check = other.at("equivalence");
      std::string text = fmt::format("{} by {}", escaped(check.at("result").get<std::string>()),
                                     escaped(check.at("method").get<std::string>()));
      if (check.contains("vectors"))
        text += fmt::format(", {} vectors", grouped(static_cast<double>(check.at("vectors").get<std::uint64_t>())));
      if (check.value("every_code", false)) text += ", every code";
      if (check.contains("proof")) {
        const Json& proof = check.at("proof");
        text = fmt::format("{} by proof, {} functions; {}", escaped(proof.at("result").get<std::string>()),
                           grouped(static_cast<double>(proof.at("functions").get<std::uint64_t>())), text);
      }
      if (std::find(checks.begin(), checks.end(), text) == checks.end()) checks.push_back(text);
    }
    html += fmt::format("<tr><td>{}</td><td>{}</td><td>{}</td></tr>\n", escaped(name),
                        escaped(row.at("purpose").get<std::string>()), fmt::join(checks, "; "));
  }
  return html + kTableEnd;
}

/// What a library could not build, and why.
std::string failed_section(const Json& report) {
  if (report.at("failed").empty()) return "";
  std::string html =
      "<h2>Not built</h2>\n<div class=\"scroll\"><table "
      "class=\"text\"><thead><tr><th>configuration</th><th>library</th>"
      "<th>why</th></tr></thead><tbody>\n";
  for (const Json& row : report.at("failed")) {
    html += fmt::format("<tr><td>{}</td><td>{}</td><td>{}</td></tr>\n", escaped(row.at("config").get<std::string>()),
                        escaped(row.at("liberty").get<std::string>()), escaped(row.at("failed").get<std::string>()));
  }
  return html + kTableEnd;
}

constexpr const char* kNotes = R"(<h2>How to read this</h2>
<ul class="note">
<li>Like is compared with like: savings are against the 32-bit unit of the same architecture, with the same number of
entries (16 for 24, 8 for truth tables), at the same clock, workload and flow. plain: a comparator for every threshold,
three stages. paper, exact: <code>--compact</code> (bisection, read-back through the data path), three stages. small: compact,
latches, two stages, operands held. Truth tables have one stage; theirs are against paper.</li>
<li>The FP32 baseline is ours, with its multiply-add: full IEEE arithmetic with subnormals. <code>scripts/area fma
LIBRARY</code> prints the multiply-add's area, and the nightly test <code>e2e_area_fma</code> fails where it is larger than
the best public one in the same flow.</li>
<li>Stronger cells and buffers wherever a cell drives more than the library's max_capacitance, the same for every unit
and counted in its area. No placement, no wires.</li>
<li>Area by part: from a second run that keeps the parts apart; &ldquo;across parts&rdquo; is what optimisation across
them and buffers change.</li>
<li>Power: energies and leakage of the library's tables at the slews that OpenSTA finds, with the transitions counted in
the mapped netlist: without delays, and with those of a second simulation in which every arc takes the time that OpenSTA
gives it and a pulse shorter than a gate's delay does not pass. Its glitches, from up to 2 048 cycles of the same stimulus,
are added to the transitions without delays; both simulations agree on every net at the end of every cycle. No clock tree; the energy of the registers' clock pins and the
charge of the clock net are included.</li>
<li>A proof that a mapped netlist equals its RTL covers every input, parameter and sequence. Netlists of 32-bit units are
proven by <code>pwlforge synth UNIT --prove</code> and a nightly test.</li>
<li>A truth table serves one function at fixed scales; a unit is programmable. It is shown because for one function it is
smaller than any of them.</li>
<li>Largest error in LSB and outputs not ideal: over all scales of the table, against the correctly rounded output. Steps
of wide and floating-point outputs are tiny, so compare units of different formats by the other two: largest error inside
the table's range and rms error, of the output against the function, in real units, rounding of the output included.</li>
</ul>
)";

}  // namespace

std::string comparison_html(const Json& report) {
  std::string html =
      "<!DOCTYPE html>\n<html lang=\"en\"><head><meta charset=\"utf-8\">\n"
      "<meta name=\"viewport\" content=\"width=device-width, initial-scale=1\">\n"
      "<title>pwlforge: comparison of piecewise-linear units</title>\n<style>" +
      std::string(kStyle) + "</style></head><body>\n<h1>Piecewise-linear units compared</h1>\n";
  html += fmt::format(
      "<p>Clock {} ns; workload: {}. Every unit computes gelu with its own fitted table, is mapped by the same "
      "recipes, {}, and its netlist gave the golden model's outputs in the run that counted the activity.</p>\n",
      report.at("clock_ns").get<double>(), escaped(report.at("workload").get<std::string>()),
      report.at("goal") == "clock" ? "for this clock with the fewest pipeline stages that meet it"
                                   : "for area without a timing constraint");
  if (!report.at("rows").empty()) {
    html += paper_section(report);
    for (const Json& library : report.at("liberty")) html += library_section(report, library);
    html += report::error_section(report);
  }
  return html + operators_html(report) + failed_section(report) + configuration_section(report) + kNotes +
         "</body></html>\n";
}

}  // namespace pwlforge
