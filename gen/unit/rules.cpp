// Copyright 2026 the pwlforge authors.
// Licensed under the Apache License, Version 2.0; see LICENSE.
// SPDX-License-Identifier: Apache-2.0
#include "gen/unit/rules.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <cctype>
#include <iterator>
#include <string_view>

#include "gen/support/signed_digits.hpp"

namespace pwlforge {
namespace {

constexpr int kTruthTableInputLimit = 12;
constexpr int kRawOutputLimit = 64;
constexpr int kContextLimit = 256;
constexpr int kTagLimit = 64;
constexpr int kInnerTagLimit = 2048;
constexpr int kLaneLimit = 256;

// Words that Verilog-2005 or C reserve and that a user may well choose.
constexpr std::string_view kReserved[] = {
    "always", "and",     "assign",    "begin",  "buf",       "case",    "default", "defparam", "double",   "edge",
    "else",   "end",     "endmodule", "event",  "float",     "for",     "force",   "function", "generate", "genvar",
    "if",     "initial", "inout",     "input",  "int",       "integer", "long",    "module",   "nand",     "negedge",
    "nor",    "not",     "or",        "output", "parameter", "posedge", "real",    "reg",      "release",  "repeat",
    "return", "short",   "signed",    "static", "struct",    "supply0", "supply1", "switch",   "table",    "task",
    "time",   "tri",     "unsigned",  "use",    "void",      "wait",    "while",   "wire",     "xnor",     "xor"};

bool is_identifier(const std::string& name) {
  if (name.empty() || (std::isalpha(static_cast<unsigned char>(name[0])) == 0 && name[0] != '_')) return false;
  return std::all_of(name.begin(), name.end(), [](unsigned char c) { return std::isalnum(c) != 0 || c == '_'; });
}

void in_range(Problems& problems, const char* flag, int value, int low, int high) {
  if (value >= low && value <= high) return;
  problems.add(flag, fmt::format("out of range (found {})", value), fmt::format("choose {}..{}", low, high));
}

/// More stages stand on either side of the accumulator register.
void check_mac_stages(const UnitSpec& spec, Problems& problems) {
  const int least = spec.compact ? 4 : 3;
  if (spec.store == Store::truth_table) {
    problems.add("--mac-stages", fmt::format("a truth_table store has no multiply-add (found {})", spec.mac_stages),
                 "drop it");
  } else if (spec.pipeline < least) {
    problems.add("--mac-stages",
                 fmt::format("more stages need the register behind the multiply-add, which --pipeline {}{} does not "
                             "have (found {})",
                             spec.pipeline, spec.compact ? " --compact" : "", spec.mac_stages),
                 fmt::format("use --pipeline {}, or drop --mac-stages", least));
  }
  if (!spec.floating && spec.integer.raw && spec.mac_stages > 3) {
    problems.add("--mac-stages", fmt::format("a raw output has no requantizer to cut (found {})", spec.mac_stages),
                 "choose 1..3");
  }
}

void check_slope_terms(const UnitSpec& spec, Problems& problems) {
  if (spec.store != Store::fixed || spec.floating) {
    problems.add("--slope-terms", "only slopes that are integers and constants are known to be sums of few terms",
                 "use --store fixed with an integer unit, or drop it");
    return;
  }
  if (spec.mac_stages > 1) {
    problems.add("--slope-terms", "there is no product to split into stages", "drop it or --mac-stages");
  }
  if (spec.slope_terms * (spec.integer.slope_bits + 1) > 64) {
    problems.add(
        "--slope-terms",
        fmt::format("{} terms of {}-bit slopes are more than 64 bits", spec.slope_terms, spec.integer.slope_bits),
        "use fewer, or narrower slopes");
  }
}

void check_shape(const UnitSpec& spec, Problems& problems) {
  if (!is_identifier(spec.name) ||
      std::find(std::begin(kReserved), std::end(kReserved), spec.name) != std::end(kReserved)) {
    problems.add("--name", fmt::format("not a usable module name (found \"{}\")", spec.name),
                 "use letters, digits and underscores, no digit first, no reserved word");
  } else if (spec.name.rfind("pwl_", 0) == 0) {
    problems.add("--name", fmt::format("names that begin with pwl_ belong to the library (found {})", spec.name),
                 "choose another name");
  }
  in_range(problems, "--entries", spec.entries, 2, 64);
  in_range(problems, "--pipeline", spec.pipeline, 0, 4);
  in_range(problems, "--mac-stages", spec.mac_stages, 1, 4);
  // tlast takes one bit of the tag; so does every lane's keep bit, but that tag is an inner one.
  const int tag_limit = spec.inner ? kInnerTagLimit : kTagLimit - (spec.wrap == Wrap::axis ? 1 : 0);
  in_range(problems, "--tag", spec.tag_bits, 0, tag_limit);
  in_range(problems, "--lanes", spec.lanes, 1, kLaneLimit);
  in_range(problems, "--banks", spec.banks, 1, 2);
  if (spec.banks == 2 && !is_loadable(spec.store)) {
    problems.add("--banks", fmt::format("a {} store has no second bank (found 2)", store_name(spec.store)),
                 "drop --banks, or use --store registers");
  }
  if (!is_loadable(spec.store) && spec.tables.empty()) {
    problems.add("--table",
                 fmt::format("a {} store needs its tables when it is generated (found none)", store_name(spec.store)),
                 "give --table, or use --store registers");
  }
  if (spec.clock_gate && spec.store != Store::registers) {
    problems.add("--clock-gate", fmt::format("a {} store has no registers to gate", store_name(spec.store)),
                 "drop it, or use --store registers (latches are gated anyway)");
  }
  in_range(problems, "--tolerance", spec.tolerance, 0, 1 << 16);
  if (spec.tolerance > 0 && spec.store != Store::truth_table) {
    problems.add("--tolerance",
                 "only truth tables choose among outputs (found --store " + std::string(store_name(spec.store)) + ")",
                 "drop it, or fit the table for that error");
  }
  if (spec.compact && spec.store == Store::truth_table) {
    problems.add("--compact", "only units with comparators have this order of stages", "drop it");
  }
  if (spec.mac_stages > 1) check_mac_stages(spec, problems);
  in_range(problems, "--slope-terms", spec.slope_terms, 0, kMostSlopeTerms);
  if (spec.slope_terms > 0) check_slope_terms(spec, problems);
  if (spec.operand_isolation && (spec.store == Store::truth_table || spec.pipeline == 0)) {
    problems.add("--operand-isolation", "there are no operand registers to hold", "drop it, or add pipeline stages");
  }
}

void check_integer(const UnitSpec& spec, Problems& problems) {
  const golden::IntFormat& format = spec.integer;
  in_range(problems, "--unit", format.input_bits, 4, 32);
  if (spec.store == Store::truth_table) {
    if (format.input_bits > kTruthTableInputLimit) {
      problems.add("--store",
                   fmt::format("truth_table holds every code and takes at most {} input bits (found {})",
                               kTruthTableInputLimit, format.input_bits),
                   "use --store fixed, or a narrower unit");
    }
    if (format.raw) {
      problems.add("--output", "a truth_table store has no accumulator to show (found raw)", "drop --output raw");
    }
  }
  in_range(problems, "--format (slope bits)", format.slope_bits, 2, 32);
  in_range(problems, "--format (intercept bits)", format.intercept_bits, 2, 64);
  if (!format.raw) in_range(problems, "--output", format.output_bits, 2, 32);
  const bool widths_ok = format.input_bits >= 4 && format.input_bits <= 32 && format.slope_bits >= 2 &&
                         format.slope_bits <= 32 && format.intercept_bits >= 2 && format.intercept_bits <= 64;
  if (widths_ok && format.raw && golden::accumulator_bits(format) > kRawOutputLimit) {
    problems.add(
        "--output",
        fmt::format("a raw output of {} bits is wider than {}", golden::accumulator_bits(format), kRawOutputLimit),
        "drop --output raw, or use a narrower format");
  }
  if (spec.float_options.ftz) problems.add("--ftz", "only float units flush subnormals", "drop it");
  if (spec.float_options.inf_ieee) problems.add("--inf", "only float units have infinities", "drop it");
}

std::string context_place(const Table& table, std::size_t document, std::size_t scale) {
  return fmt::format("--table number {} ({}), /contexts/{}", document + 1, table.function, scale);
}

/// Slopes that are added must be sums of few enough terms; the first that is not is told.
void check_terms(const UnitSpec& spec, const TableContext& context, const std::string& place, Problems& problems) {
  for (std::size_t i = 0; spec.slope_terms > 0 && i < context.slopes.size(); ++i) {
    const int needed = signed_digit_count(context.slopes[i]);
    if (needed <= spec.slope_terms) continue;
    problems.add(
        fmt::format("{}/slopes/{}", place, i),
        fmt::format("{} is a sum of {} signed powers of two, not of {}", context.slopes[i], needed, spec.slope_terms),
        needed <= kMostSlopeTerms ? fmt::format("use --slope-terms {}, or explore --store fixed", needed)
                                  : "drop --slope-terms, or let explore --store fixed search such slopes");
    return;
  }
}

void check_int_context(const UnitSpec& spec, const Table& table, const TableContext& context, const std::string& place,
                       Problems& problems) {
  const golden::IntParams params = unit_int_params(spec, context);
  const golden::ParamCheck check = golden::check_params(spec.integer, params);
  const int a = golden::accumulator_bits(spec.integer);
  switch (check.fault) {
    case golden::ParamFault::none: break;
    case golden::ParamFault::sizes:
      problems.add(place, "thresholds, slopes and intercepts do not belong together", "write the table again");
      break;
    case golden::ParamFault::threshold_order:
      problems.add(place, fmt::format("threshold {} is below the one before it", check.index), "sort the thresholds");
      break;
    case golden::ParamFault::slope_range:
      problems.add(place,
                   fmt::format("slope {} does not fit {} bits (found {})", check.index, spec.integer.slope_bits,
                               context.slopes[check.index]),
                   fmt::format("use --format {} or a wider one", format_name(table.format)));
      break;
    case golden::ParamFault::intercept_range:
      problems.add(place,
                   fmt::format("intercept {} does not fit {} bits (found {})", check.index, spec.integer.intercept_bits,
                               context.intercepts[check.index]),
                   fmt::format("use --format {} or a wider one", format_name(table.format)));
      break;
    case golden::ParamFault::shift_range:
      problems.add(place, fmt::format("intercept shift s out of range (found {})", params.shift),
                   fmt::format("a {}-bit unit shifts by 0..{}", spec.integer.input_bits, spec.integer.input_bits - 2));
      break;
    case golden::ParamFault::requant_range:
      problems.add(place, fmt::format("requantize shift R out of range (found {})", params.requant_shift),
                   fmt::format("the accumulator has {} bits: fit the table to R in 0..{}", a, a));
      break;
  }
  if (spec.integer.intercept == golden::InterceptForm::shifted && context.input_zero != 0) {
    problems.add(place,
                 fmt::format("a shifted intercept needs an input zero point of 0 (found {})", context.input_zero),
                 "fit a direct table");
  }
}

void check_int_table(const UnitSpec& spec, const Table& table, std::size_t document, Problems& problems) {
  const std::string place = fmt::format("--table number {} ({})", document + 1, table.function);
  if (table.format.floating) {
    problems.add(place, fmt::format("a float table does not fit an integer unit (found {})", format_name(table.format)),
                 fmt::format("use --unit {}", format_name(table.format)));
    return;
  }
  const golden::IntFormat& unit = spec.integer;
  if (table.input_bits != unit.input_bits) {
    problems.add(place,
                 fmt::format("the table is for {} input bits, the unit has {}", table.input_bits, unit.input_bits),
                 fmt::format("use --unit int:{}", table.input_bits));
  }
  if (!unit.raw && (table.output_bits != unit.output_bits || table.output_signed != unit.output_signed)) {
    problems.add(place,
                 fmt::format("the table's output has {} {} bits, the unit's {} {}", table.output_bits,
                             table.output_signed ? "signed" : "unsigned", unit.output_bits,
                             unit.output_signed ? "signed" : "unsigned"),
                 fmt::format("use --output {}", table.output_bits));
  }
  if (spec.store == Store::truth_table) return;
  if (table.intercept != unit.intercept) {
    if (unit.intercept == golden::InterceptForm::direct) {
      problems.add(place,
                   table.sharing == Sharing::shared
                       ? "direct intercepts belong to one scale each, and this table shares them over its scales"
                       : "the table holds shifted intercepts, the unit adds direct ones",
                   "use --intercept shifted, or fit with --sharing per-scale and a direct format such as k8b16");
    } else {
      problems.add(place, "the table holds direct intercepts, the unit shifts them", "use --intercept direct");
    }
  }
  if (!unit.raw && table.rounding != unit.rounding) {
    problems.add(place, "the table was fitted for another rounding than the unit has",
                 "drop --rounding, or fit with the same --rounding");
  }
  if (table.entries > spec.entries) {
    problems.add(place, fmt::format("{} entries do not fit a unit of {}", table.entries, spec.entries),
                 fmt::format("use --entries {}", table.entries));
  }
  for (std::size_t s = 0; s < table.contexts.size(); ++s) {
    check_int_context(spec, table, table.contexts[s], context_place(table, document, s), problems);
    check_terms(spec, table.contexts[s], context_place(table, document, s), problems);
  }
}

void check_float_table(const UnitSpec& spec, const Table& table, std::size_t document, Problems& problems) {
  const std::string place = fmt::format("--table number {} ({})", document + 1, table.function);
  if (!table.format.floating || table.format.float_format.exponent_bits != spec.float_format.exponent_bits ||
      table.format.float_format.mantissa_bits != spec.float_format.mantissa_bits) {
    problems.add(place, fmt::format("the table's format is {}, the unit's {}", format_name(table.format), spec.unit),
                 fmt::format("fit with --format {}", spec.unit));
    return;
  }
  if (table.entries > spec.entries) {
    problems.add(place, fmt::format("{} entries do not fit a unit of {}", table.entries, spec.entries),
                 fmt::format("use --entries {}", table.entries));
  }
  if (!spec.float_options.ftz) return;
  for (std::size_t s = 0; s < table.contexts.size(); ++s) {
    const golden::FloatParams params = float_params(table.contexts[s]);
    for (const auto* list : {&params.thresholds, &params.slopes, &params.intercepts}) {
      for (const std::uint64_t bits : *list) {
        if (!golden::is_subnormal(spec.float_format, bits)) continue;
        problems.add(context_place(table, document, s), fmt::format("subnormal parameter (found 0x{:x})", bits),
                     "drop --ftz, or fit a table without subnormal parameters");
      }
    }
  }
}

/// The words hold every table that the unit is generated with.
void check_kept(const UnitSpec& spec, Problems& problems) {
  if (!spec.kept) return;
  if (spec.floating || !is_loadable(spec.store)) {
    problems.add("--trim", "only integer units with a loadable store have words to trim", "drop it");
    return;
  }
  if (spec.resident > 1 || spec.tables.empty()) {
    problems.add("--trim", "no table says which bits are needed", "give --table");
    return;
  }
  if (spec.integer.intercept == golden::InterceptForm::shifted) {
    problems.add("--trim", "words of shifted intercepts are kept whole", "use direct tables, such as k8b16");
  }
  const auto entries = static_cast<std::size_t>(spec.entries);
  const KeptWords& kept = *spec.kept;
  const auto column = [&](const std::vector<KeptBits>& words, std::size_t count, int width) {
    return words.size() == count && std::all_of(words.begin(), words.end(), [width](const KeptBits& word) {
             return word.low >= 0 && word.bits >= 0 && word.low + word.bits <= width;
           });
  };
  if (!column(kept.thresholds, entries - 1, spec.integer.input_bits) ||
      !column(kept.slopes, entries, spec.integer.slope_bits) ||
      !column(kept.intercepts, entries, spec.integer.intercept_bits)) {
    problems.add("/specification/kept", "not one range of bits inside every word", "generate the unit again");
    return;
  }
  for (std::size_t d = 0; d < spec.tables.size(); ++d) {
    for (std::size_t s = 0; s < spec.tables[d].contexts.size(); ++s) {
      const golden::IntParams params = unit_int_params(spec, spec.tables[d].contexts[s]);
      if (params.slopes.size() > entries ||
          golden::holds(kept, golden::store_image(spec.integer, params, spec.entries))) {
        continue;
      }
      problems.add(context_place(spec.tables[d], d, s), "the words that are kept do not hold this table",
                   "generate the unit again with --trim and all its tables");
    }
  }
}

void check_contexts(const UnitSpec& spec, Problems& problems) {
  std::size_t contexts = 0;
  for (std::size_t d = 0; d < spec.tables.size(); ++d) {
    const Table& table = spec.tables[d];
    contexts += table.contexts.size();
    if (spec.floating) {
      check_float_table(spec, table, d, problems);
    } else {
      check_int_table(spec, table, d, problems);
    }
  }
  if (!is_loadable(spec.store) && contexts > kContextLimit) {
    problems.add("--table", fmt::format("{} contexts are too many for constants", contexts),
                 fmt::format("use at most {} (document, scale) pairs", kContextLimit));
  }
}

}  // namespace

void check_unit(const UnitSpec& spec, Problems& problems) {
  check_shape(spec, problems);
  if (spec.floating) {
    if (spec.store == Store::truth_table) {
      problems.add("--store",
                   fmt::format("truth_table holds every code and takes at most {} input bits (found {})",
                               kTruthTableInputLimit, golden::total_bits(spec.float_format)),
                   "use --store fixed");
    }
    if (spec.integer.raw) problems.add("--output", "a float unit has no raw accumulator", "drop --output raw");
  } else {
    check_integer(spec, problems);
  }
  check_contexts(spec, problems);
  if (spec.entries >= 2) check_kept(spec, problems);
}

}  // namespace pwlforge
