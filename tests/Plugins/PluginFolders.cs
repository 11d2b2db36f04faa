using System.Resources;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;

namespace Gristmill.Plugins.Tests;

/// <summary>A folder of plugins that tests compile on the spot; removed in the end.</summary>
internal sealed class PluginFolders : IDisposable
{
    private static readonly Lazy<MetadataReference[]> Platform = new(() =>
        [.. ((string)AppContext.GetData("TRUSTED_PLATFORM_ASSEMBLIES")!).Split(Path.PathSeparator).Select(path => MetadataReference.CreateFromFile(path))]);

    public string Root { get; } = Directory.CreateTempSubdirectory("plugins-").FullName;

    /// <summary>
    /// A plugin of one assembly, put in place as a whole: a silo may be looking. A source without an entry point gets one: class
    /// Plugin, which offers class Tasks.
    /// </summary>
    public string Add(string name, string version, string source, params string[] libraries)
    {
        var draft = Directory.CreateDirectory(Path.Combine(Root, ".draft", name, version)).FullName;
        foreach (var library in libraries)
            File.Copy(library, Path.Combine(draft, Path.GetFileName(library)), overwrite: true);
        if (!source.Contains("WorkerPlugin(", StringComparison.Ordinal))
        {
            source = $$"""
                [assembly: WorkerPlugin("{{name}}", typeof(Plugin))]
                public sealed class Plugin : IWorkerPlugin { public IEnumerable<Type> TaskImports() => [typeof(Tasks)]; }
                {{source}}
                """;
        }
        Compile(Path.Combine(draft, name + ".dll"), source, libraries);
        var folder = Path.Combine(Directory.CreateDirectory(Path.Combine(Root, name)).FullName, version);
        Directory.Move(draft, folder);
        return folder;
    }

    /// <summary>A library, in a place of its own.</summary>
    public string Library(string name, string version, string source)
    {
        var path = Path.Combine(Directory.CreateDirectory(Path.Combine(Root, ".libraries", version)).FullName, name + ".dll");
        Compile(path, $"[assembly: System.Reflection.AssemblyVersion(\"{version}\")]\n{source}", []);
        return path;
    }

    /// <summary>The translation of one text into a plugin's folder.</summary>
    public static void AddTranslation(string folder, string name, string culture, string key, string text)
    {
        var content = new MemoryStream();
        var writer = new ResourceWriter(content);
        writer.AddResource(key, text);
        writer.Generate();
        content.Position = 0;
        var path = Path.Combine(Directory.CreateDirectory(Path.Combine(folder, culture)).FullName, $"{name}.resources.dll");
        Compile(path, $"[assembly: System.Reflection.AssemblyCulture(\"{culture}\")]", [],
            new ResourceDescription($"Texts.{culture}.resources", () => content, isPublic: true));
    }

    public void Dispose() => Directory.Delete(Root, recursive: true);

    private static void Compile(string path, string source, IEnumerable<string> libraries, params ResourceDescription[] resources)
    {
        const string Usings = """
            using System; using System.Collections.Generic; using System.Threading; using System.Threading.Tasks; using Gristmill.Plugins;

            """;
        // A library may take the place of one of the platform's.
        var own = libraries.Append(path).Select(Path.GetFileName).ToHashSet();
        var compilation = CSharpCompilation.Create(
            Path.GetFileNameWithoutExtension(path),
            [CSharpSyntaxTree.ParseText(Usings + source)],
            [
                .. Platform.Value.Where(reference => !own.Contains(Path.GetFileName(reference.Display))),
                .. libraries.Select(library => MetadataReference.CreateFromFile(library)),
            ],
            new(OutputKind.DynamicallyLinkedLibrary));
        var result = compilation.Emit(path, manifestResources: resources);
        Assert.True(result.Success, string.Join('\n', result.Diagnostics));
    }
}
