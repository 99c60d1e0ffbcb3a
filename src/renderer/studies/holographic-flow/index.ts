import { holographicFlowMetrics } from '../../../shared/studies/holographic-flow/metrics.ts'
import type { StudyInterface } from '../index.ts'
import BulkView from './bulk/BulkView.vue'
import DataSection from './DataSection.vue'
import GeometrySection from './GeometrySection.vue'
import RunPictures from './RunPictures.vue'
import SetupPreview from './SetupPreview.vue'

export const holographicFlowInterface: StudyInterface = {
  id: 'holographic-flow',
  metrics: holographicFlowMetrics,
  headline: ['boundaryViolation', 'energyDistance'],
  sections: [
    { id: 'data', label: 'Data set', paths: ['data'] },
    { id: 'geometry', label: 'Geometry', paths: ['geometry'] },
    { id: 'model', label: 'Model', paths: ['model', 'encoding'] },
    { id: 'network', label: 'Network', paths: ['network'] },
    { id: 'training', label: 'Training', paths: ['training'] },
    { id: 'sampling', label: 'Sampling', paths: ['sampling'] },
  ],
  editors: { data: DataSection, geometry: GeometrySection },
  preview: SetupPreview,
  withDataSet: (config, set) => ({ ...config, title: set.title, data: { kind: 'dataset', id: set.id, hash: set.hash } }),
  pictures: RunPictures,
  tabs: [{ id: 'bulk', label: 'Bulk', component: BulkView }],
}
