/* Copyright 2026 the pwlforge authors.
 * Licensed under the Apache License, Version 2.0; see LICENSE.
 * SPDX-License-Identifier: Apache-2.0
 *
 * The driver of a wrapped operator against a device that is played: it is identified, loaded, verified and swapped; a
 * word that has changed, a wrong checksum and another device are told. NAME and PREFIX are replaced by operator_build.sh.
 */
#include <stdio.h>

#include "NAME.h"
#include "NAME_driver.h"

#if PREFIX_CONFIG_DATA_BITS > 32
typedef uint64_t word_t;
#else
typedef uint32_t word_t;
#endif

static struct {
  word_t words[1 << PREFIX_CONFIG_ADDRESS_BITS];
  uint32_t signature, identification;
  int writes, swaps, wrong;
} device;

/* Gain and bias of channels are only written. */
static int only_written(uint32_t offset) {
#ifdef PREFIX_AFFINE_BASE
  return offset >= PREFIX_AFFINE_BASE;
#else
  return (void)offset, 0;
#endif
}

static int write_device(void *context, uint32_t offset, word_t data) {
  (void)context;
  if (offset < PREFIX_CONTROL) {
    const uint64_t wide = data;
    device.words[offset] = data;
    device.signature = (device.signature << 1) ^ ((device.signature >> 31) ? 0x04c11db7u : 0u) ^
                       (uint32_t)(wide ^ (wide >> 32));
    ++device.writes;
    return 0;
  }
  if (offset == PREFIX_CHECKSUM) return device.wrong = data != device.signature;
  if (offset != PREFIX_CONTROL) return 1;
  if (data == PREFIX_CONTROL_RESTART) device.signature = 0;
  if (data == PREFIX_CONTROL_COMMIT && !device.wrong) ++device.swaps;
  return 0;
}

static int read_device(void *context, uint32_t offset, word_t *data) {
  (void)context;
  *data = 0;
  if (offset < PREFIX_CONTROL && only_written(offset)) return 1;
  if (offset < PREFIX_CONTROL) *data = device.words[offset];
  if (offset == PREFIX_IDENTIFICATION) *data = device.identification;
  if (offset == PREFIX_VERSION) *data = PREFIX_VERSION_VALUE;
  if (offset == PREFIX_CAPABILITIES) *data = PREFIX_CAPABILITIES_VALUE;
  if (offset == PREFIX_FORMAT) *data = PREFIX_FORMAT_VALUE;
  return 0;
}

static int check(int right, const char *what) {
  if (!right) printf("FAILED: NAME: %s\n", what);
  return right;
}

int main(void) {
  const NAME_bus_t bus = {0, write_device, read_device};
  const int count = PREFIX_IMAGE_WRITES;
  const uint32_t sum = PREFIX_IMAGE_CHECKSUM;
  int right = 1;
  device.identification = PREFIX_IDENTIFICATION_VALUE;
  right &= check(NAME_identify(&bus) == PREFIX_OK, "not identified");
  right &= check(NAME_load(&bus, NAME_image, count, sum) == PREFIX_OK, "not loaded");
  right &= check(device.writes == count, "not every word was written");
  right &= check(NAME_verify(&bus, NAME_image, count) == PREFIX_OK, "not verified");
  right &= check(NAME_swap(&bus) == PREFIX_OK && device.swaps == 1, "not swapped");
  right &= check(NAME_errors(&bus) == 0, "an error without a cause");
  device.words[NAME_image[0].address] ^= 1;
  right &= check(NAME_verify(&bus, NAME_image, count) == PREFIX_DIFFERENT, "another word is not told");
  right &= check(NAME_load(&bus, NAME_image, count, sum ^ 1) == PREFIX_REFUSED, "a wrong checksum is not told");
  device.identification ^= 1;
  right &= check(NAME_identify(&bus) == PREFIX_OTHER_DEVICE, "another device is not told");
  return right ? 0 : 1;
}
