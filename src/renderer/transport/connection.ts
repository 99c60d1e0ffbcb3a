import type { ContractRouterClient } from '@orpc/contract'
import type { contract } from '../../shared/contract.ts'

export type HostClient = ContractRouterClient<typeof contract>

/** One way to the host: typed calls, and bytes by the paths of `shared/files.ts`. */
export interface Connection {
  readonly client: HostClient
  /** GET; throws `Problem` when the host answers with anything but the bytes. */
  fetchBytes(path: string, signal?: AbortSignal): Promise<Uint8Array>
  /** Sends the bytes of a file; answers with the handle that `dataSets.preview` takes. */
  upload(file: File): Promise<string>
  /** Resolves when the connection is gone, for whatever reason. */
  readonly closed: Promise<void>
  close(): void
}

/** Opens a connection, or says why not: `refused` (a wrong or missing token) is final, anything else is worth another try. */
export type Connect = () => Promise<Connection>

export class ConnectionRefused extends Error {}
