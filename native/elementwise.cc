// Sums over arrays of one shape in a single pass, where stock ops take a pass and a tensor for each product and each sum.
//
//   combination:       y = sum over i of factors[i] terms[i]                  a stage of a Runge-Kutta step
//   weighted squares:  L = sum of w (x - target)^2,  dx = 2 w (x - target) dL   the loss of a flow
//   pixel sums:        y[image, channel] = sum over pixels of x               the gradient of a bias for each image
//
// Arrays are dense; w has the shape of x, or one number for each image.
#include <algorithm>
#include <vector>

#include "fork-join-pool.h"
#include "tensorflow/core/framework/op.h"
#include "tensors.h"
#include "vector.h"

namespace holoscope {
namespace {

/// Numbers in a task: long against the cost of handing it out, short enough for two threads to share a small array.
constexpr int64_t kPiece = 1 << 13;

/// Runs body(first, end) over all pieces of `size` numbers.
template <class PieceBody>
void ForPieces(int threads, int64_t size, PieceBody body) {
  ParallelFor(threads, (size + kPiece - 1) / kPiece, [&](int64_t task) { body(task * kPiece, std::min(size, (task + 1) * kPiece)); });
}

class Combination : public OpKernel {
 public:
  explicit Combination(OpKernelConstruction* construction) : OpKernel(construction) {}

  void Compute(OpKernelContext* context) override {
    const Tensor &factors = context->input(0), &first = context->input(1);
    const int terms = context->num_inputs() - 1;
    OP_REQUIRES(context, factors.NumElements() == terms, absl::InvalidArgumentError("A combination needs a factor for each term."));
    std::vector<const float*> from(terms);
    for (int i = 0; i < terms; i++) {
      OP_REQUIRES(context, context->input(i + 1).shape() == first.shape(), absl::InvalidArgumentError("The terms of a combination have one shape."));
      from[i] = FloatsOf(context->input(i + 1));
    }
    Tensor* y;
    OP_REQUIRES_OK(context, context->allocate_output(0, first.shape(), &y));
    const float* factor = FloatsOf(factors);
    float* to = FloatsOf(*y);
    ForPieces(ThreadsOf(context), first.NumElements(), [&](int64_t begin, int64_t end) {
      for (int64_t at = begin; at < end; at++) to[at] = factor[0] * from[0][at];
      // The piece stays in the first-level cache from term to term.
      for (int i = 1; i < terms; i++) {
        for (int64_t at = begin; at < end; at++) to[at] += factor[i] * from[i][at];
      }
    });
  }
};

/// The weights of x: as many as numbers, or one an image (`images` of them).
struct Weights {
  Weights(const Tensor& x, const Tensor& weight)
      : size(x.NumElements()), images(weight.NumElements() == x.NumElements() ? 0 : weight.NumElements()), values(FloatsOf(weight)) {}
  bool Fit() const { return images == 0 || size % images == 0; }

  int64_t size, images;
  const float* values;
};

/// Runs body(at, weight) over [begin, end), the image's weight looked up once an image.
template <class At>
inline void ForWeighted(const Weights& weights, int64_t begin, int64_t end, At body) {
  if (weights.images == 0) {
    for (int64_t at = begin; at < end; at++) body(at, weights.values[at]);
    return;
  }
  const int64_t length = weights.size / weights.images;
  while (begin < end) {
    const float weight = weights.values[begin / length];
    const int64_t stop = std::min(end, (begin / length + 1) * length);
    for (int64_t at = begin; at < stop; at++) body(at, weight);
    begin = stop;
  }
}

class WeightedSquares : public OpKernel {
 public:
  explicit WeightedSquares(OpKernelConstruction* construction) : OpKernel(construction) {}

  void Compute(OpKernelContext* context) override {
    const Tensor &x = context->input(0), &target = context->input(1);
    const Weights weights(x, context->input(2));
    OP_REQUIRES(context, target.shape() == x.shape() && weights.Fit(), absl::InvalidArgumentError("Target and weights must fit x."));
    Tensor* loss;
    OP_REQUIRES_OK(context, context->allocate_output(0, TensorShape({}), &loss));
    const float *values = FloatsOf(x), *targets = FloatsOf(target);
    std::vector<double> sums((weights.size + kPiece - 1) / kPiece);
    ForPieces(ThreadsOf(context), weights.size, [&](int64_t begin, int64_t end) {
      // Eight sums in flight hide the latency of the addition.
      double partial[8] = {};
      ForWeighted(weights, begin, end, [&](int64_t at, float weight) {
        const double difference = values[at] - targets[at];
        partial[at % 8] += weight * difference * difference;
      });
      for (const double part : partial) sums[begin / kPiece] += part;
    });
    double sum = 0;
    for (const double part : sums) sum += part;
    *FloatsOf(*loss) = float(sum);
  }
};

class WeightedSquaresGradient : public OpKernel {
 public:
  explicit WeightedSquaresGradient(OpKernelConstruction* construction) : OpKernel(construction) {}

  void Compute(OpKernelContext* context) override {
    const Tensor &x = context->input(0), &target = context->input(1);
    const Weights weights(x, context->input(2));
    OP_REQUIRES(context, target.shape() == x.shape() && weights.Fit(), absl::InvalidArgumentError("Target and weights must fit x."));
    const float twice = 2 * *FloatsOf(context->input(3));
    Tensor* dx;
    OP_REQUIRES_OK(context, context->allocate_output(0, x.shape(), &dx));
    const float *values = FloatsOf(x), *targets = FloatsOf(target);
    float* to = FloatsOf(*dx);
    ForPieces(ThreadsOf(context), weights.size, [&](int64_t begin, int64_t end) {
      ForWeighted(weights, begin, end, [&](int64_t at, float weight) { to[at] = twice * weight * (values[at] - targets[at]); });
    });
  }
};

class PixelSums : public OpKernel {
 public:
  explicit PixelSums(OpKernelConstruction* construction) : OpKernel(construction) {}

  void Compute(OpKernelContext* context) override {
    const Tensor& x = context->input(0);
    const auto [batch, pixels, channels] = ImageShape(x);
    OP_REQUIRES(context, channels % 8 == 0, absl::InvalidArgumentError("Pixel sums here need channels in multiples of 8."));
    Tensor* y;
    OP_REQUIRES_OK(context, context->allocate_output(0, TensorShape({batch, channels}), &y));
    const float* from = FloatsOf(x);
    float* to = FloatsOf(*y);
    ParallelFor(ThreadsOf(context), batch, [&, pixels = pixels, channels = channels](int64_t image) {
      ForChannels(channels, [&](auto v, int c) {
        using V = decltype(v);
        V sum = {};
        for (int pixel = 0; pixel < pixels; pixel++) sum += Load<V>(from + (image * pixels + pixel) * channels + c);
        Store(to + image * channels + c, sum);
      });
    });
  }
};

REGISTER_OP("HoloscopePixelSums").Input("x: float").Output("y: float");
REGISTER_KERNEL_BUILDER(Name("HoloscopePixelSums").Device(tensorflow::DEVICE_CPU), PixelSums);

REGISTER_OP("HoloscopeCombination").Input("factors: float").Input("terms: N * float").Output("y: float").Attr("N: int >= 1");
REGISTER_KERNEL_BUILDER(Name("HoloscopeCombination").Device(tensorflow::DEVICE_CPU), Combination);

REGISTER_OP("HoloscopeWeightedSquares").Input("x: float").Input("target: float").Input("weight: float").Output("loss: float");
REGISTER_KERNEL_BUILDER(Name("HoloscopeWeightedSquares").Device(tensorflow::DEVICE_CPU), WeightedSquares);

REGISTER_OP("HoloscopeWeightedSquaresGradient").Input("x: float").Input("target: float").Input("weight: float").Input("dloss: float").Output("dx: float");
REGISTER_KERNEL_BUILDER(Name("HoloscopeWeightedSquaresGradient").Device(tensorflow::DEVICE_CPU), WeightedSquaresGradient);

}  // namespace
}  // namespace holoscope
