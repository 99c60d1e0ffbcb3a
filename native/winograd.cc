#include "winograd.h"

#include <algorithm>
#include <vector>

#include "fork-join-pool.h"
#include "product.h"
#include "winograd-transforms.h"

namespace holoscope {
namespace {

constexpr int kElements = 36;

/// Tiles of all images in one row.
struct Tiling {
  explicit Tiling(const PlaneShape& shape)
      : height(shape.height), width(shape.width), down((shape.height + 3) / 4), across((shape.width + 3) / 4),
        count(shape.batch * down * across) {}

  /// Calls visit(i, pixel's number, or -1 outside) for the size × size pixels from (-border, -border) of the tile on.
  template <class Visit>
  void ForPixels(int64_t tile, int size, int border, Visit visit) const {
    const int64_t image = tile / (down * across);
    const int row = int(tile / across % down) * 4 - border, column = int(tile % across) * 4 - border;
    for (int r = 0; r < size; r++) {
      for (int c = 0; c < size; c++) {
        const bool inside = row + r >= 0 && row + r < height && column + c >= 0 && column + c < width;
        visit(r * size + c, inside ? (image * height + row + r) * width + column + c : -1);
      }
    }
  }

  int height, width, down, across;
  int64_t count;
};

/// Reads tiles of T::kIn × T::kIn pixels of `step` channels, zero outside the image, and hands the transforms of `channels` of them,
/// from `first` on, to store(channel, element, vector).
template <class T, class Store>
void TransformPixels(const Tiling& tiling, int64_t tile, const float* pixels, int step, int first, int channels, const float* zeros, Store store) {
  const float* at[T::kIn * T::kIn];
  tiling.ForPixels(tile, T::kIn, T::kIn == 6 ? 1 : 0, [&](int i, int64_t pixel) { at[i] = pixel < 0 ? zeros : pixels + pixel * step + first; });
  ForChannels(channels, [&](auto v, int c) {
    using V = decltype(v);
    V in[T::kIn * T::kIn], out[kElements];
    for (int i = 0; i < T::kIn * T::kIn; i++) in[i] = Load<V>(at[i] + c);
    TransformTile<T>(in, out);
    for (int e = 0; e < kElements; e++) store(c, e, out[e]);
  });
}

/// G g G^T of the filter in panels; turned by 180 degrees for the gradient.
Panels TransformFilter(int threads, const Panels& filter, bool turned) {
  Panels to{kElements, filter.depth, filter.columns};
  to.data = ThreadScratch(Scratch::kTransformed, to.Size());
  ParallelFor(threads, filter.depth / kBlock, [&](int64_t block) {
    ForPanels(filter.columns, [&](auto v, auto vectors, int first) {
      using V = decltype(v);
      constexpr int kWidth = decltype(vectors)::value * LanesOf<V>();
      const float* from = filter.At(first, 0, int(block) * kBlock);
      float* result = to.At(first, 0, int(block) * kBlock);
      for (int at = 0; at < kBlock * kWidth; at += LanesOf<V>()) {
        V in[9], out[kElements];
        for (int tap = 0; tap < 9; tap++) in[tap] = Load<V>(from + (turned ? 8 - tap : tap) * kBlock * kWidth + at);
        TransformTile<FilterTransform>(in, out);
        for (int e = 0; e < kElements; e++) Store(result + e * kBlock * kWidth + at, out[e]);
      }
    });
  });
  return to;
}

/// A task is some tiles: their input transforms, 36 products, their output transforms, all in the second-level cache.
/// `bias` may be null.
void Convolve(int threads, const PlaneShape& shape, const float* x, const Panels& filter, const float* bias, int biasStep, float* y) {
  const Tiling tiling(shape);
  const int inputs = filter.depth, outputs = filter.columns;
  // Large filters do not fit into the cache and are read anew for each task.
  const int64_t step = inputs * outputs > 64 * 64 ? 32 : 16;
  const std::vector<float> zeros(std::max(inputs, outputs));
  ParallelFor(threads, (tiling.count + step - 1) / step, [&](int64_t task) {
    const int64_t first = task * step;
    const int tiles = int(std::min(step, tiling.count - first));
    const int64_t elementIn = RoundUp(tiles, kRows) * inputs, elementOut = int64_t(tiles) * outputs;
    float* in = ThreadScratch(Scratch::kTask, kElements * (elementIn + elementOut));
    float* out = in + kElements * elementIn;
    for (int tile = 0; tile < tiles; tile++) {
      TransformPixels<InputTransform>(tiling, first + tile, x, inputs, 0, inputs, zeros.data(), [&](int c, int e, auto v) {
        StoreEights(in + e * elementIn + PackedAt(tile, c, inputs), kRows * kBlock, v);
      });
    }
    for (int e = 0; e < kElements; e++) {
      MultiplyPacked(in + e * elementIn, tiles, filter, e, out + e * elementOut, outputs);
    }
    for (int tile = 0; tile < tiles; tile++) {
      int64_t pixels[16];
      const float* imageBias = bias ? bias + (first + tile) / (tiling.down * tiling.across) * biasStep : zeros.data();
      tiling.ForPixels(first + tile, 4, 0, [&](int i, int64_t pixel) { pixels[i] = pixel; });
      ForChannels(outputs, [&](auto v, int c) {
        using V = decltype(v);
        V sums[kElements], values[16];
        for (int e = 0; e < kElements; e++) sums[e] = Load<V>(out + e * elementOut + int64_t(tile) * outputs + c);
        TransformTile<OutputTransform>(sums, values);
        const V offset = Load<V>(imageBias + c);
        for (int i = 0; i < 16; i++) {
          if (pixels[i] >= 0) Store(y + pixels[i] * outputs + c, values[i] + offset);
        }
      });
    }
  });
}

/// to[row, column] (+)= sum over tiles of in[tile, row] out[tile, column], a strip of kRows rows.
void AddOuterProducts(int tiles, const float* in, int inputs, const float* out, int outputs, bool add, float* to) {
  ForPanels(outputs, [&](auto v, auto vectors, int first) {
    using V = decltype(v);
    constexpr int kVectorsHere = decltype(vectors)::value;
    Sums<V, kVectorsHere> sums = {};
    Accumulate<1>(sums, in, inputs, out + first, outputs, tiles);
    for (int m = 0; m < kRows; m++) {
      for (int j = 0; j < kVectorsHere; j++) {
        float* at = to + int64_t(m) * outputs + first + j * LanesOf<V>();
        Store(at, add ? Load<V>(at) + sums[m][j] : sums[m][j]);
      }
    }
  });
}

/// Input channels and tiles that a task of the filter's gradient takes at a time: its transforms and its 36 sums of products then stay
/// in the second-level cache of the core that made them.
constexpr int kSlice = 32, kTiles = 32;

/// The filter's gradient from the tiles [begin, end), for `channels` input channels from `first` on: dFilter[tap, first + i, output].
/// The transform of dy is done again for each slice of inputs, a tenth of the products' time.
void SliceOfGradient(const Tiling& tiling, int64_t begin, int64_t end, const float* x, int inputs, int first, int channels,
                     const float* dy, int outputs, const float* zeros, float* dFilter) {
  const int64_t matrix = int64_t(channels) * outputs;
  float* in = ThreadScratch(Scratch::kTask, kElements * (kTiles * int64_t(channels + outputs) + matrix));
  float* out = in + kElements * kTiles * channels;
  float* sums = out + kElements * kTiles * outputs;
  for (int64_t tile = begin; tile < end; tile += kTiles) {
    const int tiles = int(std::min<int64_t>(kTiles, end - tile));
    for (int t = 0; t < tiles; t++) {
      TransformPixels<InputTransform>(tiling, tile + t, x, inputs, first, channels, zeros, [&](int c, int e, auto v) {
        Store(in + (e * kTiles + t) * channels + c, v);
      });
      TransformPixels<OutputGradientTransform>(tiling, tile + t, dy, outputs, 0, outputs, zeros, [&](int c, int e, auto v) {
        Store(out + (e * kTiles + t) * outputs + c, v);
      });
    }
    for (int e = 0; e < kElements; e++) {
      for (int row = 0; row < channels; row += kRows) {
        AddOuterProducts(tiles, in + e * kTiles * channels + row, channels, out + e * kTiles * outputs, outputs, tile > begin,
                         sums + e * matrix + int64_t(row) * outputs);
      }
    }
  }
  for (int row = 0; row < channels; row++) {
    ForChannels(outputs, [&](auto v, int c) {
      using V = decltype(v);
      V elements[kElements], values[9];
      for (int e = 0; e < kElements; e++) elements[e] = begin < end ? Load<V>(sums + e * matrix + int64_t(row) * outputs + c) : V{};
      TransformTile<FilterGradientTransform>(elements, values);
      for (int tap = 0; tap < 9; tap++) Store(dFilter + (int64_t(tap) * inputs + first + row) * outputs + c, values[tap]);
    });
  }
}

}  // namespace

void WinogradConvolve(int threads, const PlaneShape& shape, int inputs, int outputs, const float* x, const float* filter,
                      const float* bias, int biasStep, float* y) {
  const Panels panels = PackPanels(threads, {9, inputs, outputs}, filter, false);
  Convolve(threads, shape, x, TransformFilter(threads, panels, false), bias, biasStep, y);
}

void WinogradInputGradient(int threads, const PlaneShape& shape, int inputs, int outputs, const float* dy, const float* filter,
                           float* dx) {
  const Panels panels = PackPanels(threads, {9, outputs, inputs}, filter, true);
  Convolve(threads, shape, dy, TransformFilter(threads, panels, true), nullptr, 0, dx);
}

void WinogradFilterGradient(int threads, const PlaneShape& shape, int inputs, int outputs, const float* x, const float* dy,
                            float* dFilter) {
  const Tiling tiling(shape);
  const std::vector<float> zeros(std::max(inputs, outputs));
  const int slices = (inputs + kSlice - 1) / kSlice;
  // Fixed by the shape, so that the order of the sum does not depend on threads.
  const int parts = int(std::clamp<int64_t>(tiling.count / 64, 1, 8));
  const int64_t tilesOfPart = (tiling.count + parts - 1) / parts, size = 9 * int64_t(inputs) * outputs;
  float* gradients = parts == 1 ? dFilter : ThreadScratch(Scratch::kGradient, parts * size);
  ParallelFor(threads, int64_t(parts) * slices, [&](int64_t task) {
    const int part = int(task / slices), first = int(task % slices) * kSlice, channels = std::min(kSlice, inputs - first);
    const int64_t begin = part * tilesOfPart, end = std::min(tiling.count, begin + tilesOfPart);
    SliceOfGradient(tiling, begin, end, x, inputs, first, channels, dy, outputs, zeros.data(), gradients + part * size);
  });
  if (parts == 1) return;
  ParallelFor(threads, 9 * inputs, [&](int64_t row) {
    ForChannels(outputs, [&](auto v, int c) {
      using V = decltype(v);
      V sum = {};
      for (int part = 0; part < parts; part++) sum += Load<V>(gradients + part * size + row * outputs + c);
      Store(dFilter + row * outputs + c, sum);
    });
  });
}

}  // namespace holoscope
