import { execFile } from 'node:child_process'
import { readdirSync, readFileSync } from 'node:fs'
import path from 'node:path'
import { promisify } from 'node:util'

export interface NvidiaCard {
  name: string
  /** As the driver writes it: "10240 MiB". */
  memory: string
  /** Of its instruction set, "8.6"; null where the driver is too old to tell. */
  computeCapability: string | null
}

/** NVIDIA's cards and driver on this machine. */
export interface Nvidia {
  /** Version of the driver; null without one. */
  driver: string | null
  /** The newest CUDA that the driver can run, "12.4". */
  driverCuda: string | null
  cards: NvidiaCard[]
  /** Such a card is plugged in, with a driver or without. */
  onBus: boolean
  /** What nvidia-smi said where it failed. */
  failure: string | null
}

/** Runs nvidia-smi; rejects where it is missing or fails. */
export type NvidiaSmi = (...parameters: string[]) => Promise<string>

const runNvidiaSmi: NvidiaSmi = async (...parameters) => (await promisify(execFile)('nvidia-smi', parameters, { timeout: 20_000 })).stdout

/** Asks nvidia-smi, which comes with the driver; where it does not answer, the kernel. */
export async function readNvidia(ask: NvidiaSmi = runNvidiaSmi, system = '/'): Promise<Nvidia> {
  const ofKernel = { driver: kernelDriver(system), driverCuda: null, cards: [], onBus: isOnBus(system) }
  try {
    const { driver, cards } = readCards(await query(ask))
    const driverCuda = /CUDA Version:\s*([\d.]+)/.exec(await ask())?.[1] ?? null
    return { driver: driver ?? ofKernel.driver, driverCuda, cards, onBus: ofKernel.onBus || cards.length > 0, failure: null }
  } catch (error) {
    const isMissing = error instanceof Error && 'code' in error && error.code === 'ENOENT'
    return { ...ofKernel, failure: isMissing ? null : firstLine(error) }
  }
}

/** Drivers before 2021 do not know the last field. */
async function query(ask: NvidiaSmi): Promise<string> {
  const fields = 'name,driver_version,memory.total'
  try {
    return await ask(`--query-gpu=${fields},compute_cap`, '--format=csv,noheader')
  } catch {
    return ask(`--query-gpu=${fields}`, '--format=csv,noheader')
  }
}

/** Lines as "NVIDIA GeForce RTX 3080, 550.54.14, 10240 MiB, 8.6". */
function readCards(text: string): { driver: string | null; cards: NvidiaCard[] } {
  const rows = text.split('\n').map((line) => line.split(',').map((cell) => cell.trim())).filter((cells) => cells.length >= 3)
  return {
    driver: rows[0]?.[1] ?? null,
    cards: rows.map(([name, , memory, computeCapability]) => ({ name, memory, computeCapability: /^\d+\.\d+$/.test(computeCapability ?? '') ? computeCapability : null })),
  }
}

/** From the line "NVRM version: NVIDIA UNIX x86_64 Kernel Module  550.54.14  …". */
function kernelDriver(system: string): string | null {
  const text = readText(path.join(system, 'proc/driver/nvidia/version'))
  return text === null ? null : /^NVRM version:.*?\s(\d+\.\d+(?:\.\d+)?)\s/m.exec(text)?.[1] ?? 'of unknown version'
}

/** NVIDIA's number as a vendor, on a device of the class of displays. */
function isOnBus(system: string): boolean {
  const folder = path.join(system, 'sys/bus/pci/devices')
  try {
    return readdirSync(folder).some((device) =>
      readText(path.join(folder, device, 'vendor'))?.trim() === '0x10de' && readText(path.join(folder, device, 'class'))?.startsWith('0x03'))
  } catch {
    return false
  }
}

function readText(file: string): string | null {
  try {
    return readFileSync(file, 'utf8')
  } catch {
    return null
  }
}

function firstLine(error: unknown): string {
  // nvidia-smi complains on its standard output.
  const said = error instanceof Error && 'stdout' in error && typeof error.stdout === 'string' ? error.stdout.trim() : ''
  return (said || (error instanceof Error ? error.message : String(error))).split('\n')[0]
}
