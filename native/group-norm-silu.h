// GroupNorm with affine map and SiLU, forward and backward.
//
//   z = scale (x - mean) / sqrt(variance + epsilon) + shift,   y = z sigmoid(z) + added
//
// x, y and, where there is one, added (a skip connection): [B, H, W, C]; scale, shift: [C]; mean and variance over each image and
// group of C / groups channels. Channels are multiples of 8.
//
// Why it is faster: in stock ops this is some fifteen passes over the whole batch, each through main memory and each with
// its own tensor. Here an image, which fits into the cache, is done from beginning to end before the next; the sigmoid is
// recomputed in the backward pass rather than stored.
#pragma once

#include "tensors.h"

namespace holoscope {

/// `added` may be null. `moments` [B, 2, C]: mean and 1 / sqrt(variance + epsilon), spread over the channels of their group.
void GroupNormSilu(int threads, const Images& images, int groups, float epsilon, const float* x, const float* scale, const float* shift,
                   const float* added, float* y, float* moments);

/// dx [B, H, W, C]; the others [C]. dBias = sum of dx over batch and pixels: the gradient of what was added to x before.
struct GroupNormSiluGradients {
  float *dx, *dScale, *dShift, *dBias;
};

/// `moments` as the forward pass left them.
void GroupNormSiluGradient(int threads, const Images& images, int groups, const float* x, const float* scale, const float* shift,
                           const float* moments, const float* dy, const GroupNormSiluGradients& gradients);

}  // namespace holoscope
