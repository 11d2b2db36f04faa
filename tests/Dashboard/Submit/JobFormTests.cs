using Gristmill.Dashboard.Submit;

namespace Gristmill.Dashboard;

public sealed class JobFormTests
{
    [Theory]
    [InlineData("""{"type":"integer"}""", nameof(FieldKind.Number))]
    [InlineData("""{"type":["number","null"]}""", nameof(FieldKind.Number))]
    [InlineData("""{"type":"string"}""", nameof(FieldKind.Text))]
    [InlineData("""{"type":["string","null"]}""", nameof(FieldKind.Text))]
    [InlineData("""{"type":"boolean"}""", nameof(FieldKind.Choice))]
    [InlineData("""{"enum":["Red","Green"]}""", nameof(FieldKind.Choice))]
    [InlineData("""{"type":"array","items":{"type":"integer"}}""", nameof(FieldKind.Json))]
    [InlineData("true", nameof(FieldKind.Json))]
    public void The_schema_says_how_an_argument_is_given(string schema, string kind) =>
        Assert.Equal(kind, new Field(Parameter("x", schema)).Kind.ToString());

    [Fact]
    public void Fields_become_an_object_and_what_is_left_empty_is_left_out()
    {
        var form = Form(Parameter("count", """{"type":"integer"}"""), Parameter("text", """{"type":"string"}""", "\"line\""),
            Parameter("rows", """{"type":"array"}"""));
        form.Fields[0].Text = "3";
        form.Fields[2].Text = "[1, 2]";

        Assert.Equal("""{"count":3,"rows":[1,2]}""", form.ToRequest(out var problems).Arguments);
        Assert.Empty(problems);
    }

    [Fact]
    public void What_is_no_number_is_sent_as_text_for_the_silo_to_judge_and_what_is_no_json_is_told()
    {
        var form = Form(Parameter("count", """{"type":"integer"}"""), Parameter("rows", """{"type":"array"}"""));
        form.Fields[0].Text = "three";
        form.Fields[1].Text = "[1,";

        Assert.Equal("""{"count":"three"}""", form.ToRequest(out var problems).Arguments);
        Assert.StartsWith("argument 'rows' is no JSON", Assert.Single(problems), StringComparison.Ordinal);
    }

    [Fact]
    public void Arguments_by_position_are_shown_in_the_fields()
    {
        var form = Form(Parameter("count", """{"type":"integer"}"""), Parameter("text", """{"type":"string"}"""));
        form.Show(Job("""[3, "a \"b\""]"""));

        Assert.Equal(("3", "a \"b\"", false), (form.Fields[0].Text, form.Fields[1].Text, form.AsJson));
    }

    [Theory]
    [InlineData("""{"text":{"$transform":"file","name":"a.txt"}}""")]
    [InlineData("""{"text":"one\ntwo"}""")]
    [InlineData("""{"count":{"$transform":"file","name":"a.txt"},"rows":[{"$transform":"file"}]}""")]
    [InlineData("""{"count":1e3,"sure":false,"colour":"Gr\u00FCn"}""")]
    public void What_fields_show_is_sent_as_it_was(string arguments)
    {
        var form = AnyForm();
        form.Show(Job(arguments));

        Assert.False(form.AsJson);
        Assert.Equal(arguments, form.ToRequest(out _).Arguments);
    }

    [Theory]
    [InlineData("""{"gone": 1}""")]
    [InlineData("""{"text": null}""")]
    [InlineData("""{"text": ""}""")]
    [InlineData("""{"text": "one\r\ntwo"}""")]
    [InlineData("""{"text": "{\"$transform\": \"file\"}"}""")]
    [InlineData("""{"count": 1, "COUNT": 2}""")]
    [InlineData("""{"count": 1, "count": 2}""")]
    [InlineData("""{"sure": "perhaps"}""")]
    public void What_fields_would_change_stays_json(string arguments)
    {
        var form = AnyForm();
        form.Show(Job(arguments));

        Assert.True(form.AsJson);
        Assert.NotNull(form.Switch());
    }

    [Fact]
    public void A_text_that_may_be_null_is_typed_as_it_is()
    {
        var form = Form(Parameter("text", """{"type":["string","null"]}""", "null"));
        form.Fields[0].Text = "a,b";

        Assert.Equal("""{"text":"a,b"}""", form.ToRequest(out var problems).Arguments);
        Assert.Empty(problems);
    }

    [Theory]
    [InlineData("7.5", ".5")]
    [InlineData("99999999999", "1.5e3")]
    [InlineData("seven", "-5")]
    [InlineData("1e1", "1e99")]
    public void An_option_that_cannot_be_used_is_told_and_never_made_into_another(string number, string span)
    {
        var form = Form();
        (form.Priority.Text, form.Limit.Text) = (number, span);

        var request = form.ToRequest(out var problems);

        Assert.Equal((null, null), (request.Priority, request.TimeLimit));
        Assert.StartsWith($"Priority is {number}; it must be a whole number, 0 to 9", form.Priority.Problem(problems[0]),
            StringComparison.Ordinal);
        Assert.StartsWith($"Time limit is {span}, which is no span of time", form.Limit.Problem(problems[1]),
            StringComparison.Ordinal);
    }

    [Fact]
    public void What_the_form_does_not_show_of_a_job_is_carried_over_and_said()
    {
        var form = Form();
        var unique = new UniqueRule { Key = "one" };
        form.Show(Job("{}") with
        {
            TimeLimit = TimeSpan.FromSeconds(1.5),
            MaxAttempts = 3,
            Type = "nightly",
            User = "ann",
            Public = true,
            Meta = """{"a":1}""",
            Created = DateTimeOffset.UnixEpoch,
            ExpiresAt = DateTimeOffset.UnixEpoch.AddHours(1),
            Unique = unique,
            Limits = [new JobLimit { Key = "task:t", MaxConcurrent = 1 }, new JobLimit { Key = "key:shared", MaxStarts = 2 }],
            ResultTransforms = """[{"$transform":"artifact","name":"a"}]""",
        });

        var request = form.ToRequest(out _);

        Assert.Equal((TimeSpan.FromSeconds(1.5), 3), (request.TimeLimit, request.Retry?.MaxAttempts));
        Assert.Equal(("nightly", "ann", true, """{"a":1}"""), (request.Type, request.User, request.Public, request.Meta));
        Assert.Equal((TimeSpan.FromHours(1), unique, new JobLimit { Key = "shared", MaxStarts = 2 }),
            (request.Expires, request.Unique, request.Limit));
        Assert.Equal("""[{"$transform":"artifact","name":"a"}]""", request.ResultTransforms);
        Assert.Contains("unique key one (Reject)", form.Before!.Carried);

        form.KeepsUnseen = false;
        Assert.Null(form.ToRequest(out _).Unique);
    }

    [Fact]
    public void What_is_not_carried_over_is_said_only_of_a_job_that_had_it()
    {
        var form = Form();
        form.Show(Job("{}"));
        Assert.Empty(form.Before!.Left);
        Assert.Empty(form.Before.Carried);

        form.Show(Job("{}") with { NotBefore = DateTimeOffset.UnixEpoch });
        Assert.Equal(["its delay"], form.Before.Left);
    }

    [Fact]
    public void How_a_job_is_tried_again_is_carried_over_with_the_attempts_of_the_form()
    {
        var form = Form();
        form.Show(Job("{}") with
        {
            MaxAttempts = 3,
            Retry = new() { MaxAttempts = 3, FirstDelay = TimeSpan.FromMilliseconds(20), MaxDelay = TimeSpan.FromMinutes(90) },
            HardTimeLimit = TimeSpan.FromSeconds(1),
            MaxLostRuns = 2,
            Redeliver = false,
        });
        form.Attempts.Text = "4";

        var request = form.ToRequest(out _);

        Assert.Equal((4, TimeSpan.FromMilliseconds(20)), (request.Retry!.MaxAttempts, request.Retry.FirstDelay));
        Assert.Equal((TimeSpan.FromSeconds(1), 2, false), (request.HardTimeLimit, request.MaxLostRuns, request.Redeliver));
        Assert.Equal(
            ["1 s past the time limit", "pauses between attempts from 20 ms to 1 h 30 min", "2 lost runs at most",
                "runs at most once"],
            form.Before!.Carried);
    }

    [Fact]
    public void A_secret_that_is_hidden_is_not_carried_over_and_that_is_said()
    {
        var form = Form();
        form.Show(Job("{}") with { ResultTransforms = """[{"$transform":"push","token":"***"}]""" });

        Assert.Null(form.ToRequest(out _).ResultTransforms);
        Assert.Contains("result transforms with secrets", form.Before!.Left);
    }

    [Theory]
    [InlineData("missing argument 'n' (integer)", "n")]
    [InlineData("argument 'options.names[2]': expected a string", "options")]
    [InlineData("priority is 12; it must be 0 to 9", null)]
    public void A_sentence_of_the_silo_is_shown_at_the_field_it_is_about(string problem, string? parameter) =>
        Assert.Equal(parameter, JobForm.ParameterOf(problem));

    private static JobForm Form(params ParameterDescriptor[] parameters)
    {
        var form = new JobForm();
        form.Choose(new TaskDescriptor("t", "p", "1", "t", null, parameters));
        return form;
    }

    private static JobForm AnyForm() => Form(
        Parameter("count", """{"type":"integer"}"""),
        Parameter("text", """{"type":"string"}""", "\"line\""),
        Parameter("rows", """{"type":"array"}"""),
        Parameter("sure", """{"type":"boolean"}"""),
        Parameter("colour", """{"enum":["Rot","Grün"]}"""));

    private static JobView Job(string arguments) =>
        new() { Id = Guid.NewGuid(), Status = JobStatus.Success, Task = "t", Title = "t", Queue = "q", Arguments = arguments };

    private static ParameterDescriptor Parameter(string name, string schema, string? whenMissing = null) =>
        new(name, "type", schema, Required: whenMissing is null, whenMissing);
}
