# Copyright 2026 the pwlforge authors.
# Licensed under the Apache License, Version 2.0; see LICENSE.
# SPDX-License-Identifier: Apache-2.0
"""What the tests of the Python package share."""

import os
import subprocess
from fractions import Fraction

import numpy as np
import pytest


def run_program(*arguments):
    """The C++ program, for what the package must agree with."""
    return subprocess.run(
        [os.environ["PWLFORGE"], *map(str, arguments)], check=True, capture_output=True, text=True
    ).stdout


@pytest.fixture
def program():
    return run_program


def restated(table, context, code):
    """Output of one code from the parameters of a table, in exact rationals and written down again."""
    one = table.contexts[context]
    entry = int(np.sum(code >= one.thresholds))
    total = int(one.slopes[entry]) * int(code) + (int(one.intercepts[entry]) << one.shift)
    rounded = (Fraction(total, 2**one.requant_shift) + Fraction(1, 2)).__floor__()
    low, high = (-(2 ** (table.output_bits - 1)), 2 ** (table.output_bits - 1) - 1)
    if not table.output_signed:
        low, high = 0, 2**table.output_bits - 1
    return max(low, min(high, rounded))
