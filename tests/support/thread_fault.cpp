#include "tests/support/thread_fault.hpp"

#include <dlfcn.h>
#include <pthread.h>

#include <atomic>
#include <cerrno>

namespace {

std::atomic<bool> on{false};
std::atomic<int> left{0}, turned_down{0};

using Create = int(pthread_t*, const pthread_attr_t*, void* (*)(void*), void*);

}  // namespace

// In place of the C library's, or of a sanitizer's, which is the next that the loader finds.
extern "C" int pthread_create(pthread_t* thread, const pthread_attr_t* attributes, void* (*start)(void*),
                              void* argument) noexcept {
  if (on && left.fetch_sub(1) <= 0) {
    ++turned_down;
    return EAGAIN;
  }
  static auto* const next = reinterpret_cast<Create*>(dlsym(RTLD_NEXT, "pthread_create"));
  return next(thread, attributes, start, argument);
}

namespace signpost::test {

ThreadFault::ThreadFault(int given) {
  left = given;
  turned_down = 0;
  on = true;
}

ThreadFault::~ThreadFault() { on = false; }

int ThreadFault::refused() const { return turned_down; }

}  // namespace signpost::test
