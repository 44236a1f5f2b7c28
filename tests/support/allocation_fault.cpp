#include "tests/support/allocation_fault.hpp"

#include <openssl/crypto.h>

#include <algorithm>
#include <atomic>
#include <cstdlib>
#include <new>

namespace {

std::atomic<bool> on{false};
std::atomic<long> asked{0};  // allocations so far, while a fault lives
std::atomic<long> first_to_fail{0}, last_to_fail{0};
std::atomic<bool> spares_ours{false};
thread_local bool spared = false;

bool fails() noexcept {
  if (!on.load() || spared) return false;
  const long number = asked.fetch_add(1) + 1;
  return number >= first_to_fail.load() && number <= last_to_fail.load();
}

void* taken(std::size_t size) noexcept { return std::malloc(size == 0 ? 1 : size); }

void* allocated(std::size_t size) noexcept { return !spares_ours.load() && fails() ? nullptr : taken(size); }

void* allocated_or_thrown(std::size_t size) {
  void* const made = allocated(size);
  if (made == nullptr) throw std::bad_alloc();
  return made;
}

// ---- OpenSSL's

void* for_openssl(std::size_t size, const char*, int) { return fails() ? nullptr : taken(size); }
void* again_for_openssl(void* memory, std::size_t size, const char*, int) {
  return fails() ? nullptr : std::realloc(memory, size);
}
void back_from_openssl(void* memory, const char*, int) { std::free(memory); }

// OpenSSL is told before it asks for the first time, which other libraries make it do before main() and before any
// constructor of ours: hence among what runs before all of theirs.
// The sanitizers are not ready by then.
__attribute__((no_sanitize("address", "undefined", "thread"))) void tell_openssl() {
  if (CRYPTO_set_mem_functions(for_openssl, again_for_openssl, back_from_openssl) != 1) std::abort();
}
__attribute__((section(".preinit_array"), used)) void (*const first_of_all)() = tell_openssl;

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

namespace signpost::test {

AllocationFault::AllocationFault(long first, long count, Whose whose) {
  spared = true;
  spares_ours = whose == Whose::openssl;
  asked = 0;
  first_to_fail = first;
  last_to_fail = count > kAll - first ? kAll : first + count - 1;
  on = true;
}

AllocationFault::~AllocationFault() { on = false; }

long AllocationFault::struck() const {
  const long last = std::min(asked.load(), last_to_fail.load());
  return std::max(0L, last - first_to_fail.load() + 1);
}

}  // namespace signpost::test
