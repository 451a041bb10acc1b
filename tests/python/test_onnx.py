# Copyright 2026 the pwlforge authors.
# Licensed under the Apache License, Version 2.0; see LICENSE.
# SPDX-License-Identifier: Apache-2.0
"""pwlforge.onnx: every form is found, and the new graph is the unit bit for bit, in two runtimes."""

import numpy as np
import pytest

onnx = pytest.importorskip("onnx", reason="the package onnx is not installed")
onnxruntime = pytest.importorskip("onnxruntime", reason="the package onnxruntime is not installed")

import pwlforge  # noqa: E402
import pwlforge.onnx  # noqa: E402
from graphs import FORMS, Writer  # noqa: E402
from onnx import TensorProto, helper, numpy_helper  # noqa: E402
from onnx.reference import ReferenceEvaluator  # noqa: E402
from pwlforge.onnx.find import SCALAR_FUNCTIONS  # noqa: E402

OPSETS = (11, 13, 18, 21)


def calibration(seed=1, shape=(40, 24)):
    return [np.random.default_rng(seed).normal(0.2, 2, shape).astype(np.float32)]


def run(model, x):
    return onnxruntime.InferenceSession(model.SerializeToString()).run(None, {"x": x})[0]


def written(name, opset):
    writer = Writer(opset)
    FORMS[name][0](writer)
    return writer.model()


def hard_inputs(site):
    """Every code, the numbers between two codes (ties of rounding), and what saturates; rows of any codes."""
    if site.function in SCALAR_FUNCTIONS:
        halves = np.arange(-2 * 130, 2 * 130, dtype=np.float64)
        x = (halves / 2 - site.unit.zero_in) * site.unit.scale_in
        return np.concatenate([x, [1e9, -1e9, 0.0, -0.0]]).astype(np.float32).reshape(-1, 4)
    random = np.random.default_rng(7)
    if site.axis == -2:  # a norm over columns has rows of one length, that of the data
        codes = random.integers(-128, 128, (40, 24))
        return (codes * site.unit.scale_in * (1 if site.function == "softmax" else 64)).astype(np.float32)
    codes = np.concatenate(
        [
            random.integers(-128, 128, (60, 24)),
            random.integers(-3, 4, (20, 24)),
            np.full((1, 24), 5),
            np.full((1, 24), -128),
            np.zeros((1, 24)),
            np.eye(24)[:2] * 100,
            np.arange(-240, 240).reshape(20, 24) * 37,
        ]
    )
    return (codes * site.unit.scale_in * (1 if site.function == "softmax" else 64)).astype(np.float32)


@pytest.mark.parametrize("name", FORMS)
def test_every_form_is_its_unit_bit_for_bit(name):
    _, function, first = FORMS[name]
    for opset in [one for one in OPSETS if one >= first] or [first]:
        model = written(name, opset)
        conversion = pwlforge.onnx.convert(model, calibration())
        assert [site.function for site in conversion.sites] == [function], (opset, conversion.report())
        assert conversion.left == []
        site = conversion.sites[0]
        assert site.max_error_lsb is None or site.max_error_lsb <= 1
        x = hard_inputs(site)
        y = run(conversion.model, x)
        assert y.dtype == np.float32 and y.tolist() == site.evaluate(x).tolist()
        # The data that it was calibrated on comes out as before, but for 8 bits.
        x = calibration()[0]
        assert np.abs(run(conversion.model, x) - run(model, x)).mean() < 0.02
        onnx.checker.check_model(conversion.model)
        assert {node.domain for node in conversion.model.graph.node} == {""}


@pytest.mark.parametrize("name", ["gelu_product", "softmax", "layernorm_steps", "rmsnorm_steps"])
def test_another_runtime_gives_the_same_bits(name):
    conversion = pwlforge.onnx.convert(written(name, 21), calibration())
    x = np.clip(hard_inputs(conversion.sites[0]), -1e6, 1e6)  # the reference rounds to 32 bits first
    other = ReferenceEvaluator(conversion.model).run(None, {"x": x})[0]
    assert other.tolist() == run(conversion.model, x).tolist()


def test_a_planted_fault_in_the_graph_is_seen():
    conversion = pwlforge.onnx.convert(written("silu", 13), calibration())
    site = conversion.sites[0]
    for one in conversion.model.graph.initializer:
        table = numpy_helper.to_array(one)
        if table.size == 256:
            changed = table.copy()
            changed[77] += 1
            one.CopyFrom(numpy_helper.from_array(changed, one.name))
    x = hard_inputs(site)
    assert (run(conversion.model, x) != site.evaluate(x)).sum() >= 1


@pytest.mark.parametrize("name", ["tanh", "softmax", "layernorm_steps"])
def test_scales_of_powers_of_two(name):
    conversion = pwlforge.onnx.convert(written(name, 13), calibration(), power_of_two=True)
    site = conversion.sites[0]
    for scale in (site.unit.scale_in, site.unit.scale_out):
        assert np.log2(scale) == np.rint(np.log2(scale))
    x = hard_inputs(site)
    assert run(conversion.model, x).tolist() == site.evaluate(x).tolist()


def test_many_places_in_one_graph(tmp_path, program):
    w = Writer(13)
    first = w.op("Mul", "x", w.op("Sigmoid", "x"))
    second = w.op("Softmax", first, axis=-1)
    third = w.op("Tanh", w.op("Add", second, first))
    w.op("Relu", w.op("Sub", third, first), out="y")
    conversion = pwlforge.onnx.convert(w.model(), calibration())
    assert [site.function for site in conversion.sites] == ["silu", "softmax", "tanh"]
    assert [(one.operator, "linear" in one.reason) for one in conversion.left] == [("Relu", True)]
    assert "1 silu, 1 tanh, 1 softmax" in conversion.report() and "Relu" in conversion.report()
    # From its own inputs on, each is its unit.
    values = {"x": calibration(3)[0]}
    watched = onnx.ModelProto()
    watched.CopyFrom(conversion.model)
    names = sorted({n for site in conversion.sites for n in (site.source, site.name)} - {"x"})
    watched.graph.output.extend(onnx.ValueInfoProto(name=one) for one in names)
    session = onnxruntime.InferenceSession(watched.SerializeToString())
    values.update(zip(names, session.run(names, values)))
    for site in conversion.sites:
        assert values[site.name].tolist() == site.evaluate(values[site.source]).tolist()
    files = conversion.write_tables(tmp_path / "tables")
    assert len(files) == 4
    program("gen", "--unit", "int8", "--table", tmp_path / "tables" / files[0], "-o", tmp_path / "unit")
    conversion.save(tmp_path / "units.onnx")
    assert run(onnx.load(tmp_path / "units.onnx"), values["x"]).tolist() == run(conversion.model, values["x"]).tolist()


def test_some_functions_only():
    w = Writer(13)
    w.op("Tanh", w.op("Mul", "x", w.op("Sigmoid", "x")), out="y")
    conversion = pwlforge.onnx.convert(w.model(), calibration(), functions=["tanh"])
    assert [site.function for site in conversion.sites] == ["tanh"]
    assert [(one.operator, "asked" in one.reason) for one in conversion.left] == [("silu", True)]


def test_steps_that_only_look_like_a_softmax():
    w = Writer(13)
    e = w.op("Exp", "x")
    total = w.op("ReduceSum", e, w.const([0], np.int64), keepdims=0)
    w.op(
        "Div", e, w.op("Expand", w.op("Reshape", total, w.const([1, -1], np.int64)), w.const([1, 1], np.int64)), out="y"
    )
    square = [np.random.default_rng(2).normal(0, 1, (24, 24)).astype(np.float32)]
    assert pwlforge.onnx.convert(w.model(), square).sites[0].axis == -2
    w = Writer(13)
    e = w.op("Exp", "x")
    total = w.op("ReduceSum", e, w.const([0], np.int64), keepdims=0)
    w.op("Div", e, w.op("Reshape", total, w.const([-1, 1], np.int64)), out="y")
    conversion = pwlforge.onnx.convert(w.model(), square)
    assert conversion.sites == [] and "look like softmax" in conversion.left[0].reason


@pytest.mark.parametrize("axis, found", [(-1, ["layernorm"]), (0, [])])
def test_rows_that_hardly_differ_from_their_mean(axis, found):
    """Single precision loses digits in mean of x^2 - mean^2; the means of other rows must be seen all the same."""
    w = Writer(13)
    column = w.const([-1, 1], np.int64)
    mean = w.op("Reshape", w.op("ReduceMean", "x", axes=[axis], keepdims=1), column)
    square = w.op("Reshape", w.op("ReduceMean", w.op("Mul", "x", "x"), axes=[axis], keepdims=1), column)
    variance = w.op("Max", w.op("Sub", square, w.op("Mul", mean, mean)), 0.0)
    root = w.op("Sqrt", w.op("Add", variance, 1e-6))
    w.op("Mul", w.op("Sub", "x", mean), w.op("Reciprocal", root), out="y")
    rows = np.random.default_rng(3).normal(2, 0.01, (64, 64)).astype(np.float32)
    conversion = pwlforge.onnx.convert(w.model(), [rows])
    assert [site.function for site in conversion.sites] == found, conversion.report()


def other_beta(w):
    w.op("Mul", "x", w.op("Sigmoid", w.op("Mul", "x", 1.702)), out="y")


def used_twice(w):
    w.op("Add", w.op("Mul", "x", w.op("Erf", w.op("Div", "x", 1.41421356))), w.op("Exp", "t1"), out="y")


def over_channels(w):
    w.op("Softmax", "x", out="y", axis=0)


@pytest.mark.parametrize(
    "write, opset, operators, reason",
    [
        (used_twice, 13, ["Erf", "Exp"], "not part of"),
        (over_channels, 12, ["softmax"], "several axes"),
        (lambda w: w.op("LogSoftmax", "x", out="y", axis=-1), 13, ["LogSoftmax"], "no unit"),
        (lambda w: w.op("HardSigmoid", "x", out="y"), 13, ["HardSigmoid"], "piecewise linear"),
    ],
)
def test_what_is_left_has_a_reason(write, opset, operators, reason):
    w = Writer(opset)
    write(w)
    conversion = pwlforge.onnx.convert(w.model(), calibration())
    assert [one.operator for one in conversion.left] == operators and conversion.sites == []
    assert all(reason in one.reason for one in conversion.left)
    x = calibration(5)[0]
    assert run(conversion.model, x).tolist() == run(w.model(), x).tolist()


def test_the_sigmoid_inside_another_function_is_a_unit():
    w = Writer(13)
    other_beta(w)
    conversion = pwlforge.onnx.convert(w.model(), calibration())
    assert [site.function for site in conversion.sites] == ["sigmoid"]


def test_a_result_used_elsewhere_stays():
    w = Writer(13)
    w.op("Tanh", w.op("Mul", "x", w.op("Sigmoid", "x", out="gate")), out="y")
    conversion = pwlforge.onnx.convert(w.model(outputs=("y", "gate")), calibration())
    assert [site.function for site in conversion.sites] == ["sigmoid", "tanh"]


@pytest.mark.parametrize("shape", [None, ("a", "b"), (4, 24), (None, None)])
def test_shapes_may_be_dynamic_or_absent(shape):
    w = Writer(13)
    w.op("Softmax", w.op("Tanh", "x"), out="y", axis=-1)
    conversion = pwlforge.onnx.convert(w.model(shape), calibration(shape=(4, 24)))
    assert len(conversion.sites) == 2
    rows = 4 if shape == (4, 24) else 9
    length = 24 if shape == (4, 24) else 40
    assert run(conversion.model, np.ones((rows, length), np.float32)).shape == (rows, length)


def half(w):
    w.op("Tanh", "x", out="y")
    return w.model(kind=TensorProto.FLOAT16)


def half_inside(w):
    w.op("Add", "x", w.op("Cast", w.const(1.0, np.float16), to=1), out="y")
    return w.model()


def old(w):
    w.op("Tanh", "x", out="y")
    model = w.model()
    model.opset_import[0].version = 9
    return model


def broken(w):
    w.op("Tanh", "nothing", out="y")
    return w.model()


def double(w):
    w.op("Cast", w.op("Tanh", w.op("Cast", "x", to=11)), out="y", to=1)
    return w.model()


@pytest.mark.parametrize(
    "make, data, words",
    [
        (half, None, "16 bits; convert the model to float32"),
        (half_inside, None, "16 bits"),
        (old, None, "too old"),
        (broken, None, "onnxruntime cannot run"),
        (lambda w: w.model(), None, "without nodes"),
        (lambda w: w.op("Tanh", "x", out="y") and w.model(), [], "there is none"),
        (lambda w: w.op("Tanh", "x", out="y") and w.model(), [{"z": np.zeros(3, np.float32)}], "does not run"),
        (lambda w: w.op("Tanh", "x", out="y") and w.model(), [np.zeros((3, 3), np.int64)], "does not run"),
    ],
)
def test_bad_models_and_data(make, data, words):
    with pytest.raises(pwlforge.InputError, match=words):
        pwlforge.onnx.convert(make(Writer(13)), calibration() if data is None else data)


def test_bad_files(tmp_path):
    with pytest.raises(pwlforge.IoError, match="missing.onnx"):
        pwlforge.onnx.convert(tmp_path / "missing.onnx", calibration())
    (tmp_path / "cut.onnx").write_bytes(written("silu", 13).SerializeToString()[:50])
    with pytest.raises(pwlforge.InputError, match="cut.onnx"):
        pwlforge.onnx.convert(tmp_path / "cut.onnx", calibration())
    with pytest.raises(pwlforge.InputError, match="functions"):
        pwlforge.onnx.convert(written("silu", 13), calibration(), functions=["relu"])


@pytest.mark.parametrize("mask", [-1e9, float(np.finfo(np.float32).min), -np.inf])
def test_masked_scores_keep_their_scale(mask):
    w = Writer(13)
    w.op("Softmax", w.op("Add", "x", np.where(np.arange(24) < 16, 0, mask).astype(np.float32)), out="y", axis=-1)
    conversion = pwlforge.onnx.convert(w.model(), calibration())
    x = calibration(9)[0]
    y = run(conversion.model, x)
    assert np.abs(y - run(w.model(), x)).max() < 0.02 and not y[:, 16:].any()


def test_functions_of_the_model_itself():
    body = [helper.make_node("Sigmoid", ["a"], ["s"]), helper.make_node("Mul", ["a", "s"], ["b"])]
    own = helper.make_function("own", "Gate", ["a"], ["b"], body, [helper.make_opsetid("", 15)])
    w = Writer(15)
    w.op("Gate", "x", out="y", domain="own")
    model = w.model()
    model.opset_import.append(helper.make_opsetid("own", 1))
    model.functions.append(own)
    assert [site.function for site in pwlforge.onnx.convert(model, calibration()).sites] == ["silu"]


def test_bodies_of_branches_are_left():
    w = Writer(13)
    bodies = {}
    for name in ("then", "else"):
        inner = [helper.make_node("Tanh", ["x"], [name])]
        out = [helper.make_tensor_value_info(name, TensorProto.FLOAT, ("p", "q"))]
        bodies[name + "_branch"] = helper.make_graph(inner, name, [], out)
    w.op("If", w.const(True, np.bool_), out="y", **bodies)
    conversion = pwlforge.onnx.convert(w.model(), calibration())
    assert conversion.sites == [] and [one.operator for one in conversion.left] == ["Tanh", "Tanh"]
    assert "branch" in conversion.left[0].reason


def test_double_precision_stays():
    conversion = pwlforge.onnx.convert(double(Writer(13)), calibration())
    assert conversion.sites == [] and "float64" in conversion.left[0].reason


def test_what_torch_exports(tmp_path):
    torch = pytest.importorskip("torch", reason="torch is not installed")
    torch.manual_seed(1)
    layers = [
        torch.nn.Linear(24, 24),
        torch.nn.GELU(),
        torch.nn.LayerNorm(24),
        torch.nn.SiLU(),
        torch.nn.Linear(24, 24),
        torch.nn.Hardswish(),
        torch.nn.LayerNorm(24),
        torch.nn.Sigmoid(),
        torch.nn.Tanh(),
        torch.nn.Softmax(-1),
    ]
    network = torch.nn.Sequential(*layers).eval()
    path = str(tmp_path / "torch.onnx")
    x = calibration()[0]
    torch.onnx.export(
        network,
        torch.from_numpy(x),
        path,
        opset_version=13,
        input_names=["x"],
        output_names=["y"],
        dynamic_axes={"x": {0: "n"}},
    )
    conversion = pwlforge.onnx.convert(path, calibration())
    wanted = ["gelu", "layernorm", "silu", "hswish", "layernorm", "sigmoid", "tanh", "softmax"]
    assert [site.function for site in conversion.sites] == wanted, conversion.report()
    assert conversion.left == []
    with torch.no_grad():
        assert np.abs(run(conversion.model, x) - network(torch.from_numpy(x)).numpy()).max() < 0.01
