# The Sidekiq counterpart: the client. Reads one request a line, {"do": NAME, ...}, and answers each with one line of JSON.
require 'json'
require_relative 'jobs'

PATIENCE = 600
TICK = 0.005
BATCH = 1_000
THREADS = 10
ANSWERS = 'bench:answers'.freeze

def now = Process.clock_gettime(Process::CLOCK_REALTIME)

def timed
  since = Process.clock_gettime(Process::CLOCK_MONOTONIC)
  yield
  Process.clock_gettime(Process::CLOCK_MONOTONIC) - since
end

def take(list, count)
  Sidekiq.redis { |redis| Array.new(count) { redis.brpop(list, timeout: PATIENCE)[1] } }
end

# An answer first and last: drain takes from them when the queue was begun and done.
def bulk(count:)
  seconds = timed do
    Answer.perform_async(ANSWERS)
    (count - 2).times.each_slice(BATCH) { |batch| Sidekiq::Client.push_bulk('class' => NoOp, 'args' => batch.map { [] }) }
    Answer.perform_async(ANSWERS)
  end
  { seconds: seconds }
end

def drain
  first, last = take(ANSWERS, 2).map(&:to_f)
  { seconds: last - first }
end

# Jobs are no-ops without a result, as Sidekiq has it; the last one answers.
def run(count:)
  seconds = timed do
    share = (count - 1) / THREADS
    Array.new(THREADS) { Thread.new { share.times { NoOp.perform_async } } }.each(&:join)
    Answer.perform_async(ANSWERS)
    take(ANSWERS, 1)
  end
  { seconds: seconds }
end

def fan(count:, n:)
  results = []
  seconds = timed do
    count.times { Fibonacci.perform_async(ANSWERS, n) }
    results = take(ANSWERS, count)
  end
  { seconds: seconds, results: results.map(&:to_i).uniq }
end

def single(count:)
  { samples: Array.new(count) { |i| 1000 * timed { Answer.perform_async("#{ANSWERS}:#{i}") && take("#{ANSWERS}:#{i}", 1) } } }
end

# Jobs fall due in steps of a tick, whatever became of those before; each is timed from then to its end.
def steady(rate:, seconds:)
  dues = []
  start = now
  (seconds / TICK).to_i.times do |step|
    due = start + (step * TICK)
    sleep([0, due - now].max)
    while dues.size < (step + 1) * TICK * rate
      Answer.perform_async("#{ANSWERS}:steady:#{dues.size}")
      dues << due
    end
  end
  { samples: dues.each_with_index.map { |due, i| (take("#{ANSWERS}:steady:#{i}", 1)[0].to_f - due) * 1000 } }
end

$stdout.sync = true
puts JSON.generate(version: "Sidekiq #{Sidekiq::VERSION}, Ruby #{RUBY_VERSION}")
$stdin.each_line do |line|
  request = JSON.parse(line, symbolize_names: true)
  reply = begin
    name = request.delete(:do)
    request.empty? ? send(name) : send(name, **request)
  rescue StandardError => e
    { error: "#{e.class}: #{e.message}" }
  end
  puts JSON.generate(reply)
end
