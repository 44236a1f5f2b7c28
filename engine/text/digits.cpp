#include "engine/text/digits.hpp"

#include <algorithm>

namespace signpost {

std::string sum_of_digits(std::string_view a, std::string_view b) {
  std::string sum;  // the last digit first
  int carry = 0;
  const auto digit = [](std::string_view of, std::size_t i) { return i < of.size() ? of[of.size() - 1 - i] - '0' : 0; };
  for (std::size_t i = 0; i < std::max(a.size(), b.size()) || carry != 0; ++i) {
    carry += digit(a, i) + digit(b, i);
    sum += static_cast<char>('0' + carry % 10);
    carry /= 10;
  }
  std::reverse(sum.begin(), sum.end());
  return sum.empty() ? "0" : sum;
}

std::string grouped_digits(std::string_view digits) {
  std::string text;
  for (std::size_t i = 0; i < digits.size(); ++i) {
    if (i > 0 && (digits.size() - i) % 3 == 0) text += ',';
    text += digits[i];
  }
  return text;
}

}  // namespace signpost
