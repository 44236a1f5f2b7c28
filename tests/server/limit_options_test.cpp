#include "server/limit_options.hpp"

#include <catch2/catch.hpp>

#include <unistd.h>

#include <filesystem>
#include <fstream>
#include <system_error>

#include "engine/crypto/sha256.hpp"
#include "server/limit_metrics.hpp"

using namespace signpost;

namespace {

std::string mistake_in(const LimitOptions& options) {
  const auto read = read_limits(options);
  REQUIRE(std::holds_alternative<std::string>(read));
  return std::get<std::string>(read);
}

Limits limits_of(const LimitOptions& options) {
  auto read = read_limits(options);
  REQUIRE(std::holds_alternative<Limits>(read));
  return std::get<Limits>(std::move(read));
}

// A file of keys that is gone with the test.
struct KeyFile {
  std::string name =
      (std::filesystem::temp_directory_path() / ("signpost-api-keys-" + std::to_string(::getpid()))).string();
  explicit KeyFile(const std::string& text) { write(text); }
  ~KeyFile() { std::filesystem::remove(name); }
  void write(const std::string& text) const { std::ofstream(name) << text; }
};

}  // namespace

TEST_CASE("unless something is said a rate holds and nothing else is asked for") {
  const Limits limits = limits_of({});
  CHECK(limits.admission.rate.per_second == 50);
  CHECK(limits.admission.rate.burst == 500);
  CHECK(limits.admission.trusted_proxies.empty());
  CHECK(contains(limits.admission.unlimited, *IpAddress::parse("127.0.0.1")));
  CHECK_FALSE(limits.origins.is_on());
  CHECK(limits.keys == nullptr);
  CHECK_FALSE(limits.admission.has_limit_of_its_own);
}

TEST_CASE("rates are taken up to their bounds") {
  LimitOptions options;
  options.rate = kMostRequestsASecond;
  options.burst = kMostRequestBurst;
  CHECK(limits_of(options).admission.rate.burst == kMostRequestBurst);
  options.rate = 0;
  options.burst = 1;
  CHECK(limits_of(options).admission.rate.per_second == 0);
  options.burst = 0;
  CHECK(mistake_in(options).starts_with("--rate-burst"));
  options.burst = kMostRequestBurst + 1;
  CHECK(mistake_in(options).starts_with("--rate-burst"));
  options.burst = 1;
  options.rate = kMostRequestsASecond + 1;
  CHECK(mistake_in(options).starts_with("--rate must"));
}

TEST_CASE("proxies and origins that make no sense are named with the reason") {
  LimitOptions options;
  options.trusted_proxies = {"10.0.0.0/8", "proxy.example.org"};
  CHECK(mistake_in(options).starts_with("--trusted-proxy proxy.example.org: neither"));
  for (const char* everybody : {"0.0.0.0/0", "::/0"}) {
    options.trusted_proxies = {everybody};
    CHECK(mistake_in(options).find("everybody could say who they are") != std::string::npos);
  }
  options.trusted_proxies = {"10.0.0.0/8", "2001:db8::1"};
  CHECK(limits_of(options).admission.trusted_proxies.size() == 2);
  options.cors_origins = {"https://example.org"};
  CHECK(limits_of(options).origins.is_on());
  options.cors_origins = {"https://example.org", "*"};
  CHECK(mistake_in(options).starts_with("--cors-origin *: "));
}

TEST_CASE("a known key has a limit of its own and an unknown one has not") {
  const KeyFile file("clinic " + sha256_hex("secret") + " 600\n");
  LimitOptions options;
  options.api_keys = file.name;
  const Limits limits = limits_of(options);
  const auto own_limit = [&](std::string_view target, std::vector<FrameField> fields) {
    Frame frame;
    frame.target = target;
    frame.fields = std::move(fields);
    return limits.admission.has_limit_of_its_own(frame);
  };
  CHECK(own_limit("/api/v1/topics", {{"authorization", "Bearer secret"}}));
  CHECK_FALSE(own_limit("/api/v1/topics", {{"Authorization", "Bearer wrong"}}));
  CHECK_FALSE(own_limit("/api/v1/topics", {}));
  CHECK_FALSE(own_limit("/topics", {{"Authorization", "Bearer secret"}}));
}

TEST_CASE("a file of keys is read again and a bad one changes nothing") {
  const KeyFile file("clinic " + sha256_hex("secret") + " 600\n");
  LimitOptions options;
  options.api_keys = file.name;
  const Limits limits = limits_of(options);
  file.write("clinic nonsense 600\n");
  CHECK(reload_api_keys(options, *limits.keys).starts_with(file.name + ", line 1: "));
  CHECK(mistake_in(options).starts_with(file.name + ", line 1: "));
  CHECK(limits.keys->knows("secret"));
  file.write("clinic " + sha256_hex("other") + " 600\n");
  CHECK(reload_api_keys(options, *limits.keys).empty());
  CHECK(limits.keys->knows("other"));
  CHECK_FALSE(limits.keys->knows("secret"));
  options.api_keys = "/nowhere";
  CHECK_THROWS_AS(read_limits(options), std::system_error);
  CHECK_THROWS_AS(reload_api_keys(options, *limits.keys), std::system_error);
  CHECK(limits.keys->knows("other"));
}

TEST_CASE("limits are counted by what was met and keys by their name") {
  std::string text;
  append_metrics(text, FrontFigures{3, 6144, 10, 20, 30, 40});
  CHECK(text.find("signpost_buffered_bytes 6144\n") != std::string::npos);
  for (const char* line : {"{reason=\"address\"} 10\n", "{reason=\"requests\"} 20\n", "{reason=\"memory\"} 30\n",
                           "{reason=\"connections\"} 40\n"})
    CHECK(text.find(line) != std::string::npos);
  CHECK(text.find("key=") == std::string::npos);
  append_metrics(text, std::vector<ApiKeyUsage>{{"clinic", 5, 2}});
  CHECK(text.find("signpost_api_key_requests_total{key=\"clinic\",quota=\"within\"} 5\n") != std::string::npos);
  CHECK(text.find("signpost_api_key_requests_total{key=\"clinic\",quota=\"beyond\"} 2\n") != std::string::npos);
}
