#include "server/fallbacks.hpp"

#include <algorithm>
#include <cctype>

#include "server/page_layout.hpp"
#include "server/page_templates.hpp"

namespace signpost {
namespace {

// The two sentences of the emergency page that every refusal carries.
constexpr std::string_view kDanger = "Call 999 now if a life may be in danger";
constexpr std::string_view kSoon = "Call 111 if you need help soon and it is not an emergency";

constexpr std::string_view kHome = "<nav class=\"back\" aria-label=\"Back\"><a href=\"/\">Home</a></nav>";

std::string numbers() {
  TemplateData words;
  words.set("danger", kDanger).set("soon", kSoon);
  return render_template("emergency_numbers", words);
}

Response fallback(const PageLayout& layout, int status, std::string_view heading, std::string_view text) {
  TemplateData data;
  data.set("heading", heading).set("text", text).set_html("numbers", numbers());
  return layout.page(status, html(heading), kHome, render_template("fallback", data));
}

bool mentions(std::string_view text, std::string_view word) {
  return std::search(text.begin(), text.end(), word.begin(), word.end(),
                     [](char a, char b) { return std::tolower(static_cast<unsigned char>(a)) == b; }) != text.end();
}

}  // namespace

const Response* Fallbacks::page(int status) const noexcept {
  const Response* const found = status == 503 ? &busy : status == 429 ? &too_many : status == 500 ? &broken : nullptr;
  return found == nullptr || found->body.empty() ? nullptr : found;
}

bool wants_page(const Frame& frame) noexcept {
  if (frame.method.empty() || frame.target.starts_with("/api/")) return false;
  return std::any_of(frame.fields.begin(), frame.fields.end(), [](const FrameField& field) {
    return same_name(field.name, "Accept") && mentions(field.value, "text/html");
  });
}

std::string emergency_content() {
  TemplateData data;
  data.set_html("numbers", numbers());
  return render_template("emergency", data);
}

Fallbacks make_fallbacks(const PageLayout& layout) {
  Fallbacks made;
  made.emergency_path = "/emergency";
  made.emergency = layout.page(200, "Emergency help", kHome, emergency_content());
  made.emergency.set_header("Cache-Control", "public, max-age=60");
  made.busy = fallback(layout, 503, "Too many people are using this service",
                       "Wait a minute, then load this page again. Your answers are still with you.");
  made.too_many = fallback(layout, 429, "Too many requests from your network",
                           "Wait a minute, then load this page again. Your answers are still with you.");
  made.broken = fallback(layout, 500, "Something went wrong on our side",
                         "Load this page again. If that does not help, use another way to get help.");
  made.words = std::string(kDanger) + ". " + std::string(kSoon) + ".";
  return made;
}

}  // namespace signpost
