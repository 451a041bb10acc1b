# Copyright 2026 the pwlforge authors.
# Licensed under the Apache License, Version 2.0; see LICENSE.
# SPDX-License-Identifier: Apache-2.0
#
# Writes OUTPUT, a C++ source that holds FILES (paths from ROOT, separated by commas) as strings.
string(REPLACE "," ";" files "${FILES}")
set(text "// Written by embed.cmake from the sources of the testbench.\n#include \"sim/bench/verilated.hpp\"\n
namespace pwlforge {\n
const std::map<std::string, std::string>& testbench_files() {
  static const std::map<std::string, std::string> files{\n")
foreach(file ${files})
  file(READ ${ROOT}/${file} content)
  string(APPEND text "      {\"${file}\", R\"source(${content})source\"},\n")
endforeach()
string(APPEND text "  };\n  return files;\n}\n\n}  // namespace pwlforge\n")
file(WRITE ${OUTPUT} "${text}")
