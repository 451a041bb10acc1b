// Copyright 2026 the pwlforge authors.
// Licensed under the Apache License, Version 2.0; see LICENSE.
// SPDX-License-Identifier: Apache-2.0
//
// An operator over rows as plain data: what was asked for, what follows from it, and what its words hold
// (docs/operators.md sections 2 to 4).
//
//     OperatorPlan plan = plan_operator(spec);
//     const OperatorImage image = table_image(plan, OperatorNumbers{});
//     golden::RowResult result = evaluate_row(plan, image, row, {});
#pragma once

#include <string>
#include <vector>

#include "gen/operator/wide.hpp"
#include "gen/unit/unit.hpp"
#include "sim/golden/float_row.hpp"
#include "sim/golden/peer_row.hpp"

namespace pwlforge {

/// wide: div or rsqrt of single numbers, a unit of its own (section 1), which is generated and verified like the
/// others.
enum class OperatorKind { softmax, rmsnorm, layernorm, swiglu, geglu, wide };

/// Whose arithmetic: ours, by tables, or what I-LLM or I-BERT publish (operator_peer.hpp).
enum class Peer { none, illm, ibert };

/// The real numbers behind the words of a norm or of a gated unit.
struct OperatorNumbers {
  double epsilon = 1e-5;
  double element_scale = 0.0625;   ///< of the codes
  double output_scale = 0.03125;   ///< of the output
  int length = 0;                  ///< elements of the rows of a norm: sqrt(n) is part of rmsnorm's gain; 0: max_row
  std::vector<double> gamma{1.0};  ///< one, or one for each channel
  std::vector<double> beta{0.0};
};
struct OperatorSpec {
  std::string name;
  std::string prefix;  ///< of the library modules in the directory; `name` begins with it
  OperatorKind kind = OperatorKind::softmax;
  bool floating = false;  ///< FP32 instead of codes: softmax and norms, 32 bits in and out (operator_float.hpp)
  Peer peer = Peer::none;
  int element_bits = 8;    ///< W
  int lanes = 1;           ///< elements of a beat, 1..64
  int max_row = 4096;      ///< elements of the longest row, a multiple of lanes (gated units: any row, this is unused)
  int output_bits = 8;     ///< P
  bool affine = false;     ///< norms: gain and bias of every channel in a memory, instead of one pair for all
  Wrap wrap = Wrap::none;  ///< axis: NAME_core in a wrapper (operator_axis.hpp)
  Store store = Store::registers;  ///< of the inner units
  int entries = 16;                ///< of the exp, silu or gelu unit
  int wide_entries = 16;           ///< of the core of the reciprocal or root
  /// softmax: E. Where it is more than W, differences from the largest code are taken in W + 1 bits, which hold them
  /// all; with E = W they are clipped to W bits. Long rows need the former: what many small exponentials add up to is
  /// lost when each rounds to 0, or is cut at -2^(W-1).
  int exp_bits = 12;
  int reciprocal_bits = 10;  ///< softmax: width of the reciprocal's core, O
  /// In the order of the parts: softmax exp, div; norms rsqrt (two contexts); gated units silu or gelu.
  std::vector<Table> tables;
  OperatorNumbers numbers;
  WideSpec wide;  ///< wide units: all there is to say; the tables are wide.core's
};

/// One part that the configuration port reaches.
struct ConfigPart {
  std::string name;
  int address_bits = 0;
  std::vector<ConfigWord> words;  ///< addresses within the part; empty for a memory
};

/// A peer's operator: its integers, which are constants of the design, and the widths that follow.
struct PeerPlan {
  golden::PeerSoftmax softmax;
  golden::PeerGate gate;
  int exp_bits = 0;     ///< E
  int factor_bits = 0;  ///< gated units: of what a is multiplied by
  int root_bits = 0;    ///< norms
  int newton_steps = 0;
  int divisor_bits = 0;  ///< of the divider of each lane
};

/// A memory for rows or channels: reported as bits, apart from logic.
struct RowMemory {
  std::string name;
  int depth = 0;
  int width = 0;
};

struct OperatorPlan {
  OperatorSpec spec;
  UnitPlan unit;  ///< exp (softmax) or the unit of a gated one: NAME_unit; not used by norms
  WidePlan wide;  ///< reciprocal (softmax) or root (norms): NAME_wide; not used by gated units
  PeerPlan peer;  ///< instead of both
  int max_beats = 0;
  int beat_bits = 0;   ///< that count to max_beats
  int count_bits = 0;  ///< that count to max_row
  int row_bits = 0;    ///< that count the rows inside
  int depth = 0;       ///< beats of each row buffer
  int depth_bits = 0;
  int reduce_bits = 0;   ///< state of the reduction in front of the wide function
  int epsilon_bits = 0;  ///< norms
  int gain_bits = 0;
  int bias_bits = 0;
  int shift_bits = 0;         ///< norms: the configured shift
  int total_shift_bits = 0;   ///< norms: exponent + shift
  int scale_accumulator = 0;  ///< softmax: A of the last step
  int requant_bits = 0;       ///< gated units: width of R
  /// Stages of what stands in the place of the unit, of the wide function (0: its result is the reduction itself), and
  /// at the end. Where the scalar of a row takes interval > 1 cycles of a unit that cannot take the next one meanwhile,
  /// shorter rows follow each other by so many.
  int unit_stages = 0;
  int scalar_stages = 0;
  int tail_stages = 0;
  int interval = 1;
  int part_bits = 0;
  int config_address_bits = 0;  ///< {part, address}; 0: nothing to load
  int config_data_bits = 0;
  int latency_rows = 0;
  int latency = 0;
  /// Cycles by which, without stalls, the first output of a row of so many beats follows its first beat.
  int first_result(int beats) const { return latency_rows * (beats - 1) + latency; }
  std::vector<ConfigPart> parts;
  std::vector<RowMemory> memories;
  std::vector<Port> ports;
};

const std::vector<std::string>& operator_names();
const char* operator_name(OperatorKind kind);
const std::vector<std::string>& peer_names();  ///< in the order of Peer
bool is_norm(OperatorKind kind);
bool is_gated(OperatorKind kind);
bool has_rows(OperatorKind kind);  ///< softmax and norms
/// Real step of in_data_i; that of the second operand of a gated unit is numbers.element_scale.
double first_operand_scale(const OperatorPlan& plan);

/// Throws InputError with every rule that the specification breaks.
OperatorPlan plan_operator(const OperatorSpec& spec);

/// Throws InputError for what can be wrong without the tables.
void check_operator_shape(const OperatorSpec& spec);

/// What a wide unit of its own is made of: an integer core of `width` bits, entries and store; its table is fitted
/// where there is none.
WideSpec wide_unit(golden::WideFunction function, int input_bits, int width, int entries, Store store,
                   std::vector<Table> tables);

/// manifest.json, schema "pwlforge.operator/1" <-> plan; the manifest holds the table documents.
Json operator_manifest_to_json(const OperatorPlan& plan, const std::vector<std::string>& files);
struct OperatorManifest {
  OperatorPlan plan;
  std::vector<std::string> files;  ///< Verilog, in compile order
  std::filesystem::path directory;
};
/// Throws InputError when the document is no operator manifest or does not agree with what it describes.
OperatorManifest read_operator_manifest(const std::filesystem::path& directory);
/// Whether a directory holds an operator (else a unit, or nothing).
bool is_operator_directory(const std::filesystem::path& directory);

/// The tables that the specification lacks, fitted: exp at the scale `element_scale`, mantissas, silu or gelu from and
/// to `element_scale`. Entries, widths and scales are those of the specification.
std::vector<Table> fit_operator_tables(const OperatorSpec& spec, double element_scale);

/// The mantissa table of a wide function for a core of `width` bits, its output unsigned of as many: one context for
/// div, two for rsqrt.
Table fit_mantissas(golden::WideFunction function, int width, int entries);

/// What the loadable words of an operator hold.
struct OperatorImage {
  golden::IntParams unit;               ///< of the unit: exp, silu, gelu
  std::vector<golden::IntParams> wide;  ///< of the wide function's contexts
  golden::Wide epsilon = 0;
  int shift = 0;
  /// Of float operators, whose epsilon, gain and bias are bit patterns.
  golden::FloatParams float_unit, float_wide;
  std::uint64_t reciprocal_length = 0;  ///< layernorm
  std::vector<std::int64_t> gain{1};    ///< one, or one for each of max_row channels
  std::vector<std::int64_t> bias{0};
  int requant = 0;  ///< gated units: R
};

/// The tables of the specification, and words that follow from the numbers. Throws InputError when a word does not fit.
OperatorImage table_image(const OperatorPlan& plan, const OperatorNumbers& numbers);
OperatorImage table_image(const OperatorPlan& plan);  ///< with plan.spec.numbers
/// Any words at all, over the whole range of every field; thresholds sorted. Of norms, half of the images have the
/// tables' roots and no shift, so that low bits of products count.
OperatorImage random_image(const OperatorPlan& plan, std::uint64_t seed);
/// Writes that load an image; then a commit.
std::vector<ConfigWrite> operator_writes(const OperatorPlan& plan, const OperatorImage& image);
/// Whether the word at an address can be read back, and its width; 0: not there, or write-only memory.
int readable_bits(const OperatorPlan& plan, int address);

/// One row as the golden model computes it. `gates`: second operand of a gated unit, as long as the row; else empty.
golden::RowResult evaluate_row(const OperatorPlan& plan, const OperatorImage& image, const golden::Row& row,
                               const std::vector<std::int64_t>& gates);

/// "Row operator NAME: softmax of 8-bit codes, 4 lanes, ..."
std::string operator_summary(const OperatorPlan& plan);

}  // namespace pwlforge
