// Copyright 2026 the pwlforge authors.
// Licensed under the Apache License, Version 2.0; see LICENSE.
// SPDX-License-Identifier: Apache-2.0
#include "synth/compare/report_parts.hpp"
#include "gen/support/json.hpp"

#include <fmt/format.h>

#include <cmath>

namespace pwlforge::report {

std::string escaped(const std::string& text) {
  std::string out;
  for (const char c : text) {
    switch (c) {
      case '&': out += "&amp;"; break;
      case '<': out += "&lt;"; break;
      case '>': out += "&gt;"; break;
      default: out += c;
    }
  }
  return out;
}

std::string grouped(double value) {
  const std::string digits = fmt::format("{:.0f}", std::abs(value) < 0.5 ? 0 : value);  // no "-0"
  std::string out;
  for (std::size_t i = 0; i < digits.size(); ++i) {
    if (i > 0 && digits[i - 1] != '-' && (digits.size() - i) % 3 == 0) out += "&#8239;";
    out += digits[i];
  }
  return out;
}

std::string percent(const Json& value) {
  return value.is_null() ? "&ndash;" : fmt::format("{:.1f}", value.get<double>());
}

std::string cell(const std::string& content) {
  return "<td>" + content + "</td>";
}

std::string head(const std::string& caption, const std::vector<std::string>& columns) {
  std::string text = "<div class=\"scroll\"><table>";
  if (!caption.empty()) text += "<caption>" + caption + "</caption>";
  text += "<thead><tr>";
  for (const std::string& column : columns) text += "<th>" + column + "</th>";
  return text + "</tr></thead><tbody>\n";
}

}  // namespace pwlforge::report
