import { describe, expect, it } from 'vitest'
import { ConnectionRefused, type Connection } from './connection.ts'
import { keepConnected, type ConnectionState } from './reconnect.ts'

function connection(): Connection & { lose(): void } {
  let lose = () => {}
  const closed = new Promise<void>((resolve) => (lose = resolve))
  return { client: {} as Connection['client'], fetchBytes: async () => new Uint8Array(), upload: async () => '', closed, close: () => lose(), lose: () => lose() }
}
const settle = () => new Promise((resolve) => setImmediate(resolve))

describe('keepConnected', () => {
  it('opens again after a loss, with growing pauses that start afresh', async () => {
    const pauses: number[] = []
    const states: ConnectionState[] = []
    let open: ReturnType<typeof connection> | null = null
    let failures = 2
    const stop = keepConnected(async () => {
      if (failures-- > 0) throw new Error('nobody listens')
      open = connection()
      return open
    }, {
      onState: (state) => states.push(state),
      onOpen: () => {},
      wait: async (milliseconds) => void pauses.push(milliseconds),
      pause: [100, 1000],
    })
    await settle()
    expect(states.at(-1)).toBe('open')
    expect(pauses).toEqual([100, 170])
    failures = 1
    open!.lose()
    await settle()
    expect(states.slice(-3)).toEqual(['lost', 'lost', 'open'])
    expect(pauses.slice(2)).toEqual([100, 170])
    stop()
  })

  it('gives up where the host refuses', async () => {
    const states: ConnectionState[] = []
    let tries = 0
    keepConnected(async () => {
      tries++
      throw new ConnectionRefused('wrong token')
    }, { onState: (state) => states.push(state), onOpen: () => {}, wait: settle as () => Promise<void> })
    await settle()
    await settle()
    expect(states).toEqual(['connecting', 'refused'])
    expect(tries).toBe(1)
  })
})
