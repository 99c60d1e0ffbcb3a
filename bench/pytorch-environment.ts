import { execFile } from 'node:child_process'
import { statfsSync } from 'node:fs'
import { mkdir, readFile, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { promisify } from 'node:util'
import { userCache } from '../scripts/setup/places.mjs'
import { findPython } from '../scripts/setup/python.mjs'
import { provideFolder } from '../scripts/setup/whole-folder.mjs'
import type { PyTorch } from './measurement.ts'

const execute = promisify(execFile)
const version = '2.15.0'
/** What pip brings with it on Linux: CUDA's libraries, with or without a card. */
const installedBytes = 6e9

/**
 * PyTorch in an environment of its own, in the user's cache beside TensorFlow's runtime; fetched at the first call, about 3 GB.
 * HOLOSCOPE_BENCH_PYTHON names a Python that has it already.
 */
export async function providePyTorch(say: (text: string) => void, compile: boolean): Promise<PyTorch> {
  const root = join(userCache(), 'bench')
  const compilerCache = join(root, 'compiled')
  const own = process.env.HOLOSCOPE_BENCH_PYTHON
  try {
    const python = own ?? await install(join(root, `pytorch-${version}`), say)
    // Loading it is the only proof: a wheel can be whole and not fit the machine.
    await execute(python, ['-c', 'import torch; torch.ones(2, 2).sum().item()'], { timeout: 300_000 })
    return { python, compilerCache, compile }
  } catch (error) {
    return { absent: `PyTorch cannot be had here: ${(error instanceof Error ? error.message : String(error)).trim().split('\n').at(-1)}` }
  }
}

async function install(folder: string, say: (text: string) => void): Promise<string> {
  const mark = join(folder, 'whole.json')
  const marks = await readFile(mark, 'utf8').catch(() => null)
  await provideFolder(folder, {
    isWhole: () => marks !== null,
    async build(temporary) {
      await mkdir(temporary, { recursive: true })
      const { bavail, bsize } = statfsSync(temporary)
      if (bavail * bsize < 2 * installedBytes) throw new Error(`It needs ${(2 * installedBytes) / 1e9} GB of free disk in ${folder}.`)
      say(`Fetching PyTorch ${version} into ${folder} (about 3 GB, once)`)
      await execute(await findPython(), ['-m', 'venv', temporary], { timeout: 300_000 })
      await execute(join(temporary, 'bin', 'python'), ['-m', 'pip', 'install', '--quiet', '--no-cache-dir', `torch==${version}`, 'numpy'], {
        timeout: 3_600_000, maxBuffer: 2 ** 26,
      })
      await writeFile(join(temporary, 'whole.json'), JSON.stringify({ version }))
    },
  })
  return join(folder, 'bin', 'python')
}
