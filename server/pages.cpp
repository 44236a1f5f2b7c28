#include "server/pages.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <charconv>

#include "engine/text/utf8.hpp"
#include "server/fallbacks.hpp"
#include "server/form.hpp"
#include "server/page_templates.hpp"
#include "server/step_json.hpp"

namespace signpost {
namespace {

std::optional<std::size_t> page_number(std::string_view text) {
  std::size_t number = 0;
  const auto end = std::from_chars(text.data(), text.data() + text.size(), number);
  if (end.ec != std::errc() || end.ptr != text.data() + text.size() || text.starts_with('0') ||
      number > 2 * kMaxJourneyAnswers)
    return std::nullopt;
  return number;
}

Response see_other(std::string_view where) {
  Response response;
  response.status = 303;
  response.set_header("Location", where);
  return response;
}

// A page that refuses something, with the code that the API has for it.
Response refusing(std::string_view code, Response page) {
  page.refused = code;
  return page;
}

std::string emergency_card(const EmergencyCard& card) {
  return fmt::format(
      "<section class=\"card emergency\" aria-labelledby=\"danger\"><h2 id=\"danger\"><span "
      "class=\"level\">Emergency</span><span class=\"hidden\">: "
      "</span>{}</h2><div><p>{}</p><p><a class=\"phone\" href=\"tel:{}\">Call {}</a></p></div></section>\n",
      html(card.heading), html(card.text), html(card.phone), html(card.phone));
}

}  // namespace

Pages::Pages(const Service& service, const TopicSearch& search, PageSettings settings)
    : service_(service), search_(search), settings_(settings), journeys_(service.graph), layout_(settings.draft) {
  search_page_ = HoledPage(render_template("search", {}));

  // The list of topics, by the part of the body.
  const DecisionGraph& graph = service.graph;
  std::map<std::string, std::vector<TemplateData>> by_area;
  for (const Topic& topic : graph.topics) {
    TemplateData row;
    row.set("id", topic.id).set("title", topic.title);
    by_area[topic.area.empty() ? "Other" : topic.area].push_back(std::move(row));
  }
  std::vector<TemplateData> areas;
  for (auto& [area, rows] : by_area) {
    TemplateData row;
    row.set("area", area).list("topics", std::move(rows));
    areas.push_back(std::move(row));
  }
  TemplateData list;
  list.list("areas", areas).flag("no_cookies", false);
  const std::string topics_main = render_template("topics", list);
  TemplateData without;
  without.list("areas", std::move(areas)).flag("no_cookies", true);
  topics_without_cookies_ = render_template("topics", without);

  std::vector<TemplateData> programs;
  for (const Program& program : graph.programs) {
    TemplateData row;
    row.set("title",
            program.title == kNone<TextIndex> ? std::string_view(program.pathway) : graph.text(program.title, 0));
    row.set("version", program.version)
        .set("status", program.status == "approved" ? "Approved" : "Draft, not clinically approved");
    programs.push_back(std::move(row));
  }
  TemplateData about;
  about.set("library", graph.library)
      .set("digest", graph.digest)
      .flag("draft", settings.draft)
      .list("programs", std::move(programs));

  const auto keep = [&](const std::string& name, std::string_view title, const std::string& main) {
    Fixed& made = fixed_[name];
    made.body = page(200, title,
                     name == "home" ? "" : "<nav class=\"back\" aria-label=\"Back\"><a href=\"/\">Home</a></nav>", main)
                    .body;
    made.etag = '"' + content_name(made.body) + '"';
  };
  keep("home", "Find out what to do about a symptom", render_template("home", {}));
  keep("topics", "Choose a topic", topics_main);
  keep("emergency", "Emergency help", emergency_content());
  keep("privacy", "Privacy", render_template("privacy", {}));
  keep("accessibility", "Accessibility", render_template("accessibility", {}));
  keep("about", "About this service", render_template("about", about));
}

// ---- pages as answers

Response Pages::page(int status, std::string_view title, std::string_view back, std::string_view main,
                     bool error) const {
  return layout_.page(status, title, back, main, error);
}

Response Pages::message(int status, std::string_view heading, std::string_view text, std::string_view more) const {
  TemplateData data;
  data.set("heading", heading).set("text", text).set_html("more", std::string(more));
  return page(status, html(heading), "<nav class=\"back\" aria-label=\"Back\"><a href=\"/\">Home</a></nav>",
              render_template("message", data));
}

Response Pages::lost() const {
  return page(404, "Choose your topic again", "<nav class=\"back\" aria-label=\"Back\"><a href=\"/\">Home</a></nav>",
              topics_without_cookies_);
}

Response Pages::refuse_token(const NotOpened& refused) const {
  constexpr std::string_view kAgain = "<p><a class=\"action\" href=\"/topics\">Start again</a></p>";
  if (refused.error == TokenError::other_release) {
    Response response =
        message(422, "You need to start again",
                "The questions have been renewed since you began, so your answers no longer fit them.", kAgain);
    response.belongs_to = refused.release;
    return refusing("release-changed", std::move(response));
  }
  if (refused.error == TokenError::expired)
    return refusing("journey-expired",
                    message(422, "You need to start again",
                            "You began more than a week ago. Your answers are too old to go by.", kAgain));
  return refusing("journey-invalid",
                  message(422, "You need to start again",
                          "Your answers could not be read. Perhaps the service was restarted.", kAgain));
}

// Once, before the journey goes on in the release that is served now.
Response Pages::tell_carried_over(const Visit& visit, std::string_view next) const {
  Response response = message(
      200, "The questions have changed",
      "We have put the questions right since you began. We kept your answers to the questions that are still the "
      "same. You may be asked some questions again. If you have seen advice before, do not go by it: go on to "
      "get the right advice.",
      "<p class=\"action\">" + visit.link(next, "Go on") + "</p><p>" +
          visit.link("answers", "See the answers that we kept") + "</p>");
  return visit.with_cookie(std::move(response));
}

Response Pages::fixed(const Request& request, std::string_view name) const {
  const Fixed& made = fixed_.find(name)->second;
  Response response;
  if (request.header("If-None-Match") == made.etag) {
    response.status = 304;
  } else {
    response.content_type = "text/html; charset=utf-8";
    response.body = made.body;
  }
  // Also when nothing has changed: what a 304 says takes the place of what the browser kept.
  response.set_header("Content-Security-Policy", kPageContentPolicy);
  response.set_header("Content-Language", "en");
  response.set_header("ETag", made.etag);
  response.set_header("Cache-Control", "public, max-age=60");  // a new release is seen within a minute
  return response;
}

Response Pages::home(const Request& request) const { return fixed(request, "home"); }
Response Pages::topics(const Request& request) const { return fixed(request, "topics"); }

Response Pages::asset(const Request& request, const PathValues& values) const {
  const auto found = layout_.assets().find(values["name"]);
  if (found == layout_.assets().end()) return message(404, "Page not found", "There is nothing at this address.");
  const std::string etag = '"' + found->first + '"';
  Response response;
  if (request.header("If-None-Match") == etag) {
    response.status = 304;
  } else {
    response.content_type = found->second.type;
    response.body = found->second.bytes;
  }
  response.set_header("ETag", etag);
  response.set_header("Cache-Control", "public, max-age=31536000, immutable");
  return response;
}

Response Pages::search(const Request& request) const {
  const auto form = Form::read(request);
  if (!form) return message(400, "There is a problem", "The form could not be read.");
  const std::string_view typed = front_of(trimmed((*form)["q"]), 200);  // as long as the field takes
  const Found found = search_.find(typed);
  std::string card, more;
  if (found.emergency != nullptr) card = emergency_card(*found.emergency);
  if (found.topics.empty()) {
    more = typed.empty() ? "<p>Type a word for the problem, such as “tummy ache”.</p>"
                         : "<p>No topic was found for these words. Try other words, or choose from all topics.</p>";
  } else {
    more = "<form method=\"post\" action=\"/start\"><ul class=\"topics\">\n";
    for (const TopicIndex index : found.topics) {
      const Topic& topic = service_.graph.topics[at(index)];
      more += "<li><button class=\"topic\" type=\"submit\" name=\"topic\" value=\"" + html(topic.id) + "\">" +
              html(topic.title) + "</button></li>\n";
    }
    more += "</ul></form>";
  }
  const std::string first = html(typed);
  Filling filling;
  filling[PageValue::answers] = card;
  filling[PageValue::first] = first;
  filling[PageValue::more] = more;
  std::string main;
  search_page_.write(main, filling);
  return page(200, "Topics for your words", "<nav class=\"back\" aria-label=\"Back\"><a href=\"/\">Home</a></nav>",
              main);
}

// ---- a journey: its pages

Around Pages::around(const Visit& visit, const Opened& opened, std::size_t number) const {
  Around out;
  out.action = visit.path(std::to_string(number));
  out.hidden = visit.hidden_fields();
  const Topic& topic = service_.graph.topics[at(opened.journey.topics.front())];
  out.caption = html(topic.title);
  const Moment now = service_.clock();
  out.old = now.seconds - opened.sealed_at > kOldAfterSeconds || now.day - opened.journey.on > 1;
  return out;
}

std::string Pages::answer_rows(const Visit& visit, const Journey& journey) const {
  const VariantIndex variant = variant_of(service_.graph, journey);
  std::string rows;
  const auto reviewed = review(service_.graph, journey);
  for (std::size_t i = 0; i < reviewed.size(); ++i) {
    const Question& question = service_.graph.questions[at(reviewed[i].question)];
    if (question.kind == QuestionKind::note) continue;
    const std::string_view words = question_words(service_.graph, reviewed[i].question, variant);
    JourneyPages::append_row(
        rows, words, answer_words(service_.graph, reviewed[i].question, reviewed[i].given, variant),
        visit.change_link(std::to_string(i + 1), "Change", fmt::format("your answer to: {}", words)));
  }
  return rows;
}

// Page `number` of the journey: an answered question as it was asked, or the step that comes now. Nothing beyond that.
std::optional<Pages::Asked> Pages::asked(const Journey& journey, const std::vector<Reviewed>& reviewed,
                                         std::size_t number) const {
  if (number == 0 || number > reviewed.size() + 1) return std::nullopt;
  Asked out{journey, {}, {}};
  if (number <= reviewed.size()) {
    const Reviewed& row = reviewed[number - 1];
    out.given = row.given;
    if (at(row.question) <= at(kSexQuestion)) {  // about the patient: offered whole
      out.step.kind = Step::Kind::question;
      out.step.question = row.question;
      out.step.shown = (1u << service_.graph.questions[at(row.question)].answers.size()) - 1;
      return out;
    }
    const auto about_patient =
        static_cast<std::size_t>(std::count_if(reviewed.begin(), reviewed.end(), [](const Reviewed& asked) {
          return at(asked.question) <= at(kSexQuestion);
        }));
    out.journey.answers.resize(number - 1 - about_patient);
    out.journey.held.clear();
  }
  const auto next = step(service_.graph, out.journey);
  if (!std::holds_alternative<Step>(next)) return std::nullopt;
  out.step = std::get<Step>(next);
  return out;
}

Response Pages::show(const Visit& visit, const Opened& opened, std::string_view page) const {
  if (page == "answers") return show_answers(visit, opened);
  const auto number = page_number(page);
  if (!number) return message(404, "Page not found", "There is nothing at this address.");
  return show_number(visit, opened, *number);
}

Response Pages::show_number(const Visit& visit, const Opened& opened, std::size_t number) const {
  const auto reviewed = review(service_.graph, opened.journey);
  const std::size_t last = reviewed.size() + 1;
  if (number == 0 || number > last) {
    if (visit.by_cookie) return visit.with_cookie(see_other(visit.path(std::to_string(last))));
    number = last;
  }
  const auto here = asked(opened.journey, reviewed, number);
  if (!here)
    return message(422, "We cannot help with this here", "This topic has no questions for somebody of this age or sex.",
                   "<p>" + visit.link(std::to_string(std::max<std::size_t>(number, 2) - 1), "Go back") +
                       "</p><p><a class=\"action\" href=\"/topics\">Choose another topic</a></p>");
  Around place = around(visit, opened, number);
  Rendered rendered;
  if (number < last) service_.counts.gone_back(here->step.question);
  switch (here->step.kind) {
    case Step::Kind::question:
      place.caption.append(", question ").append(std::to_string(number));
      if (number > 1 && !visit.returning) place.more = "<p>" + visit.link("answers", "Your answers so far") + "</p>";
      rendered = journeys_.question(
          here->journey, here->step, place,
          here->given ? entered(service_.graph, here->step.question, *here->given, opened.journey.on) : Entered{}, {});
      break;
    case Step::Kind::note:
      if (number > 1) place.more = "<p>" + visit.link("answers", "Your answers so far") + "</p>";
      rendered = journeys_.note(here->journey, here->step, place);
      break;
    case Step::Kind::outcome:
      place.more = "<form class=\"inline\" method=\"post\" action=\"" + visit.path("delete") +
                   "\"><button class=\"link\" type=\"submit\">Delete my answers</button></form>"
                   "<p><a class=\"action\" href=\"/topics\">Start again with another topic</a></p>";
      rendered = journeys_.outcome(here->journey, here->step, place, answer_rows(visit, here->journey));
      break;
  }
  return visit.with_cookie(page(200, rendered.title, visit.back(number), rendered.main));
}

bool Pages::can_show(const Journey& journey) const {
  Visit visit;
  visit.name = "AAAAAAAAAAAAAAAA";  // a name as good as any, of which nobody hears
  static_assert(kJourneyNameChars == 16);
  const Response shown =
      show_number(visit, {journey, service_.clock().seconds}, review(service_.graph, journey).size() + 1);
  return shown.status == 200 && shown.body.ends_with("</html>\n");
}

Response Pages::show_answers(const Visit& visit, const Opened& opened) const {
  const std::size_t last = review(service_.graph, opened.journey).size() + 1;
  Around place = around(visit, opened, last);
  const auto now = step(service_.graph, opened.journey);
  const bool ended = std::holds_alternative<Step>(now) && std::get<Step>(now).kind == Step::Kind::outcome;
  place.more = "<p class=\"action\">" +
               visit.link(std::to_string(last), ended ? "Go to your advice" : "Go on with the questions") + "</p>";
  const Rendered rendered = journeys_.answers(place, answer_rows(visit, opened.journey));
  return visit.with_cookie(page(200, rendered.title, visit.back(last), rendered.main));
}

Response Pages::take(Visit visit, const Opened& opened, std::size_t number, const Form& form) const {
  const DecisionGraph& graph = service_.graph;
  const auto reviewed = review(graph, opened.journey);
  const auto here = asked(opened.journey, reviewed, number);
  // A page that is not there, an outcome, or a form that was made for another question, as an old tab may send: show
  // what is there now.
  if (!here || here->step.kind == Step::Kind::outcome ||
      form["question"] != graph.questions[at(here->step.question)].id) {
    const std::size_t shown = std::min(std::max<std::size_t>(number, 1), reviewed.size() + 1);
    return visit.by_cookie ? see_other(visit.path(std::to_string(shown))) : show_number(visit, opened, shown);
  }
  const VariantIndex variant = variant_of(graph, here->journey);
  const std::string& question = graph.questions[at(here->step.question)].id;

  const auto with_mistake = [&](std::string_view mistake) {
    Around place = around(visit, opened, number);
    place.caption.append(", question ").append(std::to_string(number));
    const Rendered rendered = journeys_.question(here->journey, here->step, place,
                                                 entered(graph.questions[at(here->step.question)], form), mistake);
    return page(422, rendered.title, visit.back(number), rendered.main, true);
  };
  auto value = form_answer(graph, here->step, form, variant, opened.journey.on);
  if (const auto* const mistake = std::get_if<Mistake>(&value))
    return refusing(rejected_name(Rejected::Code::answer_does_not_fit), with_mistake(mistake->words));
  const AnswerValue& given = std::get<AnswerValue>(value);
  const bool confirmed = form["confirmed"] == "yes";
  const auto result = number <= reviewed.size() ? change(graph, opened.journey, question, given, confirmed)
                                                : answer(graph, opened.journey, question, given, confirmed);

  if (const auto* const rejected = std::get_if<Rejected>(&result)) {
    const std::string_view code = rejected_name(rejected->code);
    switch (rejected->code) {
      case Rejected::Code::value_unusual: {
        Around place = around(visit, opened, number);
        for (const auto& [name, text] : form.fields())
          if (name == "question" || name == "answer" || name == "amount" || name == "unit" || name == "day" ||
              name == "month" || name == "year")
            place.hidden += "<input type=\"hidden\" name=\"" + html(name) + "\" value=\"" + html(text) + "\">";
        // As words: what the engine makes of it once it is meant.
        std::string words;
        const auto meant = number <= reviewed.size() ? change(graph, opened.journey, question, given, true)
                                                     : answer(graph, opened.journey, question, given, true);
        if (const auto* const after = std::get_if<Answered>(&meant)) {
          const auto then = review(graph, after->journey);
          if (number <= then.size()) words = answer_words(graph, here->step.question, then[number - 1].given, variant);
        }
        std::string rows;
        JourneyPages::append_row(rows, question_words(graph, here->step.question, variant), words, {});
        place.more = "<p>" + visit.link(std::to_string(number), "No, change my answer") + "</p>";
        const Rendered rendered = journeys_.confirm(place, rows);
        return refusing(code, page(200, rendered.title, visit.back(number + 1), rendered.main));
      }
      case Rejected::Code::topic_not_for_patient:
        return refusing(code, message(422, "We cannot help with this here",
                                      "This topic has no questions for somebody of this age or sex.",
                                      "<p>" + visit.link(std::to_string(number), "Go back and change the answer") +
                                          "</p><p><a class=\"action\" href=\"/topics\">Choose another topic</a></p>"));
      case Rejected::Code::too_many_answers:
      case Rejected::Code::journey_over:
        return refusing(code, message(422, "You need to start again", "This journey cannot be continued.",
                                      "<p><a class=\"action\" href=\"/topics\">Start again</a></p>"));
      default:
        return refusing(code, with_mistake(mistake_words(graph, *rejected, here->step, variant, opened.journey.on)));
    }
  }

  const Answered& after = std::get<Answered>(result);
  if (number <= reviewed.size())
    service_.counts.changed(graph, opened.journey, question, after);
  else
    service_.counts.answered(question, opened.journey.answers.size(), after);
  const Moment now = service_.clock();
  const Opened then{after.journey, now.seconds};
  visit.renew(service_.sealer.seal(graph, after.journey, now.seconds));
  // Past answers that were held and are taken up now; but whoever changes an answer sees the next one, as it was given.
  const std::size_t then_last = review(graph, after.journey).size() + 1;
  std::string next = std::to_string(number <= reviewed.size() ? number + 1 : then_last);
  if (form["return"] == "answers") {
    // Back to the list, unless the change has opened a question.
    next =
        after.step.kind == Step::Kind::outcome || then_last > reviewed.size() ? "answers" : std::to_string(then_last);
  }
  visit.returning = false;
  if (visit.carried_over) return tell_carried_over(visit, next);
  if (visit.by_cookie) return visit.with_cookie(see_other(visit.path(next)));
  return show(visit, then, next);
}

// ---- requests

// Makes a journey of a withdrawn release one of this release, and tells the person.
Response Pages::go_on_here(Visit visit, const Brought& brought) const {
  visit.renew(service_.sealer.seal(service_.graph, brought.journey, service_.clock().seconds));
  return tell_carried_over(visit, std::to_string(review(service_.graph, brought.journey).size() + 1));
}

// The page that asks, here too, what a form of the withdrawn release answers: one whose answer was kept, or the one
// that comes now. Nothing where it asks something else by now, or nothing at all.
std::optional<std::size_t> Pages::page_of_same_question(const Brought& brought, std::string_view question) const {
  const DecisionGraph& graph = service_.graph;
  const auto reviewed = review(graph, brought.journey);
  for (std::size_t i = 0; i < reviewed.size(); ++i)
    if (graph.questions[at(reviewed[i].question)].id == question) return i + 1;
  const auto now = step(graph, brought.journey);
  const auto* const asked = std::get_if<Step>(&now);
  if (brought.asks_the_same && asked != nullptr && graph.questions[at(asked->question)].id == question)
    return reviewed.size() + 1;
  return std::nullopt;
}

Response Pages::start(const Request& request) const {
  const auto form = Form::read(request);
  if (!form) return message(400, "There is a problem", "The form could not be read.");
  const Moment now = service_.clock();
  const auto begun = begin(service_.graph, {std::string((*form)["topic"])}, {}, now.day);
  if (!std::holds_alternative<Journey>(begun))
    return message(422, "There is no such topic", "Choose one from the list.",
                   "<p><a class=\"action\" href=\"/topics\">All topics</a></p>");
  const Journey& journey = std::get<Journey>(begun);
  if (const auto first = step(service_.graph, journey); std::holds_alternative<Step>(first))
    service_.counts.begun(journey.topics.front(), std::get<Step>(first));
  const std::string name = random_journey_name();
  Visit visit = Visit::begun(request, name, settings_.secure_cookies);
  visit.by_cookie = (*form)["cookies"] != "no";
  visit.renew(service_.sealer.seal(service_.graph, journey, now.seconds));
  visit.fresh = true;
  if (visit.by_cookie) return visit.with_cookie(see_other(visit.path("1")));
  return show_number(visit, {journey, now.seconds}, 1);
}

Response Pages::journey_get(const Request& request, const PathValues& values) const {
  if (!is_journey_name(values["name"])) return message(404, "Page not found", "There is nothing at this address.");
  Visit visit = Visit::by(request, values["name"], settings_.secure_cookies);
  if (visit.token.empty()) return lost();
  auto opened = service_.open(visit.token);
  if (const auto* const refused = std::get_if<NotOpened>(&opened)) return refuse_token(*refused);
  auto& found = std::get<Brought>(opened);
  if (found.carried_over) return go_on_here(std::move(visit), found);
  return show(visit, {std::move(found.journey), found.sealed_at}, values["page"]);
}

Response Pages::journey_post(const Request& request, const PathValues& values) const {
  if (!is_journey_name(values["name"])) return message(404, "Page not found", "There is nothing at this address.");
  const auto form = Form::read(request);
  if (!form) return message(400, "There is a problem", "The form could not be read.");
  Visit visit = Visit::by(request, *form, values["name"], settings_.secure_cookies);
  if (values["page"] == "delete") return visit.without_cookie(see_other("/"));
  if (visit.token.empty()) return lost();
  const auto opened = service_.open(visit.token);
  if (const auto* const refused = std::get_if<NotOpened>(&opened)) return refuse_token(*refused);
  const auto& found = std::get<Brought>(opened);
  const Opened journey{found.journey, found.sealed_at};
  const auto number = page_number(values["page"]);
  if (found.carried_over) {
    const auto same_page = page_of_same_question(found, (*form)["question"]);
    if ((*form)["go"] == "show" || !same_page) return go_on_here(std::move(visit), found);
    visit.carried_over = true;
    return take(std::move(visit), journey, *same_page, *form);
  }
  if ((*form)["go"] == "show") return show(visit, journey, values["page"]);
  if (!number) return message(404, "Page not found", "There is nothing at this address.");
  return take(visit, journey, *number, *form);
}

void Pages::refused(const Request& request, Response& response) const {
  if (request.path.starts_with("/api/") || request.path == "/metrics" || request.path == "/healthz" ||
      request.path == "/readyz" || request.path == "/openapi.json")
    return;
  const auto allow = response.header("Allow");
  Response shown = response.status == 405
                       ? message(405, "This page cannot be used so", "Go back and use the buttons on the page.")
                       : message(404, "Page not found",
                                 "There is nothing at this address. If you typed it, check that it is right.");
  if (allow) shown.set_header("Allow", std::string(*allow));
  response = std::move(shown);
}

void Pages::add_routes(Router& router) const {
  const auto add = [&](std::string_view method, std::string_view pattern, auto answer) {
    router.add(method, pattern,
               RouteHandler([answer](const Request& request, const PathValues& values, Response& response) {
                 const std::string_view route = response.route;
                 response = answer(request, values);
                 response.route = route;
               }));
  };
  // Most requests are for these, and the router looks at one route after another.
  add("GET", "/j/{name}/{page}",
      [this](const Request& request, const PathValues& values) { return journey_get(request, values); });
  add("POST", "/j/{name}/{page}",
      [this](const Request& request, const PathValues& values) { return journey_post(request, values); });
  add("GET", "/", [this](const Request& request, const PathValues&) { return home(request); });
  add("GET", "/topics", [this](const Request& request, const PathValues&) { return topics(request); });
  for (const char* name : {"emergency", "privacy", "accessibility", "about"})
    add("GET", std::string("/") + name,
        [this, name](const Request& request, const PathValues&) { return fixed(request, name); });
  add("POST", "/search", [this](const Request& request, const PathValues&) { return search(request); });
  add("GET", "/search", [](const Request&, const PathValues&) { return see_other("/"); });
  add("POST", "/start", [this](const Request& request, const PathValues&) { return start(request); });
  add("GET", "/start", [](const Request&, const PathValues&) { return see_other("/topics"); });
  add("GET", "/assets/{name}",
      [this](const Request& request, const PathValues& values) { return asset(request, values); });
  add("GET", "/robots.txt", [](const Request&, const PathValues&) {
    Response response;
    response.content_type = "text/plain; charset=utf-8";
    response.body = "User-agent: *\nDisallow: /j/\nDisallow: /api/\n";
    return response;
  });
}

}  // namespace signpost
