#include "server/http.hpp"

#include <algorithm>
#include <array>

namespace signpost {
namespace {

constexpr char lower(char c) noexcept { return c >= 'A' && c <= 'Z' ? static_cast<char>(c - 'A' + 'a') : c; }

// The texts of problems are our own, but a quote or a backslash in one of them must not break the document.
void append_json_string(std::string& out, std::string_view text) {
  constexpr std::string_view kHex = "0123456789abcdef";
  out += '"';
  for (const char c : text) {
    const auto byte = static_cast<unsigned char>(c);
    if (c == '"' || c == '\\') {
      out += '\\';
      out += c;
    } else if (byte < 0x20) {
      out += "\\u00";
      out += kHex[byte >> 4];
      out += kHex[byte & 15];
    } else {
      out += c;
    }
  }
  out += '"';
}

}  // namespace

bool same_name(std::string_view a, std::string_view b) noexcept {
  return a.size() == b.size() &&
         std::equal(a.begin(), a.end(), b.begin(), [](char x, char y) { return lower(x) == lower(y); });
}

std::string_view without_padding(std::string_view text) noexcept {
  const std::size_t first = text.find_first_not_of(" \t");
  if (first == std::string_view::npos) return {};
  return text.substr(first, text.find_last_not_of(" \t") - first + 1);
}

void HeaderFields::add(std::string_view name, std::string_view value) {
  fields_.push_back({text_.size(), name.size(), value.size()});
  text_.append(name).append(value);
}

void HeaderFields::clear() noexcept {
  text_.clear();
  fields_.clear();
}

std::string_view HeaderFields::name(std::size_t index) const noexcept {
  const Field& field = fields_[index];
  return std::string_view(text_).substr(field.at, field.name_length);
}

std::string_view HeaderFields::value(std::size_t index) const noexcept {
  const Field& field = fields_[index];
  return std::string_view(text_).substr(field.at + field.name_length, field.value_length);
}

std::optional<std::string_view> HeaderFields::find(std::string_view wanted) const noexcept {
  for (std::size_t i = 0; i < fields_.size(); ++i)
    if (same_name(name(i), wanted)) return value(i);
  return std::nullopt;
}

std::size_t HeaderFields::count(std::string_view wanted) const noexcept {
  std::size_t found = 0;
  for (std::size_t i = 0; i < fields_.size(); ++i) found += same_name(name(i), wanted) ? 1 : 0;
  return found;
}

void Response::set_header(std::string_view name, std::string_view value) {
  std::erase_if(headers, [&](const HeaderLine& line) { return same_name(line.name, name); });
  add_header(name, value);
}

void Response::add_header(std::string_view name, std::string_view value) {
  headers.push_back({std::string(name), std::string(value)});
}

std::optional<std::string_view> Response::header(std::string_view name) const noexcept {
  for (const HeaderLine& line : headers)
    if (same_name(line.name, name)) return line.value;
  return std::nullopt;
}

Response problem(int status, std::string_view code, std::string_view title, std::string_view detail) {
  Response response;
  response.status = status;
  response.content_type = "application/problem+json";
  response.refused = code;
  std::string& body = response.body;
  body = R"({"type":"about:blank","title":)";
  append_json_string(body, title);
  body += R"(,"status":)" + std::to_string(status) + R"(,"code":)";
  append_json_string(body, code);
  if (!detail.empty()) {
    body += R"(,"detail":)";
    append_json_string(body, detail);
  }
  body += "}\n";
  return response;
}

std::string_view reason_phrase(int status) noexcept {
  struct Reason {
    int status;
    std::string_view text;
  };
  static constexpr auto kReasons = std::to_array<Reason>({
      {200, "OK"},
      {400, "Bad Request"},
      {404, "Not Found"},
      {405, "Method Not Allowed"},
      {408, "Request Timeout"},
      {411, "Length Required"},
      {413, "Content Too Large"},
      {414, "URI Too Long"},
      {415, "Unsupported Media Type"},
      {417, "Expectation Failed"},
      {429, "Too Many Requests"},
      {431, "Request Header Fields Too Large"},
      {500, "Internal Server Error"},
      {501, "Not Implemented"},
      {503, "Service Unavailable"},
      {505, "HTTP Version Not Supported"},
  });
  for (const Reason& reason : kReasons)
    if (reason.status == status) return reason.text;
  return "Unknown";
}

}  // namespace signpost
