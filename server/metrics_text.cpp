#include "server/metrics_text.hpp"

#include <fmt/format.h>

#include <iterator>

namespace signpost {

void append_family(std::string& out, std::string_view name, std::string_view type, std::string_view help) {
  fmt::format_to(std::back_inserter(out), "# HELP {} {}\n# TYPE {} {}\n", name, help, name, type);
}

namespace {

template <class Value>
void append(std::string& out, std::string_view name, std::string_view labels, Value value) {
  if (labels.empty())
    fmt::format_to(std::back_inserter(out), "{} {}\n", name, value);
  else
    fmt::format_to(std::back_inserter(out), "{}{{{}}} {}\n", name, labels, value);
}

}  // namespace

void append_sample(std::string& out, std::string_view name, std::string_view labels, std::uint64_t value) {
  append(out, name, labels, value);
}

void append_sample(std::string& out, std::string_view name, std::string_view labels, double value) {
  append(out, name, labels, value);
}

std::string label(std::string_view name, std::string_view value) {
  std::string out(name);
  out += "=\"";
  for (const char c : value) {
    if (c == '\n') {
      out += "\\n";
      continue;
    }
    if (c == '"' || c == '\\') out += '\\';
    out += c;
  }
  out += '"';
  return out;
}

}  // namespace signpost
