using System.Text.Json.Nodes;
using Prony.Experiments.Files;
using Prony.Experiments.Files.Keys;
using Shouldly;
using Xunit;

namespace Prony.Experiments.Tests.Files.Keys;

/// <summary>What must be true of every key, whoever adds one.</summary>
public sealed class KeyTableTests
{
    private static readonly IReadOnlyList<KeyTable> Tables = [.. Below(ExperimentKeys.Root).Concat(Below(StackKeys.Root))];

    [Fact]
    public void Every_default_is_a_value_of_its_key()
    {
        foreach (var key in Keys().Where(key => key.Default is not null))
        {
            Should.NotThrow(() => key.Type.ReadDefault(key.Default!), key.Name);
        }
    }

    [Fact]
    public void Every_meaning_is_a_sentence() =>
        Keys().ShouldAllBe(key => (key.Meaning.EndsWith('.') || key.Meaning.EndsWith(')')) && char.IsUpper(key.Meaning[0]));

    [Fact]
    public void Every_planned_key_says_what_to_do() =>
        Tables.SelectMany(t => t.Planned).ShouldAllBe(p => p.Instead.EndsWith('.'));

    [Fact]
    public void No_table_names_a_key_twice() =>
        Tables.ShouldAllBe(t => t.Keys.Select(k => k.Name).Concat(t.Planned.Select(p => p.Name)).Distinct().Count() == t.Keys.Count + t.Planned.Count);

    [Fact]
    public void Choices_and_companions_name_keys_of_the_same_table() =>
        Tables.ShouldAllBe(t => t.ExactlyOneOf.Concat(t.AtMostOneOf).Concat(t.Keys.SelectMany(k => k.OnlyWith)).All(name => t.Keys.Any(k => k.Name == name)));

    [Fact]
    public void A_default_fits_the_schema_of_its_key()
    {
        foreach (var key in Keys().Where(key => key.Default is not null))
        {
            var checker = new Schemas.SchemaChecker(key.Type.Schema());
            var value = Schemas.YamlAsJson.Read(key.Default!);
            checker.Check(value is JsonValue ? value : null).ShouldBeEmpty(key.Name);
        }
    }

    private static IEnumerable<Key> Keys() => Tables.SelectMany(table => table.Keys);

    private static IEnumerable<KeyTable> Below(KeyTable table) =>
        table.Keys.SelectMany(key => key.Type.Tables).SelectMany(below => Below(below.Table)).Prepend(table);
}
