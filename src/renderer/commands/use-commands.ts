import { useEventListener } from '@vueuse/core'
import { computed, ref } from 'vue'
import { useRoute, useRouter } from 'vue-router'
import { useMenus } from '../desktop/use-desktop.ts'
import { useDeeds } from '../stores/deeds.ts'
import { useDraft } from '../stores/draft.ts'
import { useHost } from '../stores/host.ts'
import { useNotices } from '../stores/notices.ts'
import { useRuns } from '../stores/runs.ts'
import { useSettings } from '../stores/settings.ts'
import { matchesKeys } from './keys.ts'
import { availableCommands, knownCommands, menuCommands, type Command, type CommandContext } from './registry.ts'

/** A text undoes its own typing; one that was only reached by Tab has nothing to undo. */
const textAtFocus = new WeakMap<EventTarget, string>()
const asText = (target: EventTarget | null) => (target instanceof HTMLInputElement || target instanceof HTMLTextAreaElement ? target : null)
const isEditedText = (target: EventTarget | null) => {
  const field = asText(target)
  return field !== null && !['checkbox', 'radio', 'range', 'file'].includes(field.type) && textAtFocus.get(field) !== field.value
}

export const isMac = /Mac|iPhone|iPad/.test(navigator.platform)

/** Which of the two dialogs of commands is open; shared, because the side bar opens them too. */
export const openDialog = ref<'palette' | 'help' | null>(null)

/** The commands of this window, and their shortcuts while the calling component lives. */
export function useCommands() {
  const router = useRouter()
  const route = useRoute()
  const runs = useRuns()
  const host = useHost()
  const settings = useSettings()
  const notices = useNotices()
  const draft = useDraft()
  const deeds = useDeeds()

  const context = computed<CommandContext>(() => ({
    router,
    runs: [...runs.byId.values()],
    run: typeof route.params.id === 'string' ? runs.byId.get(route.params.id) : undefined,
    theme: settings.values.theme,
    async act(call, { id }) {
      const summary = await host.calls().runs[call]({ id })
      runs.byId.set(summary.id, summary)
    },
    async branch({ id }) {
      draft.useConfig((await host.calls().runs.get({ id })).config)
      await router.push('/new')
    },
    edits: route.name === 'new' ? draft : deeds,
    setTheme: (theme) => settings.update({ theme }),
    show: (dialog) => (openDialog.value = dialog),
  }))
  const run = (command: Command) => notices.attempt(async () => void await command.run(context.value))

  /** A dialog keeps the window to itself, except for the two of ours; a text undoes its own typing. */
  const mayRun = (command: Command, place: EventTarget | null) => {
    const isModal = document.querySelector('[role="dialog"], [role="alertdialog"]') !== null
    if (command.group === 'Edit' && isEditedText(place)) return false
    return (!isModal || command.group === 'Window') && (command.when?.(context.value) ?? true)
  }

  useEventListener(window, 'focusin', ({ target }) => {
    const field = asText(target)
    if (field) textAtFocus.set(field, field.value)
  })
  useEventListener(window, 'keydown', (event) => {
    if (event.defaultPrevented || event.repeat || event.isComposing) return
    const command = knownCommands(context.value).find(({ keys, otherKeys = [] }) => keys !== undefined && [keys, ...otherKeys].some((one) => matchesKeys(event, one, isMac)))
    if (!command || !mayRun(command, event.target)) return
    event.preventDefault()
    void run(command)
  })
  useMenus(computed(() => menuCommands(context.value)), (id) => {
    const command = knownCommands(context.value).find((known) => known.id === id)
    if (command && mayRun(command, document.activeElement)) void run(command)
  })
  return {
    run,
    available: computed(() => availableCommands(context.value)),
    known: computed(() => knownCommands(context.value)),
  }
}
