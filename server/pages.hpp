// The patient pages: plain HTML without scripts, over the same engine as the API.
//
// A journey's pages are /j/<random>/<number>. The number counts what was asked, so that Back, reload and a form sent
// twice mean the same page again: sending page 3 once more changes answer 3 and never answers question 4. The journey
// itself is a sealed token in a cookie that is sent to /j/<random> alone; where cookies are refused it travels in a
// hidden field, and each page is the answer to the form before.
//
// Immutable after construction; safe to call from any number of threads.
#pragma once

#include <map>
#include <optional>
#include <string>
#include <string_view>

#include "server/html.hpp"
#include "server/http.hpp"
#include "server/journey_pages.hpp"
#include "server/page_layout.hpp"
#include "server/router.hpp"
#include "server/search.hpp"
#include "server/service.hpp"
#include "server/visit.hpp"

namespace signpost {

inline constexpr std::int64_t kOldAfterSeconds = 24 * 60 * 60;  // then the page says that the answers are old

struct PageSettings {
  bool secure_cookies = true;  // false only where the public address is http
  bool draft = true;           // say on every page that nothing is clinically approved
};

class Pages {
 public:
  // Keeps references to both; they outlive the Pages.
  Pages(const Service& service, const TopicSearch& search, PageSettings settings);

  // Adds all pages. The Pages outlive the router.
  void add_routes(Router& router) const;
  // A page for what the router refused; what is under /api/ keeps its problem JSON.
  void refused(const Request& request, Response& response) const;
  // Can the page that comes now in the journey be written? For readiness; counts nothing.
  bool can_show(const Journey& journey) const;

 private:
  struct Opened {  // the journey of a request
    Journey journey;
    std::int64_t sealed_at = 0;
  };
  struct Asked {      // one page of a journey
    Journey journey;  // as it was before this page was answered
    Step step;
    std::optional<Given> given;  // its answer, if it has one
  };

  Response home(const Request&) const;
  Response topics(const Request&) const;
  Response search(const Request&) const;
  Response start(const Request&) const;
  Response journey_get(const Request&, const PathValues&) const;
  Response journey_post(const Request&, const PathValues&) const;
  Response asset(const Request&, const PathValues&) const;
  Response fixed(const Request&, std::string_view name) const;

  Response page(int status, std::string_view title, std::string_view back, std::string_view main,
                bool error = false) const;
  Response message(int status, std::string_view heading, std::string_view text, std::string_view more = {}) const;
  Response lost() const;
  Response refuse_token(const NotOpened& refused) const;
  Response tell_carried_over(const Visit& visit, std::string_view next) const;

  Around around(const Visit& visit, const Opened& opened, std::size_t number) const;
  std::string answer_rows(const Visit& visit, const Journey& journey) const;

  std::optional<Asked> asked(const Journey& journey, const std::vector<Reviewed>& reviewed, std::size_t number) const;
  Response show(const Visit& visit, const Opened& opened, std::string_view page) const;
  Response show_number(const Visit& visit, const Opened& opened, std::size_t number) const;
  Response show_answers(const Visit& visit, const Opened& opened) const;
  Response go_on_here(Visit visit, const Brought& brought) const;
  std::optional<std::size_t> page_of_same_question(const Brought& brought, std::string_view question) const;
  Response take(Visit visit, const Opened& opened, std::size_t number, const Form& form) const;

  const Service& service_;
  const TopicSearch& search_;
  PageSettings settings_;
  JourneyPages journeys_;
  PageLayout layout_;
  HoledPage search_page_;
  struct Fixed {
    std::string body, etag;
  };
  std::map<std::string, Fixed, std::less<>> fixed_;  // whole pages that are the same for everybody
  std::string topics_without_cookies_;               // content of the list for those whose cookies do not come back
};

}  // namespace signpost
