# Copyright 2026 the pwlforge authors.
# Licensed under the Apache License, Version 2.0; see LICENSE.
# SPDX-License-Identifier: Apache-2.0
"""Tables: one function at one or more scales, as integers that a unit holds."""

from __future__ import annotations

import json
import os
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray

from . import _core
from ._words import PathLike, fill, place


def function_names() -> list[str]:
    """Functions that are built in: gelu, hswish, silu, sigmoid, tanh, exp, div, rsqrt."""
    return list(_core.function_names())


@dataclass(frozen=True)
class Segment:
    """One entry in real numbers: output = slope * x + intercept for low <= x < high, before the output is rounded."""

    low: float
    high: float
    slope: float
    intercept: float


@dataclass(frozen=True)
class Context:
    """One table at one scale, as the unit holds it.

    Real numbers and codes: x = (q - zero_in) * scale_in, output = (y - zero_out) * scale_out. For a code q the unit
    takes entry i, the number of thresholds with q >= threshold, and gives
    y = saturate(round((slopes[i] * q + (intercepts[i] << shift)) * 2^-requant_shift)).
    For float formats the arrays hold bit patterns.
    """

    scale_in: float
    zero_in: int
    scale_out: float
    zero_out: int
    fraction_bits: int
    shift: int
    requant_shift: int
    thresholds: NDArray[np.int64]  #: entries - 1, not decreasing, unbounded
    slopes: NDArray[np.int64]  #: entries
    intercepts: NDArray[np.int64]  #: entries
    breakpoints: NDArray[np.float64]  #: entries - 1, real


class Table:
    """A table document. Made by :func:`fit` or read from a file; it does not change."""

    def __init__(self, native: _core.Table) -> None:
        self._native = native

    @classmethod
    def load(cls, path: PathLike) -> Table:
        """Reads a document. InputError tells every problem with its JSON path, IoError that there is no such file."""
        return cls(_core.read_table(os.fspath(path)))

    @classmethod
    def from_json(cls, text: str, name: str = "table") -> Table:
        """A document from its text; ``name`` stands in messages."""
        return cls(_core.parse_table(text, name))

    def save(self, path: PathLike) -> None:
        """Writes the document, whole or not at all."""
        self._native.save(os.fspath(path))

    def to_json(self) -> str:
        """The text that :meth:`save` writes."""
        return str(self._native.text())

    @property
    def function(self) -> str:
        return str(self._native.function)

    @property
    def entries(self) -> int:
        return int(self._native.entries)

    @property
    def format(self) -> str:
        """``k8b16`` and the like, or ``fp32``, ``bf16``, ``fp16``."""
        return str(self._native.format)

    @property
    def input_bits(self) -> int:
        return int(self._native.input_bits)

    @property
    def output_bits(self) -> int:
        return int(self._native.output_bits)

    @property
    def output_signed(self) -> bool:
        return bool(self._native.output_signed)

    @property
    def contexts(self) -> list[Context]:
        """One for each scale."""
        found = []
        for one in self._native.contexts:
            words = {
                name: np.array(getattr(one, name), dtype=np.int64) for name in ("thresholds", "slopes", "intercepts")
            }
            found.append(
                Context(
                    one.scale_in,
                    one.zero_in,
                    one.scale_out,
                    one.zero_out,
                    one.fraction_bits,
                    one.shift,
                    one.requant_shift,
                    breakpoints=np.array(one.breakpoints, dtype=np.float64),
                    **words,
                )
            )
        return found

    def segments(self, context: int = 0) -> list[Segment]:
        """The lines of one context in real numbers. Integer formats only."""
        if self._native.floating:
            raise _core.InputError(
                f"segments: the parameters of a table in {self.format} are bit patterns; see contexts"
            )
        one = self.contexts[context]
        bounds = [-np.inf, *((one.thresholds - one.zero_in) * one.scale_in), np.inf]
        step = one.scale_out * 2.0**-one.requant_shift
        slopes = one.slopes * step / one.scale_in
        intercepts = (one.slopes * one.zero_in + one.intercepts * 2.0**one.shift) * step - one.zero_out * one.scale_out
        return [Segment(*map(float, four)) for four in zip(bounds[:-1], bounds[1:], slopes, intercepts)]

    def certificate(self, seed: int = 1) -> Any:
        """What ``pwlforge certify --json`` prints: errors against the ideal table, code by code, for each scale."""
        return json.loads(self._native.certificate(seed))

    def __eq__(self, other: object) -> bool:
        return isinstance(other, Table) and self.to_json() == other.to_json()

    def __hash__(self) -> int:
        return hash(self.to_json())

    def __reduce__(self) -> Any:
        return Table.from_json, (self.to_json(),)

    def __repr__(self) -> str:
        scales = ", ".join(f"{one.scale_in:g}" for one in self.contexts)
        return f"<Table {self.function}, {self.entries} entries, {self.format}, scales {scales}>"


def fit(
    function: str,
    *,
    entries: int = 16,
    format: str = "k8b16",
    method: str = "optimal",
    objective: str = "lsb",
    sharing: str = "per-scale",
    scales: Sequence[int] | None = None,
    scale_in: float | None = None,
    zero_in: int = 0,
    scale_out: float | None = None,
    zero_out: int = 0,
    input_bits: int = 8,
    output_bits: int = 8,
    output_signed: bool = True,
    threshold: str = "ceil",
    rounding: str = "half_up",
    range: tuple[float, float] | None = None,
    samples: Iterable[tuple[float, float]] | None = None,
    seed: int = 1,
    threads: int = 0,
) -> Table:
    """Fits a table to a function.

    :param function: one of :func:`function_names`, or any name for ``samples``
    :param entries: segments, 2..64
    :param format: ``[fF]kXbY`` such as k8b16 (slopes and intercepts of 8 and 16 bits) or fp32, bf16, fp16
    :param method: optimal (proved), genetic, uniform, relu
    :param objective: lsb, q_all, q_in, a, relative
    :param sharing: per-scale, or shared: one set of slopes and intercepts for all scales
    :param scales: exponents s of input scales 2^-s; default: those of the function
    :param scale_in: real step of an input code, any positive number; then there is one context
    :param zero_in: input code of 0.0
    :param scale_out: real step of an output code; default: the best power of two
    :param zero_out: output code of 0.0
    :param range: (low, high), replaces the range over which fits in real numbers measure
    :param samples: (x, y) pairs, x increasing: the function is their interpolation
    :param threads: 0: as many as the machine has; never changes the result
    :raises InputError: the request makes no sense, or the format cannot hold the parameters
    """
    words = fill(
        _core.FitWords(),
        {
            "entries": entries,
            "format": format,
            "method": method,
            "objective": objective,
            "sharing": place("sharing", sharing, ("shared", "per-scale")),
            "threshold": place("threshold", threshold, ("ceil", "round")),
            "rounding": place("rounding", rounding, ("half_up", "half_even", "floor")),
            "scales": None if scales is None else [int(s) for s in scales],
            "input_bits": input_bits,
            "output_bits": output_bits,
            "output_signed": output_signed,
            "scale_in": scale_in,
            "zero_in": zero_in,
            "scale_out": scale_out,
            "zero_out": zero_out,
            "range": None if range is None else (float(range[0]), float(range[1])),
            "seed": seed,
            "threads": threads,
        },
    )
    if scales is not None and scale_in is not None:
        raise _core.InputError("scales: there is one scale with scale_in; give one of the two")
    pairs = [] if samples is None else [(float(x), float(y)) for x, y in samples]
    if samples is not None and not pairs:
        raise _core.InputError("samples: there are none; give at least 2 pairs")
    return Table(_core.fit(function, pairs, words))
