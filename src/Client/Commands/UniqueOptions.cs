using System.CommandLine;
using Gristmill.Client.Input;
using Gristmill.Core;
using Gristmill.Json;

namespace Gristmill.Client.Commands;

/// <summary>The options that give a job a key which no other job may have at the same time.</summary>
internal sealed class UniqueOptions
{
    private readonly Option<string?> _key = new("--unique")
    {
        HelpName = "KEY",
        Description = "A key that no other job of the cluster may have at the same time.",
        CustomParser = Values.Word,
    };

    private readonly Option<UniquePolicy?> _policy = new("--unique-policy")
    {
        HelpName = Policies.Words,
        Description =
            "If another job has the key: reject this one, name the existing job instead, or replace one that still waits. [default: reject]",
        CustomParser = Values.Policy,
    };

    private readonly Option<JobStatus[]> _states = new("--unique-while")
    {
        HelpName = "STATUS,...",
        Description =
            "When the job has the key: queued, or queued,running, and with these success, error and canceled. [default: queued,running]",
        CustomParser = Values.Statuses,
    };

    public void AddTo(Command command)
    {
        command.Add(_key);
        command.Add(_policy);
        command.Add(_states);
    }

    /// <summary>The rule that was typed; null for none.</summary>
    /// <exception cref="UsageException">A policy or states are given, and no key.</exception>
    public UniqueRule? Read(ParseResult typed)
    {
        if (typed.GetValue(_key) is { } key)
        {
            var rule = new UniqueRule { Key = key, Policy = typed.GetValue(_policy) ?? default };
            return typed.GetValue(_states) is { Length: > 0 } states ? rule with { States = states } : rule;
        }
        var without = new Option[] { _policy, _states }.FirstOrDefault(option => typed.GetResult(option) is not null);
        return without is null ? null : throw new UsageException($"{without.Name} is given without {_key.Name}; say which key");
    }
}
