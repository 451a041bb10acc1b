# Copyright 2026 the pwlforge authors.
# Licensed under the Apache License, Version 2.0; see LICENSE.
# SPDX-License-Identifier: Apache-2.0
"""Elementwise nodes evaluated on a grid, so that a function is known by its values."""

from __future__ import annotations

import functools
import math
from typing import Any, Callable

import numpy as np
from numpy.typing import NDArray

from .graph import Graph, attribute

_erf = np.vectorize(math.erf, otypes=[float])


def _sigmoid(x: NDArray[Any]) -> NDArray[Any]:
    return 0.5 * (1 + np.tanh(0.5 * x))


def _gelu(x: NDArray[Any], approximate: str) -> NDArray[Any]:
    if approximate == "tanh":
        return 0.5 * x * (1 + np.tanh(np.sqrt(2 / np.pi) * (x + 0.044715 * x**3)))
    return 0.5 * x * (1 + _erf(x / np.sqrt(2)))


def _text(value: Any) -> str:
    return value.decode() if isinstance(value, bytes) else str(value)


_PLAIN: dict[str, Callable[..., NDArray[Any]]] = {
    "Add": np.add,
    "Sub": np.subtract,
    "Mul": np.multiply,
    "Div": np.divide,
    "Pow": np.power,
    "Neg": np.negative,
    "Abs": np.abs,
    "Sqrt": np.sqrt,
    "Reciprocal": np.reciprocal,
    "Exp": np.exp,
    "Log": np.log,
    "Erf": _erf,
    "Tanh": np.tanh,
    "Sigmoid": _sigmoid,
    "Softplus": lambda x: np.logaddexp(0, x),
    "Min": lambda *x: functools.reduce(np.minimum, x),
    "Max": lambda *x: functools.reduce(np.maximum, x),
    "Relu": lambda x: np.maximum(x, 0),
    "HardSwish": lambda x: x * np.clip(x / 6 + 0.5, 0, 1),
    "Identity": lambda x: x,
    "FastGelu": lambda x: _gelu(x, "tanh"),
}
_WITH_ATTRIBUTES = ("Clip", "HardSigmoid", "Gelu", "Swish", "LeakyRelu", "Elu")
_EVALUATED = frozenset([*_PLAIN, *_WITH_ATTRIBUTES])
_OF_ONNXRUNTIME = ("Gelu", "FastGelu")  # its own operators, as its optimizer writes them
#: Nodes without which a function of one number is a line.
NONLINEAR = frozenset(
    [
        "Pow",
        "Abs",
        "Sqrt",
        "Reciprocal",
        "Exp",
        "Log",
        "Erf",
        "Tanh",
        "Sigmoid",
        "Softplus",
        "Relu",
        "HardSwish",
        "FastGelu",
        "Softmax",
        "LogSoftmax",
        "LayerNormalization",
        "RMSNormalization",
        "SimplifiedLayerNormalization",
        "InstanceNormalization",
        "GroupNormalization",
        "LpNormalization",
        "PRelu",
        "LSTM",
        "GRU",
        "RNN",
        "Selu",
        "Celu",
        "Mish",
        *_WITH_ATTRIBUTES,
    ]
)


def can_evaluate(node: Any) -> bool:
    """Whether :func:`evaluate` knows the node."""
    if node.domain not in ("", "ai.onnx"):
        return node.op_type in _OF_ONNXRUNTIME and len(node.input) == 1
    return node.op_type in _EVALUATED


def _apply(graph: Graph, node: Any, operands: list[NDArray[Any]]) -> NDArray[Any]:
    x = operands[0]
    if node.op_type == "Clip":
        low = operands[1] if len(operands) > 1 and node.input[1] else -np.inf
        high = operands[-1] if len(node.input) > 2 and node.input[2] else np.inf
        return np.clip(x, low, high)
    if node.op_type == "HardSigmoid":
        return np.clip(attribute(node, "alpha", 0.2) * x + attribute(node, "beta", 0.5), 0, 1)
    if node.op_type == "Gelu":
        return _gelu(x, _text(attribute(node, "approximate", "none")))
    if node.op_type == "Swish":
        return x * _sigmoid(attribute(node, "alpha", 1.0) * x)
    if node.op_type == "LeakyRelu":
        return np.where(x < 0, attribute(node, "alpha", 0.01) * x, x)
    if node.op_type == "Elu":
        return np.where(x < 0, attribute(node, "alpha", 1.0) * np.expm1(np.minimum(x, 0)), x)
    return _PLAIN[node.op_type](*operands)


def evaluate(graph: Graph, names: list[str], source: str, grid: NDArray[Any]) -> NDArray[Any] | None:
    """Value of the last name for each value of the source; names are in the order of the graph. None where it is not a
    number."""
    values: dict[str, Any] = {source: grid}
    with np.errstate(all="ignore"):
        for name in names:
            node = graph.producer[name]
            operands: list[Any] = []
            for one in node.input:
                if one:
                    operands.append(values[one] if one in values else np.float64(graph.scalar(one)))  # type: ignore[arg-type]
            values[name] = _apply(graph, node, operands)
    result = np.broadcast_to(np.asarray(values[names[-1]], dtype=float), grid.shape)
    return result if np.all(np.isfinite(result)) else None
