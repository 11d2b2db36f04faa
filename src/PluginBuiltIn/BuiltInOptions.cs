using System.ComponentModel.DataAnnotations;

namespace Gristmill.BuiltIn;

/// <summary>
/// What the silo's operator allows the tasks of this plugin: nothing unless listed. In every list <c>*</c> allows all, and an
/// entry that ends in <c>*</c> all that begins with the rest.
/// </summary>
public sealed class BuiltInOptions
{
    /// <summary>
    /// Where an operator sets these, in <c>appsettings.json</c>; in environment variables <c>GRISTMILL__</c> and <c>__</c> for
    /// <c>:</c>.
    /// </summary>
    public const string Section = "Plugins:gristmill";

    /// <summary>
    /// The programs that <c>gristmill.run</c> may start, as jobs name them: a path, or a name to be found on the silo's PATH.
    /// </summary>
    public string[] Programs { get; set; } = [];

    /// <summary>
    /// The environment variables that jobs may set for programs. Some variables make a program run other code: list with care.
    /// </summary>
    public string[] Variables { get; set; } = [];

    /// <summary>
    /// The folders of the silo's machine that jobs may name, with all below: to work in, as volumes of containers, or to read
    /// files of. Each a full path.
    /// </summary>
    public string[] Folders { get; set; } = [];

    /// <summary>
    /// The images that <c>gristmill.docker</c> may run, as jobs name them: <c>alpine:3.22</c>,
    /// <c>registry.example.org/tools/*</c>.
    /// </summary>
    public string[] Images { get; set; } = [];

    /// <summary>
    /// The Docker or Podman command line. Looked for on the silo's PATH unless given: <c>docker</c>, then <c>podman</c>.
    /// </summary>
    public string? Engine { get; set; }

    /// <summary>
    /// The hosts that <c>gristmill.http</c> may ask: <c>example.org</c>, <c>example.org:8080</c> for another than the scheme's
    /// port, <c>*.example.org</c>.
    /// </summary>
    public string[] Hosts { get; set; } = [];

    /// <summary>The most bytes that <c>gristmill.http</c> may receive in one answer. 256 MiB.</summary>
    [Range(1, 1L << 40, ErrorMessage = "it must be 1 byte to 1 TiB")]
    public long HttpBytes { get; set; } = 256 << 20;
}
