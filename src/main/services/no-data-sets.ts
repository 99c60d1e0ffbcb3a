import { Problem } from '../../shared/problem.ts'
import type { DataLibrary } from './data-library.ts'
const absent = async (): Promise<never> => { throw new Problem('NoLibrary', 'The library of data sets is not there yet.') }
export const noDataSets: DataLibrary = {
  boot: async () => undefined, shutdown: async () => undefined, list: async () => [], receive: absent, preview: absent, previewColumns: absent,
  import: absent, remove: absent, pointsFile: (id) => `/nonexistent/${id}`,
}
