#!/usr/bin/env bash
# Copyright 2026 the pwlforge authors.
# Licensed under the Apache License, Version 2.0; see LICENSE.
# SPDX-License-Identifier: Apache-2.0
#
# Sourced by the tests that put several units into one design.
source "$PWLFORGE_SOURCE/tests/library.sh"

# make_units: the directories gelu, silu and softmax, and silu.json. Each bench waits at its end instead of stopping.
make_units() {
  "$PWLFORGE" fit silu --entries 4 --scales 4 --method uniform -o silu.json >log 2>&1 || fail "fit: $(<log)"
  "$PWLFORGE" gen --unit int8 --entries 4 --format k8b16 --name gelu -o gelu >log 2>&1 || fail "gen: $(<log)"
  "$PWLFORGE" gen --unit int8 --table silu.json --store fixed --skid --name silu -o silu >log 2>&1 || fail "gen: $(<log)"
  "$PWLFORGE" gen --operator softmax --lanes 2 --max-row 16 --entries 8 --name softmax -o softmax >log 2>&1 ||
    fail "gen: $(<log)"
  local unit
  for unit in gelu silu softmax; do
    sed -i -e 's/\$finish;/finished = 1;/' -e 's/^  reg     failed;/  reg     failed, finished = 0;/' $unit/${unit}_tb.v
    [[ $(grep -c finished $unit/${unit}_tb.v) == 2 ]] || fail "the bench of $unit has another end; adapt the test"
    cp $unit/${unit}_vectors.hex .
  done
}

# make_top: several.v, the three benches in one module, and units.v, the three tops in another.
make_top() {
  cat >several.v <<'EOV'
module several;
  gelu_tb u_gelu ();
  silu_tb u_silu ();
  softmax_tb u_softmax ();
  initial begin
    wait (u_gelu.finished && u_silu.finished && u_softmax.finished);
    $display("PASS several");
    $finish;
  end
endmodule
EOV
  local unit
  {
    echo 'module units (input clk_i, input rst_ni);'
    for unit in gelu silu softmax; do echo "  $unit u_$unit (.clk_i(clk_i), .rst_ni(rst_ni));"; done
    echo endmodule
  } >units.v
}
