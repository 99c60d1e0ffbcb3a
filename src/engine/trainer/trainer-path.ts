import { siblingScript } from '../files/sibling-script.ts'

/** The trainer's two scripts: its process, and the thread in it that computes. */
export const trainerScript = siblingScript(import.meta.url, 'trainer')
export const trainerWorkerScript = siblingScript(import.meta.url, 'trainer-worker')
