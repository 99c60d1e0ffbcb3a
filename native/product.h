// Products of small matrices, A [rows, depth] times B [depth, columns], at the speed of the registers.
//
// A tile of kRows × kVectors vectors of the result is kept in registers while the depth runs: each load of B serves kRows
// multiply-adds, each load of A kVectors of them. The depth runs in the same order whatever the number of threads, so the bits
// of a result do not depend on it.
#pragma once

#include <cstdint>
#include <type_traits>

#include "vector.h"

namespace holoscope {

#if defined(__AVX512F__)
constexpr int kRows = 8;  // 16 of 32 registers hold sums
#else
constexpr int kRows = 4;  // 8 of 16
#endif
constexpr int kVectors = 2;
constexpr int kPanel = kVectors * kLanes;
/// Depth of one block of a packed left factor.
constexpr int kBlock = 8;

inline int64_t RoundUp(int64_t value, int64_t step) { return (value + step - 1) / step * step; }

/// Runs body(vector type, number of vectors, first column) over all columns, in panels of kPanel and then what is left.
template <class Body>
inline void ForPanels(int columns, Body body) {
  int first = 0;
  for (; first + kPanel <= columns; first += kPanel) body(Wide{}, std::integral_constant<int, kVectors>{}, first);
  for (; first + kLanes <= columns; first += kLanes) body(Wide{}, std::integral_constant<int, 1>{}, first);
  for (; first + 8 <= columns; first += 8) body(Narrow{}, std::integral_constant<int, 1>{}, first);
}

template <class V, int Vectors>
using Sums = V[kRows][Vectors];

/// sums[m][j] += sum over k < count of a[m · RowStride + k · aStep] · b[k · bStep + j · lanes …]
template <int RowStride, class V, int Vectors>
__attribute__((always_inline)) inline void Accumulate(Sums<V, Vectors>& sums, const float* a, int64_t aStep, const float* b,
                                                      int64_t bStep, int count) {
  for (int k = 0; k < count; k++, a += aStep, b += bStep) {
    V row[Vectors];
#pragma GCC unroll 2
    for (int j = 0; j < Vectors; j++) row[j] = Load<V>(b + j * LanesOf<V>());
#pragma GCC unroll 8
    for (int m = 0; m < kRows; m++) {
#pragma GCC unroll 2
      for (int j = 0; j < Vectors; j++) sums[m][j] += a[m * RowStride] * row[j];
    }
  }
}

/// sums[m][j] += sum over k < count of rows[m][k] · b[k · bStep + j · lanes …]
template <class V, int Vectors>
__attribute__((always_inline)) inline void AccumulateRows(Sums<V, Vectors>& sums, const float* const (&rows)[kRows], int first, const float* b,
                                                          int64_t bStep, int count) {
  for (int k = 0; k < count; k++, b += bStep) {
    V row[Vectors];
#pragma GCC unroll 2
    for (int j = 0; j < Vectors; j++) row[j] = Load<V>(b + j * LanesOf<V>());
#pragma GCC unroll 8
    for (int m = 0; m < kRows; m++) {
#pragma GCC unroll 2
      for (int j = 0; j < Vectors; j++) sums[m][j] += rows[m][first + k] * row[j];
    }
  }
}

/// A right factor cut into panels of columns that a tile reads from top to bottom: a stack of `taps` matrices [depth, columns] is
/// stored as [panel][depth / kBlock][tap][kBlock][columns of the panel]. Depth and columns are multiples of 8.
struct Panels {
  int taps, depth, columns;
  float* data = nullptr;

  int64_t Size() const { return int64_t(taps) * depth * columns; }
  static constexpr int Width(int columns, int first) {
    return columns - first >= kPanel ? kPanel : columns - first >= kLanes ? kLanes : 8;
  }
  /// From a block of rows to the next.
  int64_t Step(int width) const { return int64_t(taps) * kBlock * width; }
  float* At(int first, int tap, int row) const {
    const int width = Width(columns, first);
    return data + int64_t(first) * taps * depth + row / kBlock * Step(width) + (tap * kBlock + row % kBlock) * width;
  }
};

/// Where element (row, k) of a packed left factor lies: [row / kRows][k / kBlock][row % kRows][k % kBlock]. Blocks of rows are
/// filled up to kRows; what stands in the rows that are too many does not matter.
inline int64_t PackedAt(int row, int k, int depth) {
  return (int64_t(row / kRows) * (depth / kBlock) + k / kBlock) * (kRows * kBlock) + (row % kRows) * kBlock;
}

/// c[row · cStep + column] = A B, with the left factor packed and one of the matrices of the right one.
void MultiplyPacked(const float* a, int rows, const Panels& b, int matrix, float* c, int64_t cStep);

/// to[j · toStep + i] = from[i · fromStep + j], 8 × 8.
inline void Transpose8(const float* from, int64_t fromStep, float* to, int64_t toStep) {
  __m256 r[8], s[8];
  for (int i = 0; i < 8; i++) r[i] = _mm256_loadu_ps(from + i * fromStep);
  for (int i = 0; i < 8; i += 2) {
    s[i] = _mm256_unpacklo_ps(r[i], r[i + 1]);
    s[i + 1] = _mm256_unpackhi_ps(r[i], r[i + 1]);
  }
  for (int i = 0; i < 8; i += 4) {
    r[i] = _mm256_shuffle_ps(s[i], s[i + 2], 0x44);
    r[i + 1] = _mm256_shuffle_ps(s[i], s[i + 2], 0xee);
    r[i + 2] = _mm256_shuffle_ps(s[i + 1], s[i + 3], 0x44);
    r[i + 3] = _mm256_shuffle_ps(s[i + 1], s[i + 3], 0xee);
  }
  for (int j = 0; j < 4; j++) {
    _mm256_storeu_ps(to + j * toStep, _mm256_permute2f128_ps(r[j], r[j + 4], 0x20));
    _mm256_storeu_ps(to + (j + 4) * toStep, _mm256_permute2f128_ps(r[j], r[j + 4], 0x31));
  }
}

/// Copies (or transposes) `taps` matrices, each [depth, columns] (or [columns, depth]) row by row, into panels of that shape, in
/// this thread's scratch.
Panels PackPanels(int threads, Panels shape, const float* from, bool transpose);

/// What the buffers of a thread are for; each use has its own.
enum class Scratch { kTask, kPanels, kTransformed, kGradient, kBlock, kCount };

/// A buffer of this thread, not cleared. It is kept for the next call, so that its pages stay mapped and warm; the next call with
/// the same use may move it.
float* ThreadScratch(Scratch use, int64_t floats);

}  // namespace holoscope
