# Copyright 2026 the pwlforge authors.
# Licensed under the Apache License, Version 2.0; see LICENSE.
# SPDX-License-Identifier: Apache-2.0
#
# Writes OUTPUT, a C++ source that holds every Verilog file of the rooms in FOLDER, and the waivers beside it, as a string.
file(GLOB modules ${FOLDER}/*/*.v)
list(SORT modules)
set(text "// Written by embed.cmake from rtl_templates/lib.\n#include \"gen/rtl/library.hpp\"\n\nnamespace pwlforge {\n
const std::map<std::string, std::string>& library_files() {
  static const std::map<std::string, std::string> files{\n")
foreach(module ${modules})
  get_filename_component(name ${module} NAME_WE)
  list(FIND names ${name} found)
  if(NOT found EQUAL -1)
    message(FATAL_ERROR "two modules are called ${name}, the second one in ${module}")
  endif()
  list(APPEND names ${name})
  file(READ ${module} content)
  string(APPEND text "      {\"${name}\", R\"verilog(${content})verilog\"},\n")
endforeach()
file(READ ${FOLDER}/../waivers.vlt content)
string(APPEND text "      {\"waivers\", R\"verilog(${content})verilog\"},\n")
string(APPEND text "  };\n  return files;\n}\n\n}  // namespace pwlforge\n")
file(WRITE ${OUTPUT} "${text}")
