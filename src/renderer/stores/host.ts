import { defineStore } from 'pinia'
import { computed, shallowRef } from 'vue'
import type { HostEvent } from '../../shared/contract.ts'
import { Problem } from '../../shared/problem.ts'
import type { Connect, Connection, HostClient } from '../transport/connection.ts'
import { keepConnected, type ConnectionState } from '../transport/reconnect.ts'

type Listener = (event: HostEvent) => void

/** The connection to the host, its state, and the stream of events. Everything else in the interface asks through here. */
export const useHost = defineStore('host', () => {
  const state = shallowRef<ConnectionState>('connecting')
  const connection = shallowRef<Connection | null>(null)
  const listeners = new Set<Listener>()
  const openers = new Set<() => void>()

  const connected = computed(() => state.value === 'open')

  function require(): Connection {
    if (connection.value === null || state.value !== 'open') {
      throw new Problem('HostGone', 'There is no connection to the host.', 'Wait until it is back; runs are safe on disk.')
    }
    return connection.value
  }
  /** The typed calls; throws a `Problem` while the host is gone. */
  const calls = (): HostClient => require().client

  function start(connect: Connect): () => void {
    return keepConnected(connect, {
      onState: (next) => (state.value = next),
      onOpen: (opened) => {
        connection.value = opened
        void listen(opened)
      },
    })
  }

  async function listen(opened: Connection): Promise<void> {
    try {
      const events = await opened.client.events.subscribe()
      for (const open of openers) open()
      for await (const event of events) for (const listener of listeners) listener(event)
    } catch (error) {
      // The stream breaks with its socket, which `closed` tells; on an open one it is worth a line.
      if (state.value === 'open' && connection.value === opened) console.warn('The stream of events ended.', error)
    } finally {
      // Without events the window would grow stale: begin afresh.
      opened.close()
    }
  }

  /** Hears every event of the host; returns `stop()`. */
  function onEvent(listener: Listener): () => void {
    listeners.add(listener)
    return () => listeners.delete(listener)
  }
  /** Called whenever a connection has opened, now if there is one: the moment to read everything afresh. Returns `stop()`. */
  function onOpen(opener: () => void): () => void {
    openers.add(opener)
    if (connected.value) opener()
    return () => openers.delete(opener)
  }

  return {
    state, connected, start, onEvent, onOpen, calls,
    fetchBytes: (path: string, signal?: AbortSignal) => require().fetchBytes(path, signal),
    upload: (file: File) => require().upload(file),
  }
})
