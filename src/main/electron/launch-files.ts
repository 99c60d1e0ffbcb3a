import { resolve } from 'node:path'

/**
 * The files that a command line asks to open, as absolute paths. Of Electron started on a clone, the second argument is the
 * program itself; what begins with a dash is a switch, of ours or of Chromium's.
 */
export function launchFiles(commandLine: readonly string[], folder: string, isPackaged: boolean): string[] {
  return commandLine.slice(isPackaged ? 1 : 2).filter((argument) => argument !== '' && !argument.startsWith('-')).map((argument) => resolve(folder, argument))
}
