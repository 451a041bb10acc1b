# Copyright 2026 the pwlforge authors.
# Licensed under the Apache License, Version 2.0; see LICENSE.
# SPDX-License-Identifier: Apache-2.0
"""From a model and data to a model of units."""

from __future__ import annotations

import os
import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Union

import numpy as np
import onnx
import onnx.inliner
from numpy.typing import NDArray

from .. import _core, calibrate
from .._words import PathLike
from ..quantize import dequantize, quantize
from ..table import Table, fit
from ..unit import Unit
from .emit import emit_norm, emit_scalar, emit_softmax
from .find import FUNCTIONS, SCALAR_FUNCTIONS, Found, Left, find
from .graph import Graph
from .run import open_session, record

_NORM_BITS = 16  # of the codes of a norm: what comes in has a far larger range than one row
_LONGEST_ROW = 65536
_AGREEMENT = 1e-3  # of what a row's steps gave with the function that they look like
_CORE = "int8"  # of the root of a norm


@dataclass(frozen=True)
class Site:
    """One place of the graph that is now a unit."""

    name: str  #: of the tensor that it makes
    function: str
    form: str  #: how the graph wrote it
    source: str  #: tensor that it takes
    axis: int  #: of rows, from the end
    unit: Unit
    max_error_lsb: float | None  #: of an elementwise unit against its ideal table

    def evaluate(self, x: Any) -> NDArray[np.float32]:
        """What the new graph makes of x here: quantizer, golden model, dequantizer."""
        if self.function in SCALAR_FUNCTIONS:
            return np.asarray(self.unit.real(x))
        rows = np.moveaxis(np.asarray(x, dtype=np.float32), self.axis, -1)
        zero = 0
        if self.function == "softmax":
            rows = rows - rows.max(axis=-1, keepdims=True)
            zero = (1 << (self.unit.input_bits - 1)) - 1
        codes = quantize(rows, self.unit.scale_in, zero, self.unit.input_bits, True)
        return np.moveaxis(dequantize(self.unit(codes), self.unit.scale_out, 0), -1, self.axis)


class Conversion:
    """The new model, what was replaced, and what was left."""

    def __init__(self, model: onnx.ModelProto, sites: list[Site], left: list[Left]) -> None:
        self.model = model
        self.sites = sites
        self.left = left

    def save(self, path: PathLike) -> None:
        """Writes the model."""
        onnx.save(self.model, os.fspath(path))

    def report(self) -> str:
        """One line a place: its function, how it was written, scales, error; then what stays, with reasons."""
        lines = [f"{len(self.sites)} places are units: {self._counts()}"]
        for site in self.sites:
            unit = site.unit
            scales = (
                f"in {unit.scale_in:.4g} ({unit.input_bits} bits), out {unit.scale_out:.4g} ({unit.output_bits} bits)"
            )
            error = "" if site.max_error_lsb is None else f", error {site.max_error_lsb:g} LSB"
            lines.append(f"  {site.function:<9} {site.name}: {site.form}; {scales}{error}")
        lines.append(f"{len(self.left)} non-linear nodes stay in floating point")
        lines.extend(f"  {one.operator:<9} {one.node}: {one.reason}" for one in self.left)
        return "\n".join(lines)

    def _counts(self) -> str:
        names = [site.function for site in self.sites]
        return ", ".join(f"{names.count(name)} {name}" for name in FUNCTIONS if name in names) or "none"

    def write_tables(self, directory: PathLike) -> list[str]:
        """The table documents of every site, for ``pwlforge gen``; equal ones once. Returns their file names."""
        os.makedirs(directory, exist_ok=True)
        written: dict[Table, str] = {}
        for number, site in enumerate(self.sites):
            for table in site.unit.tables:
                if table not in written:
                    word = re.sub(r"[^A-Za-z0-9]+", "_", site.name).strip("_")
                    written[table] = f"{number:03d}_{word}_{table.function}.json"
                    table.save(os.path.join(os.fspath(directory), written[table]))
        return sorted(written.values())


Feed = Mapping[str, Any]
Model = Union[onnx.ModelProto, str, "os.PathLike[str]"]


def convert(
    model: Model,
    data: Iterable[Feed | NDArray[Any]],
    *,
    functions: Sequence[str] = FUNCTIONS,
    entries: int = 16,
    power_of_two: bool = False,
    probability_bits: int = 8,
) -> Conversion:
    """Replaces every function that a unit computes by its 8-bit unit, with scales calibrated on data.

    :param model: a model or its path, in float32, operator set 11 or newer; axes may be dynamic and shapes absent
    :param data: inputs to calibrate on: mappings of input names to arrays, or arrays for a model with one input
    :param functions: which ones of gelu, hswish, silu, sigmoid, tanh, softmax, layernorm, rmsnorm
    :param entries: segments of the elementwise units
    :param power_of_two: scales 2^-s without zero points, instead of real ones with
    :param probability_bits: output bits of softmax
    :raises InputError: a model that onnxruntime cannot run, is too old or has 16-bit floats; no data
    """
    unknown = sorted(set(functions) - set(FUNCTIONS))
    if unknown:
        raise _core.InputError(f"functions: no such function (found {unknown[0]}); use {', '.join(FUNCTIONS)}")
    proto, name = _loaded(model)
    graph = Graph(proto, name)
    found, left = find(graph)
    for one in found:
        if one.function not in functions:
            left.append(Left(one.output, one.function, "not among the functions that were asked for"))
    found = [one for one in found if one.function in functions]
    records = record(proto, name, found, data)
    sites = []
    for number, one in enumerate(found):
        try:
            site = _site(
                graph, one, records[one.source, one.axis], f"unit{number}", entries, power_of_two, probability_bits
            )
        except _core.InputError as error:
            left.append(Left(one.output, one.function, str(error)))
            continue
        sites.append(site)
    graph.finish()
    open_session(proto, name)
    return Conversion(proto, sites, left)


def _loaded(model: Model) -> tuple[onnx.ModelProto, str]:
    if isinstance(model, onnx.ModelProto):
        copy = onnx.ModelProto()
        copy.CopyFrom(model)
        return _inlined(copy), model.graph.name or "model"
    path = os.fspath(model)
    try:
        return _inlined(onnx.load(path)), path
    except OSError as error:
        raise _core.IoError(f"{path}: cannot be read ({error.strerror or error})") from error
    except Exception as error:
        raise _core.InputError(f"{path}: not an ONNX model ({type(error).__name__}); give one that is whole") from error


def _inlined(model: onnx.ModelProto) -> onnx.ModelProto:
    """With the functions that a model defines for itself written out."""
    return onnx.inliner.inline_local_functions(model) if model.functions else model


def _site(
    graph: Graph,
    one: Found,
    recorded: calibrate.Record,
    prefix: str,
    entries: int,
    power_of_two: bool,
    probability_bits: int,
) -> Site:
    """Calibrates and fits one place, and puts its nodes into the graph. InputError: why it stays."""
    if recorded.kind != "float32":
        raise _core.InputError(f"computes in {recorded.kind}, not in float32")
    if recorded.numbers().size == 0:
        raise _core.InputError("no finite number came here")
    axis = one.axis if one.axis < 0 else one.axis - recorded.rank
    if one.function in SCALAR_FUNCTIONS:
        return _scalar_site(graph, one, recorded, prefix, entries, power_of_two)
    if not -recorded.rank <= axis < 0:
        raise _core.InputError(f"axis {one.axis} of an array of rank {recorded.rank}")
    if one.form == "Softmax" and graph.opset < 13 and axis != -1:
        raise _core.InputError("a row spans several axes in this operator set; convert to 13 or newer")
    if one.wrong > _AGREEMENT:
        raise _core.InputError(f"its steps look like {one.function}, but its numbers are other ones on the data")
    if one.function == "softmax":
        # Where the axis is dynamic, rows may be longer than those that were seen.
        longest = min(_LONGEST_ROW, 2 << max(recorded.lengths).bit_length())
        unit = Unit.operator(
            "softmax",
            max_row=longest,
            output_bits=probability_bits,
            scale_in=calibrate.softmax_scale(recorded.rows(), 8, power_of_two),
        )
        emit_softmax(graph, unit, one.source, one.output, prefix, axis)
        return Site(one.output, one.function, one.form, one.source, axis, unit, None)
    if len(recorded.lengths) != 1:
        raise _core.InputError("the rows of a norm have one length")
    unit = _norm_unit(one, recorded, power_of_two)
    emit_norm(graph, unit, one.source, one.output, prefix, axis, recorded.lengths.pop())
    return Site(one.output, one.function, one.form, one.source, axis, unit, None)


def _scalar_site(
    graph: Graph, one: Found, recorded: calibrate.Record, prefix: str, entries: int, power_of_two: bool
) -> Site:
    numbers = recorded.numbers()
    scale_in, zero_in = calibrate.input_grid(one.function, numbers, 8, power_of_two)
    scale_out, zero_out = calibrate.output_grid(calibrate.values_of(one.function, numbers), 8, power_of_two)
    table = fit(
        one.function, entries=entries, scale_in=scale_in, zero_in=zero_in, scale_out=scale_out, zero_out=zero_out
    )
    unit = Unit(table)
    emit_scalar(graph, unit, one.source, one.output, prefix)
    error = float(table.certificate()["contexts"][0]["max_error_lsb"])
    return Site(one.output, one.function, one.form, one.source, -1, unit, error)


_ROOTS: list[Table] = []


def _root_table() -> Table:
    if not _ROOTS:
        _ROOTS.extend(Unit.wide("rsqrt", 24, unit=_CORE).tables)
    return _ROOTS[0]


def _norm_unit(one: Found, recorded: calibrate.Record, power_of_two: bool) -> Unit:
    length = next(iter(recorded.lengths))
    gamma = np.ones(1) if one.gamma is None else one.gamma.astype(float)
    beta = np.zeros(1) if one.beta is None else one.beta.astype(float)
    if {gamma.size, beta.size} - {1, length}:
        raise _core.InputError(f"scale and bias of {gamma.size} and {beta.size} numbers for rows of {length}")
    rows = recorded.rows()
    outputs = [calibrate.norm_of(row, one.function == "layernorm", one.epsilon) * gamma + beta for row in rows]
    largest = max(float(np.abs(recorded.numbers()).max()), 1e-30)
    # Twice the largest that was seen fits: a bit of sixteen, for data that was not.
    scale_in = float(np.float32(2 * largest / (1 << (_NORM_BITS - 1))))
    scale_out, _ = calibrate.output_grid(np.concatenate(outputs), 8, power_of_two, symmetric=True)
    if power_of_two:
        scale_in = float(2.0 ** np.ceil(np.log2(scale_in)))
    if gamma.size > 1 or beta.size > 1:
        gamma, beta = np.broadcast_to(gamma, length), np.broadcast_to(beta, length)
    return Unit.operator(
        one.function,
        width=_NORM_BITS,
        max_row=length,
        tables=[_root_table()],
        output_bits=8,
        scale_in=scale_in,
        scale_out=scale_out,
        epsilon=one.epsilon,
        length=length,
        gamma=gamma.tolist(),
        beta=beta.tolist(),
    )
