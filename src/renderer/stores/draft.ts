import { defineStore } from 'pinia'
import { computed, shallowRef } from 'vue'
import type { Issue } from '../../shared/issue.ts'
import { findStudy, studies, type Preset, type StudyDescription } from '../../shared/studies/index.ts'
import { makeHistory } from '../forms/history.ts'
import { formOf, sameValue, valueAt, withValue } from '../forms/schema-form.ts'

/** The configuration that the next run will have. It outlives the page, so that looking elsewhere loses nothing. */
export const useDraft = defineStore('draft', () => {
  const studyId = shallowRef(studies[0].id)
  const config = shallowRef<Record<string, unknown>>({})
  /** Where it came from, for the picker: a preset's id, or null for a pasted or branched one. */
  const presetId = shallowRef<string | null>(null)
  /** Findings of the last check, and the number of parameters when the configuration is sound. */
  const issues = shallowRef<readonly Issue[]>([])
  const parameterCount = shallowRef<number | null>(null)

  const study = computed<StudyDescription>(() => findStudy(studyId.value) ?? studies[0])
  const form = computed(() => formOf(study.value.config))
  const empty = computed(() => Object.keys(config.value).length === 0)

  interface Snapshot { studyId: string; config: Record<string, unknown>; presetId: string | null }
  const history = makeHistory<Snapshot>()
  const canUndo = shallowRef(false)
  const canRedo = shallowRef(false)
  /** Numbers the changes that never join with their neighbours. */
  let replaced = 0
  const snapshot = (): Snapshot => ({ studyId: studyId.value, config: config.value, presetId: presetId.value })
  function showHistory(): void {
    canUndo.value = history.canUndo
    canRedo.value = history.canRedo
  }
  function note(subject: string, gesture?: string): void {
    if (!empty.value) history.note(snapshot(), subject, gesture)
    showHistory()
  }
  function go(direction: 'undo' | 'redo'): void {
    const state = history[direction](snapshot())
    if (state) {
      studyId.value = state.studyId
      config.value = state.config
      presetId.value = state.presetId
    }
    showHistory()
  }

  function usePreset(preset: Preset): void {
    note(`replaced ${++replaced}`)
    config.value = study.value.config.parse(preset.config) as Record<string, unknown>
    presetId.value = preset.id
  }
  /** Begins anew with the example of a study. */
  function useStudy(id: string): void {
    if (id === studyId.value || !findStudy(id)) return
    note(`replaced ${++replaced}`)
    studyId.value = id
    config.value = study.value.config.parse(example.value.config) as Record<string, unknown>
    presetId.value = example.value.id
  }
  /** Takes any configuration: defaults are filled in where the shape is right, otherwise it is shown as it is. */
  function useConfig(next: Record<string, unknown>): void {
    note(`replaced ${++replaced}`)
    const known = typeof next.study === 'string' ? findStudy(next.study) : undefined
    if (known) studyId.value = known.id
    const parsed = study.value.config.safeParse(next)
    config.value = parsed.success ? (parsed.data as Record<string, unknown>) : next
    presetId.value = null
  }
  /** Another configuration of the same study, such as another variant of a part. */
  function replace(next: Record<string, unknown>): void {
    if (sameValue(next, config.value)) return
    note(`replaced ${++replaced}`)
    config.value = next
  }
  function change(path: string, value: unknown, gesture?: string): void {
    if (sameValue(valueAt(config.value, path), value)) return
    note(path, gesture)
    config.value = withValue(config.value, path, value)
  }
  /** The first preset, the one that the lab opens with. */
  const example = computed(() => study.value.presets.find((preset) => preset.effort === 'example') ?? study.value.presets[0])

  return { study, studyId, config, presetId, issues, parameterCount, form, empty, example, useStudy, usePreset, useConfig, replace, change, canUndo, canRedo, undo: () => go('undo'), redo: () => go('redo') }
})
