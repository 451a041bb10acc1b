# Copyright 2026 the pwlforge authors.
# Licensed under the Apache License, Version 2.0; see LICENSE.
# SPDX-License-Identifier: Apache-2.0
#
# PWLFORGE_FUZZ: everything is compiled for libFuzzer's counters and with both sanitizers, so it needs a build folder of
# its own (the preset fuzz). A conversion of a float that its integer type cannot hold is undefined, but clang leaves it
# out of `undefined`.
if(PWLFORGE_FUZZ)
  if(NOT CMAKE_CXX_COMPILER_ID STREQUAL "Clang")
    message(FATAL_ERROR "PWLFORGE_FUZZ: libFuzzer is a part of clang (found ${CMAKE_CXX_COMPILER_ID}); use --preset fuzz")
  endif()
  set(PWLFORGE_SANITIZERS address,undefined,float-cast-overflow)
  add_compile_options(-fsanitize=fuzzer-no-link,${PWLFORGE_SANITIZERS} -fno-sanitize-recover=all
                      -fno-omit-frame-pointer)
  add_link_options(-fsanitize=${PWLFORGE_SANITIZERS})
endif()
