// Whole numbers of any size, as decimal digits: counts of journeys pass what a machine's numbers hold.
#pragma once

#include <string>
#include <string_view>

namespace signpost {

// The sum of two such numbers, added as on paper. No digits count as 0.
std::string sum_of_digits(std::string_view a, std::string_view b);
// "1234567" -> "1,234,567"
std::string grouped_digits(std::string_view digits);

}  // namespace signpost
