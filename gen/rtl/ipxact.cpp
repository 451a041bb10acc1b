// Copyright 2026 the pwlforge authors.
// Licensed under the Apache License, Version 2.0; see LICENSE.
// SPDX-License-Identifier: Apache-2.0
//
// NAME.xml of a wrapped directory: an IP-XACT component (IEEE 1685-2014) with its bus interfaces, registers, ports and
// files. Bus definitions are named as Arm names those of AMBA 4.
#include <fmt/format.h>

#include "gen/rtl/parts.hpp"
#include "gen/support/version.hpp"

namespace pwlforge {
namespace {

std::string escaped(const std::string& text) {
  std::string result;
  for (const char c : text) {
    if (c == '&') {
      result += "&amp;";
    } else if (c == '<') {
      result += "&lt;";
    } else if (c == '>') {
      result += "&gt;";
    } else {
      result += c;
    }
  }
  return result;
}

/// Elements of the namespace, one a line, indented by their depth.
class Document {
 public:
  /// An element around what `content` adds. `attributes` as they stand in the text.
  template <class Content>
  void element(const std::string& name, const Content& content, const std::string& attributes = "") {
    line(fmt::format("<ipxact:{}{}{}>", name, attributes.empty() ? "" : " ", attributes));
    ++depth_;
    content();
    --depth_;
    line(fmt::format("</ipxact:{}>", name));
  }
  void leaf(const std::string& name, const std::string& value) {
    line(fmt::format("<ipxact:{0}>{1}</ipxact:{0}>", name, escaped(value)));
  }
  void leaf(const std::string& name, int value) { leaf(name, std::to_string(value)); }
  void empty(const std::string& name, const std::string& attributes = "") {
    line(fmt::format("<ipxact:{}{}{}/>", name, attributes.empty() ? "" : " ", attributes));
  }
  const std::string& text() const { return text_; }

 private:
  void line(const std::string& what) { text_ += std::string(2 * depth_, ' ') + what + "\n"; }

  std::string text_;
  std::size_t depth_ = 0;
};

std::string amba(const std::string& name, const std::string& version) {
  return fmt::format(R"(vendor="amba.com" library="AMBA4" name="{}" version="{}")", name, version);
}

/// A bus interface: the ports PREFIX_*, whose logical names are the rest in capitals, with clock and reset.
template <class Mode>
void bus_interface(Document& xml, const std::vector<Port>& ports, const std::string& prefix, const std::string& bus,
                   const std::string& version, const Mode& mode) {
  const auto map = [&](const std::string& logical, const std::string& physical) {
    xml.element("portMap", [&] {
      xml.element("logicalPort", [&] { xml.leaf("name", logical); });
      xml.element("physicalPort", [&] { xml.leaf("name", physical); });
    });
  };
  xml.element("busInterface", [&] {
    xml.leaf("name", prefix);
    xml.empty("busType", amba(bus, version));
    xml.element("abstractionTypes", [&] {
      xml.element("abstractionType", [&] {
        xml.empty("abstractionRef", amba(bus + "_rtl", version));
        xml.element("portMaps", [&] {
          map("ACLK", "aclk");
          map("ARESETn", "aresetn");
          for (const Port& port : ports) {
            if (port.name.rfind(prefix + "_", 0) == 0) map(upper(port.name.substr(prefix.size() + 1)), port.name);
          }
        });
      });
    });
    mode();
  });
}

const char* access_name(RegisterAccess access) {
  switch (access) {
    case RegisterAccess::read: return "read-only";
    case RegisterAccess::write: return "write-only";
    case RegisterAccess::read_write: return "read-write";
  }
  return "";
}

void registers(Document& xml, const BusPlan& plan) {
  const int bits = axil_data_bits(plan.config_data_bits);
  const int step = axil_step(plan.config_data_bits);
  const int base = axil_register_base(plan);
  xml.element("memoryMap", [&] {
    xml.leaf("name", "configuration");
    xml.element("addressBlock", [&] {
      xml.leaf("name", "words");
      xml.leaf("description", "words of the tables");
      xml.leaf("baseAddress", 0);
      xml.leaf("range", base);
      xml.leaf("width", bits);
      xml.leaf("usage", "memory");
    });
    xml.element("addressBlock", [&] {
      xml.leaf("name", "registers");
      xml.leaf("baseAddress", base);
      xml.leaf("range", base);
      xml.leaf("width", bits);
      xml.leaf("usage", "register");
      for (const BusRegister& one : register_map()) {
        xml.element("register", [&] {
          xml.leaf("name", one.name);
          xml.leaf("description", one.meaning);
          xml.leaf("addressOffset", one.number * step);
          xml.leaf("size", bits);
          xml.leaf("access", access_name(one.access));
          if (one.fields.empty()) {
            xml.element("field", [&] {
              xml.leaf("name", "value");
              xml.leaf("bitOffset", 0);
              xml.leaf("bitWidth", 32);
            });
          }
          for (const RegisterField& field : one.fields) {
            xml.element("field", [&] {
              xml.leaf("name", field.name);
              xml.leaf("description", field.meaning);
              xml.leaf("bitOffset", field.bit);
              xml.leaf("bitWidth", field.width);
            });
          }
        });
      }
    });
    xml.leaf("addressUnitBits", 8);
  });
}

void model(Document& xml, const std::string& name, const std::vector<Port>& ports) {
  xml.element("views", [&] {
    xml.element("view", [&] {
      xml.leaf("name", "rtl");
      xml.leaf("componentInstantiationRef", "rtl");
    });
  });
  xml.element("instantiations", [&] {
    xml.element("componentInstantiation", [&] {
      xml.leaf("name", "rtl");
      xml.leaf("language", "verilog");
      xml.leaf("moduleName", name);
      xml.element("fileSetRef", [&] { xml.leaf("localName", "rtl"); });
    });
  });
  xml.element("ports", [&] {
    for (const Port& port : ports) {
      xml.element("port", [&] {
        xml.leaf("name", port.name);
        xml.leaf("description", port.meaning);
        xml.element("wire", [&] {
          xml.leaf("direction", port.is_input ? "in" : "out");
          if (port.width == 1) return;
          xml.element("vectors", [&] {
            xml.element("vector", [&] {
              xml.leaf("left", port.width - 1);
              xml.leaf("right", 0);
            });
          });
        });
      });
    }
  });
}

}  // namespace

std::string ipxact_text(const BusPlan& plan, const std::vector<std::string>& files) {
  const std::vector<Port> ports = bus_ports(plan);
  Document xml;
  const std::string space = "http://www.accellera.org/XMLSchema/IPXACT/1685-2014";
  const auto content = [&] {
    xml.leaf("vendor", "pwlforge");
    xml.leaf("library", "units");
    xml.leaf("name", plan.name);
    xml.leaf("version", kVersion);
    xml.element("busInterfaces", [&] {
      bus_interface(xml, ports, "s_axis", "AXI4Stream", "r0p0_1", [&] { xml.empty("slave"); });
      bus_interface(xml, ports, "m_axis", "AXI4Stream", "r0p0_1", [&] { xml.empty("master"); });
      if (plan.config_address_bits == 0) return;
      bus_interface(xml, ports, "s_axil", "AXI4-Lite", "r0p0_0", [&] {
        xml.element("slave", [&] { xml.empty("memoryMapRef", R"(memoryMapRef="configuration")"); });
      });
    });
    if (plan.config_address_bits > 0) xml.element("memoryMaps", [&] { registers(xml, plan); });
    xml.element("model", [&] { model(xml, plan.name, ports); });
    xml.element("fileSets", [&] {
      xml.element("fileSet", [&] {
        xml.leaf("name", "rtl");
        for (const std::string& file : files) {
          xml.element("file", [&] {
            xml.leaf("name", file);
            xml.leaf("fileType", "verilogSource");
          });
        }
      });
    });
    xml.leaf("description", plan.summary);
  };
  xml.element("component", content,
              fmt::format(R"(xmlns:ipxact="{0}" xmlns:xsi="http://www.w3.org/2001/XMLSchema-instance" )"
                          R"(xsi:schemaLocation="{0} {0}/index.xsd")",
                          space));
  std::string licence = licence_header("");
  return fmt::format("<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n<!--\n{} Written by {}.\n-->\n{}", licence,
                     generator_version(), xml.text());
}

}  // namespace pwlforge
