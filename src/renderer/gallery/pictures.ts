import { groupRuns, type ComparedRun } from '../../shared/compare/groups.ts'
import type { FigureInput } from '../../shared/figure.ts'
import { plainLabel } from '../../shared/figures/math-text.ts'
import { filePaths } from '../../shared/files.ts'
import type { Artifact, RunDetails } from '../../shared/run.ts'
import { findStudy } from '../../shared/studies/index.ts'
import { fetchArray } from '../stores/arrays.ts'

/** One picture of the gallery: a stored array of a run, and the true one whose frame it takes. */
export interface Picture {
  key: string
  run: RunDetails
  artifact: Artifact
  truth: Artifact | null
  /** Configuration (what differs) and seed, with mathematics between dollar signs. */
  of: string
  /** `step 400`, or what the study calls the truth. */
  what: string
}
export interface PictureRow { heading: string; pictures: Picture[] }

type PanelInput = FigureInput['panels'][number]

const ofKind = (run: RunDetails, kind: string) => run.artifacts.filter((artifact) => artifact.kind === kind).toSorted((a, b) => a.step - b.step)
const galleryOf = (run: RunDetails) => findStudy(run.summary.study)?.gallery
const samplesOf = (run: RunDetails) => ofKind(run, galleryOf(run)?.samples ?? 'samples')
const truthsOf = (run: RunDetails): Artifact[] => galleryOf(run)?.truths.map((kind) => ofKind(run, kind)).find((found) => found.length > 0) ?? []
const seedOf = (run: RunDetails) => Number(run.config.seed ?? 0)

/** Steps at which any of the runs stored samples. */
export function storedSteps(runs: readonly RunDetails[]): number[] {
  return [...new Set(runs.flatMap((run) => samplesOf(run).map(({ step }) => step)))].sort((a, b) => a - b)
}

/** One row a run: what it should look like, then the samples of every stored step. */
export function stepsOfRuns(runs: readonly RunDetails[]): PictureRow[] {
  return named(runs).map(({ run, label }) => {
    const truths = truthsOf(run)
    const truth = truths[0] ?? null
    const name = `${label}, seed ${seedOf(run)}`
    return {
      heading: plainLabel(name),
      pictures: [...truths.map((one) => picture(run, one, one, name, galleryOf(run)?.truthName(one) ?? 'truth')), ...samplesOf(run).map((artifact) => picture(run, artifact, truth, name, `step ${artifact.step}`))],
    }
  })
}

/** One row a seed: the runs that share it stand side by side, each with its newest samples up to a step. */
export function runsAtStep(runs: readonly RunDetails[], step: number): PictureRow[] {
  const rows = new Map<number, Picture[]>()
  for (const { run, label } of named(runs)) {
    const artifact = samplesOf(run).findLast((sample) => sample.step <= step)
    if (artifact) rows.set(seedOf(run), [...(rows.get(seedOf(run)) ?? []), picture(run, artifact, truthsOf(run)[0] ?? null, `${label}, seed ${seedOf(run)}`, `step ${artifact.step}`)])
  }
  return [...rows].sort(([a], [b]) => a - b).map(([seed, pictures]) => ({ heading: `Seed ${seed}`, pictures }))
}

/** The panel of a picture, as the run's page draws it; null where its study cannot. */
export async function panelOf({ run, artifact, truth, of, what }: Picture, signal?: AbortSignal): Promise<PanelInput | null> {
  const path = (one: Artifact) => filePaths.run(run.summary.id, `artifacts/${one.file}`)
  const [points, reference] = await Promise.all([fetchArray(path(artifact), signal), truth ? fetchArray(path(truth), signal) : null])
  return galleryOf(run)?.panel(run.config, points, artifact === truth ? points : reference, `${of}: ${what}`) ?? null
}

/** Panels that a figure can hold. */
export const mostPanels = 24

/** Panels with titles that say what they are, unless whoever shows the one says so. */
export async function sheetOf(pictures: readonly Picture[], { titled = true } = {}): Promise<FigureInput | null> {
  const shown = pictures.slice(0, mostPanels)
  // What all pictures have in common is said once, in the caption.
  const [first] = shown
  const sameRun = shown.every(({ of }) => of === first.of)
  const sameStep = shown.every(({ what }) => what === first.what)
  const titleOf = ({ of, what }: Picture) => (!titled ? '' : sameRun ? what : sameStep ? of : `${of}: ${what}`)
  // Small pictures have no room for the names of axes that are the same in all.
  const bare = (panel: PanelInput): PanelInput => (shown.length > 6 ? { ...panel, x: { ...panel.x, label: '' }, y: { ...panel.y, label: '' } } : panel)
  const panels = (await Promise.all(shown.map(async (one) => ({ one, panel: await panelOf(one) }))))
    .flatMap(({ one, panel }) => (panel === null ? [] : [bare({ ...panel, title: titleOf(one) })]))
  if (panels.length === 0) return null
  const runs = [...new Set(shown.map(({ run }) => run.summary.id))]
  return {
    name: 'gallery', title: 'Samples', panels, columns: Math.min(6, Math.ceil(Math.sqrt(panels.length))),
    caption: `Stored samples of ${runs.length === 1 ? 'the run' : 'the runs'} ${runs.join(', ')}${sameStep ? `, ${first.what}` : ''}; all panels of a run in the same frame.`,
  }
}

function picture(run: RunDetails, artifact: Artifact, truth: Artifact | null, of: string, what: string): Picture {
  return { key: `${run.summary.id}/${artifact.file}`, run, artifact, truth, of, what }
}

/** Runs in the order of their groups, each with what tells its configuration from the others. */
function named(runs: readonly RunDetails[]): { run: RunDetails; label: string }[] {
  const byId = new Map(runs.map((run) => [run.summary.id, run]))
  const compared = runs.map(({ summary, config }): ComparedRun => ({ id: summary.id, title: summary.title, study: summary.study, config, metrics: [] }))
  return groupRuns(compared, 'replicates').flatMap(({ label, runs: members }) => members
    .map(({ id }) => byId.get(id))
    .filter((run) => run !== undefined)
    .sort((a, b) => seedOf(a) - seedOf(b))
    .map((run) => ({ run, label })))
}
