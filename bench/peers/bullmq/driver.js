// The BullMQ counterpart: the client. Reads one request a line, {"do": NAME, ...}, and answers each with one line of JSON.
import { createInterface } from 'node:readline'
import { createRequire } from 'node:module'
import { setTimeout as sleep } from 'node:timers/promises'
import { Queue, QueueEvents } from 'bullmq'
import { connection, name } from './queue.js'

const tick = 5
const inFlight = 1000
const now = () => performance.timeOrigin + performance.now()
const queue = new Queue(name, { connection })
const events = new QueueEvents(name, { connection })
events.setMaxListeners(0)
await events.waitUntilReady()
let stamps = []

const result = async (task, data) => (await queue.add(task, data)).waitUntilFinished(events)

const timed = async action => {
  const since = performance.now()
  await action()
  return performance.now() - since
}

// Many callers at once: BullMQ sends what they ask for in one go, which is faster here than its addBulk.
const many = async (count, callers, action) => {
  let left = count
  await Promise.all(Array.from({ length: Math.min(callers, count) }, async () => {
    while (left-- > 0) await action()
  }))
}

const commands = {
  // A stamp first and last: drain takes from them when the queue was begun and done.
  async bulk({ count }) {
    stamps = []
    const milliseconds = await timed(async () => {
      stamps.push(await queue.add('stamp', {}))
      await many(count - 2, inFlight, () => queue.add('noop', {}))
      stamps.push(await queue.add('stamp', {}))
    })
    return { seconds: milliseconds / 1000 }
  },

  async drain() {
    const [first, last] = await Promise.all(stamps.map(job => job.waitUntilFinished(events)))
    return { seconds: (last - first) / 1000 }
  },

  async run({ count }) {
    return { seconds: (await timed(() => many(count, inFlight, () => result('noop', {})))) / 1000 }
  },

  async fan({ count, n }) {
    const results = new Set()
    const milliseconds = await timed(() => many(count, inFlight, async () => results.add(await result('fibonacci', { n }))))
    return { seconds: milliseconds / 1000, results: [...results] }
  },

  async single({ count }) {
    const samples = []
    for (let i = 0; i < count; i++) samples.push(await timed(() => result('noop', {})))
    return { samples }
  },

  // Jobs fall due in steps of a tick, whatever became of those before; each is timed from then to its end.
  async steady({ rate, seconds }) {
    const pending = []
    const begin = now()
    for (let step = 0; step * tick < seconds * 1000; step++) {
      const due = begin + step * tick
      await sleep(Math.max(0, due - now()))
      while (pending.length < (step + 1) * tick * rate / 1000) {
        pending.push(result('stamp', {}).then(end => end - due))
      }
    }
    return { samples: await Promise.all(pending) }
  },
}

const version = createRequire(import.meta.url)('bullmq/package.json').version
console.log(JSON.stringify({ version: `BullMQ ${version}, Node ${process.versions.node}` }))
for await (const line of createInterface({ input: process.stdin })) {
  const request = JSON.parse(line)
  const reply = await commands[request.do](request).catch(error => ({ error: String(error) }))
  console.log(JSON.stringify(reply))
}
process.exit(0)
