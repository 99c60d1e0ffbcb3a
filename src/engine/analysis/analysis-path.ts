import { siblingScript } from '../files/sibling-script.ts'

/** The script of the process that draws pictures of a checkpoint. */
export const analysisScript = siblingScript(import.meta.url, 'analyse-run')
