#include "engine/pathway/amount.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <numeric>

namespace signpost {
namespace {

constexpr std::int32_t kDay = 24 * 60;

// "1 year ago", "today"
std::optional<std::int32_t> parse_ago(std::string_view text) {
  if (text == "today") return 0;
  if (text.size() > 4 && text.substr(text.size() - 4) == " ago") {
    auto minutes = parse_minutes(text.substr(0, text.size() - 4));
    if (minutes && *minutes % kDay == 0) return minutes;
  }
  return {};
}

class Reading {
 public:
  Reading(const AuthoredStep& step, Diagnostics* out) : step_(step), out_(out) {}

  std::optional<Amount> run() {
    if (!step_.range) return {};
    const Range& r = *step_.range;
    a_.kind = step_.ask;
    bool ok = true;
    if (a_.kind == AskKind::number) {
      a_.unit = r.unit.text;
      ok = number(r.from, a_.low) && number(r.to, a_.high);
      a_.grid = kThousand;
      if (ok && !r.step.empty()) ok = number(r.step, a_.grid);
      if (ok && a_.grid <= 0)
        ok = fail(Code::bad_number, r.step.at, "the step must be more than nothing", "such as `step: 0.1`");
    } else if (a_.kind == AskKind::duration) {
      ok = duration(r.from, a_.low) && duration(r.to, a_.high);
      auto space = r.to.text.rfind(' ');
      if (!r.unit.empty())
        a_.unit = plural_unit(r.unit.text).value_or("");
      else if (space != std::string::npos)
        a_.unit = plural_unit(std::string_view(r.to.text).substr(space + 1)).value_or("");
      if (ok && a_.unit.empty())
        ok = fail(Code::bad_number, r.at, "the unit of this length of time cannot be read",
                  "write hours, days, weeks, months or years");
    } else {
      auto far = parse_ago(r.from.text), near = r.to.empty() ? std::optional<std::int32_t>(0) : parse_ago(r.to.text);
      if (!far)
        ok = fail(Code::bad_number, r.from.empty() ? r.at : r.from.at,
                  fmt::format("`{}` is no day gone by", r.from.text), "such as `from: 1 year ago`");
      else if (!near)
        ok = fail(Code::bad_number, r.to.at, fmt::format("`{}` is no day gone by", r.to.text),
                  "write `to: today`, or such as `to: 2 days ago`");
      else {
        a_.low = *near;
        a_.high = *far;
      }
      a_.grid = kDay;
    }
    if (!ok) return {};
    if (a_.low >= a_.high)
      return fail(Code::bad_range, r.at, "the range is empty or runs backwards", "`from` must be less than `to`"),
             std::nullopt;
    if ((a_.high - a_.low) % a_.grid != 0)
      return fail(Code::threshold_inside_step, r.at, "the range does not hold a whole number of steps",
                  "choose `from`, `to` and `step` that fit together"),
             std::nullopt;
    if (!r.usual.empty()) {
      auto usual = interval(r.usual);
      if (!usual) return {};
      a_.has_usual = true;
      a_.usual_low = usual->from;
      a_.usual_high = usual->to;
    }
    for (const Answer& band : step_.answers) {
      auto i = interval(band.range);
      if (!i) return {};
      a_.bands.push_back(*i);
    }
    if (a_.bands.empty()) {
      return a_;
    }
    return cover() ? std::optional(a_) : std::nullopt;
  }

 private:
  bool fail(Code code, Location where, std::string message, std::string help) {
    if (out_) out_->add(code, where, std::move(message), std::move(help));
    return false;
  }
  bool number(const Text& text, std::int32_t& value) {
    auto v = parse_thousandths(text.text);
    if (!v)
      return fail(Code::bad_number, text.empty() ? step_.range->at : text.at,
                  fmt::format("`{}` is no number", text.text), "digits, with at most three after the point");
    value = *v;
    return true;
  }
  bool duration(const Text& text, std::int32_t& value) {
    auto v = parse_minutes(text.text);
    if (!v)
      return fail(Code::bad_number, text.empty() ? step_.range->at : text.at,
                  fmt::format("`{}` is no length of time", text.text),
                  "such as `2 weeks`; units are minutes, hours, days, weeks, months and years");
    value = *v;
    return true;
  }
  std::optional<Interval> interval(const Text& text) {
    std::string off;
    auto kind = a_.kind == AskKind::number ? AmountKind::number : AmountKind::duration;
    auto i = parse_interval(text.text, kind, a_.low, a_.high, a_.grid, &off);
    if (!i) {
      fail(Code::bad_range, text.at, fmt::format("`{}` is no range", text.text),
           "write such as `below 36`, `36 to 37.9`, `39 and over`, `up to 12 hours`, `over 12 hours and up to 3 days`, "
           "`from 2 weeks and under 6 weeks`");
      return {};
    }
    if (!off.empty()) {
      fail(Code::threshold_inside_step, text.at,
           fmt::format("`{}` is not a value that can be given: values go in steps of {}", off,
                       amount_text(a_.kind, a_.grid)),
           "choose an end that lies on the step");
      return {};
    }
    if (i->from > i->to || i->to < a_.low || i->from > a_.high) {
      fail(Code::bad_range, text.at,
           fmt::format("no value between {} and {} is in `{}`", amount_text(a_.kind, a_.low),
                       amount_text(a_.kind, a_.high), text.text),
           "check the ends of the range");
      return {};
    }
    return Interval{std::max(i->from, a_.low), std::min(i->to, a_.high)};
  }
  bool cover() {
    std::vector<std::size_t> order(a_.bands.size());
    std::iota(order.begin(), order.end(), std::size_t{0});
    std::sort(order.begin(), order.end(),
              [&](std::size_t x, std::size_t y) { return a_.bands[x].from < a_.bands[y].from; });
    std::int32_t next = a_.low;
    bool ok = true;
    for (std::size_t i : order) {
      const Answer& band = step_.answers[i];
      if (a_.bands[i].from > next)
        ok = fail(Code::bands_gap, band.id.at,
                  fmt::format("no band of `{}` holds {}", step_.id.text, amount_text(a_.kind, next)),
                  "let each band begin where the one before it ends");
      if (a_.bands[i].from < next)
        ok = fail(Code::bands_overlap, band.id.at,
                  fmt::format("two bands of `{}` hold {}", step_.id.text, amount_text(a_.kind, a_.bands[i].from)),
                  "let each band begin where the one before it ends");
      next = std::max(next, a_.bands[i].to + a_.grid);
    }
    if (next <= a_.high)
      ok = fail(Code::bands_gap, step_.id.at,
                fmt::format("no band of `{}` holds {}", step_.id.text, amount_text(a_.kind, next)),
                "the bands must reach to the end of the range");
    return ok;
  }

  const AuthoredStep& step_;
  Diagnostics* out_;
  Amount a_;
};

}  // namespace

std::optional<Amount> read_amount(const AuthoredStep& step, Diagnostics* diagnostics) {
  return Reading(step, diagnostics).run();
}

std::string amount_text(AskKind kind, std::int32_t value) {
  return kind == AskKind::number ? thousandths_text(value) : minutes_text(value);
}

}  // namespace signpost
