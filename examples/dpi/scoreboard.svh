// Copyright 2026 the pwlforge authors.
// Licensed under the Apache License, Version 2.0; see LICENSE.
// SPDX-License-Identifier: Apache-2.0
//
// A scoreboard as one of UVM is, without UVM: what must come out, in order, against what does.
class scoreboard;
  string name;
  int compared, wrong;
  longint unsigned wanted[$];

  function new(string name);
    this.name = name;
    compared = 0;
    wrong = 0;
  endfunction

  function void ask(longint unsigned value);
    wanted.push_back(value);
  endfunction

  function void see(longint unsigned value);
    longint unsigned one;
    if (wanted.size() == 0) begin
      wrong++;
      $display("%s: %h comes out, which nobody asked for", name, value);
      return;
    end
    one = wanted.pop_front();
    compared++;
    if (value != one) begin
      wrong++;
      if (wrong <= 10) $display("%s: value %0d is %h, expected %h", name, compared, value, one);
    end
  endfunction

  function void finish();
    if (wrong > 0 || wanted.size() > 0 || compared == 0) begin
      $display("FAIL %s: %0d compared, %0d wrong, %0d missing", name, compared, wrong, wanted.size());
      $fatal(1);
    end
    $display("PASS %s: %0d values compared", name, compared);
  endfunction
endclass
