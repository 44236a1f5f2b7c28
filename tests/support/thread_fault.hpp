// Want of threads, when a test says so. A program of tests that links thread_fault.cpp has its pthread_create.
#pragma once

namespace signpost::test {

/// While it lives, the system gives `given` threads and refuses every one after them. One at a time.
class ThreadFault {
 public:
  explicit ThreadFault(int given);
  ~ThreadFault();
  ThreadFault(const ThreadFault&) = delete;
  ThreadFault& operator=(const ThreadFault&) = delete;

  /// How many were refused.
  int refused() const;
};

}  // namespace signpost::test
