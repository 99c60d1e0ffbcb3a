import { lstat, mkdir, stat } from 'node:fs/promises'
import { join } from 'node:path'
import { writeFileAtomic } from '../../engine/files/atomic-write.ts'
import { fileProblem } from '../../engine/files/file-problem.ts'
import { runFiles } from '../../engine/run-folder/layout.ts'
import type { Figure, FigureFormat, FigureStyle } from '../../shared/figure.ts'
import { filePaths } from '../../shared/files.ts'
import { Problem } from '../../shared/problem.ts'
import { renderFigure } from '../figures/index.ts'
import type { Runs } from './runs.ts'
import type { Workspace } from './workspace.ts'

/** Draws figures and keeps them: with their run, or in the workspace's `figures`. An earlier one of the name stays. */
export class FiguresService {
  readonly #workspace: Workspace
  readonly #runs: Runs

  constructor(workspace: Workspace, runs: Runs) {
    this.#workspace = workspace
    this.#runs = runs
  }

  async export(runId: string | null, figure: Figure, format: FigureFormat, style: FigureStyle): Promise<{ url: string; fileName: string }> {
    const bytes = await renderFigure(figure, style, format)
    if (runId !== null) await this.#runs.summary(runId)
    const folder = runId === null ? this.#workspace.figures : join(this.#runs.folderOf(runId), runFiles.figures)
    if (runId !== null) await refuseLink(folder)
    try {
      await mkdir(folder, { recursive: true })
      const fileName = await freeName(folder, figure.name, format)
      await writeFileAtomic(join(folder, fileName), bytes)
      const url = runId === null ? filePaths.figure(fileName) : filePaths.run(runId, `${runFiles.figures}/${fileName}`)
      return { url, fileName }
    } catch (error) {
      throw fileProblem(error, `save the figure "${figure.name}"`, folder)
    }
  }
}

/** A run folder that came from elsewhere must not make the lab write outside it. The workspace's own `figures` may be a link. */
async function refuseLink(folder: string): Promise<void> {
  const facts = await lstat(folder).catch(() => null)
  if (facts?.isSymbolicLink()) {
    throw new Problem('FolderIsLink', `${folder} is a link to another place; figures are written into the run's own folder only.`, 'Replace the link by a folder, or export the figure from the command line with -o.')
  }
}

async function freeName(folder: string, name: string, format: FigureFormat): Promise<string> {
  for (let n = 1; ; n++) {
    const fileName = `${n === 1 ? name : `${name}-${n}`}.${format}`
    if (!(await stat(join(folder, fileName)).catch(() => null))) return fileName
  }
}
