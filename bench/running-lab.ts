import { once } from 'node:events'
import { join } from 'node:path'
import { createORPCClient } from '@orpc/client'
import { RPCLink } from '@orpc/client/websocket'
import type { ContractRouterClient } from '@orpc/contract'
import { WebSocket } from 'ws'
import { Lab } from '../e2e/lab.ts'
import type { contract } from '../src/shared/contract.ts'
import { rpcPath, socketProtocol, tokenParameter, tokenProtocol } from '../src/shared/serve.ts'
import { endWithBench } from './interruption.ts'
import type { BenchContext } from './measurement.ts'

export interface RunningLab {
  readonly client: ContractRouterClient<typeof contract>
  close(): Promise<void>
}

/** A host in a process of its own, with an empty workspace, reached as a window reaches it. */
export async function startLab({ scratch }: Pick<BenchContext, 'scratch'>): Promise<RunningLab> {
  const lab = await Lab.create(join(scratch, `home-${Date.now()}`))
  const release = endWithBench(() => lab.close())
  const { host, origin, hash } = new URL(lab.address)
  const token = new URLSearchParams(hash.slice(1)).get(tokenParameter) ?? ''
  const socket = new WebSocket(`ws://${host}${rpcPath}`, [socketProtocol, tokenProtocol(token)], { origin })
  socket.binaryType = 'arraybuffer'
  await once(socket, 'open')
  return {
    client: createORPCClient(new RPCLink({ websocket: socket as unknown as globalThis.WebSocket })),
    async close() {
      socket.close()
      release()
      await lab.close()
    },
  }
}
