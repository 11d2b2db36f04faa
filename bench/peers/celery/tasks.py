"""The Celery counterpart: the tasks, and the settings of worker and client alike."""

import os
import time

from celery import Celery
from celery.signals import worker_ready

BROKER = os.environ["BENCH_BROKER"]

app = Celery("bench", broker=BROKER, backend=os.environ["BENCH_BACKEND"])
app.conf.update(
    # As Celery's guide on optimizing advises for many short tasks: fetch ahead.
    worker_prefetch_multiplier=64,
    # A job that its worker dies with is run again, as with the others.
    task_acks_late=True,
    task_reject_on_worker_lost=True,
    result_expires=3600,
    worker_redirect_stdouts=False,
)
if BROKER.startswith("amqp"):
    # The queue is durable and messages are persistent by default; this makes the broker confirm that it has them.
    app.conf.broker_transport_options = {"confirm_publish": True}


@app.task(ignore_result=True)
def noop():
    pass


@app.task
def answer():
    pass


@app.task
def stamp():
    """When it ran: the clock is the machine's, so the client may compare."""
    return time.time()


@app.task
def fibonacci(n):
    return slow_fibonacci(n)


def slow_fibonacci(n):
    return 1 if n < 3 else slow_fibonacci(n - 1) + slow_fibonacci(n - 2)


@app.task
def sleep(seconds, sign):
    """The file says that it runs: a result backend that tells of starts would be slower, and RabbitMQ's tells of them once."""
    open(sign, "x").close()
    time.sleep(seconds)


@worker_ready.connect
def ready(**_):
    print("ready", flush=True)
