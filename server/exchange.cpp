// The one file that knows cpp-httplib. The library reads the request line, splits and decodes the target, and writes
// the answer; it runs on memory, so it never waits. It is shown no more than the request line: the frame was read
// before (server/framing.cpp), the handler gets the headers and the body from there, and the faults that this version
// has in reading headers and bodies are out of reach instead of being caught one by one.
//
// Debian's package is a compiled library, so its limits cannot be changed by macros here, and the way in, the
// protected Server::process_request, has other parameters in later versions. Hence the assertion below: another version
// means reading its source again and running tests/server/front_test.cpp.
#include "server/exchange.hpp"

#include <httplib.h>

#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <ctime>
#include <iterator>
#include <optional>

#include "server/request_ids.hpp"
#include "server/security_headers.hpp"

namespace signpost {
namespace {

static_assert(std::string_view(CPPHTTPLIB_VERSION) == "0.11.4",
              "server/exchange.cpp is written against cpp-httplib 0.11.4; read its comment before you change this");

// What a handler may put into a header: no control bytes, so that no answer is ever split in two.
bool is_header_text(std::string_view text) {
  unsigned odd = 0;  // counted to the end, which takes many bytes at a time: nearly every text has none
  for (const char c : text) {
    const auto byte = static_cast<unsigned char>(c);
    odd += static_cast<unsigned>(byte < 0x20) & static_cast<unsigned>(byte != '\t');
    odd += static_cast<unsigned>(byte == 0x7f);
  }
  return odd == 0;
}

bool is_header_name(std::string_view text) {
  unsigned odd = 0;
  for (const char c : text) {
    const auto byte = static_cast<unsigned char>(c);
    odd +=
        static_cast<unsigned>(byte <= 0x20) | static_cast<unsigned>(byte == ':') | static_cast<unsigned>(byte >= 0x7f);
  }
  return !text.empty() && odd == 0;
}

// The front's own: a second one of these would let two readers of the answer disagree on where it ends.
constexpr auto kReserved = std::to_array<std::string_view>(
    {"Connection", "Content-Length", "Content-Type", "Date", "Keep-Alive", "Transfer-Encoding"});

bool is_reserved(std::string_view name) {
  return std::any_of(kReserved.begin(), kReserved.end(), [name](std::string_view one) { return same_name(one, name); });
}

bool is_well_formed(const Response& response) {
  return response.status >= 200 && response.status <= 599 && is_header_text(response.content_type) &&
         std::all_of(response.headers.begin(), response.headers.end(), [](const HeaderLine& line) {
           return is_header_name(line.name) && !is_reserved(line.name) && is_header_text(line.value);
         });
}

// HTTP's own names, whatever language the machine speaks.
constexpr auto kHttpDays = std::to_array<std::string_view>({"Sun", "Mon", "Tue", "Wed", "Thu", "Fri", "Sat"});
constexpr auto kHttpMonths = std::to_array<std::string_view>(
    {"Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec"});

constexpr bool has_no_body(int status) { return status == 204 || status == 304; }

}  // namespace

class Exchange::Library final : public httplib::Server {
 public:
  Library(signpost::Handler handler, const std::vector<HeaderLine>& security_headers, Observer observer,
          const Fallbacks& fallbacks, bool request_ids)
      : handler_(std::move(handler)),
        security_headers_(security_headers),
        observer_(std::move(observer)),
        fallbacks_(fallbacks) {
    if (request_ids) ids_.emplace();
    // The pre-routing handler is the one way in: it comes before the library's own reading of bodies and its regular
    // expressions, for every method.
    set_pre_routing_handler([this](const httplib::Request& request, httplib::Response& response) {
      fill(request, response);
      return HandlerResponse::Handled;
    });
    // What the library adds on its own account and we do not mean. Runs outside its try block, inside answer()'s.
    set_post_routing_handler([this](const httplib::Request&, httplib::Response& response) {
      if (keep_open_) response.headers.erase("Connection");
      response.headers.erase("Accept-Ranges");
      if (keep_open_ && frame_->version == "HTTP/1.0") response.headers.emplace("Connection", "keep-alive");
      if (has_no_body(response.status)) response.headers.erase("Content-Length");
      written_status_ = response.status;
    });
  }

  bool answer(const Frame& frame, std::string_view remote_address, bool keep_open, std::string& out) {
    const auto began = std::chrono::steady_clock::now();
    const std::size_t before = out.size();
    frame_ = &frame;
    keep_open_ = keep_open;
    remote_address_ = remote_address;
    fault_is_ours_ = filled_ = false;
    name_request();
    bool done = false;
    try {
      Stream stream(*this, out);
      bool closed_by_library = false;
      // Always told to close: else it composes a Keep-Alive header, slowly and with the wrong time. What is meant is
      // put right in the post-routing handler.
      done = process_request(stream, true, closed_by_library, nullptr) && filled_;
    } catch (...) {
      done = false;  // out of memory: the answer below is ready
      fault_is_ours_ = true;
    }
    if (!done) {
      out.resize(before);
      write(fault_is_ours_ ? failure() : not_understood_, fault_is_ours_ ? kInternalError : kNotUnderstood, {},
            frame.method, frame.version, false, {}, out);
      return false;
    }
    observe({frame.method, answer_.route, answer_.refused, written_status_, answer_.release, id_, trace(),
             out.size() - before, std::chrono::steady_clock::now() - began});
    return keep_open;
  }

  bool answer_emergency(const Frame& frame, bool keep_open, std::string& out) {
    if (fallbacks_.emergency_path.empty() || (frame.method != "GET" && frame.method != "HEAD") ||
        path_of(frame.target) != fallbacks_.emergency_path)
      return false;
    write(fallbacks_.emergency, {}, {}, frame.method, frame.version, keep_open, fallbacks_.emergency_path, out);
    return true;
  }

  void refuse(const Refusal& refusal, std::string_view method, std::string& out) {
    write(problem(refusal.status, refusal.code, refusal.title), refusal.code, {}, method, {}, false, {}, out);
  }

  void turn_away(const Refusal& refusal, const Frame& frame, std::chrono::seconds wait, bool keep_open,
                 std::string& out) {
    const Response* const page = wants_page(frame) ? fallbacks_.page(refusal.status) : nullptr;
    if (page != nullptr)
      write(*page, refusal.code, wait, frame.method, frame.version, keep_open, {}, out);
    else
      write(problem(refusal.status, refusal.code, refusal.title, fallbacks_.words), refusal.code, wait, frame.method,
            frame.version, keep_open, {}, out);
  }

 private:
  static constexpr std::string_view kInternalError = "internal-error", kNotUnderstood = "bad-target";

  // An answer without the library: one that was ready before the request came. Takes no memory where `out` has room.
  void write(const Response& response, std::string_view refused, std::chrono::seconds wait, std::string_view method,
             std::string_view version, bool keep_open, std::string_view route, std::string& out) {
    const std::size_t before = out.size();
    name_request();
    const auto digits = [&](std::uint64_t number) { fmt::format_to(std::back_inserter(out), "{}", number); };
    out.append("HTTP/1.1 ");
    digits(static_cast<std::uint64_t>(response.status));
    out.append(" ").append(reason_phrase(response.status)).append("\r\n");
    append_own_headers(out, response);
    if (wait.count() > 0) {
      out.append("Retry-After: ");
      digits(static_cast<std::uint64_t>(wait.count()));
      out.append("\r\n");
    }
    if (!keep_open) out.append("Connection: close\r\n");
    if (keep_open && version == "HTTP/1.0") out.append("Connection: keep-alive\r\n");
    out.append("Content-Type: ").append(response.content_type).append("\r\nContent-Length: ");
    digits(response.body.size());
    out.append("\r\n\r\n");
    if (method != "HEAD") out.append(response.body);
    observe({method, route, refused, response.status, 0, id_, {}, out.size() - before, {}});
  }

  // The request line to read, the answer to write. The first write is the head; our own lines go in after its status
  // line, from text made once.
  class Stream final : public httplib::Stream {
   public:
    Stream(Library& library, std::string& out) : library_(library), out_(out) {
      std::string& line = library.request_line_;
      const Frame& frame = *library.frame_;
      line.assign(frame.method).append(" ").append(frame.target).append(" ").append(frame.version);
      line.append("\r\n\r\n");
      left_ = line;
    }
    bool is_readable() const override { return !left_.empty(); }
    bool is_writable() const override { return true; }
    ssize_t read(char* to, size_t size) override {
      size = std::min(size, left_.size());
      std::copy_n(left_.data(), size, to);
      left_.remove_prefix(size);
      return static_cast<ssize_t>(size);
    }
    ssize_t write(const char* from, size_t size) override {
      std::string_view text(from, size);
      if (!head_written_) {
        head_written_ = true;
        const std::size_t line_end = text.find('\n') + 1;
        out_.append(text.substr(0, line_end));
        library_.append_own_headers(out_, library_.answer_);
        text.remove_prefix(line_end);
      }
      out_.append(text);
      return static_cast<ssize_t>(size);
    }
    void get_remote_ip_and_port(std::string& ip, int& port) const override { ip.clear(), port = 0; }
    void get_local_ip_and_port(std::string& ip, int& port) const override { ip.clear(), port = 0; }
    socket_t socket() const override { return -1; }

   private:
    Library& library_;
    std::string& out_;
    std::string_view left_;
    bool head_written_ = false;
  };

  // What the library read, and what we read, put together for the handler; then the other way round.
  void fill(const httplib::Request& read, httplib::Response& written) {
    fault_is_ours_ = true;
    request_.method.assign(frame_->method);
    request_.path.assign(read.path);
    const std::size_t question = frame_->target.find('?');
    request_.query.assign(question == std::string_view::npos ? "" : frame_->target.substr(question + 1));
    request_.headers.clear();
    for (const FrameField& field : frame_->fields) request_.headers.add(field.name, field.value);
    request_.body.assign(frame_->body);
    request_.remote_address.assign(remote_address_);

    answer_ = Response{};
    try {
      handler_(request_, answer_);
      if (!is_well_formed(answer_)) answer_ = failure_at(answer_.route);
    } catch (...) {
      answer_ = failure_at(answer_.route);
    }

    written.status = answer_.status;
    if (!has_no_body(answer_.status)) {
      written.body = std::move(answer_.body);
      if (answer_.content_type.empty()) answer_.content_type = "text/plain; charset=utf-8";
      if (!written.body.empty()) written.headers.emplace("Content-Type", std::move(answer_.content_type));
    }
    filled_ = true;
  }

  const Response& failure() const {
    const Response* const page = wants_page(*frame_) ? fallbacks_.page(internal_error_.status) : nullptr;
    return page != nullptr ? *page : internal_error_;
  }
  Response failure_at(std::string_view route) const {
    Response response = failure();
    response.route = route;
    response.refused = kInternalError;
    return response;
  }

  // All but those that say how the body is to be read. The library's map of headers costs more than the lines.
  void append_own_headers(std::string& out, const Response& response) {
    const std::time_t now = std::time(nullptr);
    if (now != date_second_) {
      std::tm utc{};
      gmtime_r(&now, &utc);
      date_line_.clear();
      fmt::format_to(std::back_inserter(date_line_), "Date: {}, {:02} {} {} {:02}:{:02}:{:02} GMT\r\n",
                     kHttpDays[static_cast<std::size_t>(utc.tm_wday)], utc.tm_mday,
                     kHttpMonths[static_cast<std::size_t>(utc.tm_mon)], utc.tm_year + 1900, utc.tm_hour, utc.tm_min,
                     utc.tm_sec);
      date_second_ = now;
    }
    out += date_line_;
    if (id_ != 0) fmt::format_to(std::back_inserter(out), "X-Request-Id: {:016x}\r\n", id_);
    security_headers_.append(out, response);
    for (const HeaderLine& line : response.headers)
      out.append(line.name).append(": ").append(line.value).append("\r\n");
  }

  void name_request() noexcept { id_ = ids_ ? ids_->next() : 0; }
  std::string_view trace() const noexcept {
    if (!ids_) return {};
    const auto sent = request_.header("traceparent");
    return sent ? trace_id(*sent) : std::string_view();
  }

  void observe(const Exchanged& answered) noexcept {
    if (!observer_) return;
    try {
      observer_(answered);
    } catch (...) {
      // A log or a counter that fails must not cost the patient the answer.
    }
  }

  const signpost::Handler handler_;
  const SecurityHeaders security_headers_;
  const Observer observer_;
  const Fallbacks& fallbacks_;
  // Ready, for when there is no memory to make them.
  const Response internal_error_ = problem(500, kInternalError, "Something went wrong on our side");
  const Response not_understood_ = problem(400, kNotUnderstood, "The target could not be understood");

  // The exchange in progress.
  const Frame* frame_ = nullptr;
  bool keep_open_ = false;
  std::string_view remote_address_;
  std::string request_line_;
  Request request_;
  Response answer_;
  bool fault_is_ours_ = false;  // if there is one: the library has read the request line, or has no memory
  bool filled_ = false;         // the library has our answer
  int written_status_ = 0;
  std::optional<RequestIds> ids_;
  std::uint64_t id_ = 0;

  std::time_t date_second_ = -1;
  std::string date_line_;
};

Exchange::Exchange(Handler handler, const std::vector<HeaderLine>& security_headers, Observer observer,
                   const Fallbacks& fallbacks, bool request_ids)
    : library_(std::make_unique<Library>(std::move(handler), security_headers, std::move(observer), fallbacks,
                                         request_ids)) {}

Exchange::~Exchange() = default;

bool Exchange::answer(const Frame& frame, std::string_view remote_address, bool keep_open, std::string& out) {
  return library_->answer(frame, remote_address, keep_open, out);
}

bool Exchange::answer_emergency(const Frame& frame, bool keep_open, std::string& out) {
  return library_->answer_emergency(frame, keep_open, out);
}

void Exchange::refuse(const Refusal& refusal, std::string_view method, std::string& out) {
  library_->refuse(refusal, method, out);
}

void Exchange::turn_away(const Refusal& refusal, const Frame& frame, std::chrono::seconds wait, bool keep_open,
                         std::string& out) {
  library_->turn_away(refusal, frame, wait, keep_open, out);
}

}  // namespace signpost
