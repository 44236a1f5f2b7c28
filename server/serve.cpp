#include "server/serve.hpp"

#include <fmt/format.h>
#include <pthread.h>
#include <signal.h>

#include <cerrno>
#include <cstdio>
#include <cstdlib>
#include <fstream>
#include <iterator>
#include <optional>
#include <stdexcept>
#include <system_error>

#include "server/content.hpp"
#include "server/front.hpp"
#include "server/site.hpp"

namespace signpost {
namespace {

// Nothing, after a message, when the keys cannot be used.
std::optional<std::vector<TokenKey>> load_keys(const ServeOptions& options) {
  std::string text;
  if (!options.token_keys.empty()) {
    std::ifstream file(options.token_keys, std::ios::binary);
    if (!file) throw std::system_error(errno, std::generic_category(), "cannot read " + options.token_keys);
    text.assign(std::istreambuf_iterator<char>(file), std::istreambuf_iterator<char>());
  } else if (const char* const from_environment = std::getenv("SIGNPOST_TOKEN_KEYS")) {
    text = from_environment;
  }
  std::vector<TokenKey> keys;
  try {
    keys = parse_token_keys(text);
  } catch (const std::invalid_argument& wrong) {
    fmt::print(stderr, "signpost: {}\n", wrong.what());
    return std::nullopt;
  }
  if (keys.empty() && !options.token_keys.empty()) {
    fmt::print(stderr, "signpost: {} holds no key\n", options.token_keys);
    return std::nullopt;
  }
  if (keys.empty() && options.live) {
    fmt::print(stderr,
               "signpost: --live needs a key that outlives this process: --token-key FILE or SIGNPOST_TOKEN_KEYS\n");
    return std::nullopt;
  }
  if (keys.empty()) {
    fmt::print(stderr, "signpost: no token key given, so journeys end when this process does\n");
    keys.push_back(random_token_key(0));
  }
  return keys;
}

bool is_loopback(const std::string& host) { return host == "localhost" || host == "::1" || host.starts_with("127."); }

}  // namespace

int serve(const ServeOptions& options) {
  const bool https = options.public_url.starts_with("https://");
  if (!options.public_url.empty() && !https && !options.public_url.starts_with("http://")) {
    fmt::print(stderr, "signpost: --public-url must begin with https:// or http://\n");
    return 2;
  }
  if (options.port < 0 || options.port > 65535) {
    fmt::print(stderr, "signpost: --port must be from 0 to 65535\n");
    return 2;
  }
  auto keys = load_keys(options);
  if (!keys) return 2;
  const auto graph = load_content({options.library, options.trusted, options.live});
  if (graph == nullptr) return 1;
  const bool draft = has_drafts(*graph);

  // Signals wait for this thread; every thread started below inherits that.
  sigset_t stops;
  sigemptyset(&stops);
  sigaddset(&stops, SIGTERM);
  sigaddset(&stops, SIGINT);
  pthread_sigmask(SIG_BLOCK, &stops, nullptr);
  signal(SIGPIPE, SIG_IGN);
  raise_descriptor_limit();

  PageSettings pages;
  // A cookie marked Secure is not sent over http, so only an address that is known to be http goes without.
  pages.secure_cookies = options.public_url.empty() ? !is_loopback(options.host) : https;
  pages.draft = draft;
  const Site site(*graph, *std::move(keys), system_clock_now, pages);
  for (const std::string& topic : site.canaries().silent())
    fmt::print(stderr, "signpost: no canary could walk {} to its end\n", topic);

  FrontSettings settings;
  settings.host = options.host;
  settings.port = static_cast<std::uint16_t>(options.port);
  settings.observer = [&site](const Exchanged& exchanged) {
    site.count(exchanged.route, exchanged.status, exchanged.took);
  };
  Front front(std::move(settings), [&site](const Request& request, Response& response) { site(request, response); });
  front.start();
  const std::string address =
      fmt::format("http://{}:{}", options.host.find(':') == std::string::npos ? options.host : "[" + options.host + "]",
                  front.port());
  fmt::print("Signpost serves {} at {}\n", graph->library,
             options.public_url.empty() ? address : options.public_url + " (" + address + ")");
  if (draft) fmt::print("Not clinically approved: not for patient use.\n");
  std::fflush(stdout);

  int signal_number = 0;
  sigwait(&stops, &signal_number);
  front.stop();
  return 0;
}

}  // namespace signpost
