import { expect, it } from 'vitest'
import type { FigureInput } from '../figure.ts'
import { assembleFigure, mostPanels } from './assemble.ts'

const figure = (title: string, count: number, caption = ''): FigureInput => ({
  name: 'part', title, caption,
  panels: Array.from({ length: count }, () => ({ x: { label: 'x' }, y: { label: 'y' }, series: [{ kind: 'line' as const, name: title, x: [0, 1], y: [0, 1] }] })),
})

it('puts panels one after the other and names in the caption which letters are whose', () => {
  const sheet = assembleFigure([
    figure('Loss', 1, 'Training loss. AdS, K = 16; configuration abc.'),
    figure('Points', 2, 'True and generated points. AdS, K = 16; configuration abc.'),
    figure('Metrics', 3, 'Metrics. AdS, K = 16; configuration abc.'),
  ])
  expect(sheet?.panels.map(({ series }) => series[0].name)).toEqual(['Loss', 'Points', 'Points', 'Metrics', 'Metrics', 'Metrics'])
  expect(sheet?.panels[0].title).toBe('Loss')
  expect(sheet?.columns).toBe(2)
  // What is common to all, the configuration, is said once.
  expect(sheet?.caption).toBe('(a) Training loss. (b, c) True and generated points. (d–f) Metrics. AdS, K = 16; configuration abc.')
})

it('is no figure without parts, and no more panels than letters and pages hold', () => {
  expect(assembleFigure([])).toBeNull()
  expect(assembleFigure([figure('Many', 20), figure('More', 20)])?.panels).toHaveLength(mostPanels)
  expect(assembleFigure([figure('One', 1)], { columns: 3 })?.columns).toBe(1)
})
