// A pool of threads for many short parallel loops one after the other.
//
// TensorFlow's own pool puts idle threads to sleep and wakes one for every piece of work: tens of microseconds, as long as a
// whole loop over a small layer. Here idle threads spin for a while before they sleep, and a loop never waits for a thread that
// is late: the caller works through the tasks itself, and only who has entered is waited for.
#pragma once

#include <atomic>
#include <condition_variable>
#include <cstdint>
#include <mutex>

namespace holoscope {

/// A task's body without the allocation of std::function; what it refers to must outlive the call.
class Body {
 public:
  template <class F>
  Body(const F& f)  // implicit on purpose: callers pass lambdas
      : object_(&f), call_([](const void* object, int64_t task) { (*static_cast<const F*>(object))(task); }) {}
  void operator()(int64_t task) const { call_(object_, task); }

 private:
  const void* object_;
  void (*call_)(const void*, int64_t);
};

class ForkJoinPool {
 public:
  /// The process's only pool. It is never destroyed: threads may still wait in it while the process ends.
  static ForkJoinPool& Shared();

  /// See ParallelFor. A second caller at the same time (another JavaScript thread) works alone.
  void Run(int threads, int64_t tasks, const Body& body);

 private:
  void Grow(int helpers);
  void Work(int number);
  void Help();
  void WaitForNext(uint64_t seen);

  /// Generation of the loop << 32 | open << 31 | helpers inside. One word, so that entering an open loop is one exchange.
  std::atomic<uint64_t> state_{0};
  std::atomic<int64_t> next_{0};
  int64_t tasks_ = 0;
  int admitted_ = 0;
  const Body* body_ = nullptr;

  std::mutex caller_;
  int helpers_ = 0;

  std::mutex sleep_;
  std::condition_variable wake_;
  std::atomic<int> sleeping_{0};
};

/// Runs body(0) … body(tasks - 1), each once, in no fixed order, and returns when all are done; `threads` counts the caller.
/// Results stay the same bit for bit on any number of threads as long as a task's work depends on its number alone.
inline void ParallelFor(int threads, int64_t tasks, Body body) { ForkJoinPool::Shared().Run(threads, tasks, body); }

}  // namespace holoscope
