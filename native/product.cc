#include "product.h"

#include <immintrin.h>

#include <memory>

#include "fork-join-pool.h"

namespace holoscope {
namespace {

template <class V, int Vectors>
__attribute__((noinline)) void PackedTile(const float* a, int rows, const Panels& b, int matrix, int first, float* c, int64_t cStep) {
  constexpr int kLanesHere = LanesOf<V>(), kWidth = Vectors * kLanesHere;
  Sums<V, Vectors> sums = {};
  const float* panel = b.At(first, matrix, 0);
  for (int k = 0; k < b.depth; k += kBlock, a += kRows * kBlock, panel += b.Step(kWidth)) {
    Accumulate<kBlock>(sums, a, 1, panel, kWidth, kBlock);
  }
  for (int m = 0; m < kRows; m++) {
    if (m == rows) break;
    for (int j = 0; j < Vectors; j++) Store(c + m * cStep + first + j * kLanesHere, sums[m][j]);
  }
}

}  // namespace

void MultiplyPacked(const float* a, int rows, const Panels& b, int matrix, float* c, int64_t cStep) {
  ForPanels(b.columns, [&](auto v, auto vectors, int first) {
    for (int row = 0; row < rows; row += kRows) {
      PackedTile<decltype(v), decltype(vectors)::value>(a + int64_t(row) * b.depth, rows - row < kRows ? rows - row : kRows, b, matrix, first,
                                                        c + row * cStep, cStep);
    }
  });
}

Panels PackPanels(int threads, Panels to, const float* from, bool transpose) {
  to.data = ThreadScratch(Scratch::kPanels, to.Size());
  const int strips = to.depth / 8;
  ParallelFor(threads, int64_t(to.taps) * strips, [&](int64_t task) {
    const int tap = int(task / strips), row = int(task % strips) * 8;
    const float* matrix = from + int64_t(tap) * to.depth * to.columns;
    ForPanels(to.columns, [&](auto, auto, int first) {
      const int width = Panels::Width(to.columns, first);
      float* panel = to.At(first, tap, row);
      for (int column = 0; column < width; column += 8) {
        if (transpose) {
          Transpose8(matrix + int64_t(first + column) * to.depth + row, to.depth, panel + column, width);
        } else {
          for (int i = 0; i < 8; i++) {
            Store(panel + i * width + column, Load<Narrow>(matrix + int64_t(row + i) * to.columns + first + column));
          }
        }
      }
    });
  });
  return to;
}

float* ThreadScratch(Scratch use, int64_t floats) {
  struct Free {
    void operator()(float* p) const { _mm_free(p); }
  };
  thread_local std::unique_ptr<float, Free> buffers[int(Scratch::kCount)];
  thread_local int64_t sizes[int(Scratch::kCount)] = {};
  const int i = int(use);
  if (sizes[i] < floats) {
    buffers[i].reset(static_cast<float*>(_mm_malloc(floats * sizeof(float), 64)));
    sizes[i] = floats;
  }
  return buffers[i].get();
}

}  // namespace holoscope
