import { defineStore } from 'pinia'
import { computed, shallowRef } from 'vue'
import type { Issue } from '../../shared/issue.ts'
import { findStudy, studies, type Preset, type StudyDescription } from '../../shared/studies/index.ts'
import { formOf, withValue } from '../forms/schema-form.ts'

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

  function usePreset(preset: Preset): void {
    config.value = study.value.config.parse(preset.config) as Record<string, unknown>
    presetId.value = preset.id
  }
  /** Takes any configuration: defaults are filled in where the shape is right, otherwise it is shown as it is. */
  function useConfig(next: Record<string, unknown>): void {
    const known = typeof next.study === 'string' ? findStudy(next.study) : undefined
    if (known) studyId.value = known.id
    const parsed = study.value.config.safeParse(next)
    config.value = parsed.success ? (parsed.data as Record<string, unknown>) : next
    presetId.value = null
  }
  function change(path: string, value: unknown): void {
    config.value = withValue(config.value, path, value)
  }
  /** The first preset, the one that the lab opens with. */
  const example = computed(() => study.value.presets.find((preset) => preset.effort === 'example') ?? study.value.presets[0])

  return { study, studyId, config, presetId, issues, parameterCount, form, empty, example, usePreset, useConfig, change }
})
