#include "tests/operations/followed.hpp"

#include <algorithm>
#include <utility>

namespace signpost::test {

using nlohmann::json;

Followed::Followed(const Judge& judge, std::string topic, Day on, std::vector<Said> held)
    : judge_(&judge), topic_(std::move(topic)), on_(on), held_(std::move(held)) {
  take(nullptr);
}

void Followed::answer(json value) {
  said_.push_back({step_, value});
  take(value);
}

// Goes on past this answer, if it is one, and past all that are held.
void Followed::take(const json& value) {
  const json* next = value.is_null() ? nullptr : &value;
  for (;;) {
    if (next != nullptr) {
      const char* const kind = step_.at("kind") == "note" ? "note" : "question";
      answers_.push_back({{"question", step_.at(kind).at("id")}, {"value", *next}});
    }
    step_ = judge_->step(topic_, on_, answers_);
    const auto known = std::find_if(held_.begin(), held_.end(), [&](const Said& one) { return one.asked == step_; });
    if (known == held_.end()) return;
    next = &known->value;
  }
}

}  // namespace signpost::test
