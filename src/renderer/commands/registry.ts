import type { Router } from 'vue-router'
import type { MenuCommand } from '../../shared/desktop.ts'
import type { RunSummary } from '../../shared/run.ts'
import type { Settings } from '../../shared/system.ts'

/** What commands act on; handed in, so that the list of them needs no window. */
export interface CommandContext {
  router: Pick<Router, 'push' | 'options'>
  runs: readonly RunSummary[]
  /** The run on screen, if there is one. */
  run: RunSummary | undefined
  theme: Settings['theme']
  act(call: 'pause' | 'resume' | 'stop', run: RunSummary): Promise<unknown>
  /** The configuration of the run goes into the form of a new one. */
  branch(run: RunSummary): Promise<unknown>
  /** The history of what is on screen: the form of a new run, else what was done to runs and data sets. */
  edits: { canUndo: boolean; canRedo: boolean; undo(): unknown; redo(): unknown }
  setTheme(theme: Settings['theme']): unknown
  show(dialog: 'palette' | 'help'): void
}

export interface Command {
  id: string
  title: string
  group: 'Places' | 'This run' | 'Runs' | 'Edit' | 'Window'
  /** E.g. `Mod+K`; see `keys.ts`. */
  keys?: string
  /** Other keys by which some know it. */
  otherKeys?: readonly string[]
  /** Whether it can be run now. @default always */
  when?(context: CommandContext): boolean
  run(context: CommandContext): unknown
}

const canResume = ({ status, broken }: RunSummary) =>
  !broken && ['paused', 'interrupted', 'stopped', 'failed'].includes(status.state) && status.step < status.totalSteps

/** Commands that are always known; the shortcuts of the window are theirs, and the help lists them. */
const fixed: readonly Command[] = [
  {
    id: 'run.pause', title: 'Pause this run', group: 'This run', keys: 'Alt+P',
    when: ({ run }) => run?.status.state === 'running',
    run: (context) => context.run && context.act('pause', context.run),
  },
  {
    id: 'run.resume', title: 'Resume this run', group: 'This run', keys: 'Alt+R',
    when: ({ run }) => run !== undefined && canResume(run),
    run: (context) => context.run && context.act('resume', context.run),
  },
  {
    id: 'run.stop', title: 'Stop this run', group: 'This run', keys: 'Alt+S',
    when: ({ run }) => run !== undefined && ['running', 'paused', 'queued'].includes(run.status.state),
    run: (context) => context.run && context.act('stop', context.run),
  },
  {
    id: 'run.branch', title: 'Branch a new run from this one', group: 'This run', keys: 'Alt+B',
    when: ({ run }) => run !== undefined && !run.broken,
    run: (context) => context.run && context.branch(context.run),
  },
  { id: 'edit.undo', title: 'Undo', group: 'Edit', keys: 'Mod+Z', when: ({ edits }) => edits.canUndo, run: ({ edits }) => edits.undo() },
  { id: 'edit.redo', title: 'Redo', group: 'Edit', keys: 'Mod+Shift+Z', otherKeys: ['Mod+Y'], when: ({ edits }) => edits.canRedo, run: ({ edits }) => edits.redo() },
  { id: 'window.palette', title: 'All commands', group: 'Window', keys: 'Mod+K', run: ({ show }) => show('palette') },
  { id: 'window.help', title: 'Keyboard shortcuts', group: 'Window', keys: 'Mod+/', run: ({ show }) => show('help') },
  ...(['light', 'dark', 'system'] as const).map((theme): Command => ({
    id: `window.theme.${theme}`, title: `Appearance: ${theme === 'system' ? 'as the system' : theme}`, group: 'Window',
    when: (context) => context.theme !== theme,
    run: (context) => context.setTheme(theme),
  })),
]

/** The places of the window, from its routes: those with a title and without parameters, numbered in their order. */
function places(context: CommandContext): Command[] {
  return context.router.options.routes
    .filter(({ path, meta }) => meta?.title !== undefined && !path.includes(':'))
    .map(({ path, meta }, i): Command => ({
      id: `place.${path.slice(1)}`, title: `Go to ${String(meta?.title)}`, group: 'Places', keys: i < 9 ? `Alt+${i + 1}` : undefined,
      run: () => context.router.push(path),
    }))
}

function runsToOpen(context: CommandContext): Command[] {
  return context.runs.filter(({ id }) => id !== context.run?.id).map((run): Command => ({
    id: `open.${run.id}`, title: `Open ${run.title || run.id}${run.outline ? ` (${run.outline})` : ''}`, group: 'Runs',
    run: () => context.router.push({ name: 'run', params: { id: run.id } }),
  }))
}

/** Commands with a place of their own in the help, whether or not they can be run now. */
export function knownCommands(context: CommandContext): Command[] {
  return [...places(context), ...fixed]
}

/** What the menus of a desktop show: the same commands, greyed where they cannot be run now. */
export function menuCommands(context: CommandContext): MenuCommand[] {
  return knownCommands(context).map(({ id, title, group, keys, when }) => ({ id, title, group, keys, enabled: when?.(context) ?? true }))
}

/** What can be run now, what concerns the run on screen first. */
export function availableCommands(context: CommandContext): Command[] {
  const order = ['This run', 'Places', 'Edit', 'Window', 'Runs']
  return [...knownCommands(context), ...runsToOpen(context)]
    .filter((command) => command.when?.(context) ?? true)
    .sort((a, b) => order.indexOf(a.group) - order.indexOf(b.group))
}

/** Commands whose title or group holds every word, wherever it stands; titles that begin with the text come first. */
export function matchingCommands(commands: readonly Command[], text: string): Command[] {
  const words = text.toLowerCase().split(/\s+/).filter(Boolean)
  if (words.length === 0) return [...commands]
  const matches = commands.filter(({ title, group }) => words.every((word) => `${title} ${group}`.toLowerCase().includes(word)))
  const begins = ({ title }: Command) => title.toLowerCase().split(' ').some((part) => part.startsWith(words[0]))
  return [...matches.filter(begins), ...matches.filter((command) => !begins(command))]
}
