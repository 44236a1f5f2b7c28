// A browser without a screen: keeps cookies by path, follows redirects, sends forms, and remembers what it was shown.
#pragma once

#include <map>
#include <string>
#include <utility>
#include <vector>

#include "server/http.hpp"

namespace signpost {

class Browser {
 public:
  using Fields = std::vector<std::pair<std::string, std::string>>;

  explicit Browser(Handler site) : site_(std::move(site)) {}

  // Each follows redirects, as browsers do: with GET after 303.
  const Response& get(const std::string& path);
  const Response& post(const std::string& path, const Fields& fields);
  // Sends the first form of the page shown with a submit button whose text is `button` to its own action, with its own
  // hidden fields and these.
  const Response& submit(const Fields& fields, const std::string& button = "Continue");
  // Follows the first link, or button that stands for one, with these words.
  const Response& follow(const std::string& words);

  const Response& page() const { return page_; }
  const std::string& path() const { return path_; }  // address of the page shown, with its query
  std::string heading() const;                       // text of its h1
  std::string title() const;
  bool shows(const std::string& text) const { return page_.body.find(text) != std::string::npos; }
  std::size_t redirects() const { return redirects_; }

  bool refuse_cookies = false;
  std::map<std::string, std::string> cookies;  // by path: "name=value"
  std::vector<std::string> visited;            // every address that was asked for

 private:
  void send(Request request);

  Handler site_;
  Response page_;
  std::string path_;
  std::size_t redirects_ = 0;
};

// Text of HTML without tags, entities resolved.
std::string text_of_html(const std::string& html);

}  // namespace signpost
