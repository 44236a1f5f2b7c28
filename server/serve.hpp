// `signpost serve`: loads a library and answers until it is told to stop.
#pragma once

#include <string>
#include <vector>

#include "server/limit_options.hpp"

namespace signpost {

// Balancers look every few seconds; longer than this is a mistake.
inline constexpr int kMostDrainSeconds = 600;

struct ServeOptions {
  std::string library = "pathways";  // a folder, or a release
  std::string releases;              // or a folder of releases, watched and loaded again; see release_folder.hpp
  std::vector<std::string> trusted;  // files with public keys, whose signatures releases must bear
  std::string host = "127.0.0.1";
  int port = 8111;  // 0: any free one
  std::string
      public_url;  // as people see it, "https://..."; empty: http on this machine, or https behind something else
  std::string token_keys;  // file with keys; empty: the environment variable SIGNPOST_TOKEN_KEYS, else a random key
  std::string access_log;  // a file, or "-": standard output; empty: none
  int drain_seconds = 0;   // from SIGTERM: so long /readyz says no while all else is answered; then it stops
  LimitOptions limits;
  bool live = false;  // for patients: refuses drafts, releases that nobody signed, and a random key
};

// Prints the address on stdout and anything else on stderr. Returns an exit code: 0 after SIGTERM or SIGINT, 1 when the
// library has errors or may not go live, 2 when the options make no sense. A broken machine (port taken, file
// unreadable) throws std::system_error. On SIGHUP the token keys and the folder of releases are read again, and the
// access log is opened anew; on a change of that folder within a second or two. Once in a process; takes over SIGTERM,
// SIGINT, SIGHUP and SIGPIPE.
int serve(const ServeOptions& options);

}  // namespace signpost
