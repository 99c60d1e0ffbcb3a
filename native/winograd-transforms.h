// The matrices of F(4 × 4, 3 × 3), each as the additions that multiply a column by it. Interpolation points 0, 1, -1, 2, -2 and
// infinity; see winograd.h.
#pragma once

namespace holoscope {

/// B^T: six values of the input.
struct InputTransform {
  static constexpr int kIn = 6, kOut = 6;
  template <class V>
  static void Apply(const V* d, int step, V* out, int outStep) {
    const V d0 = d[0], d1 = d[step], d2 = d[2 * step], d3 = d[3 * step], d4 = d[4 * step], d5 = d[5 * step];
    const V a = d4 - 4.0f * d2, b = d3 - 4.0f * d1, c = d4 - d2, e = 2.0f * (d3 - d1);
    out[0] = 4.0f * d0 - 5.0f * d2 + d4;
    out[outStep] = a + b;
    out[2 * outStep] = a - b;
    out[3 * outStep] = c + e;
    out[4 * outStep] = c - e;
    out[5 * outStep] = 4.0f * d1 - 5.0f * d3 + d5;
  }
};

/// A^T: to four values of the output.
struct OutputTransform {
  static constexpr int kIn = 6, kOut = 4;
  template <class V>
  static void Apply(const V* m, int step, V* out, int outStep) {
    const V sum1 = m[step] + m[2 * step], difference1 = m[step] - m[2 * step];
    const V sum2 = m[3 * step] + m[4 * step], difference2 = m[3 * step] - m[4 * step];
    out[0] = m[0] + sum1 + sum2;
    out[outStep] = difference1 + 2.0f * difference2;
    out[2 * outStep] = sum1 + 4.0f * sum2;
    out[3 * outStep] = difference1 + 8.0f * difference2 + m[5 * step];
  }
};

/// A: the gradient of four values of the output.
struct OutputGradientTransform {
  static constexpr int kIn = 4, kOut = 6;
  template <class V>
  static void Apply(const V* y, int step, V* out, int outStep) {
    const V y0 = y[0], y1 = y[step], y2 = y[2 * step], y3 = y[3 * step];
    const V even1 = y0 + y2, odd1 = y1 + y3, even2 = y0 + 4.0f * y2, odd2 = 2.0f * y1 + 8.0f * y3;
    out[0] = y0;
    out[outStep] = even1 + odd1;
    out[2 * outStep] = even1 - odd1;
    out[3 * outStep] = even2 + odd2;
    out[4 * outStep] = even2 - odd2;
    out[5 * outStep] = y3;
  }
};

/// G: three values of the filter.
struct FilterTransform {
  static constexpr int kIn = 3, kOut = 6;
  template <class V>
  static void Apply(const V* g, int step, V* out, int outStep) {
    const V g0 = g[0], g1 = g[step], g2 = g[2 * step];
    const V outer1 = (g0 + g2) * (-1.0f / 6), inner1 = g1 * (1.0f / 6);
    const V outer2 = g0 * (1.0f / 24) + g2 * (1.0f / 6), inner2 = g1 * (1.0f / 12);
    out[0] = g0 * 0.25f;
    out[outStep] = outer1 - inner1;
    out[2 * outStep] = outer1 + inner1;
    out[3 * outStep] = outer2 + inner2;
    out[4 * outStep] = outer2 - inner2;
    out[5 * outStep] = g2;
  }
};

/// G^T: to three values of the filter's gradient.
struct FilterGradientTransform {
  static constexpr int kIn = 6, kOut = 3;
  template <class V>
  static void Apply(const V* d, int step, V* out, int outStep) {
    const V sum1 = (d[step] + d[2 * step]) * (1.0f / 6), difference1 = (d[2 * step] - d[step]) * (1.0f / 6);
    const V sum2 = d[3 * step] + d[4 * step], difference2 = (d[3 * step] - d[4 * step]) * (1.0f / 12);
    out[0] = d[0] * 0.25f - sum1 + sum2 * (1.0f / 24);
    out[outStep] = difference1 + difference2;
    out[2 * outStep] = sum2 * (1.0f / 6) - sum1 + d[5 * step];
  }
};

/// The transform from both sides, T m T^T: columns, then rows.
template <class T, class V>
inline void TransformTile(const V (&in)[T::kIn * T::kIn], V (&out)[T::kOut * T::kOut]) {
  V columns[T::kOut * T::kIn];
#pragma GCC unroll 6
  for (int c = 0; c < T::kIn; c++) T::Apply(in + c, T::kIn, columns + c, T::kIn);
#pragma GCC unroll 6
  for (int r = 0; r < T::kOut; r++) T::Apply(columns + r * T::kIn, 1, out + r * T::kOut, 1);
}

}  // namespace holoscope
