import { describe, expect, it } from 'vitest'
import type { HostEvent } from '../../shared/contract.ts'
import { EventHub, PendingEvents } from './event-hub.ts'

const progress = (id: string, step: number): HostEvent => ({
  type: 'progress', id, progress: { step, totalSteps: 100, loss: null, stepsPerSecond: 1, secondsLeft: null, elapsedSeconds: step },
})
const metrics = (id: string, step: number): HostEvent => ({ type: 'metrics', id, lines: [{ kind: 'train', step, seconds: 0, values: { loss: step } }] })

describe('events that wait', () => {
  it('keep the latest progress of each run, and every line of its metrics in order', () => {
    const pending = new PendingEvents()
    for (let step = 1; step <= 1000; step++) {
      pending.add(progress('a', step))
      pending.add(metrics('a', step))
      pending.add(progress('b', -step))
    }
    const events = pending.take()
    expect(events.map(({ type }) => type)).toEqual(['progress', 'metrics', 'progress'])
    expect(events[0]).toEqual(progress('a', 1000))
    expect(events[1]).toMatchObject({ lines: Array.from({ length: 1000 }, (_, i) => ({ step: i + 1 })) })
    expect(pending.take()).toEqual([])
  })
})

describe('a stream for a window', () => {
  it('comes in at most 20 batches a second, however fast the source is, and misses no line', async () => {
    const hub = new EventHub()
    const abort = new AbortController()
    const seen: HostEvent[] = []
    const reading = (async () => {
      for await (const event of hub.stream(abort.signal)) seen.push(event)
    })()
    await new Promise((resume) => setTimeout(resume, 1)) // the stream has begun to listen
    let step = 0
    const source = setInterval(() => {
      for (let i = 0; i < 50; i++) {
        step++
        hub.publish(progress('a', step))
        hub.publish(metrics('a', step))
      }
    }, 1)
    await new Promise((resume) => setTimeout(resume, 500))
    clearInterval(source)
    await new Promise((resume) => setTimeout(resume, 120))
    abort.abort()
    await reading
    expect(seen.filter(({ type }) => type === 'progress').length).toBeLessThanOrEqual(13)
    expect(seen.findLast(({ type }) => type === 'progress')).toEqual(progress('a', step))
    expect(seen.flatMap((event) => (event.type === 'metrics' ? event.lines.map((line) => line.step) : []))).toEqual(Array.from({ length: step }, (_, i) => i + 1))
  })

  it('ends when the window goes away, and listens no more', async () => {
    const hub = new EventHub()
    const abort = new AbortController()
    const stream = hub.stream(abort.signal)
    const next = stream.next()
    abort.abort()
    expect((await next).done).toBe(true)
    hub.publish(progress('a', 1)) // nobody is there; nothing is kept
    expect((await stream.next()).done).toBe(true)
  })
})
