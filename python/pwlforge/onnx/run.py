# Copyright 2026 the pwlforge authors.
# Licensed under the Apache License, Version 2.0; see LICENSE.
# SPDX-License-Identifier: Apache-2.0
"""The model as it is, run on the user's data: what reaches every place, and whether it makes what it seems to."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any

import numpy as np
import onnx
import onnxruntime
from numpy.typing import NDArray

from .. import _core, calibrate
from .find import SCALAR_FUNCTIONS, Found

_COMPARED_ROWS = 64


def open_session(proto: onnx.ModelProto, name: str) -> onnxruntime.InferenceSession:
    """InputError when onnxruntime cannot run the model."""
    options = onnxruntime.SessionOptions()
    options.log_severity_level = 3
    try:
        return onnxruntime.InferenceSession(proto.SerializeToString(), options, providers=["CPUExecutionProvider"])
    except Exception as error:  # onnxruntime has a class of exception for each of its states
        reason = str(error).strip().splitlines()[0]
        raise _core.InputError(
            f"{name}: onnxruntime cannot run it ({reason}); check the model with onnx.checker"
        ) from error


def record(
    proto: onnx.ModelProto, name: str, found: list[Found], data: Iterable[Mapping[str, Any] | NDArray[Any]]
) -> dict[tuple[str, int], calibrate.Record]:
    """Records by (source, axis). Sets ``wrong`` of the places that were found by their steps."""
    guessed = [one for one in found if one.function not in SCALAR_FUNCTIONS]
    watched = onnx.ModelProto()
    watched.CopyFrom(proto)
    known = {one.name for one in watched.graph.output}
    names = sorted({one.source for one in found} | {one.output for one in guessed})
    watched.graph.output.extend(onnx.ValueInfoProto(name=one) for one in names if one not in known)
    session = open_session(watched, name)
    inputs = [one.name for one in session.get_inputs()]
    records = {(one.source, one.axis): calibrate.Record() for one in found}
    runs = 0
    for feed in data:
        if not isinstance(feed, Mapping):
            if len(inputs) != 1:
                raise _core.InputError(
                    f"data: the model has {len(inputs)} inputs; give mappings with {', '.join(inputs)}"
                )
            feed = {inputs[0]: feed}
        try:
            values = dict(zip(names, session.run(names, dict(feed)))) if names else {}
        except Exception as error:
            reason = str(error).strip().splitlines()[0]
            raise _core.InputError(f"data: the model does not run on element {runs} ({reason})") from error
        for (source, axis), one in records.items():
            one.add(values[source], axis)
        for place in guessed:
            place.wrong = max(place.wrong, _difference(place, values[place.source], values[place.output]))
        runs += 1
    if runs == 0:
        raise _core.InputError("data: there is none; give what the model will see, a few dozen inputs")
    return records


def _difference(place: Found, x: NDArray[Any], y: NDArray[Any]) -> float:
    """Largest difference between what the graph gave and the function of what it took, of some rows."""
    if x.shape != y.shape or not -x.ndim <= place.axis < x.ndim:
        return np.inf
    given = np.moveaxis(x, place.axis, -1).reshape(-1, x.shape[place.axis])
    made = np.moveaxis(y, place.axis, -1).reshape(given.shape)
    worst = 0.0
    for at in range(0, given.shape[0], given.shape[0] // _COMPARED_ROWS + 1):
        row = given[at].astype(np.float64)
        if not np.all(np.isfinite(made[at])):
            continue
        rounding = 0.0
        if place.function == "softmax":
            wanted = calibrate.softmax_of(row)
        else:
            rounding = _norm_rounding(row, place)
            wanted = calibrate.norm_of(row, place.function == "layernorm", place.epsilon)
            wanted = wanted * (1 if place.gamma is None else place.gamma) + (0 if place.beta is None else place.beta)
        worst = max(worst, float(np.abs(made[at] - wanted).max() / (1 + np.abs(wanted).max())) - rounding)
    return worst


def _norm_rounding(row: NDArray[np.float64], place: Found) -> float:
    """What single precision may do to a norm, relative to its largest output: mean of x^2 - mean^2 cancels where a row
    hardly differs from its mean, and sums of n numbers are off by some sqrt(n) roundings."""
    spread = (row.var() if place.function == "layernorm" else np.mean(row**2)) + place.epsilon
    return float(8 * np.sqrt(row.size) * np.finfo(np.float32).epsneg * np.mean(row**2) / spread) if spread > 0 else 0.0
