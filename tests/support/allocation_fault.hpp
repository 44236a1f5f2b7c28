// Want of memory, when a test says so. What links allocation_fault.cpp has its operator new.
#pragma once

namespace signpost::tests {

// While it lives, the `number`-th allocation (from 1) of threads other than the one that made it throws std::bad_alloc.
// One at a time.
class AllocationFault {
 public:
  explicit AllocationFault(long number);
  ~AllocationFault();
  AllocationFault(const AllocationFault&) = delete;
  AllocationFault& operator=(const AllocationFault&) = delete;

  // Has it failed?
  bool struck() const;
};

}  // namespace signpost::tests
