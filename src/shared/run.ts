import { z } from 'zod'
import { backendNames } from './run-config.ts'

/** The files of a run folder that are JSON, and what the interface shows of a run. */

export const runStates = ['queued', 'running', 'paused', 'interrupted', 'failed', 'done', 'stopped'] as const
export type RunState = (typeof runStates)[number]

/** `status.json`. `stopped` is a run ended by its owner before its last step; it can be resumed like an interrupted one. */
export const statusSchema = z.object({
  state: z.enum(runStates),
  step: z.int().min(0),
  totalSteps: z.int().min(1),
  updated: z.string(),
  /** Seconds of training so far, over all sessions. */
  elapsedSeconds: z.number().min(0),
  /** For `failed`: one sentence for people. */
  reason: z.string().optional(),
})
export type RunStatus = z.infer<typeof statusSchema>

export const provenanceSchema = z.object({
  application: z.object({ name: z.string(), version: z.string(), commit: z.string().nullable() }),
  /** What computed: back end, its version, device, threads, kernels; and why it was chosen. */
  backend: z.object({
    name: z.enum(backendNames), version: z.string(), device: z.string(), threads: z.int(), reason: z.string(),
    /** Which implementation of the layers. Runs of older versions do not tell. */
    kernels: z.string().default('not recorded'),
  }),
  platform: z.object({ os: z.string(), arch: z.string(), node: z.string(), cpu: z.string() }),
  seed: z.int(),
  dataHash: z.string(),
  parameterCount: z.int(),
  /** Optimiser steps in which the training set is seen once; absent where data are made as they are used, and in older runs. */
  stepsPerEpoch: z.int().min(1).optional(),
  /** One entry per session: a resumed run has several. */
  sessions: z.array(z.object({ started: z.string(), ended: z.string().nullable(), fromStep: z.int(), toStep: z.int().nullable() })),
})
export type Provenance = z.infer<typeof provenanceSchema>

/** A line of `metrics.jsonl`. `train` lines come every `logEvery` steps, `evaluate` lines every `evaluateEvery`. */
export const metricsLineSchema = z.object({
  kind: z.enum(['train', 'evaluate']),
  step: z.int(),
  /** Seconds of training so far. Never compared by the resume test. */
  seconds: z.number(),
  values: z.record(z.string(), z.number()),
})
export type MetricsLine = z.infer<typeof metricsLineSchema>

/** `<name>.json` beside each array in `artifacts/`. */
export const artifactSchema = z.object({
  /** File name inside `artifacts/`, e.g. `samples-step-000200.npy`. */
  file: z.string(),
  /** What it is, for those who draw it: `samples`, `reference`, `training-data`. */
  kind: z.string(),
  step: z.int(),
  shape: z.array(z.int()),
  axes: z.array(z.string()),
  units: z.string(),
  description: z.string(),
  /** Values along each axis, in its order; null along an axis that only counts. */
  coordinates: z.array(z.array(z.number()).nullable()).optional(),
  /** For what was drawn on request: of which request it is a part, and of how many. */
  analysis: z.object({ kind: z.string(), seed: z.int().min(0), parts: z.int().min(1) }).optional(),
})
export type Artifact = z.infer<typeof artifactSchema>

export const progressSchema = z.object({
  step: z.int(), totalSteps: z.int(), loss: z.number().nullable(), stepsPerSecond: z.number(), secondsLeft: z.number().nullable(),
  elapsedSeconds: z.number(),
})
export type Progress = z.infer<typeof progressSchema>

/** A row of the list of runs. */
export const runSummarySchema = z.object({
  /** Folder name, unique in the workspace. */
  id: z.string(),
  study: z.string(),
  title: z.string(),
  /** What trains, in a few words, e.g. `AdS, Δ = 1.5, w = 16`; absent where the study does not say. */
  outline: z.string().optional(),
  created: z.string(),
  status: statusSchema,
  /** Latest value of each metric. */
  latest: z.record(z.string(), z.number()),
  /** For a folder that cannot be read as a run: why. Such a row is greyed and can only be looked at. */
  broken: z.string().optional(),
})
export type RunSummary = z.infer<typeof runSummarySchema>

export const runDetailsSchema = z.object({
  summary: runSummarySchema,
  folder: z.string(),
  config: z.record(z.string(), z.unknown()),
  provenance: provenanceSchema.nullable(),
  metrics: z.array(metricsLineSchema),
  artifacts: z.array(artifactSchema),
  checkpoints: z.array(z.int()),
  progress: progressSchema.nullable(),
})
export type RunDetails = z.infer<typeof runDetailsSchema>
