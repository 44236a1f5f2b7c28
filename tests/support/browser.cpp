#include "tests/support/browser.hpp"

#include <cctype>
#include <stdexcept>

namespace signpost {
namespace {

std::string encoded(const std::string& text) {
  constexpr char kHex[] = "0123456789ABCDEF";
  std::string out;
  for (const char c : text) {
    const auto byte = static_cast<unsigned char>(c);
    if (std::isalnum(byte))
      out += c;
    else if (c == ' ')
      out += '+';
    else
      out += {'%', kHex[byte >> 4], kHex[byte & 15]};
  }
  return out;
}

std::string between(const std::string& text, const std::string& begin, const std::string& end) {
  const std::size_t first = text.find(begin);
  if (first == std::string::npos) return {};
  const std::size_t from = first + begin.size();
  return text.substr(from, text.find(end, from) - from);
}

std::string attribute(const std::string& tag, const std::string& name) {
  return text_of_html(between(tag, " " + name + "=\"", "\""));
}

struct FormFound {
  std::string action;
  Browser::Fields hidden;
  std::string text;
};
std::vector<FormFound> forms_of(const std::string& page) {
  std::vector<FormFound> forms;
  for (std::size_t at_ = page.find("<form"); at_ != std::string::npos; at_ = page.find("<form", at_ + 1)) {
    const std::string whole = page.substr(at_, page.find("</form>", at_) - at_);
    FormFound form{attribute(whole.substr(0, whole.find('>')), "action"), {}, whole};
    for (std::size_t input = whole.find("<input"); input != std::string::npos;
         input = whole.find("<input", input + 1)) {
      const std::string tag = whole.substr(input, whole.find('>', input) - input);
      if (attribute(tag, "type") == "hidden") form.hidden.emplace_back(attribute(tag, "name"), attribute(tag, "value"));
    }
    forms.push_back(std::move(form));
  }
  return forms;
}

}  // namespace

std::string text_of_html(const std::string& html) {
  std::string out;
  bool in_tag = false;
  for (std::size_t i = 0; i < html.size(); ++i) {
    if (html[i] == '<')
      in_tag = true;
    else if (html[i] == '>')
      in_tag = false;
    else if (in_tag)
      continue;
    else if (html[i] == '&') {
      static const std::map<std::string, std::string> kKnown = {{"amp", "&"},   {"lt", "<"},  {"gt", ">"},
                                                                {"quot", "\""}, {"#39", "'"}, {"apos", "'"}};
      const std::size_t end = html.find(';', i);
      out += kKnown.at(html.substr(i + 1, end - i - 1));
      i = end;
    } else
      out += html[i];
  }
  return out;
}

void Browser::send(Request request) {
  for (int hops = 0; hops < 5; ++hops) {
    visited.push_back(request.path + (request.query.empty() ? "" : "?" + request.query));
    for (const auto& [path, pair] : cookies)
      if (request.path == path || request.path.starts_with(path + "/")) request.headers.add("Cookie", pair);
    Response response;
    site_(request, response);
    for (const HeaderLine& line : response.headers) {
      if (!same_name(line.name, "Set-Cookie") || refuse_cookies) continue;
      const std::string pair = line.value.substr(0, line.value.find(';'));
      const std::string path = between(line.value + ";", "Path=", ";");
      if (line.value.find("Max-Age=0") != std::string::npos)
        cookies.erase(path);
      else
        cookies[path] = pair;
    }
    path_ = visited.back();
    page_ = std::move(response);
    if (page_.status != 303) return;
    ++redirects_;
    const std::string where(*page_.header("Location"));
    request = Request();
    request.method = "GET";
    request.path = where.substr(0, where.find('?'));
    if (where.find('?') != std::string::npos) request.query = where.substr(where.find('?') + 1);
  }
  throw std::logic_error("redirects without end");
}

const Response& Browser::get(const std::string& path) {
  Request request;
  request.method = "GET";
  request.path = path.substr(0, path.find('?'));
  if (path.find('?') != std::string::npos) request.query = path.substr(path.find('?') + 1);
  send(std::move(request));
  return page_;
}

const Response& Browser::post(const std::string& path, const Fields& fields) {
  Request request;
  request.method = "POST";
  request.path = path;
  request.headers.add("Content-Type", "application/x-www-form-urlencoded");
  for (const auto& [name, value] : fields)
    request.body += (request.body.empty() ? "" : "&") + encoded(name) + "=" + encoded(value);
  send(std::move(request));
  return page_;
}

const Response& Browser::submit(const Fields& fields, const std::string& button) {
  for (FormFound& form : forms_of(page_.body)) {
    if (form.text.find(">" + button + "</button>") == std::string::npos) continue;
    Fields all = std::move(form.hidden);
    all.insert(all.end(), fields.begin(), fields.end());
    return post(form.action, all);
  }
  throw std::logic_error("no form with the button " + button + " on: " + page_.body);
}

const Response& Browser::follow(const std::string& words) {
  for (std::size_t link = page_.body.find("<a "); link != std::string::npos; link = page_.body.find("<a ", link + 1)) {
    const std::string whole = page_.body.substr(link, page_.body.find("</a>", link) - link);
    if (text_of_html(whole) == words) return get(attribute(whole.substr(0, whole.find('>')), "href"));
  }
  for (FormFound& form : forms_of(page_.body)) {
    const std::string button = form.text.substr(std::min(form.text.find("<button"), form.text.size()));
    if (text_of_html(button) == words) return post(form.action, form.hidden);
  }
  throw std::logic_error("no link " + words + " on: " + page_.body);
}

std::string Browser::heading() const { return text_of_html(between(page_.body, "<h1>", "</h1>")); }
std::string Browser::title() const { return text_of_html(between(page_.body, "<title>", "</title>")); }

}  // namespace signpost
