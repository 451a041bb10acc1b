// Copyright 2026 the pwlforge authors.
// Licensed under the Apache License, Version 2.0; see LICENSE.
// SPDX-License-Identifier: Apache-2.0
#include "tests/fuzz/surroundings.hpp"

#include <fstream>

#include "gen/operator/operator_request.hpp"
#include "gen/support/files.hpp"
#include "tests/synth/tiny_library.hpp"

namespace pwlforge::fuzz {
namespace {

UnitPlan unit_plan(const std::string& unit) {
  UnitSpec spec;
  spec.name = "dut";
  set_unit(spec, unit);
  spec.entries = 4;
  return plan_unit(spec);
}

OperatorPlan operator_plan(const std::string& name) {
  OperatorRequest request;
  request.name_of_operator = name;
  request.peer = "ibert";  // no table is fitted for it
  request.lanes = 2;
  request.max_row = 64;
  return plan_operator(operator_spec(request));
}

}  // namespace

const std::filesystem::path& scratch() {
  static const TemporaryDirectory folder;
  return folder.path();
}

std::filesystem::path put(const std::string& name, const std::string& bytes) {
  // Not write_file: an input is written for each of millions of executions.
  std::filesystem::path path = scratch() / name;
  std::ofstream(path, std::ios::binary).write(bytes.data(), static_cast<std::streamsize>(bytes.size()));
  return path;
}

std::vector<std::string> parts_of(const std::string& bytes) {
  std::vector<std::string> parts;
  std::size_t begin = 0;
  for (std::size_t end = bytes.find('\f'); end != std::string::npos; end = bytes.find('\f', begin)) {
    parts.push_back(bytes.substr(begin, end - begin));
    begin = end + 1;
  }
  parts.push_back(bytes.substr(begin));
  return parts;
}

const UnitPlan& integer_plan() {
  static const UnitPlan plan = unit_plan("int8");
  return plan;
}
const UnitPlan& float_plan() {
  static const UnitPlan plan = unit_plan("fp32");
  return plan;
}
const OperatorPlan& softmax_plan() {
  static const OperatorPlan plan = operator_plan("softmax");
  return plan;
}
const OperatorPlan& gated_plan() {
  static const OperatorPlan plan = operator_plan("swiglu");
  return plan;
}
const OperatorPlan& wide_plan() {
  static const OperatorPlan plan = [] {
    OperatorRequest request;
    request.unit = "int:4";
    request.wide = 24;
    request.entries = 2;
    return plan_operator(operator_spec(request));
  }();
  return plan;
}

const Library& tiny_library() {
  static const Library library = load_library(put("tiny.lib", test::TinyLibrary().text()).string(), "");
  return library;
}

const std::string& tiny_netlist_json() {
  static const std::string text = R"({"modules": {"top": {
  "ports": {"clk_i": {"direction": "input", "bits": [2]}, "a": {"direction": "input", "bits": [3, 4]},
            "y": {"direction": "output", "bits": [7, "0"]}},
  "cells": {
    "g": {"type": "NAND2", "connections": {"A": [3], "B": [4], "Y": [5]}},
    "h": {"type": "INV", "connections": {"A": [5], "Y": [6]}},
    "r": {"type": "DFF", "connections": {"D": [6], "CK": [2], "Q": [7]}}}}}})";
  return text;
}

const Netlist& tiny_netlist() {
  static const Netlist netlist = read_netlist(parse_yosys_json(tiny_netlist_json(), "netlist"), "top", tiny_library());
  return netlist;
}

}  // namespace pwlforge::fuzz
