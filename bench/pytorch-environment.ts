import { existsSync, mkdirSync, readFileSync, statfsSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { z } from 'zod'
import { runChild } from '../scripts/setup/child.mjs'
import { sizeOfTree } from '../scripts/setup/fetch-wheel.mjs'
import { userCache } from '../scripts/setup/places.mjs'
import { SetupProblem } from '../scripts/setup/problem.mjs'
import { findPython } from '../scripts/setup/python.mjs'
import { createReport } from '../scripts/setup/report.mjs'
import { provideFolder } from '../scripts/setup/whole-folder.mjs'
import type { PyTorch } from './measurement.ts'

const version = '2.15.0'
const oldestPython = [3, 11] as const
/** On Linux with CUDA's libraries, which pip brings with or without a card; while it installs, the archives lie beside them. */
const installedBytes = 5.7e9
const archivedBytes = 2.8e9

const describing = fileURLToPath(new URL('peers/pytorch/describe.py', import.meta.url))
export const descriptionSchema = z.object({
  version: z.string(), cuda: z.string().nullable(), cudnn: z.number().nullable(), card: z.string().nullable(), cardRefused: z.string().nullable(),
})
/** Which PyTorch, which CUDA it was built for, and the card that it computes on, or why on none. */
export type PyTorchDescription = z.infer<typeof descriptionSchema>

/**
 * PyTorch in an environment of its own, in the user's cache beside TensorFlow's runtime; fetched at the first call, about 3 GB.
 * HOLOSCOPE_BENCH_PYTHON names a Python that has it already.
 */
export async function providePyTorch(compile: boolean): Promise<PyTorch> {
  const root = join(userCache(), 'bench')
  try {
    const python = process.env.HOLOSCOPE_BENCH_PYTHON ?? await install(join(root, `pytorch-${version}`))
    return { python, compilerCache: join(root, 'compiled'), compile, ...await describe(python) }
  } catch (error) {
    if (error instanceof SetupProblem) return { absent: `PyTorch cannot be had here: ${error.message} ${error.remedy}` }
    // A full disk, a folder where nobody may write.
    if (error instanceof Error && 'code' in error) return { absent: `PyTorch cannot be had here: ${error.message}.` }
    throw error
  }
}

/** Loading it is the only proof: a wheel can be whole and not fit the machine. */
async function describe(python: string): Promise<PyTorchDescription> {
  const answer = await runChild(python, [describing], { timeout: 300_000 })
  if (answer.ok) return descriptionSchema.parse(JSON.parse(answer.stdout.trim().split('\n').at(-1) ?? ''))
  throw new SetupProblem(
    `It does not run in ${python}: ${answer.timedOut ? 'no answer within five minutes' : answer.tail.trim().split('\n').at(-1)}.`,
    process.env.HOLOSCOPE_BENCH_PYTHON ? 'HOLOSCOPE_BENCH_PYTHON must name a Python that has PyTorch.' : 'Remove that environment and run the command again; it is made anew.',
  )
}

async function install(folder: string): Promise<string> {
  const program = (root: string) => process.platform === 'win32' ? join(root, 'Scripts', 'python.exe') : join(root, 'bin', 'python')
  const report = createReport('PyTorch', process.stderr)
  mkdirSync(join(folder, '..'), { recursive: true })
  await provideFolder(folder, {
    // The link leads nowhere once the Python that made the environment was replaced.
    isWhole: () => readMark(folder) === version && existsSync(program(folder)),
    build: async (temporary) => {
      demandSpace(temporary)
      const python = await findPython({ candidates: ['python3', 'python3.14', 'python3.13', 'python3.12', 'python3.11', 'python'], oldest: oldestPython, purpose: `PyTorch ${version}` })
      report.line(`fetching ${version} with pip into ${folder} (about 3 GB, once; some minutes)`)
      // Without a pip of its own, for which Debian's Python would want a further package; the one that was found fills it.
      await demand(runChild(python, ['-m', 'venv', '--without-pip', temporary]), 'An environment of Python cannot be made')
      const { stdout } = await demand(runChild(program(temporary), ['-c', 'import sysconfig; print(sysconfig.get_path("purelib"))']), 'The environment does not start')
      const scratch = join(temporary, 'download')
      mkdirSync(scratch)
      const watch = setInterval(() => report.progress(Math.min(0.99, sizeOfTree(temporary) / (installedBytes + archivedBytes)), 'fetching and unpacking'), 2000)
      try {
        await demand(runChild(python, [
          '-m', 'pip', 'install', '--target', stdout.trim(), '--only-binary=:all:', '--no-cache-dir', '--disable-pip-version-check', '--progress-bar', 'off',
          `torch==${version}`, 'numpy',
        ], { env: { ...process.env, TMPDIR: scratch, TMP: scratch, TEMP: scratch } }), 'pip could not fetch it')
      } finally {
        clearInterval(watch)
      }
      writeFileSync(join(temporary, markName), JSON.stringify({ version }))
    },
    onWait: (owner) => report.line(`${owner} is fetching it; waiting`),
  })
  return program(folder)
}

const markName = 'whole.json'

/** Written last: with it the environment is whole. */
function readMark(folder: string): unknown {
  try {
    return (JSON.parse(readFileSync(join(folder, markName), 'utf8')) as { version?: unknown }).version
  } catch {
    return null
  }
}

function demandSpace(folder: string): void {
  const { bavail, bsize } = statfsSync(folder)
  if (bavail * bsize > installedBytes + archivedBytes) return
  throw new SetupProblem(
    `${folder} has ${(bavail * bsize / 1e9).toFixed(1)} GB free, and ${((installedBytes + archivedBytes) / 1e9).toFixed(1)} GB are needed while it is unpacked.`,
    'Free some space, or set XDG_CACHE_HOME to a folder on a larger disk.',
  )
}

async function demand(running: ReturnType<typeof runChild>, failure: string): ReturnType<typeof runChild> {
  const outcome = await running
  if (outcome.ok) return outcome
  // pip repeats what it tried and ends with what it means.
  const lines = outcome.tail.split('\n').map((line) => line.trim()).filter(Boolean)
  const reason = /from versions: none/.test(outcome.tail)
    ? 'it did not reach a package index, or the index has no build for this Python and system'
    : lines.findLast((line) => /^error/i.test(line)) ?? lines.at(-1) ?? 'it said nothing'
  throw new SetupProblem(`${failure} (${reason.replace(/^error:\s*/i, '')}).`, 'Look for the network and, behind a proxy or a mirror, for pip\'s settings (pip config list), then run the command again.')
}
