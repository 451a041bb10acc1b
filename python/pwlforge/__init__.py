# Copyright 2026 the pwlforge authors.
# Licensed under the Apache License, Version 2.0; see LICENSE.
# SPDX-License-Identifier: Apache-2.0
"""Piecewise-linear units for transformer accelerators: fit tables, evaluate units bit for bit, write their Verilog.

    import numpy as np
    import pwlforge

    table = pwlforge.fit("gelu", entries=16, scale_in=2**-5)
    unit = pwlforge.Unit(table)
    unit(np.arange(-128, 128, dtype=np.int8))        # codes in, codes out: the C++ golden model
    pwlforge.generate("gelu_unit", table, unit="int8")
    pwlforge.simulate("gelu_unit")                   # the Verilog, bit for bit

Every number that a unit gives comes from the C++ golden model; nothing here computes it again. Errors are
``pwlforge.Error``: ``InputError`` (also a ValueError), ``IoError`` (also an OSError) and ``CheckFailed``.
"""

from ._core import CheckFailed, Error, InputError, IoError
from ._core import tool as __tool__
from .directory import generate, simulate
from .table import Context, Segment, Table, fit, function_names
from .unit import Unit

__version__ = __tool__.split()[-1]
__all__ = [
    "CheckFailed",
    "Context",
    "Error",
    "InputError",
    "IoError",
    "Segment",
    "Table",
    "Unit",
    "fit",
    "function_names",
    "generate",
    "simulate",
]
