using System.ComponentModel.DataAnnotations;
using Gristmill.Dashboard.Security;
using Gristmill.Grains;

namespace Gristmill.Hosting.Settings;

/// <summary>What options must be for a silo to start.</summary>
internal static class OptionRules
{
    /// <summary>Each option that is wrong, and what it must be.</summary>
    public static IEnumerable<(string Option, string Rule)> Faults(SiloOptions options)
    {
        var faults = new List<ValidationResult>();
        Validator.TryValidateObject(options, new ValidationContext(options), faults, validateAllProperties: true);
        return faults.Count > 0
            ? faults.Select(fault => (fault.MemberNames.First(), fault.ErrorMessage!))
            : KeyFault(options) is { } rule ? [(nameof(SiloOptions.Http), rule)] : [];
    }

    // Other machines are let in only where somebody can be told from somebody else.
    private static string? KeyFault(SiloOptions options)
    {
        if (options.Http is SiloOptions.AutoHttp or SiloOptions.NoHttp || SiloOptions.IsLoopback(options.Http))
            return null;
        try
        {
            return new ApiKeys(options.Data).All.Length > 0 ? null
                : $"{options.Http} can be reached by other machines, and there is no key yet to let anybody in. Make one with "
                    + $"`gristmill keys create NAME --role operator --data {options.Data}`, or listen on http://127.0.0.1 only.";
        }
        catch (KeysUnreadableException e)
        {
            return e.Message;
        }
    }
}
