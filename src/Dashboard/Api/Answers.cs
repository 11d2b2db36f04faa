using System.Text;
using Gristmill.Json;
using Microsoft.AspNetCore.Http;

namespace Gristmill.Dashboard.Api;

/// <summary>Answers in the shapes of the console's JSON.</summary>
internal static class Answers
{
    public static IResult Json<T>(T value, int status = 200) =>
        TypedResults.Text(Encoding.UTF8.GetBytes(JsonViews.Line(value)), "application/json", status);
}
