// What every op reads off its tensors.
#pragma once

#include <cstdint>

#include "absl/strings/str_cat.h"
#include "tensorflow/core/framework/device_base.h"
#include "tensorflow/core/framework/op_kernel.h"

namespace holoscope {

using tensorflow::OpKernel;
using tensorflow::OpKernelConstruction;
using tensorflow::OpKernelContext;
using tensorflow::Tensor;
using tensorflow::TensorShape;

inline const float* FloatsOf(const Tensor& tensor) { return static_cast<const float*>(tensor.data()); }
inline float* FloatsOf(Tensor& tensor) { return static_cast<float*>(tensor.data()); }

/// The number of threads that TensorFlow was given (TF_NUM_INTRAOP_THREADS, else all cores).
inline int ThreadsOf(OpKernelContext* context) { return context->device()->tensorflow_cpu_worker_threads()->num_threads; }

struct Images {
  int64_t batch;
  int pixels;
  int channels;
};

/// [B, H, W, C]
inline Images ImageShape(const Tensor& x) {
  return {x.dim_size(0), int(x.dim_size(1) * x.dim_size(2)), int(x.dim_size(3))};
}

inline absl::Status RequireGroups(int channels, int groups) {
  if (groups > 0 && channels % 8 == 0 && channels % groups == 0) return absl::OkStatus();
  return absl::InvalidArgumentError(absl::StrCat("GroupNorm here needs channels in multiples of 8 and of the groups, not ",
                                                 channels, " in ", groups, " groups."));
}

}  // namespace holoscope
