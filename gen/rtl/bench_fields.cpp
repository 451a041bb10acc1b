// Copyright 2026 the pwlforge authors.
// Licensed under the Apache License, Version 2.0; see LICENSE.
// SPDX-License-Identifier: Apache-2.0
#include "gen/rtl/bench_fields.hpp"

#include <fmt/format.h>

#include <stdexcept>

namespace pwlforge {
namespace {

constexpr const char* kReset = R"(    #2 rst_n = 1'b0;
    repeat (2) @(posedge clk) #1;
    rst_n = 1'b1;
    in_reset = 1'b0;
)";

constexpr const char* kKnown =
    R"(      if (out_valid_o !== 1'b0 && out_valid_o !== 1'b1) fail("out_valid_o is unknown");
      if (in_ready_o !== 1'b0 && in_ready_o !== 1'b1) fail("in_ready_o is unknown");
)";

constexpr const char* kOffer = R"(          taken = 1'b0;
          while (!taken && !failed) begin
            @(posedge clk) taken = in_ready_o;
            #1;
          end
          in_valid_i = 1'b0;
)";

constexpr const char* kEarlyCommit =
    R"(    // Before the first commit nothing may enter, and a commit of nothing is ignored.
    in_valid_i = 1'b1;
    cfg_commit_i = 1'b1;
    @(posedge clk) #1;
    cfg_commit_i = 1'b0;
)";

constexpr const char* kConfigStrobe = R"(          cfg_we_i = (vector[VectorBits-1:VectorBits-2] == 2'd1);
          cfg_commit_i = !cfg_we_i;
          {cfg_data_i, cfg_addr_i} = vector[@CONFIG_HIGH@:0];
          taken = 1'b0;
          while (!taken && !failed) begin
            @(posedge clk) taken = !cfg_busy_o;
            #1;
          end
)";

}  // namespace

std::string declaration(const Port& port) {
  const std::string range = range_text(port.width);
  return fmt::format("  {} {}{};\n", port.is_input ? "reg" : "wire", range.empty() ? "" : range + " ", port.name);
}

std::string render(const std::string& text, const NamedValues& fields) {
  std::string result;
  std::size_t at = 0;
  for (std::size_t open = text.find('@'); open != std::string::npos; open = text.find('@', at)) {
    const std::size_t close = text.find_first_not_of("ABCDEFGHIJKLMNOPQRSTUVWXYZ_", open + 1);
    if (close == std::string::npos || text[close] != '@') {  // an event control, such as @(posedge clk)
      result += text.substr(at, open + 1 - at);
      at = open + 1;
      continue;
    }
    const std::string name = text.substr(open + 1, close - open - 1);
    const auto field = std::find_if(fields.begin(), fields.end(), [&](const auto& f) { return f.first == name; });
    if (field == fields.end()) throw std::logic_error("the bench has no field " + name);
    result += text.substr(at, open - at) + field->second;
    at = close + 1;
  }
  return result + text.substr(at);
}

NamedValues bench_texts(int config_bits) {
  return {{"RESET", kReset},
          {"KNOWN", kKnown},
          {"OFFER", kOffer},
          {"EARLY_COMMIT", kEarlyCommit},
          {"CONFIG_STROBE", render(kConfigStrobe, {{"CONFIG_HIGH", std::to_string(config_bits - 1)}})}};
}

}  // namespace pwlforge
