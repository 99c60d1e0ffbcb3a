import type { GalleryDescription } from '../index.ts'
import { fieldOf } from './lattice.ts'
import { latticePanel } from './lattice-figures.ts'
import { temperatureOfFile } from './monte-carlo-files.ts'

/** Galleries show the first field of each evaluation, and before them one of Monte Carlo, at each temperature of a scan. */
export const neuralRgGallery: GalleryDescription = {
  samples: 'fields',
  truths: ['monte-carlo-fields'],
  truthName: ({ file }) => {
    const temperature = temperatureOfFile(file)
    return temperature === null ? 'Monte Carlo' : `Monte Carlo, T = ${temperature}`
  },
  panel: (_config, array, _truth, title) => {
    const field = fieldOf(array, 0)
    return field && latticePanel(field, title, { colour: 'phase', arrows: field.side <= 16, vortices: true })
  },
}
