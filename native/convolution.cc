// Convolutions with bias, forward and backward, as TensorFlow ops: 3 × 3 with padding 1 and stride 1 or 2, and the 4 × 4
// transposed convolution with stride 2 and padding 1 that doubles the size. The arithmetic is in grid-convolution.h, and for stride
// 1 on images that are not tiny in winograd.h.
//
//   convolution:            x [B, H, W, I], filter [3, 3, I, O], y [B, ceil(H / stride), ceil(W / stride), O]
//   transposed convolution: x [B, H, W, I], filter [4, 4, O, I], y [B, 2H, 2W, O]
//
// The bias is [O]; by Winograd it may also be [B, O], one for each image.
#include "grid-convolution.h"
#include "tensorflow/core/framework/op.h"
#include "tensors.h"
#include "winograd.h"

namespace holoscope {
namespace {

using tensorflow::OpKernel;
using tensorflow::OpKernelConstruction;
using tensorflow::OpKernelContext;
using tensorflow::Tensor;
using tensorflow::TensorShape;

struct Geometry {
  explicit Geometry(OpKernelConstruction* construction) {
    OP_REQUIRES_OK(construction, construction->GetAttr("stride", &stride));
    OP_REQUIRES_OK(construction, construction->GetAttr("transposed", &transposed));
  }

  Grids Of(const Tensor& x, const Tensor& filter) const {
    const int height = int(x.dim_size(1)), width = int(x.dim_size(2));
    const int size = int(filter.dim_size(0)), fine = int(filter.dim_size(2)), coarse = int(filter.dim_size(3));
    if (transposed) return {x.dim_size(0), height * stride, width * stride, fine, height, width, coarse, size, stride};
    return {x.dim_size(0), height, width, fine, (height + stride - 1) / stride, (width + stride - 1) / stride, coarse, size, stride};
  }

  TensorShape ShapeOfY(const Grids& g) const {
    return transposed ? TensorShape({g.batch, g.fineHeight, g.fineWidth, g.fineChannels})
                      : TensorShape({g.batch, g.coarseHeight, g.coarseWidth, g.coarseChannels});
  }

  /// Tiles are 4 × 4: below that most of a tile would be padding.
  bool SuitsWinograd(const Grids& g) const { return !transposed && stride == 1 && g.fineHeight >= 3 && g.fineWidth >= 3; }

  int stride;
  bool transposed;
};

absl::Status RequireEights(const Grids& g) {
  if (g.fineChannels % 8 == 0 && g.coarseChannels % 8 == 0) return absl::OkStatus();
  return absl::InvalidArgumentError(absl::StrCat("The convolution here needs channels in multiples of 8, not ", g.fineChannels,
                                                 " and ", g.coarseChannels, "."));
}

class Convolution : public OpKernel {
 public:
  explicit Convolution(OpKernelConstruction* construction) : OpKernel(construction), geometry_(construction) {}

  void Compute(OpKernelContext* context) override {
    const Tensor &x = context->input(0), &filter = context->input(1), &bias = context->input(2);
    const Grids grids = geometry_.Of(x, filter);
    OP_REQUIRES_OK(context, RequireEights(grids));
    Tensor* y;
    OP_REQUIRES_OK(context, context->allocate_output(0, geometry_.ShapeOfY(grids), &y));
    const int threads = ThreadsOf(context);
    if (geometry_.SuitsWinograd(grids)) {
      WinogradConvolve(threads, {grids.batch, grids.fineHeight, grids.fineWidth}, grids.fineChannels, grids.coarseChannels, FloatsOf(x),
                       FloatsOf(filter), FloatsOf(bias), bias.dims() == 2 ? grids.coarseChannels : 0, FloatsOf(*y));
    } else {
      OP_REQUIRES(context, bias.dims() == 1, absl::InvalidArgumentError("A bias for each image needs a 3 x 3 convolution of at least 3 x 3 pixels."));
      (geometry_.transposed ? CoarseToFine : FineToCoarse)(threads, grids, FloatsOf(x), FloatsOf(filter), FloatsOf(bias), FloatsOf(*y));
    }
  }

 private:
  Geometry geometry_;
};

class ConvolutionGradient : public OpKernel {
 public:
  explicit ConvolutionGradient(OpKernelConstruction* construction) : OpKernel(construction), geometry_(construction) {
    OP_REQUIRES_OK(construction, construction->GetAttr("need_dx", &needDx_));
  }

  void Compute(OpKernelContext* context) override {
    const Tensor &x = context->input(0), &filter = context->input(1), &dy = context->input(2);
    const Grids grids = geometry_.Of(x, filter);
    OP_REQUIRES_OK(context, RequireEights(grids));
    const int64_t outputs = dy.dim_size(3);
    Tensor *dx, *dFilter, *dBias;
    OP_REQUIRES_OK(context, context->allocate_output(0, needDx_ ? x.shape() : TensorShape({0}), &dx));
    OP_REQUIRES_OK(context, context->allocate_output(1, filter.shape(), &dFilter));
    OP_REQUIRES_OK(context, context->allocate_output(2, TensorShape({outputs}), &dBias));
    const int threads = ThreadsOf(context);
    SumOverPixels(threads, dy.NumElements() / outputs, int(outputs), FloatsOf(dy), FloatsOf(*dBias));
    if (geometry_.SuitsWinograd(grids)) {
      const PlaneShape shape{grids.batch, grids.fineHeight, grids.fineWidth};
      const int inputs = grids.fineChannels;
      WinogradFilterGradient(threads, shape, inputs, int(outputs), FloatsOf(x), FloatsOf(dy), FloatsOf(*dFilter));
      if (needDx_) WinogradInputGradient(threads, shape, inputs, int(outputs), FloatsOf(dy), FloatsOf(filter), FloatsOf(*dx));
      return;
    }
    const bool transposed = geometry_.transposed;
    GridFilterGradient(threads, grids, FloatsOf(transposed ? dy : x), FloatsOf(transposed ? x : dy), FloatsOf(*dFilter));
    if (needDx_) (transposed ? FineToCoarse : CoarseToFine)(threads, grids, FloatsOf(dy), FloatsOf(filter), nullptr, FloatsOf(*dx));
  }

 private:
  Geometry geometry_;
  bool needDx_;
};

REGISTER_OP("HoloscopeConvolution")
    .Input("x: float")
    .Input("filter: float")
    .Input("bias: float")
    .Output("y: float")
    .Attr("stride: int")
    .Attr("transposed: bool");
REGISTER_KERNEL_BUILDER(Name("HoloscopeConvolution").Device(tensorflow::DEVICE_CPU), Convolution);

REGISTER_OP("HoloscopeConvolutionGradient")
    .Input("x: float")
    .Input("filter: float")
    .Input("dy: float")
    .Output("dx: float")
    .Output("dfilter: float")
    .Output("dbias: float")
    .Attr("stride: int")
    .Attr("transposed: bool")
    .Attr("need_dx: bool");
REGISTER_KERNEL_BUILDER(Name("HoloscopeConvolutionGradient").Device(tensorflow::DEVICE_CPU), ConvolutionGradient);

}  // namespace
}  // namespace holoscope
