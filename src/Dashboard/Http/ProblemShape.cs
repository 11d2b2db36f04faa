using System.Text.Json;
using System.Text.Json.Serialization;

namespace Gristmill.Dashboard.Http;

[JsonSourceGenerationOptions(JsonSerializerDefaults.Web, DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull)]
[JsonSerializable(typeof(Problem))]
internal sealed partial class ProblemShape : JsonSerializerContext;
