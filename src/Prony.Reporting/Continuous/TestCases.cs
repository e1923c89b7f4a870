namespace Prony.Reporting.Continuous;

/// <summary>A group of test cases as JUnit's XML has it.</summary>
/// <param name="Name">Experiment, with the scenario behind it.</param>
/// <param name="Properties">Names and values that a person may look for.</param>
/// <param name="Cases">At least one.</param>
internal sealed record TestSuite(string Name, IReadOnlyList<KeyValuePair<string, string>> Properties, IReadOnlyList<TestCase> Cases);

/// <summary>One thing that can be right or wrong.</summary>
/// <param name="Name">What it is, for a person.</param>
/// <param name="Outcome">How it ended.</param>
/// <param name="Message">Why, in a sentence; empty where it is right and there is nothing to say.</param>
internal sealed record TestCase(string Name, TestOutcome Outcome, string Message = "")
{
    /// <summary>What kind of failure: the word of the record ("worse", "refuted").</summary>
    public string Kind { get; init; } = "";

    /// <summary>More lines: output of a server, a doubt.</summary>
    public IReadOnlyList<string> Lines { get; init; } = [];
}

/// <summary>How a test case ended, in the words of JUnit's XML.</summary>
internal enum TestOutcome
{
    /// <summary>As it should be.</summary>
    Passed,

    /// <summary>Measured, and not as it should be.</summary>
    Failed,

    /// <summary>Could not be measured.</summary>
    Error,

    /// <summary>Not decided, not applicable, left out.</summary>
    Skipped,
}
