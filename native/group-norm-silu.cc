#include "group-norm-silu.h"

#include <cmath>
#include <vector>

#include "fork-join-pool.h"
#include "vector.h"

namespace holoscope {
namespace {

/// Sum over pixels of value(pixel's vector of V), one sum a channel. Four sums in flight hide the latency of the addition.
template <class V, class Value>
inline V SumPixels(const float* image, int pixels, int channels, Value value) {
  V sums[4] = {};
  int pixel = 0;
  for (; pixel + 4 <= pixels; pixel += 4)
    for (int i = 0; i < 4; i++) sums[i] += value(Load<V>(image + (pixel + i) * channels));
  for (; pixel < pixels; pixel++) sums[0] += value(Load<V>(image + pixel * channels));
  return (sums[0] + sums[1]) + (sums[2] + sums[3]);
}

/// Turns sums over pixels, one a channel, into means over pixels and group, spread over the group's channels, each through
/// `map`. In double: the only sum over terms of different size.
template <class Map>
inline void SpreadGroupMeans(const float* sums, int channels, int groups, int pixels, float* means, Map map) {
  const int size = channels / groups;
  for (int first = 0; first < channels; first += size) {
    double sum = 0;
    for (int c = first; c < first + size; c++) sum += sums[c];
    const float mean = float(map(sum / (double(size) * pixels)));
    for (int c = first; c < first + size; c++) means[c] = mean;
  }
}

constexpr auto kItself = [](double mean) { return mean; };

/// Mean and 1 / sqrt(variance + epsilon) of every group of one image, spread over the group's channels. The variance is the
/// centred second moment, from a second pass: no cancellation.
void Moments(const float* image, int pixels, int channels, int groups, float epsilon, float* mean, float* factor) {
  std::vector<float> sums(channels);
  ForChannels(channels, [&](auto v, int c) {
    using V = decltype(v);
    Store(&sums[c], SumPixels<V>(image + c, pixels, channels, [](V x) { return x; }));
  });
  SpreadGroupMeans(sums.data(), channels, groups, pixels, mean, kItself);
  ForChannels(channels, [&](auto v, int c) {
    using V = decltype(v);
    const V m = Load<V>(mean + c);
    Store(&sums[c], SumPixels<V>(image + c, pixels, channels, [m](V x) { return (x - m) * (x - m); }));
  });
  SpreadGroupMeans(sums.data(), channels, groups, pixels, factor, [epsilon](double variance) { return 1 / std::sqrt(variance + epsilon); });
}

/// With x' = (x - mean) factor and dz = dy silu'(z), for one image:
///
///   dShift = sum dz,   dScale = sum dz x',   dx = factor (scale dz - <scale dz> - x' <scale dz x'>)
///
/// A first pass over the image leaves dz in dx and sums it; a second one, still in the cache, makes dx of it. `sums`: dScale,
/// dShift and the sum of dx of this image alone.
void ImageGradient(const float* x, const float* dy, const float* scale, const float* shift, const float* mean, const float* factor,
                   int pixels, int channels, int groups, float* dx, float* sums) {
  ForChannels(channels, [&](auto v, int c) {
    using V = decltype(v);
    const V m = Load<V>(mean + c), f = Load<V>(factor + c), s = Load<V>(scale + c), t = Load<V>(shift + c);
    V scaleSum = {}, shiftSum = {};
    for (int pixel = 0; pixel < pixels; pixel++) {
      const int64_t at = int64_t(pixel) * channels + c;
      const V normal = (Load<V>(x + at) - m) * f;
      const V z = normal * s + t;
      const V sigmoid = Sigmoid(z);
      const V dz = Load<V>(dy + at) * sigmoid * (1.0f + z * (1.0f - sigmoid));
      Store(dx + at, dz);
      scaleSum += dz * normal;
      shiftSum += dz;
    }
    Store(sums + c, scaleSum);
    Store(sums + channels + c, shiftSum);
  });

  std::vector<float> weighted(2 * channels), means(2 * channels);  // of scale dz x', then of scale dz
  for (int c = 0; c < channels; c++) {
    weighted[c] = scale[c] * sums[c];
    weighted[channels + c] = scale[c] * sums[channels + c];
  }
  for (const int first : {0, channels}) SpreadGroupMeans(&weighted[first], channels, groups, pixels, &means[first], kItself);
  ForChannels(channels, [&](auto v, int c) {
    using V = decltype(v);
    const V m = Load<V>(mean + c), f = Load<V>(factor + c), s = Load<V>(scale + c);
    const V meanTimesNormal = Load<V>(&means[c]), meanAlone = Load<V>(&means[channels + c]);
    const V slope = -f * f * meanTimesNormal, offset = -f * meanAlone - m * slope, weight = f * s;
    V sum = {};
    for (int pixel = 0; pixel < pixels; pixel++) {
      const int64_t at = int64_t(pixel) * channels + c;
      const V value = Load<V>(dx + at) * weight + Load<V>(x + at) * slope + offset;
      Store(dx + at, value);
      sum += value;
    }
    Store(sums + 2 * channels + c, sum);
  });
}

}  // namespace

void GroupNormSilu(int threads, const Images& images, int groups, float epsilon, const float* x, const float* scale, const float* shift,
                   const float* added, float* y, float* moments) {
  const auto [batch, pixels, channels] = images;
  ParallelFor(threads, batch, [&, pixels = pixels, channels = channels](int64_t b) {
    const int64_t first = b * pixels * channels;
    const float* image = x + first;
    float* result = y + first;
    const float* skip = added ? added + first : nullptr;
    float* mean = moments + b * 2 * channels;
    float* factor = mean + channels;
    Moments(image, pixels, channels, groups, epsilon, mean, factor);
    ForChannels(channels, [&](auto v, int c) {
      using V = decltype(v);
      const V slope = Load<V>(factor + c) * Load<V>(scale + c);
      const V offset = Load<V>(shift + c) - Load<V>(mean + c) * slope;
      for (int pixel = 0; pixel < pixels; pixel++) {
        const int at = pixel * channels + c;
        const V z = Load<V>(image + at) * slope + offset;
        const V silu = z * Sigmoid(z);
        Store(result + at, skip ? silu + Load<V>(skip + at) : silu);
      }
    });
  });
}

void GroupNormSiluGradient(int threads, const Images& images, int groups, const float* x, const float* scale, const float* shift,
                           const float* moments, const float* dy, const GroupNormSiluGradients& gradients) {
  const auto [batch, pixels, channels] = images;
  std::vector<float> sums(batch * 3 * channels);
  ParallelFor(threads, batch, [&, pixels = pixels, channels = channels](int64_t b) {
    const float* mean = moments + b * 2 * channels;
    const int64_t image = b * pixels * channels;
    ImageGradient(x + image, dy + image, scale, shift, mean, mean + channels, pixels, channels, groups, gradients.dx + image,
                  &sums[b * 3 * channels]);
  });
  // Image after image, so that the order of the sum never depends on threads.
  float* const totals[3] = {gradients.dScale, gradients.dShift, gradients.dBias};
  for (int kind = 0; kind < 3; kind++) {
    std::vector<double> total(channels);
    for (int64_t b = 0; b < batch; b++) {
      for (int c = 0; c < channels; c++) total[c] += sums[(b * 3 + kind) * channels + c];
    }
    for (int c = 0; c < channels; c++) totals[kind][c] = float(total[c]);
  }
}

}  // namespace holoscope
