// People who walk journeys through a running server, by its pages and its API, with time to think, going back, looking
// at their answers and giving up.
//   journeys_load PORT [--rate REQUESTS_A_SECOND] [--seconds N] [--settle N] [--think SECONDS] [--pages SHARE] [--pid
//   N]
//
// An open loop: journeys begin at their own times whatever the server does, and a wait is counted from when a request
// was due, so that a server that stands still makes everybody wait, not only whoever was being answered.
// Says what they waited, what went wrong, and with --pid the memory of the server. Ends with 1 if anything went wrong:
// a status other than expected, no answer within ten seconds, an outcome other than the same person had before.
#include "tests/bench/load_visitor.hpp"

#include <fmt/format.h>
#include <sys/resource.h>

#include <boost/asio/co_spawn.hpp>
#include <boost/asio/detached.hpp>
#include <boost/asio/use_awaitable.hpp>
#include <cstdlib>
#include <exception>
#include <fstream>

namespace {

using namespace signpost::bench;
namespace asio = boost::asio;
using Seconds = std::chrono::duration<double>;

constexpr std::size_t kPeopleOfATopic = 12;
constexpr std::size_t kRehearsedVisits = 200;  // tell how many requests a visit has: within some 5%
constexpr Seconds kInterval{60};               // a line for each

struct Options {
  int port = 0, pid = 0;
  double rate = 1500, seconds = 60, settle = -1, think = 2, pages = 0.7;
};

bool read_options(int count, char** arguments, Options& options) {
  if (count < 2 || count % 2 != 0) return false;
  options.port = std::atoi(arguments[1]);
  for (int i = 2; i + 1 < count; i += 2) {
    const std::string_view name = arguments[i];
    const double value = std::atof(arguments[i + 1]);
    if (name == "--rate")
      options.rate = value;
    else if (name == "--seconds")
      options.seconds = value;
    else if (name == "--settle")
      options.settle = value;
    else if (name == "--think")
      options.think = value;
    else if (name == "--pages")
      options.pages = value;
    else if (name == "--pid")
      options.pid = static_cast<int>(value);
    else
      return false;
  }
  return options.port > 0 && options.port < 65536 && options.rate > 0 && options.seconds > 0;
}

// Of a process, in KiB; 0 where it is not known.
std::size_t resident_kib(int pid) {
  std::ifstream status(fmt::format("/proc/{}/status", pid));
  for (std::string word; status >> word;)
    if (word == "VmRSS:") {
      std::size_t kib = 0;
      status >> kib;
      return kib;
    }
  return 0;
}

Clock::duration clock_time(Seconds time) { return std::chrono::duration_cast<Clock::duration>(time); }

Door door_of(Town& town, const Options& options) { return town.chance() < options.pages ? Door::pages : Door::api; }
const Person& somebody(Town& town) { return town.people[town.random() % town.people.size()]; }

asio::awaitable<void> begin_journeys(Town& town, const Options& options, double journeys_a_second) {
  asio::steady_timer timer(town.context);
  std::exponential_distribution<double> gap(journeys_a_second);
  for (Clock::time_point due = Clock::now();;) {
    due += clock_time(Seconds(gap(town.random)));
    timer.expires_at(due);
    co_await timer.async_wait(asio::use_awaitable);
    asio::co_spawn(town.context, visit(town, somebody(town), door_of(town, options), due), asio::detached);
  }
}

asio::awaitable<void> measure(Town& town, const Options& options) {
  const std::size_t at_start = resident_kib(options.pid);
  co_await rehearse(town, kPeopleOfATopic);
  town.figures.forget_requests();
  for (std::size_t i = 0; i < kRehearsedVisits; ++i)
    co_await visit(town, somebody(town), door_of(town, options), Clock::now());
  const double visits = static_cast<double>(kRehearsedVisits);
  const double requests = static_cast<double>(town.figures.requests()) / visits;
  const double thoughts = static_cast<double>(town.thought) / visits;

  // The first who come have only begun when the next ones come: as many are under way as later after two visits' time.
  const Seconds settle(options.settle >= 0 ? options.settle : 2 * thoughts * options.think);
  fmt::print(
      "{} people, {:.1f} requests a visit: {:.2f} visits begin each second for {:.0f} requests; settling for "
      "{:.0f} s\n",
      town.people.size(), requests, options.rate / requests, options.rate, settle.count());
  std::fflush(stdout);
  town.think = Seconds(options.think);
  town.figures.forget_requests();
  asio::steady_timer timer(town.context);
  asio::co_spawn(town.context, begin_journeys(town, options, options.rate / requests), asio::detached);
  timer.expires_after(clock_time(settle));
  co_await timer.async_wait(asio::use_awaitable);
  const std::size_t settled = resident_kib(options.pid);
  if (settle.count() > 0) town.figures.print_interval("settling", clock_time(settle), settled);
  town.figures.forget_requests();

  const Clock::time_point began = Clock::now();
  for (Seconds done{0}; done.count() < options.seconds;) {
    const Seconds part = std::min(kInterval, Seconds(options.seconds) - done);
    done += part;
    timer.expires_at(began + clock_time(done));
    co_await timer.async_wait(asio::use_awaitable);
    town.figures.print_interval(fmt::format("{:.0f} s", done.count()), clock_time(part), resident_kib(options.pid));
  }
  town.figures.print_summary(Clock::now() - began, at_start, settled, resident_kib(options.pid));
}

}  // namespace

int main(int count, char** arguments) {
  Options options;
  if (!read_options(count, arguments, options)) {
    fmt::print(stderr,
               "usage: journeys_load PORT [--rate REQUESTS_A_SECOND] [--seconds N] [--settle N] [--think SECONDS] "
               "[--pages SHARE] [--pid SERVER]\n");
    return 2;
  }
  rlimit limit{};
  getrlimit(RLIMIT_NOFILE, &limit);
  limit.rlim_cur = limit.rlim_max;
  setrlimit(RLIMIT_NOFILE, &limit);

  Figures figures;
  asio::io_context context(1);
  Town town{context,
            {asio::ip::address_v4::loopback(), static_cast<unsigned short>(options.port)},
            figures,
            {},
            std::mt19937_64(20261122),
            {},
            0,
            {}};
  int code = 3;
  asio::co_spawn(context, measure(town, options), [&](std::exception_ptr failed) {
    context.stop();
    try {
      if (failed) std::rethrow_exception(failed);
      code = figures.errors() > 0 ? 1 : 0;
    } catch (const std::exception& why) {
      fmt::print(stderr, "journeys_load: {}\n", why.what());
    }
  });
  context.run();
  std::fflush(stdout);
  std::_Exit(code);  // whoever is still under way is not waited for
}
