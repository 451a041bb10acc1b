// Copyright 2026 the pwlforge authors.
// Licensed under the Apache License, Version 2.0; see LICENSE.
// SPDX-License-Identifier: Apache-2.0
//
// A cell library of six cells in any of the forms that real kits have, made on the spot.
#pragma once

#include <fmt/format.h>

#include <string>

namespace pwlforge::test {

struct TinyLibrary {
  std::string header =
      "delay_model : table_lookup; time_unit : \"1ns\"; voltage_unit : \"1V\"; current_unit : \"1mA\"; "
      "leakage_power_unit : \"1nW\";\n"
      "capacitive_load_unit (1,pf);\n";
  std::string supply = "nom_voltage : 1.2;\n";
  double farad = 0.001;   ///< capacitance of 1 fF in the units of the header
  double energy = 0.001;  ///< energy of 1 fJ
  double watt = 1;        ///< leakage of 1 nW
  enum class Power { plain, by_rail, none } power = Power::plain;
  enum class Leakage { attribute, group, by_rail, library_default } leakage = Leakage::attribute;
  std::string in_nand;  ///< further attributes of NAND2
  // Functions of the storage cells; empty: no such cell.
  std::string next_state = "D", clocked_on = "CK", q = "IQ";
  std::string asynchronous = "clear : \"!RN\";";  ///< of DFFR
  std::string data_in = "D", enable = "E", latch_q = "IQ";
  std::string latch_extra;  ///< further attributes of the latch group; RN is a pin of it when not empty

  std::string text(const std::string& name = "tiny") const {
    const bool defaults = leakage == Leakage::library_default;
    return "library (" + name + ") {\n" + header + supply +
           (defaults ? fmt::format("default_cell_leakage_power : {};\n", 2 * watt) : std::string()) +
           "slew_lower_threshold_pct_rise : 10; slew_upper_threshold_pct_rise : 90;\n"
           "slew_lower_threshold_pct_fall : 10; slew_upper_threshold_pct_fall : 90;\n"
           "input_threshold_pct_rise : 50; input_threshold_pct_fall : 50;\n"
           "output_threshold_pct_rise : 50; output_threshold_pct_fall : 50;\n" +
           templates() + cells() + "}\n";
  }
  std::string templates() const {
    const std::string axes = fmt::format("index_1 (\"0.01, 1\"); index_2 (\"{:g}, {:g}\"); }}\n", farad, 100 * farad);
    return "lu_table_template (delay) { variable_1 : input_net_transition; variable_2 : "
           "total_output_net_capacitance; " +
           axes +
           "power_lut_template (energy) { variable_1 : input_transition_time; variable_2 : "
           "total_output_net_capacitance; " +
           axes;
  }
  std::string cells() const {
    std::string all = gate("INV", 1, {"A"}, "!A", "") + gate("BUF", 1.5, {"A"}, "A", "") +
                      gate("NAND2", 1.4, {"A", "B"}, "!(A B)", in_nand) + gate("NOR2", 1.4, {"A", "B"}, "!(A+B)", "");
    all += storage("DFF", 5, "ff", "next_state : \"" + next_state + "\"; clocked_on : \"" + clocked_on + "\";", "CK", q,
                   false);
    if (!asynchronous.empty()) {
      all += storage("DFFR", 6, "ff",
                     "next_state : \"" + next_state + "\"; clocked_on : \"" + clocked_on + "\"; " + asynchronous, "CK",
                     q, true);
    }
    if (!data_in.empty()) {
      all += storage("DLAT", 4, "latch", "data_in : \"" + data_in + "\"; enable : \"" + enable + "\"; " + latch_extra,
                     "E", latch_q, !latch_extra.empty());
    }
    return all;
  }

 private:
  std::string leak() const {
    switch (leakage) {
      case Leakage::attribute: return fmt::format("cell_leakage_power : {};", 2 * watt);
      case Leakage::group: return fmt::format("leakage_power () {{ value : {}; }}", 2 * watt);
      case Leakage::by_rail:
        return fmt::format(
            "leakage_power () {{ related_pg_pin : VDD; value : {}; }} leakage_power () {{ related_pg_pin : VSS; value "
            ": {}; }}",
            1.5 * watt, 0.5 * watt);
      case Leakage::library_default: return "";
    }
    return "";
  }
  static std::string table(const std::string& kind, const std::string& name, double a, double b, double c, double d) {
    return fmt::format("{} ({}) {{ values (\"{:g}, {:g}\", \"{:g}, {:g}\"); }} ", kind, name, a, b, c, d);
  }
  std::string arc(const std::string& from, const std::string& more) const {
    std::string text = "    timing () { related_pin : \"" + from + "\"; timing_sense : non_unate; " + more;
    for (const char* kind : {"cell_rise", "cell_fall", "rise_transition", "fall_transition"}) {
      text += table(kind, "delay", 0.05, 0.2, 0.06, 0.22);
    }
    text += "}\n";
    const auto energies = [&](const std::string& rail, double part) {
      return "    internal_power () { " + rail + "related_pin : \"" + from + "\"; " +
             table("rise_power", "energy", 9 * part * energy, 10 * part * energy, 11 * part * energy,
                   12 * part * energy) +
             table("fall_power", "energy", 8 * part * energy, 9 * part * energy, 10 * part * energy,
                   11 * part * energy) +
             "}\n";
    };
    if (power == Power::plain) text += energies("", 1);
    if (power == Power::by_rail) {
      text += energies("related_pg_pin : VDD; ", 0.75) + energies("related_pg_pin : VSS; ", 0.25);
    }
    return text;
  }
  std::string input(const std::string& name, const std::string& more = "") const {
    return fmt::format("  pin ({}) {{ direction : input; capacitance : {:g}; {}}}\n", name, 2 * farad, more);
  }
  std::string output(const std::string& name, const std::string& function) const {
    return fmt::format("  pin ({}) {{ direction : output; function : \"{}\"; max_capacitance : {:g};\n", name, function,
                       100 * farad);
  }
  std::string gate(const std::string& name, double area, const std::vector<std::string>& inputs,
                   const std::string& function, const std::string& more) const {
    std::string text = fmt::format("cell ({}) {{ area : {}; {} {}\n", name, area, leak(), more);
    for (const std::string& pin : inputs) text += input(pin);
    text += output("Y", function);
    for (const std::string& pin : inputs) text += arc(pin, "");
    return text + "  }\n}\n";
  }
  std::string storage(const std::string& name, double area, const std::string& kind, const std::string& functions,
                      const std::string& control, const std::string& function, bool reset) const {
    std::string text =
        fmt::format("cell ({}) {{ area : {}; {}\n  {} (IQ, IQN) {{ {} }}\n", name, area, leak(), kind, functions);
    const std::string setup = fmt::format(
        "timing () {{ related_pin : \"{}\"; timing_type : {}; rise_constraint (scalar) {{ values (\"0.02\"); }} "
        "fall_constraint (scalar) {{ values (\"0.02\"); }} }} ",
        control, kind == "ff" ? "setup_rising" : "setup_falling");
    text += input("D", setup) + input(control, "clock : true; ");
    if (reset) text += input("RN");
    return text + output("Q", function) + arc(control, "timing_type : rising_edge; ") + "  }\n}\n";
  }
};

}  // namespace pwlforge::test
