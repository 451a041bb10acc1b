# Copyright 2026 the pwlforge authors.
# Licensed under the Apache License, Version 2.0; see LICENSE.
# SPDX-License-Identifier: Apache-2.0
#
# Installation: the program, the rooms that C++ users link (golden model, tables, fit, unit plans, Verilog), the C
# library of the golden model with what SystemVerilog needs of it, and the examples that use it; and the Debian package
# of all that (cpack -G DEB).
include(CMakePackageConfigHelpers)

install(TARGETS pwlforge RUNTIME DESTINATION ${CMAKE_INSTALL_BINDIR})
foreach(room golden support functions tables fit unit operator rtl)
  install(TARGETS pwlforge_${room} EXPORT pwlforge ARCHIVE DESTINATION ${CMAKE_INSTALL_LIBDIR})
endforeach()
foreach(folder sim/golden gen/support gen/functions gen/tables gen/fit gen/unit gen/operator gen/rtl)
  install(DIRECTORY ${CMAKE_SOURCE_DIR}/${folder}/ DESTINATION ${CMAKE_INSTALL_INCLUDEDIR}/pwlforge/${folder}
          FILES_MATCHING PATTERN "*.hpp")
endforeach()
install(TARGETS pwlforge_model EXPORT pwlforge LIBRARY DESTINATION ${CMAKE_INSTALL_LIBDIR})
install(FILES ${CMAKE_SOURCE_DIR}/gen/model/pwlforge.h DESTINATION ${CMAKE_INSTALL_INCLUDEDIR})
install(FILES ${CMAKE_SOURCE_DIR}/gen/model/pwlforge_dpi.svh DESTINATION ${CMAKE_INSTALL_DATADIR}/pwlforge/dpi)
install(DIRECTORY ${CMAKE_SOURCE_DIR}/examples/dpi/ DESTINATION ${CMAKE_INSTALL_DATADIR}/pwlforge/dpi)
install(DIRECTORY ${CMAKE_SOURCE_DIR}/examples/platform DESTINATION ${CMAKE_INSTALL_DATADIR}/pwlforge
        PATTERN made EXCLUDE)
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

# Libraries that the package needs follow from what it links; headers that its own include, and the tools that the
# program calls, are named here.
set(CPACK_GENERATOR DEB)
set(CPACK_PACKAGE_NAME pwlforge)
set(CPACK_PACKAGE_CONTACT "the pwlforge authors <pwlforge@localhost>")
set(CPACK_PACKAGING_INSTALL_PREFIX /usr)
set(CPACK_STRIP_FILES ON)
set(CPACK_DEBIAN_FILE_NAME DEB-DEFAULT)
set(CPACK_DEBIAN_PACKAGE_SHLIBDEPS ON)
set(CPACK_DEBIAN_PACKAGE_DEPENDS "libfmt-dev, nlohmann-json3-dev, libmpfr-dev, libgmp-dev, libxxhash-dev, zlib1g-dev")
set(CPACK_DEBIAN_PACKAGE_RECOMMENDS "verilator, libsystemc-dev, g++, make, iverilog, yosys, opensta")
set(CPACK_DEBIAN_PACKAGE_SUGGESTS "gnuplot-nox, z3, nextpnr-ice40, fpga-icestorm, qflow-tech-osu018")
set(CPACK_DEBIAN_PACKAGE_SECTION electronics)
include(CPack)
