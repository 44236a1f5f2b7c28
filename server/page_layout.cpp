#include "server/page_layout.hpp"

#include <fmt/format.h>

#include <cstdint>
#include <iterator>

#include "server/embedded.hpp"
#include "server/page_templates.hpp"

namespace signpost {

// FNV-1a.
std::string content_name(std::string_view bytes) {
  std::uint64_t hash = 14695981039346656037u;
  for (const char c : bytes) hash = (hash ^ static_cast<unsigned char>(c)) * 1099511628211u;
  return fmt::format("{:016x}", hash);
}

PageLayout::PageLayout(bool draft) {
  struct Source {
    std::string_view file, stem, ending, type;
  };
  constexpr Source kAssets[] = {{"assets/signpost.css", "signpost-", ".css", "text/css; charset=utf-8"},
                                {"assets/icon.svg", "icon-", ".svg", "image/svg+xml"}};
  std::string names[2];
  for (std::size_t i = 0; i < std::size(kAssets); ++i) {
    const std::string_view bytes = embedded(kAssets[i].file);
    names[i] = std::string(kAssets[i].stem) + content_name(bytes) + std::string(kAssets[i].ending);
    assets_[names[i]] = {std::string(kAssets[i].type), bytes};
  }
  TemplateData around;
  around.set("stylesheet", "/assets/" + names[0]).set("icon", "/assets/" + names[1]).flag("draft", draft);
  around.set_html("sign", "<img src=\"/assets/" + names[1] + "\" alt=\"\" width=\"32\" height=\"32\">");
  layout_ = HoledPage(render_template("layout", around));
}

Response PageLayout::page(int status, std::string_view title, std::string_view back, std::string_view main,
                          bool error) const {
  Filling filling;
  filling[PageValue::title] = title;
  filling[PageValue::back] = back;
  filling[PageValue::main] = main;
  filling.set(Flag::error, 0, error);
  Response response;
  response.status = status;
  response.content_type = "text/html; charset=utf-8";
  response.body.reserve(layout_.size() + main.size() + 512);
  layout_.write(response.body, filling);
  response.headers.reserve(3);  // and perhaps a cookie
  response.add_header("Content-Security-Policy", kPageContentPolicy);
  response.add_header("Content-Language", "en");
  return response;
}

}  // namespace signpost
