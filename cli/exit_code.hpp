// What the program's exit codes mean. People script against them: they never change.
#pragma once

namespace signpost {

inline constexpr int kFine = 0;
inline constexpr int kFindings = 1;  // the input has errors, a scenario failed, a claim is refuted
inline constexpr int kMisuse = 2;    // wrong usage: an unknown flag, topic or code
inline constexpr int kBroken = 3;    // the machine failed: a file that cannot be read or written, a port that is taken

}  // namespace signpost
