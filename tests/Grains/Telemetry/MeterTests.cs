using System.Collections.Concurrent;
using System.Diagnostics.Metrics;
using Gristmill.Lifecycle;

namespace Gristmill.Telemetry;

/// <summary>The silo's instruments, which tell what its other faces tell.</summary>
public sealed class MeterTests(SpecSilo silo)
{
    [Fact]
    public async Task Runs_are_told_as_they_are_counted_and_each_is_measured()
    {
        const string task = "spec.measured";
        var measured = new ConcurrentQueue<(string Instrument, double Value, KeyValuePair<string, object?>[] Tags)>();
        using var listener = new MeterListener
        {
            InstrumentPublished = (instrument, self) =>
            {
                // Other tests have silos of their own in this process.
                if (instrument.Meter.Name == "Gristmill" && (instrument.Meter.Tags?.Contains(new("silo", silo.Name)) ?? true))
                    self.EnableMeasurementEvents(instrument);
            },
        };
        listener.SetMeasurementEventCallback<long>((instrument, value, tags, _) =>
            measured.Enqueue((instrument.Name, value, tags.ToArray())));
        listener.SetMeasurementEventCallback<double>((instrument, value, tags, _) =>
            measured.Enqueue((instrument.Name, value, tags.ToArray())));
        listener.Start();

        await (await silo.Jobs.SubmitAsync(task)).WaitAsync();
        await (await silo.Jobs.SubmitAsync(task)).WaitAsync();
        TaskStats figures;
        do figures = (await silo.Jobs.TaskStatsAsync(task)).SingleOrDefault() ?? new(silo.Name, task, 0, 0, 0, 0, TimeSpan.Zero);
        while (figures.Succeeded < 2);
        listener.RecordObservableInstruments();

        Assert.Equal(figures.Succeeded, Of("gristmill.runs.ended", ("task", task), ("outcome", "succeeded")).Single());
        Assert.Equal(2, Of("gristmill.runs.started", ("task", task)).Single());
        Assert.Equal(2, Of("gristmill.run.duration", ("task", task), ("outcome", "succeeded")).Length);
        Assert.Equal(2, Of("gristmill.job.wait", ("task", task), ("queue", "default")).Length);
        Assert.Equal(16, Of("gristmill.slots").Single());
        Assert.True(Of("gristmill.jobs.submitted").Single() >= 2);
        Assert.True(Of("gristmill.jobs.finished", ("status", "Success")).Single() >= 2);

        double[] Of(string instrument, params (string Name, string Value)[] tags) =>
            [.. measured.Where(each => each.Instrument == instrument
            && tags.All(tag => each.Tags.Any(has => has.Key == tag.Name && tag.Value.Equals(has.Value)))).Select(each => each.Value)];
    }
}
