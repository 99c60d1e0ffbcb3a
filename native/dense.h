// Dense layers, y = x W + b, and SiLU of it, forward and backward; x [rows, inputs], W [inputs, outputs], of any size.
//
// Why it is faster: a layer of a hundred thousand weights takes less time than the calls of the half dozen stock ops of which it is
// made, forward and backward. Here it is one each way, and the products run at the speed of the registers: a task copies kPanel
// columns of its right factor into the first-level cache, filled up with zeros, and passes all rows over them.
#pragma once

#include <cstdint>

namespace holoscope {

struct DenseShape {
  int64_t rows, inputs, outputs;
};

/// `z` = x W + b and y = z sigmoid(z); or y = x W + b, where `z` is null.
void Dense(int threads, const DenseShape& shape, const float* x, const float* weight, const float* bias, float* z, float* y);

/// All three from dy; `z` as the forward pass left it, or null. `dz` is scratch of the size of dy where `z` is given.
void DenseGradient(int threads, const DenseShape& shape, const float* x, const float* weight, const float* z, const float* dy, float* dz,
                   float* dx, float* dWeight, float* dBias);

}  // namespace holoscope
