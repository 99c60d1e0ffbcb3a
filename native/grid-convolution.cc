#include "grid-convolution.h"

#include <algorithm>
#include <vector>

#include "fork-join-pool.h"
#include "product.h"

namespace holoscope {
namespace {

/// A pixel of the grid that is read, and the place in the filter by which it contributes.
struct Link {
  int pixel, tap;
};

/// For each pixel of the grid that is written, what it reads.
using Links = std::vector<std::vector<Link>>;

template <class Visit>
void ForLinks(const Grids& g, Visit visit) {
  for (int r = 0; r < g.coarseHeight; r++) {
    for (int c = 0; c < g.coarseWidth; c++) {
      for (int tap = 0; tap < g.size * g.size; tap++) {
        const int row = g.stride * r + tap / g.size - 1, column = g.stride * c + tap % g.size - 1;
        if (row < 0 || row >= g.fineHeight || column < 0 || column >= g.fineWidth) continue;
        visit(row * g.fineWidth + column, r * g.coarseWidth + c, tap);
      }
    }
  }
}

/// Images that are computed at a time: enough rows for the product, few enough for the second-level cache.
constexpr int kImages = 32;

/// A task is one pixel of the written grid for kImages images. It packs the pixels that this one reads, image by image, into a
/// left factor whose rows are images; the filter is the right factor.
void MapPixels(int threads, int64_t batch, const Links& links, int readPixels, const float* read, const Panels& filter,
               const float* bias, float* written) {
  const int writtenPixels = int(links.size()), depth = filter.depth, columns = filter.columns;
  const int64_t blocks = (batch + kImages - 1) / kImages;
  ParallelFor(threads, blocks * writtenPixels, [&](int64_t task) {
    const int64_t firstImage = task / writtenPixels * kImages;
    const int pixel = int(task % writtenPixels), images = int(std::min<int64_t>(kImages, batch - firstImage));
    const auto& sources = links[pixel];
    const int count = int(sources.size()), totalDepth = count * depth;
    float* packed = ThreadScratch(RoundUp(images, kRows) * totalDepth);
    std::vector<int> taps(count);
    for (int t = 0; t < count; t++) {
      taps[t] = sources[t].tap;
      for (int image = 0; image < images; image++) {
        const float* from = read + ((firstImage + image) * readPixels + sources[t].pixel) * depth;
        float* to = packed + PackedAt(image, t * depth, totalDepth);
        for (int k = 0; k < depth; k += kBlock) Store(to + k * kRows, Load<Narrow>(from + k));
      }
    }
    MultiplyPacked(packed, images, taps.data(), count, filter, bias, written + (firstImage * writtenPixels + pixel) * columns,
                   int64_t(writtenPixels) * columns);
  });
}

/// One tile of the filter's gradient, summed over `images` images from the pointers on. Runs along the coarse grid's rows, where
/// the pixels of both grids lie at fixed steps.
template <class V, int Vectors>
__attribute__((noinline)) void GradientTile(const Grids& g, int64_t images, int tap, const float* fine, const float* coarse, bool add,
                                            float* to) {
  const int u = tap / g.size - 1, v = tap % g.size - 1;
  const auto firstInside = [&](int shift) { return shift < 0 ? (-shift + g.stride - 1) / g.stride : 0; };
  const auto endInside = [&](int shift, int fineSize, int coarseSize) {
    return std::min(coarseSize, (fineSize - shift + g.stride - 1) / g.stride);
  };
  const int firstRow = firstInside(u), endRow = endInside(u, g.fineHeight, g.coarseHeight);
  const int firstColumn = firstInside(v), count = endInside(v, g.fineWidth, g.coarseWidth) - firstColumn;
  Sums<V, Vectors> sums = {};
  for (int64_t image = 0; image < images; image++) {
    for (int r = firstRow; r < endRow; r++) {
      const int64_t finePixel = (image * g.fineHeight + g.stride * r + u) * g.fineWidth + g.stride * firstColumn + v;
      const int64_t coarsePixel = (image * g.coarseHeight + r) * g.coarseWidth + firstColumn;
      Accumulate<1>(sums, fine + finePixel * g.fineChannels, g.stride * g.fineChannels, coarse + coarsePixel * g.coarseChannels,
                    g.coarseChannels, count);
    }
  }
  for (int m = 0; m < kRows; m++) {
    for (int j = 0; j < Vectors; j++) {
      float* at = to + m * g.coarseChannels + j * LanesOf<V>();
      Store(at, add ? Load<V>(at) + sums[m][j] : sums[m][j]);
    }
  }
}

}  // namespace

void FineToCoarse(int threads, const Grids& g, const float* fine, const float* filter, const float* bias, float* coarse) {
  Links links(g.coarseHeight * g.coarseWidth);
  ForLinks(g, [&](int finePixel, int coarsePixel, int tap) { links[coarsePixel].push_back({finePixel, tap}); });
  std::vector<float> storage(int64_t(g.size) * g.size * g.fineChannels * g.coarseChannels);
  const Panels panels{g.size * g.size, g.fineChannels, g.coarseChannels, storage.data()};
  PackPanels(threads, filter, false, panels);
  MapPixels(threads, g.batch, links, g.fineHeight * g.fineWidth, fine, panels, bias, coarse);
}

void CoarseToFine(int threads, const Grids& g, const float* coarse, const float* filter, const float* bias, float* fine) {
  Links links(g.fineHeight * g.fineWidth);
  ForLinks(g, [&](int finePixel, int coarsePixel, int tap) { links[finePixel].push_back({coarsePixel, tap}); });
  std::vector<float> storage(int64_t(g.size) * g.size * g.fineChannels * g.coarseChannels);
  const Panels panels{g.size * g.size, g.coarseChannels, g.fineChannels, storage.data()};
  PackPanels(threads, filter, true, panels);
  MapPixels(threads, g.batch, links, g.coarseHeight * g.coarseWidth, coarse, panels, bias, fine);
}

void GridFilterGradient(int threads, const Grids& g, const float* fine, const float* coarse, float* dFilter) {
  const int taps = g.size * g.size, strips = g.fineChannels / kRows;
  const int64_t fineImage = int64_t(g.fineHeight) * g.fineWidth * g.fineChannels;
  const int64_t coarseImage = int64_t(g.coarseHeight) * g.coarseWidth * g.coarseChannels;
  // As many images at a time as stay in the second-level cache while all tiles of the gradient pass over them.
  const int64_t images = std::max<int64_t>(1, (1 << 17) / (fineImage + coarseImage));
  for (int64_t image = 0; image < g.batch; image += images) {
    const int64_t count = std::min(images, g.batch - image);
    ParallelFor(threads, int64_t(taps) * strips, [&](int64_t task) {
      const int tap = int(task / strips), row = int(task % strips) * kRows;
      ForPanels(g.coarseChannels, [&](auto v, auto vectors, int first) {
        GradientTile<decltype(v), decltype(vectors)::value>(g, count, tap, fine + image * fineImage + row,
                                                            coarse + image * coarseImage + first, image > 0,
                                                            dFilter + (int64_t(tap) * g.fineChannels + row) * g.coarseChannels + first);
      });
    });
  }
}

void SumOverPixels(int threads, int64_t pixels, int channels, const float* values, float* sums) {
  constexpr int kParts = 16;  // fixed, so that the order of the sum does not depend on threads
  const int64_t length = (pixels + kParts - 1) / kParts;
  std::vector<float> partial(kParts * channels);
  ParallelFor(threads, kParts, [&](int64_t part) {
    const int64_t begin = part * length, end = std::min(pixels, begin + length);
    ForChannels(channels, [&](auto v, int c) {
      using V = decltype(v);
      V sum = {};
      for (int64_t pixel = begin; pixel < end; pixel++) sum += Load<V>(values + pixel * channels + c);
      Store(&partial[part * channels + c], sum);
    });
  });
  for (int c = 0; c < channels; c++) {
    double sum = 0;
    for (int part = 0; part < kParts; part++) sum += partial[part * channels + c];
    sums[c] = float(sum);
  }
}

}  // namespace holoscope
