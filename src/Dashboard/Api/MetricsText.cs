using System.Globalization;
using System.Text;

namespace Gristmill.Dashboard.Api;

/// <summary>Writes Prometheus' text format, version 0.0.4.</summary>
/// <param name="common">A label that every value gets.</param>
internal sealed class MetricsText((string Name, string Value) common)
{
    private readonly StringBuilder _text = new();
    private string _metric = "";

    /// <summary>Begins a metric that goes up and down.</summary>
    public MetricsText Gauge(string name, string help) => Begin(name, "gauge", help);

    /// <summary>Begins a metric that only grows while the process lives.</summary>
    public MetricsText Counter(string name, string help) => Begin(name, "counter", help);

    /// <summary>A value of the metric that was begun last.</summary>
    public void Value(double value, params ReadOnlySpan<(string Name, string Value)> labels)
    {
        _text.Append(_metric).Append('{');
        Label(common);
        foreach (var label in labels)
        {
            _text.Append(',');
            Label(label);
        }
        _text.Append("} ").Append(value.ToString("R", CultureInfo.InvariantCulture)).Append('\n');
    }

    public override string ToString() => _text.ToString();

    private MetricsText Begin(string name, string type, string help)
    {
        _metric = name;
        _text.Append("# HELP ").Append(name).Append(' ').Append(help).Append('\n');
        _text.Append("# TYPE ").Append(name).Append(' ').Append(type).Append('\n');
        return this;
    }

    private void Label((string Name, string Value) label) => _text.Append(label.Name).Append("=\"").Append(label.Value
        .Replace("\\", "\\\\", StringComparison.Ordinal).Replace("\"", "\\\"", StringComparison.Ordinal).Replace("\n", "\\n", StringComparison.Ordinal)).Append('"');
}
