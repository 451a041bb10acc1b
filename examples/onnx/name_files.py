# Copyright 2026 the pwlforge authors.
# Licensed under the Apache License, Version 2.0; see LICENSE.
# SPDX-License-Identifier: Apache-2.0
"""Tells the types of files with Magika, in floating point and with every non-linear function as an 8-bit unit.

    python3 examples/onnx/name_files.py [FOLDER...] [--files 400] [-o DIRECTORY]

The model is that of the package magika (Apache-2.0): embedded bytes, GELU, LayerNorm and a softmax over its types. Files are drawn from the
folders, a type at a time; scales are calibrated on other files than those that are counted.
"""

import argparse
import collections
import glob
import json
import os
import sysconfig

import numpy as np
import onnx
import onnxruntime
import pwlforge.onnx

READ = 4096  # bytes from either end of a file; what is left of them without white space is cut to what the model takes


def find_model():
    for place in {sysconfig.get_path("purelib"), sysconfig.get_path("platlib")}:
        for path in glob.glob(f"{place}/magika/models/*/model.onnx"):
            with open(os.path.join(os.path.dirname(path), "config.min.json"), encoding="utf-8") as config:
                return path, json.load(config)
    raise SystemExit("no model: pip install --no-deps magika")


def as_input(path, config):
    """What the model takes: the bytes at either end of a file, as numbers, filled up in the middle."""
    with open(path, "rb") as file:
        first = file.read(READ).lstrip()[: config["beg_size"]]
        file.seek(max(0, os.path.getsize(path) - READ))
        last = file.read(READ).rstrip()[-config["end_size"] :]
    row = np.full((1, config["beg_size"] + config["end_size"]), config["padding_token"], dtype=np.int32)
    row[0, : len(first)] = np.frombuffer(first, dtype=np.uint8)
    row[0, row.size - len(last) :] = np.frombuffer(last, dtype=np.uint8)
    return row


def draw(folders, count, seed):
    """Paths, the kinds of names in turn, so that no kind is most of them."""
    kinds = collections.defaultdict(list)
    for folder in folders:
        for place, inner, names in os.walk(folder):
            inner.sort()
            for name in sorted(names):
                path = os.path.join(place, name)
                if os.path.isfile(path) and os.access(path, os.R_OK) and os.path.getsize(path) >= 64:
                    kinds[os.path.splitext(name)[1]].append(path)
    random = np.random.default_rng(seed)
    queues = [list(random.permutation(kinds[kind])) for kind in sorted(kinds)]
    drawn = []
    while len(drawn) < count and any(queues):
        drawn += [queue.pop() for queue in queues if queue]
    if not drawn:
        raise SystemExit(f"no files in {' '.join(folders)}")
    return drawn[:count]


def answers(model, inputs):
    """Scores of every type, a row for each file."""
    session = onnxruntime.InferenceSession(model.SerializeToString(), providers=["CPUExecutionProvider"])
    name = session.get_inputs()[0].name
    return np.concatenate([session.run(None, {name: one})[0] for one in inputs])


def main():
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("folders", nargs="*", default=["/usr/share", "/usr/lib/python3"])
    parser.add_argument("--files", type=int, default=400, help="that are counted")
    parser.add_argument("--calibration", type=int, default=40, help="files to calibrate on")
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--min-same", type=float, help="fail when fewer percent of the answers that FP32 trusts are the same")
    parser.add_argument("-o", "--output", help="folder for the new model and the tables")
    arguments = parser.parse_args()

    path, config = find_model()
    model = onnx.load(path)
    paths = draw(arguments.folders, arguments.calibration + arguments.files, arguments.seed)
    inputs = [as_input(one, config) for one in paths]
    conversion = pwlforge.onnx.convert(model, inputs[: arguments.calibration])
    print(conversion.report())
    if arguments.output:
        os.makedirs(arguments.output, exist_ok=True)
        conversion.save(os.path.join(arguments.output, "units.onnx"))
        conversion.write_tables(os.path.join(arguments.output, "tables"))

    counted = inputs[arguments.calibration :]
    real, units = answers(model, counted), answers(conversion.model, counted)
    types = config["target_labels_space"]
    named, sure = real.argmax(axis=1), real.max(axis=1) >= config["medium_confidence_threshold"]
    other = named != units.argmax(axis=1)
    same = 100 * np.mean(~other[sure])
    print(f"{len(counted)} files of {len(set(named))} types, seed {arguments.seed}: {100 * np.mean(~other):.2f} % of the answers are ")
    print(f"  those of FP32, {same:.2f} % of the {sum(sure)} that it trusts itself; scores differ by at most", end=" ")
    print(f"{np.abs(real - units).max():.3f}, {np.abs(real - units).max(axis=1).mean():.4f} on average")
    for at in np.flatnonzero(other):
        print(f"  {paths[arguments.calibration + at]}: {types[named[at]]} ({real[at].max():.2f}), with units", end=" ")
        print(f"{types[units[at].argmax()]} ({units[at].max():.2f})")
    if arguments.min_same is not None and same < arguments.min_same:
        raise SystemExit(f"{same:.2f} % of the trusted answers are the same, fewer than {arguments.min_same}")


if __name__ == "__main__":
    main()
