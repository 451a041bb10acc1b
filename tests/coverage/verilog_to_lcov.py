#!/usr/bin/env python3
# Copyright 2026 the pwlforge authors.
# Licensed under the Apache License, Version 2.0; see LICENSE.
# SPDX-License-Identifier: Apache-2.0
"""Verilator's counts of the library's modules, of many simulations, as one tracefile of lcov.

    verilog_to_lcov.py LIBRARY OUTPUT COUNTS...

Directories of units hold copies of the modules, instances of many parameters: points of one place in one module are one
point, and what any of them did counts. Lines are those of procedural code, and the line `module`, which says that the
module was simulated at all. Bits that change (toggles) stand where lcov keeps branches. Prints what is left; the last
line is the sums, which cover every module of LIBRARY.
"""
import collections
import pathlib
import re
import sys

POINT = re.compile(r"C '(.*)' (\d+)$")


def lines_of(text):
    """ "54-58,63" as numbers."""
    numbers = []
    for part in filter(None, text.split(",")):
        first, _, last = part.partition("-")
        numbers += range(int(first), int(last or first) + 1)
    return numbers


def read_counts(paths, modules):
    """(module -> line -> count, module -> (line, signal) -> count)"""
    lines = collections.defaultdict(collections.Counter)
    toggles = collections.defaultdict(collections.Counter)
    for path in paths:
        for text in open(path, errors="replace"):
            match = POINT.match(text)
            if not match:
                continue
            fields = dict(field.split("\2", 1) for field in match[1].split("\1") if "\2" in field)
            name, count = pathlib.PurePath(fields["f"]).stem, int(match[2])
            if name not in modules or not fields["f"].endswith(".v"):
                continue
            if fields["page"].startswith("v_toggle"):
                toggles[name][int(fields["l"]), fields["o"]] += count
            else:  # v_line, v_branch: blocks with the lines that belong to each
                for line in lines_of(fields.get("S", "")):
                    lines[name][line] += count
    return lines, toggles


def main(arguments):
    if len(arguments) < 3:
        sys.exit(__doc__)
    modules = {path.stem: path for path in pathlib.Path(arguments[0]).glob("*/*.v")}
    if not modules:
        sys.exit(f"{arguments[0]}: no modules there (found no */*.v); name rtl_templates/lib")
    lines, toggles = read_counts(arguments[2:], modules)
    sums = [0, 0, 0, 0]  # lines hit and found, toggles hit and found
    with open(arguments[1], "w") as out:
        for name, path in sorted(modules.items(), key=lambda item: item[1]):
            header = 1 + next(i for i, text in enumerate(path.read_text().splitlines()) if text.startswith("module "))
            lines[name][header] = 1 if toggles[name] else 0
            found = sorted(lines[name].items())
            changes = sorted(toggles[name].items())
            out.write(f"SF:{path.resolve()}\n")
            for number, ((line, signal), count) in enumerate(changes):
                out.write(f"BRDA:{line},0,{number},{count}\n")
            hit = [sum(count > 0 for _, count in part) for part in (changes, found)]
            out.write(f"BRF:{len(changes)}\nBRH:{hit[0]}\n")
            for line, count in found:
                out.write(f"DA:{line},{count}\n")
            out.write(f"LF:{len(found)}\nLH:{hit[1]}\nend_of_record\n")
            for i, value in enumerate((hit[1], len(found), hit[0], len(changes))):
                sums[i] += value
            missed = [str(line) for line, count in found if count == 0]
            still = [f"{signal} ({line})" for (line, signal), count in changes if count == 0]
            if missed:
                print(f"{name}: lines never run: {' '.join(missed)}")
            if still:
                print(f"{name}: never changed, {len(still)} of {len(changes)}: {' '.join(still[:6])}")
    if sums[3] == 0:
        sys.exit("no point of a module of the library; simulate with --coverage")
    print(f"Verilog: lines {sums[0]} of {sums[1]} ({100 * sums[0] / sums[1]:.1f} %), "
          f"toggles {sums[2]} of {sums[3]} ({100 * sums[2] / sums[3]:.1f} %)")


main(sys.argv[1:])
