# Copyright 2026 the pwlforge authors.
# Licensed under the Apache License, Version 2.0; see LICENSE.
# SPDX-License-Identifier: Apache-2.0
"""Small ONNX graphs: the functions as operators, and as exporters write them."""

import numpy as np
from onnx import TensorProto, helper, numpy_helper


class Writer:
    """Nodes and constants of one graph from x to y."""

    def __init__(self, opset):
        self.opset = opset
        self.nodes, self.constants = [], []

    def const(self, value, kind=np.float32):
        name = f"c{len(self.constants)}"
        self.constants.append(numpy_helper.from_array(np.array(value, dtype=kind), name))
        return name

    def op(self, kind, *inputs, out=None, domain="", **attributes):
        names = [one if isinstance(one, str) else self.const(one) for one in inputs]
        out = out or f"t{len(self.nodes)}"
        self.nodes.append(helper.make_node(kind, names, [out], name=f"n{len(self.nodes)}", domain=domain, **attributes))
        return out

    def mean(self, x, axis=-1, kind="ReduceMean", out=None):
        limit = 13 if kind == "ReduceSum" else 18
        if self.opset >= limit:
            return self.op(kind, x, self.const([axis], np.int64), out=out, keepdims=1)
        return self.op(kind, x, out=out, axes=[axis], keepdims=1)

    def mean_without_axis(self, x, kind):
        if self.opset >= 18:
            return self.op(kind, x, self.const([1], np.int64), keepdims=0)
        return self.op(kind, x, axes=[1], keepdims=0)

    def model(self, shape=("n", "m"), kind=TensorProto.FLOAT, outputs=("y",)):
        source = helper.make_tensor_value_info("x", kind, shape)
        targets = [helper.make_tensor_value_info(name, kind, ("p", "q")) for name in outputs]
        graph = helper.make_graph(self.nodes, "planted", [source], targets, self.constants)
        return helper.make_model(graph, opset_imports=[helper.make_opsetid("", self.opset)], ir_version=8)


ROOT = float(np.sqrt(2))
GAMMA = np.linspace(0.5, 1.5, 24, dtype=np.float32)
BETA = np.linspace(-0.3, 0.4, 24, dtype=np.float32)


def gelu_product(w):
    w.op("Mul", w.op("Mul", "x", w.op("Add", w.op("Erf", w.op("Div", "x", ROOT)), 1.0)), 0.5, out="y")


def gelu_half_first(w):
    erf = w.op("Erf", w.op("Mul", "x", 1 / ROOT))
    w.op("Mul", w.op("Mul", 0.5, "x"), w.op("Add", 1.0, erf), out="y")


def gelu_tanh(w):
    cube = w.op("Mul", w.op("Mul", w.op("Mul", "x", "x"), "x"), 0.044715)
    inner = w.op("Mul", w.op("Add", "x", cube), float(np.sqrt(2 / np.pi)))
    w.op("Mul", w.op("Mul", "x", 0.5), w.op("Add", w.op("Tanh", inner), 1.0), out="y")


def gelu_tanh_power(w):
    cube = w.op("Mul", w.op("Pow", "x", 3.0), 0.044715)
    inner = w.op("Mul", 0.7978845608, w.op("Add", cube, "x"))
    w.op("Mul", 0.5, w.op("Mul", "x", w.op("Add", 1.0, w.op("Tanh", inner))), out="y")


def hswish_clip(w):
    w.op("Div", w.op("Mul", "x", w.op("Clip", w.op("Add", "x", 3.0), 0.0, 6.0)), 6.0, out="y")


def hswish_inner_sixth(w):
    w.op("Mul", "x", w.op("Mul", w.op("Clip", w.op("Add", 3.0, "x"), 0.0, 6.0), 0.16667), out="y")


def hswish_min_max(w):
    w.op("Mul", "x", w.op("Div", w.op("Min", w.op("Relu", w.op("Add", "x", 3.0)), 6.0), 6.0), out="y")


def hswish_hard_sigmoid(w):
    w.op("Mul", w.op("HardSigmoid", "x", alpha=1 / 6, beta=0.5), "x", out="y")


def hswish_operator(w):
    w.op("HardSwish", "x", out="y")


def silu(w):
    w.op("Mul", "x", w.op("Sigmoid", "x"), out="y")


def silu_beta(w):
    w.op("Mul", "x", w.op("Sigmoid", w.op("Mul", "x", [1.0])), out="y")


def sigmoid(w):
    w.op("Sigmoid", "x", out="y")


def tanh(w):
    w.op("Tanh", "x", out="y")


def gelu_operator(w):
    w.op("Gelu", "x", out="y", approximate="tanh")


def softmax(w):
    w.op("Softmax", "x", out="y", axis=-1)


def softmax_columns(w):
    w.op("Softmax", "x", out="y", axis=0)


def softmax_steps(w):
    e = w.op("Exp", w.op("Sub", "x", w.mean("x", kind="ReduceMax")))
    w.op("Div", e, w.mean(e, kind="ReduceSum"), out="y")


def layernorm(w):
    w.op("LayerNormalization", "x", GAMMA, BETA, out="y", axis=-1, epsilon=1e-5)


def layernorm_steps(w):
    c = w.op("Sub", "x", w.mean("x"))
    root = w.op("Sqrt", w.op("Add", w.mean(w.op("Pow", c, 2.0)), 1e-5))
    w.op("Add", w.op("Mul", w.op("Div", c, root), GAMMA), BETA, out="y")


def layernorm_two_means(w):
    c = w.op("Sub", "x", w.mean("x"))
    d = w.op("Sub", "x", w.mean("x"))
    root = w.op("Sqrt", w.op("Add", 1e-5, w.mean(w.op("Mul", d, d))))
    w.op("Mul", c, w.op("Reciprocal", root), out="y")


def rmsnorm_steps(w):
    root = w.op("Sqrt", w.op("Add", w.mean(w.op("Pow", "x", 2.0)), 1e-6))
    w.op("Mul", GAMMA, w.op("Mul", "x", w.op("Div", 1.0, root)), out="y")


def rmsnorm_power(w):
    power = w.op("Pow", w.op("Add", w.mean(w.op("Mul", "x", "x")), 1e-5), -0.5)
    w.op("Mul", power, "x", out="y")


def flax_scalars(w):
    """Mean and variance of a row as jax2tf writes them: sums of rows without their axis, and shapes brought back."""
    total = w.op("Mul", w.op("ReduceSum", "x", w.const([1], np.int64), keepdims=0), 1 / 24)
    squares = w.op("Mul", w.op("ReduceSum", w.op("Mul", "x", "x"), w.const([1], np.int64), keepdims=0), 1 / 24)
    variance = w.op("Max", 0.0, w.op("Sub", squares, w.op("Mul", total, total)))
    back = w.const([-1, 1], np.int64)
    return w.op("Reshape", total, back), w.op("Reshape", variance, back)


def layernorm_flax(w):
    mean, variance = flax_scalars(w)
    root = w.op("Reciprocal", w.op("Sqrt", w.op("Add", variance, 1e-6)))
    scaled = w.op("Mul", w.op("Sub", "x", mean), w.op("Mul", root, GAMMA.reshape(1, -1)))
    w.op("Add", scaled, BETA.reshape(1, -1), out="y")


def softmax_flax(w):
    largest = w.op("Max", float("-inf"), w.mean_without_axis("x", "ReduceMax"))
    e = w.op("Exp", w.op("Sub", "x", w.op("Reshape", largest, w.const([-1, 1], np.int64))))
    total = w.op("ReduceSum", e, w.const([1], np.int64), keepdims=0)
    w.op("Div", e, w.op("Reshape", total, w.const([-1, 1], np.int64)), out="y")


def layernorm_columns(w):
    c = w.op("Sub", "x", w.mean("x", axis=0))
    w.op("Div", c, w.op("Sqrt", w.op("Add", w.mean(w.op("Pow", c, 2.0), axis=0), 1e-5)), out="y")


#: name -> (graph, function, first operator set)
FORMS = {
    "gelu_product": (gelu_product, "gelu", 11),
    "gelu_half_first": (gelu_half_first, "gelu", 11),
    "gelu_tanh": (gelu_tanh, "gelu", 11),
    "gelu_tanh_power": (gelu_tanh_power, "gelu", 11),
    "gelu_operator": (gelu_operator, "gelu", 20),
    "hswish_clip": (hswish_clip, "hswish", 11),
    "hswish_inner_sixth": (hswish_inner_sixth, "hswish", 11),
    "hswish_min_max": (hswish_min_max, "hswish", 11),
    "hswish_hard_sigmoid": (hswish_hard_sigmoid, "hswish", 11),
    "hswish_operator": (hswish_operator, "hswish", 14),
    "silu": (silu, "silu", 11),
    "silu_beta": (silu_beta, "silu", 11),
    "sigmoid": (sigmoid, "sigmoid", 11),
    "tanh": (tanh, "tanh", 11),
    "softmax": (softmax, "softmax", 11),
    "softmax_columns": (softmax_columns, "softmax", 13),
    "softmax_steps": (softmax_steps, "softmax", 11),
    "layernorm": (layernorm, "layernorm", 17),
    "layernorm_steps": (layernorm_steps, "layernorm", 11),
    "layernorm_two_means": (layernorm_two_means, "layernorm", 11),
    "layernorm_flax": (layernorm_flax, "layernorm", 13),
    "layernorm_columns": (layernorm_columns, "layernorm", 11),
    "softmax_flax": (softmax_flax, "softmax", 13),
    "rmsnorm_steps": (rmsnorm_steps, "rmsnorm", 11),
    "rmsnorm_power": (rmsnorm_power, "rmsnorm", 11),
}
