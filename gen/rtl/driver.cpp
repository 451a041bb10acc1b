// Copyright 2026 the pwlforge authors.
// Licensed under the Apache License, Version 2.0; see LICENSE.
// SPDX-License-Identifier: Apache-2.0
//
// NAME_driver.h of a wrapped directory: what firmware does over the AXI4-Lite port. Header only, C99, allocates
// nothing.
#include <fmt/format.h>

#include "gen/rtl/bench_fields.hpp"
#include "gen/rtl/parts.hpp"

namespace pwlforge {
namespace {

constexpr const char* kDriver = R"driver(#ifndef @PREFIX@_DRIVER_H_
#define @PREFIX@_DRIVER_H_

#include "@NAME@.h"

/* How to reach the port: byte offsets as in @NAME@.h. Both return 0 for the response OKAY. */
typedef struct {
  void *context;
  int (*write)(void *context, uint32_t offset, @WORD@ data);
  int (*read)(void *context, uint32_t offset, @WORD@ *data);
} @NAME@_bus_t;

typedef enum {
  @PREFIX@_OK = 0,
  @PREFIX@_REFUSED,      /* the port answered SLVERR: see @NAME@_errors */
  @PREFIX@_OTHER_DEVICE, /* what is there is not what @NAME@.h describes */
  @PREFIX@_DIFFERENT,    /* a word reads back differently */
  @PREFIX@_TIMEOUT       /* the packet did not end within so many polls */
} @NAME@_status_t;

/* Whether the device is the one that @NAME@.h was written for. */
static inline @NAME@_status_t @NAME@_identify(const @NAME@_bus_t *bus) {
  static const struct {
    uint32_t offset, value;
  } constants[4] = {{@PREFIX@_IDENTIFICATION, @PREFIX@_IDENTIFICATION_VALUE},
                    {@PREFIX@_VERSION, @PREFIX@_VERSION_VALUE},
                    {@PREFIX@_CAPABILITIES, @PREFIX@_CAPABILITIES_VALUE},
                    {@PREFIX@_FORMAT, @PREFIX@_FORMAT_VALUE}};
  for (int i = 0; i < 4; ++i) {
    @WORD@ found = 0;
    if (bus->read(bus->context, constants[i].offset, &found) != 0) return @PREFIX@_REFUSED;
    if (found != constants[i].value) return @PREFIX@_OTHER_DEVICE;
  }
  return @PREFIX@_OK;
}

/* Writes an image of @NAME@.h and has the device compare its checksum. The table is current after a swap. */
static inline @NAME@_status_t @NAME@_load(const @NAME@_bus_t *bus, const @NAME@_write_t *image, int writes,
                                          uint32_t checksum) {
  if (bus->write(bus->context, @PREFIX@_CONTROL, @PREFIX@_CONTROL_RESTART) != 0) return @PREFIX@_REFUSED;
  for (int i = 0; i < writes; ++i) {
    if (bus->write(bus->context, image[i].address, image[i].data) != 0) return @PREFIX@_REFUSED;
  }
  return bus->write(bus->context, @PREFIX@_CHECKSUM, checksum) != 0 ? @PREFIX@_REFUSED : @PREFIX@_OK;
}

/* Reads every word of the bank that is written back@EXCEPT@. */
static inline @NAME@_status_t @NAME@_verify(const @NAME@_bus_t *bus, const @NAME@_write_t *image, int writes) {
  for (int i = 0; i < writes; ++i) {
@SKIP@    @WORD@ found = 0;
    if (bus->read(bus->context, image[i].address, &found) != 0) return @PREFIX@_REFUSED;
    if (found != image[i].data) return @PREFIX@_DIFFERENT;
  }
  return @PREFIX@_OK;
}

/* Makes the written table current between two @UNITS@. With two banks and nothing written since, the table before. */
static inline @NAME@_status_t @NAME@_swap(const @NAME@_bus_t *bus) {
  return bus->write(bus->context, @PREFIX@_CONTROL, @PREFIX@_CONTROL_COMMIT) != 0 ? @PREFIX@_REFUSED : @PREFIX@_OK;
}

/* The same when the @PACKET@ that is under way is over; polls until then. */
static inline @NAME@_status_t @NAME@_swap_at_last(const @NAME@_bus_t *bus, long polls) {
  if (bus->write(bus->context, @PREFIX@_CONTROL, @PREFIX@_CONTROL_COMMIT_AT_LAST) != 0) return @PREFIX@_REFUSED;
  while (polls-- > 0) {
    @WORD@ status = 0;
    if (bus->read(bus->context, @PREFIX@_STATUS, &status) != 0) return @PREFIX@_REFUSED;
    if ((status & @PREFIX@_STATUS_PENDING) == 0) return @PREFIX@_OK;
  }
  return @PREFIX@_TIMEOUT;
}

/* The sticky errors; clears those that it tells. */
static inline uint32_t @NAME@_errors(const @NAME@_bus_t *bus) {
  @WORD@ errors = 0;
  if (bus->read(bus->context, @PREFIX@_ERRORS, &errors) != 0) return ~(uint32_t)0;
  if (errors != 0 && bus->write(bus->context, @PREFIX@_ERRORS, errors) != 0) return ~(uint32_t)0;
  return (uint32_t)errors;
}

#endif  /* @PREFIX@_DRIVER_H_ */
)driver";

}  // namespace

std::string driver_text(const BusPlan& plan) {
  std::string text = licence_header("//") + "//\n";
  text += comment_text(fmt::format(
      "Driver of {}: identify, load, verify, swap over its AXI4-Lite port. C99 and C++, no allocation. Written by {}.",
      plan.name, generator_version()));
  std::string only_written;
  for (const AddressRange& range : plan.words) {
    const int step = axil_step(plan.config_data_bits);
    if (range.readable) continue;
    only_written += fmt::format("    if (image[i].address >= {}u && image[i].address <= {}u) continue;\n",
                                range.first * step, range.last * step);
  }
  return text + render(kDriver, {{"NAME", plan.name},
                                 {"SKIP", only_written},
                                 {"EXCEPT", only_written.empty() ? "" : ", but those that are only written"},
                                 {"UNITS", plan.rows ? "rows" : "beats"},
                                 {"PACKET", plan.rows ? "row" : "packet"},
                                 {"PREFIX", upper(plan.name)},
                                 {"WORD", axil_data_bits(plan.config_data_bits) == 64 ? "uint64_t" : "uint32_t"}});
}

}  // namespace pwlforge
