// Copyright 2026 the pwlforge authors.
// Licensed under the Apache License, Version 2.0; see LICENSE.
// SPDX-License-Identifier: Apache-2.0
//
// Leading zeros against the count of shifts that keep the number below its width.
`default_nettype none
module leading_zeros_proof #(parameter integer D = 6) (input wire [D-1:0] data);
  localparam integer C = $clog2(D + 1);
  wire [C-1:0] count;
  pwl_leading_zeros #(.D(D)) dut (.data_i(data), .count_o(count));
  reg [C-1:0] expected;
  integer i;
  always @* begin
    expected = {C{1'b1}};
    for (i = 0; i < D; i = i + 1) if (data[i]) expected = D - 1 - i;
  end
`ifdef FORMAL
  always @* assert (count == expected);
  always @* cover (data == 1 && count == D - 1);
  always @* cover (data == 0);
`endif
endmodule
`default_nettype wire
