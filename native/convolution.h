// Convolutions forward and backward, each by the arithmetic that suits its shape: 3 × 3 with padding 1 and stride 1 or 2, and the
// 4 × 4 transposed convolution with stride 2 and padding 1 that doubles the size. Winograd's (winograd.h) for stride 1 on images
// that are not tiny, else the map between two grids (grid-convolution.h).
//
//   convolution:            x [B, H, W, I], filter [3, 3, I, O], y [B, ceil(H / stride), ceil(W / stride), O]
//   transposed convolution: x [B, H, W, I], filter [4, 4, O, I], y [B, 2H, 2W, O]
#pragma once

#include "grid-convolution.h"
#include "tensors.h"

namespace holoscope {

/// The attributes `stride` and `transposed` of an op.
struct Geometry {
  explicit Geometry(OpKernelConstruction* construction) {
    OP_REQUIRES_OK(construction, construction->GetAttr("stride", &stride));
    OP_REQUIRES_OK(construction, construction->GetAttr("transposed", &transposed));
  }

  Grids Of(const Tensor& x, const Tensor& filter) const;
  TensorShape ShapeOfY(const Grids& grids) const;
  /// Tiles are 4 × 4: below that most of a tile would be padding.
  bool SuitsWinograd(const Grids& g) const { return !transposed && stride == 1 && g.fineHeight >= 3 && g.fineWidth >= 3; }

  int stride;
  bool transposed;
};

absl::Status RequireEights(const Grids& grids);

/// The bias of an image is `biasStep` floats after that of the one before: 0 where all share one, as they must except by Winograd.
void Convolve(int threads, const Geometry& geometry, const Grids& grids, const float* x, const float* filter, const float* bias,
              int biasStep, float* y);

/// `dx` may be null, where it is not wanted.
void ConvolutionGradient(int threads, const Geometry& geometry, const Grids& grids, const float* x, const float* filter, const float* dy,
                         float* dFilter, float* dx);

}  // namespace holoscope
