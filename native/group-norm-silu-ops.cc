// The TensorFlow ops of GroupNorm with SiLU alone. After a convolution it is part of that op: see convolution-ops.cc.
#include <vector>

#include "group-norm-silu.h"
#include "tensorflow/core/framework/op.h"

namespace holoscope {
namespace {

class GroupNormSiluOp : public OpKernel {
 public:
  explicit GroupNormSiluOp(OpKernelConstruction* construction) : OpKernel(construction) {
    OP_REQUIRES_OK(construction, construction->GetAttr("groups", &groups_));
    OP_REQUIRES_OK(construction, construction->GetAttr("epsilon", &epsilon_));
  }

  void Compute(OpKernelContext* context) override {
    const Tensor& x = context->input(0);
    const Images images = ImageShape(x);
    OP_REQUIRES_OK(context, RequireGroups(images.channels, groups_));
    const float* added = context->num_inputs() > 3 ? FloatsOf(context->input(3)) : nullptr;
    Tensor *y, *moments;
    OP_REQUIRES_OK(context, context->allocate_output(0, x.shape(), &y));
    OP_REQUIRES_OK(context, context->allocate_output(1, TensorShape({images.batch, 2, images.channels}), &moments));
    GroupNormSilu(ThreadsOf(context), images, groups_, epsilon_, FloatsOf(x), FloatsOf(context->input(1)), FloatsOf(context->input(2)),
                  added, FloatsOf(*y), FloatsOf(*moments));
  }

 private:
  int groups_;
  float epsilon_;
};

class GroupNormSiluGradientOp : public OpKernel {
 public:
  explicit GroupNormSiluGradientOp(OpKernelConstruction* construction) : OpKernel(construction) {
    OP_REQUIRES_OK(construction, construction->GetAttr("groups", &groups_));
  }

  void Compute(OpKernelContext* context) override {
    const Tensor& x = context->input(0);
    const Images images = ImageShape(x);
    OP_REQUIRES_OK(context, RequireGroups(images.channels, groups_));
    Tensor *dx, *dScale, *dShift;
    OP_REQUIRES_OK(context, context->allocate_output(0, x.shape(), &dx));
    OP_REQUIRES_OK(context, context->allocate_output(1, TensorShape({images.channels}), &dScale));
    OP_REQUIRES_OK(context, context->allocate_output(2, TensorShape({images.channels}), &dShift));
    std::vector<float> dBias(images.channels);  // of a convolution that is not here
    GroupNormSiluGradient(ThreadsOf(context), images, groups_, FloatsOf(x), FloatsOf(context->input(1)), FloatsOf(context->input(2)),
                          FloatsOf(context->input(3)), FloatsOf(context->input(4)),
                          {FloatsOf(*dx), FloatsOf(*dScale), FloatsOf(*dShift), dBias.data()});
  }

 private:
  int groups_;
};

REGISTER_OP("HoloscopeGroupNormSilu")
    .Input("x: float")
    .Input("scale: float")
    .Input("shift: float")
    .Input("added: N * float")
    .Output("y: float")
    .Output("moments: float")
    .Attr("N: int >= 0")
    .Attr("groups: int")
    .Attr("epsilon: float");
REGISTER_KERNEL_BUILDER(Name("HoloscopeGroupNormSilu").Device(tensorflow::DEVICE_CPU), GroupNormSiluOp);

REGISTER_OP("HoloscopeGroupNormSiluGradient")
    .Input("x: float")
    .Input("scale: float")
    .Input("shift: float")
    .Input("moments: float")
    .Input("dy: float")
    .Output("dx: float")
    .Output("dscale: float")
    .Output("dshift: float")
    .Attr("groups: int");
REGISTER_KERNEL_BUILDER(Name("HoloscopeGroupNormSiluGradient").Device(tensorflow::DEVICE_CPU), GroupNormSiluGradientOp);

}  // namespace
}  // namespace holoscope
