import { utilityProcess } from 'electron'
import { analysisScript } from '../../engine/analysis/analysis-path.ts'
import { tensorflowEnvironment } from '../../engine/backends/index.ts'
import { analysisArguments, type AnalysisSpawner, lastWords } from '../services/analysis-process.ts'

/** Starts an analysis as one of Electron's utility processes, as `spawnWithElectron` does with trainers. */
export const spawnAnalysisWithElectron: AnalysisSpawner = (folder, request) => {
  const child = utilityProcess.fork(analysisScript, analysisArguments(folder, request), {
    serviceName: 'Holoscope analysis', stdio: ['ignore', 'ignore', 'pipe'], env: { ...process.env, ...tensorflowEnvironment(0) },
  })
  let words = ''
  child.stderr?.on('data', (chunk: Buffer) => (words = lastWords(words, chunk)))
  return {
    onMessage: (listener) => child.on('message', listener),
    onExit: (listener) => child.once('exit', (code) => listener(words.trim() || `It ended with code ${code}.`)),
    kill: () => {
      if (child.pid !== undefined) process.kill(child.pid, 'SIGKILL')
    },
  }
}
