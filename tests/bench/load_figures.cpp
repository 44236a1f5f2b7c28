#include "tests/bench/load_figures.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <cstdio>

namespace signpost::bench {
namespace {

constexpr std::size_t kErrorsShown = 10;  // with their details: enough to see what is wrong

double seconds(Clock::duration took) { return std::chrono::duration<double>(took).count(); }

}  // namespace

void Waits::add(Clock::duration wait) {
  const auto count = std::chrono::duration_cast<std::chrono::microseconds>(wait).count();
  microseconds_.push_back(static_cast<std::uint32_t>(std::clamp<std::int64_t>(count, 0, UINT32_MAX)));
}

double Waits::share(double share) const {
  if (microseconds_.empty()) return 0;
  const auto place =
      std::min(static_cast<std::size_t>(share * static_cast<double>(microseconds_.size())), microseconds_.size() - 1);
  const auto wanted = microseconds_.begin() + static_cast<std::ptrdiff_t>(place);
  std::nth_element(microseconds_.begin(), wanted, microseconds_.end());
  return *wanted / 1e3;
}

void Waits::append(const Waits& others) {
  microseconds_.insert(microseconds_.end(), others.microseconds_.begin(), others.microseconds_.end());
}

void Figures::error(std::string_view kind, std::string_view detail) {
  ++errors_;
  ++errors_by_kind_[std::string(kind)];
  if (errors_ <= kErrorsShown) fmt::print(stderr, "journeys_load: {}: {}\n", kind, detail);
}

void Figures::print_interval(std::string_view name, Clock::duration took, std::size_t resident_kib) {
  fmt::print(
      "{:>9}: {:7.1f} requests/s, p50 {:.2f} ms, p99 {:.2f} ms, p99.9 {:.2f} ms; {} errors so far; {} journeys "
      "under way",
      name, static_cast<double>(waits_.count()) / seconds(took), waits_.share(0.5), waits_.share(0.99),
      waits_.share(0.999), errors_, under_way());
  if (resident_kib > 0) fmt::print("; server {:.1f} MiB", static_cast<double>(resident_kib) / 1024);
  fmt::print("\n");
  std::fflush(stdout);
  all_waits_.append(waits_);
  all_lateness_.append(lateness_);
  waits_.clear();
  lateness_.clear();
}

void Figures::forget_requests() {
  for (Waits* const waits : {&waits_, &lateness_, &all_waits_, &all_lateness_}) waits->clear();
}

void Figures::print_summary(Clock::duration took, std::size_t resident_start, std::size_t resident_settled,
                            std::size_t resident_end) {
  all_waits_.append(waits_);
  all_lateness_.append(lateness_);
  const double rate = static_cast<double>(all_waits_.count()) / seconds(took);
  const double p50 = all_waits_.share(0.5), p99 = all_waits_.share(0.99), p999 = all_waits_.share(0.999);
  fmt::print("requests {}, {:.1f} a second; waited p50 {:.2f} ms, p99 {:.2f} ms, p99.9 {:.2f} ms\n", all_waits_.count(),
             rate, p50, p99, p999);
  fmt::print("of it late by this program itself: p50 {:.2f} ms, p99 {:.2f} ms, p99.9 {:.2f} ms\n",
             all_lateness_.share(0.5), all_lateness_.share(0.99), all_lateness_.share(0.999));
  fmt::print(
      "journeys begun {}, ended in an outcome {}, given up by the visitor {}, asked something unknown {}, lost {}, "
      "under way {}\n",
      begun, finished, left, strayed, lost_, under_way());
  fmt::print("connections that the server had closed between two requests: {}\n", opened_again_);
  if (resident_end > 0)
    fmt::print("server's resident memory: {} KiB at the start, {} KiB after settling, {} KiB at the end\n",
               resident_start, resident_settled, resident_end);
  fmt::print("errors {}\n", errors_);
  for (const auto& [kind, times] : errors_by_kind_) fmt::print("  {}: {}\n", kind, times);
  fmt::print("figures {:.1f} {:.3f} {:.3f} {:.3f} {} {} {} {} {}\n", rate, p50, p99, p999, all_waits_.count(), errors_,
             resident_start, resident_settled, resident_end);
  std::fflush(stdout);
}

}  // namespace signpost::bench
