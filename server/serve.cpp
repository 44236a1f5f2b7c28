#include "server/serve.hpp"

#include <fmt/format.h>
#include <pthread.h>
#include <signal.h>

#include <cerrno>
#include <chrono>
#include <cstdio>
#include <cstdlib>
#include <filesystem>
#include <optional>
#include <stdexcept>
#include <system_error>

#include "engine/text/whole_file.hpp"
#include "server/access_log.hpp"
#include "server/api_door.hpp"
#include "server/drain.hpp"
#include "server/front.hpp"
#include "server/limit_metrics.hpp"
#include "server/page_layout.hpp"
#include "server/releases.hpp"
#include "server/tell.hpp"

namespace signpost {
namespace {

// How soon a change to the folder of releases is seen.
constexpr std::chrono::seconds kLookEvery{1};
constexpr std::size_t kMaxTokenKeyFile = 64 * 1024;  // hundreds of keys

// Nothing, after a message, when the keys cannot be used.
std::optional<std::vector<TokenKey>> load_keys(const ServeOptions& options) {
  std::string text;
  if (!options.token_keys.empty()) {
    text = read_file(options.token_keys, kMaxTokenKeyFile);
  } else if (const char* const from_environment = std::getenv("SIGNPOST_TOKEN_KEYS")) {
    text = from_environment;
  }
  std::vector<TokenKey> keys;
  try {
    keys = parse_token_keys(text);
  } catch (const std::invalid_argument& wrong) {
    tell("signpost: {}\n", wrong.what());
    return std::nullopt;
  }
  if (keys.empty() && !options.token_keys.empty()) {
    tell("signpost: {} holds no key\n", options.token_keys);
    return std::nullopt;
  }
  if (keys.empty() && options.live) {
    tell("signpost: --live needs a key that outlives this process: --token-key FILE or SIGNPOST_TOKEN_KEYS\n");
    return std::nullopt;
  }
  if (keys.empty()) {
    tell("signpost: no token key given, so journeys end when this process does\n");
    keys.push_back(random_token_key(0));
  }
  return keys;
}

// Reads all keys anew if that is asked for, and the folder of releases if it has changed. Whatever goes wrong is told,
// and what was served before goes on.
void reload(const ServeOptions& options, bool asked, Releases& releases, std::vector<TokenKey>& keys,
            ApiKeys* api_keys) {
  try {
    if (asked && !options.token_keys.empty())
      if (auto fresh = load_keys(options)) keys = *std::move(fresh);
    if (asked && api_keys != nullptr)
      if (const std::string wrong = reload_api_keys(options.limits, *api_keys); !wrong.empty())
        tell("signpost: {}; the keys of before hold\n", wrong);
    if (asked || releases.folder_changed()) releases.load(keys);
  } catch (const std::exception& broken) {
    tell("signpost: {}; what was served before goes on\n", broken.what());
  }
}

// Says that the service leaves, and waits so long, or until it is told to stop a second time.
void drain(Drain& service, int seconds) {
  service.begin();
  sigset_t stops;
  sigemptyset(&stops);
  for (const int number : {SIGTERM, SIGINT}) sigaddset(&stops, number);
  const timespec rest{seconds, 0};
  sigtimedwait(&stops, nullptr, &rest);
}

bool is_loopback(const std::string& host) { return host == "localhost" || host == "::1" || host.starts_with("127."); }

}  // namespace

int serve(const ServeOptions& options) {
  const bool https = options.public_url.starts_with("https://");
  if (!options.public_url.empty() && !https && !options.public_url.starts_with("http://")) {
    tell("signpost: --public-url must begin with https:// or http://\n");
    return 2;
  }
  if (options.port < 0 || options.port > 65535) {
    tell("signpost: --port must be from 0 to 65535\n");
    return 2;
  }
  if (options.drain_seconds < 0 || options.drain_seconds > kMostDrainSeconds) {
    tell("signpost: --drain-seconds must be from 0 to {}\n", kMostDrainSeconds);
    return 2;
  }
  auto read = read_limits(options.limits);
  if (const auto* const mistake = std::get_if<std::string>(&read)) {
    tell("signpost: {}\n", *mistake);
    return 2;
  }
  const Limits& limits = std::get<Limits>(read);
  if (https && options.limits.rate > 0 && options.limits.trusted_proxies.empty())
    tell("signpost: --public-url tells of a proxy: name it by --trusted-proxy, or it counts as one address\n");
  auto keys = load_keys(options);
  if (!keys) return 2;

  // Signals wait for this thread; every thread started below inherits that.
  sigset_t signals;
  sigemptyset(&signals);
  for (const int number : {SIGTERM, SIGINT, SIGHUP}) sigaddset(&signals, number);
  pthread_sigmask(SIG_BLOCK, &signals, nullptr);
  signal(SIGPIPE, SIG_IGN);
  raise_descriptor_limit();

  Releases::Options content;
  content.folder = !options.releases.empty();
  content.from = content.folder ? options.releases : options.library;
  content.trust = {options.trusted, options.live};
  // A cookie marked Secure is not sent over http, so only an address that is known to be http goes without.
  content.pages.secure_cookies = options.public_url.empty() ? !is_loopback(options.host) : https;
  if (options.trusted.empty() && !std::filesystem::is_directory(content.folder ? "" : options.library))
    tell("signpost: nobody's signature is asked for: with --trust FILE only what is signed is served\n");
  Metrics metrics;
  Releases releases(std::move(content), metrics);
  if (!releases.load(*keys)) return 1;

  std::optional<AccessLog> log;
  if (!options.access_log.empty()) {
    log.emplace(options.access_log);
    metrics.add_source([&log](std::string& out) { log->append_metrics(out); });
  }

  FrontSettings settings;
  settings.host = options.host;
  settings.port = static_cast<std::uint16_t>(options.port);
  settings.request_ids = log.has_value();
  settings.observer = [&metrics, &log](const Exchanged& exchanged) {
    metrics.count(exchanged.route, exchanged.status, exchanged.took);
    if (!exchanged.refused.empty()) metrics.count_refusal(exchanged.refused);
    if (log) log->add(exchanged);
  };
  settings.admission = limits.admission;
  settings.fallbacks = make_fallbacks(PageLayout(has_drafts(*releases.current())));
  const ApiDoor door(limits.origins, limits.keys, system_clock_now,
                     [&releases](const Request& request, Response& response) { releases(request, response); });
  Drain service([&door](const Request& request, Response& response) { door(request, response); });
  Front front(std::move(settings),
              [&service](const Request& request, Response& response) { service(request, response); });
  metrics.add_source([&front](std::string& out) { append_metrics(out, front.figures()); });
  if (limits.keys) metrics.add_source([&limits](std::string& out) { append_metrics(out, limits.keys->usage()); });
  front.start();
  const std::string address =
      fmt::format("http://{}:{}", options.host.find(':') == std::string::npos ? options.host : "[" + options.host + "]",
                  front.port());
  const Content current = releases.current();
  fmt::print("Signpost serves {} at {}\n", current->library,
             options.public_url.empty() ? address : options.public_url + " (" + address + ")");
  if (has_drafts(*current)) fmt::print("Not clinically approved: not for patient use.\n");
  // Whoever starts it waits for these lines, and may know the port from nowhere else.
  if (std::fflush(stdout) != 0)
    throw std::system_error(errno, std::generic_category(), "cannot say on standard output what is served");

  for (;;) {
    timespec rest{kLookEvery.count(), 0};
    const int number = sigtimedwait(&signals, nullptr, &rest);
    if (number == SIGTERM) drain(service, options.drain_seconds);
    if (number == SIGTERM || number == SIGINT) break;
    if (number == SIGHUP && log) log->reopen();
    reload(options, number == SIGHUP, releases, *keys, limits.keys.get());
  }
  front.stop();
  return 0;
}

}  // namespace signpost
