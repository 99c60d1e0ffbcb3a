import { execFileSync } from 'node:child_process'
import { mkdir, open, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { applicationRoot } from '../services/application.ts'

/** The seven bytes of state before Electron's own fuses, as its makers leave them: all of them "on" but cookies, asar and snapshot. */
const factoryWire = '101100110'
/** By which @electron/fuses finds the wire in the program. */
const sentinel = 'dL7pKGdnNz796PbbjQWNKmHXBZaB9tsX'

/**
 * What electron-builder needs of an Electron distribution, without its 250 MB: a program that is nothing but the fuses, version 1,
 * and the names of the files that are moved about. Everything else of the packing is real.
 */
export async function makeStandInElectron(folder: string): Promise<void> {
  await mkdir(join(folder, 'locales'), { recursive: true })
  await mkdir(join(folder, 'resources'))
  const wire = Buffer.concat([Buffer.from(sentinel), Buffer.from([1, factoryWire.length]), Buffer.from(factoryWire)])
  await writeFile(join(folder, 'electron'), Buffer.concat([Buffer.from('program'), wire, Buffer.from('end')]))
  for (const name of ['LICENSE', 'LICENSES.chromium.html', 'version', join('locales', 'en-GB.pak'), join('locales', 'de.pak')]) await writeFile(join(folder, name), '')
}

/** Packs the desktop build in `bundle` for Linux, up to the folder that an AppImage or a deb is made of; answers with its path. */
export function packApp({ bundle, electron, output }: { bundle: string; electron: string; output: string }): string {
  const builder = join(applicationRoot, 'node_modules', 'electron-builder', 'cli.js')
  execFileSync(process.execPath, [
    builder, '--linux', '--dir', '--config', 'electron-builder.config.ts', `-c.electronDist=${electron}`, `-c.directories.output=${output}`,
  ], { cwd: applicationRoot, env: { ...process.env, HOLOSCOPE_BUNDLE: bundle }, stdio: 'pipe' })
  return join(output, process.arch === 'arm64' ? 'linux-arm64-unpacked' : 'linux-unpacked')
}

interface AsarEntry { files?: Record<string, AsarEntry>; unpacked?: boolean; link?: string }

/** The files of an asar archive, by their paths, and whether they lie beside it: its header is JSON behind four 32-bit lengths. */
export async function listArchive(path: string): Promise<{ path: string; unpacked: boolean; link: boolean }[]> {
  const file = await open(path)
  try {
    const lengths = Buffer.alloc(16)
    await file.read(lengths, 0, 16, 0)
    const header = Buffer.alloc(lengths.readUInt32LE(12))
    await file.read(header, 0, header.length, 16)
    const walk = (entry: AsarEntry, place: string): { path: string; unpacked: boolean; link: boolean }[] => Object.entries(entry.files ?? {}).flatMap(
      ([name, inner]) => (inner.files ? walk(inner, `${place}${name}/`) : [{ path: `${place}${name}`, unpacked: inner.unpacked ?? false, link: inner.link !== undefined }]),
    )
    return walk(JSON.parse(header.toString()) as AsarEntry, '')
  } finally {
    await file.close()
  }
}
