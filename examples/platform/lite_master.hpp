// Copyright 2026 the pwlforge authors.
// Licensed under the Apache License, Version 2.0; see LICENSE.
// SPDX-License-Identifier: Apache-2.0
//
// The processor's side of an AXI4-Lite port, as the C driver of a directory wants it: read and write by byte offset,
// which return 0 for the response OKAY. To be called by a thread of the simulation.
#pragma once

#include "device.hpp"

class LiteMaster {
 public:
  LiteMaster(sc_core::sc_clock& clock, Lite& lite) : clock_(clock), lite_(lite) {}

  /// Functions of a driver's bus, whose context is a master.
  static int write(void* context, std::uint32_t offset, std::uint32_t data) {
    return static_cast<LiteMaster*>(context)->write(offset, data);
  }
  static int read(void* context, std::uint32_t offset, std::uint32_t* data) {
    return static_cast<LiteMaster*>(context)->read(offset, data);
  }

 private:
  void cycle() { sc_core::wait(clock_.posedge_event()); }

  int write(std::uint32_t offset, std::uint32_t data) {
    lite_.awaddr.write(offset);
    lite_.wdata.write(data);
    lite_.wstrb.write(15);
    lite_.awvalid.write(true);
    lite_.wvalid.write(true);
    do cycle();
    while (!lite_.awready.read() || !lite_.wready.read());
    lite_.awvalid.write(false);
    lite_.wvalid.write(false);
    lite_.bready.write(true);
    do cycle();
    while (!lite_.bvalid.read());
    lite_.bready.write(false);
    return static_cast<int>(lite_.bresp.read());
  }

  int read(std::uint32_t offset, std::uint32_t* data) {
    lite_.araddr.write(offset);
    lite_.arvalid.write(true);
    do cycle();
    while (!lite_.arready.read());
    lite_.arvalid.write(false);
    lite_.rready.write(true);
    do cycle();
    while (!lite_.rvalid.read());
    lite_.rready.write(false);
    *data = lite_.rdata.read();
    return static_cast<int>(lite_.rresp.read());
  }

  sc_core::sc_clock& clock_;
  Lite& lite_;
};
