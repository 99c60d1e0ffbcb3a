import { spawn } from 'node:child_process'
import { existsSync } from 'node:fs'
import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { decodeNpy } from '../../shared/npy.ts'

/** The command line as a user has it: a process of its own, real trainings on the back end of this machine. */
const entry = fileURLToPath(new URL('../cli-entry.ts', import.meta.url))
let home: string

beforeAll(async () => {
  home = await mkdtemp(join(tmpdir(), 'holoscope-cli-'))
})
afterAll(() => rm(home, { recursive: true, force: true }))

interface Outcome { code: number | null; stdout: string; stderr: string }

/** `onProgress` sees standard error as it grows and may signal the process. */
function holoscope(args: string[], onProgress?: (stderr: string, kill: (signal: NodeJS.Signals) => void) => void): Promise<Outcome> {
  return new Promise((resolve, reject) => {
    const child = spawn(process.execPath, [entry, ...args], { env: { ...process.env, HOLOSCOPE_HOME: home } })
    let stdout = ''
    let stderr = ''
    child.stdout.on('data', (data: Buffer) => (stdout += data.toString()))
    child.stderr.on('data', (data: Buffer) => {
      stderr += data.toString()
      onProgress?.(stderr, (signal) => child.kill(signal))
    })
    child.on('error', reject)
    child.on('close', (code) => resolve({ code, stdout, stderr }))
  })
}

/** Seconds of training: 4 × 4 modes, one level, 60 steps. */
const tiny = {
  study: 'holographic-flow',
  title: 'tiny',
  data: { kind: 'generator', name: 'checkerboard', points: 256 },
  encoding: { modes: 4, decoderGrid: 16 },
  model: { variant: 'ads' },
  network: { kind: 'unet', width: 8, depth: 1 },
  training: { steps: 60, batchSize: 8 },
  sampling: { solverSteps: 4, points: 64, referencePoints: 64 },
  cadence: { logEvery: 10, evaluateEvery: 20, checkpointEvery: 20 },
}

describe('holoscope compute', () => {
  it('prints exact values to 15 digits (self-check 5: psi and varpi at nu = 3/4, u = 2)', async () => {
    const { code, stdout } = await holoscope(['compute', 'propagator', '{"nu":0.75,"u":2}'])
    expect(code).toBe(0)
    expect(stdout).toContain('0.208750180035699')
    expect(stdout).toContain('0.376617281643867')
  })
  it('lists every quantity with the JSON schema of its input', async () => {
    const { code, stdout } = await holoscope(['compute', '--list', '--json'])
    expect(code).toBe(0)
    const entries = JSON.parse(stdout) as { name: string; summary: string; input: Record<string, unknown> }[]
    expect(entries.length).toBeGreaterThan(20)
    for (const { name, summary, input } of entries) {
      expect(name).toMatch(/^[a-z][a-z0-9-]*$/)
      expect(summary, name).not.toBe('')
      expect(Object.keys(input).some((key) => ['properties', 'anyOf', 'oneOf', 'allOf'].includes(key)), name).toBe(true)
    }
  })
  it.each([
    [['compute', 'propagator', '{"nu":'], /not JSON/],
    [['compute', 'propagator', '{"nu":"x","u":1}'], /nu: .*number/],
    [['compute', 'nothing-like-it', '{}'], /no quantity/],
    [['nonsense'], /no command/],
    [['run', 'no-such-preset'], /neither a preset nor a readable file/],
    [['run', 'mini-ci', '--set', 'trainig.steps=3'], /no field "trainig.steps"/],
    [['run', 'mini-ci', '--set', 'geometry.conformalDimension=0.5'], /geometry.conformalDimension/],
    [['sample', '/nowhere', '-n', '3', '-o', 'x.npy'], /cannot be used as a run/],
    [['run', 'mini-ci', '--bogus'], /bogus/],
    [['run', 'mini-ci', '--decimals', 'comma'], /--decimals says how a file is read, and there is none/],
    [['evaluate', '/nowhere', '--diagnostics'], /where to/],
    [['evaluate', '/nowhere', '--probes', '3'], /belong to --likelihood/],
  ])('answers bad input %j with a sentence and exit code 2', async (args, message) => {
    const { code, stdout, stderr } = await holoscope(args)
    expect(stderr).toMatch(message)
    expect(code).toBe(2)
    expect(stdout).toBe('')
  })
})

describe('holoscope run, resume, sample, evaluate', () => {
  it('trains, is interrupted, resumes to the same weights as an uninterrupted run, samples and measures', async () => {
    const config = join(home, 'tiny.json')
    await writeFile(config, JSON.stringify(tiny))
    const [whole, cut] = [join(home, 'whole'), join(home, 'cut')]

    const uninterrupted = await holoscope(['run', config, '--seed', '7', '--out', whole, '--json'])
    expect(uninterrupted.stderr).toContain('evaluation at step 60')
    expect(uninterrupted.code).toBe(0)
    const report = JSON.parse(uninterrupted.stdout) as { status: { state: string }; metrics: Record<string, number> }
    expect(report.status.state).toBe('done')
    expect(report.metrics.energyDistance).toBeTypeOf('number')

    let signalled = false
    const interrupted = await holoscope(['run', config, '--seed', '7', '--out', cut], (stderr, kill) => {
      if (signalled || !stderr.includes('evaluation at step 20')) return
      signalled = true
      kill('SIGINT')
    })
    expect(interrupted.code).toBe(130)
    const status = JSON.parse(await readFile(join(cut, 'status.json'), 'utf8')) as { state: string; step: number }
    expect(status.state).toBe('interrupted')
    expect(status.step).toBeGreaterThanOrEqual(20)
    expect(status.step).toBeLessThan(60)

    expect((await holoscope(['resume', cut])).code).toBe(0)
    const state = (folder: string) => readFile(join(folder, 'checkpoints', 'step-000060', 'state.safetensors'))
    expect((await state(cut)).equals(await state(whole))).toBe(true)

    const file = join(home, 'samples.npy')
    expect((await holoscope(['sample', whole, '-n', '50', '-o', file, '--seed', '3'])).code).toBe(0)
    const { shape, data } = decodeNpy(await readFile(file))
    expect(shape).toEqual([50, 2])
    expect(Array.from(data, Number).every(Number.isFinite)).toBe(true)

    // Against itself a set has no sliced Wasserstein distance; evaluate draws the same points from the same seed.
    const measured = await holoscope(['evaluate', whole, '-n', '50', '--seed', '3', '--reference', file, '--json'])
    expect(measured.code).toBe(0)
    expect((JSON.parse(measured.stdout) as { metrics: Record<string, number> }).metrics.slicedWasserstein).toBeCloseTo(0, 12)

    const arrays = join(home, 'arrays')
    const diagnosed = await holoscope(['evaluate', whole, '-n', '50', '--likelihood', '--items', '5', '--probes', '3', '--diagnostics', '-o', arrays, '--json'])
    expect(diagnosed.code).toBe(0)
    const diagnosis = JSON.parse(diagnosed.stdout) as { metrics: Record<string, number>; files: string[] }
    expect(diagnosis.metrics.bitsPerMode).toBeTypeOf('number')
    expect(diagnosis.files.map((path) => path.slice(arrays.length + 1))).toEqual(['log-density.npy', 'residual-share.npy', 'shell-spectrum.npy'])
    expect(decodeNpy(await readFile(join(arrays, 'shell-spectrum.npy'))).shape).toEqual([5, 5, 6]) // 4 × 4 modes make six shells
    expect(JSON.parse(await readFile(join(arrays, 'residual-share.json'), 'utf8'))).toMatchObject({ kind: 'residual-share', step: 60, shape: [20, 6] })

    const csv = join(home, 'own.csv')
    const rows = Array.from({ length: 300 }, (_, i) => `${i};${Math.cos(i)};${Math.sin(i)}`)
    await writeFile(csv, ['! measured in May', 'index;east;north', ...rows, '300;lost;1', '301;1'].join('\n'))
    const own = await holoscope(['run', config, '--set', 'training.steps=4', '--data', csv, '--columns', 'east,north', '--comment', '!', '--delimiter', ';', '--json'])
    expect(own.stderr).toMatch(/columns east and north, 300 points kept, 2 rows left out/)
    expect(own.stderr).toMatch(/line 303: .*lost/)
    expect(own.code).toBe(0)
    const { data: trainedOn } = JSON.parse(await readFile(join((JSON.parse(own.stdout) as { folder: string }).folder, 'config.json'), 'utf8')) as { data: { kind: string; hash: string } }
    expect(trainedOn).toMatchObject({ kind: 'dataset', hash: expect.stringMatching(/^[0-9a-f]{64}$/) })

    const again = await holoscope(['run', config, '--out', whole])
    expect(again.code).toBe(2)
    expect(again.stderr).toMatch(/is there already/)
    expect(existsSync(join(whole, 'checkpoints', 'step-000060'))).toBe(true)
  }, 180_000)
})
