import { createInterface } from 'node:readline'
import { installMapWorkspaces } from '../../src/engine/kernels/install-map-workspaces.ts'
import { mapWorkspaceName } from '../../src/physics/neural-rg/map/workspace-registry.ts'
import { complexPhi4 } from '../../src/physics/neural-rg/models/complex-phi4.ts'
import { drawPrior } from '../../src/physics/neural-rg/training/prior.ts'
import { VariationalLoss } from '../../src/physics/neural-rg/training/variational-loss.ts'
import { Adam } from '../../src/physics/optimisers/adam.ts'
import { stream } from '../../src/physics/random/stream.ts'
import { benchedMap, mapArrays, type MapCase, type MapPeerReady } from '../map-case.ts'

/** Holoscope's side: a step of stage I in float64, noise included. `node map-peer.ts '<MapCase>'`; answers as `PeerProcess` says. */
const work = JSON.parse(process.argv[2]) as MapCase
const { side, batch } = work
installMapWorkspaces()

const map = benchedMap(side)
const model = complexPhi4({ side, temperature: 0.5, lambda: 25, rho: 4 })
const { parameters, zeta } = mapArrays(side, batch)
const adam = new Adam(Float64Array.from(parameters), { clipNorm: work.clipNorm })
const loss = new VariationalLoss(map, batch)
const noise = Float64Array.from(zeta)
const gradient = new Float64Array(map.parameterCount)
const rates = new Float64Array(map.parameterCount).fill(work.learningRate)

const value = loss.withGradient(model, adam.values, noise, 'reparametrised', gradient)
const variant = mapWorkspaceName() ?? 'TypeScript'
const ready: MapPeerReady = { variant, checks: { [variant]: { loss: value / side ** 2, gradientNorm: Math.hypot(...gradient) } } }
let index = 0
const step = () => {
  drawPrior(stream(1, 'prior', index), 2, noise)
  loss.withGradient(model, adam.values, noise, 'reparametrised', gradient)
  adam.update(index++, gradient, rates)
}
for (let i = 0; i < 20; i++) step()
console.log(JSON.stringify({ ready }))
for await (const line of createInterface({ input: process.stdin })) {
  const { repeats } = JSON.parse(line) as { repeats: number }
  const milliseconds: number[] = []
  for (let i = 0; i < repeats; i++) {
    const began = performance.now()
    step()
    milliseconds.push(performance.now() - began)
  }
  console.log(JSON.stringify({ milliseconds }))
}
