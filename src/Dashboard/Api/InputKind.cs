namespace Gristmill.Dashboard.Api;

internal enum InputKind
{
    Query,
    Header,
    Body,
}
