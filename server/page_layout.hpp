// The frame that every page stands in, and the files that it needs: the same whatever library is served.
//
// Immutable after construction; safe to call from any number of threads.
#pragma once

#include <functional>
#include <map>
#include <string>
#include <string_view>

#include "server/html.hpp"
#include "server/http.hpp"

namespace signpost {

class PageLayout {
 public:
  struct Asset {
    std::string type;
    std::string_view bytes;
  };

  // `draft`: say on every page that nothing is clinically approved.
  explicit PageLayout(bool draft);

  // A whole page. `title`, `back` and `main` are HTML.
  Response page(int status, std::string_view title, std::string_view back, std::string_view main,
                bool error = false) const;

  // Styles and pictures by their name, which holds a hash of the content and stands under /assets/.
  const std::map<std::string, Asset, std::less<>>& assets() const { return assets_; }

 private:
  HoledPage layout_;
  std::map<std::string, Asset, std::less<>> assets_;
};

// What pages may load and where their forms may go, as Content-Security-Policy says it.
inline constexpr std::string_view kPageContentPolicy =
    "default-src 'none'; style-src 'self'; img-src 'self'; form-action 'self'; base-uri 'none'; frame-ancestors 'none'";

// Names a file by its content, so that a new one has a new address. Nothing is kept safe by it.
std::string content_name(std::string_view bytes);

}  // namespace signpost
