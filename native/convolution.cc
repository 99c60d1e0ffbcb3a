#include "convolution.h"

#include "absl/strings/str_cat.h"
#include "winograd.h"

namespace holoscope {

Grids Geometry::Of(const Tensor& x, const Tensor& filter) const {
  const int height = int(x.dim_size(1)), width = int(x.dim_size(2));
  const int size = int(filter.dim_size(0)), fine = int(filter.dim_size(2)), coarse = int(filter.dim_size(3));
  if (transposed) return {x.dim_size(0), height * stride, width * stride, fine, height, width, coarse, size, stride};
  return {x.dim_size(0), height, width, fine, (height + stride - 1) / stride, (width + stride - 1) / stride, coarse, size, stride};
}

TensorShape Geometry::ShapeOfY(const Grids& g) const {
  return transposed ? TensorShape({g.batch, g.fineHeight, g.fineWidth, g.fineChannels})
                    : TensorShape({g.batch, g.coarseHeight, g.coarseWidth, g.coarseChannels});
}

absl::Status RequireEights(const Grids& g) {
  if (g.fineChannels % 8 == 0 && g.coarseChannels % 8 == 0) return absl::OkStatus();
  return absl::InvalidArgumentError(absl::StrCat("The convolution here needs channels in multiples of 8, not ", g.fineChannels,
                                                 " and ", g.coarseChannels, "."));
}

void Convolve(int threads, const Geometry& geometry, const Grids& grids, const float* x, const float* filter, const float* bias,
              int biasStep, float* y) {
  if (geometry.SuitsWinograd(grids)) {
    WinogradConvolve(threads, {grids.batch, grids.fineHeight, grids.fineWidth}, grids.fineChannels, grids.coarseChannels, x, filter, bias,
                     biasStep, y);
  } else {
    (geometry.transposed ? CoarseToFine : FineToCoarse)(threads, grids, x, filter, bias, y);
  }
}

void ConvolutionGradient(int threads, const Geometry& geometry, const Grids& grids, const float* x, const float* filter, const float* dy,
                         float* dFilter, float* dx) {
  if (geometry.SuitsWinograd(grids)) {
    const PlaneShape shape{grids.batch, grids.fineHeight, grids.fineWidth};
    WinogradFilterGradient(threads, shape, grids.fineChannels, grids.coarseChannels, x, dy, dFilter);
    if (dx) WinogradInputGradient(threads, shape, grids.fineChannels, grids.coarseChannels, dy, filter, dx);
    return;
  }
  GridFilterGradient(threads, grids, geometry.transposed ? dy : x, geometry.transposed ? x : dy, dFilter);
  if (dx) (geometry.transposed ? FineToCoarse : CoarseToFine)(threads, grids, dy, filter, nullptr, dx);
}

}  // namespace holoscope
