// Vectors of doubles that fill one register, and the functions on them that the compiler does not have.
#pragma once

#include <cmath>
#include <cstdint>
#include <cstring>

#include "vector.h"

namespace holoscope {

/// 8 with AVX-512, 4 with AVX2.
constexpr int kDoubles = kLanes / 2;

typedef double Doubles __attribute__((vector_size(8 * kDoubles)));
typedef int64_t Longs __attribute__((vector_size(8 * kDoubles)));

inline Doubles Constant(double value) { return value - Doubles{}; }

inline Doubles SquareRoot(Doubles x) {
  Doubles root;
  for (int lane = 0; lane < kDoubles; lane++) root[lane] = std::sqrt(x[lane]);
  return root;
}

/// a where the condition's lane is all ones, else b.
inline Doubles Select(Longs condition, Doubles a, Doubles b) { return condition ? a : b; }

/// ln x to a unit in the last place for normal x > 0, not a number for one that is not: x = 2^k m, m in [√½, √2), f = m − 1, s = f / (2 + f), and
/// ln(1 + f) = 2s + (2/3) s³ + … by fdlibm's polynomial.
inline Doubles Log(Doubles x) {
  Longs bits;
  std::memcpy(&bits, &x, sizeof(bits));
  // Adding 1 − √½ in the exponent's place moves the seam between powers of two to √2.
  const Longs moved = bits + 0x0009'5f61'9980'c433LL;
  const Longs exponent = (moved >> 52) - 1023;
  const Longs mantissa = (moved & 0x000f'ffff'ffff'ffffLL) + 0x3fe6'a09e'667f'3bcdLL;
  Doubles m;
  std::memcpy(&m, &mantissa, sizeof(m));
  const Doubles k = __builtin_convertvector(exponent, Doubles);
  const Doubles f = m - 1.0;
  const Doubles s = f / (2.0 + f);
  const Doubles z = s * s;
  Doubles r = Constant(1.479819860511658591e-01);
  r = r * z + 1.531383769920937332e-01;
  r = r * z + 1.818357216161805012e-01;
  r = r * z + 2.222219843214978396e-01;
  r = r * z + 2.857142874366239149e-01;
  r = r * z + 3.999999999940941908e-01;
  r = r * z + 6.666666666666735130e-01;
  r = r * z;
  const Doubles half = 0.5 * f * f;
  const Doubles log = k * 6.93147180369123816490e-01 - ((half - (s * (half + r) + k * 1.90821492927058770002e-10)) - f);
  return Select((x >= 2.2250738585072014e-308) & (x <= 1.7976931348623157e308), log, Constant(NAN));
}

}  // namespace holoscope
