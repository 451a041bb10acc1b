// Copyright 2026 the pwlforge authors.
// Licensed under the Apache License, Version 2.0; see LICENSE.
// SPDX-License-Identifier: Apache-2.0
//
// index.html of an exploration. The document is in the page, which draws itself: nothing is fetched.
#include "gen/support/json.hpp"
#include "synth/explore/explore.hpp"

namespace pwlforge {
namespace {

constexpr const char* kHead = R"PAGE(<!doctype html>
<html lang="en"><head><meta charset="utf-8"><meta name="viewport" content="width=device-width, initial-scale=1">
<title>pwlforge explore</title>
<style>
body { font: 16px/1.5 system-ui, sans-serif; color: #1b1b1b; background: #fff; margin: 0 auto; max-width: 72rem; padding: 1rem; }
h1 { font-size: 1.6rem; line-height: 1.2; } h2 { font-size: 1.2rem; border-bottom: 2px solid #1f4e79; margin-top: 2rem; }
.controls { display: flex; flex-wrap: wrap; gap: 0.4rem 1.4rem; align-items: center; margin: 0.8rem 0; }
.scroll { overflow-x: auto; } table { border-collapse: collapse; font-size: 0.9rem; font-variant-numeric: tabular-nums; }
th, td { padding: 0.25rem 0.5rem; border-bottom: 1px solid #ddd; text-align: right; white-space: nowrap; }
th { background: #f3f6f9; vertical-align: bottom; } td:first-child, th:first-child { text-align: left; }
tbody tr { cursor: pointer; } tbody tr.chosen { background: #fff2cc; } tbody tr.front td:first-child { font-weight: 600; }
svg { width: 100%; height: auto; } svg text { font: 13px system-ui, sans-serif; fill: #1b1b1b; }
.point { stroke: #fff; stroke-width: 1.5; cursor: pointer; } .point:focus { outline: none; stroke: #000; stroke-width: 2.5; }
.point.chosen { stroke: #000; stroke-width: 2.5; } pre { background: #f3f6f9; padding: 0.6rem; overflow-x: auto; font-size: 0.85rem; }
#tip { position: absolute; pointer-events: none; background: #1b1b1b; color: #fff; padding: 0.3rem 0.6rem; font-size: 0.85rem; border-radius: 3px; visibility: hidden; white-space: pre; }
.note { color: #444; font-size: 0.9rem; }
</style></head><body>
<h1 id="title"></h1><p id="lead"></p>
<div class="controls" id="controls"></div>
<svg id="plot" viewBox="0 0 900 440" role="img" aria-label="Units by two of their figures"></svg>
<div id="tip"></div>
<h2>The chosen unit</h2><div id="detail"></div>
<h2>All units</h2><p class="note">Bold: on the front, that is none of its kind (loadable or constant) is as good in area, error and power and better in one of them.</p>
<div class="scroll"><table><thead id="heads"></thead><tbody id="rows"></tbody></table></div>
<h2>The cost model</h2><div id="models"></div>
<script type="application/json" id="data">)PAGE";

constexpr const char* kTail = R"PAGE(</script>
<script>
"use strict";
const doc = JSON.parse(document.getElementById("data").textContent);
const measured = doc.rows.length > 0 && "area" in doc.rows[0];
const figures = {
  area: {label: measured ? "area, library units" : "estimated cost", of: r => measured ? r.area : r.estimate ? (r.estimate.area ?? r.estimate.cost) : null},
  error: {label: "largest error, LSB", of: r => r.max_error_lsb},
  power: {label: "power, mW", of: r => r.power_mw ? r.power_mw.total : null},
  path: {label: "longest path, ns", of: r => r.critical_path_ns ?? null},
  mse: {label: "mean squared error", of: r => r.mse},
  mismatches: {label: "codes that are not the nearest", of: r => r.mismatches},
};
const colours = {latches: "#1f4e79", registers: "#7a3e9d", fixed: "#b45f06", truth_table: "#38761d"};
const shapes = {uniform: "square", "per entry": "circle", constant: "circle", "constant, terms": "square", rows: "diamond"};
const state = {x: "area", y: "error", hidden: new Set(), chosen: null, sort: "area", up: true};
const element = (name, attributes, text) => {
  const svg = ["svg", "g", "line", "path", "text", "circle", "rect"].includes(name);
  const made = svg ? document.createElementNS("http://www.w3.org/2000/svg", name) : document.createElement(name);
  for (const [key, value] of Object.entries(attributes || {})) made.setAttribute(key, value);
  if (text !== undefined) made.textContent = text;
  return made;
};
const shown = value => value === null || value === undefined ? "" : typeof value !== "number" ? String(value)
  : Number.isInteger(value) ? String(value) : String(Number(value.toPrecision(4)));
const kinds = [...new Set(doc.rows.map(r => r.store))];
const visible = () => doc.rows.filter(r => !state.hidden.has(r.store));

function controls() {
  const box = document.getElementById("controls");
  for (const axis of ["x", "y"]) {
    const label = element("label", {}, (axis === "x" ? "across " : "up "));
    const select = element("select");
    for (const [key, figure] of Object.entries(figures)) {
      if (!doc.rows.some(r => figure.of(r) !== null)) continue;
      const option = element("option", {value: key}, figure.label);
      option.selected = state[axis] === key;
      select.append(option);
    }
    select.onchange = () => { state[axis] = select.value; draw(); };
    label.append(select);
    box.append(label);
  }
  for (const kind of kinds) {
    const label = element("label", {style: `color:${colours[kind]}`});
    const check = element("input", {type: "checkbox"});
    check.checked = true;
    check.onchange = () => { check.checked ? state.hidden.delete(kind) : state.hidden.add(kind); draw(); };
    label.append(check, " " + kind.replace("_", " "));
    box.append(label);
  }
}

function scale(values, from, to) {
  let low = Math.min(...values), high = Math.max(...values);
  if (low === high) { low -= Math.abs(low) / 10 + 0.5; high += Math.abs(high) / 10 + 0.5; }
  if (low >= 0 && low < high / 3) low = 0;
  const margin = (high - low) * 0.05;
  if (low !== 0) low -= margin;
  high += margin;
  const step = 10 ** Math.floor(Math.log10((high - low) / 4));
  const nice = [1, 2, 5, 10].map(m => m * step).find(s => (high - low) / s <= 7);
  const ticks = [];
  for (let t = Math.ceil(low / nice) * nice; t <= high; t += nice) ticks.push(Math.abs(t) < nice / 1e6 ? 0 : t);
  return {at: v => from + (to - from) * (v - low) / (high - low), ticks};
}

function plot() {
  const svg = document.getElementById("plot");
  svg.replaceChildren();
  const fx = figures[state.x], fy = figures[state.y];
  const rows = visible().filter(r => fx.of(r) !== null && fy.of(r) !== null);
  if (rows.length === 0) { svg.append(element("text", {x: 400, y: 200}, "nothing to show")); return; }
  const x = scale(rows.map(fx.of), 80, 880), y = scale(rows.map(fy.of), 390, 15);
  for (const t of x.ticks) {
    svg.append(element("line", {x1: x.at(t), x2: x.at(t), y1: 15, y2: 390, stroke: "#ddd"}),
               element("text", {x: x.at(t), y: 408, "text-anchor": "middle"}, shown(t)));
  }
  for (const t of y.ticks) {
    svg.append(element("line", {x1: 80, x2: 880, y1: y.at(t), y2: y.at(t), stroke: "#ddd"}),
               element("text", {x: 72, y: y.at(t) + 4, "text-anchor": "end"}, shown(t)));
  }
  svg.append(element("text", {x: 480, y: 432, "text-anchor": "middle"}, fx.label),
             element("text", {x: 18, y: 205, "text-anchor": "middle", transform: "rotate(-90 18 205)"}, fy.label));
  for (const r of rows) {
    const cx = x.at(fx.of(r)), cy = y.at(fy.of(r)), s = 7;
    const path = {square: `M${cx - s} ${cy - s}h${2 * s}v${2 * s}h${-2 * s}z`, diamond: `M${cx} ${cy - s - 2}l${s + 2} ${s + 2}l${-s - 2} ${s + 2}l${-s - 2} ${-s - 2}z`,
      circle: `M${cx - s} ${cy}a${s} ${s} 0 1 0 ${2 * s} 0a${s} ${s} 0 1 0 ${-2 * s} 0`}[shapes[r.words]];
    const mark = element("path", {d: path, class: "point" + (state.chosen === r ? " chosen" : ""), fill: colours[r.store], tabindex: 0,
      "fill-opacity": r.pareto === false ? 0.35 : 0.95, "aria-label": r.name});
    const tip = document.getElementById("tip");
    mark.onmousemove = event => {
      tip.textContent = `${r.name}\n${fx.label}: ${shown(fx.of(r))}\n${fy.label}: ${shown(fy.of(r))}`;
      tip.style.left = event.pageX + 14 + "px"; tip.style.top = event.pageY + 10 + "px"; tip.style.visibility = "visible";
    };
    mark.onmouseleave = () => { tip.style.visibility = "hidden"; };
    mark.onclick = () => choose(r);
    mark.onkeydown = event => { if (event.key === "Enter") choose(r); };
    svg.append(mark);
  }
}

const columns = [["unit", r => r.name], ["store", r => r.store.replace("_", " ")], ["words", r => r.words], ["entries", r => r.entries], ["bits stored", r => r.stored_bits],
  ["latency", r => r.latency], ["largest error, LSB", r => r.max_error_lsb], ["mean squared error", r => r.mse],
  ...(measured ? [["area", r => r.area], ["estimate off, %", r => r.estimate ? r.estimate.area_error_percent : null], ["power, mW", r => r.power_mw.total], ["longest path, ns", r => r.critical_path_ns]]
               : [["estimated cost", r => figures.area.of(r)]])];

function table() {
  const heads = document.getElementById("heads"), body = document.getElementById("rows");
  const head = element("tr");
  for (const [name] of columns) {
    const cell = element("th", {tabindex: 0, style: "cursor:pointer"}, name + (state.sort === name ? (state.up ? " ▲" : " ▼") : ""));
    cell.onclick = () => { state.up = state.sort === name ? !state.up : true; state.sort = name; table(); };
    head.append(cell);
  }
  heads.replaceChildren(head);
  const key = (columns.find(([name]) => name === state.sort) || columns[0])[1];
  const rank = r => { const value = key(r); return value === null || value === undefined ? Infinity : value; };
  const rows = visible().sort((a, b) => (rank(a) < rank(b) ? -1 : rank(a) > rank(b) ? 1 : 0) * (state.up ? 1 : -1));
  body.replaceChildren(...rows.map(r => {
    const row = element("tr", {class: (r.pareto ? "front " : "") + (state.chosen === r ? "chosen" : "")});
    for (const [, of] of columns) row.append(element("td", {}, shown(of(r))));
    row.onclick = () => choose(r);
    return row;
  }));
}

function choose(r) {
  state.chosen = r;
  const detail = document.getElementById("detail");
  const proof = r.equivalence && r.equivalence.proof ? ", netlist proven equal to the Verilog" : "";
  const checked = r.equivalence ? ` The netlist equals the golden model (${r.equivalence.method}${proof}).` : "";
  detail.replaceChildren(element("p", {}, `${r.name}: ${r.style}; ${r.mismatches} of ${r.codes} codes in ${r.contexts} contexts are not the nearest, at most ${shown(r.max_error_lsb)} LSB off.${checked} Claim: ${r.claim}.`),
                         element("pre", {}, r.commands.join("\n")));
  plot();
  table();
}

function draw() { plot(); table(); }

const bound = doc.bound.max_lsb !== null ? `within ${doc.bound.max_lsb} LSB` : doc.bound.mse !== null ? `within a mean squared error of ${doc.bound.mse}` : "within 1 LSB on recorded inputs";
document.getElementById("title").textContent = `Units for ${doc.functions.join(", ")}, ${bound}`;
document.getElementById("lead").textContent = `${doc.generator}. ${doc.input_bits}-bit inputs, ${doc.output_bits}-bit outputs` +
  (doc.liberty ? `; ${doc.liberty}, ${doc.goal === "clock" ? "mapped for a clock of " + doc.clock_ns + " ns" : "mapped for area"}, power of workload ${doc.workload} at ${doc.clock_ns} ns.` : "; not synthesized.") +
  doc.baselines.map(b => ` ${b.config}: area ${b.area}.`).join("");
const models = document.getElementById("models");
if (doc.cost_models.length === 0) models.append(element("p", {}, "Uncalibrated weights: give a library and let the units be synthesized."));
for (const m of doc.cost_models) {
  models.append(element("p", {}, `${m.style}: fitted to ${m.units} synthesized units; on ${m.held_out.length} others the area is off by ${shown(m.mean_area_error_percent)} % on average and ${shown(m.worst_area_error_percent)} % at most, the power by ${shown(m.mean_power_error_percent)} % and ${shown(m.worst_power_error_percent)} %.`));
}
state.sort = measured ? "area" : "estimated cost";
controls();
const first = [...doc.rows].filter(r => figures.area.of(r) !== null).sort((a, b) => figures.area.of(a) - figures.area.of(b))[0];
if (first) choose(first); else draw();
</script></body></html>
)PAGE";

/// JSON inside a script element: "</" would end it.
std::string embedded(const Json& json) {
  std::string text = json.dump();
  for (std::size_t at = text.find("</"); at != std::string::npos; at = text.find("</", at + 1))
    text.insert(at + 1, "\\");
  return text;
}

}  // namespace

std::string explore_page(const Json& json) {
  return kHead + embedded(json) + kTail;
}

}  // namespace pwlforge
