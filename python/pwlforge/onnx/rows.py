# Copyright 2026 the pwlforge authors.
# Licensed under the Apache License, Version 2.0; see LICENSE.
# SPDX-License-Identifier: Apache-2.0
"""Softmax, LayerNorm and RMSNorm: as operators, or by the steps of their definition.

Steps are followed through nodes that only change shapes, so what is found here is a guess: it is kept when the numbers
of the calibration agree (convert.py)."""

from __future__ import annotations

from typing import Any, NamedTuple

import onnx
from numpy.typing import NDArray

from .graph import Graph, attribute

Place = dict[str, Any]
Results = frozenset[str]


def find_row(graph: Graph, node: onnx.NodeProto, reasons: dict[str, str]) -> Place | None:
    """What ends at this node, or None."""
    for finder in (_whole_softmax, _softmax_steps, _whole_norm, _norm_steps):
        place = finder(graph, node, reasons)
        if place is None:
            continue
        if graph.only_inside(place["inside"], place["output"]):
            return place
        reasons[place["output"]] = "what its nodes make on the way is used elsewhere too"
    return None


def _whole_softmax(graph: Graph, node: onnx.NodeProto, reasons: dict[str, str]) -> Place | None:
    if node.op_type != "Softmax":
        return None
    axis = attribute(node, "axis", 1 if graph.opset < 13 else -1)
    # Before operator set 13 all axes from this one on make one row: checked where ranks are known.
    return {
        "function": "softmax",
        "source": node.input[0],
        "output": node.output[0],
        "form": "Softmax",
        "axis": axis,
        "inside": {node.output[0]},
    }


def _axes(graph: Graph, node: onnx.NodeProto) -> list[int] | None:
    axes = attribute(node, "axes")
    if axes is None and len(node.input) > 1 and node.input[1]:
        value = graph.constant(node.input[1])
        axes = None if value is None else value.reshape(-1).tolist()
    return None if axes is None else [int(one) for one in axes]


_SHAPES = ("Reshape", "Expand", "Unsqueeze", "Squeeze", "Identity")


def _strip(graph: Graph, name: str) -> tuple[str, Results]:
    """What is behind nodes that only bring the scalar of a row back to the shape of the row, or bound it from below."""
    passed: Results = frozenset()
    while True:
        node = graph.producer.get(name)
        if node is None:
            return name, passed
        inner = node.input[0] if node.op_type in _SHAPES else None
        if node.op_type == "Max" and len(node.input) == 2:
            for at in (0, 1):
                bound = graph.scalar(node.input[at])
                if bound is not None and bound <= 0:
                    inner = node.input[1 - at]
        if inner is None or graph.constant(inner) is not None:
            return name, passed
        passed |= {name}
        name = inner


def _reduction(graph: Graph, name: str, kind: str) -> tuple[str, int, Results] | None:
    """(operand, axis, results) of a reduction over one axis."""
    name, passed = _strip(graph, name)
    node = graph.producer.get(name)
    if node is None or node.op_type != kind:
        return None
    axes = _axes(graph, node)
    return (node.input[0], axes[0], passed | {name}) if axes is not None and len(axes) == 1 else None


def _mean(graph: Graph, name: str) -> tuple[str, int, Results] | None:
    """The same of a mean: an operator, or a sum and a constant factor."""
    found = _reduction(graph, name, "ReduceMean")
    if found is not None:
        return found
    name, passed = _strip(graph, name)
    node = graph.producer.get(name)
    if node is None or node.op_type not in ("Mul", "Div"):
        return None
    for at in (0, 1) if node.op_type == "Mul" else (0,):
        if graph.scalar(node.input[1 - at]) is not None:
            found = _reduction(graph, node.input[at], "ReduceSum")
            if found is not None:
                return found[0], found[1], found[2] | passed | {name}
    return None


def _made_by(graph: Graph, name: str, *kinds: str) -> onnx.NodeProto | None:
    node = graph.producer.get(name)
    return node if node is not None and node.op_type in kinds else None


def _softmax_steps(graph: Graph, node: onnx.NodeProto, reasons: dict[str, str]) -> Place | None:
    """exp(x - max) / sum, with or without the subtraction."""
    if node.op_type != "Div":
        return None
    exponential = _made_by(graph, node.input[0], "Exp")
    total = _reduction(graph, node.input[1], "ReduceSum")
    if exponential is None or total is None or total[0] != exponential.output[0]:
        return None
    inside = {node.output[0], exponential.output[0]} | total[2]
    source = exponential.input[0]
    shifted = _made_by(graph, source, "Sub")
    if shifted is not None:
        largest = _reduction(graph, shifted.input[1], "ReduceMax")
        if largest is not None and largest[0] == shifted.input[0]:
            inside |= {source} | largest[2]
            source = shifted.input[0]
    return {
        "function": "softmax",
        "source": source,
        "output": node.output[0],
        "form": "Exp/ReduceSum",
        "axis": total[1],
        "inside": inside,
    }


def _whole_norm(graph: Graph, node: onnx.NodeProto, reasons: dict[str, str]) -> Place | None:
    kinds = {
        "LayerNormalization": "layernorm",
        "RMSNormalization": "rmsnorm",
        "SimplifiedLayerNormalization": "rmsnorm",
    }
    if node.op_type not in kinds:
        return None
    gamma = graph.constant(node.input[1])
    beta = graph.constant(node.input[2]) if len(node.input) > 2 and node.input[2] else None
    if gamma is None or gamma.ndim != 1:
        reasons[node.output[0]] = "its scale is no constant of one axis"
        return None
    if any(name and (name in graph.consumers or name in graph.outputs) for name in node.output[1:]):
        reasons[node.output[0]] = "its mean or deviation is used elsewhere"
        return None
    return {
        "function": kinds[node.op_type],
        "source": node.input[0],
        "output": node.output[0],
        "form": node.op_type,
        "axis": attribute(node, "axis", -1),
        "epsilon": attribute(node, "epsilon", 1e-5),
        "gamma": gamma,
        "beta": beta,
        "inside": {node.output[0]},
    }


def _square(graph: Graph, name: str) -> tuple[str, Results] | None:
    node = graph.producer.get(name)
    if node is None:
        return None
    if node.op_type == "Pow" and graph.scalar(node.input[1]) == 2.0:
        return node.input[0], frozenset([name])
    if node.op_type == "Mul" and node.input[0] == node.input[1]:
        return node.input[0], frozenset([name])
    return None


def _mean_square(graph: Graph, name: str) -> tuple[str, int, Results] | None:
    mean = _mean(graph, name)
    square = None if mean is None else _square(graph, mean[0])
    return None if mean is None or square is None else (square[0], mean[1], mean[2] | square[1])


def _central(graph: Graph, name: str) -> tuple[str, int, Results] | None:
    """x - mean of x."""
    node = _made_by(graph, name, "Sub")
    mean = None if node is None else _mean(graph, node.input[1])
    if node is None or mean is None or mean[0] != node.input[0]:
        return None
    return node.input[0], mean[1], mean[2] | {name}


def _variance(graph: Graph, name: str) -> tuple[str, bool, int, Results] | None:
    """(x, whether its mean is taken off, axis, results): mean of x^2, of (x - mean)^2, or mean of x^2 - mean^2."""
    name, passed = _strip(graph, name)
    plain = _mean_square(graph, name)
    if plain is not None:
        central = _central(graph, plain[0])
        if central is not None and central[1] == plain[1]:
            return central[0], True, plain[1], plain[2] | central[2] | passed
        return plain[0], False, plain[1], plain[2] | passed
    node = _made_by(graph, name, "Sub")
    if node is None:
        return None
    plain = _mean_square(graph, node.input[0])
    square = _square(graph, node.input[1])
    mean = None if square is None else _mean(graph, square[0])
    if plain is None or square is None or mean is None or mean[:2] != plain[:2]:
        return None
    return plain[0], True, plain[1], plain[2] | square[1] | mean[2] | passed | {name}


class _Root(NamedTuple):
    """sqrt(variance + epsilon), or one by that, with gamma where it is multiplied by it."""

    source: str
    centred: bool
    axis: int
    epsilon: float
    inside: Results
    gamma: NDArray[Any] | None = None


def _root(graph: Graph, name: str, power: float) -> _Root | None:
    """(variance + epsilon)^power, power 0.5 or -0.5."""
    name, passed = _strip(graph, name)
    node = graph.producer.get(name)
    if node is None:
        return None
    by_power = node.op_type == "Pow" and graph.scalar(node.input[1]) == power
    if not by_power and power < 0:
        if node.op_type == "Reciprocal":
            inner = _root(graph, node.input[0], 0.5)
        elif node.op_type == "Div" and graph.scalar(node.input[0]) == 1.0:
            inner = _root(graph, node.input[1], 0.5)
        else:
            return None
        return None if inner is None else inner._replace(inside=inner.inside | passed | {name})
    total_name, passed_too = _strip(graph, node.input[0]) if by_power or node.op_type == "Sqrt" else ("", frozenset())
    total = _made_by(graph, total_name, "Add")
    if total is None:
        return None
    for at in (0, 1):
        epsilon = graph.scalar(total.input[1 - at])
        variance = _variance(graph, total.input[at])
        if epsilon is not None and variance is not None:
            inside = variance[3] | passed | passed_too | {name, total_name}
            return _Root(variance[0], variance[1], variance[2], epsilon, inside)
    return None


def _inverse(graph: Graph, name: str) -> _Root | None:
    """One by the root, times gamma or not."""
    plain = _root(graph, name, -0.5)
    product = None if plain is not None else _made_by(graph, name, "Mul")
    scaled = None if product is None else _with_constant(graph, product)
    inner = None if scaled is None else _root(graph, scaled[0], -0.5)
    if scaled is None or inner is None:
        return plain
    return inner._replace(inside=inner.inside | {name}, gamma=scaled[1])


def _normalized(graph: Graph, name: str) -> Place | None:
    """name = c / root or c * (1 / root), c = x or x - mean."""
    node = _made_by(graph, name, "Div", "Mul")
    if node is None:
        return None
    for at in (0, 1) if node.op_type == "Mul" else (0,):
        numerator, other = node.input[at], node.input[1 - at]
        root = _root(graph, other, 0.5) if node.op_type == "Div" else _inverse(graph, other)
        if root is None:
            continue
        central = _central(graph, numerator)
        inside = root.inside | {name}
        if root.centred and central is not None and central[:2] == (root.source, root.axis):
            return _norm_place("layernorm", root, inside | central[2])
        if not root.centred and numerator == root.source:
            return _norm_place("rmsnorm", root, inside)
    return None


def _norm_place(function: str, root: _Root, inside: Results) -> Place:
    return {
        "function": function,
        "source": root.source,
        "axis": root.axis,
        "epsilon": root.epsilon,
        "gamma": root.gamma,
        "beta": None,
        "inside": set(inside),
    }


def _channels(value: NDArray[Any] | None) -> NDArray[Any] | None:
    """A constant that differs along one axis only."""
    if value is None or value.dtype.kind != "f" or value.size != max(value.shape, default=1):
        return None
    return value.reshape(-1)


def _norm_steps(graph: Graph, node: onnx.NodeProto, reasons: dict[str, str]) -> Place | None:
    """A normalized row, times gamma, plus beta; the last two where they are constants."""
    name = node.output[0]
    outer: set[str] = set()
    beta: NDArray[Any] | None = None
    if node.op_type == "Add":
        inner = _with_constant(graph, node)
        if inner is None:
            return None
        outer, (name, beta) = {name}, inner
    place = _normalized(graph, name)
    if place is None:
        product = _made_by(graph, name, "Mul")
        inner = None if product is None else _with_constant(graph, product)
        if inner is None:
            return None
        place = _normalized(graph, inner[0])
        if place is None or place["gamma"] is not None:
            return None
        outer, place["gamma"] = outer | {name}, inner[1]
    place.update(output=node.output[0], beta=beta, inside=place["inside"] | outer)
    place["form"] = "steps" + ("" if place["gamma"] is None else ", scale") + ("" if beta is None else ", bias")
    return place


def _with_constant(graph: Graph, node: onnx.NodeProto) -> tuple[str, NDArray[Any]] | None:
    """(operand, constant) of a node with one of each."""
    for at in (0, 1):
        value = _channels(graph.constant(node.input[at]))
        if value is not None and graph.constant(node.input[1 - at]) is None:
            return node.input[1 - at], value
    return None
