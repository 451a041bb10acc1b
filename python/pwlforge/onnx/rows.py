# Copyright 2026 the pwlforge authors.
# Licensed under the Apache License, Version 2.0; see LICENSE.
# SPDX-License-Identifier: Apache-2.0
"""Softmax, LayerNorm and RMSNorm: as operators, or by the steps of their definition."""

from __future__ import annotations

from typing import Any

import onnx
from numpy.typing import NDArray

from .graph import Graph, attribute

Place = dict[str, Any]


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


def _reduction(graph: Graph, name: str, kind: str) -> tuple[str, int] | None:
    """(operand, axis) of a reduction over one axis that stays."""
    node = graph.producer.get(name)
    if node is None or node.op_type != kind or attribute(node, "keepdims", 1) != 1:
        return None
    axes = _axes(graph, node)
    return (node.input[0], axes[0]) if axes is not None and len(axes) == 1 else None


def _made_by(graph: Graph, name: str, kind: str) -> onnx.NodeProto | None:
    node = graph.producer.get(name)
    return node if node is not None and node.op_type == kind else None


def _softmax_steps(graph: Graph, node: onnx.NodeProto, reasons: dict[str, str]) -> Place | None:
    """exp(x - max) / sum, with or without the subtraction."""
    if node.op_type != "Div":
        return None
    exponential = _made_by(graph, node.input[0], "Exp")
    total = _reduction(graph, node.input[1], "ReduceSum")
    if exponential is None or total is None or total[0] != exponential.output[0]:
        return None
    inside = {node.output[0], node.input[1], exponential.output[0]}
    source = exponential.input[0]
    shifted = _made_by(graph, source, "Sub")
    if shifted is not None:
        largest = _reduction(graph, shifted.input[1], "ReduceMax")
        if largest == (shifted.input[0], total[1]):
            inside |= {source, shifted.input[1]}
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


def _square(graph: Graph, name: str) -> tuple[str, set[str]] | None:
    node = graph.producer.get(name)
    if node is None:
        return None
    if node.op_type == "Pow" and graph.scalar(node.input[1]) == 2.0:
        return node.input[0], {name}
    if node.op_type == "Mul" and node.input[0] == node.input[1]:
        return node.input[0], {name}
    return None


def _deviation(graph: Graph, name: str, inverse: bool) -> tuple[str, int, float, set[str]] | None:
    """name = sqrt(mean of x^2 + epsilon), or one by that: (x, axis, epsilon, results)."""
    root = graph.producer.get(name)
    if root is None:
        return None
    power = graph.scalar(root.input[1]) if root.op_type == "Pow" else None
    if (inverse and power != -0.5) or (not inverse and root.op_type != "Sqrt" and power != 0.5):
        return None
    total = _made_by(graph, root.input[0], "Add")
    if total is None:
        return None
    for at in (0, 1):
        epsilon = graph.scalar(total.input[1 - at])
        mean = _reduction(graph, total.input[at], "ReduceMean")
        if epsilon is None or mean is None:
            continue
        square = _square(graph, mean[0])
        if square is not None:
            return square[0], mean[1], epsilon, {name, root.input[0], total.input[at]} | square[1]
    return None


def _normalized(graph: Graph, name: str) -> Place | None:
    """name = c / sqrt(mean of c^2 + epsilon), c = x or x - mean."""
    node = graph.producer.get(name)
    if node is None or node.op_type not in ("Div", "Mul"):
        return None
    for at in (0, 1):
        centred = node.input[at]
        other = node.input[1 - at]
        inside = {name}
        power = False
        if node.op_type == "Mul":
            inverse = graph.producer.get(other)
            if inverse is None:
                continue
            inside.add(other)
            if inverse.op_type == "Reciprocal":
                other = inverse.input[0]
            elif inverse.op_type == "Div" and graph.scalar(inverse.input[0]) == 1.0:
                other = inverse.input[1]
            elif inverse.op_type == "Pow":
                power = True
            else:
                continue
        elif at == 1:
            break
        deviation = _deviation(graph, other, inverse=power)
        if deviation is None:
            continue
        squared, axis, epsilon, results = deviation
        inside |= results
        place = {
            "function": "rmsnorm",
            "source": centred,
            "output": name,
            "axis": axis,
            "epsilon": epsilon,
            "inside": inside,
            "gamma": None,
            "beta": None,
        }
        mean = _centred(graph, centred, axis)
        if mean is not None and (squared == centred or _centred(graph, squared, axis) == mean):
            place.update(function="layernorm", source=mean[0])
            inside |= {centred, squared, graph.producer[centred].input[1], graph.producer[squared].input[1]}
            return place
        if squared == centred:
            return place
    return None


def _centred(graph: Graph, name: str, axis: int) -> tuple[str] | None:
    """(x,) when name = x - mean of x."""
    node = _made_by(graph, name, "Sub")
    if node is None:
        return None
    mean = _reduction(graph, node.input[1], "ReduceMean")
    return (node.input[0],) if mean == (node.input[0], axis) else None


def _channels(value: NDArray[Any] | None) -> NDArray[Any] | None:
    """A constant that differs along the last axis only."""
    if value is None or value.dtype.kind != "f" or value.size != (value.shape[-1] if value.ndim else 1):
        return None
    return value.reshape(-1)


def _norm_steps(graph: Graph, node: onnx.NodeProto, reasons: dict[str, str]) -> Place | None:
    """A normalized row, times gamma, plus beta; the last two where they are constants."""
    name = node.output[0]
    outer: set[str] = set()
    beta: NDArray[Any] | None = None
    gamma: NDArray[Any] | None = None
    if node.op_type == "Add":
        inner = _with_constant(graph, node)
        if inner is None:
            return None
        outer, (name, beta) = {name}, inner
    product = _made_by(graph, name, "Mul")
    inner = None if product is None else _with_constant(graph, product)
    if inner is not None:
        outer, (name, gamma) = outer | {name}, inner
    place = _normalized(graph, name)
    if place is None:
        return None
    if (gamma is not None or beta is not None) and place["axis"] < 0 and place["axis"] != -1:
        return None
    place.update(
        output=node.output[0], gamma=gamma, beta=beta, inside=place["inside"] | outer, form=_form(place, gamma, beta)
    )
    return place


def _with_constant(graph: Graph, node: onnx.NodeProto) -> tuple[str, NDArray[Any]] | None:
    """(operand, constant) of a node with one of each."""
    for at in (0, 1):
        value = _channels(graph.constant(node.input[at]))
        if value is not None and graph.constant(node.input[1 - at]) is None:
            return node.input[1 - at], value
    return None


def _form(place: Place, gamma: Any, beta: Any) -> str:
    parts = ["ReduceMean+Sub" if place["function"] == "layernorm" else "", "square+ReduceMean+Sqrt"]
    return "+".join(p for p in parts if p) + ("" if gamma is None else ", scale") + ("" if beta is None else ", bias")
