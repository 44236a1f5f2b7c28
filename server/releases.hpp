// What is served: the content that journeys begin on, and any other releases, whose journeys end on them. Behind the
// front each request goes to the Site of the release that its journey began on; what brings no journey goes to the
// current one.
//
// A folder of releases can be loaded again while requests are answered: what was loaded stands ready as a whole before
// the next request sees it, and is kept until the last one that saw it is answered. Whatever may not be served is left
// out with a message; if that is the release that journeys are to begin on, they go on beginning on the one before.
#pragma once

#include <cstdint>
#include <map>
#include <memory>
#include <mutex>
#include <string>
#include <vector>

#include "server/content.hpp"
#include "server/release_folder.hpp"
#include "server/site.hpp"

namespace signpost {

class Releases {
 public:
  struct Options {
    std::string from;     // a folder of pathways, or a release file; or:
    bool folder = false;  // `from` is a folder of releases
    Trust trust;
    Clock clock = system_clock_now;
    PageSettings pages;  // `draft` is set for each release by itself
  };

  // Nothing is served before the first load(). Keeps a reference to `metrics`.
  Releases(Options options, Metrics& metrics);

  // Loads what is there, or what has changed since. False, after messages on stderr, where there was nothing to serve
  // and is nothing now. Throws std::system_error when a folder or a list cannot be read; nothing has changed then.
  // load() and folder_changed() belong to one thread; the rest may be called from any.
  bool load(std::vector<TokenKey> keys);

  // Whether the folder of releases looks otherwise than it was loaded.
  bool folder_changed();

  // After load() returned true.
  void operator()(const Request& request, Response& response) const;

  // What is served, for the operator and for metrics.
  struct Served {
    std::string file;  // empty unless from a folder of releases
    std::string name;  // as token_release() names it
    bool current = false, withdrawn = false;
  };
  std::vector<Served> served() const;
  // The content that journeys begin on. Lives on when it is replaced.
  Content current() const;

 private:
  // All that one request can come to see. Never changed once it is served.
  struct Set {
    explicit Set(std::vector<TokenKey> keys) : sealer(std::move(keys)) {}
    struct One {
      std::string file;
      Content content;
      std::unique_ptr<const Site> site;  // null: withdrawn
    };
    TokenSealer sealer;
    std::vector<One> all;
    const One* current = nullptr;

    const One* named(std::string_view name) const;
  };
  struct Loaded {  // a file that was read
    ReleaseFolder::File file;
    Content content;  // null: it may not be served
  };

  std::shared_ptr<const Set> now() const;
  void load_files(const ReleaseFolder& folder);
  std::string current_of(const ReleaseFolder& folder) const;
  void serve(std::shared_ptr<Set> next);

  const Options options_;
  Metrics& metrics_;
  ReleaseFolder looked_;
  std::map<std::string, Loaded> loaded_;  // by file; kept so that only what has changed is read again
  mutable std::mutex mutex_;
  std::shared_ptr<const Set> now_;
  std::vector<std::shared_ptr<const Set>> before_;  // until nobody sees them: a large one is not to end in a request
};

}  // namespace signpost
