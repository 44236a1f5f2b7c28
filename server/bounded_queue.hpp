// A queue of fixed size between threads, without locks: who finds it full or empty is told so, and nobody waits.
#pragma once

#include <atomic>
#include <bit>
#include <cstddef>
#include <memory>

namespace signpost {

// Any number of threads may push and pop. After D. Vyukov's bounded queue: each cell carries a turn, which says whether
// it is free for the push, or filled for the pop, of a given number.
template <class Item>
class BoundedQueue {
 public:
  // `size` is rounded up to a power of two.
  explicit BoundedQueue(std::size_t size)
      : mask_(std::bit_ceil(size) - 1), cells_(std::make_unique<Cell[]>(mask_ + 1)) {
    for (std::size_t i = 0; i <= mask_; ++i) cells_[i].turn.store(i, std::memory_order_relaxed);
  }

  // False when it is full.
  bool push(const Item& item) noexcept {
    return take_turn(next_push_, 0, [&](Cell& cell, std::size_t number) {
      cell.item = item;
      cell.turn.store(number + 1, std::memory_order_release);
    });
  }

  // False when it is empty.
  bool pop(Item& item) noexcept {
    return take_turn(next_pop_, 1, [&](Cell& cell, std::size_t number) {
      item = cell.item;
      cell.turn.store(number + mask_ + 1, std::memory_order_release);
    });
  }

  std::size_t size() const noexcept { return mask_ + 1; }

 private:
  struct Cell {
    std::atomic<std::size_t> turn{0};
    Item item{};
  };

  // Takes the next number of `counter` whose cell is ready for it, which it is when its turn is `ahead` of the number.
  template <class Use>
  bool take_turn(std::atomic<std::size_t>& counter, std::size_t ahead, Use use) noexcept {
    std::size_t number = counter.load(std::memory_order_relaxed);
    for (;;) {
      Cell& cell = cells_[number & mask_];
      const auto late = static_cast<std::ptrdiff_t>(cell.turn.load(std::memory_order_acquire) - (number + ahead));
      if (late < 0) return false;  // the cell is still in use by the other side, a round behind
      if (late > 0) {              // another thread took this number
        number = counter.load(std::memory_order_relaxed);
      } else if (counter.compare_exchange_weak(number, number + 1, std::memory_order_relaxed)) {
        use(cell, number);
        return true;
      }
    }
  }

  static constexpr std::size_t kCacheLine = 64;  // so that those who push do not slow those who pop
  const std::size_t mask_;
  const std::unique_ptr<Cell[]> cells_;
  alignas(kCacheLine) std::atomic<std::size_t> next_push_{0};
  alignas(kCacheLine) std::atomic<std::size_t> next_pop_{0};
};

}  // namespace signpost
