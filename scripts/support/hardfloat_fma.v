// Copyright 2026 the pwlforge authors.
// Licensed under the Apache License, Version 2.0; see LICENSE.
// SPDX-License-Identifier: Apache-2.0
//
// The fused multiply-add of Berkeley HardFloat (FP32, round to nearest even), for measurements beside ours. Its modules
// are not here: they are those that Chisel generates for a Rocket core with a floating-point unit.
//
//   hardfloat_fma           y_o = a_i * b_i + c_i, IEEE 754 at all ports, as pwl_float_fma
//   hardfloat_fma_recoded   the same in HardFloat's own format of 33 bits: without what converts
`default_nettype none

// A recoded number: sign, 9 bits of exponent, fraction. Subnormal numbers are normalised, exponents begin at 2^7 + 2
// for the smallest normal number; the three bits on top tell zero (0), infinity (6) and NaN (7).
module hardfloat_recode (
  input  wire [31:0] float_i,
  output wire [32:0] recoded_o
);
  wire        subnormal = float_i[30:23] == 8'd0;
  wire        zero = subnormal && float_i[22:0] == 23'd0;
  reg  [4:0]  distance;
  integer     i;
  always @* begin
    distance = 5'd22;
    for (i = 0; i < 23; i = i + 1) if (float_i[i]) distance = 5'd22 - i[4:0];
  end
  wire [22:0] normalised = {float_i[21:0], 1'b0} << distance;
  wire [8:0]  biased = subnormal ? {4'b1111, ~distance} : {1'b0, float_i[30:23]};
  wire [8:0]  exponent = biased + (subnormal ? 9'd130 : 9'd129);
  wire        nan = exponent[8:7] == 2'b11 && float_i[22:0] != 23'd0;
  assign recoded_o = {
    float_i[31], zero ? 3'd0 : exponent[8:6] | {2'b00, nan}, exponent[5:0], subnormal ? normalised : float_i[22:0]
  };
endmodule

module hardfloat_decode (
  input  wire [32:0] recoded_i,
  output wire [31:0] float_o
);
  wire [8:0]  exponent = recoded_i[31:23];
  wire        zero = exponent[8:6] == 3'd0;
  wire        infinite = exponent[8:6] == 3'd6;
  wire        nan = exponent[8:6] == 3'd7;
  wire        subnormal = exponent < 9'd130;
  wire [4:0]  distance = 5'd1 - exponent[4:0];
  wire [23:0] shifted = {1'b0, !zero, recoded_i[22:1]} >> distance;
  assign float_o = {
    recoded_i[32],
    subnormal ? 8'd0 : (exponent[7:0] - 8'd129) | {8{nan || infinite}},
    subnormal ? shifted[22:0] : infinite ? 23'd0 : recoded_i[22:0]
  };
endmodule

module hardfloat_fma_recoded (
  input  wire [32:0] a_i,
  input  wire [32:0] b_i,
  input  wire [32:0] c_i,
  output wire [32:0] y_o
);
  wire [23:0] factor_a, factor_b;
  wire [47:0] addend;
  wire [48:0] sum = factor_a * factor_b + {1'b0, addend};
  wire        signalling, nan_factor, infinite_a, zero_a, infinite_b, zero_b, sign_product, nan_c, infinite_c, zero_c;
  wire        subtract, c_dominant, low_bit, invalid, nan, infinite, zero, sign;
  wire [9:0]  exponent_sum, exponent;
  wire [4:0]  align_distance;
  wire [25:0] high_c;
  wire [26:0] significand;

  MulAddRecFNToRaw_preMul u_before (
    .io_op(2'd0),
    .io_a(a_i),
    .io_b(b_i),
    .io_c(c_i),
    .io_mulAddA(factor_a),
    .io_mulAddB(factor_b),
    .io_mulAddC(addend),
    .io_toPostMul_isSigNaNAny(signalling),
    .io_toPostMul_isNaNAOrB(nan_factor),
    .io_toPostMul_isInfA(infinite_a),
    .io_toPostMul_isZeroA(zero_a),
    .io_toPostMul_isInfB(infinite_b),
    .io_toPostMul_isZeroB(zero_b),
    .io_toPostMul_signProd(sign_product),
    .io_toPostMul_isNaNC(nan_c),
    .io_toPostMul_isInfC(infinite_c),
    .io_toPostMul_isZeroC(zero_c),
    .io_toPostMul_sExpSum(exponent_sum),
    .io_toPostMul_doSubMags(subtract),
    .io_toPostMul_CIsDominant(c_dominant),
    .io_toPostMul_CDom_CAlignDist(align_distance),
    .io_toPostMul_highAlignedSigC(high_c),
    .io_toPostMul_bit0AlignedSigC(low_bit)
  );

  MulAddRecFNToRaw_postMul u_behind (
    .io_fromPreMul_isSigNaNAny(signalling),
    .io_fromPreMul_isNaNAOrB(nan_factor),
    .io_fromPreMul_isInfA(infinite_a),
    .io_fromPreMul_isZeroA(zero_a),
    .io_fromPreMul_isInfB(infinite_b),
    .io_fromPreMul_isZeroB(zero_b),
    .io_fromPreMul_signProd(sign_product),
    .io_fromPreMul_isNaNC(nan_c),
    .io_fromPreMul_isInfC(infinite_c),
    .io_fromPreMul_isZeroC(zero_c),
    .io_fromPreMul_sExpSum(exponent_sum),
    .io_fromPreMul_doSubMags(subtract),
    .io_fromPreMul_CIsDominant(c_dominant),
    .io_fromPreMul_CDom_CAlignDist(align_distance),
    .io_fromPreMul_highAlignedSigC(high_c),
    .io_fromPreMul_bit0AlignedSigC(low_bit),
    .io_mulAddResult(sum),
    .io_roundingMode(3'd0),
    .io_invalidExc(invalid),
    .io_rawOut_isNaN(nan),
    .io_rawOut_isInf(infinite),
    .io_rawOut_isZero(zero),
    .io_rawOut_sign(sign),
    .io_rawOut_sExp(exponent),
    .io_rawOut_sig(significand)
  );

  RoundRawFNToRecFN u_round (
    .io_invalidExc(invalid),
    .io_in_isNaN(nan),
    .io_in_isInf(infinite),
    .io_in_isZero(zero),
    .io_in_sign(sign),
    .io_in_sExp(exponent),
    .io_in_sig(significand),
    .io_roundingMode(3'd0),
    .io_out(y_o),
    .io_exceptionFlags()
  );
endmodule

module hardfloat_fma (
  input  wire [31:0] a_i,
  input  wire [31:0] b_i,
  input  wire [31:0] c_i,
  output wire [31:0] y_o
);
  wire [32:0] a, b, c, y;
  hardfloat_recode u_a (.float_i(a_i), .recoded_o(a));
  hardfloat_recode u_b (.float_i(b_i), .recoded_o(b));
  hardfloat_recode u_c (.float_i(c_i), .recoded_o(c));
  hardfloat_fma_recoded u_fma (.a_i(a), .b_i(b), .c_i(c), .y_o(y));
  hardfloat_decode u_y (.recoded_i(y), .float_o(y_o));
endmodule

`default_nettype wire
