# Copyright 2026 the pwlforge authors.
# Licensed under the Apache License, Version 2.0; see LICENSE.
# SPDX-License-Identifier: Apache-2.0
"""From real numbers to codes and back, as every runtime does it in single precision: to nearest, ties to even."""

from __future__ import annotations

from typing import Any

import numpy as np
from numpy.typing import ArrayLike, NDArray


def code_type(bits: int, signed: bool) -> np.dtype[Any]:
    """The smallest integer type of numpy that holds codes of so many bits."""
    for size in (8, 16, 32, 64):
        if bits <= size:
            return np.dtype(f"{'int' if signed else 'uint'}{size}")
    raise ValueError(f"no type of numpy has {bits} bits")


def code_range(bits: int, signed: bool) -> tuple[int, int]:
    """Smallest and largest code."""
    return (-(1 << (bits - 1)), (1 << (bits - 1)) - 1) if signed else (0, (1 << bits) - 1)


def quantize(x: ArrayLike, scale: float, zero: int, bits: int, signed: bool) -> NDArray[np.integer[Any]]:
    """saturate(round(x / scale) + zero), in single precision as ONNX's QuantizeLinear does. NaN gives the zero."""
    low, high = code_range(bits, signed)
    steps = np.rint(np.nan_to_num(np.asarray(x, dtype=np.float32) / np.float32(scale), posinf=np.inf, neginf=-np.inf))
    return np.clip(steps.astype(np.float64) + zero, low, high).astype(code_type(bits, signed))


def dequantize(codes: ArrayLike, scale: float, zero: int) -> NDArray[np.float32]:
    """(code - zero) * scale in single precision."""
    return (np.asarray(codes, dtype=np.int64) - zero).astype(np.float32) * np.float32(scale)
