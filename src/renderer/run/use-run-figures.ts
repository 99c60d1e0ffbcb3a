import { computed, onScopeDispose, ref, shallowRef, watch, type Ref } from 'vue'
import type { FigureInput } from '../../shared/figure.ts'
import { filePaths } from '../../shared/files.ts'
import type { Problem } from '../../shared/problem.ts'
import type { Artifact } from '../../shared/run.ts'
import { epochLength, findStudy } from '../../shared/studies/index.ts'
import { arraysByKind, canDraw, type FigureChoices, neededArtifacts, questionsOf, type FigureOptions, type RunFigure, type RunRecord, type StoredArray } from '../../shared/studies/run-figures.ts'
import { useConfigHash } from '../composables/use-config-hash.ts'
import { fetchArray } from '../stores/arrays.ts'
import type { OpenRun } from '../stores/open-run.ts'
import { toProblem } from '../transport/problems.ts'
import { useAnalysis } from './use-analysis.ts'
import { useComputations } from './use-computations.ts'

/**
 * The figures that the study of a run makes of it. Only what the wanted ones are drawn from is read, asked for and, where it takes
 * an analysis of the newest checkpoint, drawn; the last picture stays while the next is under way.
 *
 * @param choices of figures by name; what is absent takes its default
 */
export function useRunFigures(run: OpenRun, wanted: Ref<readonly string[]>, choices: Ref<Readonly<Record<string, FigureChoices>>> = ref({})) {
  const config = computed(() => run.details.value?.config ?? null)
  const study = computed(() => findStudy(run.summary.value?.study ?? ''))
  const figures = computed(() => study.value?.figures ?? [])
  const chosen = computed(() => figures.value.filter(({ name }) => wanted.value.includes(name)))
  const hash = useConfigHash(config)
  const choicesOf = ({ name }: Pick<RunFigure, 'name'>) => choices.value[name] ?? {}
  const questions = computed(() => (config.value ? [...questionsOf(chosen.value, config.value, choicesOf)] : []))
  const { answers } = useComputations(config, computed(() => questions.value.map(([name, question]) => ({ name, input: () => question }))))

  const analyses = useAnalyses(run, computed(() => [...new Set(chosen.value.flatMap(({ analysis }) => analysis ?? []))]))
  const needed = computed(() => [...new Map(chosen.value
    .flatMap((figure) => neededArtifacts(figure, run.artifacts.value, analyses.artifacts(figure.analysis)))
    .map((artifact) => [artifact.file, artifact])).values()])
  const { arrays, problem } = useStoredArrays(computed(() => run.summary.value?.id ?? null), needed)

  const record = computed<RunRecord | null>(() => config.value && {
    config: config.value, configHash: hash.value, metrics: run.metrics.value, arrays: arrays.value, computed: answers.value,
    stepsPerEpoch: epochLength(run.summary.value?.study ?? '', config.value, run.details.value?.provenance ?? null),
  })
  const find = (name: string) => figures.value.find((figure) => figure.name === name)
  const drawable = (figure: RunFigure) => record.value !== null && canDraw(figure, record.value, {
    artifacts: run.artifacts.value, checkpoints: run.details.value?.checkpoints.length ?? 0,
  })
  return {
    list: figures,
    /** Whether there is, or can be drawn, something to show. */
    drawable,
    /** Of a wanted figure; null until what it needs is there. */
    figure: (name: string, options: FigureOptions): FigureInput | null => (record.value && find(name)?.build(record.value, { ...options, choices: choicesOf({ name }) })) ?? null,
    epochsKnown: computed(() => (record.value?.stepsPerEpoch ?? null) !== null),
    /** Share of an analysis that is done; null while none is drawn. */
    share: analyses.share,
    problem: computed(() => analyses.problem.value ?? problem.value),
    tryAgain: analyses.draw,
  }
}

/** The analyses of the newest checkpoint that the wanted figures need, each drawn when it is first wanted. */
function useAnalyses(run: OpenRun, kinds: Ref<readonly string[]>) {
  // All that the study has, as `useAnalysis` belongs to the set-up of a component.
  const offered = new Set(findStudy(run.summary.value?.study ?? '')?.figures.flatMap(({ analysis }) => analysis ?? []))
  const known = new Map([...offered].map((kind) => [kind, useAnalysis(kind)]))
  const inUse = () => kinds.value.flatMap((kind) => known.get(kind) ?? [])

  function draw(): void {
    const details = run.details.value
    if (!details) return
    for (const analysis of inUse()) {
      if (analysis.result.value === null && analysis.share.value === null) void analysis.draw(details.summary.id, null, Number(details.config.seed ?? 0))
    }
  }
  watch([() => run.details.value?.summary.id, () => kinds.value.join()], draw, { immediate: true })
  return {
    artifacts: (kind: string | undefined): readonly Artifact[] => (kind === undefined ? [] : known.get(kind)?.result.value?.artifacts ?? []),
    share: computed(() => inUse().map((analysis) => analysis.share.value).find((share) => share !== null) ?? null),
    problem: computed<Problem | null>(() => inUse().map((analysis) => analysis.problem.value).find((one) => one !== null) ?? null),
    draw,
  }
}

/** The arrays of some artifacts by kind, in their order; all change together when all are read. */
function useStoredArrays(id: Ref<string | null>, artifacts: Ref<readonly Artifact[]>) {
  const arrays = shallowRef<ReadonlyMap<string, readonly StoredArray[]>>(new Map())
  const problem = shallowRef<Problem | null>(null)
  let abort: AbortController | null = null
  watch([id, () => artifacts.value.map(({ file }) => file).join('\n')], async ([run]) => {
    abort?.abort()
    if (run === null) return
    const mine = (abort = new AbortController())
    try {
      const read = await Promise.all(artifacts.value.map(async (artifact): Promise<StoredArray> => (
        { artifact, data: (await fetchArray(filePaths.run(run, `artifacts/${artifact.file}`), mine.signal)).data })))
      if (mine.signal.aborted) return
      arrays.value = arraysByKind(read)
      problem.value = null
    } catch (error) {
      if (!mine.signal.aborted) problem.value = toProblem(error)
    }
  }, { immediate: true })
  onScopeDispose(() => abort?.abort())
  return { arrays, problem }
}
