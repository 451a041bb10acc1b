# Copyright 2026 the pwlforge authors.
# Licensed under the Apache License, Version 2.0; see LICENSE.
# SPDX-License-Identifier: Apache-2.0
#
# Sourced by what measures or checks beside Berkeley HardFloat.

# take_hardfloat FILE OUT: the modules of its multiply-add in FP32, out of Verilog that Chisel made for a Rocket core with
# an FPU, or the wheel of pythondata-cpu-rocket, which holds one. Those of FP64 have a number in their names. Ends the
# script when they are not there.
take_hardfloat() {
  local module modules='MulAddRecFNToRaw_preMul MulAddRecFNToRaw_postMul RoundAnyRawFNToRecFN RoundRawFNToRecFN'
  [ -r "$1" ] || { echo "$1: cannot read; give Verilog or a wheel with HardFloat's modules" >&2; exit 3; }
  [[ $1 != *.whl ]] || command -v unzip >/dev/null ||
    { echo "unzip is not installed, which a wheel needs; apt-get install unzip" >&2; exit 3; }
  { case $1 in
      *.whl) unzip -p "$1" '*.LitexFullConfig.v' 2>/dev/null ||
        { echo "$1: no Verilog of a core named LitexFullConfig in this wheel; give that of pythondata-cpu-rocket" >&2; exit 2; } ;;
      *) cat "$1" ;;
    esac; } | awk -v names=" $modules " '
      /^module / { name = $2; sub(/\(.*/, "", name); taken = index(names, " " name " ") }
      taken { print }
      /^endmodule/ { taken = 0 }' >"$2" || exit 2
  for module in $modules; do
    grep -q "^module $module *(" "$2" ||
      { echo "$1: no module $module; give what Chisel made for a Rocket core with an FPU" >&2; exit 2; }
  done
  grep -q 'input  *\[32:0\] *io_a,' "$2" || { echo "$1: its multiply-add is not FP32" >&2; exit 2; }
}
