// Copyright 2026 the pwlforge authors.
// Licensed under the Apache License, Version 2.0; see LICENSE.
// SPDX-License-Identifier: Apache-2.0
//
#include "tests/mutants/elaborate.hpp"

#include <algorithm>
#include <set>
#include <sstream>
#include <utility>

#include <fmt/format.h>

#include "gen/support/diagnostics.hpp"
#include "gen/support/files.hpp"
#include "gen/support/process.hpp"

namespace pwlforge::mutants {

namespace fs = std::filesystem;

namespace {

std::vector<std::string> lines_of(const std::string& text) {
  std::istringstream in(text);
  std::vector<std::string> lines;
  for (std::string line; std::getline(in, line);) lines.push_back(line);
  return lines;
}

/// "pwl_stage" of "$paramod$04..1d\pwl_stage", "$paramod\pwl_stage\D=s32'..." and "\pwl_stage".
std::string library_name(const std::string& elaborated) {
  const std::size_t begin = elaborated.find("\\pwl_");
  if (begin == std::string::npos) return "";
  return elaborated.substr(begin + 1, elaborated.find('\\', begin + 1) - begin - 1);
}

/// RTLIL of a design, taken apart: what stands before its modules, and each of them with its attributes.
struct Parts {
  std::string head;
  std::map<std::string, std::string> modules;
};

Parts taken_apart(const std::string& rtlil) {
  Parts parts;
  std::string text, name;
  for (const std::string& line : lines_of(rtlil)) {
    const bool begins = line.rfind("attribute ", 0) == 0 || line.rfind("module ", 0) == 0;
    if (begins && parts.head.empty()) std::swap(parts.head, text);
    if (line.rfind("module \\", 0) == 0) name = line.substr(8);
    text += line + "\n";
    if (line != "end") continue;
    parts.modules[name] = std::exchange(text, "");
  }
  return parts;
}

/// Its ports alone: what a module that has such a cell must know.
std::string outside_of(const std::string& module) {
  std::string text = "attribute \\blackbox 1\n";
  for (const std::string& line : lines_of(module)) {
    const bool port = line.rfind("  wire ", 0) == 0 &&
                      (line.find(" input ") != std::string::npos || line.find(" output ") != std::string::npos);
    if (port || line.rfind("module ", 0) == 0 || line == "end") text += line + "\n";
  }
  return text;
}

}  // namespace

void run_yosys(const std::string& script, const fs::path& folder) {
  write_file(folder / "script.ys", script);
  run_checked({"yosys", "-q", "-s", "script.ys"}, {folder, {}, ""});
}

Elaboration elaborate(const std::string& read, const std::string& top, const fs::path& folder) {
  run_yosys(read + "\nproc\nopt_clean\nwrite_rtlil base.il\n", folder);
  Elaboration result;
  result.top = top;
  result.base = folder / "base.il";
  std::vector<std::string> lines = lines_of(read_file(result.base));
  std::map<std::string, std::string> names;
  for (const std::string& line : lines) {
    if (line.rfind("module ", 0) != 0) continue;
    const std::string old = line.substr(7), module = library_name(old);
    if (module.empty()) continue;
    std::vector<std::string>& all = result.modules[module];
    names[old] = fmt::format("{}__{}", module, all.size());
    all.push_back(names[old]);
  }
  std::string text;
  for (std::string& line : lines) {
    if (line.rfind("module ", 0) == 0) {
      const auto found = names.find(line.substr(7));
      if (found != names.end()) line = "module \\" + found->second;
    } else if (line.rfind("  cell ", 0) == 0) {
      const std::size_t end = line.find(' ', 7);
      const auto found = names.find(line.substr(7, end - 7));
      if (found != names.end()) line = "  cell \\" + found->second + line.substr(end);
    }
    text += line + "\n";
  }
  write_file(result.base, text);
  return result;
}

std::vector<Mutant> list_mutants(const Elaboration& design, const std::string& module, int count, int seed,
                                 bool proof) {
  const fs::path folder = design.base.parent_path();
  std::string selection;
  for (const std::string& name : design.modules.at(module)) selection += " " + name;
  // Of those that a simulation can have about half is left.
  run_yosys(fmt::format("read_rtlil base.il\nmutate -list {} -seed {} -o list.txt{}\n", proof ? count + 20 : 3 * count,
                        seed, selection),
            folder);
  std::vector<Mutant> result;
  std::set<std::string> known;
  for (const std::string& line : lines_of(read_file(folder / "list.txt"))) {
    const std::vector<std::string> words = words_of(line);
    Mutant mutant;
    mutant.module = module;
    std::string mode, cell, port, bit, place;
    for (std::size_t i = 1; i + 1 < words.size(); i += 2) {
      const std::string &option = words[i], &value = words[i + 1];
      if (option == "-src") {
        const std::string file = fs::path(value).filename().string();
        if (file.rfind(module + ".v:", 0) == 0) place = file;
        continue;
      }
      if (option == "-wire" || option == "-wirebit") continue;
      if (option == "-mode") mode = value;
      if (option == "-module") mutant.inside = value;
      if (option == "-cell") cell = value;
      if (option == "-port") port = value;
      if (option == "-portbit") bit = value;
      mutant.command += " " + option + " " + value;
    }
    if (proof ? port == "CLK" || port == "clk_i" : mode.rfind("cnot", 0) == 0) continue;
    const std::size_t dollar = cell.find('$', 1);
    if (cell[0] == '$' && dollar != std::string::npos) cell = cell.substr(1, dollar - 1);
    if (cell == "memrd" && port == "EN") continue;  // of a read without a clock: means nothing
    mutant.place = fmt::format("{} {} of {}.{}[{}] in {}", place.empty() ? module + ".v" : place, mode, cell, port, bit,
                               mutant.inside);
    if (static_cast<int>(result.size()) < count && known.insert(mutant.command).second) result.push_back(mutant);
  }
  return result;
}

// After every command yosys looks at the whole design that it has: there, the first mutant of every module makes the
// input mutsel all the way up. The others are put into the module alone.
void insert_mutants(const Elaboration& design, const std::vector<Mutant>& mutants, const std::vector<int>& numbers,
                    bool verilog) {
  const fs::path folder = design.base.parent_path();
  std::map<std::string, std::string> alone;
  std::string script = "read_rtlil base.il\n";
  for (const int number : numbers) {
    const Mutant& mutant = mutants[static_cast<std::size_t>(number) - 1];
    const auto [place, first] = alone.try_emplace(mutant.inside);
    (first ? script : place->second) += fmt::format("mutate -ctrl mutsel 16 {}{}\n", number, mutant.command);
  }
  run_yosys(script + "write_rtlil first.il\n", folder);
  const Parts parts = taken_apart(read_file(folder / "first.il"));
  std::map<std::string, std::string> outsides;
  for (const auto& [name, text] : parts.modules) outsides[name] = outside_of(text);
  script.clear();
  std::string rest = parts.head;
  std::string together = "design -reset\nread_rtlil rest.il\n";
  for (const auto& [inside, text] : parts.modules) {
    const std::string& insertions = alone[inside];
    if (insertions.empty()) {
      rest += text;
      continue;
    }
    std::string with_others = parts.head + text;
    for (const auto& [name, outside] : outsides) {
      if (name != inside) with_others += outside;
    }
    write_file(folder / (inside + ".il"), with_others);
    script +=
        fmt::format("design -reset\nread_rtlil {0}.il\n{1}select {0}\nwrite_rtlil -selected {0}.il\nselect -clear\n",
                    inside, insertions);
    together += fmt::format("read_rtlil {}.il\n", inside);
  }
  write_file(folder / "rest.il", rest);
  script += together + "write_rtlil mutated.il\n";
  if (verilog) script += fmt::format("delete -input {}/w:mutsel\nwrite_verilog -noattr mutated.v\n", design.top);
  run_yosys(script, folder);
  if (!verilog) return;
  std::string text = read_file(folder / "mutated.v");
  const std::string wire = "wire [15:0] mutsel;";
  const std::size_t at = text.find(wire, text.find("\nmodule " + design.top + "("));
  if (at == std::string::npos) throw CheckFailed(design.top + ": no mutant was inserted");
  const char* select =
      "reg [15:0] mutsel;\n  initial mutsel = $c16(\"(getenv(\\\"PWLFORGE_MUTANT\\\") ? "
      "atoi(getenv(\\\"PWLFORGE_MUTANT\\\")) : 0)\");";
  write_file(folder / "mutated.v", text.replace(at, wire.size(), select));
}

}  // namespace pwlforge::mutants
