import { mkdir } from 'node:fs/promises'
import { homedir } from 'node:os'
import { join, resolve } from 'node:path'
import { fileProblem } from '../../engine/files/file-problem.ts'

/** The one folder that the lab keeps things in: plain files, to be copied, backed up and opened without the lab. */
export interface Workspace {
  readonly root: string
  readonly runs: string
  readonly dataSets: string
  /** Figures that belong to no run. */
  readonly figures: string
  /** Removed runs; the lab never empties it. */
  readonly trash: string
  /** Dropped files until they are imported; emptied at every start. */
  readonly uploads: string
  readonly settings: string
  /** Rows of the list of runs, to start faster; may be deleted at any time. */
  readonly runIndex: string
  /** Which host looks after the workspace: recovers dead runs and starts queued ones. */
  readonly lock: string
}

/** `HOLOSCOPE_HOME`, else `~/Holoscope`. */
export function defaultWorkspaceRoot(environment: NodeJS.ProcessEnv = process.env): string {
  return resolve(environment.HOLOSCOPE_HOME || join(homedir(), 'Holoscope'))
}

/** Makes the folders that are missing. */
export async function openWorkspace(root = defaultWorkspaceRoot()): Promise<Workspace> {
  const at = (...parts: string[]) => join(root, ...parts)
  const workspace: Workspace = {
    root, runs: at('runs'), dataSets: at('datasets'), figures: at('figures'), trash: at('trash'), uploads: at('uploads'),
    settings: at('settings.json'), runIndex: at('runs-index.json'), lock: at('host-lock.json'),
  }
  try {
    for (const folder of [workspace.runs, workspace.dataSets, workspace.figures, workspace.trash, workspace.uploads]) {
      await mkdir(folder, { recursive: true })
    }
  } catch (error) {
    throw fileProblem(error, 'make the workspace', root)
  }
  return workspace
}
