# The Sidekiq counterpart: the jobs. Sidekiq keeps no results; those that the client waits for leave theirs in a list of Redis.
require 'sidekiq'

Sidekiq.configure_server do |config|
  config.logger.level = Logger::WARN # It would print two lines a job.
  config.on(:startup) do
    puts 'ready'
    $stdout.flush
  end
end

class NoOp
  include Sidekiq::Worker

  def perform; end
end

class Answer
  include Sidekiq::Worker

  def perform(list)
    Sidekiq.redis { |redis| redis.lpush(list, Process.clock_gettime(Process::CLOCK_REALTIME)) }
  end
end

class Fibonacci
  include Sidekiq::Worker

  def perform(list, n)
    value = fibonacci(n)
    Sidekiq.redis { |redis| redis.lpush(list, value) }
  end

  private

  def fibonacci(n)
    n < 3 ? 1 : fibonacci(n - 1) + fibonacci(n - 2)
  end
end
