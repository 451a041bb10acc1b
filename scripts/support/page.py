# Copyright 2026 the pwlforge authors.
# Licensed under the Apache License, Version 2.0; see LICENSE.
# SPDX-License-Identifier: Apache-2.0
"""What the scripts that write measured numbers into pages share: runs of the program, numbers as pages show them, and the block of
a page between the markers <!-- NAME:begin --> and <!-- NAME:end -->."""
import json
import pathlib
import subprocess
import sys
import tempfile

ROOT = pathlib.Path(__file__).resolve().parents[2]


def run(*words):
    """What `pwlforge WORDS` prints; a run that fails ends the script. A comparison some rows of which failed, and which
    says so in its report, has not failed: the rows that are there count."""
    done = subprocess.run([ROOT / "build/bin/pwlforge", *words], stdout=subprocess.PIPE, text=True)
    if done.returncode not in ((0, 1) if words[0] == "compare" else (0,)):
        sys.exit(f"pwlforge {' '.join(map(str, words))}: exit code {done.returncode}")
    return done.stdout


def run_json(*words):
    """The object that `pwlforge WORDS --json` prints."""
    return json.loads(run(*words, "--json"))


def run_for(name, *words):
    """The document NAME in the folder that `pwlforge WORDS -o FOLDER` writes."""
    with tempfile.TemporaryDirectory() as work:
        run(*words, "-o", f"{work}/made")
        return json.loads(pathlib.Path(f"{work}/made/{name}").read_text())


def number(value, digits=0):
    """1234.5 as "1 234"; None as nothing."""
    return "" if value is None else f"{value:,.{digits}f}".replace(",", " ")


def savings(percent):
    """Those against the FP32 and the INT32 design, {"fp32": 90.1, "int32": None} as "90.1 / -"."""
    return " / ".join("-" if (percent or {}).get(one) is None else f"{percent[one]:.1f}" for one in ("fp32", "int32"))


def parts_of(page, name):
    """A page, given from the root, as what stands before, between and behind the markers NAME."""
    text = (ROOT / page).read_text()
    begin, end = f"<!-- {name}:begin -->\n", f"<!-- {name}:end -->"
    if text.count(begin) != 1 or text.count(end) != 1:
        sys.exit(f"{page}: no single pair of markers {name} (found {text.count(begin)} and {text.count(end)}); put them back")
    head, rest = text.split(begin)
    block, tail = rest.split(end)
    return head + begin, block, end + tail


def block_of(page, name):
    """The lines between the markers NAME of a page."""
    return parts_of(page, name)[1].splitlines()


def replace_block(page, name, lines):
    """Puts lines in the place of what stands between the markers NAME of a page, given from the root."""
    # Read only now: the runs before took minutes, in which somebody may have edited the page.
    head, _, tail = parts_of(page, name)
    (ROOT / page).write_text(head + "".join(line + "\n" for line in lines) + tail)
