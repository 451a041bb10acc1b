// Copyright 2026 the pwlforge authors.
// Licensed under the Apache License, Version 2.0; see LICENSE.
// SPDX-License-Identifier: Apache-2.0
//
// The parts that emit.cpp puts together.
#pragma once

#include <string>
#include <utility>
#include <vector>

#include "gen/rtl/verilog_writer.hpp"
#include "gen/support/files.hpp"
#include "gen/unit/axis.hpp"
#include "gen/unit/unit.hpp"
#include "gen/unit/unit_design.hpp"

namespace pwlforge {

/// The module's name and ports.
std::string module_text(const std::string& module, const std::vector<Port>& ports);

/// One beat or configuration step of the bench.
struct BenchStep {
  enum class Kind { write, commit, beat } kind = Kind::beat;
  int address = 0;
  std::uint64_t data = 0;              ///< of a write
  int context = 0;                     ///< of a beat
  std::vector<std::uint64_t> inputs;   ///< of a beat, one per lane
  std::vector<std::uint64_t> outputs;  ///< expected, one per lane
  bool saturated = false;              ///< expected: some lane saturates
};
/// Every code for inputs of at most 8 bits, a stratified choice otherwise; every context, loading it where it can be.
std::vector<BenchStep> bench_steps(const UnitPlan& plan);
/// The steps as a file for $readmemh, and the bench that plays them.
std::string vectors_text(const UnitPlan& plan, const std::vector<BenchStep>& steps);
std::string bench_text(const UnitPlan& plan, const std::vector<BenchStep>& steps);
/// NAME_cocotb.py: the same vectors in cocotb, with its own runner.
std::string cocotb_text(const UnitPlan& plan, const std::vector<BenchStep>& steps);

std::string file_list_text(const std::vector<std::string>& files);
/// The files that are the directory's own, and the folder in which to look for library modules: what several
/// directories of one design share is then read once.
std::string shared_list_text(const std::vector<std::string>& files);
/// What unit and operator directories have in common: lists, constraints and cores. `files`: Verilog in compile order.
void add_companions(FileSet& set, const std::string& name, const std::string& summary, const std::vector<Port>& ports,
                    bool latches, const std::vector<std::string>& files, const std::string& prefix);
/// `ports` begin with clock and reset.
std::string constraints_text(const std::string& name, const std::vector<Port>& ports, bool latches);
/// FuseSoC: the core of a directory, which depends on one core for each library module, and those cores beside the
/// modules in `set`. `prefix`: as the directory will be renamed.
std::string core_text(const std::string& name, const std::string& summary, const FileSet& set,
                      const std::vector<std::string>& files, const std::string& prefix);
void add_library_cores(FileSet& set, const std::vector<std::string>& files, const std::string& prefix);
/// Of a C header: the type of a configuration write, and a table of them.
std::string write_type_text(const std::string& name, int data_bits);
std::string image_text(const std::string& name, const std::string& image, const std::vector<ConfigWrite>& writes,
                       int data_bits);
/// Of a wrapper's AXI4-Lite port: registers, their bits and the values of the constant ones.
std::string bus_header_text(const BusPlan& plan);
/// NAME.xml of a wrapped directory, for tools that read IP-XACT (IEEE 1685-2014).
std::string ipxact_text(const BusPlan& plan, const std::vector<std::string>& files);
/// NAME_driver.h: C functions over the port.
std::string driver_text(const BusPlan& plan);
std::string header_text(const UnitPlan& plan);
/// How to simulate and synthesize what a directory holds: part of its README.
std::string commands_text(const std::string& name, bool latches);
/// README, of a wrapper's AXI4-Lite port: what a write does, and the registers.
std::string bus_protocol_text(const BusPlan& plan);
std::string readme_text(const UnitPlan& plan, const std::vector<std::string>& files);

}  // namespace pwlforge
