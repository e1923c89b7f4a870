using System.Globalization;
using Prony.Experiments.Files;
using Prony.Experiments.Files.Nodes;
using Prony.Load.Plans;
using Prony.Measurement.Runs;

namespace Prony.Experiments.Data;

/// <summary>Where in a request a variable stands.</summary>
public enum RequestPart
{
    /// <summary>Path and query.</summary>
    Path,

    /// <summary>The value of a header.</summary>
    Header,

    /// <summary>The body.</summary>
    Body,
}

/// <summary>A variable that cannot get a value.</summary>
/// <param name="Part">Where it stands.</param>
/// <param name="Header">Number of the header, from 0; 0 elsewhere.</param>
/// <param name="Message">What is wrong, without a full stop.</param>
/// <param name="Hint">What to do, as a sentence; null when the message says it.</param>
public sealed record RequestProblem(RequestPart Part, int Header, string Message, string? Hint);

/// <summary>Checks the variables of a request before anything starts.</summary>
public static class RequestCheck
{
    /// <summary>Every variable that cannot get a value, and every column that cannot stand where it is used.</summary>
    /// <param name="request">What to check.</param>
    /// <param name="data">The rows; null for none.</param>
    /// <param name="adviceWithoutData">How data are given here, as a sentence.</param>
    public static IReadOnlyList<RequestProblem> Find(RequestDefinition request, DataTable? data, string adviceWithoutData)
    {
        ArgumentNullException.ThrowIfNull(request);
        var problems = new List<RequestProblem>();
        Add(RequestPart.Path, 0, RequestVariable.Find(request.PathAndQuery));
        foreach (var (header, number) in request.Headers.Select((header, number) => (header, number)))
        {
            var variables = RequestVariable.Find(header.Value);
            Add(RequestPart.Header, number, variables);
            problems.AddRange(UnfitColumns(header.Key, number, variables, data));
        }

        Add(RequestPart.Body, 0, RequestVariable.Find(request.Body.Span));
        return problems;

        void Add(RequestPart part, int header, IReadOnlyList<RequestVariable> variables)
        {
            foreach (var variable in variables)
            {
                if (ProblemOf(variable, data, adviceWithoutData) is var (message, hint))
                {
                    problems.Add(new RequestProblem(part, header, message, hint));
                }
            }
        }
    }

    /// <summary>Hides what a secret header carries. A variable in it is no secret itself; what it stands for is hidden with its column.</summary>
    public static void HideHeader(string value, SecretMask mask) => SecretHeader.Hide(value, mask, text => RequestVariable.Find(text).Count > 0);

    /// <summary>Hides the values of all columns that stand in a secret header, wherever else they may turn up.</summary>
    public static void HideSecrets(RequestDefinition request, DataTable? data, SecretMask mask)
    {
        ArgumentNullException.ThrowIfNull(request);
        ArgumentNullException.ThrowIfNull(mask);
        if (data is null)
        {
            return;
        }

        var columns = request.Headers
            .Where(header => SecretHeader.IsSecret(header.Key))
            .SelectMany(header => RequestVariable.Find(header.Value))
            .Where(variable => variable.Kind == RequestVariableKind.Data)
            .Select(variable => data.IndexOf(variable.Column))
            .Where(column => column >= 0)
            .Distinct();
        foreach (var column in columns)
        {
            mask.AddMany(Enumerable.Range(0, data.RowCount).Select(row => data.Text(row, column)).SelectMany(SecretHeader.ValuesIn));
        }
    }

    private static (string Message, string? Hint)? ProblemOf(RequestVariable variable, DataTable? data, string adviceWithoutData)
    {
        if (variable.Kind == RequestVariableKind.Random && variable.Limit == 0)
        {
            return ("{random.N} has an N that is out of range", string.Create(CultureInfo.InvariantCulture, $"N is a whole number from 1 to {RequestVariable.MostRandom}."));
        }

        if (variable.Kind != RequestVariableKind.Data)
        {
            return null;
        }

        var text = $"{{data.{variable.Column}}}";
        return data is null ? ($"{text} has no value, because there are no data", adviceWithoutData)
            : data.IndexOf(variable.Column) < 0
                ? ($"{text}: the data have no column '{variable.Column}'", NearestName.Hint(variable.Column, data.Columns, $"The columns are {string.Join(", ", data.Columns)}."))
            : null;
    }

    private static IEnumerable<RequestProblem> UnfitColumns(string header, int number, IReadOnlyList<RequestVariable> variables, DataTable? data)
    {
        if (data is null)
        {
            yield break;
        }

        foreach (var column in variables.Where(v => v.Kind == RequestVariableKind.Data).Select(v => data.IndexOf(v.Column)).Where(c => c >= 0).Distinct())
        {
            if (HeaderValues.FindUnfit(data, column) is { } row)
            {
                yield return new RequestProblem(RequestPart.Header, number, HeaderValues.Problem(data, column, row, header), null);
            }
        }
    }
}
