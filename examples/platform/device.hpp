// Copyright 2026 the pwlforge authors.
// Licensed under the Apache License, Version 2.0; see LICENSE.
// SPDX-License-Identifier: Apache-2.0
//
// What stands between the modules of the platform: the signals of one stream and of one AXI4-Lite port, and a wrapper
// of pwlforge with its own.
#pragma once

#include <cstdint>
#include <systemc>

struct Stream {
  sc_core::sc_signal<bool> valid, ready, last;
  sc_core::sc_signal<std::uint32_t> data, keep;
};

struct Lite {
  sc_core::sc_signal<bool> awvalid, awready, wvalid, wready, bvalid, bready, arvalid, arready, rvalid, rready;
  sc_core::sc_signal<std::uint32_t> awaddr, wdata, wstrb, bresp, araddr, rdata, rresp;
};

/// A Verilated wrapper whose streams have at most 32 bits, with its signals.
template <class Dut>
struct Device {
  Device(const char* name, sc_core::sc_clock& clock, sc_core::sc_signal<bool>& reset_n) : dut(name) {
    dut.aclk(clock);
    dut.aresetn(reset_n);
    dut.s_axis_tvalid(in.valid);
    dut.s_axis_tready(in.ready);
    dut.s_axis_tdata(in.data);
    dut.s_axis_tkeep(in.keep);
    dut.s_axis_tlast(in.last);
    dut.m_axis_tvalid(out.valid);
    dut.m_axis_tready(out.ready);
    dut.m_axis_tdata(out.data);
    dut.m_axis_tkeep(out.keep);
    dut.m_axis_tlast(out.last);
    dut.s_axil_awaddr(lite.awaddr);
    dut.s_axil_awvalid(lite.awvalid);
    dut.s_axil_awready(lite.awready);
    dut.s_axil_wdata(lite.wdata);
    dut.s_axil_wstrb(lite.wstrb);
    dut.s_axil_wvalid(lite.wvalid);
    dut.s_axil_wready(lite.wready);
    dut.s_axil_bresp(lite.bresp);
    dut.s_axil_bvalid(lite.bvalid);
    dut.s_axil_bready(lite.bready);
    dut.s_axil_araddr(lite.araddr);
    dut.s_axil_arvalid(lite.arvalid);
    dut.s_axil_arready(lite.arready);
    dut.s_axil_rdata(lite.rdata);
    dut.s_axil_rresp(lite.rresp);
    dut.s_axil_rvalid(lite.rvalid);
    dut.s_axil_rready(lite.rready);
  }

  Stream in, out;
  Lite lite;
  Dut dut;
};
