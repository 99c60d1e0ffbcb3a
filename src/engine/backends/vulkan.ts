import { readdirSync } from 'node:fs'
import path from 'node:path'
import { readNvidia } from './nvidia.ts'
import { hasSystemLibrary } from './system-library.ts'

/** What WebGPU needs on Linux: Vulkan's loader, and a card's driver that it finds by a file of that driver. */
export interface VulkanFacts {
  readonly loader: boolean
  /** Names of the drivers' files: nvidia_icd.json. */
  readonly drivers: readonly string[]
  /** Of NVIDIA's driver, null without one. */
  readonly nvidiaDriver: string | null
  /** Files that the environment names in place of all others. */
  readonly override: string | undefined
}

/** Why WebGPU finds no card on Linux, and what to do. */
export function explainMissingAdapter({ loader, drivers, nvidiaDriver, override }: VulkanFacts): string {
  if (!loader) return 'Vulkan\'s loader (libvulkan.so.1) is missing. Install it (Debian, Ubuntu: apt install libvulkan1; Fedora: dnf install vulkan-loader).'
  if (override !== undefined) return `The environment names the driver ${override} in place of the system's. Unset VK_DRIVER_FILES and VK_ICD_FILENAMES.`
  if (nvidiaDriver !== null && !drivers.some((name) => name.startsWith('nvidia'))) {
    const major = nvidiaDriver.split('.')[0]
    return `NVIDIA's driver ${nvidiaDriver} is there without its part for graphics, which brings nvidia_icd.json. Install it (Ubuntu: apt install libnvidia-gl-${major}, or libnvidia-gl-${major}-server beside a server's driver); in a container, start it with NVIDIA_DRIVER_CAPABILITIES=all.`
  }
  if (drivers.length === 0) return 'No graphics card has a driver for Vulkan here. With a card of AMD or Intel install it (Debian, Ubuntu: apt install mesa-vulkan-drivers).'
  return `The drivers for Vulkan (${drivers.join(', ')}) find no card. A user without the right to open /dev/dri needs the group render or video.`
}

/** Where drivers put their files. */
const driverFolders = ['usr/share/vulkan/icd.d', 'etc/vulkan/icd.d', 'usr/local/share/vulkan/icd.d']

export async function vulkanFacts(system = '/'): Promise<VulkanFacts> {
  return {
    loader: await hasSystemLibrary('libvulkan.so.1'),
    drivers: driverFolders.flatMap((folder) => filesOf(path.join(system, folder))).filter((name) => name.endsWith('.json')),
    nvidiaDriver: (await readNvidia(undefined, system)).driver,
    override: process.env.VK_DRIVER_FILES ?? process.env.VK_ICD_FILENAMES,
  }
}

function filesOf(folder: string): string[] {
  try {
    return readdirSync(folder)
  } catch {
    return []
  }
}
