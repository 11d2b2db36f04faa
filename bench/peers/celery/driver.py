"""The Celery counterpart: the client. Reads one request a line, {"do": NAME, ...}, and answers each with one line of JSON."""

import json
import os
import sys
import tempfile
import time

import celery
from tasks import answer, app, fibonacci, noop, sleep, stamp

PATIENCE = 600
TICK = 0.005
stamps = []


def bulk(count, **_):
    """A stamp first and last: drain() takes from them when the queue was begun and done."""
    with app.producer_or_acquire() as producer:
        since = time.perf_counter()
        stamps[:] = [stamp.apply_async(producer=producer)]
        for _ in range(count - 2):
            noop.apply_async(producer=producer)
        stamps.append(stamp.apply_async(producer=producer))
        return {"seconds": time.perf_counter() - since}


def drain(**_):
    first, last = (result.get(timeout=PATIENCE) for result in stamps)
    return {"seconds": last - first}


def run(count, **_):
    return {"seconds": timed(answer, count)[0]}


def fan(count, n, **_):
    seconds, results = timed(fibonacci, count, n)
    return {"seconds": seconds, "results": sorted(set(results))}


def timed(task, count, *args):
    with app.producer_or_acquire() as producer:
        since = time.perf_counter()
        pending = [task.apply_async(args, producer=producer) for _ in range(count)]
        results = [result.get(timeout=PATIENCE) for result in pending]
        return time.perf_counter() - since, results


def single(count, **_):
    return {"samples": [timed(answer, 1)[0] * 1000 for _ in range(count)]}


def steady(rate, seconds, **_):
    """Jobs fall due in steps of a tick, whatever became of those before; each is timed from then to its end."""
    pending, begin, sent, tick = [], time.time(), 0, 0
    with app.producer_or_acquire() as producer:
        while tick * TICK < seconds:
            due = begin + tick * TICK
            time.sleep(max(0, due - time.time()))
            tick += 1
            while sent < tick * TICK * rate:
                pending.append((due, stamp.apply_async(producer=producer)))
                sent += 1
    return {"samples": [(result.get(timeout=PATIENCE) - due) * 1000 for due, result in pending]}


def cancel(count, **_):
    with tempfile.TemporaryDirectory() as folder:
        return {"samples": [cancel_one(os.path.join(folder, str(i))) for i in range(count)]}


def cancel_one(sign):
    job = sleep.delay(PATIENCE, sign)
    while not os.path.exists(sign):
        time.sleep(0.01)
    since = time.perf_counter()
    app.control.revoke(job.id, terminate=True)
    job.get(timeout=PATIENCE, propagate=False)
    return (time.perf_counter() - since) * 1000


def main():
    commands = {f.__name__: f for f in (bulk, drain, run, fan, single, steady, cancel)}
    print(json.dumps({"version": f"Celery {celery.__version__}"}), flush=True)
    for line in sys.stdin:
        request = json.loads(line)
        try:
            reply = commands[request.pop("do")](**request)
        except Exception as error:  # the harness reports it
            reply = {"error": f"{type(error).__name__}: {error}"}
        print(json.dumps(reply), flush=True)


main()
