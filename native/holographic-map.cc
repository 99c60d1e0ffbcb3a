// See holographic-map.h. A task is a tile of kDoubles fields, one a lane: it is transposed once, goes through all sub-layers in
// the cache without a gather or a shuffle, and is transposed back.
#include "holographic-map.h"

#include <vector>

#include "doubles.h"
#include "fork-join-pool.h"

namespace holoscope {
namespace {

constexpr int kBlockTape = 12;

struct Tiles {
  explicit Tiles(const MapBatch& map) : count((map.batch + kDoubles - 1) / kDoubles), tape(int64_t(map.starts[map.sublayers] / 4) * kBlockTape) {}
  int count;
  /// Vectors of tape a tile.
  int64_t tape;
};

/// Scratch of this thread: kept, since a step follows a step.
Doubles* Scratch(int numbers) {
  thread_local std::vector<double> memory;
  const size_t needed = size_t(numbers + 1) * kDoubles;
  if (memory.size() < needed) memory.resize(needed);
  // Aligned to a vector.
  return reinterpret_cast<Doubles*>((reinterpret_cast<uintptr_t>(memory.data()) + sizeof(Doubles) - 1) & ~(sizeof(Doubles) - 1));
}

int LanesInUse(const MapBatch& map, int64_t tile) { return map.batch - tile * kDoubles < kDoubles ? int(map.batch - tile * kDoubles) : kDoubles; }

/// Fields of a tile, one a lane; lanes without a field are zero.
void Gather(const MapBatch& map, int64_t tile, const double* fields, Doubles* lanes) {
  const int used = LanesInUse(map, tile);
  if (used < kDoubles) std::memset(lanes, 0, map.numbers * sizeof(Doubles));
  double* to = reinterpret_cast<double*>(lanes);
  for (int lane = 0; lane < used; lane++) {
    const double* from = fields + (tile * kDoubles + lane) * map.numbers;
    for (int k = 0; k < map.numbers; k++) to[int64_t(k) * kDoubles + lane] = from[k];
  }
}

void Scatter(const MapBatch& map, int64_t tile, const Doubles* lanes, double* fields) {
  const double* from = reinterpret_cast<const double*>(lanes);
  for (int lane = 0; lane < LanesInUse(map, tile); lane++) {
    double* to = fields + (tile * kDoubles + lane) * map.numbers;
    for (int k = 0; k < map.numbers; k++) to[k] = from[int64_t(k) * kDoubles + lane];
  }
}

/// The complex numbers of a block's four sites.
inline void ReadBlock(const Doubles* field, const int32_t* sites, Doubles (&block)[8]) {
  for (int i = 0; i < 4; i++) {
    block[2 * i] = field[2 * sites[i]];
    block[2 * i + 1] = field[2 * sites[i] + 1];
  }
}

inline Doubles LoadTape(const double* tape, int64_t at) {
  Doubles v;
  std::memcpy(&v, tape + at * kDoubles, sizeof(v));
  return v;
}
inline void StoreTape(double* tape, int64_t at, Doubles v) { std::memcpy(tape + at * kDoubles, &v, sizeof(v)); }

/// Below it the closed forms cancel; nine terms of the series leave 1e-17 there.
constexpr double kSeriesBelow = 0.02;
/// (−1)^k (2k)! / (4^k k!² (2k + 1))
constexpr double kSeries[9] = {1, -1.0 / 6, 3.0 / 40, -5.0 / 112, 35.0 / 1152, -63.0 / 2816, 231.0 / 13312, -143.0 / 10240, 6435.0 / 557056};

/// h = asinh(r)/r, s = r².
inline Doubles Factor(Doubles s) {
  Doubles series = Constant(kSeries[8]);
  for (int k = 7; k >= 0; k--) series = series * s + kSeries[k];
  const Longs small = s < kSeriesBelow;
  const Doubles safe = Select(small, Constant(1.0), s);
  const Doubles r = SquareRoot(safe);
  return Select(small, series, Log(r + SquareRoot(1.0 + safe)) / r);
}

/// 2 dh/ds and 2 dψ/ds, ψ = ln h − ½ ln(1 + s).
inline void Slopes(Doubles s, Doubles h, Doubles* field, Doubles* logDet) {
  Doubles series = Constant(16 * kSeries[8]);
  for (int k = 7; k >= 1; k--) series = series * s + 2 * k * kSeries[k];
  const Longs small = s < kSeriesBelow;
  const Doubles safe = Select(small, Constant(1.0), s);
  const Doubles one = 1.0 / (1.0 + s);
  *field = Select(small, series, (SquareRoot(one) - h) / safe);
  *logDet = *field / h - one;
}

void GenerateTile(const MapBatch& map, const double* matrices, int64_t tile, const double* zeta, double* phi, double* logDet, double* tape) {
  Doubles* field = Scratch(map.numbers);
  Gather(map, tile, zeta, field);
  Doubles sum = {};
  for (int sublayer = map.sublayers - 1; sublayer >= 0; sublayer--) {
    const double* m = matrices + 16 * sublayer;
    for (int first = map.starts[sublayer]; first < map.starts[sublayer + 1]; first += 4) {
      const int32_t* sites = map.sites + first;
      const int64_t at = int64_t(first / 4) * kBlockTape;
      Doubles v[8];
      ReadBlock(field, sites, v);
      Doubles product = Constant(1.0);
      for (int i = 0; i < 4; i++) {
        const Doubles x = m[4 * i] * v[0] + m[4 * i + 1] * v[2] + m[4 * i + 2] * v[4] + m[4 * i + 3] * v[6];
        const Doubles y = m[4 * i] * v[1] + m[4 * i + 1] * v[3] + m[4 * i + 2] * v[5] + m[4 * i + 3] * v[7];
        StoreTape(tape, at + 2 * i, x);
        StoreTape(tape, at + 2 * i + 1, y);
        Doubles h = Constant(1.0);
        if (map.activation) {
          const Doubles s = x * x + y * y;
          h = Factor(s);
          StoreTape(tape, at + 8 + i, h);
          product *= h * h / (1.0 + s);
        }
        field[2 * sites[i]] = x * h;
        field[2 * sites[i] + 1] = y * h;
      }
      // Not a number rather than a wrong one where the product has left the range of doubles.
      if (map.activation) sum += 0.5 * Log(Select(product > 1e-290, product, Constant(NAN)));
    }
  }
  // A field that is not finite shows in its ln-det: 0 times it is not a number.
  for (int k = 0; k < map.numbers; k++) sum += 0.0 * field[k];
  Scatter(map, tile, field, phi);
  for (int lane = 0; lane < LanesInUse(map, tile); lane++) logDet[tile * kDoubles + lane] = sum[lane];
}

void PullBackTile(const MapBatch& map, const double* matrices, int64_t tile, const double* dPhi, const double* dLogDet, const double* tape,
                  double* dZeta, double* outer) {
  Doubles* adjoint = Scratch(map.numbers);
  Gather(map, tile, dPhi, adjoint);
  Doubles logDetAdjoint = {};
  for (int lane = 0; lane < LanesInUse(map, tile); lane++) logDetAdjoint[lane] = dLogDet[tile * kDoubles + lane];
  for (int sublayer = 0; sublayer < map.sublayers; sublayer++) {
    const double* m = matrices + 16 * sublayer;
    Doubles sums[16] = {};
    for (int first = map.starts[sublayer]; first < map.starts[sublayer + 1]; first += 4) {
      const int32_t* sites = map.sites + first;
      const int64_t at = int64_t(first / 4) * kBlockTape;
      Doubles w[8], a[8];
      for (int i = 0; i < 4; i++) {
        const Doubles x = w[2 * i] = LoadTape(tape, at + 2 * i);
        const Doubles y = w[2 * i + 1] = LoadTape(tape, at + 2 * i + 1);
        const Doubles p = adjoint[2 * sites[i]], q = adjoint[2 * sites[i] + 1];
        if (!map.activation) {
          a[2 * i] = p;
          a[2 * i + 1] = q;
          continue;
        }
        const Doubles h = LoadTape(tape, at + 8 + i);
        Doubles slope, logDetSlope;
        Slopes(x * x + y * y, h, &slope, &logDetSlope);
        const Doubles along = slope * (x * p + y * q) + logDetSlope * logDetAdjoint;
        a[2 * i] = h * p + along * x;
        a[2 * i + 1] = h * q + along * y;
      }
      for (int i = 0; i < 4; i++)
        for (int j = 0; j < 4; j++) sums[4 * i + j] += a[2 * i] * w[2 * j] + a[2 * i + 1] * w[2 * j + 1];
      for (int j = 0; j < 4; j++) {
        adjoint[2 * sites[j]] = m[j] * a[0] + m[4 + j] * a[2] + m[8 + j] * a[4] + m[12 + j] * a[6];
        adjoint[2 * sites[j] + 1] = m[j] * a[1] + m[4 + j] * a[3] + m[8 + j] * a[5] + m[12 + j] * a[7];
      }
    }
    for (int k = 0; k < 16; k++) {
      double sum = 0;
      for (int lane = 0; lane < kDoubles; lane++) sum += sums[k][lane];
      outer[16 * sublayer + k] = sum;
    }
  }
  Scatter(map, tile, adjoint, dZeta);
}

void CarryTile(const MapBatch& map, const double* inverses, int64_t tile, const double* dLogPrior, const double* tape, double* dLogDensity) {
  Doubles* slope = Scratch(map.numbers);
  Gather(map, tile, dLogPrior, slope);
  for (int sublayer = map.sublayers - 1; sublayer >= 0; sublayer--) {
    const double* m = inverses + 16 * sublayer;
    for (int first = map.starts[sublayer]; first < map.starts[sublayer + 1]; first += 4) {
      const int32_t* sites = map.sites + first;
      const int64_t at = int64_t(first / 4) * kBlockTape;
      Doubles v[8];
      ReadBlock(slope, sites, v);
      for (int i = 0; i < 4; i++) {
        Doubles u = m[i] * v[0] + m[4 + i] * v[2] + m[8 + i] * v[4] + m[12 + i] * v[6];
        Doubles t = m[i] * v[1] + m[4 + i] * v[3] + m[8 + i] * v[5] + m[12 + i] * v[7];
        if (map.activation) {
          const Doubles x = LoadTape(tape, at + 2 * i), y = LoadTape(tape, at + 2 * i + 1), h = LoadTape(tape, at + 8 + i);
          const Doubles s = x * x + y * y;
          Doubles fieldSlope, logDetSlope;
          Slopes(s, h, &fieldSlope, &logDetSlope);
          u -= logDetSlope * x;
          t -= logDetSlope * y;
          // (h + 2h′ w wᵀ)⁻¹
          const Doubles along = fieldSlope * (x * u + y * t) / (h + fieldSlope * s);
          u = (u - along * x) / h;
          t = (t - along * y) / h;
        }
        slope[2 * sites[i]] = u;
        slope[2 * sites[i] + 1] = t;
      }
    }
  }
  Scatter(map, tile, slope, dLogDensity);
}

}  // namespace

int64_t TapeLength(const MapBatch& map) {
  const Tiles tiles(map);
  return tiles.count * tiles.tape * kDoubles;
}

void GenerateFields(const MapBatch& map, const double* matrices, const double* zeta, double* phi, double* logDet, double* tape) {
  const Tiles tiles(map);
  ParallelFor(map.threads, tiles.count, [&](int64_t tile) { GenerateTile(map, matrices, tile, zeta, phi, logDet, tape + tile * tiles.tape * kDoubles); });
}

void PullBackFields(const MapBatch& map, const double* matrices, const double* dPhi, const double* dLogDet, const double* tape, double* dZeta,
                    double* outer) {
  const Tiles tiles(map);
  std::vector<double> partial(int64_t(tiles.count) * 16 * map.sublayers);
  ParallelFor(map.threads, tiles.count, [&](int64_t tile) {
    PullBackTile(map, matrices, tile, dPhi, dLogDet, tape + tile * tiles.tape * kDoubles, dZeta, &partial[tile * 16 * map.sublayers]);
  });
  // Tile after tile, so that the order never depends on threads.
  for (int k = 0; k < 16 * map.sublayers; k++) {
    double sum = 0;
    for (int64_t tile = 0; tile < tiles.count; tile++) sum += partial[tile * 16 * map.sublayers + k];
    outer[k] = sum;
  }
}

void CarryDensity(const MapBatch& map, const double* inverses, const double* dLogPrior, const double* tape, double* dLogDensity) {
  const Tiles tiles(map);
  ParallelFor(map.threads, tiles.count, [&](int64_t tile) { CarryTile(map, inverses, tile, dLogPrior, tape + tile * tiles.tape * kDoubles, dLogDensity); });
}

}  // namespace holoscope
