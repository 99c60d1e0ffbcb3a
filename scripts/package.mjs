import { mkdirSync, readFileSync, writeFileSync } from 'node:fs'
import { createRequire } from 'node:module'
import path from 'node:path'
import { runChild } from './setup/child.mjs'
import { cloneRoot } from './setup/places.mjs'
import { setUp } from './setup/set-up.mjs'
import { runStep } from './setup/steps.mjs'
import { nativeStep } from './setup/steps/native.mjs'
import { environmentOf, findNode } from './setup/steps/node.mjs'

// npm run package: the desktop packages of this system in dist/. What follows `--` goes to electron-builder, e.g. `-- --dir`.
const iconSize = 1024

if (await setUp([])) process.exitCode = await makePackages(process.argv.slice(2))
else process.exitCode = 1

/** @param {readonly string[]} options */
async function makePackages(options) {
  await buildOpLibraries()
  await drawIcon()
  const bundle = ['electron-vite/bin/electron-vite.js', 'build', '--logLevel', 'warn']
  const packages = ['electron-builder/cli.js', '--config', 'electron-builder.config.ts', '--publish', 'never', ...options]
  for (const [title, [script, ...parameters]] of Object.entries({ 'Desktop bundle': bundle, Packages: packages })) {
    process.stdout.write(`\n== ${title}\n`)
    const node = await findNode()
    const { ok, code, tail } = await runChild(node, [path.join(cloneRoot, 'node_modules', script), ...parameters], {
      cwd: cloneRoot, env: environmentOf(node), onLine: (line) => process.stdout.write(`${line}\n`),
    })
    if (ok) continue
    process.stderr.write(`${tail}\n${title}: failed (status ${code}).\n`)
    return 1
  }
  process.stdout.write(`\nThe packages are in ${path.join(cloneRoot, 'dist')}.\n`)
  return 0
}

/** For every instruction set that this processor can try out: an installed app runs on others, which have fewer. */
async function buildOpLibraries() {
  /** @type {{ name: string }[]} */
  const sets = JSON.parse(readFileSync(path.join(cloneRoot, 'native', 'instruction-sets.json'), 'utf8'))
  const wanted = process.env.HOLOSCOPE_NATIVE
  for (const { name } of sets) {
    process.env.HOLOSCOPE_NATIVE = name
    await runStep({ ...nativeStep, title: `Op library ${name}` })
  }
  if (wanted === undefined) delete process.env.HOLOSCOPE_NATIVE
  else process.env.HOLOSCOPE_NATIVE = wanted
}

/** The interface's icon as the picture from which electron-builder makes each system's. */
async function drawIcon() {
  const require = createRequire(path.join(cloneRoot, 'package.json'))
  const { initWasm, Resvg } = require('@resvg/resvg-wasm')
  await initWasm(readFileSync(require.resolve('@resvg/resvg-wasm/index_bg.wasm')))
  const svg = readFileSync(path.join(cloneRoot, 'src', 'renderer', 'icon.svg'), 'utf8')
  const folder = path.join(cloneRoot, 'out', 'desktop')
  mkdirSync(folder, { recursive: true })
  writeFileSync(path.join(folder, 'icon.png'), new Resvg(svg, { fitTo: { mode: 'width', value: iconSize } }).render().asPng())
}
