# Copyright 2026 the pwlforge authors.
# Licensed under the Apache License, Version 2.0; see LICENSE.
# SPDX-License-Identifier: Apache-2.0
"""A graph to look things up in and to rewrite: producers, consumers, constants."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import Any

import numpy as np
import onnx
from numpy.typing import NDArray
from onnx import numpy_helper

from .._core import InputError

FIRST_OPSET = 11  # Round and the integer forms of Clip's neighbours
DOMAINS = ("", "ai.onnx")


class Graph:
    """The main graph of a model, and what follows from it."""

    def __init__(self, model: onnx.ModelProto, name: str) -> None:
        self.model = model
        self.name = name
        self.proto = model.graph
        self.opset = self._checked()
        self.producer: dict[str, onnx.NodeProto] = {}
        self.consumers: dict[str, list[onnx.NodeProto]] = {}
        for node in self.proto.node:
            for output in node.output:
                self.producer[output] = node
            for one in node.input:
                self.consumers.setdefault(one, []).append(node)
        self.outputs = {one.name for one in self.proto.output}
        self._order = {name: at for at, node in enumerate(self.proto.node) for name in node.output}
        self._captured = set(_captured(self.proto))
        self._constants: dict[str, NDArray[Any] | None] = {}
        self._initializers = {one.name: one for one in self.proto.initializer}
        self._replacements: dict[str, list[onnx.NodeProto]] = {}
        self._names = set(self.producer) | set(self._initializers) | {one.name for one in self.proto.input}

    def _checked(self) -> int:
        versions = {one.domain: one.version for one in self.model.opset_import}
        opset = next((versions[domain] for domain in DOMAINS if domain in versions), 0)
        if opset < FIRST_OPSET:
            raise InputError(
                f"{self.name}: operator set {opset} is too old (at least {FIRST_OPSET} is needed: integer arithmetic); "
                "export again, or use onnx.version_converter"
            )
        half = _first_half_precision(self.proto)
        if half:
            raise InputError(f"{self.name}: {half} has elements of 16 bits; convert the model to float32 first")
        if not self.proto.node:
            raise InputError(f"{self.name}: a graph without nodes; nothing to replace")
        return opset

    def constant(self, name: str) -> NDArray[Any] | None:
        """Value of a name that no input changes: initializers, Constant nodes, and copies of them; else None."""
        if name not in self._constants:
            self._constants[name] = self._find_constant(name)
        return self._constants[name]

    def _find_constant(self, name: str) -> NDArray[Any] | None:
        if name in self._initializers:
            return numpy_helper.to_array(self._initializers[name])
        node = self.producer.get(name)
        if node is None:
            return None
        if node.op_type == "Constant":
            value = attribute(node, "value")
            if value is not None:
                return numpy_helper.to_array(value)
            for kind in ("value_float", "value_floats", "value_int", "value_ints"):
                if attribute(node, kind) is not None:
                    return np.array(attribute(node, kind), dtype=np.float32 if "float" in kind else np.int64)
            return None
        if node.op_type in ("Identity", "Unsqueeze", "Squeeze", "Reshape", "Cast") and node.input:
            value = self.constant(node.input[0])
            if value is None or node.op_type == "Identity":
                return value
            if node.op_type == "Cast":
                return value.astype(onnx.helper.tensor_dtype_to_np_dtype(attribute(node, "to")))
            return value if value.size == 1 else None
        return None

    def scalar(self, name: str) -> float | None:
        """A constant of one element."""
        value = self.constant(name)
        return (
            float(value.reshape(-1)[0]) if value is not None and value.size == 1 and value.dtype.kind in "fiu" else None
        )

    def in_order(self, names: Iterable[str]) -> list[str]:
        """Results in the order in which the graph makes them."""
        return sorted(names, key=self._order.__getitem__)

    def inner_nodes(self) -> Iterator[onnx.NodeProto]:
        """Nodes of the bodies of loops and branches."""
        for _, body in _subgraphs(self.proto):
            yield from _every_node(body)

    def only_inside(self, names: set[str], last: str) -> bool:
        """Whether what nodes make on the way to ``last`` is used nowhere but by their own: then they can go."""
        for name in names - {last}:
            if name in self.outputs or name in self._captured:
                return False
            if any(not set(node.output) & names for node in self.consumers.get(name, [])):
                return False
        return True

    def fresh(self, wanted: str) -> str:
        """A name that nothing has yet."""
        name, number = wanted, 1
        while name in self._names:
            number += 1
            name = f"{wanted}_{number}"
        self._names.add(name)
        return name

    def replace(self, output: str, nodes: list[onnx.NodeProto], constants: list[onnx.TensorProto]) -> None:
        """Lets nodes make ``output`` in the place of the node that made it, once :meth:`finish` is called."""
        self._replacements[output] = nodes
        self.proto.initializer.extend(constants)

    def finish(self) -> None:
        """Carries the replacements out and removes what nothing uses any more."""
        nodes: list[onnx.NodeProto] = []
        for node in list(self.proto.node):
            for at, output in enumerate(node.output):
                if output in self._replacements:
                    nodes.extend(self._replacements[output])
                    node.output[at] = self.fresh(output + "_replaced")
            nodes.append(node)
        copies = [onnx.NodeProto.FromString(node.SerializeToString()) for node in nodes]
        del self.proto.node[:]
        self.proto.node.extend(copies)
        self._drop_unused()

    def _drop_unused(self) -> None:
        while True:
            used = {name for node in self.proto.node for name in node.input} | self.outputs | set(_captured(self.proto))
            kept = [node for node in self.proto.node if any(name in used for name in node.output)]
            if len(kept) == len(self.proto.node):
                break
            del self.proto.node[:]
            self.proto.node.extend(kept)
        kept_constants = [one for one in self.proto.initializer if one.name in used]
        inputs = [one for one in self.proto.input if one.name in used or one.name not in self._initializers]
        made = {name for node in self.proto.node for name in node.output}
        known = [one for one in self.proto.value_info if one.name in made]
        del self.proto.value_info[:]
        self.proto.value_info.extend(known)
        del self.proto.initializer[:], self.proto.input[:]
        self.proto.initializer.extend(kept_constants)
        self.proto.input.extend(inputs)


def attribute(node: onnx.NodeProto, name: str, default: Any = None) -> Any:
    """Value of an attribute."""
    for one in node.attribute:
        if one.name == name:
            return onnx.helper.get_attribute_value(one)
    return default


def _subgraphs(graph: onnx.GraphProto) -> Iterator[tuple[onnx.NodeProto, onnx.GraphProto]]:
    for node in graph.node:
        for one in node.attribute:
            if one.type == onnx.AttributeProto.GRAPH:
                yield node, one.g
            elif one.type == onnx.AttributeProto.GRAPHS:
                yield from ((node, inner) for inner in one.graphs)


def _every_node(graph: onnx.GraphProto) -> Iterator[onnx.NodeProto]:
    yield from graph.node
    for _, body in _subgraphs(graph):
        yield from _every_node(body)


def _captured(graph: onnx.GraphProto) -> Iterator[str]:
    """Names that bodies of loops and branches use."""
    for _, inner in _subgraphs(graph):
        for node in inner.node:
            yield from node.input
        yield from (one.name for one in inner.output)
        yield from _captured(inner)


def _first_half_precision(graph: onnx.GraphProto) -> str:
    halves = (onnx.TensorProto.FLOAT16, onnx.TensorProto.BFLOAT16)
    for one in [*graph.input, *graph.output]:
        if one.type.tensor_type.elem_type in halves:
            return one.name
    return next((one.name for one in graph.initializer if one.data_type in halves), "")
