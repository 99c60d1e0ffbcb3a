// One step of AdamW with global-norm clipping and a moving average of the weights, over all parameters in one op; and the
// parameters as views of the one vector that holds them.
//
//   g  = gradient · min(1, clip / (norm + 1e-6)),   norm over all parameters
//   m += (1 - beta1) (g - m),   v += (1 - beta2) (g² - v)
//   w  = shrink w - step m / (sqrt(v) + epsilon)
//   a  = w + decay (a - w)
//
// Weights w, moments m and v and average a are resource variables, float vectors of all parameters one behind the other, updated
// in place. The gradients come as they are, one tensor a parameter.
//
// Why it is faster: the step is bound by memory. Stock ops join the gradients, square them, scale them, update and average in
// passes of their own; here the gradients are read twice, everything else once.
#include <algorithm>
#include <cmath>
#include <cstring>
#include <vector>

#include "fork-join-pool.h"
#include "tensorflow/core/framework/op.h"
#include "tensorflow/core/framework/resource_mgr.h"
#include "tensorflow/core/framework/resource_var.h"
#include "tensors.h"
#include "vector.h"

namespace holoscope {
namespace {

using tensorflow::Var;

/// A stretch of one gradient, and where it lies in the vectors. Fixed, so that the order of the norm's sum is.
struct Stretch {
  const float* gradient;
  int64_t offset, length;
};
constexpr int64_t kLongest = 1 << 14;

double SumOfSquares(const Stretch& stretch) {
  Wide sums[4] = {};
  int64_t i = 0;
  for (; i + 4 * kLanes <= stretch.length; i += 4 * kLanes) {
    for (int j = 0; j < 4; j++) {
      const Wide g = Load<Wide>(stretch.gradient + i + j * kLanes);
      sums[j] += g * g;
    }
  }
  const Wide sum = (sums[0] + sums[1]) + (sums[2] + sums[3]);
  double total = 0;
  for (int lane = 0; lane < kLanes; lane++) total += sum[lane];
  for (; i < stretch.length; i++) total += double(stretch.gradient[i]) * stretch.gradient[i];
  return total;
}

/// The op's input `numbers`, in this order.
struct Numbers {
  /// 0 leaves the gradient as it is.
  float clip;
  float oneMinusBeta1, oneMinusBeta2, step, epsilon, shrink;
  /// Of the average; negative leaves it as it is.
  float decay;
};

/// The compiler turns this into vectors: no element depends on another.
void UpdateStretch(const Numbers& n, float factor, int64_t length, const float* __restrict gradient, float* __restrict w,
                   float* __restrict m, float* __restrict v, float* __restrict a) {
  const bool average = n.decay >= 0;
  for (int64_t i = 0; i < length; i++) {
    const float g = gradient[i] * factor;
    m[i] += n.oneMinusBeta1 * (g - m[i]);
    v[i] += n.oneMinusBeta2 * (g * g - v[i]);
    w[i] = n.shrink * w[i] - n.step * m[i] / (std::sqrt(v[i]) + n.epsilon);
  }
  if (!average) return;
  for (int64_t i = 0; i < length; i++) a[i] = w[i] + n.decay * (a[i] - w[i]);
}

/// A variable for the time of an update: locked, and its buffer nobody else's.
class Vector {
 public:
  absl::Status Open(OpKernelContext* context, int input) {
    TF_RETURN_IF_ERROR(LookupResource(context, HandleFromInput(context, input), &variable_));
    variable_->mu()->lock();
    Tensor* tensor = variable_->tensor();
    if (tensor->RefCountIsOne()) return absl::OkStatus();
    // Somebody still holds an earlier reading, which must not change.
    Tensor copy;
    TF_RETURN_IF_ERROR(context->allocate_temp(tensor->dtype(), tensor->shape(), &copy));
    std::memcpy(copy.data(), tensor->data(), tensor->TotalBytes());
    *tensor = copy;
    return absl::OkStatus();
  }
  ~Vector() {
    if (variable_) variable_->mu()->unlock();
  }
  float* Data() { return FloatsOf(*variable_->tensor()); }
  int64_t Size() { return variable_->tensor()->NumElements(); }

 private:
  tensorflow::core::RefCountPtr<Var> variable_;
};

class AdamW : public OpKernel {
 public:
  explicit AdamW(OpKernelConstruction* construction) : OpKernel(construction) {}

  void Compute(OpKernelContext* context) override {
    Vector w, m, v, a;
    OP_REQUIRES_OK(context, w.Open(context, 0));
    OP_REQUIRES_OK(context, m.Open(context, 1));
    OP_REQUIRES_OK(context, v.Open(context, 2));
    OP_REQUIRES_OK(context, a.Open(context, 3));
    Numbers numbers;
    std::memcpy(&numbers, context->input(4).data(), sizeof(numbers));

    std::vector<Stretch> stretches;
    int64_t offset = 0;
    for (int i = 5; i < context->num_inputs(); i++) {
      const float* gradient = FloatsOf(context->input(i));
      const int64_t size = context->input(i).NumElements();
      for (int64_t at = 0; at < size; at += kLongest) stretches.push_back({gradient + at, offset + at, std::min(kLongest, size - at)});
      offset += size;
    }
    OP_REQUIRES(context, offset == w.Size(),
                absl::InvalidArgumentError(absl::StrCat("Gradients of ", offset, " numbers for ", w.Size(), " weights.")));

    const int threads = ThreadsOf(context);
    const int64_t count = int64_t(stretches.size());
    std::vector<double> squares(count);
    ParallelFor(threads, count, [&](int64_t i) { squares[i] = SumOfSquares(stretches[i]); });
    double square = 0;
    for (const double part : squares) square += part;
    const float norm = float(std::sqrt(square));
    float factor = numbers.clip > 0 ? numbers.clip / (norm + 1e-6f) : 1;
    if (factor > 1) factor = 1;
    ParallelFor(threads, count, [&](int64_t i) {
      const auto& [gradient, at, length] = stretches[i];
      UpdateStretch(numbers, factor, length, gradient, w.Data() + at, m.Data() + at, v.Data() + at, a.Data() + at);
    });

    Tensor* output;
    OP_REQUIRES_OK(context, context->allocate_output(0, TensorShape({}), &output));
    *FloatsOf(*output) = norm;
  }
};

/// Parts of a vector in shapes of their own, without a copy where a part begins at a multiple of 64 bytes, which TensorFlow's
/// ops rely on. `shapes`: rank and sizes of each part, one part after the other.
class Views : public OpKernel {
 public:
  explicit Views(OpKernelConstruction* construction) : OpKernel(construction) {
    std::vector<int64_t> numbers;
    OP_REQUIRES_OK(construction, construction->GetAttr("shapes", &numbers));
    for (size_t i = 0; i < numbers.size(); i += numbers[i] + 1) {
      shapes_.emplace_back(absl::Span<const int64_t>(&numbers[i] + 1, numbers[i]));
    }
  }

  void Compute(OpKernelContext* context) override {
    const Tensor& whole = context->input(0);
    int64_t offset = 0;
    for (size_t i = 0; i < shapes_.size(); i++) {
      const int64_t size = shapes_[i].num_elements();
      OP_REQUIRES(context, offset + size <= whole.NumElements(), absl::InvalidArgumentError("The parts are larger than the whole."));
      const float* begin = FloatsOf(whole) + offset;
      if (reinterpret_cast<uintptr_t>(begin) % 64 == 0) {
        Tensor view;
        OP_REQUIRES(context, view.CopyFrom(whole.Slice(offset, offset + size), shapes_[i]), absl::InternalError("No view."));
        context->set_output(int(i), view);
      } else {
        Tensor* copy;
        OP_REQUIRES_OK(context, context->allocate_output(int(i), shapes_[i], &copy));
        std::memcpy(copy->data(), begin, size * sizeof(float));
      }
      offset += size;
    }
  }

 private:
  std::vector<TensorShape> shapes_;
};

REGISTER_OP("HoloscopeAdamW")
    .Input("weights: resource")
    .Input("first_moment: resource")
    .Input("second_moment: resource")
    .Input("average: resource")
    .Input("numbers: float")
    .Input("gradients: N * float")
    .Output("norm: float")
    .Attr("N: int >= 1")
    .SetIsStateful();
REGISTER_KERNEL_BUILDER(Name("HoloscopeAdamW").Device(tensorflow::DEVICE_CPU), AdamW);

REGISTER_OP("HoloscopeViews")
    .Input("whole: float")
    .Output("parts: N * float")
    .Attr("N: int >= 1")
    .Attr("shapes: list(int)");
REGISTER_KERNEL_BUILDER(Name("HoloscopeViews").Device(tensorflow::DEVICE_CPU), Views);

}  // namespace
}  // namespace holoscope
