// Copyright 2026 the pwlforge authors.
// Licensed under the Apache License, Version 2.0; see LICENSE.
// SPDX-License-Identifier: Apache-2.0
#include "synth/simulate/unit_runner.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <deque>
#include <map>
#include <random>
#include <utility>

#include "gen/support/diagnostics.hpp"
#include "gen/unit/axis.hpp"

namespace pwlforge {
namespace {

constexpr std::uint64_t kAll = ~std::uint64_t{0};

std::uint64_t low_bits(std::uint64_t value, int bits) {
  return bits >= 64 ? value : value & ((std::uint64_t{1} << bits) - 1);
}

std::int64_t sign_extended(std::uint64_t value, int bits) {
  const std::uint64_t sign = std::uint64_t{1} << (bits - 1);
  return static_cast<std::int64_t>((low_bits(value, bits) ^ sign) - sign);
}

void add_neighbours(const UnitPlan& plan, std::vector<std::uint64_t>& interesting,
                    const std::vector<std::int64_t>& thresholds) {
  for (const std::int64_t threshold : thresholds) {
    for (const std::int64_t step : {-1, 0, 1}) {
      interesting.push_back(low_bits(static_cast<std::uint64_t>(threshold + step), plan.input_bits));
    }
  }
}

UnitImage integer_image(const UnitPlan& plan, const golden::IntParams& params) {
  UnitImage image;
  const golden::IntFormat format = plan.spec.integer;
  const int input_bits = plan.input_bits;
  const int output_bits = plan.output_bits;
  image.expected = [format, params, input_bits, output_bits](std::uint64_t x) {
    const golden::IntResult result = golden::evaluate(format, params, sign_extended(x, input_bits));
    return low_bits(static_cast<std::uint64_t>(result.y), output_bits);
  };
  image.saturates = [format, params, input_bits](std::uint64_t x) {
    return golden::evaluate(format, params, sign_extended(x, input_bits)).saturated;
  };
  add_neighbours(plan, image.interesting, params.thresholds);
  return image;
}

UnitImage float_image(const UnitPlan& plan, const golden::FloatParams& params) {
  UnitImage image;
  const golden::FloatFormat format = plan.spec.float_format;
  const golden::FloatOptions options = plan.spec.float_options;
  image.expected = [format, options, params](std::uint64_t x) { return golden::evaluate(format, options, params, x); };
  add_neighbours(plan, image.interesting,
                 std::vector<std::int64_t>(params.thresholds.begin(), params.thresholds.end()));
  return image;
}

}  // namespace

UnitImage context_image(const UnitPlan& plan, std::size_t number) {
  const UnitContext context = plan.contexts.at(number);
  UnitImage image;
  const TableContext& scale =
      plan.spec.tables[static_cast<std::size_t>(context.table)].contexts[static_cast<std::size_t>(context.scale)];
  if (plan.spec.store == Store::truth_table) {
    image.expected = [&plan, context](std::uint64_t x) { return expected_output(plan, context, x); };
  } else if (plan.spec.floating) {
    image = float_image(plan, float_params(scale));
  } else {
    image = integer_image(plan, unit_int_params(plan, context));
  }
  if (is_loadable(plan.spec.store)) image.writes = config_image(plan, context);
  image.name = fmt::format("context {}", number);
  image.context = number;
  return image;
}

UnitImage random_image(const UnitPlan& plan, std::uint64_t seed) {
  std::mt19937_64 random(seed);
  const auto entries = static_cast<std::size_t>(plan.spec.entries);
  UnitImage image;
  if (plan.spec.floating) {
    const golden::FloatFormat& format = plan.spec.float_format;
    const std::uint64_t exponents = (std::uint64_t{1} << format.exponent_bits) - 1;
    const auto number = [&] {
      // Half of the numbers near 1, so that products and sums meet; the rest anywhere, subnormals included.
      std::uint64_t bits = low_bits(random(), golden::total_bits(format));
      std::uint64_t exponent = (bits >> format.mantissa_bits) & exponents;
      if (random() % 2 == 0) exponent = exponents / 2 - 2 + random() % 5;
      if (exponent == exponents) --exponent;
      if (plan.spec.float_options.ftz && exponent == 0) exponent = 1;
      bits &= ~(exponents << format.mantissa_bits);
      return bits | (exponent << format.mantissa_bits);
    };
    golden::FloatParams params;
    for (std::size_t i = 0; i + 1 < entries; ++i) params.thresholds.push_back(number());
    std::sort(params.thresholds.begin(), params.thresholds.end(), [&](std::uint64_t a, std::uint64_t b) {
      return golden::to_double(format, a) < golden::to_double(format, b);
    });
    for (std::size_t i = 0; i < entries; ++i) params.slopes.push_back(number());
    for (std::size_t i = 0; i < entries; ++i) params.intercepts.push_back(number());
    image = float_image(plan, params);
    image.writes = config_image(plan, params);
  } else {
    const golden::IntFormat& format = plan.spec.integer;
    golden::IntParams params;
    for (std::size_t i = 0; i + 1 < entries; ++i) params.thresholds.push_back(sign_extended(random(), plan.input_bits));
    std::sort(params.thresholds.begin(), params.thresholds.end());
    for (std::size_t i = 0; i < entries; ++i) params.slopes.push_back(sign_extended(random(), format.slope_bits));
    for (std::size_t i = 0; i < entries; ++i)
      params.intercepts.push_back(sign_extended(random(), format.intercept_bits));
    if (format.intercept == golden::InterceptForm::shifted) {
      params.shift = static_cast<int>(random() % static_cast<std::uint64_t>(plan.input_bits - 1));
    }
    if (!format.raw)
      params.requant_shift = static_cast<int>(random() % static_cast<std::uint64_t>(plan.accumulator_bits + 1));
    params = nearest_held(plan, params);
    image = integer_image(plan, params);
    image.writes = config_image(plan, params);
  }
  image.name = fmt::format("random parameters, seed {}", seed);
  return image;
}

UnitRunner::UnitRunner(const UnitPlan& plan, const Netlist& netlist, std::uint64_t seed)
    : plan_(plan),
      netlist_(netlist),
      simulator_(netlist, clock_port(netlist), seed),
      wrapped_(plan.spec.wrap != Wrap::none),
      has_clock_(!clock_port(netlist).empty()),
      random_state_(seed) {
  const auto tag_bits = static_cast<std::size_t>(plan.spec.tag_bits);
  for (std::size_t i = 0; i < tag_bits; ++i) {
    tag_.push_back({wrapped_ ? "s_axis_tuser" : "in_tag_i", wrapped_ ? "m_axis_tuser" : "out_tag_o", i, i});
  }
  if (wrapped_) {
    tag_.push_back({"s_axis_tlast", "m_axis_tlast", 0, 0});
    for (int lane = 0; lane < plan.spec.lanes && tag_.size() < 64; ++lane) {
      tag_.push_back({"s_axis_tkeep", "m_axis_tkeep", static_cast<std::size_t>(lane * lane_bytes(plan.input_bits)),
                      static_cast<std::size_t>(lane * lane_bytes(plan.output_bits))});
    }
  }
  idle_inputs();
}

std::string UnitRunner::port(const char* name) const {
  static const std::map<std::string, std::string> names{
      {"in_valid_i", "s_axis_tvalid"},  {"in_ready_o", "s_axis_tready"},
      {"in_data_i", "s_axis_tdata"},    {"out_valid_o", "m_axis_tvalid"},
      {"out_ready_i", "m_axis_tready"}, {"out_data_o", "m_axis_tdata"},
      {"ctx_i", "s_axis_tdest"},        {"rst_ni", "aresetn"}};
  return wrapped_ ? names.at(name) : name;
}

std::size_t UnitRunner::input_bit(std::size_t lane, std::size_t bit) const {
  const int width = wrapped_ ? 8 * lane_bytes(plan_.input_bits) : plan_.input_bits;
  return lane * static_cast<std::size_t>(width) + bit;
}

std::size_t UnitRunner::output_bit(std::size_t lane, std::size_t bit) const {
  const int width = wrapped_ ? 8 * lane_bytes(plan_.output_bits) : plan_.output_bits;
  return lane * static_cast<std::size_t>(width) + bit;
}

std::uint32_t UnitRunner::input_net(std::size_t lane, std::size_t bit) const {
  return simulator_.net(port("in_data_i"), input_bit(lane, bit));
}

void UnitRunner::fail(const std::string& what) const {
  throw CheckFailed(fmt::format("{}: the netlist differs from the golden model: {}", netlist_.top, what));
}

void UnitRunner::idle_inputs() {
  for (const NetlistPort& port : netlist_.ports) {
    if (port.is_input && port.name != clock_port(netlist_)) simulator_.set_input_all(port.name, 0);
  }
}

/// From settled inputs to one past the next rising edge.
void UnitRunner::cycle() {
  if (counting_) simulator_.count_phase();
  if (has_clock_) simulator_.fall();
  if (counting_ && has_clock_) simulator_.count_phase();
  if (start_with_next_edge_) {
    // Whole cycles are counted: the next rising edge is the first event.
    simulator_.start_counting();
    counting_ = true;
    start_with_next_edge_ = false;
  }
  if (has_clock_) simulator_.rise();
}

void UnitRunner::load(const UnitImage& image) {
  idle_inputs();
  if (has_clock_) {
    // Reset is asserted asynchronously and released between edges.
    simulator_.set_input_all(port("rst_ni"), 0);
    simulator_.settle();
    cycle();
    simulator_.settle();
    cycle();
    simulator_.set_input_all(port("rst_ni"), 1);
  }
  simulator_.set_input_all(port("out_ready_i"), 1);
  if (plan_.context_bits > 0) simulator_.set_input_all(port("ctx_i"), image.context);
  simulator_.settle();
  if (plan_.latency > 0 && simulator_.output(port("out_valid_o"), 0) != 0) fail("an output is valid after reset");
  sticky_ = 0;
  check_saturation(image, 0);
  if (!is_loadable(plan_.spec.store)) return;
  if (wrapped_) {
    load_axil(image);
  } else {
    load_native(image);
  }
}

void UnitRunner::load_native(const UnitImage& image) {
  if (simulator_.output("in_ready_o", 0) != 0) fail("the unloaded unit is ready for input");
  const auto accepted = [&](const char* strobe) {
    simulator_.set_input_all(strobe, 1);
    for (int wait = 0; wait < 16; ++wait) {
      simulator_.settle();
      const bool busy = simulator_.output("cfg_busy_o", 0) != 0;
      cycle();
      if (!busy) {
        simulator_.set_input_all(strobe, 0);
        simulator_.settle();
        return;
      }
    }
    fail(fmt::format("{} is never accepted", strobe));
  };
  for (const ConfigWrite& write : image.writes) {
    simulator_.set_input_all("cfg_addr_i", static_cast<std::uint64_t>(write.address));
    simulator_.set_input_all("cfg_data_i", write.data);
    accepted("cfg_we_i");
  }
  for (const ConfigWrite& write : image.writes) {
    simulator_.set_input_all("cfg_addr_i", static_cast<std::uint64_t>(write.address));
    simulator_.settle();
    const std::uint64_t read = simulator_.output_of("cfg_rdata_o", 0);
    if (read != write.data) {
      fail(fmt::format("{}: word {} reads back as {:#x} after {:#x} was written", image.name, write.address, read,
                       write.data));
    }
  }
  simulator_.set_input_all("cfg_addr_i", 0);
  simulator_.set_input_all("cfg_data_i", 0);
  accepted("cfg_commit_i");
}

void UnitRunner::axil_write(std::uint64_t offset, std::uint64_t data) {
  simulator_.set_input_all("s_axil_awaddr", offset);
  simulator_.set_input_all("s_axil_wdata", data);
  simulator_.set_input_all("s_axil_wstrb", kAll);
  simulator_.set_input_all("s_axil_awvalid", 1);
  simulator_.set_input_all("s_axil_wvalid", 1);
  simulator_.set_input_all("s_axil_bready", 1);
  bool taken = false;
  for (int wait = 0; wait < 64; ++wait) {
    simulator_.settle();
    const bool takes = simulator_.output("s_axil_awready", 0) != 0;
    const bool answered = taken && simulator_.output("s_axil_bvalid", 0) != 0;
    const std::uint64_t response = simulator_.output_of("s_axil_bresp", 0);
    cycle();
    if (takes) {
      taken = true;
      simulator_.set_input_all("s_axil_awvalid", 0);
      simulator_.set_input_all("s_axil_wvalid", 0);
    }
    if (!answered) continue;
    simulator_.set_input_all("s_axil_bready", 0);
    simulator_.settle();
    if (response != 0) fail(fmt::format("a write to offset {} is refused", offset));
    return;
  }
  fail(fmt::format("a write to offset {} is never answered", offset));
}

std::uint64_t UnitRunner::axil_read(std::uint64_t offset, int differing, std::uint64_t* copies) {
  simulator_.set_input_all("s_axil_araddr", offset);
  simulator_.set_input_all("s_axil_arvalid", 1);
  simulator_.set_input_all("s_axil_rready", 1);
  bool taken = false;
  for (int wait = 0; wait < 64; ++wait) {
    simulator_.settle();
    const bool takes = simulator_.output("s_axil_arready", 0) != 0;
    const bool answered = taken && simulator_.output("s_axil_rvalid", 0) != 0;
    const std::uint64_t data = simulator_.output_of("s_axil_rdata", 0);
    if (answered && copies != nullptr) {
      *copies = simulator_.output("s_axil_rdata", static_cast<std::size_t>(differing));
    }
    cycle();
    if (takes) {
      taken = true;
      simulator_.set_input_all("s_axil_arvalid", 0);
    }
    if (!answered) continue;
    simulator_.set_input_all("s_axil_rready", 0);
    simulator_.settle();
    return data;
  }
  fail(fmt::format("a read of offset {} is never answered", offset));
}

void UnitRunner::load_axil(const UnitImage& image) {
  const auto step = static_cast<std::uint64_t>(axil_step(plan_.config_data_bits));
  for (const ConfigWrite& write : image.writes)
    axil_write(static_cast<std::uint64_t>(write.address) * step, write.data);
  for (const ConfigWrite& write : image.writes) {
    const std::uint64_t read = axil_read(static_cast<std::uint64_t>(write.address) * step);
    if (read == write.data) continue;
    fail(fmt::format("{}: word {} reads back as {:#x} after {:#x} was written", image.name, write.address, read,
                     write.data));
  }
  const BusPlan bus = bus_plan(plan_);
  const RegisterMap& map = register_map();
  const auto offset = [&](const char* name) {
    return static_cast<std::uint64_t>(axil_register_base(bus)) +
           static_cast<std::uint64_t>(register_number(map, name)) * step;
  };
  const std::uint64_t checksum = axil_read(offset("checksum"));
  if (checksum != write_signature(image.writes)) {
    fail(fmt::format("{}: checksum {:#x}, expected {:#x}", image.name, checksum, write_signature(image.writes)));
  }
  axil_write(offset("control"), std::uint64_t{1} << field_bit(map, "control", "commit"));
}

/// The sticky flag of a loadable wrapped unit, over its bus.
void UnitRunner::check_flags(std::uint64_t expected) {
  const BusPlan bus = bus_plan(plan_);
  if (!wrapped_ || bus.config_address_bits == 0 || bus.flags.empty()) return;
  std::uint64_t found = 0;
  const int number = register_number(register_map(), "status");
  axil_read(static_cast<std::uint64_t>(axil_register_base(bus) + number * axil_step(plan_.config_data_bits)),
            field_bit(register_map(), "status", "flags"), &found);
  if (found != expected) {
    fail(fmt::format("the saturation flag differs in {} of {} copies", __builtin_popcountll(found ^ expected),
                     kSimulatorCopies));
  }
}

void UnitRunner::check_saturation(const UnitImage& image, std::uint64_t expected) const {
  // In a wrapper the flag is set before its beat is seen.
  if (wrapped_ || netlist_.port("saturated_o") == nullptr) return;
  const std::uint64_t found = simulator_.output("saturated_o", 0);
  if (found != expected) {
    fail(fmt::format("{}: saturated_o is {} where {} is expected, in {} of {} copies", image.name,
                     expected == 0 ? 1 : 0, expected == 0 ? 0 : 1, __builtin_popcountll(found ^ expected),
                     kSimulatorCopies));
  }
}

std::uint64_t UnitRunner::stream(const UnitImage& image, const std::vector<std::vector<std::uint64_t>>& values,
                                 bool stalls, bool counting, std::size_t warm_up) {
  const auto lanes = static_cast<std::size_t>(plan_.spec.lanes);
  const auto input_bits = static_cast<std::size_t>(plan_.input_bits);
  const auto output_bits = static_cast<std::size_t>(plan_.output_bits);
  std::vector<std::size_t> sent(kSimulatorCopies, 0);
  struct Beat {
    std::vector<std::uint64_t> values;
    std::uint64_t tag = 0;
  };
  std::vector<std::deque<Beat>> waiting(kSimulatorCopies);
  const std::size_t tag_bits = tag_.size();
  const bool flagged = !wrapped_ && netlist_.port("saturated_clear_i") != nullptr;
  std::vector<std::uint64_t> tags(tag_bits);
  std::mt19937_64 random(random_state_);
  std::vector<std::uint64_t> data(lanes * input_bits);
  std::uint64_t compared = 0;
  std::uint64_t valid = 0;
  const std::size_t longest = std::max_element(values.begin(), values.end(), [](const auto& a, const auto& b) {
                                return a.size() < b.size();
                              })->size();
  const std::size_t limit = (longest / lanes + 64) * (stalls ? 8 : 1) + 256;
  const std::string in_valid = port("in_valid_i"), in_ready = port("in_ready_o"), in_data = port("in_data_i");
  const std::string out_valid = port("out_valid_o"), out_ready = port("out_ready_i"), out_data = port("out_data_o");
  std::size_t finished_copies = 0;
  std::size_t cycles = 0;
  for (; finished_copies < kSimulatorCopies; ++cycles) {
    if (cycles > limit) fail(fmt::format("{}: beats are lost, outputs stay away", image.name));
    // A beat that was offered stays; others are offered while there are values left.
    const std::uint64_t offer = stalls ? random() | random() : kAll;
    for (int copy = 0; copy < kSimulatorCopies; ++copy) {
      const std::uint64_t bit = std::uint64_t{1} << copy;
      const auto& own = values[static_cast<std::size_t>(copy)];
      if ((valid & bit) != 0 || (offer & bit) == 0 || sent[static_cast<std::size_t>(copy)] >= own.size()) continue;
      valid |= bit;
      for (std::size_t lane = 0; lane < lanes; ++lane) {
        const std::size_t at = sent[static_cast<std::size_t>(copy)] + lane;
        const std::uint64_t value = at < own.size() ? own[at] : 0;
        for (std::size_t i = 0; i < input_bits; ++i) {
          std::uint64_t& word = data[lane * input_bits + i];
          word = (word & ~bit) | (((value >> i) & 1) << copy);
        }
      }
      for (std::uint64_t& word : tags) word = (word & ~bit) | (random() & bit);
    }
    simulator_.set_input(in_valid, 0, valid);
    for (std::size_t i = 0; i < data.size(); ++i) {
      simulator_.set_input(in_data, input_bit(i / input_bits, i % input_bits), data[i]);
    }
    for (std::size_t i = 0; i < tag_bits; ++i) simulator_.set_input(tag_[i].in, tag_[i].in_bit, tags[i]);
    simulator_.set_input(out_ready, 0, stalls ? random() | random() : kAll);
    const std::uint64_t clear = stalls && flagged ? random() & random() & random() : 0;
    if (flagged) simulator_.set_input("saturated_clear_i", 0, clear);
    simulator_.settle();
    check_saturation(image, sticky_);
    std::uint64_t saturating = 0;
    const std::uint64_t entering = valid & simulator_.output(in_ready, 0);
    const std::uint64_t leaving =
        simulator_.output(out_valid, 0) & simulator_.value_of_net(simulator_.net(out_ready, 0));
    for (int copy = 0; copy < kSimulatorCopies; ++copy) {
      const std::uint64_t bit = std::uint64_t{1} << copy;
      const auto number = static_cast<std::size_t>(copy);
      if ((entering & bit) != 0) {
        Beat beat;
        for (std::size_t lane = 0; lane < lanes; ++lane) {
          const bool more = sent[number] < values[number].size();
          beat.values.push_back(more ? values[number][sent[number]] : 0);
          sent[number] += more ? 1 : 0;
        }
        for (std::size_t i = 0; i < tag_bits; ++i) beat.tag |= ((tags[i] >> copy) & 1) << i;
        waiting[number].push_back(std::move(beat));
      }
      if ((leaving & bit) == 0) continue;
      if (waiting[number].empty()) fail(fmt::format("{}: an output without an input", image.name));
      const Beat beat = std::move(waiting[number].front());
      waiting[number].pop_front();
      std::uint64_t tag = 0;
      for (std::size_t i = 0; i < tag_bits; ++i) {
        tag |= ((simulator_.output(tag_[i].out, tag_[i].out_bit) >> copy) & 1) << i;
      }
      if (tag != beat.tag) fail(fmt::format("{}: tag {:#x} comes out, expected {:#x}", image.name, tag, beat.tag));
      for (std::size_t lane = 0; lane < lanes; ++lane) {
        std::uint64_t found = 0;
        for (std::size_t i = 0; i < output_bits; ++i) {
          found |= ((simulator_.output(out_data, output_bit(lane, i)) >> copy) & 1) << i;
        }
        const std::uint64_t expected = image.expected(beat.values[lane]);
        if (found != expected) {
          fail(fmt::format("{}: input {:#x} gives {:#x}, expected {:#x}", image.name, beat.values[lane], found,
                           expected));
        }
        if (image.saturates && image.saturates(beat.values[lane])) saturating |= bit;
        ++compared;
      }
      if (sent[number] >= values[number].size() && waiting[number].empty()) ++finished_copies;
    }
    sticky_ = saturating | (sticky_ & ~clear);
    // Power is measured while the pipeline is full: the count stops with the last beat that enters.
    if (counting && cycles + 1 == warm_up) start_with_next_edge_ = true;
    const bool last = counting_ && (valid & ~entering) == 0 && sent.front() >= values.front().size();
    cycle();
    if (last) counting_ = false;
    valid &= ~entering;
  }
  random_state_ = random();
  simulator_.set_input_all(in_valid, 0);
  if (flagged) simulator_.set_input_all("saturated_clear_i", 0);
  simulator_.settle();
  check_saturation(image, sticky_);
  check_flags(sticky_);
  return compared;
}

Activity counted_activity(const GateSimulator& simulator, const Netlist& netlist, bool has_clock) {
  Activity activity;
  const std::uint64_t phases = simulator.counted_phases();
  if (phases == 0) throw CheckFailed(netlist.top + ": no activity was counted");
  activity.cycles = has_clock ? phases / 2 : phases;
  const double cycles = static_cast<double>(activity.cycles) * kSimulatorCopies;
  const double samples = static_cast<double>(phases) * kSimulatorCopies;
  for (std::size_t n = 0; n < simulator.transitions().size(); ++n) {
    activity.transitions_per_cycle.push_back(static_cast<double>(simulator.transitions()[n]) / cycles);
    const int change = __builtin_popcountll(simulator.last_value_of_net(static_cast<std::uint32_t>(n))) -
                       __builtin_popcountll(simulator.first_value_of_net(static_cast<std::uint32_t>(n)));
    activity.recount.push_back((2 * static_cast<double>(simulator.rises()[n]) - change) / cycles);
    activity.duty.push_back(static_cast<double>(simulator.ones()[n]) / samples);
  }
  return activity;
}

Activity UnitRunner::activity() const {
  return counted_activity(simulator_, netlist_, has_clock_);
}

}  // namespace pwlforge
