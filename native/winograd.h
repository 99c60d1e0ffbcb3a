// 3 × 3 convolutions with stride 1 and padding 1 by Winograd's minimal filtering, F(4 × 4, 3 × 3).
//
// Each 4 × 4 tile of the output depends on a 6 × 6 tile d of the input. With the filter g,
//
//   y = A^T [(G g G^T) * (B^T d B)] A,   * element by element,
//
// so that the sum over channels becomes 36 matrix products, one an element, of [tiles, inputs] with [inputs, outputs]: 36
// multiply-adds for 16 outputs where the definition takes 144. Its transforms are additions, done on a few tiles at a time in
// the cache. The gradients are the same with the filter turned by 180 degrees and transposed (dx), and
//
//   dg = G^T [sum over tiles of (A dy A^T) * (B^T d B)] G.
//
// The transforms lose about one digit: relative errors of 1e-6 instead of 2e-7.
//
// Lavin, Gray, arXiv 1509.09308. Channels are multiples of 8.
#pragma once

#include <cstdint>

namespace holoscope {

struct PlaneShape {
  int64_t batch;
  int height, width;
};

/// y [B, H, W, outputs] = bias + x [B, H, W, inputs] convolved with filter [3, 3, inputs, outputs]. The bias of an image is
/// `biasStep` floats after that of the one before: 0 where all share one.
void WinogradConvolve(int threads, const PlaneShape& shape, int inputs, int outputs, const float* x, const float* filter,
                      const float* bias, int biasStep, float* y);

/// dx from dy, both as above.
void WinogradInputGradient(int threads, const PlaneShape& shape, int inputs, int outputs, const float* dy, const float* filter,
                           float* dx);

/// dFilter from x and dy.
void WinogradFilterGradient(int threads, const PlaneShape& shape, int inputs, int outputs, const float* x, const float* dy,
                            float* dFilter);

}  // namespace holoscope
