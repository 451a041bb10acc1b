# Copyright 2026 the pwlforge authors.
# Licensed under the Apache License, Version 2.0; see LICENSE.
# SPDX-License-Identifier: Apache-2.0
"""Where a graph has functions that a unit computes.

Functions of one number are found by what they compute, not by how an exporter writes them: for every result the
elementwise nodes in front of it are evaluated over a grid, and compared with the functions that are built in. Rows
(softmax, LayerNorm, RMSNorm) are found as operators or by the steps of their definition.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Any

import numpy as np
import onnx
from numpy.typing import NDArray

from .. import _core
from .elementwise import NONLINEAR, can_evaluate, evaluate
from .graph import Graph
from .rows import find_row

#: Functions of one number that are looked for.
SCALAR_FUNCTIONS = ("gelu", "hswish", "silu", "sigmoid", "tanh")
ROW_FUNCTIONS = ("softmax", "layernorm", "rmsnorm")
FUNCTIONS = SCALAR_FUNCTIONS + ROW_FUNCTIONS

_GRID = np.concatenate([np.linspace(-12, 12, 481), np.linspace(-3.3, 3.3, 133)])
_TOLERANCE = 2e-4  # of an exporter's rounded constants, per unit of |x| + 1
_TANH_FORM_TOLERANCE = 1e-5
_DEEPEST = 16  # nodes on the way of the longest form


@dataclass
class Found:
    """One place: ``output`` is ``function`` of ``source``, and the nodes that make it are used for nothing else."""

    function: str
    source: str
    output: str
    form: str  #: how the graph writes it
    axis: int = -1  #: rows
    epsilon: float = 0.0  #: norms
    gamma: NDArray[Any] | None = None
    beta: NDArray[Any] | None = None
    wrong: float = 0.0  #: rows: how far the graph is from the function, on the data
    inside: set[str] = field(default_factory=set)  #: results of the nodes


@dataclass
class Left:
    """A node that stays in floating point, and why."""

    node: str
    operator: str
    reason: str


def find(graph: Graph) -> tuple[list[Found], list[Left]]:
    """All places, in the order of the graph, and the non-linear nodes that are left."""
    found: list[Found] = []
    taken: set[str] = set()
    reasons: dict[str, str] = {}
    # From the end: the whole of SiLU comes before the sigmoid inside.
    for node in reversed(list(graph.proto.node)):
        if not node.output or node.output[0] in taken:
            continue
        place = find_row(graph, node, reasons) or _find_scalar(graph, node, reasons)
        if place is None:
            continue
        one = Found(**place)
        taken |= one.inside
        found.append(one)
    left = [
        Left(
            node.name or node.output[0],
            node.op_type,
            reasons.get(node.output[0], _REASONS.get(node.op_type, "no unit computes it")),
        )
        for node in graph.proto.node
        if node.op_type in NONLINEAR and node.output and node.output[0] not in taken
    ]
    left.extend(
        Left(
            node.name or node.output[0], node.op_type, "in the body of a loop or a branch, where nothing is looked for"
        )
        for node in graph.inner_nodes()
        if node.op_type in NONLINEAR
    )
    return found[::-1], left


_REASONS = {
    "Relu": "piecewise linear already: a comparison",
    "LeakyRelu": "piecewise linear already",
    "PRelu": "piecewise linear already",
    "Clip": "piecewise linear already: two comparisons",
    "HardSigmoid": "piecewise linear already, and no function of a unit",
    "LSTM": "its sigmoids and tanhs are inside the operator",
    "GRU": "its sigmoids and tanhs are inside the operator",
    "RNN": "its functions are inside the operator",
    "Exp": "not part of a softmax",
    "Sqrt": "not part of a norm",
    "Erf": "not part of a GELU",
    "Reciprocal": "not part of a norm",
}


def _cone(graph: Graph, output: str) -> tuple[set[str], list[str]]:
    """Results of the elementwise nodes with constants in front of ``output``, and their order, the nearest first."""
    inside: set[str] = set()
    order: list[str] = []
    front = [output]
    while front and len(inside) < 2 * _DEEPEST:
        name = front.pop(0)
        node = graph.producer.get(name)
        if name in inside or node is None or not can_evaluate(node) or graph.constant(name) is not None:
            continue
        if any(one and graph.constant(one) is not None and graph.scalar(one) is None for one in node.input):
            continue
        inside.add(name)
        order.append(name)
        front.extend(one for one in node.input if one and graph.constant(one) is None)
    return inside, order


def _between(graph: Graph, source: str, output: str, inside: set[str]) -> set[str] | None:
    """Results on the way from source to output; None when output depends on anything else."""
    passed: set[str] = set()
    front = [output]
    while front:
        name = front.pop()
        if name == source or name in passed:
            continue
        if name not in inside:
            return None
        passed.add(name)
        front.extend(one for one in graph.producer[name].input if one and graph.constant(one) is None)
    return passed


def _find_scalar(graph: Graph, node: onnx.NodeProto, reasons: dict[str, str]) -> dict[str, Any] | None:
    output = node.output[0]
    if not can_evaluate(node) or graph.constant(output) is not None:
        return None
    inside, order = _cone(graph, output)
    sources: list[str] = []
    for name in reversed(order):
        for one in graph.producer[name].input:
            if one and graph.constant(one) is None and one not in sources:
                sources.append(one)
    for source in sources:
        passed = _between(graph, source, output, inside)
        if not passed or len(passed) > _DEEPEST or not any(graph.producer[p].op_type in NONLINEAR for p in passed):
            continue
        names = graph.in_order(passed)
        values = evaluate(graph, names, source, _GRID)
        function = None if values is None else _function_of(values)
        if function is None:
            continue
        if not graph.only_inside(passed, output):
            reasons[output] = "what its nodes make on the way is used elsewhere too"
            continue
        form = "+".join(graph.producer[name].op_type for name in names)
        if function == "gelu (tanh form)":
            function, form = "gelu", form + ", tanh form"
        return {"function": function, "source": source, "output": output, "form": form, "inside": passed}
    return None


def _function_of(values: NDArray[Any]) -> str | None:
    """The function that has these values on the grid."""
    for name, wanted, tolerance in _reference():
        if np.all(np.abs(values - wanted) <= tolerance * (1 + np.abs(_GRID))):
            return name
    return None


_KNOWN: list[tuple[str, NDArray[Any], float]] = []


def _reference() -> list[tuple[str, NDArray[Any], float]]:
    """(name, values on the grid, tolerance) of what is looked for."""
    if not _KNOWN:
        for name in SCALAR_FUNCTIONS:
            # The two forms of GELU differ by less than the tolerance of others.
            tolerance = _TANH_FORM_TOLERANCE if name == "gelu" else _TOLERANCE
            _KNOWN.append((name, np.array(_core.function_value(name, _GRID.tolist())), tolerance))
        inner = np.sqrt(2 / np.pi) * (_GRID + 0.044715 * _GRID**3)
        _KNOWN.append(("gelu (tanh form)", 0.5 * _GRID * (1 + np.tanh(inner)), _TOLERANCE / 4))
    return _KNOWN
