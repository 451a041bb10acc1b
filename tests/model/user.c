/* Copyright 2026 the pwlforge authors.
 * Licensed under the Apache License, Version 2.0; see LICENSE.
 * SPDX-License-Identifier: Apache-2.0
 *
 * A user of libpwlforge in C99 (see c.sh).
 *   user values DIR    every code of a unit of up to 16 bits in every context, one line each: context x y
 *   user softmax DIR   the worked rows of docs/operators.md
 *   user failures UNIT OPERATOR   what must fail, and why
 */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "pwlforge.h"

static pwlforge_model *open_or_end(const char *directory) {
  pwlforge_model *model = pwlforge_open(directory);
  if (model != NULL) return model;
  fprintf(stderr, "%s\n", pwlforge_last_error());
  exit(1);
}

static int values(const char *directory) {
  pwlforge_model *model = open_or_end(directory);
  const int count = 1 << pwlforge_input_bits(model);
  uint64_t *x = malloc(sizeof(*x) * (size_t)count), *y = malloc(sizeof(*y) * (size_t)count);
  int context, i, wrong = 0;
  if (pwlforge_has_rows(model)) return 1;
  for (i = 0; i < count; ++i) x[i] = (uint64_t)i | (uint64_t)1 << 40; /* what is above is ignored */
  for (context = 0; context < pwlforge_contexts(model); ++context) {
    if (pwlforge_values(model, context, x, y, count) != 0) return 1;
    for (i = 0; i < count; ++i) {
      printf("%d %d %llu\n", context, i, (unsigned long long)y[i]);
      wrong += pwlforge_value(model, context, (uint64_t)i) != y[i];
    }
  }
  free(x);
  free(y);
  pwlforge_close(model);
  return wrong > 0;
}

static int row_is(pwlforge_model *model, const int *codes, const uint8_t *keep, int count, const int *wanted, int flags) {
  uint64_t x[64], y[64];
  int i, outputs;
  for (i = 0; i < count; ++i) x[i] = (uint64_t)codes[i];
  outputs = pwlforge_row(model, x, NULL, keep, count, y);
  for (i = 0; i < outputs; ++i) {
    if (y[i] != (uint64_t)wanted[i] || pwlforge_row_output(model, i) != y[i]) return 0;
  }
  return outputs == count && pwlforge_row_flags(model) == flags;
}

static int softmax(const char *directory) {
  static const int row[4] = {16, 40, -8, 33}, row_out[4] = {45, 201, 10, 0};
  static const int two[2] = {5, 5}, half[2] = {128, 128}, none[2] = {0, 0};
  static const uint8_t three_kept[4] = {1, 1, 1, 0}, dropped[2] = {0, 0};
  pwlforge_model *model = open_or_end(directory);
  int right = pwlforge_has_rows(model) == 1 && pwlforge_contexts(model) == 1 && pwlforge_lanes(model) == 1;
  right = right && row_is(model, row, three_kept, 4, row_out, 0);
  right = right && row_is(model, two, NULL, 2, half, 0);
  right = right && row_is(model, two, dropped, 2, none, PWLFORGE_EMPTY);
  pwlforge_close(model);
  return !right;
}

static int says(const char *part) {
  if (strstr(pwlforge_last_error(), part) != NULL) return 1;
  fprintf(stderr, "\"%s\" does not say \"%s\"\n", pwlforge_last_error(), part);
  return 0;
}

static int failures(const char *unit, const char *operator_directory) {
  pwlforge_model *model;
  uint64_t longest[100] = {0}, y[100];
  if (pwlforge_last_error()[0] != '\0') return 1;
  if (pwlforge_open(NULL) != NULL || !says("no directory")) return 1;
  if (pwlforge_open("nowhere") != NULL || !says("nowhere")) return 1;
  model = open_or_end(unit);
  if (pwlforge_value(model, pwlforge_contexts(model), 0) != ~(uint64_t)0 || !says("no such context")) return 1;
  if (pwlforge_row_push(model, 0, 0, 1) != -1 || !says("has no rows")) return 1;
  if (pwlforge_row_end(model) != -1 || pwlforge_row(model, longest, NULL, NULL, 3, y) != -1) return 1;
  pwlforge_close(model);
  model = open_or_end(operator_directory);
  if (pwlforge_value(model, 0, 0) != ~(uint64_t)0 || !says("single values")) return 1;
  if (pwlforge_row_end(model) != -1 || !says("without elements")) return 1;
  if (pwlforge_row(model, longest, NULL, NULL, 100, y) != 32 || pwlforge_row_flags(model) != PWLFORGE_OVERLONG) return 1;
  if (pwlforge_row_output(model, 32) != ~(uint64_t)0 || !says("no such output")) return 1;
  pwlforge_close(model);
  return 0;
}

int main(int argc, char **argv) {
  if (argc == 3 && strcmp(argv[1], "values") == 0) return values(argv[2]);
  if (argc == 3 && strcmp(argv[1], "softmax") == 0) return softmax(argv[2]);
  if (argc == 4 && strcmp(argv[1], "failures") == 0) return failures(argv[2], argv[3]);
  return 2;
}
