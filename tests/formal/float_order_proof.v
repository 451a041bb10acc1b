// Copyright 2026 the pwlforge authors.
// Licensed under the Apache License, Version 2.0; see LICENSE.
// SPDX-License-Identifier: Apache-2.0
//
// Floats as integers of the same order, and exponentials that count, against sign and magnitude.
`default_nettype none
module float_order_proof #(parameter integer W = 4) (
  input wire [2*W-1:0] data, input wire [1:0] keep
);
  wire [2*W-1:0] order, back, masked;
  pwl_float_row_order #(.Lanes(2), .W(W)) there (.data_i(data), .data_o(order));
  pwl_float_row_order #(.Lanes(2), .W(W)) again (.data_i(order), .data_o(back));
  pwl_float_row_mask #(.Lanes(2), .W(W)) mask (.data_i(data), .keep_i(keep), .data_o(masked));
  // -0 is below +0.
  function signed [W:0] number;
    input [W-1:0] v;
    number = v[W-1] ? -$signed({2'b00, v[W-2:0]}) - 1 : $signed({2'b00, v[W-2:0]});
  endfunction
  wire signed [W-1:0] first = order[W-1:0], second = order[W+:W];
`ifdef FORMAL
  always @* assert (first == number(data[W-1:0]) && second == number(data[W+:W]) && back == data);
  always @* assert (masked[W-1:0] == (keep[0] && !data[W-1] ? data[W-1:0] : 0));
  always @* assert (masked[W+:W] == (keep[1] && !data[2*W-1] ? data[W+:W] : 0));
  always @* cover (first < 0 && masked[W+:W] == 5);
`endif
endmodule
`default_nettype wire
