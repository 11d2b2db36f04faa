using System.IO.Compression;
using System.Xml.Linq;
using Gristmill.Execution.Discovery;

namespace Gristmill.Execution.Installing;

/// <summary>
/// A plugin in one file: a NuGet package of type <c>GristmillPlugin</c>, which has no dependencies, since they are all inside, in
/// the folder <c>plugin/</c>. Of the same files it is always the same.
/// </summary>
public static class PluginPackage
{
    private const string Inside = "plugin/";
    private const string PackageType = "GristmillPlugin";
    private const int RegularFile = 0x8000;
    private static readonly DateTimeOffset NoTime = new(2000, 1, 1, 0, 0, 0, TimeSpan.Zero);
    private static readonly string[] NotPacked = ["Gristmill.Plugins.dll", "Gristmill.Plugins.pdb", "Gristmill.Plugins.xml"];

    public static string FileNameOf(PluginContent content) => $"{content.Name}.{content.Version}.nupkg";

    /// <summary>Writes a plugin's folder into a package, which appears when it is whole.</summary>
    /// <returns>The file.</returns>
    public static string Write(string folder, PluginContent content, string into)
    {
        Directory.CreateDirectory(into);
        var path = Path.Combine(into, FileNameOf(content));
        var draft = path + ".draft";
        // The folder may be the one that the package is written into: neither it nor its draft is of the plugin.
        FileInfo[] parts = [.. PluginFiles.List(folder).Where(part =>
            !NotPacked.Contains(PluginFiles.NameOf(folder, part)) && part.FullName != Path.GetFullPath(path) && part.FullName != Path.GetFullPath(draft))];
        try
        {
            using (var file = new FileStream(draft, FileMode.Create, FileAccess.ReadWrite))
            using (var zip = new ZipArchive(file, ZipArchiveMode.Create))
            {
                AddPackaging(zip, content);
                foreach (var part in parts)
                    using (var stream = part.OpenRead())
                        Add(zip, Inside + PluginFiles.NameOf(folder, part), stream, PluginFiles.IsExecutable(part));
            }
            File.Move(draft, path, overwrite: true);
        }
        finally
        {
            File.Delete(draft);
        }
        return path;
    }

    /// <summary>Takes the plugin out of a package.</summary>
    /// <exception cref="PluginRefusedException">It is none, or a bad one.</exception>
    public static void Extract(string package, PluginFiles into)
    {
        try
        {
            using var zip = ZipFile.OpenRead(package);
            var entries = zip.Entries.Where(entry =>
                entry.FullName.StartsWith(Inside, StringComparison.Ordinal) && !entry.FullName.EndsWith('/')).ToArray();
            if (entries.Length == 0)
                throw new PluginRefusedException($"it is no plugin package: it has no folder {Inside}. `gristmill plugins pack` makes one");
            if (entries.Sum(entry => entry.Length) > PluginFiles.MostBytes)
                throw PluginFiles.TooLarge();
            foreach (var entry in entries)
            {
                using var content = entry.Open();
                into.Take(entry.FullName[Inside.Length..], content,
                    ((entry.ExternalAttributes >> 16) & (int)UnixFileMode.UserExecute) != 0);
            }
        }
        catch (InvalidDataException e)
        {
            throw new PluginRefusedException($"it is no package, or is damaged ({e.Message})", e);
        }
    }

    // What NuGet expects to find in a package.
    private static void AddPackaging(ZipArchive zip, PluginContent content)
    {
        var nuspec = $"{content.Name}.nuspec";
        XNamespace rels = "http://schemas.openxmlformats.org/package/2006/relationships";
        Add(zip, "_rels/.rels", new(rels + "Relationships", new XElement(
            rels + "Relationship", new XAttribute("Type", "http://schemas.microsoft.com/packaging/2010/07/manifest"), new XAttribute("Target", "/" + nuspec), new XAttribute("Id", "R1"))));

        XNamespace spec = "http://schemas.microsoft.com/packaging/2013/05/nuspec.xsd";
        Add(zip, nuspec, new(spec + "package", new XElement(
            spec + "metadata",
            new XElement(spec + "id", content.Name),
            new XElement(spec + "version", content.Version),
            new XElement(spec + "authors", content.Name),
            new XElement(spec + "description",
                $"The Gristmill plugin {content.Name}, with all that it needs. To install: gristmill plugins add {FileNameOf(content)}"),
            new XElement(spec + "packageTypes", new XElement(spec + "packageType", new XAttribute("name", PackageType))))));

        XNamespace types = "http://schemas.openxmlformats.org/package/2006/content-types";
        Add(zip, "[Content_Types].xml", new(
            types + "Types",
            new XElement(types + "Default", new XAttribute("Extension", "rels"),
                new XAttribute("ContentType", "application/vnd.openxmlformats-package.relationships+xml")),
            new XElement(types + "Default", new XAttribute("Extension", "nuspec"),
                new XAttribute("ContentType", "application/octet")),
            new XElement(types + "Default", new XAttribute("Extension", "dll"), new XAttribute("ContentType", "application/octet"))));
    }

    private static void Add(ZipArchive zip, string name, XElement document)
    {
        using var content = new MemoryStream();
        new XDocument(new XDeclaration("1.0", "utf-8", null), document).Save(content);
        content.Position = 0;
        Add(zip, name, content, isExecutable: false);
    }

    private static void Add(ZipArchive zip, string name, Stream content, bool isExecutable)
    {
        var entry = zip.CreateEntry(name);
        entry.LastWriteTime = NoTime;
        entry.ExternalAttributes = (RegularFile | (isExecutable ? 0b111_101_101 : 0b110_100_100)) << 16;
        using var stream = entry.Open();
        content.CopyTo(stream);
    }
}
