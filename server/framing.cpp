// Strict reading of HTTP/1.x heads (RFC 9112). cpp-httplib 0.11 accepts two lengths, "3abc" as a length, a space before
// the colon, no Host, and decodes %0d%0a in header values; proxies before us may read each of these another way. So we
// take only what has one reading. Bodies come with Content-Length alone: our clients need nothing else.
#include "server/framing.hpp"

#include <algorithm>
#include <array>
#include <charconv>
#include <cstdint>
#include <cstring>

#include "server/http.hpp"

namespace signpost {
namespace {

constexpr std::string_view kTokenMarks = "!#$%&'*+-.^_`|~";

// What a byte may be part of; and whether it is a percent sign, which wants a second look.
enum : std::uint8_t { kToken = 1, kTarget = 2, kValue = 4, kPercent = 8 };

constexpr std::array<std::uint8_t, 256> kBytes = [] {
  std::array<std::uint8_t, 256> table{};
  for (std::size_t c = 0; c < 256; ++c) {
    const bool letter_or_digit = (c >= '0' && c <= '9') || (c >= 'A' && c <= 'Z') || (c >= 'a' && c <= 'z');
    if (letter_or_digit || (c < 128 && kTokenMarks.find(static_cast<char>(c)) != std::string_view::npos))
      table[c] |= kToken;
    if (c > 0x20 && c < 0x7f && c != '#') table[c] |= kTarget;
    if (c == '\t' || (c >= 0x20 && c != 0x7f)) table[c] |= kValue;
    if (c == '%') table[c] |= kPercent;
  }
  return table;
}();

std::uint8_t kinds(char c) noexcept { return kBytes[static_cast<unsigned char>(c)]; }

bool all(std::string_view text, std::uint8_t kind) noexcept {
  return std::all_of(text.begin(), text.end(), [kind](char c) { return (kinds(c) & kind) != 0; });
}

int hex(char c) noexcept {
  if (c >= '0' && c <= '9') return c - '0';
  if (c >= 'A' && c <= 'F') return c - 'A' + 10;
  if (c >= 'a' && c <= 'f') return c - 'a' + 10;
  return -1;
}

// The byte that the percent sign at `at` stands for, or -1 where two hexadecimal digits do not follow it.
int percent_byte(std::string_view text, std::size_t at) noexcept {
  if (text.size() - at < 3) return -1;
  const int high = hex(text[at + 1]), low = hex(text[at + 2]);
  return high < 0 || low < 0 ? -1 : high * 16 + low;
}

constexpr bool is_control(int byte) noexcept { return (byte >= 0 && byte < 0x20) || byte == 0x7f; }

// True where something that decodes percent signs would find a control byte: a line break put into a log or a header.
bool hides_control_byte(std::string_view text) noexcept {
  for (std::size_t at = text.find('%'); at != std::string_view::npos; at = text.find('%', at + 1))
    if (is_control(percent_byte(text, at))) return true;
  return false;
}

bool every_percent_has_a_byte(std::string_view text) noexcept {
  for (std::size_t at = text.find('%'); at != std::string_view::npos; at = text.find('%', at + 1))
    if (percent_byte(text, at) < 0) return false;
  return true;
}

// Whether a comma-separated list such as that of Connection holds `word`.
bool lists(std::string_view list, std::string_view word) noexcept {
  while (!list.empty()) {
    const std::size_t comma = list.find(',');
    if (same_name(without_padding(list.substr(0, comma)), word)) return true;
    list.remove_prefix(comma == std::string_view::npos ? list.size() : comma + 1);
  }
  return false;
}

bool starts_with_word(std::string_view text, std::string_view prefix) noexcept {
  return text.size() >= prefix.size() && same_name(text.substr(0, prefix.size()), prefix);
}

// Headers that no handler sees. Some ask for work that we do not do at a request (answers are compressed ahead or not
// at all, and are never cut in parts). The others are names under which cpp-httplib keeps the addresses of the
// connection: a client that sends them would speak for its own socket.
constexpr auto kErased = std::to_array<std::string_view>(
    {"Accept-Encoding", "Range", "If-Range", "REMOTE_ADDR", "REMOTE_PORT", "LOCAL_ADDR", "LOCAL_PORT"});

bool is_erased(std::string_view name) noexcept {
  return std::any_of(kErased.begin(), kErased.end(), [name](std::string_view one) { return same_name(name, one); });
}

constexpr auto kMethods =
    std::to_array<std::string_view>({"GET", "HEAD", "POST", "PUT", "PATCH", "DELETE", "OPTIONS", "TRACE", "CONNECT"});

}  // namespace

/// What the headers said about framing, gathered in one pass and judged at its end.
struct Framer::HeadFacts {
  std::size_t hosts = 0, lengths = 0;
  std::string_view host, length;
  bool transfer_encoding = false, content_encoding = false, multipart = false, expect = false;
  bool close = false, keep_alive = false;
};

Framer::State Framer::refuse(int status, std::string_view code, std::string_view title) {
  refusal_ = {status, code, title};
  return State::kRefused;
}

Framer::State Framer::read(std::string_view received, FrameProgress& progress) {
  frame_.method = {};  // a refusal before the request line must not name another request's method
  if (progress.needed > received.size()) return State::kNeedsMore;

  // One empty line before a request is left over from sloppy clients' bodies (RFC 9112, 2.2): step over it.
  const std::size_t skipped = received.starts_with("\r\n") ? 2 : 0;
  if (progress.scanned < skipped) progress.scanned = progress.line_start = skipped;

  // Find the empty line that ends the head, from where the last look ended.
  std::size_t head_end = 0;
  while (head_end == 0) {
    const void* found = progress.scanned < received.size()
                            ? std::memchr(received.data() + progress.scanned, '\n', received.size() - progress.scanned)
                            : nullptr;
    const std::size_t at =
        found ? static_cast<std::size_t>(static_cast<const char*>(found) - received.data()) : received.size();
    if (at - skipped > limits_.head_bytes) {
      return progress.line_start == skipped ? refuse(414, "target-too-long", "The request line is too long")
                                            : refuse(431, "headers-too-large", "The headers are too large");
    }
    if (!found) {
      progress.scanned = received.size();
      return State::kNeedsMore;
    }
    if (at == 0 || received[at - 1] != '\r')
      return refuse(400, "bad-line-end", "A line of the request does not end with CR LF");
    if (at == progress.line_start + 1)
      head_end = at + 1;
    else
      progress.scanned = progress.line_start = at + 1;
  }

  std::size_t body_length = 0;
  if (!read_head(received.substr(skipped, head_end - skipped), body_length)) return State::kRefused;
  frame_.length = head_end + body_length;
  if (received.size() < frame_.length) {
    progress.needed = frame_.length;
    return State::kNeedsMore;
  }
  frame_.body = received.substr(head_end, body_length);
  return State::kWhole;
}

bool Framer::read_head(std::string_view head, std::size_t& body_length) {
  frame_.fields.clear();
  const std::size_t line_end = head.find("\r\n");
  if (line_end == 0) {
    refuse(400, "bad-request-line", "The request line is missing");
    return false;
  }
  if (!read_request_line(head.substr(0, line_end))) return false;

  HeadFacts facts;
  std::size_t count = 0;
  for (std::string_view left = head.substr(line_end + 2); left.size() > 2;) {  // the empty line remains
    if (++count > limits_.fields) {
      refuse(431, "too-many-headers", "The request has too many headers");
      return false;
    }
    if (!take_field(left, facts)) return false;
  }
  return judge(facts, body_length);
}

bool Framer::read_request_line(std::string_view line) {
  const std::size_t first = line.find(' '), last = line.rfind(' ');
  if (first == std::string_view::npos || last == first) {
    refuse(400, "bad-request-line", "The request line is not: method, target, version");
    return false;
  }
  frame_.method = line.substr(0, first);
  frame_.target = line.substr(first + 1, last - first - 1);
  frame_.version = line.substr(last + 1);

  if (frame_.method.empty() || !all(frame_.method, kToken)) {
    refuse(400, "bad-method", "The method is not a word");
    return false;
  }
  if (frame_.version != "HTTP/1.1" && frame_.version != "HTTP/1.0") {
    if (frame_.version.size() == 8 && frame_.version.starts_with("HTTP/"))
      refuse(505, "bad-version", "Only HTTP/1.1 and HTTP/1.0 are spoken here");
    else
      refuse(400, "bad-request-line", "The request line does not end with a version of HTTP");
    return false;
  }
  if (frame_.target.size() > limits_.target_bytes) {
    refuse(414, "target-too-long", "The target is too long");
    return false;
  }
  // The absolute form, as sent to proxies, must be taken too (RFC 9112, 3.2.2). Its host is as little to be believed as
  // the Host header, so only the path counts.
  for (const std::string_view scheme : {"http://", "https://"}) {
    if (!starts_with_word(frame_.target, scheme)) continue;
    const std::size_t slash = frame_.target.find_first_of("/?", scheme.size());
    frame_.target = slash == std::string_view::npos ? "/" : frame_.target.substr(slash);
    break;
  }
  if (!frame_.target.starts_with('/') || !all(frame_.target, kTarget) || !every_percent_has_a_byte(frame_.target) ||
      hides_control_byte(frame_.target)) {
    refuse(400, "bad-target", "The target is not a path of printable characters");
    return false;
  }
  if (std::find(kMethods.begin(), kMethods.end(), frame_.method) == kMethods.end()) {
    refuse(501, "unknown-method", "The method is unknown");
    return false;
  }
  return true;
}

// Takes one line off the front of `left`, which ends with an empty line, so that no byte need be looked at twice and no
// loop can run over its end.
bool Framer::take_field(std::string_view& left, HeadFacts& facts) {
  const char* at = left.data();
  while ((kinds(*at) & kToken) != 0) ++at;
  const std::string_view name(left.data(), static_cast<std::size_t>(at - left.data()));
  if (name.empty() || *at != ':') {
    refuse(400, "bad-header", "A header has no proper name");
    return false;
  }
  const char* const value_begin = ++at;
  std::uint8_t seen = 0;
  for (std::uint8_t kind; ((kind = kinds(*at)) & kValue) != 0; ++at) seen |= kind;
  const std::string_view value = without_padding({value_begin, static_cast<std::size_t>(at - value_begin)});
  if (at[0] != '\r' || at[1] != '\n' || ((seen & kPercent) != 0 && hides_control_byte(value))) {
    refuse(400, "bad-header", "A header holds a control character");
    return false;
  }
  left.remove_prefix(static_cast<std::size_t>(at + 2 - left.data()));

  // The first letter sorts out most headers before any comparison.
  switch (name.front() | 0x20) {
    case 'a':
    case 'i':
    case 'l':
    case 'r':
      if (is_erased(name)) return true;
      break;
    case 'h':
      if (same_name(name, "Host")) ++facts.hosts, facts.host = value;
      break;
    case 'c':
      if (same_name(name, "Content-Length")) {
        ++facts.lengths, facts.length = value;
      } else if (same_name(name, "Content-Encoding")) {
        facts.content_encoding = facts.content_encoding || !same_name(value, "identity");
      } else if (same_name(name, "Content-Type")) {
        facts.multipart = facts.multipart || starts_with_word(value, "multipart/");
      } else if (same_name(name, "Connection")) {
        facts.close = facts.close || lists(value, "close");
        facts.keep_alive = facts.keep_alive || lists(value, "keep-alive");
      }
      break;
    case 't':
      if (same_name(name, "Transfer-Encoding")) facts.transfer_encoding = true;
      break;
    case 'e':
      if (same_name(name, "Expect")) facts.expect = true;
      break;
    default:
      break;
  }
  frame_.fields.push_back({name, value});
  return true;
}

bool Framer::judge(const HeadFacts& facts, std::size_t& body_length) {
  const bool http_1_1 = frame_.version == "HTTP/1.1";
  frame_.keep_open = http_1_1 ? !facts.close : facts.keep_alive && !facts.close;

  if (facts.hosts > 1 || (http_1_1 && (facts.hosts == 0 || facts.host.empty()))) {
    refuse(400, "bad-host", "The request needs exactly one Host header");
    return false;
  }
  if (facts.lengths > 1 || (facts.lengths == 1 && facts.transfer_encoding)) {
    refuse(400, "ambiguous-length", "The request states its length in two ways");
    return false;
  }
  if (facts.transfer_encoding) {
    refuse(411, "length-required", "The body must come with Content-Length, not in chunks");
    return false;
  }
  if (facts.lengths == 1) {
    if (facts.length.empty() || facts.length.find_first_not_of("0123456789") != std::string_view::npos) {
      refuse(400, "bad-length", "Content-Length is not a number");
      return false;
    }
    const auto [end, error] =
        std::from_chars(facts.length.data(), facts.length.data() + facts.length.size(), body_length);
    if (error != std::errc() || body_length > limits_.body_bytes) {
      refuse(413, "body-too-large", "The body is too large");
      return false;
    }
  }
  const bool takes_body = frame_.method == "POST" || frame_.method == "PUT" || frame_.method == "PATCH";
  if (takes_body && facts.lengths == 0) {
    refuse(411, "length-required", "The request needs Content-Length");
    return false;
  }
  if (!takes_body && body_length > 0) {
    refuse(400, "unexpected-body", "This method takes no body");
    return false;
  }
  if (facts.content_encoding) {
    refuse(415, "content-encoding", "The body must not be compressed");
    return false;
  }
  if (facts.multipart) {
    refuse(415, "multipart", "Multipart bodies are not taken");
    return false;
  }
  if (facts.expect) {
    refuse(417, "expectation", "Send the body without asking first");
    return false;
  }
  return true;
}

}  // namespace signpost
