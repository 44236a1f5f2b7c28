// Keys made for the tests alone, which sign nothing else.
#pragma once

namespace signpost::tests {

inline constexpr const char* kOurKey =
    "-----BEGIN PRIVATE KEY-----\nMC4CAQAwBQYDK2VwBCIEIA+PJsH/eW7QFwQ4/3gKWkO1X5HbI+3h9RO5qNVp+ZLO\n"
    "-----END PRIVATE KEY-----\n";
inline constexpr const char* kOurPublicKey =
    "-----BEGIN PUBLIC KEY-----\nMCowBQYDK2VwAyEAmAllLO7jsQnwL+SXCJxyIBtlhzgFq+J1kdipJxh/TfE=\n"
    "-----END PUBLIC KEY-----\n";
inline constexpr const char* kTheirKey =
    "-----BEGIN PRIVATE KEY-----\nMC4CAQAwBQYDK2VwBCIEIG8FKTtRlj/OBrRArzriJ3WcJIiozAnHD157gzgh5YPF\n"
    "-----END PRIVATE KEY-----\n";
inline constexpr const char* kTheirPublicKey =
    "-----BEGIN PUBLIC KEY-----\nMCowBQYDK2VwAyEAQpUYEuJfHorlf07Lm/eVtYzF3epIpt+5mV7/T/2T2Bc=\n"
    "-----END PUBLIC KEY-----\n";

}  // namespace signpost::tests
