# Copyright 2026 the pwlforge authors.
# Licensed under the Apache License, Version 2.0; see LICENSE.
# SPDX-License-Identifier: Apache-2.0
#
# Installation: the program, and the rooms that C++ users link (golden model, tables, fit, unit plans, Verilog).
include(CMakePackageConfigHelpers)

install(TARGETS pwlforge RUNTIME DESTINATION ${CMAKE_INSTALL_BINDIR})
foreach(room golden support functions tables fit unit operator rtl)
  install(TARGETS pwlforge_${room} EXPORT pwlforge ARCHIVE DESTINATION ${CMAKE_INSTALL_LIBDIR})
endforeach()
foreach(folder sim/golden gen/support gen/functions gen/tables gen/fit gen/unit gen/operator gen/rtl)
  install(DIRECTORY ${CMAKE_SOURCE_DIR}/${folder}/ DESTINATION ${CMAKE_INSTALL_INCLUDEDIR}/pwlforge/${folder}
          FILES_MATCHING PATTERN "*.hpp")
endforeach()
install(FILES ${CMAKE_BINARY_DIR}/generated/gen/support/version.hpp
        DESTINATION ${CMAKE_INSTALL_INCLUDEDIR}/pwlforge/gen/support)

set(PWLFORGE_CMAKE_DIR ${CMAKE_INSTALL_LIBDIR}/cmake/pwlforge)
install(EXPORT pwlforge NAMESPACE pwlforge:: FILE pwlforgeTargets.cmake DESTINATION ${PWLFORGE_CMAKE_DIR})
configure_package_config_file(${CMAKE_SOURCE_DIR}/cmake/pwlforgeConfig.cmake.in
  ${CMAKE_BINARY_DIR}/pwlforgeConfig.cmake INSTALL_DESTINATION ${PWLFORGE_CMAKE_DIR})
write_basic_package_version_file(${CMAKE_BINARY_DIR}/pwlforgeConfigVersion.cmake COMPATIBILITY SameMinorVersion)
install(FILES ${CMAKE_BINARY_DIR}/pwlforgeConfig.cmake ${CMAKE_BINARY_DIR}/pwlforgeConfigVersion.cmake
              ${CMAKE_SOURCE_DIR}/cmake/PwlforgeImport.cmake
        DESTINATION ${PWLFORGE_CMAKE_DIR})
