#include "dense.h"

#include <algorithm>
#include <cstring>

#include "fork-join-pool.h"
#include "product.h"
#include "vector.h"

namespace holoscope {
namespace {

/// Some columns of a matrix, at most kPanel, in this thread's scratch: [depth][kPanel], zeros behind the last.
struct ColumnPanel {
  float* data;
  int64_t first;
  int width;
};

ColumnPanel MakePanel(int64_t depth, int64_t task, int64_t columns) {
  const int64_t first = task * kPanel;
  const int width = int(std::min<int64_t>(kPanel, columns - first));
  float* data = ThreadScratch(Scratch::kTask, (depth + kRows) * kPanel);
  if (width < kPanel) std::memset(data, 0, depth * kPanel * sizeof(float));
  return {data, first, width};
}

int64_t PanelsOf(int64_t columns) { return (columns + kPanel - 1) / kPanel; }

ColumnPanel CopyColumns(const float* matrix, int64_t depth, int64_t columns, int64_t task) {
  const ColumnPanel panel = MakePanel(depth, task, columns);
  for (int64_t k = 0; k < depth; k++) std::memcpy(panel.data + k * kPanel, matrix + k * columns + panel.first, panel.width * sizeof(float));
  return panel;
}

/// Columns of the transpose of a matrix [columns, depth].
ColumnPanel CopyTransposed(const float* matrix, int64_t depth, int64_t columns, int64_t task) {
  const ColumnPanel panel = MakePanel(depth, task, columns);
  for (int64_t k = 0; k < depth; k += 8) {
    for (int j = 0; j < panel.width; j += 8) {
      const float* from = matrix + (panel.first + j) * depth + k;
      float* to = panel.data + k * kPanel + j;
      if (k + 8 <= depth && j + 8 <= panel.width) {
        Transpose8(from, depth, to, kPanel);
        continue;
      }
      for (int64_t i = 0; i < std::min<int64_t>(8, depth - k); i++) {
        for (int64_t m = 0; m < std::min(8, panel.width - j); m++) to[i * kPanel + m] = from[m * depth + i];
      }
    }
  }
  return panel;
}

using Tile = Sums<Wide, kVectors>;

/// Calls store(pointer to kPanel sums, row) for every row of a [rows, depth] times a panel.
template <class StoreRow>
void MultiplyRows(const float* a, int64_t rows, int64_t depth, const ColumnPanel& panel, StoreRow store) {
  for (int64_t row = 0; row < rows; row += kRows) {
    const float* from[kRows];
    // Where there are too few rows the last one is computed again and left.
    for (int m = 0; m < kRows; m++) from[m] = a + std::min(row + m, rows - 1) * depth;
    Tile sums = {};
    AccumulateRows(sums, from, 0, panel.data, kPanel, int(depth));
    for (int m = 0; m < kRows && row + m < rows; m++) store(sums[m], row + m);
  }
}

inline void StoreSome(float* to, const Wide (&values)[kVectors], int width) { std::memcpy(to, values, width * sizeof(float)); }

}  // namespace

void Dense(int threads, const DenseShape& shape, const float* x, const float* weight, const float* bias, float* z, float* y) {
  const auto [rows, inputs, outputs] = shape;
  ParallelFor(threads, PanelsOf(outputs), [&, rows = rows, inputs = inputs, outputs = outputs](int64_t task) {
    const ColumnPanel panel = CopyColumns(weight, inputs, outputs, task);
    Wide biases[kVectors] = {};
    std::memcpy(biases, bias + panel.first, panel.width * sizeof(float));
    MultiplyRows(x, rows, inputs, panel, [&](Wide(&sums)[kVectors], int64_t row) {
      const int64_t at = row * outputs + panel.first;
      for (int j = 0; j < kVectors; j++) sums[j] += biases[j];
      if (z) {
        StoreSome(z + at, sums, panel.width);
        for (int j = 0; j < kVectors; j++) sums[j] *= Sigmoid(sums[j]);
      }
      StoreSome(y + at, sums, panel.width);
    });
  });
}

void DenseGradient(int threads, const DenseShape& shape, const float* x, const float* weight, const float* z, const float* dy, float* dz,
                   float* dx, float* dWeight, float* dBias) {
  const auto [rows, inputs, outputs] = shape;
  if (z) {
    ParallelFor(threads, rows, [&, outputs = outputs](int64_t row) {
      for (int64_t first = 0; first < outputs; first += kLanes) {
        const int64_t at = row * outputs + first;
        const size_t bytes = std::min<int64_t>(kLanes, outputs - first) * sizeof(float);
        Wide value = {}, slope = {};
        std::memcpy(&value, z + at, bytes);
        std::memcpy(&slope, dy + at, bytes);
        const Wide sigmoid = Sigmoid(value);
        slope *= sigmoid * (1.0f + value * (1.0f - sigmoid));
        std::memcpy(dz + at, &slope, bytes);
      }
    });
    dy = dz;
  }
  ParallelFor(threads, PanelsOf(inputs), [&, dy, rows = rows, inputs = inputs, outputs = outputs](int64_t task) {
    const ColumnPanel panel = CopyTransposed(weight, outputs, inputs, task);
    MultiplyRows(dy, rows, outputs, panel, [&](const Wide(&sums)[kVectors], int64_t row) {
      StoreSome(dx + row * inputs + panel.first, sums, panel.width);
    });
  });
  ParallelFor(threads, PanelsOf(outputs), [&, dy, rows = rows, inputs = inputs, outputs = outputs](int64_t task) {
    const ColumnPanel panel = CopyColumns(dy, rows, outputs, task);
    Wide total[kVectors] = {};
    for (int64_t row = 0; row < rows; row++) {
      for (int j = 0; j < kVectors; j++) total[j] += Load<Wide>(panel.data + row * kPanel + j * kLanes);
    }
    StoreSome(dBias + panel.first, total, panel.width);
    for (int64_t input = 0; input < inputs; input += kRows) {
      const int strip = int(std::min<int64_t>(kRows, inputs - input));
      const float* columns = x + input;
      int64_t step = inputs;
      float* const padded = panel.data + rows * kPanel;
      Tile sums = {};
      if (strip == kRows) {
        Accumulate<1>(sums, columns, step, panel.data, kPanel, int(rows));
      } else {
        for (int64_t row = 0; row < rows; row++) {
          std::memset(padded, 0, kRows * sizeof(float));
          std::memcpy(padded, columns + row * step, strip * sizeof(float));
          Accumulate<1>(sums, padded, 0, panel.data + row * kPanel, 0, 1);
        }
      }
      for (int m = 0; m < strip; m++) StoreSome(dWeight + (input + m) * outputs + panel.first, sums[m], panel.width);
    }
  });
}

}  // namespace holoscope
