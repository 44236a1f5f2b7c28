// JSON bodies, read strictly and answered by the whole API over a small library. The first byte chooses the call; in
// the rest `@0` to `@9` stand for sealed journeys that are so many answers long, which no fuzzer could make up.
#include <array>
#include <cstdint>
#include <string>
#include <string_view>

#include <nlohmann/json.hpp>

#include "server/api.hpp"
#include "server/json.hpp"
#include "server/router.hpp"
#include "tests/fuzz/must.hpp"
#include "tests/fuzz/sealed_journeys.hpp"
#include "tests/fuzz/token_key.hpp"
#include "tests/support/small_library.hpp"

using namespace signpost;
using fuzz::must;

namespace {

struct Desk {
  JourneyCounts counts{small_library()};
  Service service{small_library(), fuzz::our_sealer(), counts, [] {
                    return Moment{fuzz::kNow, static_cast<Day>(fuzz::kNow / 86'400)};
                  }};
  TopicSearch search{small_library()};
  Api api{service, search};
  Router router;

  Desk() { api.add_routes(router); }

  Response post(std::string_view path, const std::string& body) const {
    Request request;
    request.method = "POST";
    request.path = path;
    request.headers.add("Content-Type", "application/json");
    request.body = body;
    Response response;
    router(request, response);
    return response;
  }
};

// What our reader takes is JSON to the library, and the other way round, but for what it refuses by a limit of its own
// (400 with another code), NUL (at which the library stops reading), a byte order mark, and numbers too near to 0 for a
// double.
void compare_with_library(const std::string& body) {
  const bool is_json = nlohmann::json::accept(body);
  const auto parsed = parse_search(body);
  const auto* const wrong = std::get_if<JsonProblem>(&parsed);
  const bool is_read = wrong == nullptr || wrong->status == 422;
  must(is_json || !is_read, "what is read is JSON");
  const bool is_stricter = wrong != nullptr && wrong->code != "not-json";
  const bool special = body.starts_with("\xef\xbb\xbf") || body.find("\\u0000") != std::string::npos ||
                       body.find('\0') != std::string::npos || body.find("e-") != std::string::npos ||
                       body.find("E-") != std::string::npos;
  must(is_read || !is_json || is_stricter || special, "what is JSON is read");
}

constexpr auto kCalls =
    std::to_array<std::string_view>({"/api/v1/topics/search", "/api/v1/triage", "/api/v1/triage/answer",
                                     "/api/v1/triage/change", "/api/v1/triage/review", "/api/v1/evaluate"});

void parse(std::size_t call, const std::string& body) {
  const auto look = [](const auto& parsed) {
    if (const auto* const wrong = std::get_if<JsonProblem>(&parsed))
      must((wrong->status == 400 || wrong->status == 422) && !wrong->code.empty(),
           "a body that is refused has a reason");
  };
  switch (call) {
    case 0:
      return look(parse_search(body));
    case 1:
      return look(parse_triage(body));
    case 2:
      return look(parse_answer(body));
    case 3:
      return look(parse_change(body));
    case 4:
      return look(parse_review(body));
    default:
      return look(parse_evaluate(body));
  }
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  static const Desk desk;
  if (size == 0) return 0;
  const std::size_t call = data[0] % kCalls.size();
  const std::string body = fuzz::with_journeys({reinterpret_cast<const char*>(data) + 1, size - 1});
  parse(call, body);
  compare_with_library(body);

  const Response response = desk.post(kCalls[call], body);
  must(response.status >= 200 && response.status < 500, "whatever is sent is the sender's mistake, never ours");
  must(nlohmann::json::accept(response.body), "an answer is JSON");
  must((response.status == 200) == (response.content_type == "application/json"), "a refusal says that it is one");
  must(desk.post(kCalls[call], body).status == response.status, "the same request is answered alike");
  // What comes back can be gone on with.
  constexpr std::string_view kJourney = "{\"journey\":\"";
  if (!response.body.starts_with(kJourney)) return 0;
  const std::size_t end = response.body.find('"', kJourney.size());
  const std::string token = response.body.substr(kJourney.size(), end - kJourney.size());
  must(desk.post("/api/v1/triage/review", "{\"journey\":\"" + token + "\"}").status == 200,
       "a journey can be reviewed");
  return 0;
}
