using System.Text.Json.Nodes;

namespace Gristmill.Execution.Json;

/// <summary>
/// A type whose values are one JSON string or number. One function reads it for the serializer and for the check of arguments, so
/// that neither takes what the other refuses.
/// </summary>
internal interface IScalar
{
    /// <summary>Its name in a schema.</summary>
    string Format { get; }

    JsonFormat Check { get; }

    /// <summary>Its schema, without null.</summary>
    JsonObject Schema { get; }

    /// <summary>Whether it is the scalar of a type.</summary>
    bool CanConvert(Type type);
}
