import { computed, onMounted, ref } from 'vue'
import type { Artifact } from '../../shared/run.ts'
import type { OpenRun } from '../stores/open-run.ts'

export interface CheckpointChoiceOptions {
  /** Artifacts that are pictures of a checkpoint: they may outlive it, and their step stays on offer. */
  isPicture: (artifact: Artifact) => boolean
  /** The seed at first. */
  seed: number
}

/** What pictures are drawn from: a checkpoint of the run, the newest or one by its step, and a seed. */
export function useCheckpointChoice(run: OpenRun, { isPicture, seed: first }: CheckpointChoiceOptions) {
  /** Null: the newest, whichever that is when it is drawn. */
  const checkpoint = ref<number | null>(null)
  /** Null while its field is empty. */
  const seed = ref<number | null>(first)
  /** Steps with a checkpoint, and those whose pictures were kept when it went; the newest first. */
  const steps = computed(() => [...new Set([...(run.details.value?.checkpoints ?? []), ...run.artifacts.value.filter(isPicture).map(({ step }) => step)])].toSorted((a, b) => b - a))
  // Checkpoints come without an event while the run trains.
  onMounted(() => void run.load())
  return { checkpoint, seed, steps }
}
