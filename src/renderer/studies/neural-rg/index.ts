import { defineAsyncComponent } from 'vue'
import { neuralRgMetrics } from '../../../shared/studies/neural-rg/metrics.ts'
import type { StudyInterface } from '../index.ts'
import RunPictures from './RunPictures.vue'
import SetupPreview from './SetupPreview.vue'
import TheorySection from './TheorySection.vue'

export const neuralRgInterface: StudyInterface = {
  id: 'neural-rg',
  metrics: neuralRgMetrics,
  headline: ['freeEnergyPerSite', 'orderParameter'],
  sections: [
    { id: 'theory', label: 'Theory', paths: ['theory'] },
    { id: 'map', label: 'Map', paths: ['map'] },
    { id: 'start', label: 'Initial map', paths: ['start'] },
    { id: 'stage-one', label: 'Stage I', paths: ['stageOne'] },
    { id: 'stage-two', label: 'Stage II', paths: ['stageTwo'] },
    { id: 'evaluation', label: 'Evaluation', paths: ['evaluation'] },
  ],
  editors: { theory: TheorySection },
  preview: SetupPreview,
  // A theory is its action; there is nothing that points could be.
  withDataSet: null,
  trainsOn: 'none: the action alone',
  pictures: RunPictures,
  // Half of the scene's code is a library that nobody else needs.
  tabs: [
    { id: 'geometry', label: 'Geometry', component: defineAsyncComponent(() => import('./geometry/GeometryView.vue')) },
    { id: 'explorer', label: 'Bulk explorer', component: defineAsyncComponent(() => import('./explorer/BulkExplorer.vue')) },
  ],
}
