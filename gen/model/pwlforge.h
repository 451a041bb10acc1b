/* Copyright 2026 the pwlforge authors.
 * Licensed under the Apache License, Version 2.0; see LICENSE.
 * SPDX-License-Identifier: Apache-2.0
 *
 * The golden model of a unit or operator directory, as plain C. The same functions are what SystemVerilog imports by
 * DPI-C (pwlforge_dpi.svh).
 *
 *     pwlforge_model *model = pwlforge_open("gelu_unit");
 *     if (model == NULL) fputs(pwlforge_last_error(), stderr);
 *     uint64_t y = pwlforge_value(model, 0, 0x1f);
 *     pwlforge_close(model);
 *
 * Values are bit patterns as on the ports, in the low bits; what is above is ignored in arguments and 0 in results. A
 * function that fails says why in pwlforge_last_error(). One model serves one thread at a time.
 */
#ifndef PWLFORGE_H_
#define PWLFORGE_H_

#include <stdint.h>

#ifdef __cplusplus
extern "C" {
#endif

/* Raised when a function or its meaning changes. */
#define PWLFORGE_ABI 1

typedef struct pwlforge_model pwlforge_model;

/* "pwlforge 0.1.0" */
const char *pwlforge_version(void);
/* What the last function of this thread that failed has to say; "" before that. */
const char *pwlforge_last_error(void);

/* Reads manifest.json of a directory that `pwlforge gen` wrote. NULL on failure. */
pwlforge_model *pwlforge_open(const char *directory);
void pwlforge_close(pwlforge_model *model);

/* Facts of a model. */
int pwlforge_has_rows(const pwlforge_model *model);     /* 1: an operator or wide unit, evaluated by rows; 0: a unit */
int pwlforge_input_bits(const pwlforge_model *model);   /* of a value */
int pwlforge_output_bits(const pwlforge_model *model);  /* of a value; wide units: {zero, exponent, mantissa} */
int pwlforge_lanes(const pwlforge_model *model);        /* values of a beat */
int pwlforge_contexts(const pwlforge_model *model);     /* of a unit: its tables and scales; operators: 1 */

/* A unit, one value. All ones on failure: no such context, or an operator. */
uint64_t pwlforge_value(pwlforge_model *model, int context, uint64_t x);
/* The same for `count` values; 0, or -1 on failure. */
int pwlforge_values(pwlforge_model *model, int context, const uint64_t *x, uint64_t *y, int count);

/* Bits of pwlforge_row_flags: what the sticky flags of the operator show after the row. */
#define PWLFORGE_SATURATED 1 /* an output was clamped */
#define PWLFORGE_EMPTY 2     /* nothing to sum up, or all zero */
#define PWLFORGE_OVERLONG 4  /* more elements than the longest row has; the excess is dropped */

/* An operator, element by element: gate is the second operand of a gated unit, keep 0 drops the element. */
int pwlforge_row_push(pwlforge_model *model, uint64_t x, uint64_t gate, int keep);
/* Ends the row, which is filled up to whole beats: how many outputs there are, or -1 on failure. */
int pwlforge_row_end(pwlforge_model *model);
/* Output of the row that ended last. All ones on failure. */
uint64_t pwlforge_row_output(pwlforge_model *model, int index);
int pwlforge_row_flags(const pwlforge_model *model);
/* All of that at once. gates and keep may be NULL: none, all kept. y has room for the elements, filled up to whole
 * beats. How many outputs there are, or -1 on failure. */
int pwlforge_row(pwlforge_model *model, const uint64_t *x, const uint64_t *gates, const uint8_t *keep, int count,
                 uint64_t *y);

#ifdef __cplusplus
}
#endif

#endif /* PWLFORGE_H_ */
