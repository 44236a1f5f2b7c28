#include "server/metrics.hpp"

#include <catch2/catch.hpp>

#include "server/metrics_text.hpp"

using namespace signpost;
using namespace std::chrono_literals;

namespace {

bool says(Metrics& metrics, const std::string& line) {
  return ('\n' + metrics.text()).find('\n' + line + '\n') != std::string::npos;
}

}  // namespace

TEST_CASE("metrics count by route and status and never hold a path") {
  Metrics metrics;
  metrics.add_routes({"/", "/j/{name}/{page}"});
  metrics.count("/j/{name}/{page}", 200, 80us);
  metrics.count("/j/{name}/{page}", 422, 30us);
  metrics.count("", 404, 30us);
  metrics.count("/j/AAAAAAAAAAAAAAAA/2", 404, 30us);
  CHECK(says(metrics, R"(signpost_requests_total{route="/j/{name}/{page}",status="2xx"} 1)"));
  CHECK(says(metrics, R"(signpost_requests_total{route="/j/{name}/{page}",status="4xx"} 1)"));
  CHECK(says(metrics, R"(signpost_requests_total{route="other",status="4xx"} 2)"));
  CHECK(says(metrics, R"(signpost_request_seconds_bucket{route="/j/{name}/{page}",le="5e-05"} 1)"));
  CHECK(says(metrics, R"(signpost_request_seconds_bucket{route="/j/{name}/{page}",le="+Inf"} 2)"));
  CHECK(says(metrics, R"(signpost_request_seconds_count{route="/j/{name}/{page}"} 2)"));
  CHECK(metrics.text().find("AAAA") == std::string::npos);
}

TEST_CASE("routes that are named twice are counted as one and those beyond the bound as other") {
  Metrics metrics;
  metrics.add_routes({"/a"});
  metrics.add_routes({"/a", "/b"});
  metrics.count("/a", 200, 1us);
  metrics.count("/b", 200, 1us);
  CHECK(says(metrics, R"(signpost_requests_total{route="/a",status="2xx"} 1)"));
  CHECK(says(metrics, R"(signpost_requests_total{route="/b",status="2xx"} 1)"));
  std::vector<std::string> many;
  for (std::size_t i = 2; i <= kMostRoutes; ++i) many.push_back("/n" + std::to_string(i));
  metrics.add_routes(many);
  for (const std::string& route : many) metrics.count(route, 200, 1us);
  CHECK(says(metrics, R"(signpost_requests_total{route="/n63",status="2xx"} 1)"));
  CHECK(says(metrics, R"(signpost_requests_total{route="other",status="2xx"} 1)"));
  CHECK(metrics.text().find("/n64") == std::string::npos);
}

TEST_CASE("refusals are counted by code and published in tens") {
  Metrics metrics;
  for (int i = 0; i < 9; ++i) metrics.count_refusal("journey-invalid");
  CHECK(metrics.text().find("journey-invalid") == std::string::npos);
  for (int i = 0; i < 9; ++i) metrics.count_refusal("journey-invalid");
  CHECK(says(metrics, R"(signpost_refused_total{code="journey-invalid"} 10)"));
  for (int i = 0; i < 10; ++i) metrics.count_refusal("wrong-type");
  CHECK(says(metrics, R"(signpost_refused_total{code="wrong-type"} 10)"));
}

TEST_CASE("a release that was refused is counted at once") {
  Metrics metrics;
  CHECK(says(metrics, "signpost_releases_refused_total 0"));
  metrics.count_refused_release();
  CHECK(says(metrics, "signpost_releases_refused_total 1"));
}

TEST_CASE("others may add figures of their own") {
  Metrics metrics;
  metrics.add_source([](std::string& out) { append_single(out, "signpost_open_connections", "gauge", "Open.", 7u); });
  CHECK(says(metrics, "# HELP signpost_open_connections Open."));
  CHECK(says(metrics, "# TYPE signpost_open_connections gauge"));
  CHECK(says(metrics, "signpost_open_connections 7"));
}

TEST_CASE("whatever a name holds a sample stays one line with its quotes closed") {
  CHECK(label("library", "a \"b\" \\ c\nd") == "library=\"a \\\"b\\\" \\\\ c\\nd\"");
}
