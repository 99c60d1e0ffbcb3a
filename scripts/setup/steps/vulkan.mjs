import { existsSync, mkdirSync, readdirSync, realpathSync, rmSync, symlinkSync } from 'node:fs'
import path from 'node:path'
import { runChild } from '../child.mjs'
import { recordFolder } from '../places.mjs'
import { SetupProblem } from '../problem.mjs'
import { addToTestEnvironment, readTestEnvironment } from '../record.mjs'
import { installSystemPackages } from '../system-package.mjs'
import { hasNvidiaDriver } from './tensorflow.mjs'

const driverFolders = ['/usr/share/vulkan/icd.d', '/etc/vulkan/icd.d', '/usr/local/share/vulkan/icd.d']
const softwareDriver = 'vk_swiftshader_icd.json'

/**
 * WebGPU on Linux needs the Vulkan loader and a driver. Where there is no card, Chromium's own software driver is enough
 * to test small networks.
 *
 * @type {import('../steps.mjs').Step}
 */
export const vulkanStep = {
  title: 'Vulkan for tests',
  cost: 'The WebGPU tests are skipped; nothing else needs it.',
  async run(report) {
    if (process.platform !== 'linux') return { state: 'present', detail: `${process.platform} brings its own graphics interface` }
    const driver = findDriver()
    if (!driver) throw new SetupProblem('There is no Vulkan driver, neither a card\'s nor Chromium\'s.', 'Install Chromium or mesa-vulkan-drivers, then run the command again.')
    const loader = await provideLoader(path.dirname(driver), report)
    addToTestEnvironment({ ...loader.variables, VK_ICD_FILENAMES: driver, VK_DRIVER_FILES: driver })
    return { state: loader.installed ? 'done' : 'present', detail: driver }
  },
}

/**
 * For measurements on a card: WebGPU reaches it through the loader, which a server with an NVIDIA driver may lack.
 *
 * @type {import('../steps.mjs').Step}
 */
export const vulkanLoaderStep = {
  title: 'Vulkan for the card',
  cost: 'WebGPU is not measured; npx holoscope doctor says what it lacks.',
  async run(report) {
    if (process.platform !== 'linux' || !(await hasNvidiaDriver())) return { state: 'present', detail: 'not needed, there is no NVIDIA driver' }
    if (await systemHasLoader()) return { state: 'present', detail: 'the loader libvulkan.so.1' }
    const refusal = await installSystemPackages(['libvulkan1'], report)
    if (refusal === null && (await systemHasLoader())) return { state: 'done', detail: 'the loader libvulkan.so.1' }
    throw new SetupProblem(`The Vulkan loader is missing${refusal === null ? '' : `, and ${refusal}`}.`, 'Install it (Debian, Ubuntu: apt install libvulkan1), then run the command again.')
  },
}

/** A card's driver if there is one, else the software driver beside Chromium's program. */
export function findDriver() {
  const ofCards = driverFolders.filter((folder) => existsSync(folder)).flatMap((folder) => readdirSync(folder).map((name) => path.join(folder, name)))
  const card = ofCards.find((file) => file.endsWith('.json') && !/lvp|swiftshader/.test(file))
  if (card) return card
  const chromium = readTestEnvironment().HOLOSCOPE_CHROMIUM
  const besideIt = chromium && existsSync(chromium) ? [path.dirname(realpathSync(chromium))] : []
  const folders = [...besideIt, '/usr/lib/chromium', '/usr/lib/chromium-browser', '/usr/lib64/chromium-browser', '/opt/google/chrome']
  return folders.map((folder) => path.join(folder, softwareDriver)).find((file) => existsSync(file))
    ?? ofCards.find((file) => file.endsWith('.json'))
}

/**
 * The loader `libvulkan.so.1`: the system's, else apt's, else the copy that Chromium brings, reached through a folder with
 * nothing else in it.
 *
 * @param {string} beside
 * @param {import('../report.mjs').Report} report
 * @returns {Promise<{ installed: boolean, variables: Record<string, string> }>}
 */
async function provideLoader(beside, report) {
  if (await systemHasLoader()) return { installed: false, variables: {} }
  const refusal = await installSystemPackages(['libvulkan1'], report)
  if (refusal === null && (await systemHasLoader())) return { installed: true, variables: {} }
  const copy = path.join(beside, 'libvulkan.so.1')
  if (!existsSync(copy)) throw new SetupProblem(`The Vulkan loader is missing, and ${refusal}.`, 'Install it (Debian, Ubuntu: apt install libvulkan1), then run the command again.')
  const folder = path.join(recordFolder(), 'vulkan')
  mkdirSync(folder, { recursive: true })
  rmSync(path.join(folder, 'libvulkan.so.1'), { force: true })
  symlinkSync(copy, path.join(folder, 'libvulkan.so.1'))
  const paths = [folder, process.env.LD_LIBRARY_PATH].filter(Boolean)
  return { installed: true, variables: { LD_LIBRARY_PATH: paths.join(':') } }
}

async function systemHasLoader() {
  for (const command of ['ldconfig', '/sbin/ldconfig']) {
    const answer = await runChild(command, ['-p'], { timeout: 20_000 })
    if (answer.ok) return answer.stdout.includes('libvulkan.so.1')
  }
  return false
}
