#include "server/visit.hpp"

#include <fmt/format.h>
#include <sys/random.h>

#include <algorithm>
#include <array>
#include <cerrno>
#include <system_error>

#include "engine/walk/token.hpp"
#include "server/html.hpp"

namespace signpost {
namespace {

constexpr std::string_view kCookie = "signpost";
constexpr std::string_view kLetters = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_";

constexpr auto kIsLetter = [] {
  std::array<bool, 256> is{};
  for (const char letter : kLetters) is[static_cast<unsigned char>(letter)] = true;
  return is;
}();

// Browsers say where they stand when a proxy has taken the TLS off; that can only make a cookie stricter.
bool came_by_https(const Request& request) { return request.header("X-Forwarded-Proto") == "https"; }

}  // namespace

std::string random_journey_name() {
  unsigned char bytes[kJourneyNameChars];
  if (getrandom(bytes, sizeof bytes, 0) != static_cast<ssize_t>(sizeof bytes))
    throw std::system_error(errno, std::generic_category(), "getrandom");
  std::string name;
  for (const unsigned char byte : bytes) name += kLetters[byte & 63u];
  return name;
}

bool is_journey_name(std::string_view text) {
  return text.size() == kJourneyNameChars &&
         std::all_of(text.begin(), text.end(), [](char c) { return kIsLetter[static_cast<unsigned char>(c)]; });
}

Visit Visit::begun(const Request& request, std::string_view name, bool secure_cookies) {
  Visit visit;
  visit.name = name;
  visit.secure = secure_cookies || came_by_https(request);
  return visit;
}

Visit Visit::by(const Request& request, std::string_view name, bool secure_cookies) {
  Visit visit = begun(request, name, secure_cookies);
  visit.token = cookie(request, kCookie);
  visit.returning = request.query == "change";
  return visit;
}

Visit Visit::by(const Request& request, const Form& form, std::string_view name, bool secure_cookies) {
  Visit visit = by(request, name, secure_cookies);
  visit.returning = form["return"] == "answers";
  if (visit.token.empty() || !form["journey"].empty()) {  // cookies are refused, or the journey is too long for one
    visit.by_cookie = false;
    visit.token = form["journey"];
  }
  return visit;
}

void Visit::renew(std::string sealed) {
  token = std::move(sealed);
  fresh = true;
  if (token.size() > kMaxTokenChars) by_cookie = false;  // more than a cookie holds: on in the page
}

std::string Visit::path(std::string_view page) const {
  std::string out;
  out.reserve(name.size() + page.size() + 4);
  return out.append("/j/").append(name).append("/").append(page);
}

std::string Visit::hidden_fields() const {
  std::string out;
  if (!by_cookie)
    out += "<input type=\"hidden\" name=\"journey\" value=\"" + token + "\">";  // letters, digits, - and _
  if (returning) out += "<input type=\"hidden\" name=\"return\" value=\"answers\">";
  return out;
}

void Visit::append_link(std::string& out, std::string_view page, std::string_view words, std::string_view hidden_words,
                        bool change) const {
  if (by_cookie) {
    out.append("<a href=\"/j/").append(name).append("/").append(page).append(change ? "?change\">" : "\">");
  } else {
    out.append("<form class=\"inline\" method=\"post\" action=\"/j/").append(name).append("/").append(page);
    out.append("\"><input type=\"hidden\" name=\"journey\" value=\"").append(token).append("\">");
    out.append("<input type=\"hidden\" name=\"go\" value=\"show\">");
    if (change) out.append("<input type=\"hidden\" name=\"return\" value=\"answers\">");
    out.append("<button class=\"link\" type=\"submit\">");
  }
  append_html(out, words);
  if (!hidden_words.empty()) {
    out.append("<span class=\"hidden\"> ");
    append_html(out, hidden_words);
    out.append("</span>");
  }
  out.append(by_cookie ? "</a>" : "</button></form>");
}

std::string Visit::link(std::string_view page, std::string_view words) const {
  std::string out;
  append_link(out, page, words, {}, false);
  return out;
}

std::string Visit::change_link(std::string_view page, std::string_view words, std::string_view hidden_words) const {
  std::string out;
  append_link(out, page, words, hidden_words, true);
  return out;
}

std::string Visit::back(std::size_t number) const {
  constexpr std::size_t kUsualSize = 128;
  std::string out;
  out.reserve(kUsualSize);
  out.append("<nav class=\"back\" aria-label=\"Back\">");
  if (returning)
    append_link(out, "answers", "Back", {}, false);
  else if (number > 1)
    append_link(out, std::to_string(number - 1), "Back", {}, false);
  else
    out.append("<a href=\"/topics\">Back</a>");
  return out.append("</nav>");
}

Response Visit::with_cookie(Response response) const {
  if (by_cookie && fresh)
    response.add_header("Set-Cookie", fmt::format("{}={}; Path=/j/{}; HttpOnly; SameSite=Lax{}", kCookie, token, name,
                                                  secure ? "; Secure" : ""));
  return response;
}

Response Visit::without_cookie(Response response) const {
  response.add_header("Set-Cookie", fmt::format("{}=; Path=/j/{}; Max-Age=0; HttpOnly; SameSite=Lax{}", kCookie, name,
                                                secure ? "; Secure" : ""));
  return response;
}

}  // namespace signpost
