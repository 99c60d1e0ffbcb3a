// The holographic map of U(1) blocks in float64, forward and backward: what src/physics/neural-rg/map/block-workspace.ts does
// block by block, here for as many fields at once as a register has lanes.
#pragma once

#include <cstdint>

namespace holoscope {

/// A map and a batch. Sub-layers come in the RG direction; matrices are row-major 4 × 4.
struct MapBatch {
  int threads;
  int batch;
  /// Real numbers of a field, 2 L².
  int numbers;
  int sublayers;
  /// Flat sites, four a block; those of sub-layer i are sites[starts[i]] … sites[starts[i + 1] − 1].
  const int32_t* sites;
  const int32_t* starts;
  /// asinh of moduli, or nothing.
  bool activation;
};

/// Doubles of the tape: for every block its four complex numbers before the activation, and their factors h.
int64_t TapeLength(const MapBatch& map);

/// φ = G(ζ), and what the activations add to ln|det ∂φ/∂ζ|. `matrices`: O S of each sub-layer.
void GenerateFields(const MapBatch& map, const double* matrices, const double* zeta, double* phi, double* logDet, double* tape);

/// dZeta from dPhi and dLogDet, and Σ (∂f/∂w) wᵀ of each sub-layer, w before the activation. The order of every sum is fixed.
void PullBackFields(const MapBatch& map, const double* matrices, const double* dPhi, const double* dLogDet, const double* tape, double* dZeta,
                    double* outer);

/// ∂ln q/∂φ from ∂ln P/∂ζ. `inverses`: (O S)⁻¹ of each sub-layer.
void CarryDensity(const MapBatch& map, const double* inverses, const double* dLogPrior, const double* tape, double* dLogDensity);

}  // namespace holoscope
