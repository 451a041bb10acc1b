# Copyright 2026 the pwlforge authors.
# Licensed under the Apache License, Version 2.0; see LICENSE.
# SPDX-License-Identifier: Apache-2.0
"""Units as nodes of the standard operator set, bit for bit.

An 8-bit unit is a look-up: QuantizeLinear, Gather, DequantizeLinear. Operators over rows are integer arithmetic on 64
bits in the steps of docs/operators.md; their own look-ups are filled by the golden model. Nothing is used that operator
set 11 does not have: floor is (a - a mod d) / d, the position of the leading one a count of comparisons.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import numpy as np
import onnx
from onnx import TensorProto, helper, numpy_helper

from .. import _core
from ..unit import Unit
from .graph import Graph

_MOST_BITS = 62  # of a product in 64 bits
_BIAS_FRACTION = 8  # of the bias of a norm, as in docs/operators.md


class Builder:
    """Collects nodes and constants under names of one site."""

    def __init__(self, graph: Graph, prefix: str) -> None:
        self._graph = graph
        self._prefix = prefix
        self.nodes: list[onnx.NodeProto] = []
        self.constants: list[onnx.TensorProto] = []

    def constant(self, values: Any, kind: Any = np.int64) -> str:
        name = self._graph.fresh(f"{self._prefix}/constant")
        self.constants.append(numpy_helper.from_array(np.array(values, dtype=kind), name))
        return name

    def add(self, operator: str, inputs: Sequence[str], output: str | None = None, **attributes: Any) -> str:
        name = output or self._graph.fresh(f"{self._prefix}/{operator}")
        self.nodes.append(helper.make_node(operator, list(inputs), [name], name=name + "/node", **attributes))
        return name

    def reduce(self, operator: str, x: str, axis: int) -> str:
        """Sum or largest over one axis, which stays."""
        as_input = self._graph.opset >= (13 if operator == "ReduceSum" else 18)
        if as_input:
            return self.add(operator, [x, self.constant([axis])], keepdims=1)
        return self.add(operator, [x], axes=[axis], keepdims=1)

    def cast(self, x: str, kind: int) -> str:
        return self.add("Cast", [x], to=kind)

    def look_up(self, table: Sequence[int], index: str) -> str:
        return self.add("Gather", [self.constant(table), index], axis=0)

    def floor_divide(self, a: str, d: str) -> str:
        """For d > 0 and any a; Div alone rounds towards zero."""
        return self.add("Div", [self.add("Sub", [a, self.add("Mod", [a, d])]), d])

    def clamp(self, x: str, low: int, high: int) -> str:
        bottom, top = self.constant(low), self.constant(high)
        raised = self.add("Where", [self.add("Less", [x, bottom]), bottom, x])
        return self.add("Where", [self.add("Less", [raised, top]), raised, top])

    def codes(self, x: str, scale: float, zero: int, bits: int) -> str:
        """Signed codes of single-precision numbers, in 64 bits."""
        step = self.constant(scale, np.float32)
        if bits == 8:
            return self.cast(self.add("QuantizeLinear", [x, step, self.constant(zero, np.int8)]), TensorProto.INT64)
        low, high = -(1 << (bits - 1)) - zero, (1 << (bits - 1)) - 1 - zero
        steps = self.add("Round", [self.add("Div", [x, step])])
        clipped = self.add("Clip", [steps, self.constant(low, np.float32), self.constant(high, np.float32)])
        return self.add("Add", [self.cast(clipped, TensorProto.INT64), self.constant(zero)])

    def real(self, codes: str, scale: float, output: str) -> None:
        """Codes times a scale, under the name that the graph knows."""
        self.add("Mul", [self.cast(codes, TensorProto.FLOAT), self.constant(scale, np.float32)], output)

    def finish(self, output: str) -> None:
        self._graph.replace(output, self.nodes, self.constants)


def emit_scalar(graph: Graph, unit: Unit, source: str, output: str, prefix: str) -> None:
    """output = unit of source, number by number."""
    build = Builder(graph, prefix)
    half = 1 << (unit.input_bits - 1)
    table = unit.outputs()
    # Unsigned codes are the places in the table.
    step = build.constant(unit.scale_in, np.float32)
    place = build.add("QuantizeLinear", [source, step, build.constant(unit.zero_in + half, np.uint8)])
    code = build.add("Gather", [build.constant(table, table.dtype), build.cast(place, TensorProto.INT32)], axis=0)
    zero = build.constant(unit.zero_out, table.dtype)
    build.add("DequantizeLinear", [code, build.constant(unit.scale_out, np.float32), zero], output)
    build.finish(output)


class _WideFunction:
    """1/v or 1/sqrt(v) of a positive integer: mantissa, and look-ups by the place of the leading one."""

    def __init__(self, build: Builder, unit: Unit, v: str, most: int, axis: int) -> None:
        table = next(one for one in unit.tables if one.function in ("div", "rsqrt"))
        self.root = table.function == "rsqrt"
        self._build = build
        self.width = width = table.input_bits
        self._places = places = most.bit_length() + 1  # a carry may go one further
        powers = np.array([1 << i for i in range(1, places)], dtype=np.int64).reshape((-1,) + (1,) * (-axis - 1))
        below = build.cast(build.add("Less", [v, build.constant(powers)]), TensorProto.INT64)
        octave = build.add("Sub", [build.constant(places - 1), build.reduce("ReduceSum", below, axis)])
        fraction = build.add("Sub", [v, build.look_up([1 << i for i in range(places)], octave)])
        raised = build.add("Mul", [fraction, self._by(octave, lambda i: 1 << max(width - i, 0))])
        rounded = build.add("Add", [raised, self._by(octave, lambda i: 1 << (i - width - 1) if i > width else 0)])
        u = build.add("Div", [rounded, self._by(octave, lambda i: 1 << max(i - width, 0))])
        carry = build.cast(build.add("Equal", [u, build.constant(1 << width)]), TensorProto.INT64)
        self.octave = build.add("Add", [octave, carry])
        index = build.add("Sub", [u, build.add("Mul", [carry, build.constant(1 << width)])])
        outputs = [Unit(table, context).outputs().astype(np.int64) for context in range(len(table.contexts))]
        if self.root:
            index = build.add("Add", [index, self.by(lambda i: (i & 1) << width)])
        self.mantissa = build.look_up(np.concatenate(outputs).tolist(), index)

    def _by(self, octave: str, word: Any) -> str:
        return self._build.look_up([word(i) for i in range(self._places)], octave)

    def by(self, word: Any) -> str:
        """A look-up by the final place of the leading one."""
        return self._build.look_up([word(i) for i in range(self._places + 1)], self.octave)

    def exponent(self, octave: int) -> int:
        return octave >> 1 if self.root else octave


def emit_softmax(graph: Graph, unit: Unit, source: str, output: str, prefix: str, axis: int) -> None:
    """Rows along a negative axis. The quantizer gives the largest number of a row the largest code, so that codes are
    spent on differences: what a softmax depends on."""
    build = Builder(graph, prefix)
    native: Any = unit._native
    below = build.add("Sub", [source, build.reduce("ReduceMax", source, axis)])
    codes = build.codes(below, unit.scale_in, (1 << (unit.input_bits - 1)) - 1, unit.input_bits)
    difference = build.add("Sub", [codes, build.reduce("ReduceMax", codes, axis)])
    half = 1 << (int(native.exp_input_bits) - 1)
    if native.exp_input_bits == unit.input_bits:
        difference = build.clamp(difference, -half, 0)
    exp = Unit(next(one for one in unit.tables if one.function == "exp")).outputs().astype(np.int64)
    e = build.look_up(exp.tolist(), build.add("Add", [difference, build.constant(half)]))
    total = build.reduce("ReduceSum", e, axis)
    # A row of nothing has e = 0 everywhere, whatever the reciprocal.
    positive = build.add("Where", [build.add("Less", [total, build.constant(1)]), build.constant(1), total])
    most = unit._native.max_row * int(exp.max())
    wide = _WideFunction(build, unit, positive, most, axis)
    core, bits = int(native.core_bits), unit.output_bits
    product = build.add("Mul", [e, wide.mantissa])
    raised = build.add("Mul", [product, wide.by(lambda i: 1 << max(bits - core - i, 0))])
    rounded = build.add("Add", [raised, wide.by(lambda i: 1 << (core + i - bits - 1) if core + i > bits else 0)])
    p = build.add("Div", [rounded, wide.by(lambda i: 1 << max(core + i - bits, 0))])
    build.real(build.clamp(p, 0, (1 << bits) - 1), unit.scale_out, output)
    build.finish(output)


def emit_norm(graph: Graph, unit: Unit, source: str, output: str, prefix: str, axis: int, length: int) -> None:
    """Rows along a negative axis, all of one length. InputError when 64 bits do not hold the products."""
    build = Builder(graph, prefix)
    native: Any = unit._native
    centred = unit.kind == "layernorm"
    epsilon = int(native.epsilon_word)
    largest = 1 << (unit.input_bits - 1)
    argument = largest * largest * length * (length if centred else 1) + epsilon
    product_bits = (2 * largest * length if centred else largest).bit_length() + int(native.core_bits)
    product_bits += max(abs(int(gain)) for gain in native.gain).bit_length()
    if max(argument.bit_length(), product_bits) > _MOST_BITS:
        raise _core.InputError(f"{prefix}: products of a row of {length} elements do not fit 64 bits")
    codes = build.codes(source, unit.scale_in, 0, unit.input_bits)
    squares = build.reduce("ReduceSum", build.add("Mul", [codes, codes]), axis)
    c = codes
    if centred:
        total = build.reduce("ReduceSum", codes, axis)
        n = build.constant(length)
        squares = build.add("Sub", [build.add("Mul", [squares, n]), build.add("Mul", [total, total])])
        c = build.add("Sub", [build.add("Mul", [codes, n]), total])
    q = build.add("Add", [squares, build.constant(epsilon)])
    # A row of Q = 0 has c = 0 everywhere, whatever the root.
    positive = build.add("Where", [build.add("Less", [q, build.constant(1)]), build.constant(1), q])
    wide = _WideFunction(build, unit, positive, argument, axis)
    channels = (-1,) + (1,) * (-axis - 1)
    gains = build.constant(np.array(native.gain, dtype=np.int64).reshape(channels))
    product = build.add("Mul", [build.add("Mul", [c, wide.mantissa]), gains])
    shift = int(native.shift)
    scaled = build.floor_divide(product, wide.by(lambda i: 1 << min(wide.exponent(i) + shift, _MOST_BITS)))
    bias = np.array(native.bias, dtype=np.int64) + (1 << (_BIAS_FRACTION - 1))
    biased = build.add("Add", [scaled, build.constant(bias.reshape(channels))])
    rounded = build.floor_divide(biased, build.constant(1 << _BIAS_FRACTION))
    most = 1 << (unit.output_bits - 1)
    build.real(build.clamp(rounded, -most, most - 1), unit.scale_out, output)
    build.finish(output)
