// What client and worker of the BullMQ counterpart share.
export const name = 'bench'
export const connection = { host: '127.0.0.1', port: Number(process.env.BENCH_REDIS_PORT), maxRetriesPerRequest: null }
