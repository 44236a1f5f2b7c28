#include "tests/faults/allocation_fault.hpp"

#include <atomic>
#include <cstdlib>
#include <new>

namespace {

std::atomic<long> left{0};  // allocations to the one that fails, itself counted; 0 or less: none does
thread_local bool spared = false;

bool fails() noexcept { return left.load() > 0 && !spared && left.fetch_sub(1) == 1; }

void* allocated(std::size_t size) noexcept { return fails() ? nullptr : std::malloc(size == 0 ? 1 : size); }

void* allocated_or_thrown(std::size_t size) {
  void* const made = allocated(size);
  if (made == nullptr) throw std::bad_alloc();
  return made;
}

}  // namespace

// All that may be asked of what these give out; whoever asks for more alignment gets the library's own.
void* operator new(std::size_t size) { return allocated_or_thrown(size); }
void* operator new[](std::size_t size) { return allocated_or_thrown(size); }
void* operator new(std::size_t size, const std::nothrow_t&) noexcept { return allocated(size); }
void* operator new[](std::size_t size, const std::nothrow_t&) noexcept { return allocated(size); }
void operator delete(void* memory) noexcept { std::free(memory); }
void operator delete[](void* memory) noexcept { std::free(memory); }
void operator delete(void* memory, std::size_t) noexcept { std::free(memory); }
void operator delete[](void* memory, std::size_t) noexcept { std::free(memory); }
void operator delete(void* memory, const std::nothrow_t&) noexcept { std::free(memory); }
void operator delete[](void* memory, const std::nothrow_t&) noexcept { std::free(memory); }

namespace signpost::tests {

AllocationFault::AllocationFault(long number) {
  spared = true;
  left = number;
}

AllocationFault::~AllocationFault() { left = 0; }

bool AllocationFault::struck() const { return left.load() <= 0; }

}  // namespace signpost::tests
