#include "server/api.hpp"

#include "server/embedded.hpp"
#include "server/json.hpp"
#include "server/router.hpp"

namespace signpost {
namespace {

// A caller's mistake: the answer that says so.
Response refusal(const Rejected& rejected) {
  using Code = Rejected::Code;
  std::string_view title;
  int status = 422;
  switch (rejected.code) {
    case Code::unknown_topic:
      title = "There is no such topic";
      break;
    case Code::topic_not_for_patient:
      title = "The topic has nothing for this patient";
      break;
    case Code::too_many_topics:
      title = "These topics cannot be walked together";
      break;
    case Code::unknown_question:
      title = "The journey has no such question";
      break;
    case Code::question_not_asked:
      title = "This is not the question that is asked now";
      status = 409;
      break;
    case Code::answer_does_not_fit:
      title = "The answer does not fit the question";
      break;
    case Code::value_out_of_range:
      title = "The value is outside what the question takes";
      break;
    case Code::value_unusual:
      title = "The answer is to be shown once more, and given again with confirmed";
      break;
    case Code::age_too_coarse:
      title = "The age has to be known more exactly";
      break;
    case Code::journey_over:
      title = "The journey has reached its outcome";
      status = 409;
      break;
    case Code::too_many_answers:
      title = "The journey has too many answers";
      break;
  }
  std::string detail = rejected.question;
  if (!rejected.detail.empty()) detail += (detail.empty() ? "" : ": ") + rejected.detail;
  return problem(status, rejected_name(rejected.code), title, detail);
}

Response refusal(const JsonProblem& wrong) {
  std::string_view title = "The body is not JSON that can be read";
  if (wrong.code == "duplicate-key")
    title = "A key stands twice in one object";
  else if (wrong.code == "too-deep")
    title = "The body is nested too deeply";
  else if (wrong.code == "unknown-field")
    title = "There is a field that is not known here";
  else if (wrong.code == "missing-field")
    title = "A field is missing";
  else if (wrong.code == "wrong-type")
    title = "A field has the wrong type";
  else if (wrong.code == "out-of-range")
    title = "A field has a value that it may not have";
  else if (wrong.code == "too-long")
    title = "A field is too long";
  return problem(wrong.status, wrong.code, title, wrong.where);
}

// Which way a token is wrong is told only where the caller can mend it.
Response refusal(const NotOpened& refused) {
  switch (refused.error) {
    case TokenError::other_release: {
      Response response =
          problem(409, "release-changed", "The journey began on another release of the library; begin again");
      response.belongs_to = refused.release;
      return response;
    }
    case TokenError::expired:
      return problem(409, "journey-expired", "The journey is too old; begin again");
    case TokenError::malformed:
    case TokenError::unknown_key:
    case TokenError::tampered:
      break;
  }
  return problem(400, "journey-invalid", "This is no journey of ours");
}

bool says_json(const Request& request) {
  const auto type = request.header("Content-Type");
  if (!type) return false;
  const std::string_view name = type->substr(0, type->find(';'));
  const std::size_t end = name.find_last_not_of(' ');
  return end != std::string_view::npos && same_name(name.substr(0, end + 1), "application/json");
}
Response not_json() { return problem(415, "unsupported-media-type", "The body must be application/json"); }

Response json_response(std::string body) {
  Response response;
  response.content_type = "application/json";
  body += '\n';
  response.body = std::move(body);
  return response;
}

}  // namespace

Api::Api(const Service& service, const TopicSearch& search)
    : service_(service), search_(search), steps_(service.graph), etag_('"' + service.graph.digest.substr(0, 32) + '"') {
  topics_body_ = "{\"topics\":[";
  for (std::size_t i = 0; i < service.graph.topics.size(); ++i) {
    if (i > 0) topics_body_ += ',';
    topics_body_ += steps_.topic(static_cast<TopicIndex>(i));
  }
  append_json(release_, std::string_view(service.graph.digest));
  topics_body_ += "],\"release\":" + release_ + '}';
}

Response Api::journey_response(const Journey& journey, const Step& step, const std::vector<std::string>* dropped,
                               bool carried_over) const {
  constexpr std::size_t kUsualSize = 2048;  // most answers fit without growing
  std::string body;
  body.reserve(kUsualSize);
  body += "{\"journey\":\"";
  body += service_.sealer.seal(service_.graph, journey, service_.clock().seconds);  // letters, digits, - and _
  body += "\",\"release\":";
  body += release_;
  body += ",\"step\":";
  steps_.append(body, journey, step);
  const Progress far = progress(service_.graph, journey, step);
  body += ",\"progress\":{\"asked\":";
  append_json(body, static_cast<std::int64_t>(far.asked));
  body += ",\"atLeast\":";
  append_json(body, static_cast<std::int64_t>(far.at_least));
  body += ",\"atMost\":";
  append_json(body, static_cast<std::int64_t>(far.at_most));
  body += '}';
  if (dropped != nullptr) {
    body += ",\"dropped\":";
    append_json(body, AnswerValue(*dropped));
  }
  if (carried_over) body += ",\"carriedOver\":true";
  body += '}';
  return json_response(std::move(body));
}

Response Api::as_it_stands(const Brought& brought) const {
  const auto now = step(service_.graph, brought.journey);
  if (const auto* const rejected = std::get_if<Rejected>(&now)) return refusal(*rejected);
  return journey_response(brought.journey, std::get<Step>(now), &brought.dropped, true);
}

Response Api::topics(const Request& request) const {
  Response response;
  if (request.header("If-None-Match") == etag_)
    response.status = 304;
  else
    response = json_response(topics_body_);
  response.set_header("ETag", etag_);
  response.set_header("Cache-Control", "public, max-age=60");  // a new release is seen within a minute
  return response;
}

Response Api::search(const Request& request) const {
  if (!says_json(request)) return not_json();
  const auto parsed = parse_search(request.body);
  if (const auto* const wrong = std::get_if<JsonProblem>(&parsed)) return refusal(*wrong);
  const auto& asked = std::get<SearchRequest>(parsed);
  const Day today = service_.clock().day;
  const auto patient = patient_on(asked.patient, today);
  if (!patient) return refusal(JsonProblem{422, "out-of-range", "/patient/age/born"});

  const Found found = search_.find(asked.q);
  std::string body = "{\"emergency\":";
  body += found.emergency != nullptr ? "true" : "false";
  if (found.emergency != nullptr) {
    body += ",\"card\":{\"id\":";
    append_json(body, found.emergency->id);
    body += ",\"heading\":";
    append_json(body, found.emergency->heading);
    body += ",\"text\":";
    append_json(body, found.emergency->text);
    body += ",\"phone\":";
    append_json(body, found.emergency->phone);
    body += '}';
  }
  body += ",\"topics\":[";
  bool first = true;
  for (const TopicIndex topic : found.topics) {
    const auto begun = begin(service_.graph, {service_.graph.topics[at(topic)].id}, *patient, today);
    const auto* const rejected = std::get_if<Rejected>(&begun);
    if (rejected != nullptr && rejected->code == Rejected::Code::topic_not_for_patient) continue;
    if (!first) body += ',';
    first = false;
    body += steps_.topic(topic);
  }
  return json_response(body + "]}");
}

Response Api::triage(const Request& request) const {
  if (!says_json(request)) return not_json();
  auto parsed = parse_triage(request.body);
  if (const auto* const wrong = std::get_if<JsonProblem>(&parsed)) return refusal(*wrong);
  const auto& asked = std::get<TriageRequest>(parsed);
  if (asked.language != "en")
    return problem(422, "language-not-available", "The library does not speak this language", "/language");
  const Day today = service_.clock().day;
  const auto patient = patient_on(asked.patient, today);
  if (!patient) return refusal(JsonProblem{422, "out-of-range", "/patient/age/born"});
  const auto begun = begin(service_.graph, asked.topics, *patient, today);
  if (const auto* const rejected = std::get_if<Rejected>(&begun)) return refusal(*rejected);
  const Journey& journey = std::get<Journey>(begun);
  const auto next = step(service_.graph, journey);
  if (const auto* const rejected = std::get_if<Rejected>(&next)) return refusal(*rejected);
  service_.counts.begun(journey.topics.front(), std::get<Step>(next));
  return journey_response(journey, std::get<Step>(next), nullptr);
}

Response Api::answer(const Request& request) const {
  if (!says_json(request)) return not_json();
  const auto parsed = parse_answer(request.body);
  if (const auto* const wrong = std::get_if<JsonProblem>(&parsed)) return refusal(*wrong);
  const auto& asked = std::get<AnswerRequest>(parsed);
  auto opened = service_.open(asked.journey);
  if (const auto* const refused = std::get_if<NotOpened>(&opened)) return refusal(*refused);
  auto& brought = std::get<Brought>(opened);
  // What was asked is not what is asked now: nobody has answered that yet.
  if (brought.carried_over && !brought.asks_the_same) return as_it_stands(brought);
  const std::size_t given = brought.journey.answers.size();
  auto answered =
      signpost::answer(service_.graph, std::move(brought.journey), asked.question, asked.value, asked.confirmed);
  if (const auto* const rejected = std::get_if<Rejected>(&answered)) return refusal(*rejected);
  auto& after = std::get<Answered>(answered);
  service_.counts.answered(asked.question, given, after);
  after.dropped.insert(after.dropped.begin(), brought.dropped.begin(), brought.dropped.end());
  const bool tell = brought.carried_over || !after.dropped.empty();
  return journey_response(after.journey, after.step, tell ? &after.dropped : nullptr, brought.carried_over);
}

Response Api::review(const Request& request) const {
  if (!says_json(request)) return not_json();
  const auto parsed = parse_review(request.body);
  if (const auto* const wrong = std::get_if<JsonProblem>(&parsed)) return refusal(*wrong);
  const auto opened = service_.open(std::get<ReviewRequest>(parsed).journey);
  if (const auto* const refused = std::get_if<NotOpened>(&opened)) return refusal(*refused);
  const Journey& journey = std::get<Brought>(opened).journey;
  const auto next = step(service_.graph, journey);
  if (const auto* const rejected = std::get_if<Rejected>(&next)) return refusal(*rejected);
  std::string body = "{\"release\":" + release_ + ",\"on\":\"" + day_text(journey.on) + "\",\"answers\":";
  steps_.append_review(body, journey);
  body += ",\"step\":";
  steps_.append(body, journey, std::get<Step>(next));
  if (std::get<Brought>(opened).carried_over) body += ",\"carriedOver\":true";
  return json_response(body + '}');
}

Response Api::change(const Request& request) const {
  if (!says_json(request)) return not_json();
  const auto parsed = parse_change(request.body);
  if (const auto* const wrong = std::get_if<JsonProblem>(&parsed)) return refusal(*wrong);
  const auto& asked = std::get<AnswerRequest>(parsed);
  const auto opened = service_.open(asked.journey);
  if (const auto* const refused = std::get_if<NotOpened>(&opened)) return refusal(*refused);
  const auto& brought = std::get<Brought>(opened);
  auto changed = signpost::change(service_.graph, brought.journey, asked.question, asked.value, asked.confirmed);
  if (const auto* const rejected = std::get_if<Rejected>(&changed)) {
    // Carried over, an answer that was not kept cannot be changed; the caller could not know.
    const bool not_kept =
        rejected->code == Rejected::Code::unknown_question || rejected->code == Rejected::Code::question_not_asked;
    return brought.carried_over && not_kept ? as_it_stands(brought) : refusal(*rejected);
  }
  auto& after = std::get<Answered>(changed);
  service_.counts.changed(service_.graph, brought.journey, asked.question, after);
  after.dropped.insert(after.dropped.begin(), brought.dropped.begin(), brought.dropped.end());
  return journey_response(after.journey, after.step, &after.dropped, brought.carried_over);
}

Response Api::evaluate(const Request& request) const {
  if (!says_json(request)) return not_json();
  const auto parsed = parse_evaluate(request.body);
  if (const auto* const wrong = std::get_if<JsonProblem>(&parsed)) return refusal(*wrong);
  const auto& asked = std::get<EvaluateRequest>(parsed);
  const Day on = asked.on.value_or(service_.clock().day);
  const auto patient = patient_on(asked.patient, on);
  if (!patient) return refusal(JsonProblem{422, "out-of-range", "/patient/age/born"});
  const auto evaluated = signpost::evaluate(service_.graph, asked.topics, *patient, on, {}, asked.answers);
  if (const auto* const rejected = std::get_if<Rejected>(&evaluated)) return refusal(*rejected);
  const auto& after = std::get<Answered>(evaluated);
  service_.counts.evaluated(after);
  return journey_response(after.journey, after.step, nullptr);
}

Response Api::healthz(const Request&) const { return json_response(R"({"status":"ok"})"); }

Response Api::openapi(const Request&) const {
  Response response;
  response.content_type = "application/json";
  response.body = embedded("openapi.json");
  response.set_header("Cache-Control", "public, max-age=3600");
  return response;
}

void Api::add_routes(Router& router) const {
  const auto add = [&](std::string_view method, std::string_view pattern, Response (Api::*call)(const Request&) const) {
    router.add(method, pattern, Handler([this, call](const Request& request, Response& response) {
                 const std::string_view route = response.route;
                 response = (this->*call)(request);
                 response.route = route;
               }));
  };
  add("GET", "/api/v1/topics", &Api::topics);
  add("POST", "/api/v1/topics/search", &Api::search);
  add("POST", "/api/v1/triage", &Api::triage);
  add("POST", "/api/v1/triage/answer", &Api::answer);
  add("POST", "/api/v1/triage/review", &Api::review);
  add("POST", "/api/v1/triage/change", &Api::change);
  add("POST", "/api/v1/evaluate", &Api::evaluate);
  add("GET", "/healthz", &Api::healthz);
  add("GET", "/openapi.json", &Api::openapi);
}

}  // namespace signpost
