import { execFileSync } from 'node:child_process'
import { readFileSync } from 'node:fs'

/** Whether a process with this number runs, ours or another user's. A zombie, dead but not buried by its parent, does not. */
export function isProcessAlive(pid: number): boolean {
  try {
    process.kill(pid, 0)
  } catch (error) {
    return (error as NodeJS.ErrnoException).code === 'EPERM'
  }
  return process.platform !== 'linux' || !['Z', 'X'].includes(linuxStat(pid)?.[0] ?? '')
}

/** The fields of `/proc/PID/stat` from the third on: state, parent, … The command before them may hold anything. */
function linuxStat(pid: number): string[] | null {
  try {
    const stat = readFileSync(`/proc/${pid}/stat`, 'utf8')
    return stat.slice(stat.lastIndexOf(')') + 2).split(' ')
  } catch {
    return null
  }
}

/**
 * When a process started, as text to compare: numbers are reused, and a restart of the machine begins them anew, so that
 * number and start together name a process. Null where the system does not tell (Windows) or the process is gone.
 */
export function processStart(pid: number): string | null {
  try {
    if (process.platform === 'linux') {
      const ticksAfterBoot = linuxStat(pid)?.[19]
      return ticksAfterBoot === undefined ? null : `${readFileSync('/proc/sys/kernel/random/boot_id', 'utf8').trim()}:${ticksAfterBoot}`
    }
    if (process.platform === 'darwin') {
      return execFileSync('/bin/ps', ['-o', 'lstart=', '-p', String(pid)], { encoding: 'utf8', timeout: 2000 }).trim() || null
    }
  } catch {
    // Gone between the question and the answer.
  }
  return null
}
