#include "server/limit_metrics.hpp"

#include "server/metrics_text.hpp"

namespace signpost {

void append_metrics(std::string& out, const FrontFigures& figures) {
  append_single(out, "signpost_open_connections", "gauge", "Connections that are open.", figures.connections);
  append_single(out, "signpost_buffered_bytes", "gauge", "Memory held for connections.", figures.buffered_bytes);
  constexpr std::string_view kTurnedAway = "signpost_turned_away_total";
  append_family(out, kTurnedAway, "counter", "Requests and connections turned away, by what there was too much of.");
  append_sample(out, kTurnedAway, label("reason", "address"), figures.limited);
  append_sample(out, kTurnedAway, label("reason", "requests"), figures.without_turn);
  append_sample(out, kTurnedAway, label("reason", "memory"), figures.without_room);
  append_sample(out, kTurnedAway, label("reason", "connections"), figures.turned_away);
}

void append_metrics(std::string& out, const std::vector<ApiKeyUsage>& keys) {
  constexpr std::string_view kRequests = "signpost_api_key_requests_total";
  append_family(out, kRequests, "counter", "Requests of integrators, within their quota and beyond it.");
  for (const ApiKeyUsage& key : keys) {
    append_sample(out, kRequests, label("key", key.name) + ",quota=\"within\"", key.let_in);
    append_sample(out, kRequests, label("key", key.name) + ",quota=\"beyond\"", key.refused);
  }
}

}  // namespace signpost
