// Want of memory, when a test says so. A program of tests that links allocation_fault.cpp has its operator new, and its
// OpenSSL takes memory from there too.
#pragma once

#include <limits>

namespace signpost::test {

/// While it lives, allocations fail of threads other than the one that made it: operator new throws std::bad_alloc,
/// OpenSSL is given nothing. One at a time.
class AllocationFault {
 public:
  /// As many as are asked for.
  static constexpr long kAll = std::numeric_limits<long>::max();

  enum class Whose { everybody, openssl };

  /// The allocation with this number (from 1) is the first that fails; `count` fail in all.
  explicit AllocationFault(long first, long count = 1, Whose whose = Whose::everybody);
  ~AllocationFault();
  AllocationFault(const AllocationFault&) = delete;
  AllocationFault& operator=(const AllocationFault&) = delete;

  /// How many have failed.
  long struck() const;
};

}  // namespace signpost::test
