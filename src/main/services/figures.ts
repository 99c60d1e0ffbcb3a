import { mkdir, stat } from 'node:fs/promises'
import { join } from 'node:path'
import { writeFileAtomic } from '../../engine/files/atomic-write.ts'
import { fileProblem } from '../../engine/files/file-problem.ts'
import { runFiles } from '../../engine/run-folder/layout.ts'
import type { Figure, FigureFormat, FigureStyle } from '../../shared/figure.ts'
import { filePaths } from '../../shared/files.ts'
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

async function freeName(folder: string, name: string, format: FigureFormat): Promise<string> {
  for (let n = 1; ; n++) {
    const fileName = `${n === 1 ? name : `${name}-${n}`}.${format}`
    if (!(await stat(join(folder, fileName)).catch(() => null))) return fileName
  }
}
