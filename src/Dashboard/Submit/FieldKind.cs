namespace Gristmill.Dashboard.Submit;

/// <summary>How a person gives an argument.</summary>
internal enum FieldKind
{
    Text,
    Number,
    Choice,
    Json,
}
