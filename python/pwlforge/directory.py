# Copyright 2026 the pwlforge authors.
# Licensed under the Apache License, Version 2.0; see LICENSE.
# SPDX-License-Identifier: Apache-2.0
"""Unit directories: written and simulated."""

from __future__ import annotations

import json
import os
from collections.abc import Sequence
from typing import Any

from . import _core
from ._words import PathLike, fill
from .table import Table
from .unit import Unit


def generate(
    directory: PathLike,
    what: Table | Sequence[Table] | Unit,
    *,
    unit: str | None = None,
    entries: int | None = None,
    format: str | None = None,
    store: str | None = None,
    banks: int | None = None,
    intercept: str | None = None,
    output: str | int | None = None,
    output_unsigned: bool | None = None,
    rounding: str | None = None,
    ftz: bool | None = None,
    inf: str | None = None,
    pipeline: int | None = None,
    mac_stages: int | None = None,
    compact: bool | None = None,
    skid: bool | None = None,
    tag: int | None = None,
    lanes: int | None = None,
    wrap: str | None = None,
    clock_gate: bool | None = None,
    operand_isolation: bool | None = None,
    trim: bool | None = None,
    trim_shift: bool | None = None,
    tolerance: int | None = None,
    slope_terms: int | None = None,
    name: str | None = None,
) -> Unit:
    """Writes a unit or operator directory, whole or not at all, and opens it.

    :param what: a table or several, for a unit; or an operator (``Unit.operator``, ``Unit.wide``), without options
    :param unit: int8, int16, int32, int:W, fp32, bf16, fp16; default: that of the table. The other options are those of
        ``pwlforge gen``
    :raises InputError: rules that are broken, or a directory that holds something else; IoError: it cannot be written
    """
    options = {
        "unit": unit,
        "entries": entries,
        "format": format,
        "store": store,
        "banks": banks,
        "intercept": intercept,
        "output": None if output is None else str(output),
        "output_unsigned": output_unsigned,
        "rounding": rounding,
        "ftz": ftz,
        "inf": inf,
        "pipeline": pipeline,
        "mac_stages": mac_stages,
        "compact": compact,
        "skid": skid,
        "tag": tag,
        "lanes": lanes,
        "wrap": wrap,
        "clock_gate": clock_gate,
        "operand_isolation": operand_isolation,
        "trim": trim,
        "trim_shift": trim_shift,
        "tolerance": tolerance,
        "slope_terms": slope_terms,
        "name": name,
    }
    if isinstance(what, Unit):
        given = sorted(key for key, value in options.items() if value is not None)
        if given:
            raise _core.InputError(f"{given[0]}: an operator is made with its options; give them to Unit.operator")
        what.write(directory)
        return Unit.open(directory)
    tables = [what] if isinstance(what, Table) else list(what)
    if unit is None and tables:
        first = tables[0]
        options["unit"] = first.format if first._native.floating else f"int:{first.input_bits}"
    request = fill(_core.UnitRequest(), {**options, "tables": [one._native for one in tables]})
    _core.generate(os.fspath(directory), request)
    return Unit.open(directory)


def simulate(
    directory: PathLike,
    *,
    vectors: str = "",
    contexts: Sequence[int] = (),
    stall: bool = True,
    engine: str = "verilator",
    seed: int = 1,
    trace: PathLike | None = None,
) -> Any:
    """Simulates a directory against the golden model and returns what ``pwlforge sim --json`` prints.

    :param vectors: exhaustive, random:N or file:F; default: exhaustive up to 16 bits, else a million random ones
    :param engine: verilator (the Verilog under SystemC), cycle (the native model), both
    :raises CheckFailed: the directory does not compute what the golden model says; IoError: Verilator is missing
    """
    path = os.fspath(directory)
    text, passed = _core.simulate(
        path, vectors, list(contexts), stall, engine, seed, "" if trace is None else os.fspath(trace)
    )
    result = json.loads(text)
    if not passed:
        raise _core.CheckFailed(f"{path}: {result['mismatches']} mismatches; it does not do what the golden model says")
    return result
