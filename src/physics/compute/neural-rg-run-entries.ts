import { Problem } from '../../shared/problem.ts'
import { neuralRgConfigSchema } from '../../shared/studies/neural-rg/config.ts'
import { theoryLogZ, wellDepth } from '../neural-rg/theory.ts'
import { checkNeuralRg } from '../neural-rg/validate.ts'
import { type Computation, computation } from './computation.ts'

/** What the configuration of a neural RG run fixes before anything is trained. */
export const neuralRgRunEntries: Computation[] = [
  computation(
    'neural-rg-exact-free-energy',
    '−ln Z/N of the theory of a run, above the well, where a formula tells it: the floor of the training’s bound.',
    neuralRgConfigSchema.pick({ theory: true }),
    ({ theory }) => {
      const issue = checkNeuralRg(neuralRgConfigSchema.parse({ study: 'neural-rg', theory })).find(({ severity, path }) => severity === 'error' && path.startsWith('theory.'))
      if (issue) throw new Problem(issue.code, issue.message)
      const exact = theoryLogZ(theory, 'temperature' in theory ? theory.temperature : Number.NaN)
      if (!exact) throw new Problem('NoExactValue', 'No formula tells the free energy of this theory on this lattice.', 'Compare with the Monte Carlo bounds of the run.')
      return { freeEnergyPerSite: -exact.logZ / theory.side ** 2 + wellDepth(theory), logZ: exact.logZ, method: exact.method }
    },
  ),
]
