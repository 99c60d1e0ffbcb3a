import { execFile } from 'node:child_process'
import path from 'node:path'
import { pathToFileURL } from 'node:url'
import { promisify } from 'node:util'
import { expect, it } from 'vitest'

/** TensorFlow reads the number of threads once, and one thread of a process may use it at a time: each case has its process. */
const program = path.join(import.meta.dirname, 'digest-layers.test-helper.ts')

async function run(parameters: string[], threads: number): Promise<string> {
  const env = { ...process.env, TF_NUM_INTRAOP_THREADS: String(threads) }
  return (await promisify(execFile)(process.execPath, parameters, { env, timeout: 60_000 })).stdout.trim()
}

it('the layers give the same bits on one, two and three threads', async (test) => {
  const results = []
  for (const threads of [1, 2, 3]) results.push(await run([program], threads))
  if (!results[0].startsWith('native')) test.skip('The op library is not here; for its own ops TensorFlow promises no such thing.')
  expect(new Set(results).size).toBe(1)
})

// Node closes an addon together with the worker that loaded it; the ops must then not be registered a second time.
it('two worker threads, one after the other, load the library and compute the same', async () => {
  const inTurn = `
    import { once } from 'node:events'
    import { Worker } from 'node:worker_threads'
    for (let i = 0; i < 2; i++) {
      const worker = new Worker(new URL(${JSON.stringify(pathToFileURL(program).href)}), { execArgv: [] })
      const [[message]] = await Promise.all([once(worker, 'message'), once(worker, 'exit')])
      process.stdout.write(message + '\\n')
    }
  `
  const [first, second] = (await run(['--input-type=module', '--eval', inTurn], 2)).split('\n')
  expect(first).toMatch(/: [0-9a-f]{64}$/)
  expect(second).toBe(first)
})
