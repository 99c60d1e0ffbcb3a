import { execFile } from 'node:child_process'
import { chmod, mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises'
import os from 'node:os'
import path from 'node:path'
import { promisify } from 'node:util'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { type CudaFacts, explainCudaPath, readCudaLibraries } from './cuda-path.ts'
import { readNvidia } from './nvidia.ts'
import { explainMissingAdapter, type VulkanFacts } from './vulkan.ts'

const nvidia: CudaFacts['nvidia'] = {
  driver: '550.54.14', driverCuda: '12.4', cards: [{ name: 'NVIDIA RTX A2000', memory: '6138 MiB', computeCapability: '8.6' }], onBus: true, failure: null,
}
const card: CudaFacts = { usesCard: true, nvidia, driverLibrary: true, libraries: { cuda: '12.9', cudnn: '9.28', missing: [] }, visibleDevices: undefined }
const processor: CudaFacts = { ...card, usesCard: false }
const none = { driver: null, driverCuda: null, cards: [], onBus: false, failure: null }
const old = { ...nvidia, cards: [{ ...nvidia.cards[0], name: 'Tesla M60', computeCapability: '5.2' }] }

it.each<[string, CudaFacts, RegExp]>([
  ['a card', card, /^CUDA: in use, version 12\.9 \(cuDNN 9\.28\), NVIDIA driver 550\.54\.14\.$/],
  ['no card and no driver', { ...processor, nvidia: none, libraries: null }, /no NVIDIA card with a driver/],
  ['a card without a driver', { ...processor, nvidia: { ...none, onBus: true }, libraries: null }, /no driver for it.*ubuntu-drivers/],
  ['a driver that was updated without a restart', { ...processor, nvidia: { ...none, failure: 'Driver/library version mismatch' } }, /nvidia-smi says: Driver\/library version mismatch/],
  ['a driver that is too old', { ...processor, nvidia: { ...nvidia, driver: '515.105.01' } }, /515\.105\.01 is too old.*525\.60/],
  ['the oldest driver that is new enough', { ...processor, nvidia: { ...nvidia, driver: '525.60.13' }, libraries: null }, /npm run setup takes the one for CUDA/],
  ['the build for processors beside a driver', { ...processor, libraries: null }, /npm run setup/],
  ['a hidden card', { ...processor, visibleDevices: '' }, /CUDA_VISIBLE_DEVICES hides/],
  ['a hidden card, the other way', { ...processor, visibleDevices: '-1' }, /CUDA_VISIBLE_DEVICES hides/],
  ['no way from programs to the card', { ...processor, driverLibrary: false }, /libcuda\.so\.1 is missing/],
  ['a library that went away', { ...processor, libraries: { cuda: '12.9', cudnn: '9.28', missing: ['libcudnn.so.9'] } }, /libcudnn\.so\.9 is missing/],
  ['a card that is too old', { ...processor, nvidia: old }, /Tesla M60 has compute capability 5\.2; TensorFlow needs 6\.0/],
  ['a driver that sees no card', { ...processor, nvidia: { ...nvidia, cards: [] } }, /sees no card/],
  ['a choice of cards that names none', { ...processor, visibleDevices: '7' }, /CUDA_VISIBLE_DEVICES=7/],
])('says why TensorFlow computes where it does: %s', (_name, facts, expected) => {
  expect(explainCudaPath(facts)).toMatch(expected)
})

const vulkan: VulkanFacts = { loader: true, drivers: ['nvidia_icd.json'], nvidiaDriver: '550.54.14', override: undefined }
it.each<[string, VulkanFacts, RegExp]>([
  ['no loader', { ...vulkan, loader: false }, /libvulkan1/],
  ['the tests\' driver in the environment', { ...vulkan, override: '/usr/lib/chromium/vk_swiftshader_icd.json' }, /swiftshader.*Unset/],
  ['a server\'s driver without graphics', { ...vulkan, drivers: [] }, /libnvidia-gl-550-server/],
  ['another card\'s driver beside it', { ...vulkan, drivers: ['lvp_icd.x86_64.json'] }, /libnvidia-gl-550/],
  ['no card at all', { ...vulkan, drivers: [], nvidiaDriver: null }, /mesa-vulkan-drivers/],
  ['drivers that see no card', vulkan, /nvidia_icd\.json\) find no card/],
])('says why WebGPU finds no card: %s', (_name, facts, expected) => {
  expect(explainMissingAdapter(facts)).toMatch(expected)
})

describe('on a machine', () => {
  let folder: string
  beforeEach(async () => { folder = await mkdtemp(path.join(os.tmpdir(), 'holoscope-nvidia-')) })
  afterEach(() => rm(folder, { recursive: true, force: true }))
  const write = async (name: string, text: string) => {
    await mkdir(path.dirname(path.join(folder, name)), { recursive: true })
    await writeFile(path.join(folder, name), text)
  }
  /** A program in place of nvidia-smi, run as a process. */
  const smi = async (script: string) => {
    const program = path.join(folder, 'nvidia-smi')
    await writeFile(program, `#!/bin/sh\n${script}\n`)
    await chmod(program, 0o755)
    return async (...parameters: string[]) => (await promisify(execFile)(program, parameters)).stdout
  }
  const missing = async () => { throw Object.assign(new Error('spawn nvidia-smi ENOENT'), { code: 'ENOENT' }) }

  it('reads cards, driver and its CUDA', async () => {
    const ask = await smi('case "$*" in *compute_cap*) echo "NVIDIA A100-SXM4-40GB, 535.183.01, 40960 MiB, 8.0"; echo "NVIDIA A100-SXM4-40GB, 535.183.01, 40960 MiB, 8.0";; *) echo "| NVIDIA-SMI 535.183.01   Driver Version: 535.183.01   CUDA Version: 12.2 |";; esac')
    const found = await readNvidia(ask, folder)
    expect(found).toMatchObject({ driver: '535.183.01', driverCuda: '12.2', onBus: true, failure: null })
    expect(found.cards).toEqual(Array(2).fill({ name: 'NVIDIA A100-SXM4-40GB', memory: '40960 MiB', computeCapability: '8.0' }))
  })

  it('asks an old driver for what it knows', async () => {
    const ask = await smi('case "$*" in *compute_cap*) echo "Field \\"compute_cap\\" is not a valid field to query."; exit 2;; *query*) echo "Tesla M60, 390.157, 8129 MiB";; *) echo;; esac')
    expect(await readNvidia(ask, folder)).toMatchObject({ driver: '390.157', driverCuda: null, cards: [{ name: 'Tesla M60', computeCapability: null }] })
  })

  it('keeps what a failing nvidia-smi says', async () => {
    const ask = await smi('echo "NVIDIA-SMI has failed because it could not communicate with the NVIDIA driver."; exit 9')
    expect((await readNvidia(ask, folder)).failure).toMatch(/could not communicate/)
  })

  it('asks the kernel where there is no nvidia-smi', async () => {
    expect(await readNvidia(missing, folder)).toEqual(none)
    await write('sys/bus/pci/devices/0000:01:00.0/vendor', '0x10de\n')
    await write('sys/bus/pci/devices/0000:01:00.0/class', '0x030000\n')
    expect(await readNvidia(missing, folder)).toEqual({ ...none, onBus: true })
    await write('proc/driver/nvidia/version', 'NVRM version: NVIDIA UNIX Open Kernel Module for x86_64  565.57.01  Release Build  (dvs-builder)\nGCC version:  gcc version 12.2.0\n')
    expect((await readNvidia(missing, folder)).driver).toBe('565.57.01')
  })

  it('knows the build for CUDA by its wheels, and which libraries are gone', async () => {
    expect(readCudaLibraries(null)).toBeNull()
    await write('runtime.json', JSON.stringify({ wheels: [{ name: 'tensorflow-cpu', version: '2.21.0' }] }))
    expect(readCudaLibraries(folder)).toBeNull()
    await write('runtime.json', JSON.stringify({ wheels: [{ name: 'nvidia-cuda-runtime-cu12', version: '12.9.79' }, { name: 'nvidia-cudnn-cu12', version: '9.28.0.42' }] }))
    await write('nvidia/cudnn/lib/libcudnn.so.9', '')
    const libraries = readCudaLibraries(folder)
    expect(libraries).toMatchObject({ cuda: '12.9', cudnn: '9.28' })
    expect(libraries?.missing).toContain('libcublas.so.12')
    expect(libraries?.missing).not.toContain('libcudnn.so.9')
  })
})
