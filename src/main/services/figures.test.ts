import { mkdir, mkdtemp, readdir, readFile, rm, symlink } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, expect, it } from 'vitest'
import { anyRunConfigSchema } from '../../shared/run-config.ts'
import { figureSchema, figureStyleSchema } from '../../shared/figure.ts'
import { findStudy } from '../../shared/studies/index.ts'
import { EventHub } from './event-hub.ts'
import { FiguresService } from './figures.ts'
import { Runs } from './runs.ts'
import { openWorkspace, type Workspace } from './workspace.ts'

let root: string
let workspace: Workspace
let figures: FiguresService
let runs: Runs
beforeEach(async () => {
  root = await mkdtemp(join(tmpdir(), 'holoscope-figures-'))
  workspace = await openWorkspace(join(root, 'home'))
  runs = new Runs({ workspace, events: new EventHub(), pointsFile: (id) => id })
  figures = new FiguresService(workspace, runs)
})
afterEach(() => rm(root, { recursive: true, force: true }))

const figure = figureSchema.parse({
  name: 'line', title: 'Line', caption: 'A line.',
  panels: [{ x: { label: 'x' }, y: { label: 'y' }, series: [{ kind: 'line', name: 'a', x: [0, 1], y: [0, 1] }] }],
})
const style = figureStyleSchema.parse({})
const config = () => anyRunConfigSchema.parse(findStudy('holographic-flow')!.presets[0].config)

it('keeps a figure with its run, and an earlier one of the name beside it', async () => {
  const { id } = await runs.create(config())
  const names = [await figures.export(id, figure, 'csv', style), await figures.export(id, figure, 'csv', style)].map(({ fileName }) => fileName)
  expect(names).toEqual(['line.csv', 'line-2.csv'])
  const folder = join(runs.folderOf(id), 'figures')
  expect((await readdir(folder)).toSorted()).toEqual(names.toSorted())
  expect(await readFile(join(folder, names[0]), 'utf8')).toBe(await readFile(join(folder, names[1]), 'utf8'))
})

it.each(['elsewhere', 'missing'])('writes nothing through a link in the place of a run\'s figures (%s)', async (target) => {
  const { id } = await runs.create(config())
  const elsewhere = join(root, 'elsewhere')
  await mkdir(elsewhere)
  await rm(join(runs.folderOf(id), 'figures'), { recursive: true, force: true })
  await symlink(join(root, target), join(runs.folderOf(id), 'figures'))
  await expect(figures.export(id, figure, 'csv', style)).rejects.toMatchObject({ code: 'FolderIsLink', message: expect.stringContaining('figures is a link') })
  expect(await readdir(elsewhere)).toEqual([])
  expect(await readdir(root)).not.toContain('missing')
})

it('follows a link in the place of the workspace\'s own figures, which is the user\'s', async () => {
  const elsewhere = join(root, 'elsewhere')
  await mkdir(elsewhere)
  await rm(workspace.figures, { recursive: true })
  await symlink(elsewhere, workspace.figures)
  await figures.export(null, figure, 'csv', style)
  expect(await readdir(elsewhere)).toEqual(['line.csv'])
})
