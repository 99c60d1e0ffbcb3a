import { runFileType } from '../../shared/file-types.ts'

/** The file that stands for a run is not data to import: a desktop opens it as its system would. True where it does. */
export function openDroppedRun(file: File): boolean {
  const isRun = runFileType.extensions.some((extension) => file.name.endsWith(`.${extension}`))
  return isRun && (window.holoscope?.openDropped(file) ?? false)
}
