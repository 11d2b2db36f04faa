using Gristmill.Dashboard.Submit;

namespace Gristmill.Dashboard;

public sealed class JobFormTests
{
    [Theory]
    [InlineData("""{"type":"integer"}""", nameof(FieldKind.Number))]
    [InlineData("""{"type":["number","null"]}""", nameof(FieldKind.Number))]
    [InlineData("""{"type":"string"}""", nameof(FieldKind.Text))]
    [InlineData("""{"type":["string","null"]}""", nameof(FieldKind.Json))]
    [InlineData("""{"type":"boolean"}""", nameof(FieldKind.Choice))]
    [InlineData("""{"enum":["Red","Green"]}""", nameof(FieldKind.Choice))]
    [InlineData("""{"type":"array","items":{"type":"integer"}}""", nameof(FieldKind.Json))]
    [InlineData("true", nameof(FieldKind.Json))]
    public void The_schema_says_how_an_argument_is_given(string schema, string kind) =>
        Assert.Equal(kind, new Field(Parameter("x", schema)).Kind.ToString());

    [Fact]
    public void Fields_become_an_object_and_what_is_left_empty_is_left_out()
    {
        var form = Form(Parameter("count", """{"type":"integer"}"""), Parameter("text", """{"type":"string"}""", "\"line\""), Parameter("rows", """{"type":"array"}"""));
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
        Assert.StartsWith("This is no JSON", problems["rows"], StringComparison.Ordinal);
    }

    [Fact]
    public void Arguments_by_position_are_shown_in_the_fields()
    {
        var form = Form(Parameter("count", """{"type":"integer"}"""), Parameter("text", """{"type":"string"}"""));
        form.Show(new JobView { Id = Guid.NewGuid(), Status = JobStatus.Success, Task = "t", Title = "t", Queue = "q", Arguments = """[3, "a \"b\""]""" });

        Assert.Equal(("3", "a \"b\"", false), (form.Fields[0].Text, form.Fields[1].Text, form.AsJson));
    }

    [Fact]
    public void Arguments_that_no_field_can_show_stay_json()
    {
        var form = Form(Parameter("count", """{"type":"integer"}"""));
        form.Show(new JobView { Id = Guid.NewGuid(), Status = JobStatus.Success, Task = "t", Title = "t", Queue = "q", Arguments = """{"gone": 1}""" });

        Assert.True(form.AsJson);
        Assert.NotNull(form.Switch());
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

    private static ParameterDescriptor Parameter(string name, string schema, string? whenMissing = null) =>
        new(name, "type", schema, Required: whenMissing is null, whenMissing);
}
