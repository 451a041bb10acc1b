#!/usr/bin/env bash
# Copyright 2026 the pwlforge authors.
# Licensed under the Apache License, Version 2.0; see LICENSE.
# SPDX-License-Identifier: Apache-2.0
#
# What no front end sees: header, one module per file named as the file, default_nettype, no waiver in the code, 100
# columns, port suffixes, words that SystemVerilog reserves, indices that yosys folds slowly.
#   text_rules.sh [FILE...]      default: every file of the library
# Without files it also plants one fault per rule and demands that the rule finds it.
set -euo pipefail
source "$PWLFORGE_SOURCE/tests/lint/library.sh"

# What SystemVerilog reserves beyond Verilog-2005: a design that reads our files as SystemVerilog stops at them.
reserved='accept_on alias always_comb always_ff always_latch assert assume before bind bins binsof bit break byte chandle
checker class clocking const constraint context continue cover covergroup coverpoint cross dist do endchecker endclass
endclocking endgroup endinterface endpackage endprogram endproperty endsequence enum eventually expect export extends
extern final first_match foreach forkjoin global iff ignore_bins illegal_bins implements implies import inside int
interconnect interface intersect join_any join_none let local logic longint matches modport nettype new nexttime null
package packed priority program property protected pure rand randc randcase randsequence ref reject_on restrict return
s_always s_eventually s_nexttime s_until s_until_with sequence shortint shortreal soft solve static string strong struct
super sync_accept_on sync_reject_on tagged this throughout timeprecision timeunit type typedef union unique unique0 until
until_with untyped use var virtual void wait_order weak wildcard with within'

# check_text FILE: prints the rules that the file breaks.
check_text() {
  awk -v name="$(basename "$1" .v)" -v reserved="$(echo $reserved)" '
    BEGIN { words = split(reserved, list, " "); for (i = 1; i <= words; ++i) is_reserved[list[i]] = 1 }
    function bad(what) { print FILENAME ":" FNR ": " what }
    FNR == 1 && $0 != "// Copyright 2026 the pwlforge authors." { bad("first header line") }
    FNR == 2 && $0 != "// Licensed under the Apache License, Version 2.0; see LICENSE." { bad("second header line") }
    FNR == 3 && $0 != "// SPDX-License-Identifier: Apache-2.0" { bad("third header line") }
    FNR == 5 && $0 !~ /^\/\/ [A-Z]/ { bad("no one-line purpose") }
    /^\/\/.*Latency/ { latency = 1 }
    /^\/\/.*Example/ { example = 1 }
    {
      code = $0; sub(/\/\/.*/, "", code); words = split(code, list, /[^A-Za-z0-9_]+/)
      for (i = 1; i <= words; ++i) if (list[i] in is_reserved) bad("a word of SystemVerilog: " list[i])
    }
    # Such an index is a shifter in yosys until it is folded: five times the time for a multiplier of 32 bits.
    /^ *integer [a-z_, ]*;/ {
      line = $0; sub(/^ *integer /, "", line); sub(/;.*/, "", line); variables = split(line, list, /, */)
      for (i = 1; i <= variables; ++i) is_integer[list[i]] = 1
    }
    /^ *[a-z_]+ = / && !/for \(/ { if ($1 in is_integer) set[$1] = FNR }
    { for (variable in set) if ($0 ~ "\\[" variable "[]+: -]") bad("index " variable ", assigned in line " set[variable]) }
    length($0) > 100 { bad("more than 100 columns") }
    /\t/ { bad("tab") }
    / $/ { bad("space at the end") }
    /lint_off|verilator|synthesis (off|translate)|full_case|parallel_case/ { bad("tool directive in the code") }
    /^`default_nettype none$/ { none++; if (modules) bad("default_nettype none after the module") }
    /^`default_nettype wire$/ { wire++; if (!ended) bad("default_nettype wire before the end of the module") }
    /^ *module / { modules++; split($2, part, /[^a-z0-9_]/); if (part[1] != name) bad("module " part[1]) }
    /^endmodule/ { ended = 1 }
    modules && /^\);/ { header_ended = 1 }
    /^ *(input|output|inout) / && !header_ended {
      if ($0 ~ /inout/) bad("inout port")
      line = $0; sub(/ *\/\/.*/, "", line); sub(/,? *$/, "", line)
      port = line; sub(/.* /, "", port)
      if (port ~ /^(s_axis|m_axis|s_axil)_[a-z]+$/ || port == "aclk" || port == "aresetn") next
      if ($1 == "input" && port !~ /^[a-z][a-z0-9_]*_n?i$/) bad("input port " port)
      if ($1 == "output" && port !~ /^[a-z][a-z0-9_]*_n?o$/) bad("output port " port)
    }
    /^ *(wire|reg|integer|genvar)[^(]*_[0-9]+ *[;,=]/ { bad("name ends in _<digit>") }
    END {
      if (modules != 1) bad(modules + 0 " modules")
      if (none != 1 || wire != 1) bad("default_nettype none and wire once each")
      if (!latency) bad("comment names no latency")
      if (!example && name ~ /^pwl_/) bad("comment has no worked example")
    }' "$1"
}

files=("$@")
[[ $# -gt 0 ]] || files=("$library"/*/*.v)
said=$(for file in "${files[@]}"; do check_text "$file"; done)
[[ -z $said ]] || fail "$said"
[[ $# -eq 0 ]] || exit 0

# reject RULE FROM TO: a copy of one module in which FROM became TO must break RULE.
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
faults=0
reject() {
  cp "$library/stream/pwl_stage.v" "$work/pwl_stage.v"
  replace "$work/pwl_stage.v" "$2" "$3"
  grep -qF "$1" <<<"$(check_text "$work/pwl_stage.v")" || fail "planted fault not found: $1"
  faults=$((faults + 1))
}
reject "third header line" "SPDX-License-Identifier: Apache-2.0" "SPDX-License-Identifier: MIT"
reject "module pwl_other" "module pwl_stage" "module pwl_other"
reject "2 modules" "endmodule" $'endmodule\nmodule pwl_stage_more;\nendmodule'
reject "default_nettype none and wire" '`default_nettype none' ''
reject "tool directive" "endmodule" $'/* verilator lint_off WIDTH */\nendmodule'
reject "more than 100 columns" "endmodule" "endmodule // $(printf 'x%.0s' {1..100})"
reject "input port en" "en_i," "en,"
reject "output port data" "data_o
);" "data
);"
reject "no worked example" "// Example" "// For instance"
reject "names no latency" "// Latency" "// Delay"
reject "index at, assigned" "endmodule" $'integer at;\nalways @* begin\n  at = 1;\n  data[at] = 1;\nend\nendmodule'
reject "a word of SystemVerilog" "endmodule" $'wire before;\nendmodule'
echo "${#files[@]} files follow the text rules, $faults planted faults found"
