using System.Text;
using System.Text.Json;
using Gristmill.Core;

namespace Gristmill.Jobs;

public sealed class JsonTextTests
{
    [Theory]
    [InlineData("""["\u00fc", "\u00FC", "ü"]""", """["ü", "ü", "ü"]""")]
    [InlineData("""{"\u006eame": "\ud83c\udf89"}""", """{"name": "🎉"}""")]
    [InlineData("""["\u0022 \u005c \/ \u002f"]""", """["\" \\ / /"]""")]
    [InlineData("""["\u000a\u0009\u000d\u0008\u000c\u0000\u001F"]""", """["\n\t\r\b\f\u0000\u001f"]""")]
    [InlineData("""["\\u00fc", "\\\u00fc", "\" \\", "\u00fc"]""", """["\\u00fc", "\\ü", "\" \\", "ü"]""")]
    [InlineData("""["plain", 1.50, "C:\\data"]""", """["plain", 1.50, "C:\\data"]""")]
    public void Every_character_that_needs_no_escape_stands_for_itself(string json, string canonical)
    {
        Assert.Equal(canonical, JsonText.Canonical(json));
        Assert.Equal(canonical, JsonText.Canonical(canonical));
    }

    [Theory]
    [InlineData("""["\ud83c", "\udf89", "\ud83c\ud83c\u0041"]""", """["\ud83c", "\udf89", "\ud83c\ud83cA"]""")]
    [InlineData("""\u005b1]""", """\u005b1]""")]
    [InlineData("""["\u00zz \u00""", """["\u00zz \u00""")]
    [InlineData("""["\u00fc\""", """["ü\""")]
    public void What_is_no_text_or_no_JSON_stays_so(string json, string canonical) =>
        Assert.Equal(canonical, JsonText.Canonical(json));

    [Fact]
    public void Texts_of_any_characters_keep_their_meaning_however_they_were_escaped()
    {
        var random = new Random(22);
        int[] among = ['a', '"', '\\', '/', '\n', '\0', 0x7f, 'ü', 0x2028, 0x1f389, 'u'];
        for (var round = 0; round < 2_000; round++)
        {
            var text = string.Concat(random.GetItems(among, random.Next(12)).Select(char.ConvertFromUtf32));
            var escaped = new StringBuilder();
            foreach (var rune in text.EnumerateRunes())
            {
                var mustBe = rune.Value is '"' or '\\' or < ' ';
                escaped.Append(mustBe
                    || random.Next(2) == 0 ? string.Concat(rune.ToString().Select(c => $"\\u{(int)c:x4}")) : rune.ToString());
            }

            var canonical = JsonText.Canonical($"[\"{escaped}\"]");

            Assert.Equal(text, JsonSerializer.Deserialize<string[]>(canonical)![0]);
            Assert.Equal($"[\"{JsonText.Within(text)}\"]", canonical);
        }
    }
}
