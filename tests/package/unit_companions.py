#!/usr/bin/env python3
# Copyright 2026 the pwlforge authors.
# Licensed under the Apache License, Version 2.0; see LICENSE.
# SPDX-License-Identifier: Apache-2.0
"""Checks NAME.h, NAME.core, NAME.f and NAME_cocotb.py of one unit directory against its manifest.json.

Usage: unit_companions.py DIRECTORY    exit code 1 with a line for each disagreement
"""
import ast
import json
import os
import subprocess
import sys
import tempfile
import zlib

import yaml

directory = os.path.abspath(sys.argv[1])
manifest = json.load(open(os.path.join(directory, "manifest.json")))
name = manifest["name"]
prefix = name.upper()
words = manifest["configuration"]["words"]
spec = manifest["specification"]
integer = "exponent_bits" not in spec
axil = manifest["configuration"].get("axil")  # firmware then sees byte offsets
step = axil["bytes_per_address"] if axil else 1
problems = []
compared = []  # contexts whose table was compared word by word


def expect(what, found, wanted):
    if found != wanted:
        problems.append(f"{what}: found {found}, wanted {wanted}")


# How firmware names a word.
def address_expression(word):
    macro = {"threshold": "THRESHOLD", "slope": "SLOPE", "intercept": "INTERCEPT", "requant_shift": "REQUANT_SHIFT",
             "intercept_shift": "INTERCEPT_SHIFT"}[word["field"]]
    indexed = word["field"] in ("threshold", "slope", "intercept")
    return f"{prefix}_{macro}" + (f"({word['index']})" if indexed else "")


# A program as firmware would have it: it plays each image into a memory and reads every word back by its name.
def firmware():
    lines = ["#include <inttypes.h>", "#include <stdio.h>", f'#include "{name}.h"',
             f'#include "{name}{"_driver" if axil else ""}.h"', ""]
    contexts = range(len(manifest["contexts"]) if words else 0)
    if contexts:
        lines += [f"static uint64_t store[1u << {prefix}_CONFIG_ADDRESS_BITS];", "",
                  f"static void play(const {name}_write_t *image, int writes) {{",
                  "  for (int i = 0; i < writes; ++i) store[image[i].address] = image[i].data;", "}", ""]
    lines.append("int main(void) {")
    constants = ["LATENCY", "LANES", "INPUT_BITS", "OUTPUT_BITS", "CONTEXTS"]
    if words:
        constants += ["CONFIG_ADDRESS_BITS", "CONFIG_DATA_BITS", "IMAGE_WRITES"]
    for constant in constants:
        lines.append(f'  printf("{constant} %d\\n", {prefix}_{constant});')
    for word in words:
        lines.append(f'  printf("address %" PRIu32 "\\n", (uint32_t)({address_expression(word)}));')
    if axil:
        for register in axil["registers"]:
            lines.append(f'  printf("address %" PRIu32 "\\n", (uint32_t){prefix}_{register.upper()});')
    for context in contexts:
        lines.append(f"  play({name}_context_{context}, {prefix}_IMAGE_WRITES);")
        for word in words:
            lines.append(f'  printf("word %" PRIu64 "\\n", store[{address_expression(word)}]);')
    return "\n".join(lines + ["  return 0;", "}", ""])


def run_firmware():
    outputs = []
    with tempfile.TemporaryDirectory() as folder:
        for source, compiler in (("firmware.c", ["cc", "-std=c11"]), ("firmware.cpp", ["g++", "-std=c++17"])):
            path = os.path.join(folder, source)
            open(path, "w").write(firmware())
            program = os.path.join(folder, "firmware")
            built = subprocess.run(compiler + ["-Wall", "-Wextra", "-Wpedantic", "-Werror", "-I" + directory, path, "-o",
                                               program], capture_output=True, text=True)
            if built.returncode != 0:
                problems.append(f"{name}.h with {compiler[0]}: {built.stderr}")
                return []
            outputs.append(subprocess.run([program], capture_output=True, text=True, check=True).stdout.splitlines())
    expect("C and C++ programs", outputs[0], outputs[1])
    return outputs[0]


def check_header():
    printed = run_firmware()
    if not printed:
        return
    constants = dict(line.split() for line in printed if not line.startswith(("address ", "word ")))
    wanted = {"LATENCY": manifest["latency"], "LANES": spec["lanes"], "INPUT_BITS": manifest["widths"]["input"],
              "OUTPUT_BITS": manifest["widths"]["output"], "CONTEXTS": len(manifest["contexts"])}
    if words:
        wanted.update(CONFIG_ADDRESS_BITS=(axil or manifest["configuration"])["address_bits"],
                      CONFIG_DATA_BITS=manifest["configuration"]["data_bits"], IMAGE_WRITES=len(words))
    for constant, value in wanted.items():
        expect(f"{prefix}_{constant}", constants[constant], str(value))
    expect("addresses", [int(line.split()[1]) for line in printed if line.startswith("address ")],
           [word["address"] * step for word in words] + (list(axil["registers"].values()) if axil else []))
    values = [int(line.split()[1]) for line in printed if line.startswith("word ")]
    expect("words of the images", len(values), len(words) * len(manifest["contexts"]))
    for number, context in enumerate(manifest["contexts"] if words else []):
        check_image(f"context {number}", context, values[number * len(words):(number + 1) * len(words)])


# The words that the program loaded are those of the table, and have the manifest's checksum.
def check_image(place, context, values):
    table = manifest["tables"][context["table"]]["contexts"][context["scale"]]
    lists = {"threshold": [], "slope": [], "intercept": [], "intercept_shift": [], "requant_shift": []}
    for word, value in zip(words, values):
        expect(f"{place}, {word['field']} {word['index']}: bits above the word", value >> word["bits"], 0)
        if integer and word["field"] in ("threshold", "slope", "intercept") and value >> (word["bits"] - 1):
            value -= 1 << word["bits"]
        lists[word["field"]].append(value)
    # As the table has them, unless the unit has more entries or a threshold lies outside the codes.
    limit = 1 << (manifest["widths"]["input"] - 1)
    inside = not integer or all(-limit <= threshold < limit for threshold in table["thresholds"])
    if inside and spec["entries"] == manifest["tables"][context["table"]]["entries"]:
        for field in ("threshold", "slope", "intercept"):
            expect(f"{place}, {field}s", lists[field], table[field + "s"])
        compared.append(place)
    image = lists["threshold"] + lists["slope"] + lists["intercept"]
    if integer:
        image += (lists["intercept_shift"] or [0]) + (lists["requant_shift"] or [0])
    data = b"".join((value & (2**64 - 1)).to_bytes(8, "little") for value in image)
    expect(f"{place}, CRC-32", f"{zlib.crc32(data):08x}", context["crc32"])


# The core depends on the core of each library module, which holds that module; its version is that of the text.
def check_library(depends):
    modules = [file[4:-2] for file in manifest["files"] if file.startswith("rtl/")]
    own = spec.get("prefix", "")
    for module, depend in zip(modules, depends):
        library = yaml.safe_load(open(os.path.join(directory, "rtl", module + ".core")))
        expect(f"dependency on {module}", depend, "=" + library["name"])
        expect(f"name of {module}.core", library["name"].split(":")[:3], ["pwlforge", "lib", module])
        held = [list(file)[0] for file in library["filesets"]["rtl"]["files"]]
        expect(f"files of {module}.core", held, [module + ".v"] + (["waivers.vlt"] if "latch" in module else []))
    expect("dependencies", len(depends), len(modules))
    cores = sorted(file[:-5] for file in os.listdir(os.path.join(directory, "rtl")) if file.endswith(".core"))
    expect("cores of modules", cores, sorted(modules))
    expect("modules without the prefix", [module for module in modules if not module.startswith(own + "pwl_")], [])


def check_lists():
    tops = [name + "_core.v", name + ".v"] if spec["wrap"] == "axis" else [name + ".v"]
    verilog = [file for file in os.listdir(os.path.join(directory, "rtl")) if file.endswith(".v")]
    present = sorted(["rtl/" + file for file in verilog] + tops)
    expect("files of the manifest", sorted(manifest["files"]), present)
    expect(f"{name}.f", open(os.path.join(directory, name + ".f")).read().split(), manifest["files"])
    text = open(os.path.join(directory, name + ".core")).read()
    expect(f"first line of {name}.core", text.splitlines()[0], "CAPI=2:")
    try:
        core = yaml.safe_load(text)
    except yaml.YAMLError as error:
        problems.append(f"{name}.core: {error}")
        return
    filesets = core["filesets"]
    expect(f"rtl of {name}.core", filesets["rtl"]["files"], tops)
    expect("lines of the shared list", open(os.path.join(directory, name + "_shared.f")).read().split(),
           ["-y", "rtl"] + tops)
    check_library(filesets["rtl"]["depend"])
    for fileset in ("bench", "constraints"):
        for entry in filesets[fileset]["files"]:
            for file in entry:
                expect(f"{file} of {name}.core is there", os.path.isfile(os.path.join(directory, file)), True)
    for target in core["targets"].values():
        expect("filesets of a target", set(target["filesets"]) <= set(filesets), True)
    expect("toplevel", core["targets"]["default"]["toplevel"], name)


# Each port is read or driven in its whole width, and the vectors are as wide as their file says.
def check_cocotb():
    constants = {}
    for statement in ast.parse(open(os.path.join(directory, name + "_cocotb.py")).read()).body:
        if isinstance(statement, ast.Assign):
            names, values = statement.targets[0], ast.literal_eval(statement.value)
            constants.update(zip([n.id for n in names.elts], values) if isinstance(names, ast.Tuple) else
                             {names.id: values}.items())
    widths = {port["name"]: port["width"] for port in manifest["ports"]}
    single = ("CLOCK", "RESET", "IN_VALID", "IN_READY", "OUT_VALID", "OUT_READY")
    used = {constants[key]: 1 for key in single}
    for port, pieces, _, stride in constants["INPUTS"] + constants["OUTPUTS"]:
        used[port] = pieces * stride
    for tag_in, tag_out, pieces, in_bits, out_bits in constants["TAGS"]:
        used.update({tag_in: pieces * in_bits, tag_out: pieces * out_bits})
    streams = {port: width for port, width in widths.items() if not port.startswith(("cfg_", "s_axil_", "saturated_"))}
    expect(f"ports of {name}_cocotb.py", used, streams)
    lines = open(os.path.join(directory, name + "_vectors.hex")).read().split()
    expect("digits of a vector", {len(line) for line in lines}, {(constants["VECTOR_BITS"] + 3) // 4})
    expect("beats", sum(int(line, 16) >> constants["VECTOR_BITS"] - 2 == 3 for line in lines), constants["BEATS"])


check_header()
check_lists()
check_cocotb()
for problem in problems:
    print(f"{name}: {problem}")
if problems:
    sys.exit(1)
images = f"{len(manifest['contexts'])} images, {len(compared)} compared with their table as it stands, " if words else ""
print(f"{name}: {len(words)} words, {images}{len(manifest['files'])} files")
