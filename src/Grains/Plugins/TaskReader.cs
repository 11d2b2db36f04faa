using System.ComponentModel;
using System.Reflection;
using System.Runtime.CompilerServices;
using System.Text.Json;
using Gristmill.Grains.Plugins.Arguments;
using Gristmill.Plugins;
using Gristmill.Transforms;
using Microsoft.Extensions.DependencyInjection;

namespace Gristmill.Grains.Plugins;

/// <summary>Makes tasks of the marked methods of a plugin's classes. Refuses the plugin at the first that cannot be one.</summary>
internal sealed class TaskReader(string plugin, string version, PluginBuilder builder, XmlDocs docs, IServiceProvider services)
{
    private const BindingFlags All = BindingFlags.Public | BindingFlags.NonPublic | BindingFlags.Static | BindingFlags.Instance;

    private readonly NullabilityInfoContext _nullability = new();
    private readonly PluginJson _json = new(docs);
    private readonly TaskDefaults _defaults = builder.Defaults;
    private TransformSet _transforms = null!;

    public IReadOnlyList<PluginTask> Read(IEnumerable<Type> imports)
    {
        _transforms = new TransformSet(builder, _json);
        PluginTask[] tasks = [.. imports.Distinct().SelectMany(Read).OrderBy(task => task.Descriptor.Name, StringComparer.Ordinal)];
        if (tasks.CountBy(task => task.Descriptor.Name).FirstOrDefault(name => name.Value > 1) is { Key: { } twice })
            throw new PluginRefusedException($"it has two tasks named '{twice}'; give one of them another [JobTask(Name = …)]");
        return tasks;
    }

    private IEnumerable<PluginTask> Read(Type type)
    {
        if (type.ContainsGenericParameters)
            throw new PluginRefusedException($"{type} is generic and cannot have tasks");
        var methods = PluginRefusedException.Guard($"reading {type}", () => type.GetMethods(All)
            .Select(method => (Method: method, Task: method.GetCustomAttribute<JobTaskAttribute>(inherit: false)))
            .Where(found => found.Task is not null).ToArray());
        if (methods.Length == 0)
            throw new PluginRefusedException($"{type} is imported but has no method with [JobTask]");
        PluginRefusedException.Guard($"the static constructor of {type}", () =>
        {
            RuntimeHelpers.RunClassConstructor(type.TypeHandle);
            return true;
        });
        return methods.Select(found => PluginRefusedException.Guard(
            $"reading {type}.{found.Method.Name}", () => Read(type, found.Method, found.Task!)));
    }

    private PluginTask Read(Type type, MethodInfo method, JobTaskAttribute task)
    {
        TaskRules.Check(method, task);
        var parameters = method.GetParameters();
        var binder = new ArgumentBinder(_json.Options, parameters, IsNullable);
        var returned = ResultWriter.ValueOf(method.ReturnType);
        var doc = docs.Of(method);
        var descriptor = new TaskDescriptor(
            task.Name ?? Names.OfTask(method), plugin, version,
            Title: task.Title ?? Names.InWords(method.Name),
            Help: task.Description ?? HelpOf(method) ?? doc?.Summary,
            Parameters: [.. parameters.Where(ArgumentBinder.IsArgument).Select(parameter => Describe(parameter, doc))],
            Returns: returned == typeof(void) ? null : TypeNames.Of(ResultWriter.ValueOf(_nullability.Create(method.ReturnParameter))),
            TimeLimit: task.Options.TimeLimit ?? _defaults.TimeLimit,
            Queue: task.Options.Queue ?? _defaults.Queue,
            Priority: task.Options.Priority ?? _defaults.Priority,
            MaxDeliveries: task.Options.MaxDeliveries ?? _defaults.MaxDeliveries,
            Redeliver: task.Options.Redeliver ?? _defaults.Redeliver ?? true,
            Retry: Retry(task.Options),
            Limit: Limit(task.Name ?? Names.OfTask(method), task.Options),
            Transforms: _transforms.Own,
            ResultTransforms: task.ResultTransforms);
        if (TransformCheck.OfResults(task.ResultTransforms, descriptor, out _) is { Count: > 0 } problems)
            throw TaskRules.Refused(method, string.Join("; ", problems));
        var factory = method.IsStatic ? null : ActivatorUtilities.CreateFactory(type, []);
        return new PluginTask(descriptor, binder, method, factory, ResultWriter.For(method.ReturnType, _json.Options), _transforms, services);
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

    private ParameterDescriptor Describe(ParameterInfo parameter, XmlDocs.Member? doc)
    {
        var nullability = _nullability.Create(parameter);
        return new ParameterDescriptor(
            parameter.Name!,
            TypeNames.Of(nullability),
            SchemaOf(parameter),
            Required: !parameter.HasDefaultValue,
            Default: parameter.HasDefaultValue
                ? JsonSerializer.Serialize(ArgumentBinder.DefaultOf(parameter), _json.Options.GetTypeInfo(parameter.ParameterType))
                : null,
            Help: HelpOf(parameter) ?? doc?.Parameters.GetValueOrDefault(parameter.Name!));
    }

    private string SchemaOf(ParameterInfo parameter)
    {
        try
        {
            return _json.SchemaOf(parameter.ParameterType, IsNullable(parameter), parameter.GetCustomAttributes(inherit: false));
        }
        catch (Exception e)
        {
            throw TaskRules.Refused((MethodInfo)parameter.Member, $"its parameter '{parameter.Name}' cannot be JSON: {PluginRefusedException.Describe(e)}", e);
        }
    }

    // Without annotations (a plugin with nullable off) null is taken.
    private bool IsNullable(ParameterInfo parameter) => _nullability.Create(parameter).WriteState != NullabilityState.NotNull;

    public static string? HelpOf(ICustomAttributeProvider member) =>
        member.GetCustomAttributes(typeof(DescriptionAttribute), inherit: false)
            is [DescriptionAttribute { Description: { Length: > 0 } text }] ? text : null;
}
