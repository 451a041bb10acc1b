// Copyright 2026 the pwlforge authors.
// Licensed under the Apache License, Version 2.0; see LICENSE.
// SPDX-License-Identifier: Apache-2.0
//
// `gen --prefix`: library modules under names of their own, so that a directory shares no name with any other.
#pragma once

#include <string>

#include "gen/support/files.hpp"

namespace pwlforge {

/// Every name of a library module in a text becomes PREFIXname; other words, and all texts for an empty prefix, stay.
///     prefixed("pwl_stage #(.D(8)) u_stage (", "npu_")    "npu_pwl_stage #(.D(8)) u_stage ("
std::string prefixed(const std::string& text, const std::string& prefix);
/// Names and texts of all files but those of the manifest and of the vectors, which name no module by themselves.
FileSet prefixed(const FileSet& files, const std::string& prefix);

}  // namespace pwlforge
