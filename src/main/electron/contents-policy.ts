import type { App } from 'electron'
import { externalLink, mayNavigate } from './policies.ts'

/** Holds every page of the app, whoever made it, to the policies: no embedding, no way to other pages, links to the browser. */
export function guardContents(app: Pick<App, 'on'>, openExternal: (url: string) => unknown): void {
  app.on('web-contents-created', (_event, contents) => {
    contents.on('will-attach-webview', (event) => event.preventDefault())
    contents.on('will-navigate', (event) => {
      if (!mayNavigate(event.url)) event.preventDefault()
    })
    contents.on('will-redirect', (event) => event.preventDefault())
    contents.on('will-frame-navigate', (event) => {
      if (!mayNavigate(event.url)) event.preventDefault()
    })
    contents.setWindowOpenHandler(({ url }) => {
      const link = externalLink(url)
      if (link) openExternal(link)
      return { action: 'deny' }
    })
  })
}
