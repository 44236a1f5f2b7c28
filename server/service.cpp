#include "server/service.hpp"

#include <algorithm>
#include <ctime>

#include "engine/walk/carry_over.hpp"

namespace signpost {
namespace {

// Whether the journey was asked, before it was carried over, what it is asked now.
bool asks_the_same(const DecisionGraph& from, const Journey& journey, const DecisionGraph& to, const Step& now) {
  const auto then = step(from, journey);
  const auto* const asked = std::get_if<Step>(&then);
  return asked != nullptr && asked->kind != Step::Kind::outcome && now.kind != Step::Kind::outcome &&
         same_question(from, asked->question, to, now.question);
}

}  // namespace

std::variant<Brought, NotOpened> Service::open(std::string_view token) const {
  const std::int64_t now = clock().seconds;
  auto opened = sealer.open(graph, token, now);
  if (auto* const ours = std::get_if<TokenSealer::Opened>(&opened))
    return Brought{std::move(ours->journey), ours->sealed_at, false, {}, false};
  const NotOpened refused{std::get<TokenError>(opened), token_release(token)};
  if (refused.error != TokenError::other_release) return refused;

  for (const DecisionGraph* const from : withdrawn) {
    auto there = sealer.open(*from, token, now);
    auto* const old = std::get_if<TokenSealer::Opened>(&there);
    if (old == nullptr) continue;
    auto over = carry_over(*from, old->journey, graph);
    auto* const here = std::get_if<Answered>(&over);
    if (here == nullptr) break;
    const bool same = asks_the_same(*from, old->journey, graph, here->step);
    return Brought{std::move(here->journey), old->sealed_at, true, std::move(here->dropped), same};
  }
  return refused;
}

Moment system_clock_now() {
  // Asking what day it is here costs more than opening a journey's token, and takes a lock that all threads share.
  thread_local Moment now{-1, 0};
  const std::time_t seconds = std::time(nullptr);
  if (seconds == now.seconds) return now;
  std::tm local{};
  localtime_r(&seconds, &local);
  now.seconds = seconds;
  now.day = static_cast<Day>((seconds + local.tm_gmtoff) / (24 * 60 * 60));
  return now;
}

bool has_drafts(const DecisionGraph& graph) {
  return std::any_of(graph.programs.begin(), graph.programs.end(),
                     [](const Program& program) { return program.status != "approved"; });
}

}  // namespace signpost
