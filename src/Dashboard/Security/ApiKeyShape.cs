using System.Text.Json.Serialization;

namespace Gristmill.Dashboard.Security;

[JsonSourceGenerationOptions(System.Text.Json.JsonSerializerDefaults.Web, WriteIndented = true)]
[JsonSerializable(typeof(ApiKey[]))]
internal sealed partial class ApiKeyShape : JsonSerializerContext;
