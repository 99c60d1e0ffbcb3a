import { Problem } from '../../shared/problem.ts'

/**
 * Turns the failures of a disk that a person can mend into a `Problem`; anything else comes back as it was.
 * `what` completes "could not …", e.g. "save the checkpoint of step 500".
 */
export function fileProblem(error: unknown, what: string, path: string): unknown {
  if (error instanceof Problem) return error
  switch ((error as NodeJS.ErrnoException)?.code) {
    case 'ENOSPC':
    case 'EDQUOT':
      return new Problem('DiskFull', `The disk is full: could not ${what} in ${path}. What was saved before is intact.`,
        'Free some space (old runs, old checkpoints), then resume the run.')
    case 'EFBIG':
      return new Problem('FileTooLarge', `The system limits the size of files: could not ${what} in ${path}. What was saved before is intact.`,
        'Raise the limit (ulimit -f) or choose another folder, then resume the run.')
    case 'EROFS':
    case 'EACCES':
    case 'EPERM':
      return new Problem('ReadOnlyFolder', `The folder cannot be written: could not ${what} in ${path}.`,
        'Copy the folder to a place that you may write to, or change its permissions.')
    case 'ENOTDIR':
    case 'ENOENT':
      return new Problem('FolderMissing', `The folder is not there: could not ${what} in ${path}.`,
        'Check that the disk is mounted and that the folder was not moved.')
    case 'EIO':
      return new Problem('DiskFailure', `The disk reports a failure: could not ${what} in ${path}.`,
        'Copy what can be read to another disk, then resume the run there.')
    default:
      return error
  }
}
