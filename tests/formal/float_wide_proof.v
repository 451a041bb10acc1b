// Copyright 2026 the pwlforge authors.
// Licensed under the Apache License, Version 2.0; see LICENSE.
// SPDX-License-Identifier: Apache-2.0
//
// What a reciprocal or a root of any float looks up, and its result, against the exponents as integers.
`default_nettype none
module float_wide_proof #(parameter integer Root = 0, parameter integer ExpBits = 4, parameter integer ManBits = 3) (
  input wire [ExpBits+ManBits:0] v, input wire [ExpBits+ManBits:0] y, input wire [ExpBits-1:0] scale_in, input wire clear,
  input wire nan, output wire [4:0] reached
);
  localparam integer Bias = (1 << (ExpBits - 1)) - 1;
  localparam integer Top = (1 << ExpBits) - 1;
  wire [ExpBits+ManBits:0] mantissa, r;
  wire [ExpBits-1:0] scale;
  wire zero_out, clear_out, nan_out;
  pwl_float_wide_argument #(.Root(Root), .ExpBits(ExpBits), .ManBits(ManBits)) argument (
    .v_i(v), .mantissa_o(mantissa), .scale_o(scale), .zero_o(zero_out), .clear_o(clear_out), .nan_o(nan_out));
  pwl_float_wide_result #(.ExpBits(ExpBits), .ManBits(ManBits)) result (
    .y_i(y), .scale_i(scale_in), .clear_i(clear), .nan_i(nan), .r_o(r));

  // v = m * 2^exponent; of a root, exponent = 2 half + odd.
  wire signed [ExpBits+1:0] field = {2'b00, v[ManBits+:ExpBits]};
  wire signed [ExpBits+1:0] exponent = field - Bias;
  wire odd = exponent[0];
  wire signed [ExpBits+1:0] half = exponent >>> 1;
  wire signed [ExpBits+1:0] expected_scale = Root != 0 ? -half : -exponent;
  wire signed [ExpBits-1:0] signed_scale = scale;

  wire [ExpBits-1:0] y_field = y[ManBits+:ExpBits];
  wire [ManBits-1:0] y_fraction = y[ManBits-1:0];
  wire signed [ExpBits-1:0] signed_in = scale_in;
  wire signed [ExpBits+2:0] y_exponent = $signed({3'b000, y_field}) + signed_in;
  localparam [ExpBits+ManBits:0] Nan = {1'b0, {ExpBits{1'b1}}, 1'b1, {(ManBits - 1) {1'b0}}};
  reg [ExpBits+ManBits:0] expected;
  always @* begin
    if (nan) expected = Nan;
    else if (clear) expected = 0;
    else if (y_field == Top && y_fraction != 0) expected = Nan;
    else if (y_field == Top || (y_field != 0 && y_exponent >= Top))
      expected = {y[ExpBits+ManBits], {ExpBits{1'b1}}, {ManBits{1'b0}}};
    else if (y_field == 0 || y_exponent <= 0) expected = {y[ExpBits+ManBits], {(ExpBits + ManBits) {1'b0}}};
    else expected = {y[ExpBits+ManBits], y_exponent[ExpBits-1:0], y_fraction};
  end
`ifdef FORMAL
  always @* assert (signed_scale == expected_scale);
  always @* assert (mantissa[ManBits-1:0] == v[ManBits-1:0] && !mantissa[ExpBits+ManBits]);
  always @* assert (mantissa[ManBits+:ExpBits] == (Root != 0 && odd ? Bias + 1 : Bias));
  always @* assert (zero_out == (field == 0) && clear_out == (field == 0 || field == Top));
  always @* assert (nan_out == ((field == Top && v[ManBits-1:0] != 0) || (v[ExpBits+ManBits] && field != 0)));
  always @* assert (r == expected);
`endif
  assign reached = {nan_out && !clear_out, y_field != Top && r[ManBits+:ExpBits] == Top && !nan, y_field > 1 && r == 0 && !clear,
                    y_exponent == 1 && r[ManBits+:ExpBits] == 1, odd && exponent < 0};
endmodule
`default_nettype wire
