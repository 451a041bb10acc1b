// Copyright 2026 the pwlforge authors.
// Licensed under the Apache License, Version 2.0; see LICENSE.
// SPDX-License-Identifier: Apache-2.0
//
// Sticky flag: some delivered beat carried an event.
//
//   flag_o(t+1) = (valid_i and ready_i and event_i)(t) or (flag_o and not clear_i)(t)
//
// 0 after reset. Setting wins over clearing, so that no event is lost. event_i counts only with
// valid_i. Latency: 1 cycle.
// Example: valid_i = ready_i = event_i = clear_i = 1 in one cycle: flag_o = 1 in the next.
`default_nettype none

module pwl_sticky (
  input  wire clk_i,
  input  wire rst_ni,
  input  wire valid_i,
  input  wire ready_i,
  input  wire event_i,
  input  wire clear_i,
  output wire flag_o
);

  reg flag_q;

  always @(posedge clk_i or negedge rst_ni) begin
    if (!rst_ni) flag_q <= 1'b0;
    else flag_q <= (valid_i && ready_i && event_i) || (flag_q && !clear_i);
  end

  assign flag_o = flag_q;

endmodule

`default_nettype wire
