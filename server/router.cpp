#include "server/router.hpp"

#include <algorithm>
#include <mutex>
#include <set>
#include <stdexcept>

namespace signpost {
namespace {

// Takes the first segment off `path`, which begins with '/'.
std::string_view next_segment(std::string_view& path) noexcept {
  path.remove_prefix(1);
  const std::size_t end = std::min(path.find('/'), path.size());
  const std::string_view segment = path.substr(0, end);
  path.remove_prefix(end);
  return segment;
}

// The same text, kept for good. There are some two dozen patterns, whatever number of routers.
std::string_view kept(std::string_view pattern) {
  static std::mutex mutex;
  static std::set<std::string, std::less<>> all;
  const std::lock_guard lock(mutex);
  return *all.emplace(pattern).first;
}

}  // namespace

std::string_view PathValues::operator[](std::string_view name) const noexcept {
  for (const auto& [key, value] : values_)
    if (key == name) return value;
  return {};
}

void Router::add(std::string_view method, std::string_view pattern, RouteHandler handler) {
  if (!pattern.starts_with('/')) throw std::logic_error("a route's pattern begins with '/'");
  if (method == "HEAD") throw std::logic_error("HEAD is answered by GET's route");
  Route route{std::string(method), kept(pattern), {}, std::move(handler)};
  for (std::string_view rest = pattern; !rest.empty();) {
    std::string_view text = next_segment(rest);
    const bool is_name = text.size() > 2 && text.front() == '{' && text.back() == '}';
    if (is_name) text = text.substr(1, text.size() - 2);
    if (text.find_first_of("{}") != std::string_view::npos)
      throw std::logic_error("a {name} in a route's pattern takes a whole segment");
    const bool twice = is_name && std::any_of(route.segments.begin(), route.segments.end(),
                                              [text](const Segment& s) { return s.is_name && s.text == text; });
    if (twice) throw std::logic_error("a route's pattern names two segments alike");
    route.segments.push_back({std::string(text), is_name});
  }
  most_segments_ = std::max(most_segments_, route.segments.size());
  routes_.push_back(std::move(route));
}

void Router::add(std::string_view method, std::string_view pattern, Handler handler) {
  add(method, pattern, [answer = std::move(handler)](const Request& request, const PathValues&, Response& response) {
    answer(request, response);
  });
}

bool Router::matches(const Route& route, Path path) {
  return std::equal(path.begin(), path.end(), route.segments.begin(), route.segments.end(),
                    [](std::string_view text, const Segment& segment) {
                      return segment.is_name ? !text.empty() : text == segment.text;
                    });
}

std::string Router::allowed(Path path) const {
  std::vector<std::string_view> methods;
  for (const Route& route : routes_) {
    if (!matches(route, path)) continue;
    methods.push_back(route.method);
    if (route.method == "GET") methods.push_back("HEAD");
  }
  std::sort(methods.begin(), methods.end());
  methods.erase(std::unique(methods.begin(), methods.end()), methods.end());
  std::string list;
  for (const std::string_view method : methods) list.append(list.empty() ? "" : ", ").append(method);
  return list;
}

std::vector<std::string> Router::patterns() const {
  std::vector<std::string> all;
  for (const Route& route : routes_)
    if (std::find(all.begin(), all.end(), route.pattern) == all.end()) all.emplace_back(route.pattern);
  return all;
}

void Router::operator()(const Request& request, Response& response) const {
  const std::string_view method = request.method == "HEAD" ? "GET" : std::string_view(request.method);
  std::vector<std::string_view> segments;
  segments.reserve(most_segments_ + 1);  // a path of more matches nothing, and need not be read further
  for (std::string_view rest = request.path; rest.starts_with('/') && segments.size() <= most_segments_;)
    segments.push_back(next_segment(rest));
  for (const Route& route : routes_) {
    if (route.method != method || !matches(route, segments)) continue;
    response.route = route.pattern;
    PathValues values;
    for (std::size_t i = 0; i < segments.size(); ++i)
      if (route.segments[i].is_name) values.values_.emplace_back(route.segments[i].text, segments[i]);
    route.handler(request, values, response);
    return;
  }
  if (const std::string allow = allowed(segments); !allow.empty()) {
    response = problem(405, "method-not-allowed", "This address does not take this method");
    response.set_header("Allow", allow);
  } else {
    response = problem(404, "not-found", "There is nothing at this address");
  }
  if (on_refusal_) on_refusal_(request, response);
}

}  // namespace signpost
