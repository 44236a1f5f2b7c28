// What a browser sends: forms and cookies, answered by the patient pages over a small library. The first byte says
// what the rest is sent to; then come three parts with a line end between: the page of the journey (`3`, `answers`),
// the Cookie header, and the form. In each `@0` to `@9` stand for sealed journeys that are so many answers long.
#include <algorithm>
#include <array>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

#include "engine/text/utf8.hpp"
#include "server/form.hpp"
#include "server/pages.hpp"
#include "server/router.hpp"
#include "tests/fuzz/must.hpp"
#include "tests/fuzz/sealed_journeys.hpp"
#include "tests/fuzz/token_key.hpp"
#include "tests/support/small_library.hpp"

using namespace signpost;
using fuzz::must;

namespace {

constexpr std::string_view kJourney = "/j/abcdefghijklm-_9/";

struct Desk {
  JourneyCounts counts{small_library()};
  Service service{small_library(), fuzz::our_sealer(), counts, [] {
                    return Moment{fuzz::kNow, static_cast<Day>(fuzz::kNow / 86'400)};
                  }};
  TopicSearch search{small_library()};
  Pages pages{service, search, {}};
  Router router;

  Desk() { pages.add_routes(router); }

  Response answer(const Request& request) const {
    Response response;
    router(request, response);
    return response;
  }
};

Request post(std::string_view path, std::string_view body, std::string_view cookies = {}) {
  Request request;
  request.method = "POST";
  request.path = path;
  request.headers.add("Content-Type", "application/x-www-form-urlencoded");
  if (!cookies.empty()) request.headers.add("Cookie", cookies);
  request.body = body;
  return request;
}

Request get(std::string_view path, std::string_view query, std::string_view cookies) {
  Request request;
  request.method = "GET";
  request.path = path;
  request.query = query;
  if (!cookies.empty()) request.headers.add("Cookie", cookies);
  return request;
}

// Every byte as an escape, but for those of `left_out`, in whose place there is a bracket.
std::string written(std::string_view text, std::string_view left_out) {
  constexpr char kDigits[] = "0123456789abcdef";
  std::string out;
  for (char c : text) {
    if (left_out.find(c) != std::string_view::npos) c = '(';
    const auto byte = static_cast<unsigned char>(c);
    out.append({'%', kDigits[byte >> 4], kDigits[byte & 15]});
  }
  return out;
}

std::string written(const Form& form, std::string_view left_out = {}) {
  std::string out;
  for (const auto& [name, value] : form.fields()) {
    if (!out.empty()) out += '&';
    out += written(name, left_out) + '=' + written(value, left_out);
  }
  return out;
}

void look_at_form(const Request& request) {
  const auto form = Form::read(request);
  const auto read = [](std::string_view body) { return Form::read(post("/", body)); };
  if (!form) {
    must(!read(request.body + "&more=1"), "more fields do not make a form good");
    return;
  }
  must(form->fields().size() <= kMaxFormFields, "the limit of fields holds");
  std::size_t seen = 0;
  for (const auto& [name, value] : form->fields()) {
    must(!first_bad_byte(name) && !first_bad_byte(value), "what a form says is text");
    must((name + value).find('\0') == std::string::npos, "what a form says holds no NUL");
    const auto all = form->all(name);
    must(!all.empty() && all.front() == (*form)[name], "the first value of a name is the one that counts");
    seen += all.front().data() == value.data() ? all.size() : 0;
  }
  must(seen == form->fields().size(), "each field is found by its name, once");
  const auto again = read(written(*form));
  must(again && again->fields() == form->fields(), "a form written again says the same");
  const auto spaced = read("&" + request.body + "&&");
  must(spaced && spaced->fields() == form->fields(), "no field is made of nothing");
}

void look_at_cookies(const Request& request) {
  const std::string_view token = cookie(request, "signpost");
  must(token.find(';') == std::string_view::npos, "a cookie ends where the next begins");
  if (token.empty()) return;
  must(cookie(post("/", {}, "a=1; signpost=" + std::string(token)), "signpost") == token,
       "a cookie sent again says the same");
}

bool is_page(const Response& response) { return response.content_type.starts_with("text/html"); }

std::size_t count(const std::string& text, char sought) {
  return static_cast<std::size_t>(std::count(text.begin(), text.end(), sought));
}

// What was typed is shown again: never as markup. With brackets in the place of what could be, the page is the same.
void compare_markup(const Desk& desk, const Request& request, const Response& response) {
  constexpr std::string_view kMarkup = "<>\"";
  const auto form = Form::read(request);
  if (!form || !is_page(response)) return;
  Request harmless = request;
  harmless.body = written(*form, kMarkup);
  const Response other = desk.answer(harmless);
  must(other.status == response.status, "markup is answered as any other text is");
  for (const char c : kMarkup)
    must(count(other.body, c) == count(response.body, c), "nothing that is sent becomes markup");
}

std::string between(const std::string& text, std::string_view from, char to) {
  const std::size_t at = text.find(from);
  if (at == std::string::npos) return {};
  const std::size_t begin = at + from.size();
  return text.substr(begin, text.find(to, begin) - begin);
}

// The journey that was given is shown to whoever sends it back, as a cookie or in the page.
void go_on(const Desk& desk, const Response& response) {
  const auto set = response.header("Set-Cookie");
  if (const auto next = response.header("Location"); next && set && set->starts_with("signpost=")) {
    const std::string token = between(std::string(*set), "signpost=", ';');
    if (!token.empty()) {
      const int status = desk.answer(get(*next, {}, "signpost=" + token)).status;
      must(status == 200 || status == 422, "where a form leads there is a page");
    }
  }
  if (const std::string token = between(response.body, "name=\"journey\" value=\"", '"'); !token.empty()) {
    const std::string page = std::string(kJourney) + "answers";
    must(desk.answer(post(page, "go=show&journey=" + token)).status == 200, "a journey in a page can be gone on with");
  }
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  static const Desk desk;
  if (size == 0) return 0;
  const std::string input = fuzz::with_journeys({reinterpret_cast<const char*>(data) + 1, size - 1});
  std::array<std::string, 3> parts;  // page, cookies, form
  std::size_t from = 0;
  for (std::size_t i = 0; i < parts.size() && from <= input.size(); ++i) {
    const std::size_t end = i + 1 == parts.size() ? input.size() : std::min(input.find('\n', from), input.size());
    parts[i] = input.substr(from, end - from);
    from = end + 1;
  }
  const auto& [page, cookies, body] = parts;
  const std::string path = std::string(kJourney) + page;
  const std::array<Request, 4> kinds{post("/search", body, cookies), post("/start", body, cookies),
                                     post(path, body, cookies), get(path, body, cookies)};
  const Request& request = kinds[data[0] % kinds.size()];
  look_at_form(post("/", body));
  look_at_cookies(request);

  const Response response = desk.answer(request);
  must(response.status >= 200 && response.status < 500, "whatever is sent is the sender's mistake, never ours");
  if (is_page(response)) {
    must(!first_bad_byte(response.body), "a page is UTF-8");
    must(response.body.starts_with("<!DOCTYPE html>") && response.body.ends_with("</html>\n"), "a page is whole");
  }
  const Response again = desk.answer(request);
  must(again.status == response.status && again.body.size() == response.body.size(),
       "the same form is answered alike, however often it is sent");
  compare_markup(desk, request, response);
  go_on(desk, response);
  return 0;
}
