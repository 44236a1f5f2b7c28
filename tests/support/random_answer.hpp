// Some answer that a question of the API offers, for clients that walk at random.
#pragma once

#include <nlohmann/json.hpp>
#include <random>

namespace signpost::test {

/// The `value` to send for a question as the API shows it. Ticks are mostly none, so that walks get far. Throws
/// std::runtime_error for a kind of question that is not known here.
nlohmann::json random_answer(const nlohmann::json& question, std::mt19937& random);

}  // namespace signpost::test
