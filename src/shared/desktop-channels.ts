/** The channels between preload and main process; nothing else is sent or heard. Apart, so that the preload needs no schemas. */
export const desktopChannels = {
  port: 'holoscope:open-port', file: 'holoscope:open-file', dropped: 'holoscope:open-dropped', commands: 'holoscope:commands',
  ready: 'holoscope:ready', message: 'holoscope:message',
} as const
