import { join } from 'node:path'
import { describe, expect, it } from 'vitest'
import { SetupProblem } from '../../../scripts/setup/problem.mjs'
import type { DesktopMessage } from '../../shared/desktop.ts'
import { applicationRoot } from '../services/application.ts'
import { packagedRuntimeStep, provideRuntime, type RuntimeStep } from './runtime.ts'

async function provide(step: Partial<RuntimeStep>, environment: NodeJS.ProcessEnv = {}) {
  const told: (DesktopMessage & { type: 'runtime' })[] = []
  const fetched = await provideRuntime({ folder: '/cache/r', isWhole: () => false, fetch: async () => undefined, ...step }, environment, (message) => {
    if (message.type === 'runtime') told.push(message)
  })
  return { fetched, told, environment }
}

describe('TensorFlow\'s libraries of an installed app', () => {
  it('are the ones that the packaged set-up would fetch for this machine', async () => {
    const step = await packagedRuntimeStep(applicationRoot)
    if (process.platform === 'linux') expect(step.folder).toMatch(/tensorflow-[\d.]+-linux-/)
    else expect(step.folder).toBeNull()
  })

  it('are found again without a word', async () => {
    const { fetched, told, environment } = await provide({ isWhole: () => true, fetch: () => Promise.reject(new Error('must not be fetched')) })
    expect([fetched, told]).toEqual([false, []])
    expect(environment.HOLOSCOPE_TENSORFLOW).toBe(join('/cache/r', 'tensorflow'))
  })

  it('are fetched with a progress that is told by the hundredth, and what computes meanwhile', async () => {
    const { fetched, told } = await provide({
      async fetch({ line, progress }) {
        line('fetching tensorflow-cpu 2.21.0')
        for (let i = 0; i <= 10_000; i++) progress(i / 10_000)
      },
    })
    expect(fetched).toBe(true)
    expect(told[0]).toMatchObject({ state: 'fetching', share: null, text: expect.stringContaining('WebAssembly') })
    const shares = told.flatMap(({ share }) => share ?? [])
    expect(shares.length).toBeGreaterThan(50)
    expect(shares.length).toBeLessThanOrEqual(101)
    expect(shares).toEqual(shares.toSorted((a, b) => a - b))
    expect(told.at(-1)?.state).toBe('there')
  })

  it('that cannot be fetched say why and what to do; the lab goes on', async () => {
    const { fetched, told } = await provide({ fetch: () => Promise.reject(new SetupProblem('No Python was found.', 'Install python3-pip, then run the command again.')) })
    expect(fetched).toBe(false)
    expect(told.at(-1)).toMatchObject({ state: 'failed', text: expect.stringContaining('No Python was found.'), action: expect.stringContaining('Install python3-pip.') })
  })

  it.each(['off', '/opt/tensorflow'])('are left to who has set HOLOSCOPE_TENSORFLOW (%s)', async (own) => {
    const { told, environment } = await provide({ fetch: () => Promise.reject(new Error('must not be fetched')) }, { HOLOSCOPE_TENSORFLOW: own })
    expect(told).toEqual([])
    expect(environment.HOLOSCOPE_TENSORFLOW).toBe(own)
  })

  it('do not exist where there are none for the system', async () => {
    const { environment, told } = await provide({ folder: null })
    expect([environment, told]).toEqual([{}, []])
  })
})
