#!/usr/bin/env python3
# Copyright 2026 the pwlforge authors.
# Licensed under the Apache License, Version 2.0; see LICENSE.
# SPDX-License-Identifier: Apache-2.0
"""Checks NAME.xml of a wrapped directory: the schema of IEEE 1685-2014; ports and files are those of manifest.json, each
port of a bus is mapped once to the signal of its name, registers and their bits are where NAME.h has them.

Usage: ipxact.py DIRECTORY...    exit code 1 with a line for each disagreement
"""
import glob
import json
import os
import re
import sys
import sysconfig
import xml.etree.ElementTree as ElementTree

import xmlschema

problems = []  # of the directory that is being checked
NAMESPACE = {"i": "http://www.accellera.org/XMLSchema/IPXACT/1685-2014"}
SCHEMA = os.path.join(sysconfig.get_paths()["purelib"], "pyEDAA/IPXACT/Schema/ieee-1685-2014/index.xsd")


def expect(what, found, wanted):
    if found != wanted:
        problems.append(f"{what}: found {found}, expected {wanted}")


def texts(element, path):
    return [one.text for one in element.findall(path, NAMESPACE)]


def number(element, path):
    return int(element.find(path, NAMESPACE).text)


def check(directory, schema):
    problems.clear()
    manifest = json.load(open(os.path.join(directory, "manifest.json")))
    [path] = glob.glob(os.path.join(directory, "*.xml"))
    name = os.path.basename(path)[:-4]
    problems.extend(f"{error.path}: {error.reason}" for error in schema.iter_errors(path))
    root = ElementTree.parse(path).getroot()
    expect("name", texts(root, "i:name"), [name])
    expect("module", texts(root, ".//i:moduleName"), [name])
    expect("files", texts(root, "i:fileSets//i:file/i:name"), manifest["files"])

    ports = {}
    for port in root.findall("i:model/i:ports/i:port", NAMESPACE):
        vector = port.find(".//i:vector", NAMESPACE)
        width = 1 if vector is None else number(vector, "i:left") - number(vector, "i:right") + 1
        ports[port.find("i:name", NAMESPACE).text] = (port.find(".//i:direction", NAMESPACE).text, width)
    expect("ports", ports, {port["name"]: (port["direction"][:3].replace("inp", "in"), port["width"])
                            for port in manifest["ports"]})

    buses = root.findall("i:busInterfaces/i:busInterface", NAMESPACE)
    mapped = []
    for bus in buses:
        prefix = bus.find("i:name", NAMESPACE).text
        for one in bus.findall(".//i:portMap", NAMESPACE):
            [logical], [physical] = texts(one, "i:logicalPort/i:name"), texts(one, "i:physicalPort/i:name")
            if physical in ("aclk", "aresetn"):
                expect(physical, logical, {"aclk": "ACLK", "aresetn": "ARESETn"}[physical])
                continue
            expect(physical, f"{prefix}_{logical.lower()}", physical)
            mapped.append(physical)
    expect("ports of buses", sorted(mapped), sorted(port for port in ports if re.match("[sm]_axi[sl]_", port)))

    defines = dict(re.findall(r"#define (\w+) (\w+)", open(os.path.join(directory, name + ".h")).read()))
    registers = root.findall(".//i:register", NAMESPACE)
    for register in registers:
        title = f"{name}_{register.find('i:name', NAMESPACE).text}".upper()
        base = number(root, ".//i:addressBlock[i:name='registers']/i:baseAddress")
        expect(title, base + number(register, "i:addressOffset"), int(defines[title].rstrip("u")))
        for field in register.findall("i:field", NAMESPACE):
            label = f"{title}_{field.find('i:name', NAMESPACE).text}".upper()
            bit, width = number(field, "i:bitOffset"), number(field, "i:bitWidth")
            if label.endswith("_VALUE"):  # a register without fields
                expect(label, (bit, width), (0, 32))
            elif label + "_SHIFT" in defines:
                expect(label, (bit, (1 << width) - 1),
                       (int(defines[label + "_SHIFT"].rstrip("u")), int(defines[label + "_MASK"].rstrip("u"))))
            else:
                expect(label, (1 << bit, width), (int(defines.get(label, "0").rstrip("u")), 1))
    expect("registers", len(registers), 8 if "s_axil_awaddr" in ports else 0)
    for problem in problems:
        print(f"{directory}: {problem}")
    if not problems:
        print(f"{directory}: {len(ports)} ports, {len(buses)} buses, {len(registers)} registers")
    return not problems


schema = xmlschema.XMLSchema(SCHEMA)
right = [check(directory, schema) for directory in sys.argv[1:]]
sys.exit(not all(right))
