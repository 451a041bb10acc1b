# Copyright 2026 the pwlforge authors.
# Licensed under the Apache License, Version 2.0; see LICENSE.
# SPDX-License-Identifier: Apache-2.0
#
# One room of the house = one static library with its own folder.
find_package(fmt REQUIRED)
find_package(nlohmann_json REQUIRED)
find_package(CLI11 REQUIRED)
find_package(Threads REQUIRED)

find_program(PWLFORGE_CCACHE ccache)
if(PWLFORGE_CCACHE AND NOT CMAKE_CXX_COMPILER_LAUNCHER)
  set(CMAKE_CXX_COMPILER_LAUNCHER ${PWLFORGE_CCACHE})
endif()

add_library(pwlforge_warnings INTERFACE)
target_compile_options(pwlforge_warnings INTERFACE
  -Wall -Wextra -Wpedantic -Wshadow -Wconversion -Wno-sign-conversion -Wcast-qual -Wnon-virtual-dtor -Woverloaded-virtual)

include(${CMAKE_CURRENT_LIST_DIR}/PwlforgeImport.cmake)

# pwlforge_room(NAME SOURCES a.cpp ... USES room ... PRIVATE external ...)
# Defines pwlforge_NAME and the alias pwlforge::NAME. Headers are included by their path from the repository root.
function(pwlforge_room name)
  cmake_parse_arguments(ROOM "" "" "SOURCES;USES;PUBLIC;PRIVATE" ${ARGN})
  add_library(pwlforge_${name} STATIC ${ROOM_SOURCES})
  add_library(pwlforge::${name} ALIAS pwlforge_${name})
  target_include_directories(pwlforge_${name} PUBLIC
    $<BUILD_INTERFACE:${CMAKE_SOURCE_DIR}> $<INSTALL_INTERFACE:${CMAKE_INSTALL_INCLUDEDIR}/pwlforge>)
  target_compile_features(pwlforge_${name} PUBLIC cxx_std_17)
  set_target_properties(pwlforge_${name} PROPERTIES POSITION_INDEPENDENT_CODE ON)  # the Python module is a shared one
  target_link_libraries(pwlforge_${name} PRIVATE $<BUILD_INTERFACE:pwlforge_warnings>)
  foreach(used ${ROOM_USES})
    target_link_libraries(pwlforge_${name} PUBLIC pwlforge_${used})
  endforeach()
  target_link_libraries(pwlforge_${name} PUBLIC ${ROOM_PUBLIC})
  foreach(used ${ROOM_PRIVATE})
    target_link_libraries(pwlforge_${name} PRIVATE ${used})
  endforeach()
  set_property(TARGET pwlforge_${name} PROPERTY PWLFORGE_USES "${ROOM_USES}")
  set_property(TARGET pwlforge_${name} PROPERTY EXPORT_NAME ${name})
  set_property(GLOBAL APPEND PROPERTY PWLFORGE_ROOMS ${name})
endfunction()
