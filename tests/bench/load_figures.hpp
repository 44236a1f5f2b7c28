// What journeys_load counts and prints. One thread.
#pragma once

#include <chrono>
#include <cstddef>
#include <cstdint>
#include <map>
#include <string>
#include <string_view>
#include <vector>

namespace signpost::bench {

using Clock = std::chrono::steady_clock;

// Waits of many requests, from which any share of the slowest may be asked.
class Waits {
 public:
  void add(Clock::duration wait);
  std::size_t count() const { return microseconds_.size(); }
  // What `share` (0.99) of them did not exceed, in milliseconds; 0 of none.
  double share(double share) const;
  void append(const Waits& others);
  void clear() { microseconds_.clear(); }

 private:
  mutable std::vector<std::uint32_t> microseconds_;  // put in order when asked
};

class Figures {
 public:
  void answered(Clock::duration wait) { waits_.add(wait); }
  // How late this program itself was: part of every wait, and no fault of the server's.
  void began_late(Clock::duration late) { lateness_.add(late); }
  void opened_again() { ++opened_again_; }

  std::size_t requests() const { return waits_.count() + all_waits_.count(); }

  // Something went wrong. `kind` is counted; the first few are shown with `detail`.
  void error(std::string_view kind, std::string_view detail);
  std::size_t errors() const { return errors_; }

  std::size_t begun = 0, finished = 0, left = 0;  // journeys: all, to their outcome, given up by the visitor
  std::size_t strayed = 0;                        // asked what was not asked in the rehearsal: another release
  std::size_t under_way() const { return begun - finished - left - strayed - lost_; }
  void lost_journey() { ++lost_; }

  // Prints what came since the last line and keeps it for the summary.
  void print_interval(std::string_view name, Clock::duration took, std::size_t resident_kib);
  // Forgets what was counted of requests so far, but no error.
  void forget_requests();
  // Prints everything since forget_requests(), and last a line for programs: "figures", requests a second, p50, p99
  // and p99.9 in milliseconds, requests, errors, and the server's memory in KiB at the start, after settling and at the
  // end.
  void print_summary(Clock::duration took, std::size_t resident_start, std::size_t resident_settled,
                     std::size_t resident_end);

 private:
  Waits waits_, lateness_;          // since the last line
  Waits all_waits_, all_lateness_;  // before it
  std::size_t opened_again_ = 0, errors_ = 0, lost_ = 0;
  std::map<std::string, std::size_t, std::less<>> errors_by_kind_;
};

}  // namespace signpost::bench
