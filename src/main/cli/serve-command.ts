import { serve } from '../serve/serve.ts'
import { type Command, integerOption } from './command.ts'

export const serveCommand: Command = {
  name: 'serve',
  usage: 'serve [--port P]',
  summary: 'the whole lab in a browser, on this machine or through an SSH tunnel',
  description:
    'Serves on 127.0.0.1 only and prints the address with the token of this launch. From elsewhere: ' +
    'ssh -L 8123:127.0.0.1:8123 BOX, then holoscope serve --port 8123 there, and open the printed address here. ' +
    'Ctrl-C ends it; running trainings are saved first and resume at the next start or by "holoscope resume".',
  options: { port: { type: 'string' } },
  async run(context) {
    const { server, host, close } = await serve({ port: integerOption(context, 'port', 0) ?? 0 })
    context.output.result({ address: server.address, workspace: host.workspace.root }, `Holoscope is at ${server.address}`)
    context.output.remark(`Workspace: ${host.workspace.root}. Ctrl-C ends it; running trainings are saved first.`)
    await new Promise<void>((resolve) => {
      for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const) process.once(signal, () => resolve())
    })
    context.output.remark('Saving and closing.')
    await close()
    return 0
  },
}
