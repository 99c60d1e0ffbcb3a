import { parentPort, workerData } from 'node:worker_threads'
import { Problem } from '../../shared/problem.ts'
import { type ParseJob, runParseJob } from './parse-job.ts'
import type { ParseAnswer } from './parse-in-worker.ts'

/** One job, one thread: a large file never holds up the host, and its memory goes with the thread. */
async function answer(): Promise<ParseAnswer> {
  try {
    return { result: await runParseJob(workerData as ParseJob) }
  } catch (error) {
    if (error instanceof Problem) return { problem: { code: error.code, message: error.message, action: error.action } }
    throw error
  }
}

const reply = await answer()
const transfer = 'result' in reply && 'points' in reply.result ? [reply.result.points.buffer] : []
parentPort?.postMessage(reply, transfer)
