#include "fork-join-pool.h"

#include <chrono>
#include <thread>

#if defined(__x86_64__)
#include <immintrin.h>
#endif

namespace holoscope {
namespace {

constexpr uint64_t kOpen = uint64_t{1} << 31;
constexpr uint64_t kInside = kOpen - 1;
constexpr uint64_t kGeneration = ~uint64_t{0} << 32;

/// Longer than the JavaScript between two ops of a training step, short enough not to steal a core from what comes next.
constexpr auto kSpin = std::chrono::microseconds(100);

inline void Pause() {
#if defined(__x86_64__)
  _mm_pause();
#else
  std::this_thread::yield();
#endif
}

}  // namespace

ForkJoinPool& ForkJoinPool::Shared() {
  static ForkJoinPool* const pool = new ForkJoinPool;
  return *pool;
}

void ForkJoinPool::Run(int threads, int64_t tasks, const Body& body) {
  std::unique_lock<std::mutex> only(caller_, std::try_to_lock);
  if (!only || threads <= 1 || tasks <= 1) {
    for (int64_t task = 0; task < tasks; task++) body(task);
    return;
  }
  Grow(threads - 1);
  body_ = &body;
  tasks_ = tasks;
  admitted_ = threads - 1;
  next_.store(0, std::memory_order_relaxed);
  state_.store(((state_.load() & kGeneration) + (uint64_t{1} << 32)) | kOpen);
  if (sleeping_.load() > 0) {
    std::lock_guard<std::mutex> lock(sleep_);
    wake_.notify_all();
  }
  Help();
  state_.fetch_and(~kOpen);
  while (state_.load() & kInside) Pause();
}

void ForkJoinPool::Help() {
  for (int64_t task; (task = next_.fetch_add(1, std::memory_order_relaxed)) < tasks_;) (*body_)(task);
}

void ForkJoinPool::Grow(int helpers) {
  for (; helpers_ < helpers; helpers_++) std::thread(&ForkJoinPool::Work, this, helpers_).detach();
}

void ForkJoinPool::Work(int number) {
  uint64_t seen = 0;
  while (true) {
    WaitForNext(seen);
    uint64_t state = state_.load();
    seen = state & kGeneration;
    while (state & kOpen && (state & kGeneration) == seen) {
      if (!state_.compare_exchange_weak(state, state + 1)) continue;
      if (number < admitted_) Help();
      state_.fetch_sub(1);
      break;
    }
  }
}

void ForkJoinPool::WaitForNext(uint64_t seen) {
  const auto isNew = [&] { return (state_.load() & kGeneration) != seen; };
  const auto until = std::chrono::steady_clock::now() + kSpin;
  do {
    for (int i = 0; i < 32; i++) {
      if (isNew()) return;
      Pause();
    }
  } while (std::chrono::steady_clock::now() < until);
  std::unique_lock<std::mutex> lock(sleep_);
  sleeping_.fetch_add(1);
  wake_.wait(lock, isNew);
  sleeping_.fetch_sub(1);
}

}  // namespace holoscope
