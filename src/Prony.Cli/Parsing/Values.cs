using System.CommandLine;
using System.CommandLine.Parsing;
using System.Globalization;
using Prony.Cli.Exporting;
using Prony.Experiments.Files.Nodes;
using Prony.Experiments.Objectives;
using Prony.Load.Plans;
using Prony.Measurement.Runs;
using Prony.Measurement.Units;

namespace Prony.Cli.Parsing;

/// <summary>Options whose values are quantities: read by the same code as the values of files, so that "500ms" means the same in both.</summary>
internal static class Values
{
    private const long MostUsers = 100_000;

    private delegate bool Reader<T>(string text, out T value, out string? error);

    public static Option<TimeSpan?> Duration(string name, params string[] aliases) => Create<TimeSpan?>(name, aliases, "DURATION", (string text, out TimeSpan? value, out string? error) =>
    {
        var read = DurationText.TryParse(text, out var duration, out error);
        value = duration;
        return read;
    });

    /// <summary>A length of time with its unit, or a number of seconds, as psrecord takes them.</summary>
    public static Option<TimeSpan?> Seconds(string name) => Create<TimeSpan?>(name, [], "DURATION", (string text, out TimeSpan? value, out string? error) =>
    {
        var alone = double.TryParse(text, NumberStyles.AllowDecimalPoint, CultureInfo.InvariantCulture, out _);
        var read = DurationText.TryParse(alone ? text + "s" : text, out var duration, out error);
        value = duration;
        return read;
    });

    /// <summary>A length, or auto.</summary>
    public static Option<WarmupLength?> Warmup(string name)
    {
        var option = Create<WarmupLength?>(name, [], "auto|DURATION", (string text, out WarmupLength? value, out string? error) =>
        {
            if (text == "auto")
            {
                (value, error) = (new WarmupLength(null), null);
                return true;
            }

            var read = DurationText.TryParse(text, out var duration, out error);
            value = new WarmupLength(duration);
            return read;
        });
        option.CompletionSources.Add("auto");
        return option;
    }

    public static Option<double?> Rate(string name, params string[] aliases) => Create<double?>(name, aliases, "RATE", (string text, out double? value, out string? error) =>
    {
        var read = RateText.TryParse(text, out var rate, out error, unitOptional: true);
        error = read ? error : ListError(text, "rate") ?? error;
        value = rate;
        return read;
    });

    /// <summary>A number of virtual users.</summary>
    public static Option<long?> Users(string name, params string[] aliases) => Create<long?>(name, aliases, "N", (string text, out long? value, out string? error) =>
    {
        var read = ReadCount(text, 1, MostUsers, out var users, out error);
        error = read ? error : ListError(text, "users") ?? error;
        value = users;
        return read;
    });

    /// <summary>An amount of bytes within limits.</summary>
    public static Option<long?> Bytes(string name, long least, long most) => Create<long?>(name, [], "BYTES", (string text, out long? value, out string? error) =>
    {
        var read = ByteText.TryParse(text, out var bytes, out error);
        error = !read || (bytes >= least && bytes <= most) ? error : $"{text} is out of range: expected {ByteText.Short(least)} to {ByteText.Short(most)}.";
        value = bytes;
        return error is null;
    });

    public static Option<StatusSet?> Status(string name) => Create<StatusSet?>(name, [], "CODES", (string text, out StatusSet? value, out string? error) =>
        StatusSet.TryParse(text, out value, out error));

    /// <summary>A whole number within limits; text such as "1e3" or "1,000" is refused rather than guessed at.</summary>
    public static Option<long?> Count(string name, long least, long most, params string[] aliases) => Create<long?>(name, aliases, "N", (string text, out long? value, out string? error) =>
    {
        var read = ReadCount(text, least, most, out var number, out error);
        value = number;
        return read;
    });

    /// <summary>Where metrics go.</summary>
    public static Option<ExportTarget?> Export(string name)
    {
        var option = Create<ExportTarget?>(name, [], "prometheus[:[ADDRESS:]PORT]|otlp[:URL]", (string text, out ExportTarget? value, out string? error) => ExportTarget.TryParse(text, out value, out error));
        option.CompletionSources.Add("prometheus", "otlp");
        return option;
    }

    public static Option<string?> Choice(string name, params string[] choices)
    {
        var option = Create<string?>(name, [], string.Join('|', choices), (string text, out string? value, out string? error) =>
        {
            value = text;
            error = choices.Contains(text) ? null : $"'{text}' is not one of {string.Join(", ", choices)}.";
            return error is null;
        });
        option.CompletionSources.Add(choices);
        return option;
    }

    /// <summary>A metric by its name, or any percentile of the response times.</summary>
    public static Option<string?> Metric(string name, params string[] known)
    {
        var option = Create<string?>(name, [], "METRIC", (string text, out string? value, out string? error) =>
        {
            value = text;
            var nearest = NearestName.Find(text, known);
            error = known.Contains(text) || Metrics.PercentileOf(text) is not null ? null
                : $"'{text}' is not one of {string.Join(", ", known)} or another response.pNN.{(nearest is null ? "" : $" Did you mean '{nearest}'?")}";
            return error is null;
        });
        option.CompletionSources.Add(known);
        return option;
    }

    /// <summary>A share above 0.</summary>
    public static Option<double?> Share(string name) => Create<double?>(name, [], "SHARE", (string text, out double? value, out string? error) =>
    {
        var read = ShareText.TryParse(text, out var share, out error);
        error = read && share == 0 ? $"'{text}' is out of range: it must be above 0." : error;
        value = share;
        return error is null;
    });

    /// <summary>Several objectives, one each time the option is given.</summary>
    public static Option<Objective[]> Objectives(string name)
    {
        var option = new Option<Objective[]>(name)
        {
            HelpName = "OBJECTIVE",
            Arity = ArgumentArity.OneOrMore,
            AllowMultipleArgumentsPerToken = false,
            DefaultValueFactory = _ => [],
        };
        option.CustomParser = result => [.. result.Tokens.Select(token => ReadObjective(token.Value, result)).OfType<Objective>()];
        return option;
    }

    /// <summary>Several stages, one each time the option is given.</summary>
    public static Option<StageRecord[]> Stages(string name)
    {
        var option = new Option<StageRecord[]>(name)
        {
            HelpName = "LOAD:DURATION",
            Arity = ArgumentArity.OneOrMore,
            AllowMultipleArgumentsPerToken = false,
            DefaultValueFactory = _ => [],
        };
        option.CustomParser = result => [.. result.Tokens.Select(token => ReadStage(name, token.Value, result)).OfType<StageRecord>()];
        return option;
    }

    private static StageRecord? ReadStage(string name, string text, ArgumentResult result)
    {
        if (!StageSpec.TryParse(text, out var stage, out var error))
        {
            result.AddError($"{name}: {error}");
        }

        return stage;
    }

    private static bool ReadCount(string text, long least, long most, out long number, out string? error)
    {
        var read = long.TryParse(text, NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out number) && number >= least && number <= most;
        error = read ? null : string.Create(CultureInfo.InvariantCulture, $"'{text}' is not a whole number from {least} to {most}.");
        return read;
    }

    /// <summary>A list of loads (50,100 or Funkload's 50:100) is an experiment: each wants a warm-up and a result of its own. "1,000" is no list but a number that is refused.</summary>
    private static string? ListError(string text, string key)
    {
        var parts = text.Split([',', ':'], StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries);
        return parts.Length < 2 || parts.Any(part => part.StartsWith("00", StringComparison.Ordinal))
            ? null
            : $"'{text}' is a list, and this is one load. To measure load by load, write load: {{{key}: [{string.Join(", ", parts)}]}} in an experiment file "
                + "(`prony init` makes one). For a load that changes in one window, see --stage of `prony load`.";
    }

    private static Objective? ReadObjective(string text, ArgumentResult result)
    {
        if (Objective.TryParse(text, out var objective, out var error))
        {
            return objective;
        }

        result.AddError($"--slo: {error}");
        return null;
    }

    private static Option<T> Create<T>(string name, string[] aliases, string shownAs, Reader<T> reader)
    {
        var option = new Option<T>(name, aliases) { HelpName = shownAs };
        option.CustomParser = result =>
        {
            if (result.Tokens.Count == 0)
            {
                return default;
            }

            if (reader(result.Tokens[^1].Value, out var value, out var error))
            {
                return value;
            }

            result.AddError($"{name}: {error}");
            return default;
        };
        return option;
    }
}
