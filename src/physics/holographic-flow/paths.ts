import type { ModelConfig } from '../../shared/studies/holographic-flow/config.ts'
import type { Geometry } from './geometry.ts'
import type { FlowVariant } from './variants.ts'

/** Coefficients of (phi_0, pi_0, phi_1, pi_1): every quantity on a path is linear in the end points, mode by mode. */
export type EndpointCoefficients = readonly [number, number, number, number]

/** A point of a path at time t, and its velocity d/dt. Independent of the mode. */
export interface PathPoint {
  readonly phi: EndpointCoefficients
  readonly pi: EndpointCoefficients
  /** U^phi */
  readonly velocityPhi: EndpointCoefficients
  /** U^pi */
  readonly velocityPi: EndpointCoefficients
}

/** How a pair of base and data states is joined, t from 0 (IR) to 1 (UV), r(t) = rIR + t deltaR. */
export interface Path {
  readonly kind: 'hermite' | 'linear'
  at(t: number): PathPoint
}

/** Straight line in phase space. Off shell: pi is not ∂_r phi. Spec: 6.3. */
export const linearPath: Path = {
  kind: 'linear',
  at: (t) => ({
    phi: [1 - t, 0, t, 0],
    pi: [0, 1 - t, 0, t],
    velocityPhi: [-1, 0, 1, 0],
    velocityPi: [0, -1, 0, 1],
  }),
}

/**
 * Cubic Hermite interpolation in the affine parameter s(r) (the paper) or in t itself (`radial`, the released program for
 * HSV geometries). On shell: pi = ∂_r phi all along, so that U^phi = deltaR pi. Spec: 6.4.
 *
 * With w = Z omega(r), phi_t = h00 phi_0 + h10 w_0 pi_0 + h01 phi_1 + h11 w_1 pi_1, pi_t = phi_s/w and
 * U^pi = deltaR (phi_ss/w² - d h pi_t). Radial: s = t, w = deltaR, no friction.
 */
export function hermitePath(geometry: Geometry, parameter: ModelConfig['hermiteParameter']): Path {
  const { rIR, rUV, boundaryDimension: d } = geometry
  const extent = rUV - rIR
  const affine = parameter === 'affine'
  const radiusPerParameter = (r: number) => (affine ? geometry.affineNorm * geometry.sliceVolume(r) : extent)
  const tangent0 = radiusPerParameter(rIR)
  const tangent1 = radiusPerParameter(rUV)
  return {
    kind: 'hermite',
    at(t) {
      const r = rIR + t * extent
      const s = affine ? geometry.affineParameter(r) : t
      const w = radiusPerParameter(r)
      const friction = affine ? d * geometry.logWarpDerivative(r) : 0
      const basis = (h00: number, h10: number, h01: number, h11: number): EndpointCoefficients =>
        [h00, h10 * tangent0, h01, h11 * tangent1]
      const phi = basis(2 * s ** 3 - 3 * s ** 2 + 1, s ** 3 - 2 * s ** 2 + s, -2 * s ** 3 + 3 * s ** 2, s ** 3 - s ** 2)
      const slope = basis(6 * s * s - 6 * s, 3 * s * s - 4 * s + 1, -6 * s * s + 6 * s, 3 * s * s - 2 * s)
      const curvature = basis(12 * s - 6, 6 * s - 4, -12 * s + 6, 6 * s - 2)
      const pi = scale(1 / w, slope)
      return {
        phi,
        pi,
        velocityPhi: scale(extent, pi),
        velocityPi: combine(extent / (w * w), curvature, -extent * friction, pi),
      }
    },
  }
}

/** The path of a variant through a geometry (given in the flow's own variables, see `makeFlowGeometry`). */
export function makePath(variant: Pick<FlowVariant, 'path'>, geometry: Geometry, model: Pick<ModelConfig, 'hermiteParameter'>): Path {
  return variant.path === 'hermite' ? hermitePath(geometry, model.hermiteParameter) : linearPath
}

/** deltaR times the Klein-Gordon velocity V = (pi, friction pi + (k² invF2 + massTerm) phi) at a path point. */
export function backboneVelocity(geometry: Geometry, t: number, kSquared: number, point: PathPoint): { phi: EndpointCoefficients; pi: EndpointCoefficients } {
  const extent = geometry.rUV - geometry.rIR
  const { friction, inverseWarpSquared, massTerm } = geometry.backboneCoefficients(geometry.rIR + t * extent)
  return {
    phi: scale(extent, point.pi),
    pi: combine(extent * friction, point.pi, extent * (kSquared * inverseWarpSquared + massTerm), point.phi),
  }
}

/** The network's target R = U - alpha deltaR V at a path point. R^phi vanishes on the Hermite path with alpha = 1. */
export function residual(geometry: Geometry, alpha: 0 | 1, t: number, kSquared: number, point: PathPoint): { phi: EndpointCoefficients; pi: EndpointCoefficients } {
  if (alpha === 0) return { phi: point.velocityPhi, pi: point.velocityPi }
  const backbone = backboneVelocity(geometry, t, kSquared, point)
  return {
    phi: combine(1, point.velocityPhi, -1, backbone.phi),
    pi: combine(1, point.velocityPi, -1, backbone.pi),
  }
}

/** The value of a quantity for given end points. */
export function evaluate(coefficients: EndpointCoefficients, endpoints: readonly [phi0: number, pi0: number, phi1: number, pi1: number]): number {
  return coefficients.reduce((sum, coefficient, i) => sum + coefficient * endpoints[i], 0)
}

function scale(factor: number, [a, b, c, d]: EndpointCoefficients): EndpointCoefficients {
  return [factor * a, factor * b, factor * c, factor * d]
}

function combine(x: number, first: EndpointCoefficients, y: number, second: EndpointCoefficients): EndpointCoefficients {
  return [
    x * first[0] + y * second[0], x * first[1] + y * second[1], x * first[2] + y * second[2], x * first[3] + y * second[3],
  ]
}
