// Copyright 2026 the pwlforge authors.
// Licensed under the Apache License, Version 2.0; see LICENSE.
// SPDX-License-Identifier: Apache-2.0
//
// Files that are whole or absent, processes, strict JSON, signed digits.
#include <catch2/catch.hpp>

#include <algorithm>
#include <cstdlib>
#include <filesystem>
#include <functional>
#include <map>
#include <stdexcept>

#include "gen/support/diagnostics.hpp"
#include "gen/support/files.hpp"
#include "gen/support/json.hpp"
#include "gen/support/process.hpp"
#include "gen/support/signed_digits.hpp"
#include "gen/support/words.hpp"

using namespace pwlforge;
namespace fs = std::filesystem;

namespace {

std::size_t entries_in(const fs::path& directory) {
  return static_cast<std::size_t>(std::distance(fs::directory_iterator(directory), fs::directory_iterator()));
}

}  // namespace

TEST_CASE("a directory of ours is replaced whole, a stranger's never") {
  const TemporaryDirectory root;
  const fs::path unit = root.path() / "unit";
  write_directory(unit, {{"manifest.json", "1"}, {"rtl/a.v", "a"}}, "manifest.json");
  CHECK(read_file(unit / "rtl/a.v") == "a");
  write_directory(unit, {{"manifest.json", "2"}}, "manifest.json");
  CHECK(read_file(unit / "manifest.json") == "2");
  CHECK_FALSE(fs::exists(unit / "rtl"));
  const fs::path foreign = root.path() / "foreign";
  fs::create_directory(foreign);
  write_file(foreign / "thesis.txt", "years of work");
  CHECK_THROWS_AS(write_directory(foreign, {{"manifest.json", "3"}}, "manifest.json"), InputError);
  CHECK(read_file(foreign / "thesis.txt") == "years of work");
  CHECK(entries_in(root.path()) == 2);  // no temporary directory is left
}

TEST_CASE("a file that cannot be written leaves nothing behind") {
  const TemporaryDirectory root;
  write_file(root.path() / "plain", "x");
  CHECK_THROWS_AS(write_file(root.path() / "plain" / "below", "y"), IoError);
  CHECK_THROWS_AS(write_directory(root.path() / "plain", {{"a", "b"}}, "a"), IoError);
  CHECK_THROWS_AS(read_file(root.path() / "absent"), IoError);
  CHECK(entries_in(root.path()) == 1);
}

TEST_CASE("processes: both outputs, input, exit codes, missing tools") {
  const ProcessResult echoed =
      run_process({"sh", "-c", "cat; echo bad >&2; exit 3"}, {{}, {}, std::string(300000, 'x')});
  CHECK(echoed.output.size() == 300000);
  CHECK(echoed.errors == "bad\n");
  CHECK(echoed.exit_code == 3);
  CHECK(run_process({"sh", "-c", "kill -9 $$"}).exit_code == 137);
  CHECK(run_process({"sh", "-c", "echo $PWL"}, {{}, {{"PWL", "forge"}}, ""}).output == "forge\n");
  CHECK_THROWS_WITH(run_process({"no-such-tool"}), Catch::Contains("apt-get install no-such-tool"));
  CHECK_THROWS_AS(run_checked({"false"}), CheckFailed);
  CHECK(shell_line({"a b", "c'd", "-e"}) == R"('a b' 'c'\''d' -e)");
}

TEST_CASE("JSON: wrong types and ranges are told by path, all at once") {
  const Json json = parse_json(R"({"a": 3.5, "b": [1, "x", 99], "c": null})", "d.json");
  Problems problems;
  JsonReader reader(json, "d.json", problems);
  reader.integer("a", 0, 9);
  reader.integers("b", 0, 9);
  reader.text("c");
  reader.boolean("missing");
  REQUIRE(problems.lines().size() == 5);
  CHECK_THAT(problems.lines()[0], Catch::StartsWith("d.json:/a:") && Catch::Contains("found 3.5"));
  CHECK_THAT(problems.lines()[2], Catch::StartsWith("d.json:/b/2:") && Catch::Contains("found 99"));
  CHECK_THROWS_WITH(parse_json("{\n \"a\": }", "e.json"), Catch::StartsWith("e.json:2:"));
}

TEST_CASE("hashes are those that others compute") {
  CHECK(crc32_of("123456789") == 0xcbf43926u);
  CHECK(content_hash("").size() == 32);
  CHECK(content_hash("a") != content_hash("b"));
}

TEST_CASE("signed digits: the number, none side by side, no fewer") {
  // The fewest signed powers of two whose sum is a number: it, or a neighbour of an odd one, halved.
  std::map<std::int64_t, int> fewest{{0, 0}, {1, 1}};
  const std::function<int(std::int64_t)> least = [&](std::int64_t value) {
    if (const auto known = fewest.find(value); known != fewest.end()) return known->second;
    const int count = value % 2 == 0 ? least(value / 2) : 1 + std::min(least((value - 1) / 2), least((value + 1) / 2));
    return fewest[value] = count;
  };
  for (std::int64_t value = -5000; value <= 5000; ++value) {
    const std::vector<SignedDigit> digits = signed_digits(value);
    std::int64_t sum = 0;
    int last = 99;
    for (const SignedDigit& digit : digits) {
      CHECK(digit.position + 1 < last);
      last = digit.position;
      sum += (digit.negative ? -1 : 1) * (std::int64_t{1} << digit.position);
    }
    REQUIRE(sum == value);
    REQUIRE(static_cast<int>(digits.size()) == signed_digit_count(value));
    REQUIRE(signed_digit_count(value) == least(std::abs(value)));
  }
  CHECK(signed_digits(127).front().position == 7);
  CHECK(signed_digits(-128).size() == 1);
  // 6 = 8 - 2 in two terms of 4 bits and a sign, term 0 in the low bits.
  CHECK(slope_term_word(6, 2, 4) == 0b10010'01000);
  CHECK(slope_term_word(0, 3, 8) == 0);
  CHECK_THROWS_AS(slope_term_word(11, 2, 8), std::logic_error);  // 8 + 4 - 1
  CHECK_THROWS_AS(slope_term_word(8, 1, 3), std::logic_error);
  CHECK_THROWS_AS(slope_term_word(1, 3, 32), std::logic_error);
}

TEST_CASE("words of flags: one of several, a whole number, a part of a whole") {
  const std::vector<std::string> colours{"red", "green"};
  CHECK(choice("--colour", "green", colours) == 1);
  CHECK_THROWS_WITH(choice("--colour", "blue", colours), "--colour: no such choice (found blue); use red, green");
  int small = 7;
  CHECK(read_number("-12", small));
  CHECK(small == -12);
  for (const char* bad : {"", " 1", "1 ", "+1", "1.5", "99999999999"}) CHECK_FALSE(read_number(bad, small));
  const Slice slice = parse_slice("1/3");
  CHECK_FALSE(slice.has(0));
  CHECK(slice.has(1));
  CHECK(slice.has(4));
  for (const char* bad : {"", "1", "/", "3/3", "-1/3", "1/3x", "1//3", "0/0"}) {
    CHECK_THROWS_WITH(parse_slice(bad), Catch::StartsWith("--slice: not a part of a whole"));
  }
}
