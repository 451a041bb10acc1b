// Copyright 2026 the pwlforge authors.
// Licensed under the Apache License, Version 2.0; see LICENSE.
// SPDX-License-Identifier: Apache-2.0
#include <fmt/format.h>

#include "synth/compare/compare.hpp"

namespace pwlforge {
namespace {

constexpr const char* kStyle = R"(
body { font: 16px/1.5 system-ui, sans-serif; color: #1b1b1b; background: #fff; margin: 0 auto; max-width: 72rem; padding: 1rem; }
h1 { font-size: 1.6rem; line-height: 1.2; } h2 { font-size: 1.25rem; margin-top: 2.2rem; border-bottom: 2px solid #1f4e79; }
.scroll { overflow-x: auto; } .note { overflow-wrap: anywhere; } table { border-collapse: collapse; font-variant-numeric: tabular-nums; font-size: 0.92rem; }
th, td { padding: 0.3rem 0.5rem; text-align: right; border-bottom: 1px solid #ddd; white-space: nowrap; }
td:first-child, th:first-child { text-align: left; position: sticky; left: 0; background: #fff; }
th, th:first-child { vertical-align: bottom; background: #f3f6f9; }
table.text td { white-space: normal; text-align: left; vertical-align: top; } table.text td:first-child { white-space: nowrap; }
.side { display: flex; flex-wrap: wrap; gap: 1.2rem 2rem; align-items: flex-start; }
figure { margin: 1rem 0 0; flex: 1 1 20rem; max-width: 42rem; } figcaption { font-weight: 600; margin-bottom: 0.3rem; }
caption { text-align: left; font-weight: 600; padding-bottom: 0.3rem; }
@media (max-width: 30rem) { body { padding: 0.6rem; } table { font-size: 0.69rem; } th, td { padding: 0.25rem 0.14rem; }
  th { white-space: normal; } }
svg { width: 100%; height: auto; } small, .note { color: #444; font-size: 0.88rem; } code { font-size: 0.9em; }
@media print { body { max-width: none; font-size: 11px; } table { font-size: 8.5px; } th, td { padding: 0.15rem 0.3rem; }
  .scroll { overflow: visible; } figure, tr { break-inside: avoid; } h2 { break-after: avoid; } figure { flex-basis: 45%; } }
)";

std::string escaped(const std::string& text) {
  std::string out;
  for (const char c : text) {
    switch (c) {
      case '&': out += "&amp;"; break;
      case '<': out += "&lt;"; break;
      case '>': out += "&gt;"; break;
      default: out += c;
    }
  }
  return out;
}

/// 77353 as "77 353", with a narrow blank that does not break.
std::string grouped(double value) {
  const std::string digits = fmt::format("{:.0f}", value);
  std::string out;
  for (std::size_t i = 0; i < digits.size(); ++i) {
    if (i > 0 && (digits.size() - i) % 3 == 0) out += "&#8239;";
    out += digits[i];
  }
  return out;
}

std::string percent(const Json& value) {
  return value.is_null() ? "&ndash;" : fmt::format("{:.1f}", value.get<double>());
}

std::string cell(const std::string& content) {
  return "<td>" + content + "</td>";
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

std::string library_section(const Json& report, const Json& library) {
  const std::string label = library.at("label").get<std::string>();
  const std::string unit = library.at("area_unit").get<std::string>();
  std::string html = fmt::format(
      "<h2>{}</h2>\n<p class=\"note\">{} V; don't-use list: {}; {} cells in the library, checksum {}. Clock {} ns; "
      "workload: {}. Tools: {}. For each unit: <code>yosys -s synth.ys</code>, <code>sta sta.tcl</code>; "
      "<code>pwlforge synth UNIT --liberty {} --clock {}</code> keeps these scripts, logs and netlist beside its "
      "result.</p>\n",
      escaped(library.at("name").get<std::string>()), library.at("voltage").get<double>(),
      escaped(library.at("dont_use").get<std::string>()), library.at("cells").get<int>(),
      library.at("checksum").get<std::string>().substr(0, 12), report.at("clock_ns").get<double>(),
      escaped(report.at("workload").get<std::string>()), escaped(tool_versions(report)), escaped(label),
      report.at("clock_ns").get<double>());
  const std::string area_unit = unit == "um2" ? "&micro;m&sup2;" : escaped(unit);
  const auto head = [](const std::string& caption, const std::vector<std::string>& columns) {
    std::string text = "<div class=\"scroll\"><table><caption>" + caption + "</caption><thead><tr>";
    for (const std::string& column : columns) text += "<th>" + column + "</th>";
    return text + "</tr></thead><tbody>\n";
  };
  std::string area_table =
      head("Area", {"configuration", area_unit, "registers,<br>%", "saves, %<br>of FP32", "saves, %<br>of INT32"});
  std::string power_table = head("Power", {"configuration", "mW", "saves, %<br>of FP32", "saves, %<br>of INT32"});
  std::string speed_table =
      head("Speed and accuracy", {"configuration", "longest<br>path, ns", "fmax,<br>MHz", "latency,<br>cycles",
                                  "largest<br>error, LSB<br>or ulp", "outputs<br>not<br>ideal, %"});
  std::vector<BarRow> areas, powers;
  for (const Json& row : report.at("rows")) {
    if (row.at("liberty") != label) continue;
    const Json& area_saving = row.at("area_saving_percent");
    const Json& power_saving = row.at("power_saving_percent");
    const Json& power = row.at("power_mw");
    const Json& accuracy = row.at("accuracy");
    const std::string config = row.at("config").get<std::string>();
    const std::string start =
        fmt::format("<tr title=\"{}\">", escaped(row.at("purpose").get<std::string>())) + cell(escaped(config));
    area_table += start + cell(grouped(row.at("area").get<double>())) +
                  cell(fmt::format("{:.1f}", row.at("sequential_percent").get<double>())) +
                  cell(percent(area_saving.at("fp32"))) + cell(percent(area_saving.at("int32"))) + "</tr>\n";
    power_table += start + cell(fmt::format("{:.4g}", power.at("total").get<double>())) +
                   cell(percent(power_saving.at("fp32"))) + cell(percent(power_saving.at("int32"))) + "</tr>\n";
    speed_table += start + cell(fmt::format("{:.2f}", row.at("critical_path_ns").get<double>())) +
                   cell(fmt::format("{:.1f}", row.at("fmax_mhz").get<double>())) +
                   cell(std::to_string(row.at("latency").get<int>())) +
                   cell(fmt::format("{:.3g}", accuracy.at("max_error_lsb").get<double>())) +
                   cell(fmt::format("{:.3g}", accuracy.at("mismatch_percent").get<double>())) + "</tr>\n";
    const Json& parts = row.at("area_by_part");
    const auto part = [&](const char* name) { return parts.at(name).get<double>(); };
    areas.push_back({config,
                     {part("parameter_store"), part("comparators"), part("select"), part("mac"), part("rest")},
                     fmt::format("{:.0f}", row.at("area").get<double>())});
    powers.push_back(
        {config,
         {power.at("internal").get<double>(), power.at("switching").get<double>(), power.at("leakage").get<double>()},
         fmt::format("{:.3g}", power.at("total").get<double>())});
  }
  const std::string end = "</tbody></table></div>\n";
  html += "<div class=\"side\">\n" + area_table + end + power_table + end + speed_table + end + "</div>\n";
  html += fmt::format(
      "<div class=\"side\"><figure><figcaption>Area by part (parts measured apart; the number is the whole "
      "unit)</figcaption>{}</figure>\n",
      bar_plot("area, " + unit, {"store", "comparators", "select", "MAC", "rest"}, areas));
  html += fmt::format("<figure><figcaption>Power</figcaption>{}</figure></div>\n",
                      bar_plot("power, mW", {"internal", "switching", "leakage"}, powers));
  return html;
}

}  // namespace

std::string comparison_html(const Json& report) {
  std::string html =
      "<!DOCTYPE html>\n<html lang=\"en\"><head><meta charset=\"utf-8\">\n"
      "<meta name=\"viewport\" content=\"width=device-width, initial-scale=1\">\n"
      "<title>pwlforge: comparison of piecewise-linear units</title>\n<style>" +
      std::string(kStyle) + "</style></head><body>\n<h1>Piecewise-linear units compared</h1>\n";
  html += fmt::format(
      "<p>Clock {} ns; workload: {}. Every unit computes gelu with its own fitted table, is mapped by the same "
      "recipe, and its netlist gave the golden model's outputs in the run that counted the activity.</p>\n",
      report.at("clock_ns").get<double>(), escaped(report.at("workload").get<std::string>()));
  for (const Json& library : report.at("liberty")) html += library_section(report, library);

  html +=
      "<h2>The paper</h2>\n<p class=\"note\">GQA-LUT (DAC 2024): 28 nm, 500 MHz, 8 entries, parameters in registers. "
      "Compare the "
      "savings; areas and powers of other technologies are not comparable.</p>\n<div "
      "class=\"scroll\"><table><thead><tr><th>unit</th>"
      "<th>area, &micro;m&sup2;</th><th>saves, %<br>of FP32</th><th>saves, %<br>of INT32</th><th>power, mW</th>"
      "<th>saves, %<br>of FP32</th><th>saves, %<br>of INT32</th></tr></thead><tbody>\n";
  for (const Json& row : report.at("paper")) {
    html += "<tr>" + cell(row.at("unit").get<std::string>()) + cell(grouped(row.at("area").get<double>())) +
            cell(percent(row.at("area_saving_percent").at("fp32"))) +
            cell(percent(row.at("area_saving_percent").at("int32"))) +
            cell(fmt::format("{:.2f}", row.at("power_mw").get<double>())) +
            cell(percent(row.at("power_saving_percent").at("fp32"))) +
            cell(percent(row.at("power_saving_percent").at("int32"))) + "</tr>\n";
  }
  html += "</tbody></table></div>\n<h2>Configurations</h2>\n<div class=\"scroll\"><table class=\"text\"><tbody>\n";
  for (const Json& row : report.at("rows")) {
    if (row.at("liberty") != report.at("liberty").front().at("label")) continue;
    const Json& check = row.at("equivalence");
    html += fmt::format(
        "<tr><td>{}</td><td>{}</td><td>netlist {} by {}, {} vectors{}"
        "</td></tr>\n",
        escaped(row.at("config").get<std::string>()), escaped(row.at("purpose").get<std::string>()),
        escaped(check.at("result").get<std::string>()), escaped(check.at("method").get<std::string>()),
        grouped(static_cast<double>(check.at("vectors").get<std::uint64_t>())),
        check.at("every_code").get<bool>() ? ", every code" : "");
  }
  html +=
      "</tbody></table></div>\n<h2>How to read this</h2>\n<ul class=\"note\">\n"
      "<li>Mapped for area without a timing constraint; then stronger cells and buffers wherever a cell drives more "
      "than the library's "
      "max_capacitance, the same for every unit and counted in its area. No placement, no wires.</li>\n"
      "<li>Power: energies and leakage of the library's tables at the slews that OpenSTA finds, with the transitions "
      "counted in the "
      "mapped netlist. Zero delay: glitches are not counted. No clock tree; the energy of the registers' clock pins "
      "and the charge of "
      "the clock net are included.</li>\n"
      "<li>Savings are against paper-fp32 and paper-int32 with the same number of entries (16 for 24, 8 for truth "
      "tables).</li>\n"
      "<li>A truth table serves one function at fixed scales; a unit is programmable. It is shown because for one "
      "function it is "
      "smaller than any of them.</li>\n"
      "<li>Largest error: over all scales of the table, against the ideal output; LSB of the output, ulp for floating "
      "point.</li>\n";
  return html + "</ul>\n</body></html>\n";
}

}  // namespace pwlforge
