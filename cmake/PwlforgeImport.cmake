# Copyright 2026 the pwlforge authors.
# Licensed under the Apache License, Version 2.0; see LICENSE.
# SPDX-License-Identifier: Apache-2.0
#
# Libraries of Debian that come without CMake files of their own. Also installed, for users of the package.
function(pwlforge_import_library target header library)
  if(TARGET ${target})
    return()
  endif()
  string(REPLACE "::" "_" name ${target})
  find_path(${name}_INCLUDE ${header} REQUIRED)
  find_library(${name}_LIBRARY ${library} REQUIRED)
  mark_as_advanced(${name}_INCLUDE ${name}_LIBRARY)
  add_library(${target} UNKNOWN IMPORTED GLOBAL)
  set_target_properties(${target} PROPERTIES
    IMPORTED_LOCATION ${${name}_LIBRARY} INTERFACE_INCLUDE_DIRECTORIES ${${name}_INCLUDE})
endfunction()
pwlforge_import_library(Mpfr::Mpfr mpfr.h mpfr)
pwlforge_import_library(XxHash::XxHash xxhash.h xxhash)
pwlforge_import_library(Zlib::Zlib zlib.h z)
