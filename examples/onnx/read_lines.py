# Copyright 2026 the pwlforge authors.
# Licensed under the Apache License, Version 2.0; see LICENSE.
# SPDX-License-Identifier: Apache-2.0
"""Reads rendered lines with PP-OCRv4, in floating point and with every non-linear function as an 8-bit unit.

    python3 examples/onnx/read_lines.py [MODEL.onnx] [--lines 200] [-o DIRECTORY]

The model is that of the package rapidocr-onnxruntime (Apache-2.0) unless one is given. Scales are calibrated on other
lines than those that are counted.
"""

import argparse
import glob
import os
import sysconfig

import numpy as np
import onnx
import onnxruntime
import pwlforge
import pwlforge.onnx
from PIL import Image, ImageDraw, ImageFont

HEIGHT = 48  # of what the model takes
FONTS = (
    "DejaVuSans.ttf",
    "DejaVuSerif.ttf",
    "LiberationSans-Regular.ttf",
    "LiberationMono-Regular.ttf",
    "Lato-Regular.ttf",
)
WORDS = """table segment slope intercept threshold breakpoint unit register latch clock stage adder carry mantissa
exponent octave scale code round floor saturate softmax gate token model layer weight Power Area Error Verilog Synthesis
Netlist Library 1024 2048 3.14 0.5 8-bit 16-bit INT8 FP32 (a) [7] {x} 50% #42 A/B e.g. i.e. www mail@host""".split()


def find_model():
    places = {sysconfig.get_path("purelib"), sysconfig.get_path("platlib")}
    found = [path for place in places for path in glob.glob(f"{place}/rapidocr_onnxruntime/models/*rec*.onnx")]
    if not found:
        raise SystemExit("no model: pip install --no-deps rapidocr-onnxruntime, or name a file")
    return found[0]


def find_fonts():
    found = {os.path.basename(path): path for path in glob.glob("/usr/share/fonts/truetype/*/*.ttf")}
    missing = [name for name in FONTS if name not in found]
    if missing:
        raise SystemExit(f"no font {missing[0]}: install fonts-dejavu-core, fonts-liberation and fonts-lato")
    return [found[name] for name in FONTS]


def make_lines(count, seed):
    """(text, picture) pairs: black on white with noise, the fonts in turn."""
    random = np.random.default_rng(seed)
    fonts = find_fonts()
    lines = []
    for number in range(count):
        text = " ".join(random.choice(WORDS, random.integers(2, 6)))
        font = ImageFont.truetype(fonts[number % len(fonts)], int(random.integers(16, 30)))
        box = font.getbbox(text)
        picture = Image.new("L", (box[2] + 16, box[3] + 12), int(random.integers(215, 256)))
        ImageDraw.Draw(picture).text((8, 4), text, font=font, fill=int(random.integers(0, 90)))
        noisy = np.clip(np.asarray(picture) + random.normal(0, 8, picture.size[::-1]), 0, 255)
        lines.append((text, Image.fromarray(noisy.astype(np.uint8))))
    return lines


def as_input(picture):
    """What the model takes: 1 x 3 x 48 x width, -1..1."""
    width = max(HEIGHT, round(picture.width * HEIGHT / picture.height))
    pixels = np.asarray(picture.resize((width, HEIGHT), Image.BILINEAR), dtype=np.float32) / 127.5 - 1
    return np.broadcast_to(pixels, (1, 3, *pixels.shape)).copy()


def alphabet(model):
    """Blank, the characters that the model names, a space."""
    named = {one.key: one.value for one in model.metadata_props}
    return ["", *named["character"].splitlines(), " "]


def read(session, characters, picture):
    """The most likely character of each step, repetitions once, blanks and the margins dropped."""
    best = session.run(None, {session.get_inputs()[0].name: as_input(picture)})[0][0].argmax(axis=1)
    kept = [one for at, one in enumerate(best) if one != 0 and (at == 0 or one != best[at - 1])]
    return "".join(characters[one] for one in kept).strip()


def distance(a, b):
    """Characters to insert, delete or change."""
    row = list(range(len(b) + 1))
    for i, x in enumerate(a, 1):
        row, above = [i], row
        for j, y in enumerate(b, 1):
            row.append(min(row[-1] + 1, above[j] + 1, above[j - 1] + (x != y)))
    return row[-1]


def score(model, lines):
    """Percent of characters and of lines that are right."""
    session = onnxruntime.InferenceSession(model.SerializeToString(), providers=["CPUExecutionProvider"])
    characters = alphabet(model)
    wrong = [distance(text, read(session, characters, picture)) for text, picture in lines]
    length = sum(len(text) for text, _ in lines)
    return 100 * (1 - sum(wrong) / length), 100 * np.mean([one == 0 for one in wrong])


def main():
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("model", nargs="?", help="ONNX file; default: that of rapidocr-onnxruntime")
    parser.add_argument("--lines", type=int, default=200, help="that are counted")
    parser.add_argument("--calibration", type=int, default=30, help="lines to calibrate on")
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--max-loss", type=float, help="fail when more points of characters are lost")
    parser.add_argument("-o", "--output", help="folder for the new model, the report and the tables")
    arguments = parser.parse_args()

    model = onnx.load(arguments.model or find_model())
    seen = [as_input(picture) for _, picture in make_lines(arguments.calibration, arguments.seed + 1000)]
    conversion = pwlforge.onnx.convert(model, seen)
    print(conversion.report())
    if arguments.output:
        os.makedirs(arguments.output, exist_ok=True)
        conversion.save(os.path.join(arguments.output, "units.onnx"))
        conversion.write_tables(os.path.join(arguments.output, "tables"))
    lines = make_lines(arguments.lines, arguments.seed)
    print(f"{len(lines)} lines in {len(FONTS)} fonts, seed {arguments.seed}: characters and lines right")
    float_characters, float_lines = score(model, lines)
    print(f"  FP32              {float_characters:.2f} %  {float_lines:.1f} %")
    characters, whole = score(conversion.model, lines)
    print(f"  all units, INT8   {characters:.2f} %  {whole:.1f} %")
    if arguments.max_loss is not None and float_characters - characters > arguments.max_loss:
        raise SystemExit(
            f"{float_characters - characters:.2f} points of characters lost, more than {arguments.max_loss}"
        )


if __name__ == "__main__":
    main()
