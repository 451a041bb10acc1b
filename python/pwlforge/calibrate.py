# Copyright 2026 the pwlforge authors.
# Licensed under the Apache License, Version 2.0; see LICENSE.
# SPDX-License-Identifier: Apache-2.0
"""Scales from what a model does on the user's data: those of the least squared error at the unit's output."""

from __future__ import annotations

from typing import Any, Callable

import numpy as np
from numpy.typing import NDArray

from . import _core
from .quantize import code_range

Reals = NDArray[Any]
_MOST_NUMBERS = 1 << 16  # of a place, evenly chosen
_MOST_ROWS = 128
_STEPS_OF_OCTAVE = 8
_OCTAVES = 1  # that an end moves: what saturates costs a network more than its square says
_ROUNDS = 2
_DEEPEST_SCORE = 24.0
_SOFTMAX_OCTAVES = 8


def sample(numbers: Reals) -> Reals:
    """Evenly chosen ones where there are very many."""
    return numbers[:: numbers.size // _MOST_NUMBERS + 1]


class Record:
    """Numbers, or rows of numbers, that reached a place."""

    def __init__(self) -> None:
        self._parts: list[Reals] = []
        self.lengths: set[int] = set()
        self.rank = 0
        self._ends: list[Reals] = []
        self.kind = ""

    def add(self, values: Any, axis: int) -> None:
        array = np.asarray(values)
        self.rank = array.ndim
        self.kind = str(array.dtype)
        if array.size > 0:
            self._ends.append(np.array([array.min(), array.max()], dtype=np.float64))
        if array.size == 0 or array.ndim == 0 or not -array.ndim <= axis < array.ndim:
            self._parts.append(array.reshape(-1, 1).astype(np.float64))
            return
        rows = np.moveaxis(array, axis, -1).reshape(-1, array.shape[axis])
        self.lengths.add(rows.shape[-1])
        self._parts.append(rows[:: max(1, rows.shape[0] // _MOST_ROWS)].astype(np.float64))

    def numbers(self) -> Reals:
        """Evenly chosen ones, and the least and largest of all; finite."""
        every = np.concatenate([part.ravel() for part in self._parts])
        chosen = np.concatenate([sample(every), *self._ends])
        return chosen[np.isfinite(chosen)]

    def rows(self) -> list[Reals]:
        every = [row for part in self._parts for row in part]
        return every[:: len(every) // _MOST_ROWS + 1]


def values_of(function: str, x: Reals) -> Reals:
    """The real function, number by number."""
    return np.array(_core.function_value(function, np.ravel(x).tolist())).reshape(np.shape(x))


def _power_of_two(scale: float) -> float:
    return float(2.0 ** np.ceil(np.log2(scale)))


def _grid(low: float, high: float, bits: int, power_of_two: bool) -> tuple[float, int]:
    """Scale and zero of signed codes from low <= 0 to high >= 0. Powers of two have no zero point."""
    first, last = code_range(bits, True)
    if power_of_two:
        return _power_of_two(max(-low / -first, high / last, 1e-30)), 0
    scale = float(np.float32(max(high - low, 1e-30) / (last - first)))
    return scale, int(np.clip(np.rint(first - low / scale), first, last))


def _least(numbers: Reals, bits: int, power_of_two: bool, error: Callable[[float, int], float]) -> tuple[float, int]:
    """The grid of least error: both ends move in turn towards zero, from those that hold every number."""
    ends = [min(float(numbers.min(initial=0)), 0.0), max(float(numbers.max(initial=0)), 0.0)]
    if ends == [0.0, 0.0]:
        return 1.0, 0
    factors = 2.0 ** (-np.arange(_OCTAVES * _STEPS_OF_OCTAVE + 1) / _STEPS_OF_OCTAVE)
    best, least = _grid(ends[0], ends[1], bits, power_of_two), np.inf
    for _ in range(_ROUNDS):
        for which in (1, 0):
            whole, kept = ends[which], ends[which]
            for factor in factors:
                ends[which] = whole * float(factor)
                grid = _grid(ends[0], ends[1], bits, power_of_two)
                wrong = error(*grid)
                if wrong < least:
                    best, least, kept = grid, wrong, ends[which]
            ends[which] = kept
    return best


def _codes(numbers: Reals, scale: float, zero: int, bits: int) -> Reals:
    first, last = code_range(bits, True)
    return np.clip(np.rint(numbers / scale) + zero, first, last)


def input_grid(function: str, numbers: Reals, bits: int, power_of_two: bool) -> tuple[float, int]:
    """(scale, zero) of the input with which f(rounded x) is nearest to f(x)."""
    wanted = values_of(function, numbers)
    first, last = code_range(bits, True)
    every = np.arange(first, last + 1)

    def error(scale: float, zero: int) -> float:
        outputs = values_of(function, (every - zero) * scale)
        return float(np.square(outputs[(_codes(numbers, scale, zero, bits) - first).astype(int)] - wanted).sum())

    return _least(numbers, bits, power_of_two, error)


def output_grid(numbers: Reals, bits: int, power_of_two: bool, symmetric: bool = False) -> tuple[float, int]:
    """(scale, zero) with which rounded numbers are nearest to what they were."""
    held = np.concatenate([numbers, -numbers]) if symmetric else numbers

    def error(scale: float, zero: int) -> float:
        zero = 0 if symmetric else zero
        return float(np.square((_codes(numbers, scale, zero, bits) - zero) * scale - numbers).sum())

    scale, zero = _least(held, bits, power_of_two, error)
    return scale, 0 if symmetric else zero


def softmax_of(row: Reals) -> Reals:
    e = np.exp(row - row.max())
    return e / e.sum()


def softmax_scale(rows: list[Reals], bits: int, power_of_two: bool) -> float:
    """Step of the differences from the largest number of a row with which the probabilities are nearest."""
    rows = [row - row.max() for row in rows if np.isfinite(row.max())]
    # Masks are large negative numbers; what is this far below the largest counts for nothing.
    deepest = min(max((-float(row[np.isfinite(row)].min()) for row in rows), default=0.0), _DEEPEST_SCORE)
    if deepest == 0:
        return 1.0
    wanted = [softmax_of(row) for row in rows]
    lowest = -float((1 << bits) - 1)
    top = np.ceil(np.log2(deepest / -lowest))
    best, least = 1.0, np.inf
    per_octave = 1 if power_of_two else _STEPS_OF_OCTAVE // 2
    for i in range(_SOFTMAX_OCTAVES * per_octave + 1):
        scale = float(np.float32(2.0 ** (top - i / per_octave)))
        error = 0.0
        for row, p in zip(rows, wanted):
            error += float(np.square(softmax_of(np.maximum(np.rint(row / scale), lowest) * scale) - p).sum())
        if error < least:
            best, least = scale, error
    return best


def norm_of(row: Reals, centred: bool, epsilon: float) -> Reals:
    c = row - row.mean() if centred else row
    return c / np.sqrt(np.square(c).mean() + epsilon)
