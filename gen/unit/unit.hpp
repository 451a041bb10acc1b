// Copyright 2026 the pwlforge authors.
// Licensed under the Apache License, Version 2.0; see LICENSE.
// SPDX-License-Identifier: Apache-2.0
//
// A unit as plain data: what was asked for (UnitSpec), what follows from it (UnitPlan), and the manifest, which is all
// that sim and synth know of a unit directory.
#pragma once

#include <cstdint>
#include <filesystem>
#include <optional>
#include <string>
#include <vector>

#include "gen/tables/table.hpp"
#include "sim/golden/float_unit.hpp"
#include "sim/golden/integer_unit.hpp"
#include "sim/golden/kept_words.hpp"

namespace pwlforge {

using golden::KeptBits;
using golden::KeptWords;

enum class Store { registers, latches, fixed, truth_table };
enum class Wrap { none, axis };

struct UnitSpec {
  std::string name;    ///< top module and file name
  std::string prefix;  ///< of the library modules in the directory; `name` begins with it
  std::string unit;    ///< int8, int16, int32, int:W, fp32, bf16, fp16
  bool floating = false;
  golden::IntFormat integer;         ///< when not floating
  golden::FloatFormat float_format;  ///< when floating
  golden::FloatOptions float_options;
  int entries = 8;
  Store store = Store::registers;
  int banks = 1;
  int pipeline = 3;  ///< 0..4
  /// Stages of the multiply-add up to the accumulator or the aligned sum and of what rounds behind it, less the one
  /// register that `pipeline` counts: 1..4. Above 1 the arithmetic is built for a short clock.
  int mac_stages = 1;
  /// Integer units: stages where the fewest bits cross (input, segment number, output), not where the paths are short.
  bool compact = false;
  bool skid = false;
  int tag_bits = 0;
  int lanes = 1;
  Wrap wrap = Wrap::none;
  bool clock_gate = false;
  bool operand_isolation = false;
  /// Contexts that a loadable store holds at once, chosen by ctx_i with the beat: 1 (no ctx_i) or 2.
  int resident = 1;
  /// truth_table stores: outputs may be so many LSB from the ideal ones, where that makes the table simpler.
  int tolerance = 0;
  /// Integer units with a fixed store: slopes as sums of at most so many signed powers of two, added without a
  /// multiplier, 1..3. 0: a multiplier.
  int slope_terms = 0;
  /// Integer units with a loadable store: the bits of its words that are there. Empty: all.
  std::optional<KeptWords> kept;
  bool inner = false;  ///< part of a larger design: never wrapped or simulated alone, so its tag may be wide
  std::vector<Table> tables;
};

bool is_loadable(Store store);  ///< registers, latches
/// A compact unit of one bank is addressed and read back through the search and select networks of its data path, which
/// are free while cfg_busy_o is 0. It takes a segment register (pipeline >= 2): the search must not reach the write
/// lines.
bool shares_select(const UnitSpec& spec);
int ceil_log2(int value);                       ///< bits that tell `value` things apart
const std::vector<std::string>& store_names();  ///< in the order of Store
const char* store_name(Store store);
const std::vector<std::string>& wrap_names();  ///< in the order of Wrap
const char* wrap_name(Wrap wrap);
/// "pwlforge 0.1.0": provenance in everything that is written.
std::string generator_version();
/// The integer or float core that `--unit` names: int8, int16, int32, int:W, fp32, bf16, fp16. Fills unit, floating,
/// integer.input_bits (and integer.output_bits with the same width) or float_format. Throws InputError.
void set_unit(UnitSpec& spec, const std::string& unit);

/// One (document, scale) pair, numbered by its place in UnitPlan::contexts.
struct UnitContext {
  int table = 0;  ///< index into UnitSpec::tables
  int scale = 0;  ///< index into Table::contexts
};

struct Port {
  std::string name;
  bool is_input = true;
  int width = 1;
  std::string meaning;
};

/// One writable word of a loadable store. Address = (context * 4 + field) * 2^index_bits + index; field 0 threshold,
/// 1 slope, 2 intercept, 3 control (index 0: requantize shift R, index 1: intercept shift s).
struct ConfigWord {
  int address = 0;
  std::string field;
  int index = 0;
  int bits = 0;
  int context = 0;                 ///< of a store with several resident ones
  std::optional<KeptBits> kept{};  ///< of a signed word of which not all bits are there
};
/// What the word holds after a write of `data`, and what is read back.
std::uint64_t kept_data(const ConfigWord& word, std::uint64_t data);

struct UnitPlan {
  UnitSpec spec;
  int input_bits = 0;   ///< of one lane
  int output_bits = 0;  ///< of one lane
  int accumulator_bits = 0;
  int threshold_bits = 0;
  int slope_bits = 0;
  int slope_word_bits = 0;  ///< what the store holds of a slope: slope_bits, or its terms (slope_term_word)
  int intercept_bits = 0;
  int shift_bits = 0;         ///< width of s; 0: none
  int requant_bits = 0;       ///< width of R; 0: none
  int requant_first = 0;      ///< R is this plus the stored word
  int requant_word_bits = 0;  ///< bits of R that are stored: requant_bits where nothing is left out
  int index_bits = 0;         ///< of a configuration address
  int config_address_bits = 0;
  int config_data_bits = 0;
  int context_bits = 0;  ///< width of ctx_i; 0: no such port
  int front_cuts = 0;    ///< registers of mac_stages in front of the accumulator
  int back_cuts = 0;     ///< ... and behind it; the sum is mac_stages - 1
  int latency = 0;       ///< cycles from an accepted beat to its output, without stalls
  int initiation_interval = 1;
  std::vector<UnitContext> contexts;
  std::vector<Port> ports;
  std::vector<ConfigWord> config_words;
  std::vector<std::string> modules;  ///< library modules used, in dependency order
  /// truth_table stores: per context the outputs of all codes, ascending from the smallest code.
  std::vector<std::vector<std::int64_t>> truth_tables;
};

/// Widths, ports, modules of a unit. Throws InputError for every rule of docs/numerics.md and the command line that the
/// specification breaks, all at once.
UnitPlan plan_unit(const UnitSpec& spec);

/// Configuration writes, in order, that load a context into a loadable store, as its resident context 0: (address, data
/// in the low bits). For the others see resident_offset.
struct ConfigWrite {
  int address;
  std::uint64_t data;
};
std::vector<ConfigWrite> config_image(const UnitPlan& plan, const golden::IntParams& params);
std::vector<ConfigWrite> config_image(const UnitPlan& plan, const golden::FloatParams& params);
std::vector<ConfigWrite> config_image(const UnitPlan& plan, const UnitContext& context);

/// What to add to an address of context 0 for another resident context.
int resident_offset(const UnitPlan& plan, int resident);

/// Parameters of a context as the unit uses them: as in the table, without R when the output is raw.
golden::IntParams unit_int_params(const UnitSpec& spec, const TableContext& context);
golden::IntParams unit_int_params(const UnitPlan& plan, const UnitContext& context);
/// What a store of spec.entries entries holds for a context. Constant stores keep a threshold that no code reaches as
/// 2^(W-1), in W+1 bits; loadable ones follow golden::store_image. Float: padded with entries that nothing selects.
golden::IntParams stored_int_params(const UnitPlan& plan, const golden::IntParams& params);
golden::FloatParams stored_float_params(const UnitPlan& plan, const golden::FloatParams& params);
/// The words that the tables of a specification need, for `spec.kept`. Throws InputError: no table, not an integer unit
/// with a loadable store.
KeptWords needed_words(const UnitSpec& spec);
/// The same with all words whole but for R.
KeptWords needed_shifts(const UnitSpec& spec);
/// Parameters near the given ones that the store can hold: these themselves where all bits of all words are there.
golden::IntParams nearest_held(const UnitPlan& plan, const golden::IntParams& params);
/// CRC-32 over the words that a store holds for a context (thresholds, slopes, intercepts, s, R), each as eight bytes,
/// low byte first, two's complement.
std::uint32_t context_checksum(const UnitPlan& plan, const UnitContext& context);

/// manifest.json <-> plan. The manifest embeds the table documents, so that a unit directory needs nothing else.
/// `files` are paths relative to the directory, in compile order.
Json ports_to_json(const std::vector<Port>& ports);
Json manifest_to_json(const UnitPlan& plan, const std::vector<std::string>& files);
struct Manifest {
  UnitPlan plan;
  std::vector<std::string> files;
  std::filesystem::path directory;
};
Manifest read_manifest(const std::filesystem::path& unit_directory);

/// One beat through the unit as the golden model computes it: x and the result are bit patterns of one lane.
/// For truth_table stores: Y* of the context, nearest valid code outside the domain.
std::uint64_t expected_output(const UnitPlan& plan, const UnitContext& context, std::uint64_t x);

}  // namespace pwlforge
