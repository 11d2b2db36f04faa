using System.ComponentModel;
using System.Reflection;
using System.Runtime.CompilerServices;
using System.Text.Json;
using Gristmill.Execution.Arguments;
using Gristmill.Execution.Discovery;
using Gristmill.Execution.Json;
using Gristmill.Execution.Transforms;
using Gristmill.Plugins;
using Microsoft.Extensions.DependencyInjection;

namespace Gristmill.Execution.Tasks;

/// <summary>Makes tasks of the marked methods of a plugin's classes, and notes what is wrong with those that cannot be.</summary>
internal sealed class TaskReader(
    string plugin, string version, PluginBuilder builder, XmlDocs docs, IServiceProvider services, PluginFaults faults)
{
    private const BindingFlags All = BindingFlags.Public | BindingFlags.NonPublic | BindingFlags.Static | BindingFlags.Instance;

    private readonly NullabilityInfoContext _nullability = new();
    private readonly PluginJson _json = new(docs);
    private readonly TaskDefaults _defaults = builder.Defaults;
    private TransformSet _transforms = null!;

    public IReadOnlyList<PluginTask> Read(IEnumerable<Type> imports)
    {
        _transforms = new TransformSet(builder, _json, faults);
        PluginTask[] tasks =
            [.. imports.Distinct().SelectMany(Read).OrderBy(task => task.Descriptor.Name, StringComparer.Ordinal)];
        foreach (var (twice, _) in tasks.CountBy(task => task.Descriptor.Name).Where(name => name.Value > 1))
            faults.Add($"it has two tasks named '{twice}'; give one of them another [JobTask(Name = …)]");
        return tasks;
    }

    private PluginTask[] Read(Type type)
    {
        if (type.ContainsGenericParameters)
        {
            faults.Add($"{type} is generic and cannot have tasks");
            return [];
        }
        var methods = faults.Try($"reading {type}", () => Array.FindAll(
            type.GetMethods(All), method => method.IsDefined(typeof(JobTaskAttribute), inherit: false)));
        if (methods is [])
            faults.Add($"{type} is imported but has no method with [JobTask]");
        faults.Try($"the static constructor of {type}", () =>
        {
            RuntimeHelpers.RunClassConstructor(type.TypeHandle);
            return type;
        });
        return [.. (methods ?? []).Select(method => faults.Try($"reading {type}.{method.Name}", () => Read(type, method)))
            .OfType<PluginTask>()];
    }

    private PluginTask Read(Type type, MethodInfo method)
    {
        var task = method.GetCustomAttribute<JobTaskAttribute>(inherit: false)!;
        var parameters = method.GetParameters();
        var returned = ResultWriter.ValueOf(method.ReturnType);
        var doc = docs.Of(method);
        List<string> wrong = [.. TaskRules.WrongWith(method, task)];
        ParameterDescriptor[] arguments = [.. parameters.Where(ArgumentBinder.IsArgument)
            .Select(parameter => Describe(parameter, doc, wrong)).OfType<ParameterDescriptor>()];
        CheckReturned(returned, wrong);
        if (wrong.Count > 0)
            throw TaskRules.Refused(method, wrong);
        var binder = new ArgumentBinder(_json.Options, parameters, IsNullable, SchemaOf);
        var descriptor = new TaskDescriptor(
            task.Name ?? Names.OfTask(method), plugin, version,
            Title: task.Title ?? Names.InWords(method.Name),
            Help: task.Description ?? XmlDocs.HelpOf(method) ?? doc?.Summary,
            Parameters: arguments,
            Returns: returned == typeof(void) ? null
                : TypeNames.Of(ResultWriter.ValueOf(_nullability.Create(method.ReturnParameter))),
            TimeLimit: task.Options.TimeLimit ?? _defaults.TimeLimit,
            Queue: task.Options.Queue ?? _defaults.Queue,
            Priority: task.Options.Priority ?? _defaults.Priority,
            MaxLostRuns: task.Options.MaxLostRuns ?? _defaults.MaxLostRuns,
            Redeliver: task.Options.Redeliver ?? _defaults.Redeliver ?? true,
            Retry: Retry(task.Options),
            Limit: Limit(task.Name ?? Names.OfTask(method), task.Options),
            Transforms: _transforms.Own,
            ResultTransforms: task.ResultTransforms);
        if (TransformCheck.OfResults(task.ResultTransforms, descriptor, out _) is { Count: > 0 } problems)
            throw TaskRules.Refused(method, problems);
        var factory = method.IsStatic ? null : ActivatorUtilities.CreateFactory(type, []);
        return new PluginTask(descriptor, binder, method, factory, ResultWriter.For(method.ReturnType, _json.Options),
            _transforms, services);
    }

    private RetryPolicy? Retry(TaskDefaults options)
    {
        if ((options.MaxAttempts ?? _defaults.MaxAttempts) is not { } attempts)
            return null;
        var platform = new RetryPolicy();
        return platform with
        {
            MaxAttempts = attempts,
            FirstDelay = options.RetryDelay ?? _defaults.RetryDelay ?? platform.FirstDelay,
            MaxDelay = options.MaxRetryDelay ?? _defaults.MaxRetryDelay ?? platform.MaxDelay,
            NoRetryOn = [.. (options.NoRetryOn ?? _defaults.NoRetryOn ?? []).Select(type => type.FullName!)],
        };
    }

    private JobLimit? Limit(string task, TaskDefaults options)
    {
        var (concurrent, starts) = (options.MaxConcurrent ?? _defaults.MaxConcurrent, options.MaxStarts ?? _defaults.MaxStarts);
        if (concurrent is null && starts is null)
            return null;
        var limit = new JobLimit { Key = task, MaxConcurrent = concurrent, MaxStarts = starts };
        return limit with { Period = options.StartPeriod ?? _defaults.StartPeriod ?? limit.Period };
    }

    private ParameterDescriptor? Describe(ParameterInfo parameter, XmlDocs.Member? doc, List<string> wrong)
    {
        if (!TaskRules.CanBeJson(parameter.ParameterType))
            return null; // It was said.
        try
        {
            return Describe(parameter, doc);
        }
        catch (Exception e)
        {
            wrong.Add($"its parameter '{parameter.Name}' cannot be JSON: {PluginRefusedException.Describe(e)}");
            return null;
        }
    }

    private ParameterDescriptor Describe(ParameterInfo parameter, XmlDocs.Member? doc)
    {
        var isRest = ArgumentBinder.IsRest(parameter);
        return new(
            parameter.Name!,
            (isRest ? "params " : "") + TypeNames.Of(_nullability.Create(parameter)),
            SchemaOf(parameter),
            Required: !parameter.HasDefaultValue && !isRest,
            Default: parameter.HasDefaultValue
                ? JsonSerializer.Serialize(ArgumentBinder.DefaultOf(parameter),
                    _json.Options.GetTypeInfo(parameter.ParameterType))
                : isRest ? "[]" : null,
            Help: XmlDocs.HelpOf(parameter) ?? doc?.Parameters.GetValueOrDefault(parameter.Name!),
            IsRest: isRest);
    }

    private string SchemaOf(ParameterInfo parameter) =>
        _json.SchemaOf(parameter.ParameterType, IsNullable(parameter), parameter.GetCustomAttributes(inherit: false));

    private void CheckReturned(Type returned, List<string> wrong)
    {
        if (returned == typeof(void) || !TaskRules.CanBeJson(returned))
            return; // There is nothing to say, or it was said.
        try
        {
            JsonTypeRules.CheckWritten(JsonTypeRules.SequenceOf(returned) ?? returned, _json.Options);
        }
        catch (Exception e)
        {
            wrong.Add($"its result cannot be JSON: {PluginRefusedException.Describe(e)}");
        }
    }

    // Without annotations (a plugin with nullable off) null is taken.
    private bool IsNullable(ParameterInfo parameter) => _nullability.Create(parameter).WriteState != NullabilityState.NotNull;
}
