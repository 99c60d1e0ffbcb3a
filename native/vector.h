// Vectors of floats that fill one register: 16 lanes with AVX-512, 8 with AVX2. GCC's and Clang's vector types carry the
// arithmetic; the same source compiles for both instruction sets.
#pragma once

#include <immintrin.h>

#include <cstdint>
#include <cstring>

namespace holoscope {

template <int Lanes>
struct Vectors {
  typedef float Float __attribute__((vector_size(4 * Lanes)));
  typedef int32_t Int __attribute__((vector_size(4 * Lanes)));
};

#if defined(__AVX512F__)
constexpr int kLanes = 16;
#else
constexpr int kLanes = 8;
#endif

/// The widest vector that this build has.
using Wide = Vectors<kLanes>::Float;
/// Eight lanes, for what is left over: channels come in multiples of 8.
using Narrow = Vectors<8>::Float;

template <class V>
constexpr int LanesOf() { return sizeof(V) / sizeof(float); }

/// The address need not be aligned.
template <class V>
inline V Load(const float* from) {
  V v;
  std::memcpy(&v, from, sizeof(V));
  return v;
}

template <class V>
inline void Store(float* to, V v) { std::memcpy(to, &v, sizeof(V)); }

/// Eight lanes at `to`, the others, if any, at `to + step`.
template <class V>
inline void StoreEights(float* to, int64_t step, V v) {
  for (int lane = 0; lane < LanesOf<V>(); lane += 8) std::memcpy(to + lane / 8 * step, reinterpret_cast<const char*>(&v) + lane * 4, 32);
}

template <class V>
inline V Broadcast(float value) { return value - V{}; }

/// Runs body(vector type, first channel) over all channels: wide vectors first, narrow ones for the rest.
template <class Body>
inline void ForChannels(int channels, Body body) {
  int channel = 0;
  for (; channel + kLanes <= channels; channel += kLanes) body(Wide{}, channel);
  for (; channel + 8 <= channels; channel += 8) body(Narrow{}, channel);
}

/// e^x to 2 units in the last place for |x| <= 87, clamped there. x = n ln 2 + r, |r| <= ln 2 / 2, ln 2 in two parts so that r is
/// exact; e^r by a polynomial; 2^n by its bits. Coefficients: Moshier's Cephes, expf.
template <class V>
inline V Exp(V x) {
  using Int = typename Vectors<LanesOf<V>()>::Int;
  const V limit = Broadcast<V>(87.0f);
  x = x > limit ? limit : x;
  x = x < -limit ? -limit : x;
  const float rounding = 12582912.0f;  // 1.5 * 2^23: adding it drops the fraction
  const V n = (x * 1.44269504088896341f + rounding) - rounding;
  const V r = (x - n * 0.693359375f) + n * 2.12194440e-4f;
  V p = Broadcast<V>(1.9875691500e-4f);
  p = p * r + 1.3981999507e-3f;
  p = p * r + 8.3334519073e-3f;
  p = p * r + 4.1665795894e-2f;
  p = p * r + 1.6666665459e-1f;
  p = p * r + 5.0000001201e-1f;
  const V er = (p * r) * r + r + 1.0f;
  const Int exponent = (__builtin_convertvector(n, Int) + 127) << 23;
  V power;
  std::memcpy(&power, &exponent, sizeof(V));
  return er * power;
}

/// 1 / x to 2 units in the last place where x and 1 / x are normal numbers: the processor's estimate, good to 14 bits (11 with AVX2), and a
/// step (two) of Newton's method, r (2 - x r), in a third of the time of a division.
inline Vectors<8>::Float Reciprocal(Vectors<8>::Float x) {
#if defined(__AVX512F__)
  const Vectors<8>::Float r = _mm256_rcp14_ps(x);
#else
  Vectors<8>::Float r = _mm256_rcp_ps(x);
  r = r * (2.0f - x * r);
#endif
  return r * (2.0f - x * r);
}
#if defined(__AVX512F__)
inline Vectors<16>::Float Reciprocal(Vectors<16>::Float x) {
  const Vectors<16>::Float r = _mm512_rcp14_ps(x);
  return r * (2.0f - x * r);
}
#endif

/// 1 / (1 + e^-x)
template <class V>
inline V Sigmoid(V x) { return Reciprocal(1.0f + Exp(-x)); }

}  // namespace holoscope
