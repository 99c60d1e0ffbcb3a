import type { SamplingConfig } from '../../../shared/studies/holographic-flow/config.ts'
import { spectrumRows } from '../../../shared/studies/holographic-flow/diagnostic-figures.ts'
import type { ResidualShare } from '../../../physics/holographic-flow/residual-share.ts'
import { type ShellSpectrum, spectrumBand } from '../../../physics/holographic-flow/shell-spectrum.ts'
import type { StudyArtifact } from '../../study.ts'

type Integration = Pick<SamplingConfig, 'solver' | 'solverSteps'> & { seed: number }
const integrationText = ({ solver, solverSteps, seed }: Integration) => `${solver}, ${solverSteps} steps, seed ${seed}`

/** Step 0 stands for "the newest checkpoint"; whoever knows the step writes it. */
const step = 0

export function residualShareArtifact({ radii, momenta, share, total }: ResidualShare, samples: number, seed: number): StudyArtifact {
  return {
    descriptor: {
      file: 'residual-share.npy', kind: 'residual-share', step,
      axes: ['radius r (bin centres)', 'momentum |k| (shells)'], coordinates: [[...radii], [...momenta]], units: '',
      description: 'Residual share ⟨ω|δ_r N|²⟩/⟨ω|U|²⟩: 0 is pure Klein-Gordon evolution. NaN: no sample in the bin. '
        + `${samples} states on the paths, seed ${seed}; ${total.toPrecision(4)} over all bins and shells.`,
    },
    shape: [radii.length, momenta.length],
    data: share,
  }
}

export function shellSpectrumArtifact(spectrum: ShellSpectrum, samples: number, integration: Integration): StudyArtifact {
  const { radii, momenta } = spectrum
  const data = new Float64Array(spectrumRows.length * radii.length * momenta.length)
  spectrumRows.forEach((row, i) => data.set(spectrum[row], i * radii.length * momenta.length))
  return {
    descriptor: {
      file: 'shell-spectrum.npy', kind: 'shell-spectrum', step,
      axes: [`quantity (${spectrumRows.join(', ')})`, 'radius r', 'momentum |k| (shells)'],
      coordinates: [null, [...radii], [...momenta]], units: '',
      description: `Shell spectrum S(|k|, r) = ⟨|φ_k|²⟩ a channel: of ${samples} generated states (${integrationText(integration)}) with the ends of its `
        + `${100 * spectrumBand} % bootstrap band; of the states on the paths, exact, which a perfect flow reproduces; of encoded data on their free bulk solution, exact.`,
    },
    shape: [spectrumRows.length, radii.length, momenta.length],
    data,
  }
}

export function logDensityArtifact(
  logDensity: Float64Array, traceError: Float64Array, { dimension, probes, ...integration }: Integration & { dimension: number; probes: number },
): StudyArtifact {
  const items = logDensity.length
  const data = new Float64Array(2 * items)
  logDensity.forEach((value, i) => data.set([value, traceError[i]], 2 * i))
  return {
    descriptor: {
      file: 'log-density.npy', kind: 'log-density', step,
      axes: ['encoded reference point', 'ln p_1 and the standard error that the probes leave'], units: 'nat',
      description: `Log-density in phase space at the UV cut-off, ${dimension} dimensions, lift noise included; ${integrationText(integration)}, ${probes} probes where the trace is estimated.`,
    },
    shape: [items, 2],
    data,
  }
}
