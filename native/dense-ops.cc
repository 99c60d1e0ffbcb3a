// The TensorFlow ops of dense layers.
#include "dense.h"
#include "product.h"
#include "tensorflow/core/framework/op.h"
#include "tensors.h"

namespace holoscope {
namespace {

/// x [B, inputs], weight [inputs, outputs].
absl::Status ReadShape(const Tensor& x, const Tensor& weight, DenseShape* shape) {
  if (x.dims() != 2 || weight.dims() != 2 || x.dim_size(1) != weight.dim_size(0)) {
    return absl::InvalidArgumentError("A dense layer needs x [B, inputs] and weights [inputs, outputs].");
  }
  *shape = {x.dim_size(0), x.dim_size(1), weight.dim_size(1)};
  return absl::OkStatus();
}

class DenseOp : public OpKernel {
 public:
  explicit DenseOp(OpKernelConstruction* construction) : OpKernel(construction) {
    OP_REQUIRES_OK(construction, construction->GetAttr("silu", &silu_));
  }

  void Compute(OpKernelContext* context) override {
    const Tensor &x = context->input(0), &weight = context->input(1), &bias = context->input(2);
    DenseShape shape;
    OP_REQUIRES_OK(context, ReadShape(x, weight, &shape));
    const TensorShape result({shape.rows, shape.outputs});
    Tensor *y, *z;
    OP_REQUIRES_OK(context, context->allocate_output(0, result, &y));
    OP_REQUIRES_OK(context, context->allocate_output(1, silu_ ? result : TensorShape({0}), &z));
    Dense(ThreadsOf(context), shape, FloatsOf(x), FloatsOf(weight), FloatsOf(bias), silu_ ? FloatsOf(*z) : nullptr, FloatsOf(*y));
  }

 private:
  bool silu_;
};

class DenseGradientOp : public OpKernel {
 public:
  explicit DenseGradientOp(OpKernelConstruction* construction) : OpKernel(construction) {
    OP_REQUIRES_OK(construction, construction->GetAttr("N", &saved_));
  }

  void Compute(OpKernelContext* context) override {
    const Tensor &x = context->input(0), &weight = context->input(1), &dy = context->input(2);
    DenseShape shape;
    OP_REQUIRES_OK(context, ReadShape(x, weight, &shape));
    Tensor *dx, *dWeight, *dBias;
    OP_REQUIRES_OK(context, context->allocate_output(0, x.shape(), &dx));
    OP_REQUIRES_OK(context, context->allocate_output(1, weight.shape(), &dWeight));
    OP_REQUIRES_OK(context, context->allocate_output(2, TensorShape({shape.outputs}), &dBias));
    const float* z = saved_ ? FloatsOf(context->input(3)) : nullptr;
    float* dz = z ? ThreadScratch(Scratch::kBlock, dy.NumElements()) : nullptr;
    DenseGradient(ThreadsOf(context), shape, FloatsOf(x), FloatsOf(weight), z, FloatsOf(dy), dz, FloatsOf(*dx), FloatsOf(*dWeight),
                  FloatsOf(*dBias));
  }

 private:
  int saved_;
};

REGISTER_OP("HoloscopeDense")
    .Input("x: float")
    .Input("weight: float")
    .Input("bias: float")
    .Output("y: float")
    .Output("z: float")
    .Attr("silu: bool");
REGISTER_KERNEL_BUILDER(Name("HoloscopeDense").Device(tensorflow::DEVICE_CPU), DenseOp);

REGISTER_OP("HoloscopeDenseGradient")
    .Input("x: float")
    .Input("weight: float")
    .Input("dy: float")
    .Input("z: N * float")
    .Output("dx: float")
    .Output("dweight: float")
    .Output("dbias: float")
    .Attr("N: int >= 0");
REGISTER_KERNEL_BUILDER(Name("HoloscopeDenseGradient").Device(tensorflow::DEVICE_CPU), DenseGradientOp);

}  // namespace
}  // namespace holoscope
