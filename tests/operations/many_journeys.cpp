// Many people at once walk random journeys through the proxy, half of them over the API and half over the pages.
// Whoever comes to an end begins again, until standard input ends; then all walk on to their ends.
//
// A line on standard input is an event, such as "killed". The answer is "killed: 1000 under way", and, when all of
// those have come to their ends, "killed: all of them ended as they should"; on the way it says four times how many
// have. Whatever is not as it should be is told at once, and the exit code is 1. Two events say what becomes of a
// release:
//   withdrawn 1    people who are on the first release named may be moved to the other, and are told
//   gone 1         nobody is answered from it any more
//
//   many_journeys NAME PORT CERTIFICATE PEOPLE RELEASE...
#include <csignal>
#include <cstdio>
#include <cstdlib>
#include <exception>
#include <iostream>
#include <map>
#include <mutex>
#include <thread>

#include "tests/operations/walker.hpp"

namespace signpost::test {
namespace {

/// Which journeys were under way when something happened, and what became of all. Safe to call from any thread.
class Ledger {
 public:
  explicit Ledger(std::size_t people) : people_(people) {}

  /// Returns what ended() wants to know.
  std::size_t begun() {
    const std::lock_guard lock(mutex_);
    ++under_way_;
    return events_.size();
  }
  /// The first answer of somebody's first journey came. Says so when all have got that far.
  void arrived() {
    const std::lock_guard lock(mutex_);
    if (++arrived_ == people_) say("all: " + std::to_string(people_) + " under way");
  }
  void ended(std::size_t since, const Ended& how) {
    const std::lock_guard lock(mutex_);
    ++ended_[how.release];
    if (how.moved) ++moved_;
    leave(since);
  }
  void failed(std::size_t since, const std::string& why) {
    const std::lock_guard lock(mutex_);
    constexpr std::size_t kMostTold = 10;
    if (++failed_ <= kMostTold) say("FAILED: " + why);
    leave(since);
  }
  void happened(const std::string& name) {
    const std::lock_guard lock(mutex_);
    events_.push_back({name, under_way_, under_way_, failed_});
    say(name + ": " + std::to_string(under_way_) + " under way");
  }
  /// What became of all; true when nothing failed.
  bool summary(std::size_t requests) {
    const std::lock_guard lock(mutex_);
    std::size_t all = 0;
    for (const auto& [release, journeys] : ended_) {
      say("release " + release.substr(0, 12) + ": " + std::to_string(journeys) + " journeys ended as they should");
      all += journeys;
    }
    say(std::to_string(moved_) + " people were told that their questions have changed");
    say(std::to_string(all) + " journeys, " + std::to_string(requests) + " requests, " + std::to_string(failed_) +
        " journeys failed");
    return failed_ == 0 && all > 0;
  }

 private:
  struct Event {
    std::string name;
    std::size_t all;            // journeys that were under way
    std::size_t left;           // and still are
    std::size_t failed_before;  // when it happened
  };

  static void say(const std::string& line) {
    std::puts(line.c_str());
    std::fflush(stdout);
  }
  void leave(std::size_t since) {
    --under_way_;
    for (std::size_t i = since; i < events_.size(); ++i) {
      Event& event = events_[i];
      --event.left;
      constexpr std::size_t kParts = 4;
      const std::size_t part = event.all / kParts + 1;
      if (event.left == 0)
        say(event.name +
            (failed_ == event.failed_before ? ": all of them ended as they should" : ": some of them FAILED"));
      else if (event.left % part == 0)
        say(event.name + ": " + std::to_string(event.left) + " of them still under way");
    }
  }

  const std::size_t people_;
  std::mutex mutex_;
  std::size_t under_way_ = 0, arrived_ = 0, failed_ = 0, moved_ = 0;
  std::vector<Event> events_;
  std::map<std::string, std::size_t> ended_;  // by release
};

/// An address of this machine for each person, so that what is counted by address counts people.
std::string address_of(std::size_t person) {
  return "127.1." + std::to_string(person / 200) + "." + std::to_string(person % 200 + 1);
}

// "withdrawn 1" and "gone 1" are of a release; every other event is one word.
std::string name_of_event(const std::string& line, Releases& releases) {
  const std::size_t space = line.find(' ');
  const std::string name = line.substr(0, space);
  if (space == std::string::npos) return name;
  const Judge* const judge = releases.judges.at(std::stoul(line.substr(space + 1)) - 1).get();
  (name == "gone" ? releases.gone : releases.withdrawn) = judge;
  return name;
}

bool run(const ServiceAddress& service, std::size_t people, Releases& releases) {
  std::atomic<std::size_t> requests{0};
  std::atomic<bool> go_on{true};
  const std::vector<std::string> topics = Walker(service, address_of(people), releases, 0, requests).topics();
  Ledger ledger(people);
  std::vector<std::thread> threads;
  for (std::size_t person = 0; person < people; ++person)
    threads.emplace_back([&, person] {
      Walker walker(service, address_of(person), releases, static_cast<unsigned>(person), requests);
      for (std::size_t journey = 0; journey == 0 || go_on; ++journey) {
        const std::string& topic = topics[(person / 2 + journey) % topics.size()];
        const std::size_t since = ledger.begun();
        const auto begun = [&] {
          if (journey == 0) ledger.arrived();
        };
        try {
          ledger.ended(since, person % 2 == 0 ? walker.walk_api(topic, begun) : walker.walk_pages(topic, begun));
        } catch (const std::exception& wrong) {
          ledger.failed(since, wrong.what());
        }
      }
    });
  for (std::string line; std::getline(std::cin, line) && line != "end";) ledger.happened(name_of_event(line, releases));
  go_on = false;
  for (std::thread& thread : threads) thread.join();
  return ledger.summary(requests);
}

}  // namespace
}  // namespace signpost::test

int main(int count, char** arguments) try {
  // Who was held up longer than nginx keeps a connection writes to one that is closed. That must not end everybody.
  std::signal(SIGPIPE, SIG_IGN);
  if (count < 6) {
    std::fprintf(stderr, "usage: many_journeys NAME PORT CERTIFICATE PEOPLE RELEASE...\n");
    return 2;
  }
  signpost::test::Releases releases;
  for (int i = 5; i < count; ++i) releases.judges.push_back(std::make_unique<signpost::test::Judge>(arguments[i]));
  const signpost::test::ServiceAddress service{arguments[1], static_cast<std::uint16_t>(std::atoi(arguments[2])),
                                               arguments[3]};
  return signpost::test::run(service, static_cast<std::size_t>(std::atoi(arguments[4])), releases) ? 0 : 1;
} catch (const std::exception& wrong) {
  std::fprintf(stderr, "many_journeys: %s\n", wrong.what());
  return 2;
}
