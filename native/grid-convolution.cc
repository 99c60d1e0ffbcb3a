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
constexpr int kMostLinks = 16;

/// What a pixel of the coarse grid reads from the fine one; returns how many.
int FineLinks(const Grids& g, int coarsePixel, Link* links) {
  const int firstRow = coarsePixel / g.coarseWidth * g.stride - 1, firstColumn = coarsePixel % g.coarseWidth * g.stride - 1;
  int count = 0;
  for (int tap = 0; tap < g.size * g.size; tap++) {
    const int row = firstRow + tap / g.size, column = firstColumn + tap % g.size;
    if (row < 0 || row >= g.fineHeight || column < 0 || column >= g.fineWidth) continue;
    links[count++] = {row * g.fineWidth + column, tap};
  }
  return count;
}

/// What a pixel of the fine grid reads from the coarse one.
int CoarseLinks(const Grids& g, int finePixel, Link* links) {
  int count = 0;
  for (int tap = 0; tap < g.size * g.size; tap++) {
    const int row = finePixel / g.fineWidth + 1 - tap / g.size, column = finePixel % g.fineWidth + 1 - tap % g.size;
    if (row < 0 || row % g.stride || row / g.stride >= g.coarseHeight) continue;
    if (column < 0 || column % g.stride || column / g.stride >= g.coarseWidth) continue;
    links[count++] = {row / g.stride * g.coarseWidth + column / g.stride, tap};
  }
  return count;
}

/// Images that are computed at a time: enough rows for the product, few enough for the second-level cache.
constexpr int kImages = 32;

/// One tile of the written grid: a pixel of up to kRows images, from `read` on, which are `readStep` apart. The pixels that are read
/// stay where they lie.
template <class V, int Vectors>
__attribute__((noinline)) void MapTile(const Link* links, int count, const float* read, int64_t readStep, int images, const Panels& filter,
                                       int first, const float* bias, float* written, int64_t writtenStep) {
  constexpr int kLanesHere = LanesOf<V>(), kWidth = Vectors * kLanesHere;
  Sums<V, Vectors> sums = {};
  for (int t = 0; t < count; t++) {
    const float* rows[kRows];
    // Where there are too few images the last one is computed again and left.
    for (int m = 0; m < kRows; m++) rows[m] = read + int64_t(links[t].pixel) * filter.depth + std::min(m, images - 1) * readStep;
    const float* panel = filter.At(first, links[t].tap, 0);
    for (int k = 0; k < filter.depth; k += kBlock, panel += filter.Step(kWidth)) AccumulateRows(sums, rows, k, panel, kWidth, kBlock);
  }
  V start[Vectors] = {};
  if (bias) {
    for (int j = 0; j < Vectors; j++) start[j] = Load<V>(bias + first + j * kLanesHere);
  }
  for (int m = 0; m < images; m++) {
    for (int j = 0; j < Vectors; j++) Store(written + m * writtenStep + first + j * kLanesHere, sums[m][j] + start[j]);
  }
}

/// A task is one pixel of the written grid for kImages images.
template <class LinksOf>
void MapPixels(int threads, int64_t batch, LinksOf linksOf, int readPixels, const float* read, const Panels& filter,
               const float* bias, int writtenPixels, float* written) {
  const int64_t readStep = int64_t(readPixels) * filter.depth, writtenStep = int64_t(writtenPixels) * filter.columns;
  const int64_t blocks = (batch + kImages - 1) / kImages;
  ParallelFor(threads, blocks * writtenPixels, [&](int64_t task) {
    const int64_t begin = task / writtenPixels * kImages, end = std::min<int64_t>(batch, begin + kImages);
    const int pixel = int(task % writtenPixels);
    Link links[kMostLinks];
    const int count = linksOf(pixel, links);
    ForPanels(filter.columns, [&](auto v, auto vectors, int first) {
      for (int64_t image = begin; image < end; image += kRows) {
        MapTile<decltype(v), decltype(vectors)::value>(links, count, read + image * readStep, readStep, int(std::min<int64_t>(kRows, end - image)),
                                                       filter, first, bias, written + image * writtenStep + pixel * filter.columns, writtenStep);
      }
    });
  });
}

/// Two linked pixels, as distances from the first number of each grid.
struct Pair {
  int fine, coarse;
};

/// The pairs that a tap links in the first `images` images, image after image. What lies further on has the same pairs at a
/// distance. One loop over such a list replaces loops over rows, of which the small grids have two or four pixels each.
struct LinkedPairs {
  std::vector<Pair> pairs;
  int images;

  int64_t CountOf(int some) const { return int64_t(pairs.size()) / images * some; }
};

/// Long enough for a loop, few enough that their pixels stay in the first-level cache.
constexpr int kPairs = 128;

LinkedPairs PairsOf(const Grids& g, int tap) {
  const int pixels = g.coarseHeight * g.coarseWidth, u = tap / g.size - 1, v = tap % g.size - 1;
  LinkedPairs linked{{}, std::max(1, kPairs / pixels)};
  for (int image = 0; image < linked.images; image++) {
    for (int pixel = 0; pixel < pixels; pixel++) {
      const int row = g.stride * (pixel / g.coarseWidth) + u, column = g.stride * (pixel % g.coarseWidth) + v;
      if (row < 0 || row >= g.fineHeight || column < 0 || column >= g.fineWidth) continue;
      linked.pairs.push_back({((image * g.fineHeight + row) * g.fineWidth + column) * g.fineChannels, (image * pixels + pixel) * g.coarseChannels});
    }
  }
  return linked;
}

/// One tile of the filter's gradient (+)= sum over the pairs of the first `images` images of fine (kRows channels, as a column) times
/// coarse (as a row).
template <class V, int Vectors>
__attribute__((noinline)) void GradientTile(const LinkedPairs& linked, int images, const float* fine, const float* coarse, int64_t toStep,
                                            bool add, float* to) {
  Sums<V, Vectors> sums = {};
  const Pair* const end = linked.pairs.data() + linked.CountOf(images);
  for (const Pair* pair = linked.pairs.data(); pair < end; pair++) Accumulate<1>(sums, fine + pair->fine, 0, coarse + pair->coarse, 0, 1);
  for (int m = 0; m < kRows; m++) {
    for (int j = 0; j < Vectors; j++) {
      float* at = to + m * toStep + j * LanesOf<V>();
      Store(at, add ? Load<V>(at) + sums[m][j] : sums[m][j]);
    }
  }
}

}  // namespace

void FineToCoarse(int threads, const Grids& g, const float* fine, const float* filter, const float* bias, float* coarse) {
  const Panels panels = PackPanels(threads, {g.size * g.size, g.fineChannels, g.coarseChannels}, filter, false);
  const auto links = [&](int pixel, Link* to) { return FineLinks(g, pixel, to); };
  MapPixels(threads, g.batch, links, g.fineHeight * g.fineWidth, fine, panels, bias, g.coarseHeight * g.coarseWidth, coarse);
}

void CoarseToFine(int threads, const Grids& g, const float* coarse, const float* filter, const float* bias, float* fine) {
  const Panels panels = PackPanels(threads, {g.size * g.size, g.coarseChannels, g.fineChannels}, filter, true);
  const auto links = [&](int pixel, Link* to) { return CoarseLinks(g, pixel, to); };
  MapPixels(threads, g.batch, links, g.coarseHeight * g.coarseWidth, coarse, panels, bias, g.fineHeight * g.fineWidth, fine);
}

void GridFilterGradient(int threads, const Grids& g, const float* fine, const float* coarse, float* dFilter) {
  std::vector<LinkedPairs> linked;
  for (int tap = 0; tap < g.size * g.size; tap++) linked.push_back(PairsOf(g, tap));
  const int strips = g.fineChannels / kRows, images = linked[0].images;
  const int64_t fineImage = int64_t(g.fineHeight) * g.fineWidth * g.fineChannels;
  const int64_t coarseImage = int64_t(g.coarseHeight) * g.coarseWidth * g.coarseChannels;
  // A task is a strip of channels of some taps, few enough that no thread waits long for the last task. It takes a few images at a
  // time, over which all its tiles pass while they are in the first-level cache.
  const int tapsOfTask = strips < 4 ? 1 : g.size, groups = g.size * g.size / tapsOfTask;
  ParallelFor(threads, int64_t(groups) * strips, [&](int64_t task) {
    const int firstTap = int(task / strips) * tapsOfTask, row = int(task % strips) * kRows;
    for (int64_t image = 0; image < g.batch; image += images) {
      const int count = int(std::min<int64_t>(images, g.batch - image));
      ForPanels(g.coarseChannels, [&](auto v, auto vectors, int first) {
        // The panel's pixels are read again by every tap.
        for (int tap = firstTap; tap < firstTap + tapsOfTask; tap++) {
          GradientTile<decltype(v), decltype(vectors)::value>(
              linked[tap], count, fine + image * fineImage + row, coarse + image * coarseImage + first, g.coarseChannels, image > 0,
              dFilter + (int64_t(tap) * g.fineChannels + row) * g.coarseChannels + first);
        }
      });
    }
  });
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
