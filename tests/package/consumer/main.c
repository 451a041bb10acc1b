/* Copyright 2026 the pwlforge authors.
 * Licensed under the Apache License, Version 2.0; see LICENSE.
 * SPDX-License-Identifier: Apache-2.0
 *
 * gelu(x) by the installed C library: its sign, and that it grows beyond 1.
 */
#include <pwlforge.h>
#include <stdio.h>

int main(int argc, char **argv) {
  pwlforge_model *model = argc == 2 ? pwlforge_open(argv[1]) : NULL;
  uint64_t before = 0;
  int x, wrong = 0;
  if (model == NULL) {
    printf("%s\n", pwlforge_last_error());
    return 1;
  }
  for (x = 16; x < 128; ++x) {
    const uint64_t y = pwlforge_value(model, 0, (uint64_t)x);
    wrong += y < before || y > 127;
    before = y;
  }
  printf("%s: gelu(127) = %d, %d wrong\n", pwlforge_version(), (int)before, wrong);
  pwlforge_close(model);
  return wrong > 0 || before == 0;
}
