// Copyright 2026 the pwlforge authors.
// Licensed under the Apache License, Version 2.0; see LICENSE.
// SPDX-License-Identifier: Apache-2.0
#include "tests/mutants/designs.hpp"

#include <algorithm>
#include <iterator>
#include <sstream>
#include <utility>

#include <fmt/format.h>

namespace pwlforge::mutants {

namespace {

Design directory(const std::string& name, const std::string& gen, std::vector<std::string> vectors,
                 std::vector<std::string> tables = {}, Kind kind = Kind::sim) {
  Design design;
  design.name = name;
  design.kind = kind;
  design.gen = gen;
  design.tables = std::move(tables);
  design.vectors = std::move(vectors);
  return design;
}

/// Modules that promise less than a function of their inputs: two words with a sum, the digits of a number, a result
/// for operands in a range, a choice where exactly one is chosen, a root from whatever start in whatever steps.
const char* const kOpen[] = {
    "pwl_compress",         "pwl_int_rows",     "pwl_booth_digits", "pwl_booth_rows",       "pwl_requantize",
    "pwl_requantize_shift", "pwl_select",       "pwl_onehot_mux",   "pwl_threshold_search", "pwl_normalize",
    "pwl_row_subtract",     "pwl_wide_integer", "pwl_scale_shift",  "pwl_divide_steps",     "pwl_norm_argument",
    "pwl_row_engine",       "pwl_i_sqrt"};

Design proof(const std::string& harness, const std::string& parameters, std::vector<std::string> modules,
             int steps = 0) {
  Design design;
  design.name = harness + "_";
  for (const char letter : parameters) {
    if (letter != '=') design.name += letter == ' ' ? '_' : letter;
  }
  design.kind = Kind::proof;
  design.harness = harness;
  design.parameters = parameters;
  for (const std::string& module : modules) {
    if (std::find(std::begin(kOpen), std::end(kOpen), module) != std::end(kOpen)) design.open.push_back(module);
  }
  design.modules = std::move(modules);
  design.steps = steps;
  return design;
}

/// Lanes of integers and of floats of 4 bits, one register on either side of the adder or more. A register that takes
/// every beat is seen two cycles after the first beat of all has come out.
template <typename Add>
void add_lanes(const Add& add) {
  const std::string codes = "W=4 TW=5 KW=2 BW=3 SW=1 A=7 RW=3 O=3", raw = "W=4 TW=4 KW=3 BW=3 SW=0 A=7 RW=0 O=7";
  const std::string floats = "W=4 TW=4 KW=4 BW=4 SW=0 A=4 RW=0 O=4 Exp=2 Man=1";
  // Both lanes for what joins them; one alone, of which every output is looked at, for the rest.
  const std::string compact = "Pipeline=4 Compact=1 Shared=1 ", staged = "Staged=1 FrontCuts=1 BackCuts=0 ";
  const std::vector<std::string> parts{"pwl_int_lane", "pwl_int_arithmetic", "pwl_segment"};
  add(proof("lanes_proof", "Lanes=2 " + compact + codes, {"pwl_int_lanes"}, 7));
  add(proof("lanes_proof", "Lanes=1 " + compact + codes, parts, 7));
  add(proof("lanes_proof", "Lanes=1 Pipeline=4 " + raw, parts, 7));
  add(proof("lanes_proof", "Lanes=2 " + staged + compact + raw, {"pwl_staged_lanes"}, 8));
  add(proof("lanes_proof", "Lanes=2 " + staged + "Pipeline=3 " + floats, {"pwl_staged_lanes"}, 7));
  add(proof("lanes_proof", "Lanes=1 " + staged + "Pipeline=3 " + raw, {"pwl_int_staged"}, 7));
  add(proof("lanes_proof", "Lanes=1 Staged=1 FrontCuts=2 BackCuts=1 Pipeline=3 " + codes, {"pwl_int_staged"}, 9));
  const std::vector<std::string> float_parts{"pwl_float_lane", "pwl_float_arithmetic", "pwl_segment"};
  add(proof("lanes_proof", "Lanes=2 " + compact + floats, {"pwl_float_lanes"}, 7));
  add(proof("lanes_proof", "Lanes=1 " + compact + floats, float_parts, 7));
  add(proof("lanes_proof", "Lanes=1 Pipeline=4 " + floats, float_parts, 7));
  add(proof("float_row_proof", "Step=0", {"pwl_float_row_subtract"}));
  for (const char* sum : {"Step=1 Lanes=3", "Step=2 Lanes=3", "Step=2 Lanes=1"}) {
    add(proof("float_row_proof", sum, {"pwl_float_row_sum"}));
  }
  add(proof("float_row_proof", "Step=3", {"pwl_float_row_scale"}, 5));
  for (const char* norm : {"Step=4", "Step=5"}) {
    add(proof("float_row_proof", norm, {"pwl_float_norm_lanes", "pwl_float_fma_staged"}, 7));
  }
}

/// What a harness of tests/formal specifies.
void add_proofs(std::vector<Design>& list) {
  const auto add = [&](Design design) { list.push_back(std::move(design)); };
  add(proof("prefix_add_proof", "D=8", {"pwl_prefix_add"}));
  add(proof("prefix_add_proof", "D=5", {"pwl_prefix_add"}));
  add(proof("mac_proof", "W=4 KW=4 BW=4 SW=2 A=9", {"pwl_int_mac"}));
  add(proof("term_sum_proof", "W=4 Terms=2 K=4 A=10", {"pwl_term_sum"}));
  add(proof("staged_mac_proof", "W=4 KW=4 BW=4 SW=2 A=9", {"pwl_int_rows"}));
  add(proof("staged_mac_proof", "W=5 KW=3 BW=6 SW=0 A=8", {"pwl_int_rows"}));
  add(proof("compress_proof", "Rows=5 Left=2 D=4", {"pwl_compress"}));
  add(proof("compress_proof", "Rows=9 Left=4 D=3", {"pwl_compress"}));
  add(proof("booth_proof", "A=4 B=5 Rows=3 D=9", {"pwl_booth_digits", "pwl_booth_rows"}));
  add(proof("booth_proof", "A=5 B=6 Rows=3 D=11", {"pwl_booth_digits", "pwl_booth_rows"}));
  for (const char* rounding : {"0", "1", "2"}) {
    add(proof("requantize_proof", std::string("A=8 RW=4 O=4 OutputSigned=1 Rounding=") + rounding, {"pwl_requantize"}));
  }
  add(proof("requantize_cut_proof", "A=9 RW=4 O=3 OutputSigned=1 Rounding=1", {"pwl_requantize_shift"}));
  add(proof("segment_proof", "N=4 W=4 TW=5 D=2",
            {"pwl_comparator_bank", "pwl_compare", "pwl_int_compare", "pwl_select", "pwl_onehot_mux"}));
  add(proof("segment_proof", "N=7 W=5 TW=5 D=3",
            {"pwl_comparator_bank", "pwl_compare", "pwl_int_compare", "pwl_select", "pwl_onehot_mux"}));
  add(proof("search_proof", "N=5 W=4 TW=5", {"pwl_threshold_search"}));
  add(proof("search_proof", "N=8 W=4 TW=5", {"pwl_threshold_search"}));
  add(proof("binary_mux_proof", "IndexBits=3 D=2", {"pwl_binary_mux"}));
  add(proof("normalize_proof", "V=8 W=4 LogBits=4 Root=0 KB=4", {"pwl_normalize"}));
  add(proof("normalize_proof", "V=10 W=8 LogBits=4 Root=1 KB=3", {"pwl_normalize"}));
  add(proof("clock_gate_proof", "Scan=1", {"pwl_clock_gate", "pwl_latch"}, 4));
  add(proof("write_lines_proof", "D=2", {"pwl_write_lines"}, 4));
  add(proof("life_cycle_proof", "Banks=1", {"pwl_config_control"}, 6));
  add(proof("life_cycle_proof", "Banks=2", {"pwl_config_control"}, 6));
  for (const char* ftz : {"0", "1"}) {
    add(proof("float_compare_proof", fmt::format("ExpBits=3 ManBits=3 Ftz={}", ftz), {"pwl_float_compare"}));
    add(proof("float_condition_proof", fmt::format("ExpBits=3 ManBits=3 Ftz={} InfIeee=0", ftz),
              {"pwl_float_condition"}));
  }
  add(proof("square_proof", "W=4", {"pwl_square"}));
  add(proof("largest_proof", "Lanes=4 W=4", {"pwl_row_largest"}));
  add(proof("reduce_proof", "Kind=0 R=3", {"pwl_row_reduce"}));
  add(proof("reduce_proof", "Kind=1 R=6", {"pwl_row_reduce"}));
  add(proof("reduce_proof", "Kind=3 R=17", {"pwl_row_reduce"}));
  add(proof("subtract_proof", "D=4", {"pwl_row_subtract"}));
  add(proof("subtract_proof", "D=5", {"pwl_row_subtract"}));
  add(proof("floor_shift_proof", "A=8 SB=4 T=5", {"pwl_floor_shift"}));
  add(proof("floor_shift_proof", "A=5 SB=3 T=8", {"pwl_floor_shift"}));
  add(proof("wide_integer_proof", "O=4 KB=3 F=6 Out=4 A=8 RW=4", {"pwl_wide_integer", "pwl_scale_shift"}));
  add(proof("wide_integer_proof", "O=5 KB=2 F=2 Out=2 A=8 RW=4", {"pwl_wide_integer", "pwl_scale_shift"}));
  add(proof("divide_proof", "D=5 Q=4", {"pwl_divide_steps"}));
  add(proof("quotient_proof", "N=6 Guard=1 Octave=11 Z=4", {"pwl_peer_quotient"}));
  add(proof("quotient_proof", "N=7 Guard=0 Octave=9 Z=4", {"pwl_peer_quotient"}));
  add(proof("peer_exp_proof", "N=8 Guard=1 Octave=23 Z=5 E=5", {"pwl_peer_exp", "pwl_di_exp"}));
  add(proof("peer_exp_proof", "Polynomial=1 N=8 Guard=0 Octave=11 B=21 C=245 Z=5 E=10", {"pwl_peer_exp", "pwl_i_exp"}));
  add(proof("i_gelu_proof", "W=8", {"pwl_i_gelu"}));
  add(proof("slice_proof", "D=2", {"pwl_stream_slice"}, 12));
  add(proof("skid_proof", "D=3", {"pwl_skid"}, 8));
  add(proof("stream_stage_proof", "D=3", {"pwl_stream_stage"}, 8));
  add(proof("row_buffer_proof", "Depth=3 AddrBits=2", {"pwl_row_buffer"}, 12));
  add(proof("row_gate_proof", "MaxBeats=3", {"pwl_row_gate"}, 12));
  add(proof("axil_proof", "WordBits=2", {"pwl_axil_slave"}, 8));
  for (const char* parameters : {"Banks=1 Rows=1", "Banks=2 Rows=0", "Banks=1 Rows=0"}) {
    add(proof("bus_gate_proof", parameters, {"pwl_bus_gate"}, 4));
  }
  add(proof("bus_registers_proof", "Banks=1 SharedRead=0 DataBits=32", {"pwl_bus_registers"}, 7));
  add(proof("bus_registers_proof", "Banks=2 SharedRead=1 DataBits=64", {"pwl_bus_registers"}, 7));
  add(proof("address_map_proof", "A=5", {"pwl_address_map"}));
  add(proof("decode_proof", "N=6 IndexBits=3 D=3", {"pwl_decode", "pwl_indexed_select", "pwl_config_parts"}));
  add(proof("readback_proof", "N=3 TW=3 KW=4 BW=5 SW=2 RW=3 D=6", {"pwl_readback", "pwl_readback_merge"}));
  add(proof("leading_zeros_proof", "D=6", {"pwl_leading_zeros"}));
  add(proof("signed_multiply_proof", "A=4 B=3", {"pwl_signed_multiply"}));
  add(proof("bits_proof", "W=5", {"pwl_row_mask", "pwl_lane_bytes", "pwl_zero_extend", "pwl_wide_result"}));
  add(proof("registers_proof", "D=2 Depth=3",
            {"pwl_stage", "pwl_valid_stage", "pwl_sticky", "pwl_word_register", "pwl_memory"}, 6));
  for (const char* root : {"Root=0", "Root=1"}) {
    add(proof("float_wide_proof", root, {"pwl_float_wide_argument", "pwl_float_wide_result"}));
  }
  add(proof("truth_table_proof", "W=3 O=4", {"pwl_truth_table"}));
  add(proof("kept_word_proof", "D=6 Low=1 Kept=3", {"pwl_kept_word"}, 4));
  add(proof("kept_word_proof", "D=8 Low=5 Kept=3", {"pwl_kept_word"}, 4));
  add(proof("lead_stages_proof", "Stages=2 Isolate=0", {"pwl_stream_lead"}, 6));
  add(proof("lead_stages_proof", "Stages=2 Isolate=1", {"pwl_stream_lead"}, 6));
  // A full buffer is seen within fewer steps the less it holds.
  add(proof("row_engine_proof", "Depth=2 AddrBits=1", {"pwl_row_engine"}, 10));
  add(proof("iteration_proof", "Cycles=3 B=2", {"pwl_peer_iteration"}, 8));
  add(proof("float_order_proof", "W=4", {"pwl_float_row_order", "pwl_float_row_mask"}));
  add(proof("row_scale_proof", "E=3 O=4 KB=2 P=3", {"pwl_row_scale", "pwl_scaled_product"}, 4));
  add(proof("row_scale_proof", "E=3 O=3 KB=2 P=4", {"pwl_row_scale", "pwl_scaled_product"}, 4));
  add(proof("gate_lanes_proof", "U=3 B=4 P=3 RW=3", {"pwl_gate_lanes", "pwl_scaled_product"}, 4));
  add(proof("norm_affine_proof", "G=2", {"pwl_norm_affine"}, 7));
  add(proof("peer_sigmoid_proof", "W=5", {"pwl_peer_sigmoid"}));
  add(proof("norm_words_proof", "Affine=0", {"pwl_norm_words"}, 4));
  add(proof("norm_words_proof", "Affine=1", {"pwl_norm_words"}, 4));
  for (const char* parameters : {"Centred=0 B=4 Fraction=1", "Centred=0 B=3 Fraction=2", "Centred=1 B=4 Fraction=1"}) {
    add(proof("norm_lanes_proof", parameters, {"pwl_norm_lane", "pwl_norm_lanes"}, 6));
  }
  for (const int stages : {2, 3, 4}) {
    add(proof("divide_lanes_proof", fmt::format("Stages={}", stages), {"pwl_divide_lanes"}, stages + 2));
  }
  add(proof("peer_share_lanes_proof", "P=3", {"pwl_peer_share_lanes"}, 6));
  add(proof("peer_norm_lanes_proof", "Centred=0", {"pwl_peer_norm_lanes"}, 6));
  add(proof("peer_norm_lanes_proof", "Centred=1 Gain=3 Shift=1 D=5", {"pwl_peer_norm_lanes"}, 6));
  add(proof("peer_exp_lanes_proof", "Polynomial=0", {"pwl_peer_exp_lanes"}));
  add(proof("peer_exp_lanes_proof", "Polynomial=1 Guard=0 Octave=3 E=6", {"pwl_peer_exp_lanes"}));
  for (const char* parameters : {"Gelu=0", "Gelu=1 F=7 B=6 C=40"}) {
    add(proof("peer_factor_lanes_proof", parameters, {"pwl_peer_factor_lanes"}));
  }
  add(proof("peer_unit_lanes_proof", "Shift=3", {"pwl_peer_unit_lanes"}));
  add(proof("peer_unit_lanes_proof", "Shift=0 U=6", {"pwl_peer_unit_lanes"}));
  add(proof("words_proof", "Shifts=1", {"pwl_words"}, 5));
  add(proof("words_proof", "Shifts=0", {"pwl_words"}, 5));
  add(proof("store_fixed_proof", "Contexts=3", {"pwl_store_fixed"}));
  add(proof("sqrt_proof", "V=6 R=3 B=2", {"pwl_di_sqrt"}, 16));
  add(proof("sqrt_proof", "V=5 R=3 B=3", {"pwl_di_sqrt"}, 16));
  // Shown from step 10: long enough to see that a step more would leave it as it is.
  add(proof("sqrt_proof", "Newton=1 V=4 R=2 Steps=2 B=4", {"pwl_i_sqrt"}, 16));
  add(proof("sqrt_proof", "Newton=1 V=3 R=2 Steps=2 B=4", {"pwl_i_sqrt"}, 16));
  add(proof("signature_proof", "Unused=0", {"pwl_signature"}, 6));
  for (const char* parameters : {"Pipeline=0", "Pipeline=4 Compact=0 Isolate=1", "Pipeline=3 Compact=1 Isolate=1"}) {
    add(proof("stream_control_proof", parameters, {"pwl_stream_control"}, 7));
  }
  add(proof("table_lanes_proof", "Pipeline=4", {"pwl_table_lanes"}, 6));
  add(proof("table_lanes_proof", "Pipeline=1", {"pwl_table_lanes"}, 3));
  add(proof("store_proof", "Banks=2 Resident=1", {"pwl_store_registers", "pwl_bank"}, 4));
  add(proof("store_proof", "Banks=2 Resident=0", {"pwl_store_registers"}, 4));
  add(proof("store_proof", "Shared=1", {"pwl_bank"}, 4));
  add_lanes(add);
  for (const char* parameters : {"Centred=0 V=10", "Centred=1 V=8", "Centred=1 V=12"}) {
    add(proof("norm_argument_proof", parameters, {"pwl_norm_argument"}));
  }
}

/// The float multiply-add in formats of which every triple of operands is tried, in stages and without.
void add_triples(std::vector<Design>& list) {
  const auto add = [&](int stages, int exponent, int mantissa, int ftz, std::vector<std::string> modules) {
    Design design;
    design.kind = Kind::triples;
    design.name = fmt::format("triples_E{}M{}_{}stages", exponent, mantissa, stages);
    design.harness = "multiply_add";
    design.parameters = fmt::format("Stages={} ExpBits={} ManBits={} Ftz={}", stages, exponent, mantissa, ftz);
    design.modules = std::move(modules);
    list.push_back(std::move(design));
  };
  const std::vector<std::string> whole{"pwl_float_fma", "pwl_float_fma_add", "pwl_float_fma_round",
                                       "pwl_float_multiply", "pwl_float_round"};
  add(1, 3, 3, 0, whole);
  add(1, 4, 2, 1, whole);
  const std::vector<std::string> staged{"pwl_float_staged", "pwl_float_fma_rows", "pwl_float_fma_sum",
                                        "pwl_float_count",  "pwl_float_align",    "pwl_shift_out"};
  add(4, 3, 3, 0, staged);
  add(3, 2, 4, 0, staged);
  add(2, 4, 2, 1, staged);
}

void add_units(std::vector<Design>& list) {
  const std::vector<std::string> codes{"exhaustive"}, floats{"random:300", "random:6000"};
  const auto add = [&](Design design) { list.push_back(std::move(design)); };
  // First, so that words of which bits are kept have mutants here.
  add(directory("trim", "--unit int8 --trim --pipeline 2", codes,
                {"gelu --entries 8 --format k8b16 --scales 3,5 --method uniform --objective q_all"}));
  add(directory("registers", "--unit int8 --entries 5 --format f6k8b8", codes));
  add(directory("banks", "--unit int8 --entries 8 --format k8b16 --banks 2 --skid --tag 3 --lanes 2 --clock-gate",
                codes));
  add(directory("latches", "--unit int8 --entries 5 --format k8b16 --store latches --banks 2 --pipeline 2 --tag 1",
                codes));
  add(directory("compact",
                "--unit int8 --entries 12 --format k8b16 --compact --banks 2 --pipeline 4 --clock-gate "
                "--operand-isolation --lanes 2",
                codes));
  add(directory("fixed", "--unit int8 --store fixed --pipeline 2", codes,
                {"gelu --entries 8 --format f6k8b8 --scales 0,3,6 --method uniform --objective q_all",
                 "exp --entries 6 --format f6k8b8 --scales 2,5 --method uniform --objective q_all"}));
  add(directory("truth", "--unit int8 --store truth_table --pipeline 1", codes,
                {"sigmoid --entries 8 --format k8b16 --scales 3,5 --method uniform"}));
  add(directory("staged", "--unit int8 --entries 6 --format f6k8b8 --mac-stages 3 --pipeline 4 --compact --lanes 2",
                codes));
  add(directory("staged4",
                "--unit int8 --entries 5 --format f6k8b8 --mac-stages 4 --banks 2 --skid --operand-isolation "
                "--rounding half_even",
                codes));
  add(directory("float", "--unit fp16 --entries 5 --pipeline 4 --banks 2", floats));
  add(directory("float_compact", "--unit bf16 --entries 8 --compact --store latches --pipeline 4 --operand-isolation",
                floats));
  add(directory(
      "float_staged", "--unit fp16 --store fixed --mac-stages 4 --pipeline 4", floats,
      {"gelu --entries 5 --format fp16 --method uniform", "tanh --entries 5 --format fp16 --method uniform"}));
}

void add_operators(std::vector<Design>& list) {
  const std::vector<std::string> rows{"random:60", ""};
  const auto add = [&](Design design) { list.push_back(std::move(design)); };
  add(directory("wide_div", "--unit int8 --wide 14 --function div", rows));
  add(directory("wide_rsqrt", "--unit int8 --wide 13 --function rsqrt --fraction-bits 12", rows));
  add(directory("softmax", "--operator softmax --width 8 --lanes 2 --max-row 24", rows));
  add(directory("layernorm", "--operator layernorm --width 8 --lanes 2 --max-row 24 --affine", rows));
  add(directory("rmsnorm", "--operator rmsnorm --width 8 --lanes 2 --max-row 24 --store latches", rows));
  add(directory("swiglu", "--operator swiglu --width 8 --lanes 2 --max-row 24", rows));
  add(directory("geglu", "--operator geglu --width 8 --lanes 1 --max-row 24 --store truth_table", rows));
  add(directory("softmax_illm", "--operator softmax --width 8 --lanes 2 --max-row 24 --peer illm", rows));
  add(directory("softmax_ibert", "--operator softmax --width 8 --lanes 2 --max-row 24 --peer ibert", rows));
  add(directory("norm_illm", "--operator rmsnorm --width 8 --lanes 2 --max-row 24 --peer illm", rows));
  add(directory("norm_ibert", "--operator layernorm --width 8 --lanes 2 --max-row 24 --peer ibert", rows));
  add(directory("swiglu_illm", "--operator swiglu --width 8 --lanes 2 --max-row 24 --peer illm", rows));
  add(directory("geglu_ibert", "--operator geglu --width 8 --lanes 2 --max-row 24 --peer ibert", rows));
  for (const char* name : {"softmax", "rmsnorm", "layernorm"}) {
    add(directory(std::string("float_") + name,
                  std::string("--operator ") + name + " --float --lanes 4 --max-row 16 --entries 8", {}, {},
                  Kind::bench));
  }
}

void add_wrapped(std::vector<Design>& list) {
  const std::vector<std::string> tables{"gelu --entries 8 --scales 4 --method uniform",
                                        "exp --entries 8 --scales 4 --method uniform"};
  for (const char* banks : {"2", "1"}) {
    list.push_back(directory(std::string("axis") + banks,
                             std::string("--unit int8 --wrap axis --tag 2 --lanes 2 --banks ") + banks, {"300", "3000"},
                             tables, Kind::traffic));
  }
  // Elements that are no whole bytes.
  list.push_back(
      directory("axis12", "--unit int:12 --entries 5 --format k8b16 --wrap axis --lanes 2", {}, {}, Kind::bench));
}

std::vector<Design> all_designs() {
  std::vector<Design> list;
  add_proofs(list);
  add_triples(list);
  add_units(list);
  add_operators(list);
  add_wrapped(list);
  return list;
}

}  // namespace

std::vector<std::string> words_of(const std::string& text) {
  std::istringstream in(text);
  std::vector<std::string> words;
  for (std::string word; in >> word;) words.push_back(word);
  return words;
}

const std::vector<Design>& designs() {
  static const std::vector<Design> list = all_designs();
  return list;
}

}  // namespace pwlforge::mutants
