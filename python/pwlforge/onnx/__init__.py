# Copyright 2026 the pwlforge authors.
# Licensed under the Apache License, Version 2.0; see LICENSE.
# SPDX-License-Identifier: Apache-2.0
"""Non-linear functions of an ONNX graph as units, from standard operators only.

    import pwlforge.onnx

    conversion = pwlforge.onnx.convert("model.onnx", [{"x": first}, {"x": second}])
    print(conversion.report())             # what was replaced, what was not, and why
    conversion.save("model-units.onnx")    # any runtime evaluates it
    conversion.write_tables("tables")      # for pwlforge gen

Needs the packages onnx and onnxruntime (``pip install pwlforge[onnx]``).
"""

from .convert import Conversion, Site, convert
from .find import FUNCTIONS, Left

__all__ = ["FUNCTIONS", "Conversion", "Left", "Site", "convert"]
