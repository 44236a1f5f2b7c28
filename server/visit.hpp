// How a journey travels over the pages: its address, its token, and the links and fields that carry both on.
#pragma once

#include <cstddef>
#include <optional>
#include <string>
#include <string_view>

#include "server/form.hpp"
#include "server/http.hpp"

namespace signpost {

inline constexpr std::size_t kJourneyNameChars = 16;  // 96 random bits: nobody meets another's path by chance

/// A name for a journey's address, from the system's randomness; std::system_error where it gives none.
std::string random_journey_name();
bool is_journey_name(std::string_view text);

/// Where a journey's pages are and how it travels: in a cookie that goes to /j/<name> alone; or, where cookies do not
/// come back or it is too long for one, in a hidden field, so that what would be a link is a form's button.
struct Visit {
  std::string_view name;
  bool by_cookie = true;
  std::string token;   ///< sealed, as it came or as it now is
  bool fresh = false;  ///< the token is new: it has to be given to the browser
  bool secure = true;
  bool returning = false;     ///< a single answer is being changed: then back to the list of answers
  bool carried_over = false;  ///< it began on a release that is withdrawn: the person is to be told

  /// One that begins, without a token yet. `secure_cookies`: the service is reached by https.
  static Visit begun(const Request& request, std::string_view name, bool secure_cookies);
  /// As a request brings it; no token where it brings none.
  static Visit by(const Request& request, std::string_view name, bool secure_cookies);
  /// As a form brings it, whose fields come before the cookie.
  static Visit by(const Request& request, const Form& form, std::string_view name, bool secure_cookies);

  /// Takes a token just sealed.
  void renew(std::string sealed);

  std::string path(std::string_view page) const;
  /// What a form on a page needs for the journey to come along.
  std::string hidden_fields() const;
  /// The link at the head of page `number`.
  std::string back(std::size_t number) const;
  std::string link(std::string_view page, std::string_view words) const;
  /// A link to change the answer of a page, and to come back to the list; `hidden_words` are for who cannot see what
  /// stands beside it.
  std::string change_link(std::string_view page, std::string_view words, std::string_view hidden_words) const;

  /// The answer, with the token where the browser does not have it yet.
  Response with_cookie(Response response) const;
  /// The answer, which makes the browser forget the journey.
  Response without_cookie(Response response) const;

 private:
  void append_link(std::string& out, std::string_view page, std::string_view words, std::string_view hidden_words,
                   bool change) const;
};

}  // namespace signpost
