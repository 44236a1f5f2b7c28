// A front on a port of its own, for as long as a test lasts.
#pragma once

#include "server/front.hpp"
#include "tests/support/raw_client.hpp"

namespace signpost::test {

// Answers with what the handler was given.
inline void echo(const Request& request, Response& response) {
  response.content_type = "text/plain; charset=utf-8";
  response.body = request.method + " " + request.path + "?" + request.query + " from " + request.remote_address + "\n";
  for (std::size_t i = 0; i < request.headers.size(); ++i)
    response.body.append(request.headers.name(i)).append(": ").append(request.headers.value(i)).append("\n");
  response.body += "\n" + request.body;
}

struct TestServer {
  explicit TestServer(Handler handler = echo, FrontSettings settings = {}) : front(with_two_loops(settings), handler) {
    front.start();
  }
  static FrontSettings with_two_loops(FrontSettings settings) {
    if (settings.loops == 0) settings.loops = 2;
    return settings;
  }
  RawClient client() const { return RawClient(front.port()); }
  bool still_answers() const {
    RawClient client(front.port());
    client.send("GET /alive HTTP/1.1\r\nHost: x\r\n\r\n");
    return client.read_answer().status < 500;
  }
  Front front;
};

}  // namespace signpost::test
