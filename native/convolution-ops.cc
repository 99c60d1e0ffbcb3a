// The TensorFlow ops of convolutions with bias, alone and as blocks with what follows them in a network, GroupNorm and SiLU.
//
// A block is one op because its parts are small: in a training step of a narrow network the calls between JavaScript and
// TensorFlow cost as much as the arithmetic. Backward, the gradient between the two parts never becomes a tensor, and that of the
// bias comes along with it.
#include <algorithm>

#include "convolution.h"
#include "group-norm-silu.h"
#include "product.h"
#include "tensorflow/core/framework/op.h"

namespace holoscope {
namespace {

/// The bias is [O]; by Winograd it may also be [B, O], one for each image.
class ConvolutionOp : public OpKernel {
 public:
  explicit ConvolutionOp(OpKernelConstruction* construction) : OpKernel(construction), geometry_(construction) {}

  void Compute(OpKernelContext* context) override {
    const Tensor &x = context->input(0), &filter = context->input(1), &bias = context->input(2);
    const Grids grids = geometry_.Of(x, filter);
    OP_REQUIRES_OK(context, RequireEights(grids));
    OP_REQUIRES(context, bias.dims() == 1 || geometry_.SuitsWinograd(grids),
                absl::InvalidArgumentError("A bias for each image needs a 3 x 3 convolution of at least 3 x 3 pixels."));
    Tensor* y;
    OP_REQUIRES_OK(context, context->allocate_output(0, geometry_.ShapeOfY(grids), &y));
    Convolve(ThreadsOf(context), geometry_, grids, FloatsOf(x), FloatsOf(filter), FloatsOf(bias),
             bias.dims() == 2 ? grids.coarseChannels : 0, FloatsOf(*y));
  }

 private:
  Geometry geometry_;
};

class ConvolutionGradientOp : public OpKernel {
 public:
  explicit ConvolutionGradientOp(OpKernelConstruction* construction) : OpKernel(construction), geometry_(construction) {
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
    ConvolutionGradient(threads, geometry_, grids, FloatsOf(x), FloatsOf(filter), FloatsOf(dy), FloatsOf(*dFilter),
                        needDx_ ? FloatsOf(*dx) : nullptr);
  }

 private:
  Geometry geometry_;
  bool needDx_;
};

class ConvolutionBlockOp : public OpKernel {
 public:
  explicit ConvolutionBlockOp(OpKernelConstruction* construction) : OpKernel(construction), geometry_(construction) {
    OP_REQUIRES_OK(construction, construction->GetAttr("groups", &groups_));
    OP_REQUIRES_OK(construction, construction->GetAttr("epsilon", &epsilon_));
  }

  void Compute(OpKernelContext* context) override {
    const Tensor &x = context->input(0), &filter = context->input(1);
    const Grids grids = geometry_.Of(x, filter);
    OP_REQUIRES_OK(context, RequireEights(grids));
    const TensorShape shape = geometry_.ShapeOfY(grids);
    const int channels = int(shape.dim_size(3));
    OP_REQUIRES_OK(context, RequireGroups(channels, groups_));
    const float* added = nullptr;
    if (context->num_inputs() > 5) {
      OP_REQUIRES(context, context->input(5).shape() == shape, absl::InvalidArgumentError("What is added has the shape of the result."));
      added = FloatsOf(context->input(5));
    }
    Tensor *y, *convolved, *moments;
    OP_REQUIRES_OK(context, context->allocate_output(0, shape, &y));
    OP_REQUIRES_OK(context, context->allocate_output(1, shape, &convolved));
    OP_REQUIRES_OK(context, context->allocate_output(2, TensorShape({grids.batch, 2, channels}), &moments));
    const int threads = ThreadsOf(context);
    Convolve(threads, geometry_, grids, FloatsOf(x), FloatsOf(filter), FloatsOf(context->input(2)), 0, FloatsOf(*convolved));
    GroupNormSilu(threads, ImageShape(*convolved), groups_, epsilon_, FloatsOf(*convolved), FloatsOf(context->input(3)),
                  FloatsOf(context->input(4)), added, FloatsOf(*y), FloatsOf(*moments));
  }

 private:
  Geometry geometry_;
  int groups_;
  float epsilon_;
};

class ConvolutionBlockGradientOp : public OpKernel {
 public:
  explicit ConvolutionBlockGradientOp(OpKernelConstruction* construction) : OpKernel(construction), geometry_(construction) {
    OP_REQUIRES_OK(construction, construction->GetAttr("groups", &groups_));
  }

  void Compute(OpKernelContext* context) override {
    const Tensor &x = context->input(0), &filter = context->input(1), &convolved = context->input(2);
    const Grids grids = geometry_.Of(x, filter);
    OP_REQUIRES_OK(context, RequireEights(grids));
    const Images images = ImageShape(convolved);
    OP_REQUIRES_OK(context, RequireGroups(images.channels, groups_));
    Tensor* outputs[5];
    OP_REQUIRES_OK(context, context->allocate_output(0, x.shape(), &outputs[0]));
    OP_REQUIRES_OK(context, context->allocate_output(1, filter.shape(), &outputs[1]));
    for (int i = 2; i < 5; i++) OP_REQUIRES_OK(context, context->allocate_output(i, TensorShape({images.channels}), &outputs[i]));
    float* const dConvolved = ThreadScratch(Scratch::kBlock, convolved.NumElements());
    const int threads = ThreadsOf(context);
    GroupNormSiluGradient(threads, images, groups_, FloatsOf(convolved), FloatsOf(context->input(3)), FloatsOf(context->input(4)),
                          FloatsOf(context->input(5)), FloatsOf(context->input(6)),
                          {dConvolved, FloatsOf(*outputs[3]), FloatsOf(*outputs[4]), FloatsOf(*outputs[2])});
    ConvolutionGradient(threads, geometry_, grids, FloatsOf(x), FloatsOf(filter), dConvolved, FloatsOf(*outputs[1]), FloatsOf(*outputs[0]));
  }

 private:
  Geometry geometry_;
  int groups_;
};

REGISTER_OP("HoloscopeConvolution")
    .Input("x: float")
    .Input("filter: float")
    .Input("bias: float")
    .Output("y: float")
    .Attr("stride: int")
    .Attr("transposed: bool");
REGISTER_KERNEL_BUILDER(Name("HoloscopeConvolution").Device(tensorflow::DEVICE_CPU), ConvolutionOp);

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
REGISTER_KERNEL_BUILDER(Name("HoloscopeConvolutionGradient").Device(tensorflow::DEVICE_CPU), ConvolutionGradientOp);

REGISTER_OP("HoloscopeConvolutionBlock")
    .Input("x: float")
    .Input("filter: float")
    .Input("bias: float")
    .Input("scale: float")
    .Input("shift: float")
    .Input("added: N * float")
    .Output("y: float")
    .Output("convolved: float")
    .Output("moments: float")
    .Attr("N: int >= 0")
    .Attr("stride: int")
    .Attr("transposed: bool")
    .Attr("groups: int")
    .Attr("epsilon: float");
REGISTER_KERNEL_BUILDER(Name("HoloscopeConvolutionBlock").Device(tensorflow::DEVICE_CPU), ConvolutionBlockOp);

REGISTER_OP("HoloscopeConvolutionBlockGradient")
    .Input("x: float")
    .Input("filter: float")
    .Input("convolved: float")
    .Input("scale: float")
    .Input("shift: float")
    .Input("moments: float")
    .Input("dy: float")
    .Output("dx: float")
    .Output("dfilter: float")
    .Output("dbias: float")
    .Output("dscale: float")
    .Output("dshift: float")
    .Attr("stride: int")
    .Attr("transposed: bool")
    .Attr("groups: int");
REGISTER_KERNEL_BUILDER(Name("HoloscopeConvolutionBlockGradient").Device(tensorflow::DEVICE_CPU), ConvolutionBlockGradientOp);

}  // namespace
}  // namespace holoscope
