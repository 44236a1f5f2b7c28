// What is said when nothing else can be: the emergency page, and refusals that carry its words. Made before the first
// request, from the program's own templates, so that none of it needs a library, a router or a handler.
#pragma once

#include <string>
#include <string_view>

#include "server/framing.hpp"
#include "server/http.hpp"

namespace signpost {

class PageLayout;

/// What is empty is left out: then refusals are problems without those words.
struct Fallbacks {
  std::string emergency_path;  ///< where the emergency page is; empty: nowhere
  Response emergency;
  Response busy;      ///< 503, for people
  Response too_many;  ///< 429, for people
  Response broken;    ///< 500, for people
  std::string words;  ///< of the emergency page in a sentence or two, for the `detail` of a problem

  /// The page that says to a person what a refusal of this status means. Null where there is none.
  const Response* page(int status) const noexcept;
};

/// Whether the one who asks reads pages: it is not the API, and names text/html among what it takes. False where the
/// request line could not be read.
bool wants_page(const Frame& frame) noexcept;

/// The body of the emergency page, within the layout.
std::string emergency_content();

Fallbacks make_fallbacks(const PageLayout& layout);

}  // namespace signpost
