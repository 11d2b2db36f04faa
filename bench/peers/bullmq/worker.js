// The BullMQ counterpart: a worker process. Completed jobs stay, as BullMQ has it by default.
import { Worker } from 'bullmq'
import { connection, name } from './queue.js'

const fibonacci = n => (n < 3 ? 1 : fibonacci(n - 1) + fibonacci(n - 2))

const tasks = {
  noop: () => null,
  stamp: () => performance.timeOrigin + performance.now(),
  fibonacci,
}

const worker = new Worker(name, async job => tasks[job.name](job.data.n), {
  connection,
  concurrency: Number(process.env.BENCH_CONCURRENCY),
})
await worker.waitUntilReady()
console.log('ready')
