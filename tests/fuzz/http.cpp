// Bytes from a socket. They are answered in one piece, and again in pieces cut at fuzzed places: both must give the
// same answers, for where a packet ends must not matter. The last byte says how many cuts there are (up to 7), those
// before it where; what stands before them is what was received.
#include <algorithm>
#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

#include "server/exchange.hpp"
#include "server/security_headers.hpp"
#include "tests/fuzz/must.hpp"

using namespace signpost;
using fuzz::must;

namespace {

// Small, so that inputs of a few hundred bytes pass them.
constexpr RequestLimits kLimits{.head_bytes = 600, .target_bytes = 120, .fields = 8, .body_bytes = 200};

// Says all that a handler is told, so that a difference in any of it shows.
void echo(const Request& request, Response& response) {
  must(request.path.starts_with('/'), "a path begins with a slash");
  must(std::none_of(request.path.begin(), request.path.end(), [](char c) { return c >= 0 && c < ' '; }),
       "a path holds no control bytes");
  must(!request.header("Transfer-Encoding") && !request.header("REMOTE_ADDR") && !request.header("Range"),
       "no handler sees a header that we do not honour");
  response.body = request.method + "\n" + request.path + "\n" + request.query + "\n";
  for (std::size_t i = 0; i < request.headers.size(); ++i)
    response.body.append(request.headers.name(i)).append("=").append(request.headers.value(i)).append("\n");
  response.body += request.body;
  if (const auto asked = request.header("X-Say")) response.set_header("X-Said", *asked);
}

// A connection as the front keeps one, without its sockets and clocks.
class Connection {
 public:
  Connection() : framer_(kLimits), exchange_(echo, default_security_headers(), {}, fallbacks_) {}

  void receive(std::string_view bytes) {
    input_ += bytes;
    while (!closed_ && taken_ < input_.size()) {
      const std::string_view waiting = std::string_view(input_).substr(taken_);
      switch (framer_.read(waiting, progress_)) {
        case Framer::State::kNeedsMore:
          return;
        case Framer::State::kRefused:
          exchange_.refuse(framer_.refusal(), framer_.frame().method, output_);
          closed_ = true;
          break;
        case Framer::State::kWhole: {
          const Frame& frame = framer_.frame();
          must(frame.length > 0 && frame.length <= waiting.size(), "a request is made of what was received");
          must(frame.body.size() <= kLimits.body_bytes && frame.fields.size() <= kLimits.fields, "the limits hold");
          const std::size_t before = output_.size();
          closed_ = !exchange_.answer(frame, "192.0.2.1", frame.keep_open, output_);
          look_at(std::string_view(output_).substr(before), frame.method == "HEAD");
          taken_ += frame.length;
          progress_ = {};
        }
      }
    }
  }

  // The answers, without the second that they were made in.
  std::string answers() const {
    constexpr std::string_view kDate = "\r\nDate: ";
    constexpr std::size_t kLength = 29;
    std::string text = output_;
    for (std::size_t i = text.find(kDate); i != std::string::npos; i = text.find(kDate, i + 1))
      text.replace(i + kDate.size(), kLength, kLength, '-');
    return text;
  }

 private:
  // One whole answer: a status line, lines with one end, and as many bytes as it says.
  static void look_at(std::string_view answer, bool head_only) {
    must(answer.starts_with("HTTP/1."), "an answer begins with its version");
    const std::size_t end = answer.find("\r\n\r\n");
    must(end != std::string_view::npos, "an answer has a head");
    const std::string_view head = answer.substr(0, end + 2);
    for (std::size_t i = 0; i < head.size(); ++i)
      must((head[i] == '\n') == (i > 0 && head[i - 1] == '\r'), "a line of an answer ends in one way");
    constexpr std::string_view kLength = "\r\nContent-Length: ";
    const std::size_t length = head.find(kLength);
    must(length == head.rfind(kLength), "an answer has one length");
    if (length == std::string_view::npos || head_only) return;
    must(std::stoul(std::string(head.substr(length + kLength.size()))) == answer.size() - end - 4,
         "an answer is as long as it says");
  }

  const Fallbacks fallbacks_;
  Framer framer_;
  Exchange exchange_;
  FrameProgress progress_;
  std::string input_, output_;
  std::size_t taken_ = 0;
  bool closed_ = false;
};

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  if (size == 0) return 0;
  const std::size_t cuts = std::min<std::size_t>(data[size - 1] % 8, size - 1);
  const std::string_view received(reinterpret_cast<const char*>(data), size - 1 - cuts);
  std::vector<std::size_t> places;
  for (std::size_t i = 0; i < cuts; ++i) places.push_back(data[size - 2 - i] * received.size() / 256);
  std::sort(places.begin(), places.end());
  places.push_back(received.size());

  Connection whole, pieces;
  whole.receive(received);
  std::size_t from = 0;
  for (const std::size_t to : places) {
    pieces.receive(received.substr(from, to - from));
    from = to;
  }
  must(whole.answers() == pieces.answers(), "it does not matter where the bytes are cut");
  return 0;
}
