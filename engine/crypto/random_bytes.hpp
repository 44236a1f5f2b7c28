// Bytes that nobody can foresee, from the kernel.
#pragma once

#include <cstddef>
#include <span>

namespace signpost {

// Fills `bytes`. A kernel that has none is a broken machine: std::system_error. Safe to call from any thread.
void fill_with_random_bytes(std::span<std::byte> bytes);

}  // namespace signpost
