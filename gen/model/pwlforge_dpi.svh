// Copyright 2026 the pwlforge authors.
// Licensed under the Apache License, Version 2.0; see LICENSE.
// SPDX-License-Identifier: Apache-2.0
//
// The functions of pwlforge.h for SystemVerilog; link with libpwlforge. What they do is said there.
`ifndef PWLFORGE_DPI_SVH_
`define PWLFORGE_DPI_SVH_

import "DPI-C" function string pwlforge_version();
import "DPI-C" function string pwlforge_last_error();
import "DPI-C" function chandle pwlforge_open(input string directory);
import "DPI-C" function void pwlforge_close(input chandle model);
import "DPI-C" function int pwlforge_has_rows(input chandle model);
import "DPI-C" function int pwlforge_input_bits(input chandle model);
import "DPI-C" function int pwlforge_output_bits(input chandle model);
import "DPI-C" function int pwlforge_lanes(input chandle model);
import "DPI-C" function int pwlforge_contexts(input chandle model);
import "DPI-C" function longint unsigned pwlforge_value(input chandle model, input int context_number,
                                                        input longint unsigned x);
import "DPI-C" function int pwlforge_row_push(input chandle model, input longint unsigned x,
                                              input longint unsigned gate, input int keep);
import "DPI-C" function int pwlforge_row_end(input chandle model);
import "DPI-C" function longint unsigned pwlforge_row_output(input chandle model, input int index);
import "DPI-C" function int pwlforge_row_flags(input chandle model);

`endif
