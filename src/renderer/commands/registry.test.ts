import { describe, expect, it } from 'vitest'
import type { RunSummary } from '../../shared/run.ts'
import { keyCaps, matchesKeys, type KeyPress } from './keys.ts'
import { availableCommands, knownCommands, matchingCommands, type CommandContext } from './registry.ts'

const run = (id: string, state: RunSummary['status']['state']): RunSummary => ({
  id, study: 'holographic-flow', title: `Title ${id}`, created: '', latest: {},
  status: { state, step: 3, totalSteps: 9, updated: '', elapsedSeconds: 1 },
})

function context(changes: Partial<CommandContext> = {}) {
  const calls: string[] = []
  const routes = [{ path: '/runs', meta: { title: 'Runs' } }, { path: '/runs/:id', meta: { title: 'Run' } }, { path: '/', meta: {} }, { path: '/new', meta: { title: 'New run' } }]
  const value: CommandContext = {
    router: { push: async (to: unknown) => void calls.push(JSON.stringify(to)), options: { routes } } as unknown as CommandContext['router'],
    edits: { canUndo: false, canRedo: false, undo: () => calls.push('undo'), redo: () => calls.push('redo') },
    runs: [run('a', 'done'), run('b', 'running')], run: undefined, theme: 'light',
    act: async (call, { id }) => calls.push(`${call} ${id}`), branch: async ({ id }) => calls.push(`branch ${id}`),
    setTheme: (theme) => calls.push(theme), show: (dialog) => calls.push(dialog), ...changes,
  }
  return { value, calls }
}

describe('the registry', () => {
  it('has one command an id and one a shortcut', () => {
    const { value } = context()
    const commands = knownCommands(value)
    const keys = commands.flatMap((command) => [command.keys ?? [], command.otherKeys ?? []].flat())
    expect(new Set(keys).size).toBe(keys.length)
    expect(new Set(commands.map(({ id }) => id)).size).toBe(commands.length)
  })

  it('numbers the places by their routes, without those that need a parameter', () => {
    const { value } = context()
    expect(knownCommands(value).filter(({ group }) => group === 'Places').map(({ title, keys }) => [title, keys])).toEqual([['Go to Runs', 'Alt+1'], ['Go to New run', 'Alt+2']])
  })

  it('offers what the run on screen can do in its state, and opens any other run', () => {
    const titles = (changes: Partial<CommandContext>) => availableCommands(context(changes).value).map(({ title }) => title)
    expect(titles({})).not.toContain('Branch a new run from this one')
    expect(titles({ run: run('b', 'running') })).toEqual(expect.arrayContaining(['Pause this run', 'Stop this run', 'Open Title a']))
    expect(titles({ run: run('b', 'running') })).not.toContain('Open Title b')
    expect(titles({ run: run('b', 'paused') })).toEqual(expect.arrayContaining(['Resume this run', 'Stop this run']))
    expect(titles({ run: run('a', 'done') })).not.toContain('Resume this run')
  })

  it('acts on the run on screen', async () => {
    const { value, calls } = context({ run: run('b', 'running') })
    for (const id of ['run.pause', 'run.branch', 'window.theme.dark', 'open.a']) await availableCommands(value).find((command) => command.id === id)?.run(value)
    expect(calls).toEqual(['pause b', 'branch b', 'dark', '{"name":"run","params":{"id":"a"}}'])
  })

  it('undoes and redoes where there is something to undo', async () => {
    expect(availableCommands(context().value).map(({ title }) => title)).not.toContain('Undo')
    const calls: string[] = []
    const { value } = context({ edits: { canUndo: true, canRedo: true, undo: () => calls.push('undone'), redo: () => calls.push('redone') } })
    for (const id of ['edit.undo', 'edit.redo']) await availableCommands(value).find((command) => command.id === id)?.run(value)
    expect(calls).toEqual(['undone', 'redone'])
  })

  it('finds by words in any order, beginnings of words first', () => {
    const commands = availableCommands(context().value)
    expect(matchingCommands(commands, 'run new')[0].title).toBe('Go to New run')
    expect(matchingCommands(commands, 'zzz')).toEqual([])
    expect(matchingCommands(commands, ' ')).toHaveLength(commands.length)
  })
})

describe('keys', () => {
  const press = (code: string, modifiers: Partial<KeyPress> = {}): KeyPress => ({ code, ctrlKey: false, metaKey: false, altKey: false, shiftKey: false, ...modifiers })

  it.each([
    ['Mod+K', press('KeyK', { ctrlKey: true }), false, true],
    ['Mod+K', press('KeyK', { metaKey: true }), true, true],
    ['Mod+K', press('KeyK', { ctrlKey: true }), true, false],
    ['Mod+K', press('KeyK', { ctrlKey: true, shiftKey: true }), false, false],
    ['Mod+K', press('KeyK'), false, false],
    ['Mod+/', press('Slash', { ctrlKey: true }), false, true],
    ['Alt+1', press('Digit1', { altKey: true }), false, true],
    ['Alt+1', press('Digit2', { altKey: true }), false, false],
  ])('%s and %o (Mac: %s): %s', (keys, event, isMac, expected) => {
    expect(matchesKeys(event, keys, isMac)).toBe(expected)
  })

  it('are written as each system writes them', () => {
    expect(keyCaps('Mod+K', false)).toEqual(['Ctrl', 'K'])
    expect(keyCaps('Mod+K', true)).toEqual(['⌘', 'K'])
  })
})
