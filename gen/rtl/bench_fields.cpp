// Copyright 2026 the pwlforge authors.
// Licensed under the Apache License, Version 2.0; see LICENSE.
// SPDX-License-Identifier: Apache-2.0
#include "gen/rtl/bench_fields.hpp"

#include <fmt/format.h>

#include <stdexcept>

#include "gen/unit/axis.hpp"

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

std::string stream_lanes(int lanes, int spare, const std::string& padding,
                         const std::function<std::string(int)>& value) {
  std::string text;
  for (int lane = lanes - 1; lane >= 0; --lane) {
    if (spare > 0) text += fmt::format(fmt::runtime(padding), spare, (lane + 1) * spare - 1, lane * spare) + ", ";
    text += value(lane) + (lane > 0 ? ", " : "");
  }
  return "{" + text + "}";
}

std::string padding_declarations(int lanes, int bits) {
  const int bytes = lane_bytes(bits);
  const int padding = lanes * (8 * bytes - bits);
  // Always vectors, so that ranges of them can be named.
  const auto vector = [](const char* name, int width) { return fmt::format("  wire [{}:0] {};\n", width - 1, name); };
  return (padding > 0 ? vector("padding", padding) : "") +
         (bytes > 1 ? vector("more_keep", lanes * (bytes - 1)) : std::string());
}

std::string padding_checks(int lanes, int bits, const std::function<std::string(int)>& keep) {
  const int bytes = lane_bytes(bits);
  std::string text;
  if (8 * bytes > bits) text += "        if (padding !== 0) fail(\"the padding is not 0\");\n";
  const int more = bytes - 1;
  for (int lane = 0; lane < lanes && more > 0; ++lane) {
    text += fmt::format("        if (more_keep[{}:{}] !== {{{}{{{}}}}}) fail(\"bytes of a lane differ in tkeep\");\n",
                        (lane + 1) * more - 1, lane * more, more, keep(lane));
  }
  return text;
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
